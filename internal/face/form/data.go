package form

import "time"

// Data fills a form. What is missing is printed as a dotted line.
type Data struct {
	Superior string              // name of the superior body, line 1 of the head
	Agency   string              // name of the sender, line 2; empty for a form of a subscriber alone
	Symbol   string              // symbol behind the blank for the number: "SNV-VP"; empty leaves a blank for it
	Place    string              // địa danh
	Date     time.Time           // zero leaves the blank for the day
	Head     map[string]string   // by code of the fields of the blocks
	Rows     []map[string]string // by code of the columns; STT fills itself
	Signers  map[string]Signer   // by code of the signature blocks
	At       time.Time           // when the file is made, for its properties
	Footer   string              // small line at the foot: form, version, who made it and when
}

// Signer is who stands in a signature block.
type Signer struct {
	Title string // printed in place of the template's title when given
	Name  string
}

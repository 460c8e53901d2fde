package ui

// Evidence is the part of a document's page that says what is kept to prove its
// signatures later, file by file. Without files it says when there will be any.
type Evidence struct {
	Files []EvidenceFile
}

// EvidenceFile is what is kept with one signed file.
type EvidenceFile struct {
	Name       string // empty when the document has one file only
	State      Chip
	Level      string // "B-LTA: kiểm tra được lâu dài"
	Stamped    string // the time-stamp over the whole file
	Why        string // what hindered the last try
	Next       string // when it is tried again, how long it lasts
	Retry      string // where to ask for another try; empty without
	Missing    []string
	Signatures []EvidenceSignature
	Links      []Link
}

// EvidenceSignature is what is kept of one signature.
type EvidenceSignature struct {
	Who, Level string
	Pairs      []Pair
	Missing    []string
	Notes      []string // what is kept and could be better
}

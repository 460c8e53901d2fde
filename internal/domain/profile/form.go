package profile

import (
	"slices"
	"time"
)

// Form is the template of one printed form (biểu mẫu) as it stands on a day.
type Form struct {
	Set     string `toml:"set" json:"set"`       // code of the set: "TT185", "ND68", "HD"
	Number  int    `toml:"number" json:"number"` // Mẫu số
	Version int    `toml:"-" json:"version"`     // 1 as delivered; each change made in the installation adds one
	Title   string `toml:"title" json:"title"`   // "Đơn đề nghị cấp chứng thư số cho cá nhân"
	// Subjects and Kinds say for whom and for which requests it is; none means any.
	Subjects []string `toml:"subjects" json:"subjects"` // "person", "agency", "service"
	Kinds    []string `toml:"kinds" json:"kinds"`       // "new", "renew", "change", "revoke", "recover", "handover", "return", "loss"
	Maker    string   `toml:"maker" json:"maker"`       // MadeBySubscriber, MadeByAgency
	To       []string `toml:"to" json:"to"`             // Kính gửi
	Opening  string   `toml:"opening" json:"opening"`   // paragraph before the fields, {agency} stands for the sender
	Blocks   []Block  `toml:"block" json:"blocks"`      // fields above the table
	// TableTitle stands over the table; no Columns means no table.
	TableTitle string      `toml:"table_title" json:"table_title"`
	Columns    []FormField `toml:"column" json:"columns"`
	Closing    string      `toml:"closing" json:"closing"` // paragraph after the table
	Signatures []Signature `toml:"signature" json:"signatures"`
	Basis      string      `toml:"basis" json:"basis"` // line beneath "Mẫu số": "Ban hành kèm theo …"
	Clause     string      `toml:"clause" json:"clause"`
	Mark       Mark        `toml:"mark" json:"mark"` // of the whole layout
	Note       string      `toml:"note" json:"note"`
	From       time.Time   `toml:"-" json:"from"` // first day of this version; zero is since ever
}

// Makers of forms.
const (
	MadeBySubscriber = "subscriber" // thuê bao
	MadeByAgency     = "agency"     // cơ quan quản lý trực tiếp
)

// Block is a titled group of lines above the table.
type Block struct {
	Title  string      `toml:"title" json:"title"`
	Fields []FormField `toml:"field" json:"fields"`
}

// FormField is one line of a block or one column of the table.
type FormField struct {
	Code     string `toml:"code" json:"code"`   // key in the data; ColumnOrder is filled by the printer
	Label    string `toml:"label" json:"label"` // as printed
	Width    int    `toml:"width" json:"width"` // of a column, share of the table; 0 = an equal share
	Required bool   `toml:"required" json:"required"`
	Mark     Mark   `toml:"mark" json:"mark"` // how sure the column is
}

// ColumnOrder is the code of the column STT.
const ColumnOrder = "order"

// Signature is one block of title, room and name at the foot.
type Signature struct {
	Code  string `toml:"code" json:"code"` // key of the signer in the data
	Title string `toml:"title" json:"title"`
	Note  string `toml:"note" json:"note"` // "(Ký, ghi rõ họ tên)"
}

// FormRef names one version of one form; requests keep it.
type FormRef struct {
	Set     string `json:"set"`
	Number  int    `json:"number"`
	Version int    `json:"version"`
}

// Ref of the form.
func (f Form) Ref() FormRef { return FormRef{f.Set, f.Number, f.Version} }

// Serves reports whether the form is for requests of that kind and subject.
func (f Form) Serves(kind, subject string) bool {
	return (len(f.Kinds) == 0 || slices.Contains(f.Kinds, kind)) &&
		(subject == "" || len(f.Subjects) == 0 || slices.Contains(f.Subjects, subject))
}

// Uncertain reports whether the layout or some column was not read in the act.
func (f Form) Uncertain() bool {
	if f.Mark != FromText {
		return true
	}
	marked := func(field FormField) bool { return field.Mark != FromText }
	return slices.ContainsFunc(f.Columns, marked) ||
		slices.ContainsFunc(f.Blocks, func(b Block) bool { return slices.ContainsFunc(b.Fields, marked) })
}

// Fields lists the fields of all blocks, then the columns.
func (f Form) Fields() []FormField {
	var all []FormField
	for _, b := range f.Blocks {
		all = append(all, b.Fields...)
	}
	return append(all, f.Columns...)
}

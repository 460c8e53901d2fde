package metadata

// Name of a field.
type Name string

// The fields, in the order in which a clerk checks them.
const (
	Number     Name = "number"     // số: "12"
	Notation   Name = "notation"   // ký hiệu: "SNV-VP"
	Date       Name = "date"       // ngày ban hành, YYYY-MM-DD
	Agency     Name = "agency"     // cơ quan ban hành
	Type       Name = "type"       // loại: the name as in Options.Types
	Subject    Name = "subject"    // trích yếu
	Signer     Name = "signer"     // người ký
	Position   Name = "position"   // chức vụ
	Recipients Name = "recipients" // nơi nhận, joined by "; "
	Urgency    Name = "urgency"    // độ khẩn: "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"
	Due        Name = "due"        // hạn trả lời, YYYY-MM-DD
)

// Names lists all fields in that order.
func Names() []Name {
	return []Name{Number, Notation, Date, Agency, Type, Subject, Signer, Position, Recipients, Urgency, Due}
}

// Sure is the confidence from which a field need not be looked at.
const Sure = 0.85

// Source says from where a field was read.
type Source string

// Sources, the strongest first.
const (
	FromMessage   Source = "message"   // the envelope that the file came with
	FromSignature Source = "signature" // the signed fields or the signer's certificate
	FromPage      Source = "page"      // the text of the page
	FromOCR       Source = "ocr"       // the picture of the page
)

// Place is a box on a page, in points from the top left corner; Page is 0 where
// the field was not read from a page.
type Place struct {
	Page           int     `json:"page,omitempty"`
	X0, Y0, X1, Y1 float64 `json:",omitzero"`
}

// Field is one value with what speaks for it.
type Field struct {
	Name       Name    `json:"name"`
	Value      string  `json:"value"`
	Confidence float64 `json:"confidence"`
	Source     Source  `json:"source"`
	Place      Place   `json:"place,omitzero"`
	Reason     string  `json:"reason"` // Vietnamese: by which words on the page
}

// Doubtful reports whether a person has to look at the field.
func (f Field) Doubtful() bool { return f.Confidence < Sure }

// Find gives a field of a list; the zero Field where it is not there.
func Find(list []Field, name Name) Field {
	for _, f := range list {
		if f.Name == name {
			return f
		}
	}
	return Field{Name: name}
}

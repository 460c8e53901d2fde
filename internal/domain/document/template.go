package document

import (
	"time"

	"antin/internal/domain/org"
)

// TemplateID identifies one version of a template.
type TemplateID string

// Template is one version of an agency's model for a type of document: its own
// letterhead, opening and closing. Versions are only ever added; the one that
// counts is the newest whose first day has come.
type Template struct {
	ID     TemplateID
	Agency org.AgencyID
	Type   string
	No     int
	Name   string
	Body   TemplateBody
	From   string // YYYY-MM-DD
	Author org.PersonID
	At     time.Time
}

// TemplateBody is what an agency words in its own way. Empty values take the
// national model: letterhead from the record of the agency, usual opening of the
// type. In texts {trích yếu}, {cơ quan}, {CƠ QUAN}, {người ký} stand for what
// the record says.
type TemplateBody struct {
	Superior   string   `json:"superior,omitempty"`
	Agency     string   `json:"agency,omitempty"`
	Opening    []string `json:"opening,omitempty"` // paragraphs before the content
	Closing    []string `json:"closing,omitempty"`
	Recipients []string `json:"recipients,omitempty"` // lines that always stand under Nơi nhận
	Keep       string   `json:"keep,omitempty"`       // "Lưu: VT, VP."
	Address    string   `json:"address,omitempty"`    // box 13
}

package workfile

import (
	"context"
	"encoding/xml"
	"fmt"
	"strconv"
	"time"

	"antin/internal/domain/org"
)

// ListXML is the list of contents of a file with the fields of NĐ 30/2020, Phụ
// lục VI; names and order are those of the decree.
type ListXML struct {
	XMLName     xml.Name `xml:"HoSo"`
	FileCode    CodeXML
	Title       string
	Maintenance string
	Rights      string
	Creator     string
	Language    string
	StartDate   string
	EndDate     string
	DocTotal    int
	PageTotal   int
	Description string
	Documents   []DocXML `xml:"Documents>Document"`
}

// CodeXML is FileCode: who, when, which.
type CodeXML struct {
	OrganId      string
	FileCatalog  int
	FileNotation string
}

// DocXML is one document of the list.
type DocXML struct {
	FileCode      CodeXML
	DocOrdinal    int
	TypeName      string
	CodeNumber    string
	CodeNotation  string
	IssuedDate    string
	OrganName     string
	Subject       string
	Language      string
	PageAmount    int
	Description   string
	SignerInfo    SignerXML
	ArrivalNumber int `xml:",omitempty"`
	SHA256        string
	FiledAt       string
}

// SignerXML is SignerInfo.
type SignerXML struct{ Position, FullName string }

// ContentsList gives the list of contents of a file that the actor may read.
func (s *Service) ContentsList(ctx context.Context, by org.Actor, id ID) (File, ListXML, error) {
	f, err := s.load(ctx, by, id, ActRead)
	if err != nil {
		return f, ListXML{}, err
	}
	agency, err := s.Org.Agency(ctx, f.Agency)
	if err != nil {
		return f, ListXML{}, err
	}
	p, err := s.law(f.Province)
	if err != nil {
		return f, ListXML{}, err
	}
	keep, _ := p.Files.Retention(f.Retention)
	out := ListXML{
		FileCode: CodeXML{agency.Code, f.Year, f.Code}, Title: f.Title, Maintenance: keep.Label, Rights: "Theo phân quyền của cơ quan", Creator: f.KeeperName,
		Language: "Tiếng Việt", StartDate: day(f.OpenedAt), EndDate: day(f.ClosedAt), DocTotal: len(f.Items),
	}
	for _, x := range f.Items {
		out.PageTotal += x.Fields.Pages
		out.Documents = append(out.Documents, DocXML{
			FileCode: out.FileCode, DocOrdinal: x.Seq, TypeName: x.Fields.TypeName, CodeNumber: x.Fields.Number, CodeNotation: x.Fields.Notation,
			IssuedDate: slashed(x.Fields.Issued), OrganName: x.Fields.Organ, Subject: x.Fields.Subject, Language: "Tiếng Việt", PageAmount: x.Fields.Pages,
			SignerInfo: SignerXML{x.Fields.Title, x.Fields.Signer}, ArrivalNumber: x.Fields.Arrival, SHA256: x.SHA256, FiledAt: x.At.In(zone).Format(time.RFC3339),
		})
	}
	return f, out, nil
}

// XML writes the list.
func (l ListXML) XML() ([]byte, error) {
	raw, err := xml.MarshalIndent(l, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the list of contents: %w", err)
	}
	return append([]byte(xml.Header), raw...), nil
}

// Rows are the lines of the printed list (mục lục văn bản, Phụ lục V).
func (l ListXML) Rows() []map[string]string {
	out := make([]map[string]string, len(l.Documents))
	for i, d := range l.Documents {
		out[i] = map[string]string{
			"symbol": d.CodeNumber + "/" + d.CodeNotation, "date": d.IssuedDate, "subject": d.TypeName + " " + d.Subject, "organ": d.OrganName,
			"pages": strconv.Itoa(d.PageAmount), "note": d.SHA256[:min(16, len(d.SHA256))] + "… " + d.FiledAt,
		}
	}
	return out
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("02/01/2006")
}

func slashed(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format("02/01/2006")
}

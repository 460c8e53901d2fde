package request

import (
	"context"
	"fmt"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// letterType is the document type of every letter with requests: công văn.
const letterType = "CV"

// letter fills the forms for lines of one kind and subject: the list of the
// agency first, which is the text of the letter, then what subscribers stand
// for, one sheet each.
func (s *Service) letter(ctx context.Context, by org.Actor, id string, lines []Request, signer Signer, to org.Agency) (Letter, error) {
	first := lines[0]
	from, err := s.Org.Agency(ctx, by.Agency)
	if err != nil {
		return Letter{}, err
	}
	if signer.Person == "" {
		if signer, err = s.head(ctx, from); err != nil {
			return Letter{}, err
		}
	}
	who, err := s.Org.Person(ctx, signer.Person)
	if err != nil {
		return Letter{}, err
	}
	l := Letter{ID: id, Type: letterType, Subject: subjectLine(first, len(lines)), Signer: signer, Recipients: []string{to.Code}}
	base := Print{Superior: from.Superior, Agency: from.Name, Place: from.Place, Symbol: from.ShortName, Signer: who.Name}
	if post, err := s.Org.Post(ctx, signer.Post); err == nil {
		base.SignerTitle = strings.TrimSpace(string(signer.Capacity) + " " + post.Title)
	}
	return l, s.sheets(ctx, &l, base, lines)
}

func (s *Service) sheets(ctx context.Context, l *Letter, base Print, lines []Request) error {
	var own []Sheet
	for _, ref := range lines[0].Terms.Forms {
		f, err := s.Forms.Exact(ctx, lines[0].Province, ref)
		if err != nil {
			return err
		}
		p := base
		p.Footer = fmt.Sprintf("Mẫu %02d, phiên bản %d", f.Number, f.Version)
		p.Head = lines[0].Fields
		if f.Maker == profile.MadeByAgency {
			for _, r := range lines {
				p.Rows = append(p.Rows, r.row())
			}
			if err := s.sheet(&l.Sheets, f, p, fmt.Sprintf("mau-%02d.pdf", f.Number)); err != nil {
				return err
			}
			continue
		}
		for _, r := range lines {
			p.Head, p.Rows = r.row(), []map[string]string{r.row()}
			p.Signer, p.SignerTitle, p.Symbol = r.Whom, "", ""
			if !r.ConfirmedAt.IsZero() {
				p.Footer = fmt.Sprintf("Mẫu %02d. Thuê bao xác nhận trên hệ thống lúc %s.", f.Number, r.ConfirmedAt.In(zone).Format("15:04 02/01/2006"))
			}
			if err := s.sheet(&own, f, p, fmt.Sprintf("mau-%02d-%s.pdf", f.Number, r.Code)); err != nil {
				return err
			}
		}
	}
	if len(l.Sheets) == 0 {
		return fault.New(fault.Unready, "request.no-list", "Bộ biểu mẫu không có mẫu do cơ quan lập cho yêu cầu này.").Do("Báo quản trị hệ thống.")
	}
	l.Sheets = append(l.Sheets, own...)
	return nil
}

func (s *Service) sheet(into *[]Sheet, f profile.Form, p Print, name string) error {
	pdf, err := s.Printer.Print(f, p)
	if err != nil {
		return fmt.Errorf("printing form %d: %w", f.Number, err)
	}
	*into = append(*into, Sheet{name, pdf})
	return nil
}

// row is the request as one line of a table, derived columns included.
func (r *Request) row() map[string]string {
	row := map[string]string{"name": r.Whom, "serial": r.Serial, "device": r.DeviceSerial, "reason": r.reasonText(), "note": r.Note}
	for code, value := range r.Fields {
		row[code] = value
	}
	switch r.Kind {
	case Renew:
		row["renew"], row["service"] = "X", r.Kind.Name()
	case Change:
		row["change"], row["service"], row["name"] = "X", r.Kind.Name(), r.Whom
		var was, will []string
		for _, c := range r.changes() {
			was, will = append(was, c.Label+": "+c.Old), append(will, c.Label+": "+c.Value)
		}
		row["old"], row["new"] = strings.Join(was, "; "), strings.Join(will, "; ")
	}
	return row
}

func (r *Request) reasonText() string { return r.ReasonLabel }

func subjectLine(r Request, n int) string {
	text := "V/v đề nghị " + lower(r.Kind.Name())
	if n == 1 {
		return text + " của " + r.Whom
	}
	return fmt.Sprintf("%s cho %d thuê bao", text, n)
}

func lower(s string) string {
	letters := []rune(s)
	return strings.ToLower(string(letters[:1])) + string(letters[1:])
}

// head is who signs for the agency when nobody else is named.
func (s *Service) head(ctx context.Context, agency org.Agency) (Signer, error) {
	if post, err := s.Org.HeadOf(ctx, agency.ID, s.Now()); err == nil {
		return Signer{Person: post.Person, Post: post.ID}, nil
	}
	people, err := s.Org.PeopleWith(ctx, agency.ID, org.Leader, s.Now())
	if err != nil {
		return Signer{}, err
	}
	for _, person := range people {
		if a, err := s.Org.AuthorityFor(ctx, person.ID, agency.ID, letterType, org.InOwnRight, s.Now()); err == nil {
			return Signer{Person: person.ID, Post: a.Post}, nil
		}
	}
	return Signer{}, fault.New(fault.Unready, "request.no-head", agency.Name+" chưa có thủ trưởng trong danh sách chức vụ.").
		Do("Chọn người ký, hoặc báo quản trị bổ sung chức vụ.")
}

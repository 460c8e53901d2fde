package document

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Copy (bản sao) is one line of the register of copies: sao y, sao lục or trích
// sao, on paper or electronic (NĐ 30/2020, Điều 25 to 27). An electronic one is
// signed with the agency's key in the text form.
type Copy struct {
	ID         ID
	Agency     org.AgencyID
	Document   ID     // from which it was made; empty for a paper
	Form       string // code of the profile: "SY"
	Direction  string // "e-paper", "paper-e", "e-e", "paper-paper"
	Number     int
	Year       int
	Symbol     string // "03/SY-SKHCN"
	OfSymbol   string // of what was copied
	OfAgency   string
	Subject    string
	Recipients string
	Copies     int
	Base       string // SHA-256 of the file before the signature
	SHA256     string // signed; empty while it waits for the signature, or on paper
	Size       int64
	Pages      int
	By         org.PersonID
	ByName     string
	At         time.Time
	Done       time.Time // zero while the number is reserved and nothing signed
}

// Electronic reports whether the copy is a signed file.
func (c Copy) Electronic() bool { return strings.HasSuffix(c.Direction, "-e") }

// Copying is what the clerk fills in.
type Copying struct {
	Document   ID // empty: from a paper
	Form       string
	Direction  string
	OfSymbol   string // of the paper
	OfAgency   string
	Subject    string
	Recipients string
	Copies     int
	File       *Upload // the scan of a paper, or the excerpt
}

// CopyStore keeps copies; part of Store.
type CopyStore interface {
	Copy(ctx context.Context, id ID) (Copy, error)
	// CopiesOf lists the copies of one document, oldest first.
	CopiesOf(ctx context.Context, id ID) ([]Copy, error)
}

// CopyTx writes them.
type CopyTx interface {
	PutCopy(ctx context.Context, c Copy) error
}

// sound holds the wish against the forms of the profile: there is no sao y from
// electronic to electronic, the signed original is forwarded.
func (x Copying) sound(p *profile.Profile) (profile.CopyForm, error) {
	refuse := func(field, message string) error {
		return fault.New(fault.Invalid, "copy.form", "Chưa sao được.").Under(p.Clause("copying.forms")).At(field, message)
	}
	form, ok := p.Copying.Form(x.Form)
	switch {
	case !ok:
		return form, fault.New(fault.Invalid, "copy.no-form", p.Copying.NoForm).Under(p.Clause("copying.text_lines")).
			At("form", "Chọn sao y, sao lục hoặc trích sao.")
	case !slices.Contains(form.Directions, x.Direction) && x.Direction == "e-e":
		return form, refuse("direction", form.Label+" từ văn bản điện tử sang văn bản điện tử không có; hãy chuyển tiếp chính bản điện tử đã ký số.")
	case !slices.Contains(form.Directions, x.Direction):
		return form, refuse("direction", form.Label+" không làm được theo cách này.")
	case strings.HasPrefix(x.Direction, "e-") && x.Document == "":
		return form, refuse("direction", "Mở văn bản điện tử rồi bấm “Sao văn bản”.")
	case strings.HasPrefix(x.Direction, "paper-") && strings.TrimSpace(x.OfSymbol) == "":
		return form, refuse("of_symbol", "Ghi số, ký hiệu của văn bản được sao.")
	case strings.HasPrefix(x.Direction, "paper-") && strings.TrimSpace(x.Subject) == "":
		return form, refuse("subject", "Ghi trích yếu của văn bản được sao.")
	case x.Form == "SL" && !strings.Contains(strings.ToUpper(x.OfSymbol), "/SY"):
		return form, refuse("of_symbol", "Sao lục chỉ làm từ bản sao y; ghi số, ký hiệu của bản sao y (…/SY-…).")
	case x.needsFile() && x.File == nil:
		return form, refuse("file", "Chọn tệp PDF: bản số hóa của văn bản giấy, hoặc phần trích đã trình bày đủ thể thức.")
	case x.Copies < 0 || x.Copies > 10000:
		return form, refuse("copies", "Số lượng bản từ 1 đến 10.000.")
	}
	return form, nil
}

// needsFile: a digitised paper and an excerpt are files of their own.
func (x Copying) needsFile() bool {
	return strings.HasSuffix(x.Direction, "-e") || x.Form == "TrS" && x.Direction == "e-paper"
}

// copyLines are the text of the agency's signature on a copy: the form, the
// agency, and the time of this very signature.
func copyLines(p *profile.Profile, form profile.CopyForm, agency string, at time.Time) []string {
	lines := make([]string, len(p.Copying.TextLines))
	for i, line := range p.Copying.TextLines {
		lines[i] = strings.NewReplacer("{form}", form.Words, "{agency}", agency, "{time}", at.In(zone).Format(p.Signing.TimeFormat)).Replace(line)
	}
	return lines
}

// entry is the line in the register of copies.
func (c Copy) entry(series Series, state EntryState) Entry {
	subject := c.Subject
	if c.OfSymbol != "" {
		subject = fmt.Sprintf("%s (sao từ %s)", subject, strings.TrimSpace(c.OfSymbol+" "+c.OfAgency))
	}
	return Entry{Series: series, Number: c.Number, Document: c.ID, State: state, Date: Day(c.At), Symbol: c.Symbol, Type: c.Form, Subject: subject,
		Signer: c.ByName, Recipients: c.Recipients, Pages: c.Pages, SHA256: c.SHA256, At: c.At}
}

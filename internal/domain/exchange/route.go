package exchange

import (
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
)

// Routes of BG Điều 4 on which an incoming document gets its legal value.
const (
	routeMailbox   = "4.1" // between clerk mailboxes, a PDF scanned from the paper
	routeSignature = "4.2" // signed under the authority of the government
	routeBoth      = "both"
	routeNone      = "none"
)

// routes evaluates both ways where the profile knows them; the first suffices
// for the document to be taken in, whatever the other says.
func (a *assessment) routes(d *document.Document, p *profile.Profile) {
	if !p.Documents.MailboxRouteValid {
		return
	}
	mailbox, why := byMailbox(d, p)
	signed := a.main != nil && a.verdict.OK
	switch {
	case mailbox && signed:
		a.basis = routeBoth
	case mailbox:
		a.basis = routeMailbox
	case signed:
		a.basis = routeSignature
	case a.verdict.Inconclusive:
		a.why = why
		return // not told yet
	default:
		a.basis = routeNone
	}
	a.why = why
	switch {
	case a.basis == routeMailbox && !broken(a.verdict.Reason.Code):
		a.verdict = document.Verdict{OK: true}
	case a.basis == routeNone:
		a.verdict.Reason.Text = strings.TrimSpace(p.Verification.Refusal + ". " + a.verdict.Reason.Text)
	}
}

// broken: a signature that is there and does not hold cannot be healed by the
// way on which the file came.
func broken(code string) bool { return code != "" && code != reasonUnsigned }

// byMailbox asks whether the file came as a PDF from one clerk mailbox of the
// province to another, with the line of that transfer.
func byMailbox(d *document.Document, p *profile.Profile) (bool, string) {
	i := d.Intake
	if i == nil || i.Source != document.SourceMail {
		return false, "không đến qua hộp thư Văn thư"
	}
	domain := "@" + strings.ToLower(p.Exchange.MailDomain)
	if p.Exchange.MailDomain == "" || !strings.HasSuffix(strings.ToLower(strings.TrimSpace(i.Address)), domain) {
		return false, "hộp thư gửi không thuộc hệ thống thư của tỉnh (" + domain + ")"
	}
	if i.Transfer == "" {
		return false, "không có dòng nhật ký chuyển thư"
	}
	if f, ok := d.Current(document.Main); !ok || f.Pages == 0 {
		return false, "tệp không phải PDF"
	}
	return true, "đến từ hộp thư " + strings.TrimSpace(i.Address)
}

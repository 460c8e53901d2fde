package documentweb

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/pades"
)

// signatures are the two that the document needs, as the last stored check of
// its file judged them; what is missing says so.
func (m *module) signatures(ctx context.Context, d dossier) ([]ui.Signature, error) {
	if d.Version == 0 {
		return nil, nil
	}
	report, at, err := lastReport(d.Document)
	if err != nil {
		return nil, err
	}
	agency, err := m.Org.Agency(ctx, d.Agency)
	if err != nil {
		return nil, err
	}
	person := ui.Signature{Tone: ui.Wait, Verdict: "Chưa ký", Who: orDash(d.Signer.Name, "Người ký"), As: capacityWords(d), Detail: []string{"Chưa ký"}}
	seal := ui.Signature{Tone: ui.Wait, Verdict: "Chưa ký", Who: agency.Name, Detail: []string{"Chờ văn thư ký, sau khi cấp số"}}
	if report != nil {
		for _, s := range report.Signatures {
			switch s.Field {
			case pades.FieldSigner:
				person = m.card(d, s, person, document.Signed, "Chứng thư cá nhân", at)
			case pades.FieldSeal:
				seal = m.card(d, s, seal, document.Sealed, "Chứng thư cơ quan", at)
			}
		}
	}
	others := m.chainCards(d, report, at)
	if !d.Flow().Releases() {
		return append(others, person), nil
	}
	return append(others, person, seal), nil
}

// chainCards are the signatures besides those of signer and agency, as the PDF
// shows them.
func (m *module) chainCards(d dossier, report *pades.Report, at time.Time) []ui.Signature {
	if report == nil {
		return nil
	}
	var out []ui.Signature
	for _, step := range d.Chain.Steps {
		for _, s := range report.Signatures {
			if s.Field == step.Field && s.Field != pades.FieldSigner && s.Field != pades.FieldSeal {
				c := ui.Signature{Who: step.Who(), As: step.Kind.Name()}
				out = append(out, m.card(d, s, c, document.StepStage, "Chứng thư "+s.Signer, at))
			}
		}
	}
	return out
}

// effect is what the two signatures make of the document, in the words of the
// regulation; nothing before the agency signed.
func (m *module) effect(r *web.Request, d dossier) ([]string, error) {
	ctx := r.Context()
	if d.State != document.SealedState && d.State != document.Released {
		return nil, nil
	}
	report, _, err := lastReport(d.Document)
	if err != nil || report == nil {
		return nil, err
	}
	_, attested := d.Standing(document.ScanAttested)
	e, err := m.Documents.Effect(ctx, d.Province, report, d.Origin == document.Scanned, attested)
	if err != nil || e.Label == "" {
		return nil, err
	}
	status, err := m.status(r, d)
	if err != nil {
		return nil, err
	}
	out := []string{status, "Văn bản " + lower(e.Label) + " (" + ui.ClauseText(e.LabelClause) + ")."}
	for _, words := range []string{e.EdgeSeal, e.HangingSeal} {
		if words != "" {
			out = append(out, words)
		}
	}
	return out, nil
}

// lastReport is the newest check of the main file as it stands now.
func lastReport(d *document.Document) (*pades.Report, time.Time, error) {
	main, ok := d.Current(document.Main)
	if !ok {
		return nil, time.Time{}, nil
	}
	for i := len(d.Checks) - 1; i >= 0; i-- {
		if d.Checks[i].SHA256 == main.SHA256 && d.Checks[i].Report != "" {
			report, err := exchange.Report(d.Checks[i])
			return report, d.Checks[i].At, err
		}
	}
	return nil, time.Time{}, nil
}

func (m *module) card(d dossier, s pades.Signature, c ui.Signature, stage document.Stage, kind string, checked time.Time) ui.Signature {
	c.Tone, c.Verdict = ui.Bad, "Không hợp lệ"
	switch s.Indication {
	case pades.TotalPassed:
		c.Tone, c.Verdict = ui.Good, "Hợp lệ"
	case pades.Indeterminate:
		c.Tone, c.Verdict = ui.Warn, "Chưa đủ căn cứ"
	}
	c.Detail = nil
	if s.TrustedTime != nil {
		c.Detail = append(c.Detail, ui.Exact(*s.TrustedTime)+", dấu thời gian")
	} else if s.ClaimedTime != nil {
		c.Detail = append(c.Detail, ui.Exact(*s.ClaimedTime)+", giờ máy chủ")
	}
	if s.Certificate != nil {
		c.Detail = append(c.Detail, kind+", hiệu lực đến "+ui.Day(s.Certificate.NotAfter))
	}
	words := c.Verdict
	if s.SubIndication != "" {
		words += " (" + string(s.SubIndication) + ")"
	}
	c.Detail = append(c.Detail, words+", kiểm tra lúc "+ui.When(checked))
	if f, ok := d.AtStage(stage); ok {
		c.Links = []ui.Link{{Text: "Xem bản tại thời điểm ký", Href: href(d.ID) + "?tep=" + string(f.ID)}}
	}
	return c
}

func capacityWords(d dossier) string {
	if d.Signer.Person == "" {
		return ""
	}
	out := d.Signer.Title
	if d.Signer.Capacity == org.InOwnRight {
		return out
	}
	if c, ok := d.law.Signing.Capacity(string(d.Signer.Capacity)); ok {
		return out + ", " + lower(c.Label) + " (" + c.Code + ")"
	}
	return out
}

// deliveryView is one recipient's line.
type deliveryView struct {
	Name, Code string
	State      ui.Chip
	Times      []ui.Pair
	Reason, Do string
	open       bool
}

// underway reports that a delivery is not handed over yet.
func underway(list []deliveryView) bool {
	return slices.ContainsFunc(list, func(d deliveryView) bool { return d.open })
}

// deliveries tell what became of the document at each recipient.
func (m *module) deliveries(r *web.Request, d dossier) ([]deliveryView, error) {
	if d.State != document.Released {
		return nil, nil
	}
	list, err := m.Exchange.OfDocument(r.Context(), r.Actor, d.ID)
	if err != nil {
		return nil, err
	}
	out := make([]deliveryView, 0, len(d.Recipients))
	known := map[string]bool{}
	for _, x := range list {
		known[x.Recipient.Code] = true
		out = append(out, delivery(d, x))
	}
	for _, rec := range d.Recipients {
		if !known[rec.Code] {
			out = append(out, deliveryView{Name: rec.Name, Code: rec.Code, State: ui.Chip{Tone: ui.Wait, Text: exchange.Waiting.Name()}, open: true})
		}
	}
	return out, nil
}

func delivery(d dossier, x exchange.Delivery) deliveryView {
	v := deliveryView{Name: x.Recipient.Name, Code: x.Recipient.Code, State: ui.Chip{Text: x.State.Name()}, open: x.State == exchange.Waiting || x.State == exchange.Sent}
	switch x.State {
	case exchange.Waiting, exchange.Unreached:
		v.State.Tone = ui.Wait
	case exchange.Accepted:
		v.State.Tone = ui.Good
	case exchange.RefusedBy, exchange.HeldBy:
		v.State.Tone = ui.Bad
		if x.State == exchange.HeldBy {
			v.State.Tone = ui.Warn
		}
		v.Reason = x.Reason.Text
		if label, ok := d.law.Documents.RefusalReason(x.Reason.Code); ok {
			v.Reason = label.Label
			if x.Reason.Text != "" && x.Reason.Text != label.Label {
				v.Reason += ": " + x.Reason.Text
			}
		}
	}
	if x.State != exchange.Waiting {
		v.Do = x.Remedy()
	}
	for _, t := range []struct {
		label string
		at    time.Time
	}{{"Gửi", x.SentAt}, {"Nhận", x.ReceivedAt}, {"Trả lời", x.AnsweredAt}} {
		if !t.at.IsZero() {
			v.Times = append(v.Times, ui.Pair{Label: t.label, Value: ui.When(t.at)})
		}
	}
	if x.Arrival > 0 {
		v.Times = append(v.Times, ui.Pair{Label: "Số đến", Value: strconv.Itoa(x.Arrival)})
	}
	return v
}

// opinionView is one comment with its answer.
type opinionView struct {
	ID, Person, Text, Answer, AnswerText string
	Due, Given                           time.Time
	Round                                int
	Late, Open                           bool // Open: given and not answered
	Reminded                             string
}

func opinions(d dossier, now time.Time) []opinionView {
	out := make([]opinionView, 0, len(d.Opinions))
	for _, o := range d.Opinions {
		v := opinionView{ID: string(o.ID), Person: o.Who(), Text: o.Text, AnswerText: o.AnswerText, Due: o.DueAt, Given: o.GivenAt, Round: o.Round,
			Late: o.Late(now), Open: !o.GivenAt.IsZero() && o.AnsweredAt.IsZero()}
		if !o.RemindedAt.IsZero() {
			v.Reminded = ui.When(o.RemindedAt)
		}
		switch o.Answer {
		case "tiep-thu":
			v.Answer = "Tiếp thu"
		case "giai-trinh":
			v.Answer = "Giải trình"
		}
		out = append(out, v)
	}
	return out
}

// nobody turns "there is none" into an empty answer.
func nobody(err error) error {
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind == fault.NotFound {
		return nil
	}
	return err
}

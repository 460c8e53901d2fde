package documentweb

import (
	"fmt"
	"slices"
	"strconv"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// Kinds of deeds: which card stands at the top of the right side.
const (
	waiting   = ""         // nothing for this person to do
	drafting  = "drafting" // trình, xin ý kiến
	consult   = "consult"  // the drafter while opinions come in
	opine     = "opine"
	unit      = "unit"
	format    = "format"
	signNow   = "sign"
	recheck   = "recheck"
	sealNow   = "seal"
	releasing = "release"
	faulty    = "faulty"
	closed    = "closed" // released or cancelled

	numberPaper = "number-paper"
	attachScan  = "attach-scan"
)

// deed is what the actor can do with the document at this moment; what was
// typed into a refused form is in it as well.
type deed struct {
	Kind     string
	Turn     string // of a waiting one: whose turn it is
	Hash     string
	Facts    []ui.Pair
	Faults   []faultChoice
	People   []faultChoice
	Units    []faultChoice
	Days     string // of work, until opinions are due
	Silent   int    // who were asked and have not answered
	Reminded string
	Keys     []ui.Choice // practice keys, opened by a password
	InHand   []ui.Choice // certificates whose keys are in a device
	Key      string      // chosen certificate
	Tries    string      // passwords that the only key still takes
	Locked   bool        // there is a key, and it is locked
	Number   string
	Again    bool // a number is reserved: the deed goes on with it
	Open     int  // opinions without an answer
	Files    bool // there is something to submit
	Button   ui.Deed

	Warning      string // before checking, signing or sealing
	Presign      *presignView
	Checks       []gateView
	Paper        []paperView
	Transactions []ui.Choice // kinds of transaction, where the province lists them
	Transaction  string

	Comment, Text, Due, Answer, Target string
}

// Ticked reports that some fault is marked.
func (d deed) Ticked() bool {
	return slices.ContainsFunc(d.Faults, func(f faultChoice) bool { return f.Chosen })
}

// faultChoice is a check box.
type faultChoice struct {
	Value, Text string
	Chosen      bool
}

func (m *module) deedOf(r *web.Request, d dossier) (deed, error) {
	out, err := m.deedAt(r, d)
	if err != nil {
		return out, err
	}
	withTransaction(d, &out)
	if err := m.presign(r, d, &out); err != nil {
		return out, err
	}
	return out, m.warn(r, d, &out)
}

// deedAt is the deed of the step at which the document stands.
func (m *module) deedAt(r *web.Request, d dossier) (deed, error) {
	can := func(action string) bool { return m.Documents.Can(r.Actor, d.Document, orgAction(action)) }
	out := deed{Turn: turn(d)}
	if paper, ok, err := m.paperDeed(r, d); ok || err != nil {
		return paper, err
	}
	switch d.State {
	case document.Drafting:
		if byPaper(d) {
			out.Turn = "Chờ văn thư cấp số cho bản giấy"
			break
		}
		if d.Drafter == r.Actor.Person && can("document.submit") {
			return m.draftingDeed(r, d)
		}
	case document.Consulting:
		return m.consultDeed(r, d), nil
	case document.UnitReview:
		if can("document.unit-approve") {
			out.Kind, out.Hash = unit, d.Binding()
		}
	case document.Formatting:
		if can("document.format-check") {
			out.Kind, out.Faults = format, faultsOf(d)
			out.Hash = d.Seen()
		}
	case document.Collecting:
		return m.chainDeed(r, d)
	case document.AwaitingApproval, document.AwaitingSignature:
		if can("document.sign") && d.Signer.Person == r.Actor.Person {
			return m.signDeed(r, d)
		}
	case document.AwaitingClerk, document.Numbered:
		if can("document.seal") {
			return m.clerkDeed(r, d)
		}
	case document.SealedState:
		if can("document.release") {
			return m.releaseDeed(r, d)
		}
	case document.Faulty:
		if can("document.return") {
			out.Kind, out.Comment = faulty, clerkFaults(d)
		}
	case document.Released, document.CancelledState, document.Attested:
		out.Kind = closed
	}
	return out, nil
}

func (m *module) draftingDeed(r *web.Request, d dossier) (deed, error) {
	out := deed{Kind: drafting, Files: d.Version > 0, Open: unanswered(d)}
	out.Days = "3"
	units, err := m.Org.Units(r.Context(), r.Actor.Agency)
	if err != nil {
		return out, err
	}
	for _, u := range units {
		if u.ID != d.Unit {
			out.Units = append(out.Units, faultChoice{Value: string(u.ID), Text: u.Name})
		}
	}
	people, err := m.Org.PeopleOf(r.Context(), r.Actor.Agency, m.Now())
	if err != nil {
		return out, err
	}
	for _, p := range people {
		if p.ID != r.Actor.Person {
			out.People = append(out.People, faultChoice{Value: string(p.ID), Text: p.Name})
		}
	}
	return out, nil
}

func (m *module) consultDeed(r *web.Request, d dossier) deed {
	if d.Drafter == r.Actor.Person {
		return deed{Kind: consult, Open: unanswered(d), Silent: silent(d)}
	}
	round := 0
	for _, o := range d.Opinions {
		round = max(round, o.Round)
	}
	for _, o := range d.Opinions {
		ours := o.Unit != "" && o.Unit == r.Actor.Unit && r.Actor.Has(org.UnitLeader)
		if (o.Person == r.Actor.Person && o.Unit == "" || ours) && o.Round == round {
			out := deed{Kind: opine, Text: o.Text, Due: ui.When(o.DueAt)}
			if !o.RemindedAt.IsZero() && o.GivenAt.IsZero() {
				out.Reminded = ui.When(o.RemindedAt)
			}
			return out
		}
	}
	return deed{Turn: turn(d)}
}

// silent counts who were asked in the last round and have not answered.
func silent(d dossier) int {
	n, round := 0, 0
	for _, o := range d.Opinions {
		round = max(round, o.Round)
	}
	for _, o := range d.Opinions {
		if o.Round == round && o.GivenAt.IsZero() {
			n++
		}
	}
	return n
}

func unanswered(d dossier) int {
	n := 0
	for _, o := range d.Opinions {
		if !o.GivenAt.IsZero() && o.AnsweredAt.IsZero() {
			n++
		}
	}
	return n
}

func faultsOf(d dossier) []faultChoice {
	out := make([]faultChoice, len(d.law.Documents.FormatFaults))
	for i, f := range d.law.Documents.FormatFaults {
		out[i] = faultChoice{Value: f.Code, Text: f.Label}
	}
	return out
}

func (m *module) signDeed(r *web.Request, d dossier) (deed, error) {
	out := deed{Kind: signNow, Again: d.State == document.AwaitingSignature}
	if f, ok := d.SignBase(); ok {
		out.Hash = f.SHA256
	}
	out.Facts = []ui.Pair{{Label: "Ký với tư cách", Value: orDash(capacityWords(d), "Người ký"), Strong: true}}
	return out, m.withKeys(r.Context(), r.Actor, signing.ForPerson, &out)
}

func (m *module) clerkDeed(r *web.Request, d dossier) (deed, error) {
	out := deed{Kind: recheck, Faults: faultsOf(d), Hash: d.Seen()}
	if _, ok := d.Standing(document.Recheck); !ok && d.State == document.AwaitingClerk {
		return out, nil
	}
	out.Kind, out.Again = sealNow, d.State == document.Numbered && !byPaper(d)
	n, symbol, err := m.Documents.NextNumber(r.Context(), d.Document)
	if err != nil {
		return out, err
	}
	out.Number = document.WholeSymbol(d.law.Numbering, n, symbol)
	day := ui.Day(m.Now())
	if d.IssuedOn != "" {
		day = dayText(d.IssuedOn)
	}
	label := "Số sẽ cấp"
	if d.State == document.Numbered {
		label = "Số đã cấp"
	}
	seal, err := m.sealWords(r, d)
	if err != nil {
		return out, err
	}
	err = m.withKeys(r.Context(), r.Actor, signing.ForAgency, &out)
	out.Facts = []ui.Pair{{Label: label, Value: out.Number, Strong: true, Symbol: true}, {Label: "Ngày", Value: day}, {Label: "Dấu", Value: seal}}
	out.Button = ui.Deed{Label: "Cấp số và ký cơ quan", Press: "Ctrl S", Seals: true}
	if out.Again {
		out.Button.Label = "Ký cơ quan với số đã giữ"
	}
	return out, err
}

// sealWords say whose seal it is, how large, and where it stands.
func (m *module) sealWords(r *web.Request, d dossier) (string, error) {
	agency, err := m.Org.Agency(r.Context(), d.Agency)
	if err != nil {
		return "", err
	}
	img, err := m.Signing.CurrentImage(r.Context(), signing.SealImage, string(d.Agency))
	if err != nil {
		return agency.Name + ", chưa có hình dấu", nobody(err)
	}
	words := fmt.Sprintf("%s, %s mm", agency.Name, millimetres(img.WidthMM))
	if d.law.Signing.VisiblePlace.Mode == "over-person" {
		words += ", trùm một phần chữ ký về bên trái"
	}
	return words, nil
}

func millimetres(mm float64) string { return decimal(strconv.FormatFloat(mm, 'f', -1, 64)) }

func keyChoices(list []signing.Certificate) []ui.Choice {
	out := make([]ui.Choice, len(list))
	for i, c := range list {
		out[i] = ui.Choice{Value: string(c.ID), Text: subjectName(c.Subject) + ", đến " + ui.Day(c.NotAfter)}
	}
	return out
}

func releaseFacts(d dossier) []ui.Pair {
	return []ui.Pair{{Label: "Số, ký hiệu", Value: symbolText(d.law, d.Number, d.Symbol), Strong: true, Symbol: true}, {Label: "Ngày", Value: dayText(d.IssuedOn)},
		{Label: "Gửi đến", Value: ui.Number(len(d.Recipients)) + " nơi nhận"}}
}

// keep puts back what was typed into a form that was refused; passwords never.
func (d *deed) keep(r *web.Request) {
	if r.PostForm == nil {
		return
	}
	d.Answer, d.Target = r.Text("answer"), r.Text("opinion")
	if r.PostForm.Has("comment") {
		d.Comment = r.Text("comment")
	}
	if text := r.Text("text"); text != "" {
		d.Text = text
	}
	if due := r.Text("due"); due != "" && d.Kind == drafting {
		d.Due = due
	}
	d.Transaction = r.Text("transaction")
	if key := r.Text("certificate"); key != "" {
		d.Key = key
	}
	for i := range d.Faults {
		d.Faults[i].Chosen = slices.Contains(r.PostForm["faults"], d.Faults[i].Value)
	}
	for i := range d.People {
		d.People[i].Chosen = slices.Contains(r.PostForm["people"], d.People[i].Value)
	}
}

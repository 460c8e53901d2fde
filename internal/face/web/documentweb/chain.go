package documentweb

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/pades"
)

// chainView is the order of signing as a picture: who, when, how far.
type chainView struct {
	Name     string // of the flow
	Rows     []chainRow
	Differs  []string    // where the PDF says something else
	People   []ui.Choice // who may step in, for the drafter
	Replaced []ui.Choice // whose place may be taken
	Withdraw bool
	NoSeal   bool // people sign for themselves
}

type chainRow struct {
	Turn  string // "1", or "1 (cần 2 trong 3)"
	Who   string
	What  string
	State ui.Chip
	At    time.Time
	Note  string
	Now   bool
}

// flowName is the flow as the profile calls it.
func flowName(d dossier, flow document.Flow) string {
	for _, f := range d.law.Documents.Flows {
		if f.Code == string(flow) {
			return f.Label
		}
	}
	return "Người có thẩm quyền ký, cơ quan ký"
}

// chainOf is nil for the usual two signatures, which the timeline shows.
func (m *module) chainOf(r *web.Request, d dossier, report *pades.Report) (*chainView, error) {
	mine := d.Drafter == r.Actor.Person && m.Documents.Can(r.Actor, d.Document, "document.flow")
	underway := slices.Contains([]document.State{document.UnitReview, document.Formatting, document.Collecting, document.AwaitingApproval, document.AwaitingSignature}, d.State)
	if len(d.Chain.Steps) == 0 {
		if mine && underway {
			return &chainView{Withdraw: true}, nil
		}
		return nil, nil
	}
	out := &chainView{Name: flowName(d, d.Chain.Flow), NoSeal: !d.Chain.Flow.Releases(), Withdraw: mine && underway}
	for _, g := range d.Sequence().Groups() {
		turn := strconv.Itoa(g.Order)
		if len(g.Steps) > 1 {
			turn += " (cần " + strconv.Itoa(g.Need) + " trong " + strconv.Itoa(len(g.Steps)) + ")"
		}
		for _, s := range g.Steps {
			out.Rows = append(out.Rows, m.chainRow(d, s, turn))
			if s.Person != "" && s.Field != pades.FieldSigner && (s.State == document.StepWaiting || s.State == document.StepOpen || s.State == document.StepToPass) {
				out.Replaced = append(out.Replaced, ui.Choice{Value: string(s.ID), Text: s.Name + " (" + strings.ToLower(s.Kind.Name()) + ")"})
			}
		}
	}
	if report != nil {
		for _, diff := range m.Documents.ChainDifferences(r.Context(), d.Document, report) {
			out.Differs = append(out.Differs, diff.Cached+"; trong PDF: "+diff.Evidence)
		}
	}
	if !mine || !underway || d.State == document.UnitReview || d.State == document.Formatting {
		out.Replaced = nil
		return out, nil
	}
	var err error
	if len(out.Replaced) > 0 {
		out.People, err = m.stepPeople(r, d)
	}
	return out, err
}

func (m *module) chainRow(d dossier, s document.Step, turn string) chainRow {
	row := chainRow{Turn: turn, Who: s.Who(), What: s.Kind.Name(), At: s.At, State: ui.Chip{Text: s.State.Name()}, Now: s.State == document.StepOpen || s.State == document.StepToPass}
	if s.Kind == document.StepSeal && s.Agency == d.Agency {
		row.Who = "Văn thư cơ quan ban hành"
	}
	if s.Title != "" {
		row.Who += ", " + s.Title
	}
	if s.Agency != d.Agency && s.Kind != document.StepSeal {
		row.Who += " (" + s.AgencyName + ")"
	}
	switch s.State {
	case document.StepSigned:
		row.State.Tone = ui.Good
	case document.StepDeclined:
		row.State.Tone = ui.Bad
		row.Note = s.ByName + ": “" + s.Reason + "”"
	case document.StepOpen, document.StepToPass:
		row.State.Tone = ui.Warn
	}
	if s.State == document.StepSigned && s.ByName != "" && s.Person == "" {
		row.Note = s.ByName
	}
	return row
}

// stepPeople may take the place of somebody in the chain.
func (m *module) stepPeople(r *web.Request, d dossier) ([]ui.Choice, error) {
	agencies := map[string]bool{}
	out := []ui.Choice{{Text: "Chọn người ký thay"}}
	for _, s := range d.Chain.Steps {
		if s.Person == "" || agencies[string(s.Agency)] {
			continue
		}
		agencies[string(s.Agency)] = true
		people, err := m.Org.PeopleOf(r.Context(), s.Agency, m.Now())
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if p.ID != r.Actor.Person {
				text := p.Name
				if s.AgencyName != "" && s.Agency != d.Agency {
					text += " (" + s.AgencyName + ")"
				}
				out = append(out, ui.Choice{Value: string(p.ID), Text: text})
			}
		}
	}
	return out, nil
}

// chainDeed is what the chain asks of the actor now.
func (m *module) chainDeed(r *web.Request, d dossier) (deed, error) {
	out := deed{Turn: "Chuỗi ký " + awaits(d)}
	if step, ok := d.TurnOf(r.Actor, false); ok && m.Documents.Can(r.Actor, d.Document, "document.sign") {
		return m.stepDeed(r, d, step)
	}
	if step, ok := d.TurnOf(r.Actor, true); ok && m.Documents.Can(r.Actor, d.Document, "document.seal") {
		return m.coSealDeed(r, d, step)
	}
	g, open := d.Chain.Current()
	if open && g.Steps[0].State == document.StepToPass && m.Documents.Can(r.Actor, d.Document, "document.pass-on") {
		out.Kind = passOn
		out.Facts = []ui.Pair{{Label: "Cơ quan tiếp theo", Value: g.Steps[0].AgencyName, Strong: true}, {Label: "Người ký", Value: g.Steps[0].Name}}
	}
	return out, nil
}

// awaits says whom the chain waits for.
func awaits(d dossier) string {
	g, ok := d.Chain.Current()
	if !ok {
		return "đã đủ chữ ký"
	}
	var who []string
	for _, s := range g.Steps {
		if s.State == document.StepOpen || s.State == document.StepToPass || s.State == document.StepWaiting {
			who = append(who, s.Who())
		}
	}
	if g.Steps[0].State == document.StepToPass {
		return "chờ văn thư cơ quan chủ trì chuyển cho " + g.Steps[0].AgencyName
	}
	return "đang chờ " + strings.Join(who, ", ")
}

// Kinds of deeds of the chain.
const (
	signStep = "step"    // a signature besides those of signer and agency
	coSeal   = "co-seal" // the seal of another agency
	passOn   = "pass-on" // the lead's clerk hands the document on
)

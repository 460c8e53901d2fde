package document

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/pades"
)

// MaxSteps of one chain: more than any document has signatures.
const MaxSteps = 30

// Flow gives the order of signing that the document is of.
func (d *Document) Flow() Flow {
	if d.Chain.Flow != "" {
		return d.Chain.Flow
	}
	if d.Origin == Scanned {
		return FlowScan
	}
	return FlowTwo
}

// ChooseFlow fixes the order of signing of a draft. Steps are the signatures
// besides those of the signer and the agency: in front of the signer where one
// agency signs, and for FlowJoint the leaders of the other agencies, in their
// order. The rest of the chain follows from the flow.
func (d *Document) ChooseFlow(by org.Actor, flow Flow, steps []Step, p *profile.Profile, at time.Time) error {
	if err := d.at(Drafting, Consulting); err != nil {
		return err
	}
	if by.Person != d.Drafter {
		return fault.New(fault.Forbidden, "document.not-drafter", "Chỉ người soạn thảo mới chọn được quy trình ký của dự thảo này.")
	}
	if err := d.flowAllowed(flow, p); err != nil {
		return err
	}
	chain := Chain{}
	if flow != FlowTwo && flow != FlowScan {
		var err error
		if chain, err = d.assemble(flow, steps); err != nil {
			return err
		}
	}
	d.Chain, d.changes.ChainSet = chain, true
	d.Places, d.changes.Places, d.changes.PlacesSet = nil, nil, true // each signature has its own place
	d.void(at, UnitApproval, FormatCheck, Approval)
	d.decide(FlowChosen, by, d.ContentHash(), true, at)
	d.UpdatedAt = at
	return nil
}

// flowAllowed holds a flow against the profile and the type of the document.
func (d *Document) flowAllowed(flow Flow, p *profile.Profile) error {
	scan := d.Origin == Scanned
	for _, f := range p.Documents.FlowsOf(d.Type) {
		if f.Code == string(flow) && (flow == FlowScan) == scan {
			return nil
		}
	}
	return fault.New(fault.Invalid, "flow.not-allowed", "Loại văn bản này không được ký theo quy trình đã chọn.").
		Under(p.Clause("documents.flows")).At("flow", "Chọn quy trình khác.")
}

// assemble makes the whole chain of a flow.
func (d *Document) assemble(flow Flow, steps []Step) (Chain, error) {
	if len(steps) > MaxSteps {
		return Chain{}, fault.New(fault.TooLarge, "flow.too-long", fmt.Sprintf("Mỗi văn bản có tối đa %d chữ ký trong chuỗi.", MaxSteps)).At("people", "Bớt người ký.")
	}
	if err := d.stepsFit(flow, steps); err != nil {
		return Chain{}, err
	}
	c := Chain{Flow: flow}
	if flow == FlowJoint {
		c.Steps = append(c.Steps, d.mainStep(1))
		for i, s := range steps {
			s.Order, s.Need, s.Kind = 2*i+2, 1, StepSign
			seal := Step{Order: 2*i + 3, Need: 1, Kind: StepSeal, Agency: s.Agency, AgencyName: s.AgencyName}
			c.Steps = append(c.Steps, s, seal)
		}
	} else {
		c.Steps = inOrder(steps)
		c.Steps = append(c.Steps, d.mainStep(lastOrder(c.Steps)+1))
	}
	if flow.Releases() {
		c.Steps = append(c.Steps, d.leadSeal(lastOrder(c.Steps)+1))
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		s.ID, s.State = StepID(newID()), StepWaiting
		if s.Field == "" {
			s.Field = fmt.Sprintf("%s%d", pades.FieldStep, i+1)
		}
	}
	return c, nil
}

// inOrder numbers the groups 1, 2, 3 and bounds what each needs by its size.
func inOrder(steps []Step) []Step {
	var out []Step
	for i, g := range (Chain{Steps: steps}).Groups() {
		for _, s := range g.Steps {
			s.Order, s.Need = i+1, min(max(g.Need, 1), len(g.Steps))
			out = append(out, s)
		}
	}
	return out
}

func lastOrder(steps []Step) int {
	last := 0
	for _, s := range steps {
		last = max(last, s.Order)
	}
	return last
}

// stepsFit refuses steps that the flow has no place for.
func (d *Document) stepsFit(flow Flow, steps []Step) error {
	wrong := func(code, text, field string) error {
		return fault.New(fault.Invalid, "flow."+code, text).At(field, text)
	}
	seen := map[org.PersonID]bool{d.Signer.Person: d.Signer.Person != ""}
	for _, s := range steps {
		switch {
		case s.Person == "":
			return wrong("nobody", "Có bước chưa chọn người ký.", "people")
		case seen[s.Person]:
			return wrong("twice", s.Name+" có tên hai lần trong chuỗi ký.", "people")
		case flow == FlowJoint && s.Agency == d.Agency:
			return wrong("own-agency", "Cơ quan phối hợp phải là cơ quan khác.", "partners")
		case flow != FlowJoint && s.Agency != d.Agency:
			return wrong("other-agency", s.Name+" không thuộc cơ quan ban hành.", "people")
		case flow != FlowJoint && !oneOf(s.Kind, []StepKind{StepInitial, StepContent, StepFormat, StepSign}):
			return wrong("kind", "Bước ký không có trong quy trình.", "people")
		}
		seen[s.Person] = true
	}
	if flow == FlowJoint && len(steps) == 0 {
		return wrong("alone", "Văn bản liên ngành phải có ít nhất một cơ quan phối hợp.", "partners")
	}
	if flow == FlowChecked && len(steps) == 0 {
		return wrong("alone", "Chọn ít nhất một người ký kiểm tra hoặc ký nháy.", "people")
	}
	return nil
}

// FlowOrder is the refusal of a signature out of turn (HD2-11.3).
func flowOrder(p *profile.Profile, why string) error {
	return fault.New(fault.Conflict, "flow.order", "Sai trình tự ký số: "+why+".").Under(p.Clause("documents.flows")).
		Do("Xem “Trình tự ký” của văn bản.")
}

// awaited says whose signature the chain waits for.
func (c Chain) awaited() string {
	g, ok := c.Current()
	if !ok {
		return "đã đủ chữ ký"
	}
	var who []string
	for _, s := range g.Steps {
		if s.State != StepSigned && s.State != StepDeclined {
			who = append(who, s.Who())
		}
	}
	return "đang chờ chữ ký của " + strings.Join(who, ", ")
}

// Who is the signer of a step in words.
func (s Step) Who() string {
	if s.Person == "" {
		return strings.TrimSpace("văn thư " + s.AgencyName)
	}
	return s.Name
}

// Place is the name of the step's place on the page.
func (s Step) Place() string { return strings.TrimPrefix(s.Field, fieldPrefix) }

// step finds a step of the chain by its id.
func (d *Document) step(id StepID) (*Step, bool) {
	i := slices.IndexFunc(d.Chain.Steps, func(s Step) bool { return s.ID == id })
	if i < 0 {
		return nil, false
	}
	return &d.Chain.Steps[i], true
}

// TurnOf finds the step that waits for the actor now: a personal one, or with
// seal the one of the actor's agency. The steps of signer and lead are not
// among them, as the document stands at their own states then.
func (d *Document) TurnOf(by org.Actor, seal bool) (Step, bool) {
	if d.State != Collecting {
		return Step{}, false
	}
	for _, s := range d.Chain.Steps {
		if s.State != StepOpen || s.Agency != by.Agency || (s.Kind == StepSeal) != seal {
			continue
		}
		if seal || s.Person == by.Person && by.Person != "" {
			return s, true
		}
	}
	return Step{}, false
}

// waitsFor reports whether the chain waits for the actor, or for the seal of
// the actor's agency.
func (d *Document) waitsFor(by org.Actor) bool {
	if _, ok := d.TurnOf(by, false); ok {
		return true
	}
	_, ok := d.TurnOf(by, true)
	return ok
}

// InChain are the readers that the chain lets in: everybody whom it has reached.
const InChain Cause = "chain"

func (d *Document) chainReaders() []Reader {
	var out []Reader
	for _, s := range d.Chain.Steps {
		if s.State == StepWaiting || s.State == StepToPass {
			continue
		}
		if s.Person != "" {
			out = append(out, PersonIn(s.Agency, s.Person))
		}
		if s.Agency != d.Agency {
			out = append(out, RoleIn(s.Agency, org.Clerk))
		}
	}
	return out
}

package document

import (
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/pades"
)

// signBase is the file that the next signature of the chain goes on: the
// prepared PDF, or what the last signature that still stands made of it.
func (d *Document) signBase() (File, bool) {
	base, laid := d.AtStage(Prepared)
	if !laid {
		return File{}, false
	}
	for _, f := range d.Files {
		if f.Version == d.Version && f.Role == Main && oneOf(f.Stage, []Stage{StepStage, Signed}) && f.From == base.SHA256 && d.signatureOf(f.SHA256) {
			base = f
		}
	}
	return base, true
}

// signatureOf reports whether the signature that made the file still stands.
func (d *Document) signatureOf(sum string) bool {
	for _, dec := range d.Decisions {
		if dec.Hash == sum && dec.Voided.IsZero() && dec.Version == d.Version && oneOf(dec.Kind, []DecisionKind{SignatureMade, StepSignature}) {
			return true
		}
	}
	return false
}

// SignBase is the file that the next signature goes on, for the pages.
func (d *Document) SignBase() (File, bool) { return d.signBase() }

// StepMade stores the file that one signature of the chain made and opens what
// comes next. Seal tells the signature of an agency from a person's.
func (d *Document) StepMade(by org.Actor, seal bool, f File, p *profile.Profile, at time.Time) error {
	turn, ok := d.TurnOf(by, seal)
	if !ok {
		return flowOrder(p, "chưa đến lượt bạn ký; "+d.Sequence().awaited())
	}
	base, laid := d.signBase()
	if !laid || f.From != base.SHA256 {
		return fault.New(fault.Conflict, "sign.other-bytes", "Bản đã ký không phải là bản đang chờ ký.").Under(p.Clause("documents.flows")).Do("Mở lại văn bản rồi ký.")
	}
	f.Role, f.Stage, f.Order, f.At, f.Name = Main, StepStage, base.Order, at, base.Name
	d.addFile(f)
	step, _ := d.step(turn.ID)
	step.State, step.By, step.ByName, step.Hash, step.At = StepSigned, by.Person, by.Name, f.SHA256, at
	dec := d.decide(StepSignature, by, f.SHA256, true, at)
	dec.Comment, dec.Clause = step.Kind.Name(), p.Clause("documents.flows")
	d.note(dec)
	if step.Kind == StepFormat {
		d.decide(FormatCheck, by, f.SHA256, true, at)
	}
	return d.proceed(by, at)
}

// proceed moves the document to whose turn the chain says it is.
func (d *Document) proceed(by org.Actor, at time.Time) error {
	d.changes.ChainSet, d.UpdatedAt, d.Holder = true, at, ""
	var before Group
	for _, g := range d.Chain.Groups() {
		if !g.Complete() {
			return d.open(by, before, g, at)
		}
		for _, s := range g.Steps {
			if s.State == StepOpen || s.State == StepWaiting {
				spared, _ := d.step(s.ID)
				spared.State = StepSpared
			}
		}
		before = g
	}
	return d.move(Attested)
}

// open lets a group sign; another agency gets the document from the lead's
// clerk, to whom each agency hands it back (HD2-11.3e).
func (d *Document) open(by org.Actor, before, g Group, at time.Time) error {
	first := g.Steps[0]
	handed := len(before.Steps) > 0 && before.Steps[0].Agency != d.Agency && before.Steps[0].Agency != first.Agency
	if handed && before.Steps[0].By != "" {
		dec := d.decide(HandedBack, by, before.Steps[0].Hash, true, at)
		dec.Comment = before.Steps[0].AgencyName
		d.note(dec)
	}
	switch {
	case first.Field == pades.FieldSigner:
		d.Holder = d.Signer.Person
		d.stepsTo(g, StepOpen)
		return d.move(AwaitingApproval)
	case first.Field == pades.FieldSeal:
		d.stepsTo(g, StepOpen)
		return d.move(AwaitingClerk)
	}
	state := StepOpen
	if first.Agency != d.Agency && (len(before.Steps) == 0 || before.Steps[0].Agency != first.Agency) {
		state = StepToPass
	}
	d.stepsTo(g, state)
	if len(g.Steps) == 1 && state == StepOpen {
		d.Holder = first.Person
	}
	return d.move(Collecting)
}

// stepsTo sets the steps of a group that nobody signed or declined.
func (d *Document) stepsTo(g Group, to StepState) {
	for _, s := range g.Steps {
		if s.State == StepWaiting || s.State == StepToPass {
			step, _ := d.step(s.ID)
			step.State = to
		}
	}
}

// mark notes the signature of the signer or of the lead in the chain.
func (d *Document) mark(field string, by org.Actor, hash string, at time.Time) {
	for i := range d.Chain.Steps {
		if s := &d.Chain.Steps[i]; s.Field == field {
			s.State, s.By, s.ByName, s.Hash, s.At = StepSigned, by.Person, by.Name, hash, at
			d.changes.ChainSet = true
		}
	}
}

// rewind takes the chain back to its beginning: what was signed fell with the
// content that it bound, or with the return.
func (d *Document) rewind() {
	for i := range d.Chain.Steps {
		s := &d.Chain.Steps[i]
		s.State, s.By, s.ByName, s.Hash, s.Reason, s.At = StepWaiting, "", "", "", "", time.Time{}
		d.changes.ChainSet = true
	}
}

// PassOn hands a joint document to the agency whose turn it is; the lead's
// clerk does it each time the document came back.
func (d *Document) PassOn(by org.Actor, p *profile.Profile, at time.Time) error {
	g, ok := d.Chain.Current()
	if d.State != Collecting || !ok || g.Steps[0].State != StepToPass {
		return flowOrder(p, "không có cơ quan nào đang chờ được chuyển; "+d.Sequence().awaited())
	}
	for _, s := range g.Steps {
		step, _ := d.step(s.ID)
		step.State = StepOpen
	}
	dec := d.decide(PassedOn, by, "", true, at)
	dec.Comment, dec.Clause = g.Steps[0].AgencyName, p.Clause("documents.flows")
	d.note(dec)
	d.changes.ChainSet, d.UpdatedAt, d.Holder = true, at, g.Steps[0].Person
	return nil
}

// Decline refuses to sign, with a reason. Where enough others of the group can
// sign the chain goes on without; otherwise the document goes back to its
// drafter and every signature on it falls.
func (d *Document) Decline(by org.Actor, seal bool, reason string, p *profile.Profile, at time.Time) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.New(fault.Invalid, "flow.decline-reason", "Từ chối ký phải nêu lý do.").At("comment", "Ghi lý do từ chối.")
	}
	turn, ok := d.TurnOf(by, seal)
	if !ok {
		return flowOrder(p, "chưa đến lượt bạn; "+d.Sequence().awaited())
	}
	step, _ := d.step(turn.ID)
	step.State, step.By, step.ByName, step.Reason, step.At = StepDeclined, by.Person, by.Name, reason, at
	base, _ := d.signBase()
	dec := d.decide(StepRefused, by, base.SHA256, false, at)
	dec.Comment = fmt.Sprintf("%s: %s", step.Kind.Name(), reason)
	d.note(dec)
	d.changes.ChainSet, d.UpdatedAt = true, at
	if g, _ := d.Chain.Current(); g.reachable() {
		return nil
	}
	return d.backToDrafter(by, reason, at)
}

// reachable reports whether enough of the group have signed or still can.
func (g Group) reachable() bool {
	n := 0
	for _, s := range g.Steps {
		if s.State != StepDeclined {
			n++
		}
	}
	return n >= g.Need
}

func (d *Document) backToDrafter(by org.Actor, reason string, at time.Time) error {
	if err := d.move(Drafting); err != nil {
		return err
	}
	d.void(at, UnitApproval, FormatCheck, Approval, SignatureMade, Recheck, StepSignature)
	d.rewind()
	dec := d.decide(ReturnMade, by, d.ContentHash(), false, at)
	dec.Comment = reason
	d.note(dec)
	d.Holder, d.UpdatedAt = d.Drafter, at
	return nil
}

// Withdraw (rút lại) takes a document that was submitted back into the hands of
// its drafter, as long as the agency has not been asked to seal it.
func (d *Document) Withdraw(by org.Actor, reason string, at time.Time) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.New(fault.Invalid, "flow.withdraw-reason", "Rút lại phải nêu lý do.").At("comment", "Ghi lý do rút lại.")
	}
	if by.Person != d.Drafter {
		return fault.New(fault.Forbidden, "document.not-drafter", "Chỉ người soạn thảo mới rút lại được văn bản đã trình.")
	}
	if err := d.at(UnitReview, Formatting, Collecting, AwaitingApproval, AwaitingSignature); err != nil {
		return err
	}
	dec := d.decide(Withdrawn, by, d.ContentHash(), false, at)
	dec.Comment = reason
	d.note(dec)
	return d.backToDrafter(by, "Người soạn rút lại: "+reason, at)
}

// Replace puts another person in the place of one who has not signed yet; who
// replaces never becomes the signer.
func (d *Document) Replace(by org.Actor, id StepID, with Step, reason string, p *profile.Profile, at time.Time) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.New(fault.Invalid, "flow.replace-reason", "Thay người ký phải nêu lý do.").At("comment", "Ghi lý do thay người ký.")
	}
	if by.Person != d.Drafter {
		return fault.New(fault.Forbidden, "document.not-drafter", "Chỉ người soạn thảo mới thay được người ký.")
	}
	if err := d.at(Collecting, AwaitingApproval, AwaitingSignature); err != nil {
		return err
	}
	step, ok := d.step(id)
	if !ok || step.Person == "" || step.Field == pades.FieldSigner || oneOf(step.State, []StepState{StepSigned, StepSpared, StepDeclined}) {
		return fault.New(fault.Conflict, "flow.replace", "Chỉ thay được người chưa ký trong chuỗi ký.").Under(p.Clause("documents.flows")).
			At("step", "Chọn bước chưa ký.").Do("Muốn đổi người ký chính thì rút văn bản lại.")
	}
	if err := d.mayStepIn(by, *step, with); err != nil {
		return err
	}
	dec := d.decide(SignerReplaced, by, "", true, at)
	dec.Comment = fmt.Sprintf("%s thay %s: %s", with.Name, step.Name, reason)
	d.note(dec)
	step.Person, step.Name, step.Post, step.Title, step.Capacity = with.Person, with.Name, with.Post, with.Title, with.Capacity
	if step.State == StepOpen && d.Holder != "" {
		d.Holder = with.Person
	}
	d.changes.ChainSet, d.UpdatedAt = true, at
	return nil
}

func (d *Document) mayStepIn(by org.Actor, step, with Step) error {
	if with.Person == "" || with.Agency != step.Agency {
		return fault.New(fault.Invalid, "flow.nobody", "Người ký thay phải thuộc cùng cơ quan.").At("person", "Chọn người ký khác.")
	}
	if with.Person == by.Person {
		return fault.New(fault.Forbidden, "flow.self", "Không được tự giao cho mình ký thay người khác.").At("person", "Chọn người khác.")
	}
	for _, s := range d.Chain.Steps {
		if s.Person == with.Person {
			return fault.New(fault.Invalid, "flow.twice", with.Name+" đã có tên trong chuỗi ký.").At("person", "Chọn người khác.")
		}
	}
	return nil
}

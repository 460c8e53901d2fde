package document

import (
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/pades"
)

// signsAtOnce reports whether checking content and format are signatures of the
// chain, so that the submitted draft goes to them directly.
func (d *Document) signsAtOnce() bool {
	return d.Chain.Flow == FlowChecked || d.Chain.Flow == FlowPersons
}

// readyChain holds the chain against what the draft says when it is submitted:
// from here on it is fixed.
func (d *Document) readyChain(p *profile.Profile) error {
	if len(d.Chain.Steps) == 0 {
		return nil // the usual order
	}
	if err := d.flowAllowed(d.Chain.Flow, p); err != nil {
		return err
	}
	var chosen []Step
	for _, s := range d.Chain.Steps {
		if s.Kind != StepSeal && s.Field != pades.FieldSigner {
			chosen = append(chosen, s)
		}
	}
	if err := d.stepsFit(d.Chain.Flow, chosen); err != nil {
		return err
	}
	d.rewind()
	for i := range d.Chain.Steps {
		if s := &d.Chain.Steps[i]; s.Field == pades.FieldSigner {
			now := d.mainStep(s.Order)
			now.ID, now.State = s.ID, StepWaiting
			*s = now
		}
	}
	if _, laid := d.AtStage(Prepared); d.signsAtOnce() && !laid {
		return fault.New(fault.Conflict, "document.not-prepared", "Chưa có bản PDF để trình ký.")
	}
	return nil
}

// toSigner notes that the chain has come to the signer, at whose state the
// document stands.
func (d *Document) toSigner() {
	d.Holder = ""
	if d.State != AwaitingApproval {
		return
	}
	d.Holder = d.Signer.Person
	for i := range d.Chain.Steps {
		if s := &d.Chain.Steps[i]; s.Field == pades.FieldSigner && s.State == StepWaiting {
			s.State, d.changes.ChainSet = StepOpen, true
		}
	}
}

// unbegun refuses to touch the fields of a file that somebody has signed: what
// is signed is only ever appended to.
func (d *Document) unbegun() error {
	if !d.Chain.Begun() {
		return nil
	}
	return fault.New(fault.Conflict, "place.signed", "Văn bản đã có chữ ký trong chuỗi, không dời chỗ đặt được nữa.").
		Do("Ký tiếp với chỗ đặt hiện tại, hoặc trả lại người soạn để làm lại từ đầu.")
}

// neverReleased refuses number, seal and release where people sign for
// themselves (HD2-11.3d).
func (d *Document) neverReleased(p *profile.Profile) error {
	if d.Flow().Releases() {
		return nil
	}
	return fault.New(fault.Conflict, "flow.no-release", "Sai trình tự ký số: văn bản ký theo quy trình “không phát hành” thì không cấp số, không ký cơ quan và không phát hành.").
		Under(p.Clause("documents.flows")).Do("Muốn phát hành thì soạn văn bản mới theo quy trình có phát hành.")
}

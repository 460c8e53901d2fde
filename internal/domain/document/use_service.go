package document

import (
	"context"
	"slices"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/pades"
)

// Gates at which signatures of incoming documents are checked; which of them
// count, the profile says (verification.gates).
const (
	GateReceive = "receive" // at intake
	GateForward = "forward" // before it is handed on
	GateArchive = "archive" // before it goes to the archive
)

// Usable refuses to let an incoming document serve as a basis, in a draft or a
// work file, before its signatures were checked and hold, or when it is for
// reference only (LD-14.4, HD2-12.4, BG-05). Outgoing documents of our own pass.
func (d *Document) Usable(p *profile.Profile) error {
	if d.Direction != Incoming {
		return nil
	}
	if d.Intake != nil && d.Intake.Paper {
		return nil
	}
	if !d.signaturesHold() && (d.Intake == nil || d.Intake.Basis != "4.1") {
		return fault.New(fault.Conflict, "incoming.unverified", p.Incoming.OutsideRefusal).Under(p.Clause("incoming.outside_refusal")).
			Do("Kiểm tra chữ ký số của văn bản trước khi dùng.")
	}
	if yes, why := d.LegalValue(p); !yes {
		return fault.New(fault.Conflict, "incoming.reference-only", "Văn bản "+p.Incoming.ReferenceOnly+": "+why+".").Under(p.Clause("incoming.reference_only")).
			Do("Yêu cầu nơi gửi gửi lại đúng kênh.")
	}
	return nil
}

// Rest lets a draft rest on an incoming document (căn cứ): the drafter may, and
// the document must be usable.
func (s *Service) Rest(ctx context.Context, by org.Actor, draft, basis ID) error {
	in, err := s.load(ctx, by, basis, "incoming.read")
	if err != nil {
		return err
	}
	p, err := s.Profile(in.Province)
	if err != nil {
		return err
	}
	if err := in.Usable(p); err != nil {
		return err
	}
	d, err := s.load(ctx, by, draft, "document.edit")
	if err != nil {
		return err
	}
	if d.Direction != Outgoing {
		return notHere()
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.PutBasis(ctx, draft, basis, by.Person, s.Now()); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "document.basis", string(draft), p, map[string]string{"basis": string(basis)}))
	})
}

// Bases lists the incoming documents that a draft rests on and the actor may
// read.
func (s *Service) Bases(ctx context.Context, by org.Actor, draft ID) ([]*Document, error) {
	if _, err := s.Get(ctx, by, draft); err != nil {
		return nil, err
	}
	ids, err := s.Store.BasesOf(ctx, draft)
	if err != nil {
		return nil, err
	}
	var out []*Document
	for _, id := range ids {
		if d, err := s.Get(ctx, by, id); err == nil {
			out = append(out, d)
		}
	}
	return out, nil
}

// PassGate verifies the files of an incoming document anew at a gate of the
// profile and adds the results to those before; a file that fails, or one that
// was never checked, does not pass. Where the profile has no such gate it does
// nothing. The caller asks permission for what comes after the gate.
func (s *Service) PassGate(ctx context.Context, by org.Actor, id ID, gate string) error {
	d, err := s.Store.Load(ctx, id)
	if err != nil {
		return err
	}
	p, err := s.Profile(d.Province)
	if err != nil || d.Direction != Incoming || d.Intake != nil && d.Intake.Paper {
		return err
	}
	if !slices.ContainsFunc(p.Verification.Gates, func(c profile.Choice) bool { return c.Code == gate }) {
		return nil
	}
	if gate == GateArchive && p.Incoming.RecordRequired && len(d.Checks) == 0 {
		return fault.New(fault.Conflict, "incoming.no-record", "Văn bản chưa có kết quả kiểm tra chữ ký số nên chưa nộp lưu được.").
			Under(p.Clause("incoming.record_required")).Do("Kiểm tra chữ ký số của văn bản rồi nộp lưu lại.")
	}
	checks, refusal, err := s.checkAll(ctx, by, d, gate, p)
	if err != nil {
		return err
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		for _, c := range checks {
			d.AddCheck(c)
		}
		d.UpdatedAt = s.Now()
		return s.save(ctx, tx, by, d, p, "incoming.gate-"+gate)
	})
	if err != nil {
		return err
	}
	return refusal
}

// checkAll checks every file that was checked at intake; refusal is why the
// gate stays shut.
func (s *Service) checkAll(ctx context.Context, by org.Actor, d *Document, gate string, p *profile.Profile) (checks []Check, refusal, err error) {
	for _, f := range d.Files {
		if f.Pages == 0 {
			continue
		}
		c, report, err := s.CheckFile(ctx, f, gate, d.ArrivedAt)
		if err != nil {
			return nil, nil, err
		}
		c.By = by.Person
		checks = append(checks, c)
		if report.Indication == pades.TotalFailed || report.Indication == pades.Unreadable {
			refusal = fault.New(fault.Conflict, "incoming.gate", p.Verification.Refusal+": tệp “"+f.Name+"” không còn hợp lệ khi kiểm tra lại ("+InWords(report.SubIndication)+").").
				Under(p.Clause("verification.gates")).Do("Xem phiếu kiểm tra mới nhất của văn bản.")
		}
	}
	return checks, refusal, nil
}

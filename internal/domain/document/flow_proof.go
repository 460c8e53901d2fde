package document

import (
	"context"
	"fmt"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/pades"
)

// proven is who the PDF says made one signature of the chain: a person, or an
// agency by its seal.
type proven struct {
	person org.PersonID
	agency org.AgencyID
}

// provenSteps reads from a report which steps of the chain are signed by a
// valid signature in their turn, and by whom, as the register of certificates
// knows it.
func (s *Service) provenSteps(ctx context.Context, report *pades.Report) map[string]proven {
	out := map[string]proven{}
	for _, t := range report.Chain {
		if !t.Signed || !t.Valid || t.Early {
			continue
		}
		c, err := s.Signing.ByFingerprint(ctx, t.SHA256)
		if err != nil {
			continue // not of the register: proves nothing here
		}
		if (c.Class == signing.ClassAgency) != (t.Kind == string(StepSeal)) {
			continue
		}
		out[t.Field] = proven{c.Person, c.Agency}
	}
	return out
}

// chainDifferences hold the record against what the PDF proves, step by step.
func (d *Document) chainDifferences(found map[string]proven) []Difference {
	var out []Difference
	for _, step := range d.Chain.Steps {
		by, signed := found[step.Field]
		if signed && (step.Kind == StepSeal && by.agency != step.Agency || step.Kind != StepSeal && step.State == StepSigned && by.person != step.By) {
			out = append(out, Difference{Document: d.ID, What: "chain", Cached: step.Kind.Name() + ": " + step.Who(), Evidence: "chữ ký của người khác"})
			continue
		}
		if signed != (step.State == StepSigned) {
			evidence := "chưa có chữ ký"
			if signed {
				evidence = "đã có chữ ký hợp lệ, đúng lượt"
			}
			out = append(out, Difference{Document: d.ID, What: "chain", Cached: fmt.Sprintf("%s (%s): %s", step.Kind.Name(), step.Who(), step.State.Name()), Evidence: evidence})
		}
	}
	return out
}

// ChainDifferences verifies the newest file of a document with a chain and
// tells where record and PDF differ; the PDF is right.
func (s *Service) ChainDifferences(ctx context.Context, d *Document, report *pades.Report) []Difference {
	if len(d.Chain.Steps) == 0 || report == nil || len(report.Chain) == 0 {
		return nil
	}
	return d.chainDifferences(s.provenSteps(ctx, report))
}

// chainHolds refuses to go on where the PDF does not bear out the record.
func (s *Service) chainHolds(ctx context.Context, d *Document, report *pades.Report) error {
	list := s.ChainDifferences(ctx, d, report)
	if len(list) == 0 {
		return nil
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	return fault.New(fault.Signed, "flow.differs", "Chuỗi ký ghi trong hệ thống không khớp với chữ ký trong tệp PDF: "+list[0].Cached+"; trong PDF: "+list[0].Evidence+".").
		Under(p.Clause("documents.flows")).Do("Tệp PDF là căn cứ. Báo quản trị hệ thống chạy “antin check --mend”.")
}

// chainDigest covers the chain of signatures as it was saved.
func (d *Document) chainDigest() string {
	rows := make([]any, len(d.Chain.Steps))
	for i, s := range d.Chain.Steps {
		rows[i] = []any{s.ID, d.Chain.Flow, s.Order, s.Need, s.Kind, s.Agency, s.Person, s.Name, s.Post, s.Title, s.Capacity, s.Field, s.State, s.By, s.ByName, s.Hash, s.Reason, millis(s.At)}
	}
	return digest(d.ID, rows)
}

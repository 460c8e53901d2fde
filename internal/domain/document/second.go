package document

import (
	"context"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
)

// SecondOpinion is the result of the authority's own tool as the clerk enters
// it (LD-14.1-1).
type SecondOpinion struct {
	Tool       string // name and version
	Indication string // TOTAL-PASSED, TOTAL-FAILED or INDETERMINATE
	Report     string // SHA-256 of the attached report, may be empty
}

// Second enters that result beside ours. Where they differ the stricter one
// counts: a document that waited for the register is held until a note settles
// the difference.
func (d *Document) Second(by org.Actor, o SecondOpinion, p *profile.Profile, at time.Time) error {
	if err := d.at(Held, Valid); err != nil {
		return err
	}
	o.Tool = clip(o.Tool)
	f := fault.New(fault.Invalid, "incoming.second", "Chưa ghi đủ kết quả của công cụ kiểm tra.").Under(p.Clause("verification.second_tool"))
	switch {
	case o.Tool == "":
		return f.At("tool", "Ghi tên và phiên bản công cụ.")
	case !slices.Contains([]string{"TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"}, o.Indication):
		return f.At("indication", "Chọn kết quả của công cụ.")
	}
	second := &SecondResult{Tool: o.Tool, Indication: o.Indication, Report: o.Report, By: by.Person, ByName: by.Name, At: at}
	second.Disagrees = d.signaturesHold() != (o.Indication == "TOTAL-PASSED")
	d.setIntake(func(i *Intake) { i.Second = second })
	main, _ := d.Current(Main)
	d.AddCheck(Check{File: main.ID, SHA256: main.SHA256, At: at, By: by.Person, Gate: "second-tool", Indication: o.Indication, Report: "{}", Tool: o.Tool})
	d.UpdatedAt = at
	if !second.Disagrees || d.State != Valid || !p.Verification.StricterWins {
		return nil
	}
	d.Refusal = Reason{Code: "tools-disagree", Text: "Kết quả của “" + o.Tool + "” khác kết quả của hệ thống; áp dụng kết quả chặt hơn."}
	return d.move(Held)
}

// Settle ends the difference between two tools by a written note. With it the
// clerk either lets the document on or leaves it held, to be refused.
func (d *Document) Settle(by org.Actor, note string, accept bool, p *profile.Profile, at time.Time) error {
	if err := d.at(Held, Valid); err != nil {
		return err
	}
	if d.Intake == nil || !d.Intake.Second.Open() {
		return fault.New(fault.Conflict, "incoming.no-difference", "Không có khác biệt nào giữa hai kết quả kiểm tra để giải quyết.")
	}
	if note = strings.TrimSpace(note); note == "" {
		return fault.New(fault.Invalid, "incoming.note", "Khác biệt giữa hai công cụ chỉ được giải quyết bằng ý kiến ghi lại.").
			Under(p.Clause("verification.stricter_result_governs")).At("note", "Ghi ý kiến, căn cứ và người quyết định.")
	}
	second := *d.Intake.Second
	second.Note, second.NoteBy, second.NoteAt = note, by.Name, at
	d.setIntake(func(i *Intake) { i.Second = &second })
	dec := d.decide(ArrivalSettled, by, d.ContentHash(), accept, at)
	dec.Comment, dec.Clause = note, p.Clause("verification.stricter_result_governs")
	d.note(dec)
	d.UpdatedAt = at
	if !accept || d.State != Held {
		return nil
	}
	d.Refusal = Reason{}
	return d.move(Valid)
}

// SecondOpinion enters the result of the authority's tool; report may be nil.
func (s *Service) SecondOpinion(ctx context.Context, by org.Actor, id ID, o SecondOpinion, report *Upload) error {
	if _, err := s.load(ctx, by, id, "incoming.receive"); err != nil {
		return err
	}
	if report != nil {
		sum, _, err := s.Blobs.Put(ctx, report.Body, MaxUpload)
		if err != nil {
			return err
		}
		o.Report = sum
	}
	return s.act(ctx, by, id, "incoming.receive", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.Second(by, o, p, at)
	})
}

// Settle ends a difference between two tools by a note.
func (s *Service) Settle(ctx context.Context, by org.Actor, id ID, note string, accept bool) error {
	return s.act(ctx, by, id, "incoming.receive", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.Settle(by, note, accept, p, at)
	})
}

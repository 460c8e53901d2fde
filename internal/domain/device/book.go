package device

import (
	"context"
	"errors"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

const maxList = 2000

// Mark is the grade that the book and its copies carry.
const Mark = "MẬT"

// hidden stands where a serial is not shown.
const hidden = "•••••"

func restricted(law *profile.Profile) bool { return law.Subscribers.DeviceSecrecy != "" }

// book adds a line to the separate book where the profile gives devices a grade
// of secrecy.
func (x deed) book(ctx context.Context, giver, receiver org.PersonID) error {
	if !restricted(x.law) {
		return nil
	}
	return x.tx.AddBookLine(ctx, BookLine{Device: x.d.ID, Agency: x.d.Agency, Serial: x.d.Serial, At: x.s.now(), Giver: giver, Receiver: receiver,
		Place: x.d.Place})
}

// shown hides the serials that the actor may not see and logs the view of those
// that are shown.
func (s *Service) shown(ctx context.Context, by org.Actor, list []Device) ([]Device, error) {
	seen := map[org.AgencyID][]ID{}
	for i := range list {
		law, err := s.lawOf(ctx, list[i].Agency)
		if err != nil {
			return nil, err
		}
		switch {
		case !restricted(law):
		case !s.guard.Can(by, ActSerials, relations(by, list[i])...):
			list[i].Serial = hidden
		default:
			seen[list[i].Agency] = append(seen[list[i].Agency], list[i].ID)
		}
	}
	for agency, ids := range seen {
		if err := s.viewed(ctx, by, agency, ids); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// viewed writes one entry for each device whose serial was shown.
func (s *Service) viewed(ctx context.Context, by org.Actor, agency org.AgencyID, ids []ID) error {
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		for _, id := range ids {
			if err := tx.Audit(ctx, by.Entry(s.now(), "device.serial-viewed", string(id), "agency", string(agency))); err != nil {
				return err
			}
		}
		return nil
	})
}

// Book lists the separate book (sổ quản lý thiết bị độ Mật) after a number;
// every view is logged.
func (s *Service) Book(ctx context.Context, by org.Actor, agency org.AgencyID, after int) ([]BookLine, error) {
	if err := s.guard.Allow(ctx, by, ActSerials, inAgency(by, agency)...); err != nil {
		return nil, err
	}
	law, err := s.lawOf(ctx, agency)
	if err != nil {
		return nil, err
	}
	if !restricted(law) {
		return nil, fault.New(fault.NotFound, "book.none", "Quy chế của tỉnh không đặt sổ riêng cho thiết bị lưu khóa.").
			Under(law.Clause("subscribers.device_secrecy"))
	}
	err = s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		return tx.Audit(ctx, by.Entry(s.now(), "device-book.viewed", string(agency)))
	})
	if err != nil {
		return nil, err
	}
	return s.store.BookLines(ctx, agency, after, maxList)
}

// AskExport asks for a copy of the book; another person approves it.
func (s *Service) AskExport(ctx context.Context, by org.Actor, agency org.AgencyID, reason string) (Export, error) {
	if err := s.guard.Allow(ctx, by, ActExport, inAgency(by, agency)...); err != nil {
		return Export{}, err
	}
	law, err := s.lawOf(ctx, agency)
	if err != nil {
		return Export{}, err
	}
	if !restricted(law) {
		return Export{}, fault.New(fault.Conflict, "book.no-grade", "Tỉnh không quản lý thiết bị theo độ mật nên không có sổ riêng để xuất.").
			Do("Xem danh sách ở trang Thiết bị lưu khóa.")
	}
	reason, err = text("reason", reason, maxText, "Ghi lý do xuất sổ.")
	if err != nil {
		return Export{}, err
	}
	id, err := newID()
	if err != nil {
		return Export{}, err
	}
	e := Export{ID: id, Agency: agency, Reason: reason, AskedBy: by.Person, AskedAt: s.now()}
	return e, s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddExport(ctx, e); err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.now(), "device-export.asked", id, "agency", string(agency)))
	})
}

// ApproveExport is the consent of somebody other than who asked.
func (s *Service) ApproveExport(ctx context.Context, by org.Actor, export string) error {
	e, law, err := s.export(ctx, by, export)
	if err != nil {
		return err
	}
	if e.AskedBy == by.Person {
		return fault.New(fault.Forbidden, "export.own", "Người đề nghị xuất sổ không được tự duyệt.").
			Under(law.Clause("subscribers.device_secrecy")).Do("Chuyển người khác có thẩm quyền duyệt.")
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		err := tx.ApproveExport(ctx, export, by.Person, s.now())
		if errors.Is(err, ErrNotFound) {
			return fault.New(fault.Conflict, "export.approved", "Bản xuất này đã được duyệt.")
		}
		if err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.now(), "device-export.approved", export))
	})
}

// Copy is an approved export as it is written: its mark, and the lines.
type Copy struct {
	Mark   string // "MẬT"
	Export Export
	Lines  []BookLine
}

// WriteExport gives the copy that was approved, to who asked for it or approved
// it; every time is logged.
func (s *Service) WriteExport(ctx context.Context, by org.Actor, export string) (Copy, error) {
	e, law, err := s.export(ctx, by, export)
	if err != nil {
		return Copy{}, err
	}
	switch {
	case e.ApprovedAt.IsZero():
		return Copy{}, fault.New(fault.Forbidden, "export.not-approved", "Bản xuất sổ chưa được người khác duyệt.").
			Under(law.Clause("subscribers.device_secrecy"))
	case by.Person != e.AskedBy && by.Person != e.ApprovedBy:
		return Copy{}, fault.New(fault.Forbidden, "export.other", "Chỉ người đề nghị hoặc người duyệt được nhận bản xuất này.")
	}
	copied := Copy{Mark: Mark, Export: e}
	for after := 0; ; {
		lines, err := s.store.BookLines(ctx, e.Agency, after, maxList)
		if err != nil {
			return Copy{}, err
		}
		copied.Lines = append(copied.Lines, lines...)
		if len(lines) < maxList {
			break
		}
		after = lines[len(lines)-1].Number
	}
	return copied, s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		return tx.Audit(ctx, by.Entry(s.now(), "device-export.written", export))
	})
}

// Exports lists what was asked for, newest first.
func (s *Service) Exports(ctx context.Context, by org.Actor, agency org.AgencyID) ([]Export, error) {
	if err := s.guard.Allow(ctx, by, ActExport, inAgency(by, agency)...); err != nil {
		return nil, err
	}
	return s.store.Exports(ctx, agency, 200)
}

func (s *Service) export(ctx context.Context, by org.Actor, id string) (Export, *profile.Profile, error) {
	e, err := s.store.Export(ctx, id)
	if err != nil {
		return e, nil, missing(err, "export.unknown", "Không có bản xuất này.")
	}
	if err := s.guard.Allow(ctx, by, ActExport, inAgency(by, e.Agency)...); err != nil {
		return e, nil, err
	}
	law, err := s.lawOf(ctx, e.Agency)
	return e, law, err
}

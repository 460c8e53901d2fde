package device

import (
	"context"
	"slices"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Send opens a transfer of devices down from the authority; nothing moves
// before Arrived. From says in which state all of them must be; those that go
// to an agency must be of that agency.
func (s *Service) Send(ctx context.Context, by org.Actor, t Transfer) (Transfer, error) {
	if err := s.guard.Allow(ctx, by, ActManage, inAgency(by, t.Agency)...); err != nil {
		return t, err
	}
	law, err := s.lawOf(ctx, t.Agency)
	if err != nil {
		return t, err
	}
	if err := s.checkTransfer(law, &t); err != nil {
		return t, err
	}
	if t.ID, err = newID(); err != nil {
		return t, err
	}
	t.SentBy, t.CreatedAt, t.ConfirmedBy, t.ConfirmedAt = by.Person, s.now(), "", time.Time{}
	err = s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		for _, id := range t.Devices {
			d, err := lock(ctx, tx, id)
			if err != nil {
				return err
			}
			if err := d.leaves(law, t); err != nil {
				return err
			}
			x := deed{s: s, tx: tx, by: by, law: law, d: &d}
			if err := x.write(ctx, "sent", "Gửi thiết bị: "+t.way()+".", law.Clause("subscribers.custody.transfer_methods"), t.ID); err != nil {
				return err
			}
		}
		if err := tx.AddTransfer(ctx, t); err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.now(), "device.sent", t.ID, "method", string(t.Method), "agency", string(t.Agency)))
	})
	return t, err
}

// way is the method in words.
func (t Transfer) way() string {
	if t.Method == ByPost {
		return "bưu chính công ích, số hiệu bưu gửi " + t.Tracking
	}
	return "giao trực tiếp"
}

// checkMethod refuses every way but those of the law, and the post without its
// number (LD-10).
func checkMethod(law *profile.Profile, m Method, tracking string) error {
	clause := law.Clause("subscribers.custody.transfer_methods")
	if !slices.Contains(law.Subscribers.Custody.Methods, string(m)) {
		return fault.New(fault.Invalid, "transfer.method", "Thiết bị chỉ được giao nhận trực tiếp hoặc qua bưu chính công ích.").
			Under(clause).At("method", "Chọn trực tiếp hoặc bưu chính công ích.")
	}
	if m == ByPost && tracking == "" {
		return fault.New(fault.Invalid, "transfer.tracking", "Gửi qua bưu chính công ích phải ghi số hiệu bưu gửi.").
			Under(clause).At("tracking", "Ghi số hiệu bưu gửi.")
	}
	return nil
}

func (s *Service) checkTransfer(law *profile.Profile, t *Transfer) (err error) {
	if t.Tracking, err = text("tracking", t.Tracking, maxSerial, ""); err != nil {
		return err
	}
	if err := checkMethod(law, t.Method, t.Tracking); err != nil {
		return err
	}
	down := t.From == PartyAuthority && (t.To == PartyDepartment || t.To == PartyAgency) || t.From == PartyDepartment && t.To == PartyAgency
	slices.Sort(t.Devices)
	t.Devices = slices.Compact(t.Devices)
	switch {
	case !down:
		return fault.New(fault.Invalid, "transfer.parties", "Bên giao, bên nhận không hợp lệ: thiết bị đi từ Cục đến đầu mối, từ Cục hoặc đầu mối đến cơ quan.")
	case len(t.Devices) == 0 || len(t.Devices) > 500:
		return fault.New(fault.Invalid, "transfer.devices", "Mỗi lần giao nhận từ 1 đến 500 thiết bị.").At("devices", "Chọn thiết bị.")
	case t.Date.IsZero() || t.Date.After(s.now().Add(24*time.Hour)):
		return fault.New(fault.Invalid, "transfer.date", "Ghi ngày giao; ngày giao không ở tương lai.").At("date", "Ghi ngày giao.")
	}
	return nil
}

// leaves refuses a device that is not where the transfer takes it from, or that
// is not for the agency to which it goes (HT-02.2).
func (d Device) leaves(law *profile.Profile, t Transfer) error {
	at := map[Party]State{PartyAuthority: AtAuthority, PartyDepartment: AtDepartment}[t.From]
	if d.State != at {
		return fault.New(fault.Conflict, "transfer.place", "Có thiết bị đang ở trạng thái “"+d.State.Name()+"”, không giao được từ bên này.")
	}
	if t.To == PartyAgency && d.Agency != t.Agency {
		return fault.New(fault.Invalid, "transfer.agency", "Có thiết bị không thuộc cơ quan nhận.").
			Under(law.Clause("subscribers.custody.not_clerk_refusal")).At("agency", "Chọn đúng cơ quan quản lý trực tiếp.")
	}
	return nil
}

// Arrived is the receiver's confirmation, with the serials as typed; it closes
// the transfer and moves the devices.
func (s *Service) Arrived(ctx context.Context, by org.Actor, transfer string, serials []string) error {
	t, err := s.store.Transfer(ctx, transfer)
	if err != nil {
		return missing(err, "transfer.unknown", "Không có lần giao nhận này.")
	}
	if err := s.guard.Allow(ctx, by, ActReceive, inAgency(by, t.Agency)...); err != nil {
		return err
	}
	law, err := s.lawOf(ctx, t.Agency)
	if err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		t, err := tx.LockTransfer(ctx, transfer)
		if err != nil {
			return err
		}
		if !t.ConfirmedAt.IsZero() {
			return fault.New(fault.Conflict, "transfer.closed", "Lần giao nhận này đã được xác nhận lúc "+minute(t.ConfirmedAt)+".")
		}
		list, err := lockAll(ctx, tx, t.Devices)
		if err != nil {
			return err
		}
		if err := sameSerials(list, serials); err != nil {
			return err
		}
		for i := range list {
			if err := (deed{s: s, tx: tx, by: by, law: law, d: &list[i]}).arrive(ctx, t); err != nil {
				return err
			}
		}
		t.ConfirmedBy, t.ConfirmedAt = by.Person, s.now()
		if err := tx.SaveTransfer(ctx, t); err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.now(), "device.arrived", t.ID, "agency", string(t.Agency)))
	})
}

func lockAll(ctx context.Context, tx Tx, ids []ID) ([]Device, error) {
	list := make([]Device, len(ids))
	for i, id := range ids { // in order of id, as everybody does
		d, err := lock(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		list[i] = d
	}
	return list, nil
}

// sameSerials holds what the receiver typed against what was sent.
func sameSerials(list []Device, typed []string) error {
	want, got := make([]string, 0, len(list)), make([]string, 0, len(typed))
	for _, d := range list {
		want = append(want, d.Serial)
	}
	for _, t := range typed {
		if t = Serial(t); t != "" {
			got = append(got, t)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		return fault.New(fault.Invalid, "transfer.serials", "Số sê-ri đã nhập không khớp với danh sách thiết bị đã gửi.").
			At("serials", "Nhập số sê-ri của từng thiết bị nhận được, mỗi dòng một số.").
			Do("Nếu thiếu hoặc thừa thiết bị, báo bên giao trước khi xác nhận.")
	}
	return nil
}

func (x deed) arrive(ctx context.Context, t Transfer) error {
	what := DeedDeliver
	if t.To == PartyDepartment {
		what = DeedReceive
	}
	if err := x.move(ctx, what, time.Time{}, "Đã nhận thiết bị, "+t.way()+".", t.ID); err != nil {
		return err
	}
	if what != DeedDeliver {
		return nil
	}
	if err := x.tell(ctx, x.d.Holder, "arrived", t.ID, "Thiết bị của bạn đã về cơ quan, chờ lập biên bản bàn giao."); err != nil {
		return err
	}
	return x.tellAgency(ctx, "arrived", t.ID, "Thiết bị đã về cơ quan, cần lập biên bản bàn giao cho người giữ.", org.ITOfficer)
}

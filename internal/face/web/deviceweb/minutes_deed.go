package deviceweb

import (
	"net/http"

	"antin/internal/domain/device"
	"antin/internal/face/web"
	"antin/internal/fault"
)

// act does one deed on minutes; a refusal stands on their page.
func (m *module) act(w http.ResponseWriter, r *web.Request, done string, do func(id string) error) error {
	if err := r.Parse(); err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := do(id); err != nil {
		page, broken := m.minutesOf(r)
		if broken != nil || fault.Is(err, "guard.forbidden") {
			return hidden(err, "handover.unknown", "Không có biên bản bàn giao này.")
		}
		return r.Refuse(w, err, page)
	}
	return r.Done(w, "/ban-giao/"+id, done)
}

func (m *module) approve(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "Đã duyệt; chờ hai bên xác nhận.", func(id string) error { return m.Devices.Approve(r.Context(), r.Actor, id) })
}

func (m *module) confirmGiving(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "Đã xác nhận giao thiết bị.", func(id string) error { return m.Devices.ConfirmGiving(r.Context(), r.Actor, id) })
}

func (m *module) confirmContact(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "Đã xác nhận tiếp nhận.", func(id string) error { return m.Devices.ConfirmContact(r.Context(), r.Actor, id) })
}

// confirmReceipt is the receiver's word. The box of the first PIN is a word,
// too: the PIN itself is asked for nowhere.
func (m *module) confirmReceipt(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "Đã xác nhận nhận thiết bị.", func(id string) error {
		if err := m.Devices.ConfirmReceipt(r.Context(), r.Actor, id, device.Receipt{Serial: r.Text("serial"), Duties: r.Text("duties")}); err != nil {
			return err
		}
		if r.Text("changed") == "" {
			return nil
		}
		h, err := m.Devices.Handover(r.Context(), r.Actor, id)
		if err != nil || h.State != device.HandoverDone || h.Temporary() {
			return err // the other side has still to confirm: the duty comes then
		}
		return m.Devices.ChangedPIN(r.Context(), r.Actor, h.Device)
	})
}

func (m *module) withdraw(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "Đã hủy biên bản.", func(id string) error { return m.Devices.Withdraw(r.Context(), r.Actor, id, r.Text("reason")) })
}

func (m *module) endTemporary(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "Đã kết thúc tạm giao; thiết bị trở về người giữ.", func(id string) error { return m.Devices.EndTemporary(r.Context(), r.Actor, id) })
}

func (m *module) changedPIN(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	d, err := m.device(r)
	if err == nil {
		err = m.Devices.ChangedPIN(r.Context(), r.Actor, d.ID)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/thiet-bi/"+string(d.ID), "Đã ghi: mật khẩu ban đầu đã đổi.")
}

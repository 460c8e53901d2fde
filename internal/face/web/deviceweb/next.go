package deviceweb

import (
	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

func openMinutes(by org.Actor, h device.Handover, approves bool) next {
	n := next{Title: "Biên bản bàn giao đang chờ", Text: "Biên bản chờ bên kia xác nhận.", Button: "Mở biên bản", Href: "/ban-giao/" + h.ID}
	switch deedOf(by, h, approves) {
	case "duyet":
		n.Text, n.Button = "Việc thay người giữ chờ bạn duyệt.", "Duyệt bàn giao"
	case "nhan":
		n.Text, n.Button = "Chờ bạn xác nhận đã nhận thiết bị.", "Xác nhận nhận thiết bị"
	case "giao":
		n.Text, n.Button = "Chờ bạn xác nhận đã giao thiết bị.", "Xác nhận giao"
	case "tiep-nhan":
		n.Text, n.Button = "Chờ cán bộ tiếp nhận xác nhận.", "Xác nhận tiếp nhận"
	}
	return n
}

func ofDuty(d device.Device, x device.Duty) next {
	at := "/thiet-bi/" + string(d.ID)
	switch x.Kind {
	case device.DutyFirstPIN:
		return next{Title: "Đổi mật khẩu ban đầu", Text: "Đổi trên máy của bạn, rồi ghi là đã đổi. Hệ thống không hỏi mật khẩu.", Button: "Tôi đã đổi mật khẩu", Post: at + "/mat-khau"}
	case device.DutyReturn:
		return next{Title: "Giao lại thiết bị", Text: "Giao thiết bị cho cán bộ quản lý thuê bao trước " + ui.Day(x.DueAt) + "; cán bộ ghi biên bản nhận lại.", Button: "Xem việc thiết bị", Href: "/thiet-bi/viec"}
	case device.DutyPresence, device.DutyInventory, device.DutyHolding:
		return next{Title: x.Kind.Name(), Text: "Hạn " + ui.Day(x.DueAt) + ".", Button: "Ghi kết quả", Href: checkAt(d.ID, x.Kind)}
	case device.DutySelfCheck:
	}
	return next{}
}

// ofState is what the state waits for, for who may do it.
func (m *module) ofState(r *web.Request, d device.Device, may func(org.Action) bool) (next, error) {
	id := string(d.ID)
	switch {
	case (d.State == device.AtAuthority || d.State == device.AtDepartment) && may(device.ActManage):
		t, err := m.missingTransfer(r, d)
		if t != "" {
			return next{Title: "Thiết bị đang trên đường", Text: "Bên nhận nhập số sê-ri để xác nhận.", Button: "Xác nhận đã nhận", Href: "/nhan-thiet-bi/" + t}, err
		}
		return next{Title: "Giao nhận thiết bị", Text: "Thiết bị chưa về cơ quan.", Button: "Ghi gửi thiết bị", Href: "/thiet-bi/gui?devices=" + id}, err
	case d.State == device.Awaiting && may(device.ActHandOver):
		return next{Title: "Bàn giao cho người giữ", Text: "Chứng thư số bị chặn ký cho đến khi người nhận xác nhận.", Button: "Lập biên bản bàn giao", Href: "/lap-ban-giao/" + id}, nil
	case d.State == device.Locked && may(device.ActManage):
		return next{Title: "Khôi phục thiết bị", Text: "Thiết bị bị khóa do nhập sai mật khẩu.", Button: "Lập yêu cầu khôi phục", Href: "/yeu-cau/moi?loai=recover&thiet-bi=" + id}, nil
	case d.State == device.ReturnDue && may(device.ActManage):
		return next{Title: "Thu hồi thiết bị", Text: "Hạn trả " + ui.Day(d.DueAt) + ".", Button: "Nhận lại thiết bị", Href: "/thu-hoi-thiet-bi/" + id}, nil
	case d.State == device.Returned && may(device.ActManage):
		return next{Title: "Giao lại cho Cục", Text: "Thiết bị đã được nhận lại.", Button: "Giao thiết bị cho Cục", Href: "/thu-hoi-thiet-bi/" + id}, nil
	}
	return next{}, nil
}

// others are the deeds that may be done beside the next one.
func (m *module) others(page *devicePage, d device.Device, may func(org.Action) bool, by org.Actor) {
	id := string(d.ID)
	add := func(ok bool, text, href string) {
		if ok && href != page.Next.Href {
			page.Deeds = append(page.Deeds, ui.Link{Text: text, Href: href})
		}
	}
	live := !d.State.Ended() && d.State != device.AtAuthority
	add(live && may(device.ActReport), "Báo mất, hỏng, bị khóa, lộ khóa", "/thiet-bi/"+id+"/bao-su-co")
	add(d.State == device.InUse && d.Holder == "" && may(device.ActHandOver), "Thay người giữ", "/lap-ban-giao/"+id)
	law, err := m.Profiles.At(by.Province, m.Now())
	lends := err == nil && law.Subscribers.TemporaryHandover == "written-permission"
	add(d.State == device.InUse && d.Holder == "" && d.System == "" && may(device.ActHandOver), "Mang ra ngoài trụ sở", "/lap-ban-giao/"+id+"?tam="+outingMark)
	add(lends && d.State == device.InUse && d.Holder == "" && d.System == "" && may(device.ActHandOver), "Tạm giao có thời hạn", "/lap-ban-giao/"+id+"?tam=1")
	add(d.State.Kept() && may(device.ActCheck), "Kiểm tra tại nơi cất giữ", checkAt(d.ID, device.DutyPresence))
	add(d.State.Kept() && may(device.ActCheck), "Kiểm kê", checkAt(d.ID, device.DutyInventory))
	add(d.State.Kept() && by.Person != "" && (by.Person == d.Keeper || by.Person == d.Holder), "Xác nhận đang giữ thiết bị", checkAt(d.ID, device.DutyHolding))
}

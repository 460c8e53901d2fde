package exchangeweb_test

import (
	"testing"

	"antin/internal/domain/document"
)

// TestIncomingByKeyboard registers, assigns and completes one document in the
// browser and leaves pictures of each moment in build/shots.
func TestIncomingByKeyboard(t *testing.T) {
	s := open(t)
	id := s.arrive(t, "V/v rà soát chứng thư chữ ký số tại các xã, phường", s.sealed(t))
	clerk := s.window(t, "vanthu.snv")
	clerk.Open("/den/" + string(id))
	clerk.See("Số đến sẽ cấp")
	clerk.Axe()
	clerk.Shots("incoming-valid")
	clerk.Fill("#apart", "Nơi gửi gửi lại cho đơn vị khác")
	clerk.PressThrough("Ctrl+S")
	clerk.See("Đã vào sổ đến số 2")
	clerk.Axe()
	clerk.Open("/so-den/" + s.Now().Format("2006"))
	clerk.Axe()
	clerk.Shots("incoming-register")
	leader := s.window(t, "giamdoc.snv")
	leader.Open("/den/" + string(id))
	leader.Fill("#due-day", "31")
	leader.Fill("#due-month", "2")
	leader.Fill("#due-year", "2099")
	leader.PressThrough("Ctrl+S")
	leader.See("Hạn xử lý không phải một ngày có thật.")
	leader.Axe()
	leader.Shots("incoming-assign-refused")
	officer := s.actor(t, "chuyenvien.snv")
	leader.Choose("#person", string(officer.Person))
	leader.Fill("#direction", "Chủ trì tham mưu, báo cáo kết quả.")
	leader.Fill("#due-day", "27")
	leader.PressThrough("Ctrl+S")
	leader.See("Đã phân công.")
	leader.Axe()
	done := s.window(t, "chuyenvien.snv")
	done.Open("/den/" + string(id))
	done.Fill("#result", "Đã rà soát 12 chứng thư; báo cáo số 15/BC-SNV.")
	done.Axe()
	done.Shots("incoming-task")
	done.PressThrough("Ctrl+S")
	done.See("Hoàn thành phần việc")
	if got := s.state(t, id); got != document.Completed {
		t.Errorf("the document is %s", got)
	}
}

func TestRefusedAndHeldLook(t *testing.T) {
	s := open(t, "documents.invalid_document_policy", "notify_and_hold")
	id := s.arrive(t, "V/v báo cáo công tác văn thư năm 2026", altered(s.sealed(t)))
	clerk := s.window(t, "vanthu.snv")
	clerk.Open("/den/" + string(id))
	clerk.See("Kiểm tra lại chữ ký")
	clerk.Click("main details:has(form[action$='/tu-choi']) summary")
	clerk.Axe()
	clerk.Shots("incoming-held")
	clerk.Choose("#code", "altered")
	clerk.Through("form[action$='/tu-choi'] button")
	clerk.See("Từ chối phải có lý do.")
	clerk.Axe()
	clerk.Shot("incoming-refuse-wrong-1440")
	clerk.Fill("#text", "Tệp nhận được không đúng bản đã ký. Đề nghị gửi lại.")
	clerk.Click("#sure")
	clerk.Through("form[action$='/tu-choi'] button")
	clerk.See("Lý do đã được báo lại")
	clerk.Axe()
	clerk.Shots("incoming-refused")
}

func TestDeliveriesLook(t *testing.T) {
	s := open(t)
	s.deliveries(t)
	clerk := s.window(t, "vanthu.skhcn")
	clerk.Open("/gui")
	clerk.See("Bị từ chối")
	clerk.Axe()
	clerk.Shots("deliveries-problems")
	clerk.Press("j")
	clerk.PressThrough("Enter")
	clerk.See("Gửi và nhận")
	clerk.Axe()
	clerk.Shots("deliveries-document")
}

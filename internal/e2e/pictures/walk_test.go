package pictures

import (
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/testkit/browser"
)

// TestWalkOfTheManual does in a browser what the manual says, step by step, and
// takes its pictures on the way.
func TestWalkOfTheManual(t *testing.T) {
	w := open(t)
	w.write(science, 1, document.AwaitingClerk)
	w.write(science, 2, document.AwaitingApproval)
	w.write(science, 3, document.UnitReview)
	w.write(affairs, 0, document.Released)
	at := officer(t, w)
	leader(t, w, at)
	clerk(t, w, at)
	arrivals(t, w)
	public(t, w, document.ID(strings.TrimPrefix(at, "/van-ban/")))
}

// officer writes a draft, looks at the places, and submits it.
func officer(t *testing.T, w *world) (at string) {
	p := browser.New(t, w.site.URL)
	p.Open("/login")
	shoot(t, p, "manual/pictures/dang-nhap", 900)
	p = w.signIn("chuyenvien.skhcn")
	p.Open("/van-ban/moi")
	p.Click("#secrecy-0")
	p.Through("main [data-primary]")
	p.Choose("#type", "CV")
	p.Fill("#subject", "V/v rà soát chứng thư chữ ký số tại các xã, phường")
	p.Fill("#field", "Chuyển đổi số")
	p.Choose("#signer", browser.Eval[string](p, `[...document.querySelectorAll("#signer option")].find(o => o.textContent.startsWith("Trần Thị Minh")).value`))
	p.Choose("#capacity", "KT.")
	p.Click("input[name=recipients][value='H41.412']")
	p.UploadFile("#file", w.file(0))
	shoot(t, p, "manual/pictures/chuyen-vien-soan", 1400)
	p.PressThrough("Ctrl+S")
	p.See("Đã lưu dự thảo.")
	at = p.Path()
	p.Open(at + "/cho-dat")
	shoot(t, p, "manual/pictures/chuyen-vien-cho-dat", 1250)
	p.Open(at)
	p.PressThrough("Ctrl+S")
	p.See("Đã trình lãnh đạo đơn vị.")
	shoot(t, p, "manual/pictures/chuyen-vien-da-trinh", 1200)
	p = w.signIn("truongphong.skhcn")
	p.Open(at)
	p.PressThrough("Ctrl+S")
	p.See("Đã đồng ý nội dung")
	p = w.signIn("thethuc.skhcn")
	p.Open(at)
	p.PressThrough("Ctrl+S")
	p.See("Đã xác nhận thể thức đạt")
	return at
}

// leader signs on a phone with three taps: the row, the deed, the key.
func leader(t *testing.T, w *world, at string) {
	p := w.signIn("phogiamdoc.skhcn")
	p.Open(at + "/ky")
	shoot(t, p, "manual/pictures/lanh-dao-ky", 1150)
	p.Width(390)
	p.Open("/viec/cho-ky")
	shoot(t, p, "manual/pictures/lanh-dao-390-danh-sach", 844)
	p.Through(`a[href="` + at + `"]`)
	shoot(t, p, "manual/pictures/lanh-dao-390-van-ban", 844)
	p.Through("main [data-primary]")
	p.Fill("#password", w.KeyPassword("phogiamdoc.skhcn"))
	shoot(t, p, "manual/pictures/lanh-dao-390-ky", 1250)
	p.Through("main [data-primary]")
	p.See("Đã ký số.")
}

// clerk checks, seals, releases, and looks at the register.
func clerk(t *testing.T, w *world, at string) {
	p := w.signIn("vanthu.skhcn")
	p.Open("/viec/cho-cap-so")
	shoot(t, p, "manual/pictures/van-thu-danh-sach", 800)
	p.Open(at)
	p.PressThrough("Ctrl+S")
	p.See("Đã kiểm tra lại: đạt.")
	p.Open(at)
	shoot(t, p, "pictures/main", 1360)
	shoot(t, p, "manual/pictures/van-thu-cap-so", 1000)
	p.Fill("#password", w.KeyPassword("vanthu.skhcn"))
	p.PressThrough("Ctrl+S")
	p.See("Đã cấp số và ký cơ quan.")
	p.PressThrough("Ctrl+S")
	p.See("Đã vào sổ và phát hành.")
	must(t, w.Settle(t.Context()))
	p.Open(at)
	p.See("Đã nhận, chờ vào sổ")
	shoot(t, p, "manual/pictures/van-thu-phat-hanh", 1250)
	p.Open("/so/VB-DI/2026")
	shoot(t, p, "manual/pictures/van-thu-so", 700)
}

// arrivals enters an incoming document and hands it to an officer.
func arrivals(t *testing.T, w *world) {
	p := w.signIn("vanthu.skhcn")
	p.Open("/viec/den-cho-vao-so")
	p.Press("j")
	p.PressThrough("Enter")
	at := p.Path()
	shoot(t, p, "manual/pictures/van-thu-den", 1250)
	p.PressThrough("Ctrl+S")
	p.See("Đã vào sổ đến số 1.")
	p = w.signIn("giamdoc.skhcn")
	p.Open(at)
	name := browser.Eval[string](p, `[...document.querySelectorAll("#person option")].find(o => o.textContent.startsWith("Phạm Thị Ngọc")).value`)
	p.Choose("#person", name)
	p.Fill("#direction", "Chủ trì tham mưu, báo cáo kết quả.")
	shoot(t, p, "manual/pictures/lanh-dao-phan-cong", 1250)
	p.PressThrough("Ctrl+S")
	p.See("Đã phân công.")
	p = w.signIn("chuyenvien.skhcn")
	p.Open("/viec/viec-duoc-giao")
	p.Press("j")
	p.PressThrough("Enter")
	p.Fill("#result", "Đã gửi danh sách 12 cán bộ.")
	p.PressThrough("Ctrl+S")
	p.See("Đã ghi kết quả xử lý.")
}

// public has the sealed file checked by somebody without an account.
func public(t *testing.T, w *world, id document.ID) {
	p := browser.New(t, w.site.URL)
	p.Open("/kiem-tra")
	p.UploadFile("#file", w.sealed(id))
	p.Through("main [data-primary]")
	p.See("Văn bản hợp lệ")
	shoot(t, p, "manual/pictures/kiem-tra", 1500)
}

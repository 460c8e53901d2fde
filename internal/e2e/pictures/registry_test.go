package pictures

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/platform/practice"
	"antin/internal/testkit/browser"
)

const (
	manager = "thuebao.skhcn"
	holder  = "phogiamdoc.skhcn"
)

// certified gives an account a certificate that stands in the register of
// subscribers, in force until some day.
func (w *world) certified(account string, options ...practice.Option) signing.CertificateID {
	w.t.Helper()
	ctx, by := w.t.Context(), w.as(account)
	agency, err := w.Org.Agency(ctx, by.Agency)
	must(w.t, err)
	person, err := w.Org.Person(ctx, by.Person)
	must(w.t, err)
	posts, err := w.Org.PostsOf(ctx, by.Person, by.Agency, w.Now())
	must(w.t, err)
	cert, _, err := w.PKI.IssuePerson(practice.Person{Name: person.Name, Title: posts[0].Title, Agency: agency.Name, Email: person.Email, ID: account},
		w.Now(), append([]practice.Option{practice.WithECDSA()}, options...)...)
	must(w.t, err)
	c, err := w.Subscribers.Register(ctx, w.as(manager), subscriber.Incoming{File: cert.Raw, Class: signing.ClassPerson, Person: by.Person, Agency: by.Agency, KeyKind: signing.KeyToken})
	must(w.t, err)
	return c.ID
}

// TestWalkOfTheRegistry does what the manual says of certificates, devices, the
// organisation and forms, and takes its pictures.
func TestWalkOfTheRegistry(t *testing.T) {
	w := open(t)
	w.certified(holder, practice.ValidTo(start.AddDate(0, 0, 25)))
	w.certified("chuyenvien.skhcn", practice.ValidTo(start.AddDate(0, 0, 6)))
	own := w.certified("giamdoc.skhcn")
	_, err := w.Subscribers.Sweep(t.Context())
	must(t, err)
	devices(t, w)
	registry(t, w, own)
	organisation(t, w)
	doctor(t)
	desk(t)
}

func registry(t *testing.T, w *world, own signing.CertificateID) {
	p := w.signIn(holder)
	p.Open("/chung-thu-cua-toi")
	shoot(t, p, "manual/pictures/thue-bao-cua-toi", 1300)
	p = w.signIn(manager)
	p.Open("/thue-bao")
	shoot(t, p, "manual/pictures/thue-bao-danh-sach", 1000)
	p.Open("/chung-thu/" + string(own))
	shoot(t, p, "manual/pictures/thue-bao-chung-thu", 1200)
	p.Open("/thue-bao/sap-het-han")
	shoot(t, p, "manual/pictures/thue-bao-het-han", 1000)
}

// doctor is seen on the day of the test, as the page holds the clock of the
// browser against that of the server.
func doctor(t *testing.T) {
	w := openAt(t, "NA", time.Now())
	p := w.signIn(holder)
	p.Expect("ERR_CONNECTION_REFUSED")
	p.Expect("127.0.0.1:9797")
	p.Open("/kiem-tra-thiet-bi")
	p.See("AT-13")
	shoot(t, p, "manual/pictures/kiem-tra-thiet-bi", 1000)
}

// devices enters two devices, hands one over, and loses it.
func devices(t *testing.T, w *world) {
	p, agency := w.signIn(manager), string(w.as(manager).Agency)
	p.Open("/thiet-bi/moi?cho=agency&co-quan=" + agency)
	p.Fill("#serial", "2C00A7F1")
	p.Fill("#place", "Tủ sắt phòng văn thư")
	p.PressThrough("Ctrl+S")
	p.See("Đã ghi thiết bị vào sổ.")
	p.Open("/thiet-bi/moi?cho=person&co-quan=" + agency)
	p.Fill("#serial", "2C00B3D9")
	p.Choose("#holder", string(w.as(holder).Person))
	p.Choose("#chung-thu", browser.Eval[string](p, `[...document.querySelectorAll("#chung-thu option")].findLast(o => o.textContent.startsWith("Trần Thị Minh")).value`))
	p.PressThrough("Ctrl+S")
	p.See("Đã ghi thiết bị vào sổ.")
	at := p.Path()
	p.PressThrough("Ctrl+S")
	p.Choose("#receiver", string(w.as(holder).Person))
	p.Fill("#place", "Trụ sở Sở Khoa học và Công nghệ")
	shoot(t, p, "manual/pictures/thiet-bi-ban-giao", 1100)
	p.PressThrough("Ctrl+S")
	p.See("Đã lập biên bản")
	minutes := p.Path()
	p.PressThrough("Ctrl+S")
	p.See("Đã xác nhận giao thiết bị.")
	receive(t, w, minutes)
	p.Open(at)
	shoot(t, p, "manual/pictures/thiet-bi-trang", 1200)
	p.Open("/thiet-bi")
	shoot(t, p, "manual/pictures/thiet-bi-danh-sach", 800)
	lose(t, w, at)
	p.Open("/yeu-cau/hom-nay")
	p.See("Cần thu hồi, thay đổi")
	p.Open("/thiet-bi/viec")
	shoot(t, p, "manual/pictures/thiet-bi-viec", 900)
}

func receive(t *testing.T, w *world, minutes string) {
	p := w.signIn(holder)
	p.Open(minutes)
	p.Fill("#serial", "2C00B3D9")
	p.Click("#duties")
	shoot(t, p, "manual/pictures/thiet-bi-nhan", 1200)
	p.PressThrough("Ctrl+S")
	p.See("Đã xác nhận nhận thiết bị.")
}

func lose(t *testing.T, w *world, at string) {
	p := w.signIn(holder)
	p.Open(at + "/bao-su-co")
	p.Click("input[name=kind][value=lost]")
	p.Fill("#note", "Để quên trên xe khi đi công tác, đã tìm nhưng không thấy.")
	shoot(t, p, "manual/pictures/thiet-bi-bao-mat", 1300)
	p.PressThrough("Ctrl+S")
	p.See("Đã ghi nhận sự cố")
	shoot(t, p, "manual/pictures/thiet-bi-su-co", 1000)
	must(t, w.Settle(t.Context()))
}

func organisation(t *testing.T, w *world) {
	p := w.signIn("quantri")
	p.Open("/to-chuc")
	shoot(t, p, "manual/pictures/to-chuc-cay", 900)
	p.Open("/to-chuc/nguoi/" + string(w.as(holder).Person))
	shoot(t, p, "manual/pictures/to-chuc-nguoi", 1000)
	p.Open("/bieu-mau")
	shoot(t, p, "manual/pictures/bieu-mau", 1000)
}

// desk takes over the picture of the agent's window, which the test of the
// agent leaves in build/shots.
func desk(t *testing.T) {
	if os.Getenv("ANTIN_PICTURES") == "" {
		return
	}
	raw, err := os.ReadFile(filepath.Join(top, "build", "shots", "agent-window-1440.png"))
	if err != nil {
		t.Fatalf("run go test ./internal/e2e/agent first: %v", err)
	}
	must(t, os.WriteFile(filepath.Join(top, "docs", "manual", "pictures", "may-ky-so.png"), small(t, raw, 1000), 0o644))
}

// fill types into every field of the form that is still empty, by its label.
const fill = `(() => {
	const words = [["thư điện tử", "thuebao@lamdong.gov.vn"], ["điện thoại", "0912 345 678"], ["địa chỉ", "Sở Nội vụ, số 5 đường Trần Phú"],
		["ngày sinh", "12/03/1980"], ["dịch vụ", "Gia hạn"], ["cmnd", "040080001234, 12/03/2021, Cục Cảnh sát QLHC về TTXH"]];
	for (const f of document.querySelectorAll("[name^=m-],[name^=dk-]")) {
		const label = (document.querySelector('label[for="' + f.id + '"]')?.textContent ?? "").toLowerCase();
		if (!f.value || label.includes("thư điện tử"))
			f.value = f.name.startsWith("dk-") ? "Quyết định số 12/QĐ-SNV ngày 02/3/2026" : (words.find(([w]) => label.includes(w)) ?? ["", "040080001234"])[1];
	}
	return true;
})()`

// TestWalkOfARequest takes a renewal of the province that asks through its
// department, from the draft to the letter to Cục.
func TestWalkOfARequest(t *testing.T) {
	w := openIn(t, "LD", value{"exchange.ca_contact.code", "H41.412"}, value{"exchange.department_contact.code", "H41.37"})
	_, err := w.Hire(t.Context(), "chuyenvien.snv", "cntt.snv", org.ITOfficer, org.Officer)
	must(t, err)
	of := w.certified("phogiamdoc.snv", practice.ValidTo(start.AddDate(0, 3, 0)))
	p := w.signIn("cntt.snv")
	p.Open("/yeu-cau/moi")
	shoot(t, p, "manual/pictures/yeu-cau-moi", 900)
	p.Open("/yeu-cau/moi?loai=renew&chung-thu=" + string(of))
	browser.Eval[bool](p, fill)
	p.PressThrough("Ctrl+S")
	p.See("Đã lưu")
	at := p.Path()
	confirming(t, w)
	p.Open(at)
	p.PressThrough("Ctrl+S")
	p.See("Đã lập văn bản đề nghị và trình ký.")
	p.Open("/yeu-cau?loc=cho-ky")
	p.Open(at)
	shoot(t, p, "manual/pictures/yeu-cau-trang", 1300)
	letter := browser.Eval[string](p, `document.querySelector("main a[href^='/van-ban/']").getAttribute("href")`)
	w.carry(cast{unit: "chanhvanphong.snv", checker: "thethuc.snv", signer: "giamdoc.snv", clerk: "vanthu.snv"}, letter)
	department(t, w, at)
}

func confirming(t *testing.T, w *world) {
	p := w.signIn("phogiamdoc.snv")
	p.Open("/yeu-cau/cho-toi")
	p.Press("j")
	p.PressThrough("Enter")
	p.Width(390)
	shoot(t, p, "manual/pictures/yeu-cau-390-xac-nhan", 1250)
	p.Click("#dung")
	p.Through("main [data-primary]")
	p.See("Đã xác nhận.")
}

// department receives, accepts and approves the request and makes one letter.
func department(t *testing.T, w *world, at string) {
	p := w.signIn(manager)
	p.Open("/yeu-cau/tiep-nhan")
	shoot(t, p, "manual/pictures/yeu-cau-tiep-nhan", 900)
	for _, seen := range []string{"Đã tiếp nhận.", "Đã xác nhận hồ sơ hợp lệ", "Đã duyệt."} {
		p.Open(at)
		p.PressThrough("Ctrl+S")
		p.See(seen)
	}
	p.Open("/yeu-cau/hom-nay")
	shoot(t, p, "manual/pictures/yeu-cau-hom-nay", 900)
	p.Open("/yeu-cau/tong-hop")
	p.Press("j")
	p.Press("x")
	shoot(t, p, "manual/pictures/yeu-cau-tong-hop", 900)
}

// carry takes the letter of a request from the unit's leader to its release.
func (w *world) carry(c cast, address string) {
	w.t.Helper()
	id := documentOf(address)
	for _, step := range w.steps(c, id)[1:] {
		must(w.t, step(context.Background()))
		must(w.t, w.Settle(w.t.Context()))
	}
}

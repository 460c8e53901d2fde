package formweb_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"
	"antin/placement"
)

// HT Điều 12 khoản 1: Mẫu 1–12, 14, 15, blank or filled; each file is recorded.
func TestFormsAreGivenBlankAndFilled(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "HT-12.1-2")
	d := open(t, "HT")
	officer := d.as("thuebao.skhcn")
	list := officer.Get("/bieu-mau")
	for _, n := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15} {
		list.See(fmt.Sprintf("Mẫu số %02d", n))
		at := fmt.Sprintf("/bieu-mau/TT185/%02d", n)
		blank := download(officer, at, url.Values{"purpose": {"blank"}})
		contains(t, d.words(blank.Body), fmt.Sprintf("Mẫu số %02d", n), "phiên bản 1; Đinh Văn Lực tạo lúc")
	}
	if strings.Contains(list.Text(), "Mẫu số 13") {
		t.Error("a form that the regulation does not name is listed")
	}
	officer.Get("/bieu-mau/TT185/13").Refused(404, "Mẫu số 13 không có trong các mẫu của quy chế.")
	officer.Get("/bieu-mau/ND68/01").Refused(404, "không có trong các mẫu")

	ngoc := personID(t, officer.Get("/bieu-mau/TT185/01"), "Phạm Thị Ngọc")
	filled := download(officer, "/bieu-mau/TT185/01", url.Values{"purpose": {"prefilled"}, "person": {ngoc}})
	contains(t, d.words(filled.Body), "Phạm Thị Ngọc", "Chuyên viên", "Sở Khoa học và Công nghệ")
	officer.Post("/bieu-mau/TT185/01/tep", url.Values{"purpose": {"prefilled"}, "person": {"nobody"}}).Refused(404, "Không có người này trong cơ quan.")

	uses := d.as("quantri").Get("/bieu-mau/TT185/01")
	uses.See("Tệp đã tạo từ mẫu này", "Đinh Văn Lực", "Điền sẵn", "Để trống")
	colleague := d.as("chuyenvien.skhcn").Get("/bieu-mau/TT185/01")
	if strings.Contains(colleague.Text(), "Lê Quang Huy") || strings.Contains(colleague.Text(), "Sửa mẫu") {
		t.Error("an officer is offered other people's records, or the change of a template")
	}
	d.as("chuyenvien.skhcn").Get("/bieu-mau/TT185/01/sua").Refused(403, "Bạn không được sửa biểu mẫu")
}

// HD Quy chế chữ ký số, Điều 10 khoản 2: Mẫu 01 is a template of the profile.
func TestTemplateOfHandoverIsEditable(t *testing.T) {
	t.Parallel()
	with, without := clause.Parameter(t, "HD2-10.2p", func(column string) string {
		d := open(t, "HD")
		admin := d.as("quantri")
		edit := admin.Get("/bieu-mau/HD/01/sua")
		form := edit.FormTo("/sua")
		form.Set("columns.6.label", column).Set("columns.6.code", "seal_no").Set("columns.6.order", "3").
			Set("columns.4.remove", "1").Set("reason", "Theo yêu cầu của Sở")
		form.Press("Lưu phiên bản mới").See("Đã lưu phiên bản 2", "Theo yêu cầu của Sở", "Đặng Minh Tuấn")
		words := d.words(download(d.as("vanthu.skhcn"), "/bieu-mau/HD/01", url.Values{"purpose": {"blank"}}).Body)
		contains(t, words, "phiên bản 2;", column)
		if strings.Contains(words, "Tình trạng thiết bị") {
			t.Error("the removed column is printed")
		}
		return words[strings.Index(words, "STT"):strings.Index(words, "Biên bản được lập")]
	}, "Số niêm phong", "Số lượng")
	contains(t, with, "Số niêm phong")
	contains(t, without, "Số lượng")
}

func TestBadTemplateKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	d := open(t, "NA")
	admin := d.as("quantri")
	form := admin.Get("/bieu-mau/ND68/05/sua").FormTo("/sua")
	form.Set("columns.1.label", " ").Set("title", "Đề nghị thu hồi, bản sửa").Set("reason", "thử")
	form.Press("Lưu phiên bản mới").Refused(422, "Tên cột hoặc dòng không được để trống.", "Đề nghị thu hồi, bản sửa")
	form = admin.Get("/bieu-mau/ND68/05/sua").FormTo("/sua")
	form.Set("reason", "thử").Set("from-year", "2020")
	form.Press("Lưu phiên bản mới").Refused(422, "Ngày áp dụng không được trước hôm nay")
	form = admin.Get("/bieu-mau/ND68/05/sua").FormTo("/sua")
	form.Set("reason", "thử").Set("columns.2.code", "name")
	form.Press("Lưu phiên bản mới").Refused(422, "Mã “name” đã dùng")
}

// A form is signed like any other paper: number, day, title and name are found
// on it, and the picture of the signature has room between the two.
func TestPrintedFormHasItsPlaces(t *testing.T) {
	t.Parallel()
	d := open(t, "NA")
	clerk := d.as("vanthu.skhcn")
	for _, number := range []string{"02", "04", "05"} {
		raw := download(clerk, "/bieu-mau/ND68/"+number, url.Values{"purpose": {"prefilled"}, "person": {d.person("vanthu.skhcn")}}).Body
		plan, err := placement.Find(d.pages(raw), placement.Hints{SignerName: "Nguyễn Văn Hòa", SignerTitle: "Giám đốc",
			SignatureWidth: 40, SignatureHeight: 16, SealWidth: 36, SealHeight: 36, Overlap: placement.Overlap{Min: 0.25, Max: 0.4}})
		must(t, err)
		for name, spot := range map[string]placement.Spot{"number": plan.Number, "day": plan.Day, "month": plan.Month, "year": plan.Year, "signer": plan.Signer} {
			if !spot.Found || spot.Printed {
				t.Errorf("form %s: %s is not found: %+v", number, name, spot)
			}
		}
		if h := plan.Signer.Rect.Height(); h < 40 {
			t.Errorf("form %s: the picture has %.0f points between title and name", number, h)
		}
	}
}

func TestPictureIsDrawn(t *testing.T) {
	t.Parallel()
	d := open(t, "NA")
	clerk := d.as("vanthu.skhcn")
	page := clerk.Get("/bieu-mau/ND68/01")
	if !page.Has("img.sheet") {
		t.Fatal("no picture on the page")
	}
	if got := clerk.Get("/bieu-mau/ND68/01/1/trang/1.png"); got.Status != 200 || got.Header.Get("Content-Type") != "image/png" {
		t.Errorf("picture: %d", got.Status)
	}
	clerk.Get("/bieu-mau/ND68/01/7/trang/1.png").Refused(404, "phiên bản 7")
}

func download(p *site.Person, at string, form url.Values) *site.Page {
	p.T.Helper()
	page := p.Post(at+"/tep", form)
	if page.Status != 200 || page.Header.Get("Content-Type") != "application/pdf" {
		p.T.Fatalf("%s: %d %s", at, page.Status, page.Text())
	}
	return page
}

func personID(t *testing.T, page *site.Page, name string) string {
	t.Helper()
	return page.Form("form[id=prefill]").Pick("person", name).Value("person")
}

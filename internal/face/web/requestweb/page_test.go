package requestweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"antin/internal/domain/request"
)

// TestEmptyPagesSayWhatComes opens every list before there is any request.
func TestEmptyPagesSayWhatComes(t *testing.T) {
	t.Parallel()
	p := open(t, "LD")
	for account, pages := range map[string][]string{
		preparer: {"/yeu-cau", "/yeu-cau/hom-nay", "/yeu-cau/cho-toi", "/yeu-cau/moi", "/yeu-cau?loc=lap-san"},
		manager:  {"/yeu-cau", "/yeu-cau/hom-nay", "/yeu-cau/tiep-nhan", "/yeu-cau/tiep-nhan?loc=chua-giao", "/yeu-cau/tong-hop", "/yeu-cau/can-bo"},
	} {
		who := p.As(account)
		for _, at := range pages {
			if page := who.Get(at); page.Status != http.StatusOK {
				t.Errorf("%s sees %d at %s: %s", account, page.Status, at, page.Text())
			} else {
				page.See()
			}
		}
	}
}

func TestForeignAgencySeesNothing(t *testing.T) {
	t.Parallel()
	p := open(t, "LD")
	at := p.renewal()
	for _, account := range []string{stranger, "vanthu.kimlien", "chutich.kimlien"} {
		who := p.As(account)
		for _, rest := range []string{"", "/xac-nhan", "/mau", "/mau/1", "/sua"} {
			if page := who.Get(at + rest); page.Status != http.StatusNotFound && page.Status != http.StatusForbidden {
				t.Errorf("%s sees %s%s: %d", account, at, rest, page.Status)
			}
		}
		if page := who.Post(at+"/rut", url.Values{"rev": {"1"}, "ly-do-rut": {"x"}}); page.Status != http.StatusNotFound && page.Status != http.StatusForbidden {
			t.Errorf("%s withdraws: %d", account, page.Status)
		}
		if page := who.Get("/yeu-cau?loc=can-lam"); strings.Contains(page.Text(), "Ngô Thị Thủy") {
			t.Errorf("%s finds it in the list", account)
		}
	}
}

func TestStaleFormChangesNothing(t *testing.T) {
	t.Parallel()
	p := open(t, "LD")
	at := p.renewal()
	who := p.As(preparer)
	old := who.Get(at).FormTo("/rut").Set("ly-do-rut", "Nhầm người")
	edit := who.Get(at+"/sua").FormTo("/sua").Set("ghi-chu", "Lần một")
	edit.Press("Lưu").See("Đã lưu")
	page := old.Press("Rút")
	if page.Status != http.StatusConflict {
		t.Errorf("a stale form answered %d", page.Status)
	}
	page.See("đã được người khác cập nhật", "Nhầm người")
	if again := edit.Set("ghi-chu", "Lần hai").Press("Lưu"); again.Status != http.StatusConflict || !strings.Contains(again.Text(), "Lần hai") {
		t.Errorf("a stale edit answered %d: %s", again.Status, again.Text())
	}
	if v := p.request(at); v.State != request.Draft || v.Note != "Lần một" {
		t.Errorf("the request is %s with note %q", v.State, v.Note)
	}
}

func TestUnknownRequestsAreNotFound(t *testing.T) {
	t.Parallel()
	p := open(t, "LD")
	who := p.As(manager)
	for _, at := range []string{"/yeu-cau/0198-none", "/yeu-cau/0198-none/mau/1", "/yeu-cau/0198-none/tep/1", "/yeu-cau/0198-none/sua"} {
		if page := who.Get(at); page.Status != http.StatusNotFound {
			t.Errorf("%s answers %d", at, page.Status)
		}
	}
	page := who.Post("/yeu-cau/tiep-nhan?loc=moi-den", url.Values{"viec": {"tiep-nhan"}, "chon": {"0198-none:1"}})
	page.See("Kết quả từng yêu cầu", "Chưa làm được")
	if page := who.Post("/yeu-cau/tiep-nhan?loc=moi-den", url.Values{"viec": {"tiep-nhan"}}); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("nothing picked answers %d", page.Status)
	}
}

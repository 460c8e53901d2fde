package exchangeweb_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/face/web"
	"antin/internal/face/web/exchangeweb"
	"antin/internal/testkit/htmlcheck"
)

// outgoing is the document that the tour released.
func (s *site) outgoing(t *testing.T) document.ID {
	t.Helper()
	ids, err := s.Documents.Store.IDs(t.Context(), "", 100)
	must(t, err)
	for _, id := range ids {
		if d, err := s.Documents.Store.Load(t.Context(), id); err == nil && d.Direction == document.Outgoing {
			return id
		}
	}
	t.Fatal("the tour left no outgoing document")
	return ""
}

// deliveries adds two recipients with whom it did not end well.
func (s *site) deliveries(t *testing.T) document.ID {
	t.Helper()
	id := s.outgoing(t)
	list, err := s.Exchange.Store.OfDocument(t.Context(), id)
	must(t, err)
	for code, state := range map[string]exchange.State{"H41.40": exchange.RefusedBy, "G11.07": exchange.Unreached} {
		d := list[0]
		d.ID, d.State, d.Receipt, d.Arrival = exchange.DeliveryID("01990000-"+code), state, "", 0
		d.Recipient = document.Recipient{Code: code, Name: "Cơ quan " + code}
		if state == exchange.RefusedBy {
			d.Reason = document.Reason{Code: "expired", Text: "Chứng thư của cơ quan gửi hết hạn ngày 20/11/2026."}
			d.AnsweredAt = s.Now()
		} else {
			d.SentAt, d.ReceivedAt, d.AnsweredAt, d.CreatedAt = time.Time{}, time.Time{}, time.Time{}, s.Now().AddDate(0, 0, -2)
		}
		must(t, s.Exchange.Store.Transact(t.Context(), func(ctx context.Context, tx exchange.Tx) error {
			if _, err := tx.Open(ctx, d); err != nil {
				return err
			}
			return tx.Save(ctx, d)
		}))
	}
	return id
}

func TestTemplatesFitTheirStructs(t *testing.T) {
	t.Parallel()
	s := open(t)
	shell, err := web.New(web.Config{Accounts: s.Org, Guard: s.Guard, Sessions: noSessions{}, Modules: []web.Module{exchangeweb.New(exchangeweb.Config{})}})
	must(t, err)
	htmlcheck.Templates(t, shell.Set(), shell.Pages())
}

func TestPageShowsWhoSignedAndWhatWasSeen(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.arrive(t, "V/v rà soát chứng thư", s.sealed(t))
	g := s.as(t, "vanthu.snv")
	_, _, page := g.get("/den/" + string(id))
	htmlcheck.Check(t, page, htmlcheck.Sound(),
		htmlcheck.HasText("Trần Thị Minh"), htmlcheck.HasText("Người có thẩm quyền"), htmlcheck.HasText("Cơ quan, tổ chức: mã H41.37"),
		htmlcheck.HasText("Thay đổi được phép"), htmlcheck.HasText("Đúng bản đã gửi"), htmlcheck.HasText("giờ hệ thống ghi"),
		htmlcheck.HasText("có giá trị như bản gốc văn bản giấy"), htmlcheck.HasText("Vào sổ đến Ctrl S"), htmlcheck.HasText("mã H41.37"))
	d, err := s.Documents.Store.Load(t.Context(), id)
	must(t, err)
	at := "/den/" + string(id) + "/tep/" + string(d.Files[0].ID)
	links := htmlcheck.All(parse(t, page), "a")
	seen := ""
	for _, a := range links {
		if href, _ := htmlcheck.Attr(a, "href"); strings.Contains(href, "&ban=") {
			seen = href
		}
	}
	if seen == "" {
		t.Fatal("no link to what the signer saw")
	}
	_, _, earlier := g.get(seen)
	htmlcheck.Check(t, earlier, htmlcheck.HasText("Đang xem bản tại thời điểm"), htmlcheck.HasText("Về bản hiện tại"))
	number := seen[strings.LastIndex(seen, "=")+1:]
	for path, kind := range map[string]string{
		at + "/trang/1.png": "image/png", at + "/ban/" + number + "/trang/1.png": "image/png", at + "/phieu.pdf": "application/pdf", at: "application/pdf", at + "/ban/" + number: "application/pdf",
	} {
		_, answer, body := g.get(path)
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != kind || len(body) < 1000 {
			t.Errorf("%s: %d %s, %d bytes", path, answer.StatusCode, answer.Header.Get("Content-Type"), len(body))
		}
	}
	_, _, whole := g.get(at)
	_, _, prefix := g.get(at + "/ban/" + number)
	if whole != string(s.sealed(t)) || !strings.HasPrefix(whole, prefix) || len(prefix) >= len(whole) {
		t.Error("the earlier revision is no prefix of the file")
	}
}

func TestRefusalsAreInWords(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.arrive(t, "V/v rà soát chứng thư", s.sealed(t))
	at := "/den/" + string(id)
	clerk, leader, stranger := s.as(t, "vanthu.snv"), s.as(t, "giamdoc.snv"), s.as(t, "vanthu.skhcn")
	d, err := s.Documents.Store.Load(t.Context(), id)
	must(t, err)
	file := at + "/tep/" + string(d.Files[0].ID)
	for path, want := range map[string]string{
		"/den/khong-co": "Không có văn bản này", at + "/tep/x": "Không có tệp này.", file + "/trang/9.png": "Tệp không có trang này.",
		file + "/trang/x.png": "Tệp không có trang này.", file + "/ban/9": "Tệp không có bản này.", "/so-den/1": "Không có sổ của năm này.",
	} {
		_, answer, page := clerk.get(path)
		if answer.StatusCode != http.StatusNotFound || !strings.Contains(page, want) || path != "/so-den/1" && !strings.Contains(page, "Mở lại từ danh sách việc của bạn") {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
	}
	if _, answer, page := stranger.get(at); answer.StatusCode != http.StatusNotFound || strings.Contains(page, "rà soát") {
		t.Errorf("another agency reads it: %d", answer.StatusCode)
	}
	if _, status, page := clerk.post(at+"/tu-choi", url.Values{"code": {"other"}, "text": {" "}}); status != http.StatusUnprocessableEntity ||
		!strings.Contains(page, "Ghi nội dung gửi lại nơi gửi.") || !strings.Contains(page, `<option value="other" selected>`) {
		t.Errorf("refusal without text: %d", status)
	}
	if _, status, page := clerk.post(at+"/tu-choi", url.Values{"text": {"Sai nơi nhận"}}); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Chọn lý do.") || !strings.Contains(page, "Sai nơi nhận</textarea>") {
		t.Errorf("refusal without reason: %d", status)
	}
	if _, status, page := clerk.post(at+"/phan-cong", url.Values{}); status != http.StatusForbidden || !strings.Contains(page, "Bạn không được phân công") {
		t.Errorf("a clerk assigns: %d", status)
	}
	if _, status, page := leader.post(at+"/phan-cong", url.Values{"person": {string(s.actor(t, "chuyenvien.snv").Person)}}); status != http.StatusConflict || !strings.Contains(page, "chưa vào sổ") {
		t.Errorf("assigned before it was registered: %d", status)
	}
	said := url.Values{"code": {"wrong-recipient"}, "text": {"Gửi nhầm: việc này của Sở Tài chính."}}
	if _, status, page := clerk.post(at+"/tu-choi", said); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Đánh dấu ô này nếu chắc chắn") ||
		!strings.Contains(page, "Sở Tài chính.</textarea>") || !strings.Contains(page, `<option value="wrong-recipient" selected>`) {
		t.Errorf("refused without being sure: %d", status)
	}
	said.Set("sure", "yes")
	if s.state(t, id) != document.Valid {
		t.Errorf("the document is %s", s.state(t, id))
	}
	if got, _, page := clerk.post(at+"/tu-choi", said); got != at || !strings.Contains(page, "Gửi nhầm: việc này của Sở Tài chính.") {
		t.Errorf("refused, and came to %s", got)
	}
	if s.state(t, id) != document.Refused {
		t.Errorf("the document is %s", s.state(t, id))
	}
}

func TestValidDocumentIsNotRefusedForEvidence(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.arrive(t, "V/v rà soát chứng thư", s.sealed(t))
	at, clerk := "/den/"+string(id), s.as(t, "vanthu.snv")
	_, _, page := clerk.get(at)
	htmlcheck.Check(t, page, htmlcheck.Count("#code option", 4), htmlcheck.HasText("Lý do khác (ghi rõ)"), htmlcheck.HasText("Gửi sai nơi nhận"), htmlcheck.NoText("Chứng thư đã bị thu hồi"))
	for _, code := range []string{"expired", "revoked", "altered", "untrusted", "missing", "unreadable"} {
		if _, status, page := clerk.post(at+"/tu-choi", url.Values{"code": {code}, "text": {"Tệp bị sửa."}, "sure": {"yes"}}); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Kết quả kiểm tra không cho thấy lý do này") {
			t.Errorf("%s: %d", code, status)
		}
	}
	if s.state(t, id) != document.Valid {
		t.Fatalf("the document is %s", s.state(t, id))
	}
	if _, status, _ := clerk.post(at+"/kiem-tra-lai", nil); status != http.StatusConflict {
		t.Errorf("checked again after the judgement: %d", status)
	}
	if got, _, _ := clerk.post(at+"/tu-choi", url.Values{"code": {"other"}, "text": {"Văn bản trùng với văn bản đã nhận."}, "sure": {"yes"}}); got != at || s.state(t, id) != document.Refused {
		t.Errorf("refused for another reason: %s, %s", got, s.state(t, id))
	}
}

func TestEvidenceThatSpeaksAgainstItMayBeGiven(t *testing.T) {
	t.Parallel()
	s := open(t, "documents.invalid_document_policy", "notify_and_hold")
	id := s.arrive(t, "V/v báo cáo", altered(s.sealed(t)))
	at, clerk := "/den/"+string(id), s.as(t, "vanthu.snv")
	_, _, page := clerk.get(at)
	htmlcheck.Check(t, page, htmlcheck.Count("#code option", 5), htmlcheck.HasText("Văn bản không toàn vẹn"), htmlcheck.NoText("Chứng thư đã bị thu hồi"))
	clerk.post(at+"/tu-choi", url.Values{"code": {"altered"}, "text": {"Tệp bị sửa."}, "sure": {"yes"}})
	if s.state(t, id) != document.Refused {
		t.Errorf("the document is %s", s.state(t, id))
	}
}

func TestAlteredArrivalIsRefusedWithoutNumber(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.arrive(t, "V/v báo cáo", altered(s.sealed(t)))
	g := s.as(t, "vanthu.snv")
	_, _, page := g.get("/den/" + string(id))
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Văn bản không toàn vẹn"), htmlcheck.HasText("Lý do đã được báo lại cho Sở Khoa học và Công nghệ"),
		htmlcheck.HasText("Không còn nguyên vẹn"), htmlcheck.NoText("Vào sổ đến Ctrl S"), htmlcheck.NoText("có giá trị như bản gốc"))
	if _, status, page := g.post("/den/"+string(id)+"/vao-so", nil); status != http.StatusConflict || !strings.Contains(page, "Không làm được bước này") {
		t.Errorf("registered all the same: %d", status)
	}
}

func TestFileThatDidNotComeIsSaidSo(t *testing.T) {
	t.Parallel()
	s := open(t)
	to, err := s.Org.AgencyByCode(t.Context(), "H41.35", s.Now())
	must(t, err)
	id, err := s.Documents.Arrive(t.Context(), document.Arrival{
		Agency: to.ID, Province: "NA", Delivery: "missing", From: "H41.37", FromName: "Sở Khoa học và Công nghệ", SenderRef: "12/SKHCN-CĐS",
		Date: document.Day(s.Now()), Type: "CV", Subject: "V/v tệp thiếu", ReceivedAt: s.Now(),
		Files: []document.File{{Role: document.Main, Stage: document.Sealed, Name: "van-ban.pdf", SHA256: strings.Repeat("ab", 32), Size: 10, Pages: 1}},
	})
	must(t, err)
	must(t, s.Exchange.Intake(t.Context(), id))
	g := s.as(t, "vanthu.snv")
	_, answer, page := g.get("/den/" + string(id))
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", answer.StatusCode, page)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("tệp không đến"), htmlcheck.HasText("Thiếu hoặc sai bản đã gửi"), htmlcheck.HasText("Thiếu tệp hoặc thông tin bắt buộc"))
	d, err := s.Documents.Store.Load(t.Context(), id)
	must(t, err)
	if _, answer, page := g.get("/den/" + string(id) + "/tep/" + string(d.Files[0].ID)); answer.StatusCode != http.StatusNotFound || !strings.Contains(page, "tệp không đến") {
		t.Errorf("downloading it: %d", answer.StatusCode)
	}
}

func TestRegisterInTheColumnsOfTheForm(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.arrive(t, "=HYPERLINK(\"x\")", s.sealed(t))
	g := s.as(t, "vanthu.snv")
	g.post("/den/"+string(id)+"/vao-so", url.Values{"apart": {"Nơi gửi gửi lại"}})
	year := s.Now().Format("2006")
	_, _, page := g.get("/so-den/" + year)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.Count("thead th", 10), htmlcheck.Count("tbody tr", 2), htmlcheck.HasText("Sổ đăng ký văn bản đến "+year), htmlcheck.HasText("Từ số 1 đến số 2"))
	_, _, paper := g.get("/so-den/" + year + "?in=ca-nam")
	if first, second := strings.Index(paper, "<strong>1</strong>"), strings.Index(paper, "<strong>2</strong>"); first < 0 || first > second {
		t.Error("on paper the register does not begin with its first number")
	}
	_, answer, table := g.get("/so-den/" + year + "/csv")
	if answer.Header.Get("Content-Disposition") != "attachment; filename=so-van-ban-den-"+year+".csv" || !strings.HasPrefix(table, "\ufeffNgày đến,Số đến,Tác giả") {
		t.Errorf("%s %s", answer.Header.Get("Content-Disposition"), table)
	}
	if strings.Count(table, "\n") != 3 || !strings.Contains(table, "Đậu Thị Hoa") || strings.Contains(table, ",=HYPERLINK") {
		t.Error(table)
	}
	_, _, empty := g.get("/so-den/2001")
	htmlcheck.Check(t, empty, htmlcheck.HasText("Sổ chưa có dòng nào."))
	if _, answer, _ := s.as(t, "chuyenvien.snv").get("/so-den/" + year); answer.StatusCode != http.StatusForbidden {
		t.Errorf("an officer opens the register: %d", answer.StatusCode)
	}
}

func TestDeliveriesAndReceipt(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.deliveries(t)
	g := s.as(t, "vanthu.skhcn")
	_, _, page := g.get("/gui")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.Count("tbody tr", 2), htmlcheck.HasText("hết hạn ngày 20/11/2026"),
		htmlcheck.HasText("phát hành văn bản thay thế"), htmlcheck.HasText("Nơi nhận chưa kết nối"), htmlcheck.HasText("Gửi đi cần xử lý 2"), htmlcheck.Count(".chip.bad", 2), htmlcheck.HasText("Quá ngày phải gửi"))
	_, _, page = g.get("/van-ban/" + string(id) + "/gui")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.Count("tbody tr", 3), htmlcheck.HasText("Đã vào sổ đến"), htmlcheck.HasText("1 bị từ chối"))
	list, err := s.Exchange.Store.OfDocument(t.Context(), id)
	must(t, err)
	for _, d := range list {
		_, answer, body := g.get("/van-ban/" + string(id) + "/gui/" + string(d.ID) + "/bien-nhan.json")
		if d.State != exchange.Accepted {
			if answer.StatusCode != http.StatusNotFound {
				t.Errorf("a receipt of %s", d.Recipient.Code)
			}
			continue
		}
		var r exchange.Receipt
		must(t, json.Unmarshal([]byte(body), &r))
		if r.Arrival != 1 || r.TreeHead == "" || !bytes.Contains([]byte(body), []byte(r.SHA256)) {
			t.Errorf("%+v", r)
		}
	}
	if _, answer, _ := s.as(t, "vanthu.snv").get("/van-ban/" + string(id) + "/gui"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("the recipient reads the sender's list: %d", answer.StatusCode)
	}
}

func parse(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	must(t, err)
	return root
}

// noSessions is a store for a shell that answers nobody.
type noSessions struct{ web.SessionStore }

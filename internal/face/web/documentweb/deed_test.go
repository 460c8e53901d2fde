package documentweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/register"
	"antin/internal/testkit/htmlcheck"
)

func (s *site) document(t *testing.T, id document.ID) *document.Document {
	t.Helper()
	d, err := s.Documents.Store.Load(t.Context(), id)
	must(t, err)
	return d
}

// expect posts a deed and wants the status and the words.
func (g *guest) expect(path string, form url.Values, status int, words string) {
	g.t.Helper()
	_, got, page := g.post(path, form)
	if got != status {
		g.t.Errorf("%s: status %d, not %d", path, got, status)
	}
	htmlcheck.Check(g.t, page, htmlcheck.Sound(), htmlcheck.NoEnglish(), htmlcheck.HasText(words))
}

func TestDeedsOfTheReviewers(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.write(t)
	at := "/van-ban/" + string(id)
	officer, asked, unit := s.as(t, "chuyenvien.skhcn"), s.as(t, "chuyenvien2.skhcn"), s.as(t, "truongphong.skhcn")
	checker := s.as(t, "thethuc.skhcn")
	colleague, err := s.Actor(t.Context(), "chuyenvien2.skhcn")
	must(t, err)

	officer.expect(at+"/xin-y-kien", url.Values{"due": {"2099-01-01"}}, http.StatusUnprocessableEntity, "Chọn ít nhất một người.")
	officer.expect(at+"/xin-y-kien", url.Values{"due": {"2099-01-01"}, "people": {string(colleague.Person)}}, http.StatusOK, "Đã gửi xin ý kiến.")
	asked.expect(at+"/gop-y", url.Values{"text": {" "}}, http.StatusUnprocessableEntity, "Ghi ý kiến, hoặc “Thống nhất”.")
	asked.expect(at+"/gop-y", url.Values{"text": {"Bổ sung thời hạn báo cáo"}}, http.StatusOK, "Đã gửi ý kiến góp ý.")
	opinion := string(s.document(t, id).Opinions[0].ID)
	officer.expect(at+"/tra-loi-gop-y", url.Values{"opinion": {opinion}, "answer": {"giai-trinh"}}, http.StatusUnprocessableEntity, "Giải trình cần có nội dung.")
	officer.expect(at+"/tra-loi-gop-y", url.Values{"opinion": {opinion}, "answer": {"tiep-thu"}}, http.StatusOK, "Tiếp thu")
	officer.expect(at+"/ket-thuc-gop-y", nil, http.StatusOK, "Đã kết thúc xin ý kiến.")
	officer.expect(at+"/trinh", nil, http.StatusOK, "Đã trình lãnh đạo đơn vị.")
	officer.expect(at+"/trinh", nil, http.StatusConflict, "văn bản đang ở bước “Chờ lãnh đạo đơn vị”")

	unit.expect(at+"/tra-lai", url.Values{"comment": {""}}, http.StatusUnprocessableEntity, "Ghi lý do trả lại.")
	unit.expect(at+"/dong-y", url.Values{"hash": {"bản cũ"}, "comment": {"Đồng ý, gửi sớm"}}, http.StatusConflict, "Đồng ý, gửi sớm")
	unit.expect(at+"/dong-y", url.Values{"hash": {s.document(t, id).Binding()}}, http.StatusOK, "Đã đồng ý nội dung")
	checker.expect(at+"/the-thuc/khong-dat", nil, http.StatusUnprocessableEntity, "Chọn ít nhất một lỗi thể thức.")
	fault := url.Values{"faults": {s.faultCode(t)}, "comment": {"Sai lề trang"}}
	checker.expect(at+"/the-thuc/dat", fault, http.StatusUnprocessableEntity, "Bỏ đánh dấu lỗi")
	checker.expect(at+"/the-thuc/khong-dat", fault, http.StatusOK, "Đã trả lại người soạn kèm lỗi thể thức.")
	_, _, page := officer.get(at)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Kiểm tra thể thức: không đạt"), htmlcheck.HasText("Sai lề trang"), htmlcheck.HasText("hết hiệu lực"))
}

func (s *site) faultCode(t *testing.T) string {
	t.Helper()
	law, err := s.Documents.Profile("NA")
	must(t, err)
	return law.Documents.FormatFaults[0].Code
}

// toClerk brings a document to the clerk's desk through the services.
func (s *site) toClerk(t *testing.T) document.ID {
	t.Helper()
	ctx, id := t.Context(), s.write(t)
	officer, err := s.Actor(ctx, "chuyenvien.skhcn")
	must(t, err)
	must(t, s.Documents.Submit(ctx, officer, id))
	unit, err := s.Actor(ctx, "truongphong.skhcn")
	must(t, err)
	must(t, s.Documents.UnitApprove(ctx, unit, id, s.document(t, id).Binding(), ""))
	checker, err := s.Actor(ctx, "thethuc.skhcn")
	must(t, err)
	must(t, s.Documents.PassFormat(ctx, checker, id, s.document(t, id).Seen(), ""))
	signer, err := s.Actor(ctx, "phogiamdoc.skhcn")
	must(t, err)
	f, _ := s.document(t, id).AtStage(document.Prepared)
	must(t, s.Documents.Approve(ctx, signer, id, f.SHA256))
	key, err := s.Personal(ctx, "phogiamdoc.skhcn")
	must(t, err)
	must(t, s.Documents.Sign(ctx, signer, id, f.SHA256, key))
	return id
}

func TestClerkSealsOnceAndCancelsWithAReason(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.toClerk(t)
	at := "/van-ban/" + string(id)
	clerk := s.as(t, "vanthu.skhcn")
	key, err := s.AgencyKey(t.Context(), "vanthu.skhcn")
	must(t, err)
	form := url.Values{"certificate": {string(key.Certificate)}, "password": {key.Password}}
	clerk.expect(at+"/ky-co-quan", form, http.StatusConflict, "Bấm “Đạt” ở phần kiểm tra lại.")
	clerk.expect(at+"/kiem-tra-lai/sai-sot", nil, http.StatusUnprocessableEntity, "Chọn ít nhất một lỗi thể thức.")
	clerk.expect(at+"/kiem-tra-lai/dat", url.Values{"hash": {"bản cũ"}}, http.StatusConflict, "Nội dung đã thay đổi")
	clerk.expect(at+"/kiem-tra-lai/dat", url.Values{"hash": {s.document(t, id).Seen()}}, http.StatusOK, "Đã kiểm tra lại: đạt.")
	_, status, page := clerk.post(at+"/ky-co-quan", url.Values{"certificate": {string(key.Certificate)}, "password": {"sai"}})
	if status == http.StatusOK || strings.Contains(page, "value=\"sai\"") {
		t.Errorf("status %d with a wrong password; is it on the page?", status)
	}
	clerk.expect(at+"/ky-co-quan", form, http.StatusOK, "Đã cấp số và ký cơ quan.")
	clerk.expect(at+"/ky-co-quan", form, http.StatusConflict, "Chờ vào sổ và phát hành")
	clerk.expect(at+"/huy", url.Values{"reason": {""}}, http.StatusUnprocessableEntity, "Ghi lý do.")
	clerk.expect(at+"/huy", url.Values{"reason": {"=Soạn nhầm loại"}}, http.StatusOK, "Đã hủy số")
	clerk.expect(at+"/phat-hanh", nil, http.StatusConflict, "Đã hủy số")
	actor, err := s.Actor(t.Context(), "vanthu.skhcn")
	must(t, err)
	line := s.document(t, id)
	lines, err := s.Register.Find(t.Context(), actor, register.Query{Series: register.Series{Agency: line.Agency, Book: "VB-DI", Year: s.Now().Year()}})
	must(t, err)
	if len(lines) != 1 || lines[0].State != register.CancelledEntry || lines[0].Reason != "=Soạn nhầm loại" || lines[0].Number != 1 {
		t.Errorf("the register says %+v", lines)
	}
}

func TestFaultsOfTheClerkLeadBackToTheDrafter(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.toClerk(t)
	at := "/van-ban/" + string(id)
	clerk := s.as(t, "vanthu.skhcn")
	clerk.expect(at+"/kiem-tra-lai/sai-sot", url.Values{"hash": {s.document(t, id).Seen()}, "faults": {s.faultCode(t)}}, http.StatusOK, "Đã báo sai sót cho người soạn.")
	clerk.expect(at+"/tra-lai", url.Values{"comment": {"Sai nơi nhận"}}, http.StatusOK, "Đã trả lại người soạn.")
	if d := s.document(t, id); d.State != document.Drafting {
		t.Errorf("state %s", d.State)
	}
}

func TestSignerApprovesAndSignsInOnePost(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx, id := t.Context(), s.write(t)
	at := "/van-ban/" + string(id)
	officer, err := s.Actor(ctx, "chuyenvien.skhcn")
	must(t, err)
	must(t, s.Documents.Submit(ctx, officer, id))
	unit, err := s.Actor(ctx, "truongphong.skhcn")
	must(t, err)
	must(t, s.Documents.UnitApprove(ctx, unit, id, s.document(t, id).Binding(), ""))
	checker, err := s.Actor(ctx, "thethuc.skhcn")
	must(t, err)
	must(t, s.Documents.PassFormat(ctx, checker, id, s.document(t, id).Seen(), ""))
	f, _ := s.document(t, id).AtStage(document.Prepared)
	key, err := s.Personal(ctx, "phogiamdoc.skhcn")
	must(t, err)
	signer := s.as(t, "phogiamdoc.skhcn")
	form := url.Values{"hash": {f.SHA256}, "certificate": {string(key.Certificate)}, "password": {key.Password}}
	signer.expect(at+"/ky", url.Values{"hash": {"bản khác"}, "certificate": form["certificate"], "password": form["password"]}, http.StatusConflict, "Bản trình ký đã thay đổi")
	signer.expect(at+"/ky", url.Values{"hash": {f.SHA256}, "certificate": form["certificate"]}, http.StatusUnprocessableEntity, "Nhập mật khẩu khóa thực hành.")
	if d := s.document(t, id); d.State != document.AwaitingApproval {
		t.Errorf("approved without a password: %s", d.State)
	}
	signer.expect(at+"/ky", form, http.StatusOK, "Đã ký số.")
	signer.expect(at+"/ky", form, http.StatusConflict, "Chờ văn thư")
	if other := s.as(t, "giamdoc.skhcn"); other != nil {
		_, status, _ := other.post(at+"/ky", form)
		if status == http.StatusOK {
			t.Error("another leader signed")
		}
	}
}

func TestPlacesMoveWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.write(t)
	at := "/van-ban/" + string(id) + "/cho-dat"
	officer := s.as(t, "chuyenvien.skhcn")
	_, _, page := officer.post(at, url.Values{"field": {"number"}, "move": {"right 5"}})
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Chưa lưu."))
	if len(s.document(t, id).Places) != 0 {
		t.Error("a step alone was saved")
	}
	officer.expect(at, url.Values{"field": {"seal"}, "deed": {"save"}, "seal-x": {"300"}, "seal-y": {"700"}, "seal-page": {"1"}}, http.StatusUnprocessableEntity, "Dấu phải trùm khoảng 1/3 chữ ký về bên trái")
	officer.expect(at, url.Values{"field": {"number"}, "deed": {"save"}, "number-x": {"130"}, "number-y": {"720"}, "number-page": {"1"}}, http.StatusUnprocessableEntity, "đè lên chữ “/SKHCN-CĐS”")
	officer.expect(at, url.Values{"field": {"number"}, "deed": {"save"}, "number-x": {"130"}, "number-y": {"800"}, "number-page": {"1"}}, http.StatusOK, "Đã lưu chỗ đặt.")
	if p, ok := s.document(t, id).Place("number"); !ok || p.X0 != 130 || p.Found {
		t.Errorf("the number stands at %+v", p)
	}
	officer.expect(at, url.Values{"deed": {"reset"}}, http.StatusOK, "Đã đặt lại theo chữ trên trang.")
	if p, _ := s.document(t, id).Place("number"); p.X0 == 130 || !p.Found {
		t.Errorf("the number still stands at %+v", p)
	}
	officer.expect(at, url.Values{"deed": {"save"}, "field": {"number"}, "number-x": {"NaN"}, "number-y": {"1e300"}}, http.StatusOK, "Chỗ đặt không thay đổi.")
}

func TestDeliveriesAnswerThePoll(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx, id := t.Context(), s.toClerk(t)
	clerk, err := s.Actor(ctx, "vanthu.skhcn")
	must(t, err)
	must(t, s.Documents.Recheck(ctx, clerk, id, s.document(t, id).Seen(), nil, ""))
	key, err := s.AgencyKey(ctx, "vanthu.skhcn")
	must(t, err)
	must(t, s.Documents.Seal(ctx, clerk, id, key))
	must(t, s.Documents.Release(ctx, clerk, id))
	g := s.as(t, "vanthu.skhcn")
	_, _, page := g.get("/van-ban/" + string(id))
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.In("#deliveries[hx-get]", htmlcheck.HasText("Sở Nội vụ"), htmlcheck.HasText("Chờ gửi")),
		htmlcheck.HasText("có giá trị như bản gốc văn bản giấy (Điều 6 khoản 2 Quy chế của tỉnh Nghệ An)"))
	must(t, s.Settle(ctx))
	_, _, page = g.get("/van-ban/" + string(id) + "/gui-nhan")
	if strings.Contains(page, "hx-get") || strings.Contains(page, "<html") || !strings.Contains(page, "Đã nhận, chờ vào sổ") {
		t.Errorf("after the delivery: %s", page)
	}
	list, err := s.Exchange.Store.OfDocument(ctx, id)
	must(t, err)
	incoming, err := s.Documents.Store.ByDelivery(ctx, list[0].Recipient.Agency, string(list[0].ID))
	must(t, err)
	if at, _, _ := s.as(t, "vanthu.snv").get("/van-ban/" + string(incoming)); at != "/den/"+string(incoming) {
		t.Errorf("an incoming document is shown at %s", at)
	}
	if _, status, _ := s.as(t, "vanthu.snv").get("/van-ban/" + string(id)); status != http.StatusNotFound {
		t.Errorf("another agency reads the document: %d", status)
	}
}

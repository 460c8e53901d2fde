package browse

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(browser.Run(m))) }

// TestMainJobWithoutScript carries a letter with an attachment of its own from
// the draft to the receiver's completed task by forms alone.
func TestMainJobWithoutScript(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	officer := s.As(site.Officer)
	at := officer.Draft(site.Main(site.Letter(t)), site.Upload{Field: "attachments", Name: "danh-sach.pdf", Raw: site.List(t)})
	s.Through(at, "release")
	s.Jobs()

	clerk := s.As(site.OtherClerk)
	list := clerk.Get("/viec/den-cho-vao-so").See(site.Subject)
	page := list.Follow(site.Subject).See("Chữ ký", "Đúng bản đã gửi", "Còn nguyên vẹn")
	incoming := page.At
	page.FormTo("/vao-so").Press("Vào sổ đến").See("Đã vào sổ đến số 1.")
	s.Jobs()
	s.As(site.OtherLeader).Get(incoming).FormTo("/phan-cong").Pick("person", "Đậu Thị Hoa").Set("direction", "Chủ trì tham mưu.").Press("Phân công").See("Đã phân công.")
	s.As(site.OtherOfficer).Get("/viec/viec-duoc-giao").Follow(site.Subject).FormTo("/hoan-thanh").Set("result", "Đã báo cáo lãnh đạo.").Press("Ghi kết quả").See("Đã ghi kết quả xử lý.")

	officer.Get(at).See("Đã vào sổ đến")
	sender := s.As(site.Clerk)
	sender.Get(at+"/gui").See("Đã vào sổ đến", "Số đến")
	sealed := sender.Sealed(at)
	public := site.Guest(t, s.URL)
	check(public, "van-ban.pdf", sealed).Refused(200, "Văn bản hợp lệ", "Trần Thị Minh", "Sở Khoa học và Công nghệ")
	check(public, "sua.pdf", flipped(t, sealed)).Refused(200, "không hợp lệ")

	var out bytes.Buffer
	if found, err := s.Prove(t.Context(), &out); err != nil || found > 0 {
		t.Errorf("antin check: %d, %v\n%s", found, err, out.String())
	}
}

// check gives a file to the public page.
func check(p *site.Person, name string, raw []byte) *site.Page {
	return p.Get("/kiem-tra").Form("form[action=/kiem-tra]").Attach("file", name, raw).Press("Kiểm tra")
}

// flipped is the file with one byte of the first revision changed, in the text
// of a comment or a stream: somewhere in the middle of what both signatures cover.
func flipped(t *testing.T, raw []byte) []byte {
	t.Helper()
	out := bytes.Clone(raw)
	at := bytes.Index(out, []byte("endstream"))
	if at < 40 {
		t.Fatal("no stream to change")
	}
	out[at-20] ^= 1
	return out
}

// TestReturnVoidsApprovals: a return with a comment, a new version, and the
// approvals of the old one are void.
func TestReturnVoidsApprovals(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	officer := s.As(site.Officer)
	at := officer.Draft(site.Main(site.Letter(t)))
	s.Through(at, "format")
	deputy := s.As(site.Deputy)
	deputy.Get(at).FormTo("/tra-lai").Press("Trả lại").Refused(422, "lý do")
	deputy.Get(at).FormTo("/tra-lai").Set("comment", "Bổ sung thời hạn báo cáo.").Press("Trả lại").See("Đã trả lại người soạn.")
	page := officer.Get(at).See("Bổ sung thời hạn báo cáo.")
	if !page.HasFormTo("/trinh") {
		t.Fatalf("the drafter cannot submit again: %s", page.Text())
	}
	page.Follow("Sửa").FormTo("/sua").Attach("file", "du-thao-2.pdf", site.Plan(t)).Press("Lưu thay đổi").See("Đã lưu thay đổi.")
	officer.Get(at).FormTo("/trinh").Press("Trình").See("Đã trình")
	if s.As(site.Deputy).Get(at).HasFormTo("/duyet") {
		t.Error("the signer may approve what the unit leader has not seen")
	}
	text := s.As(site.UnitLeader).Get(at).Text()
	if !strings.Contains(text, "hết hiệu lực") {
		t.Errorf("the page does not say that the approval is void: %s", text)
	}
	s.Between(at, "submit", "sign").See("Đã ký số.")
}

// TestOldFormAfterChangeIsRefused: what the unit leader saw is not what stands
// there now.
func TestOldFormAfterChangeIsRefused(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	officer := s.As(site.Officer)
	at := officer.Draft(site.Main(site.Letter(t)))
	s.Through(at, "submit")
	leader := s.As(site.UnitLeader)
	old := leader.Get(at).FormTo("/dong-y").Request("Đồng ý")
	leader.Get(at).FormTo("/dong-y").Set("comment", "Sửa câu đầu.").Press("Trả lại").See("Đã trả lại")
	officer.Get(at).Follow("Sửa").FormTo("/sua").Attach("file", "moi.pdf", site.Plan(t)).Press("Lưu").See("Đã lưu")
	officer.Get(at).FormTo("/trinh").Press("Trình").See("Đã trình")
	leader.Send(old).Refused(409)
	leader.Get(at).FormTo("/dong-y").Press("Đồng ý").See("Đã đồng ý")
}

// TestRefusalReachesTheSender: bytes changed on the way are refused by the
// receiver's own verification, and the sender reads why.
func TestRefusalReachesTheSender(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	officer := s.As(site.Officer)
	at := officer.Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	spoil(t, s, s.As(site.Clerk).Sealed(at))
	s.Jobs()
	s.As(site.OtherClerk).Get("/viec/den-tu-choi").Follow(site.Subject).See("Đã từ chối", "Thiếu hoặc sai bản đã gửi")
	s.Jobs()
	clerk := s.As(site.Clerk)
	clerk.Get("/gui").See(site.Subject, "Bị từ chối", "Lỗi toàn vẹn")
	clerk.Get(at + "/gui").See("Kiểm tra chữ ký của bản đang lưu ở đây")
	officer.Get(at).See("Lý do:")
}

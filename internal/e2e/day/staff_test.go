package day

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/platform/sample"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(browser.Run(m))) }

// staff are the people of one agency who carry a letter, and what stands on it.
type staff struct {
	code, agency, superior, symbol      string
	officer, head, checker, clerk       string
	signer, signerName, over, signTitle string
	leader                              string // directs what comes in
}

var department = staff{
	code: site.Sender, agency: "Sở Khoa học và Công nghệ", superior: "UBND tỉnh Nghệ An", symbol: "SKHCN-CĐS",
	officer: site.Officer, head: site.UnitLeader, checker: site.Checker, clerk: site.Clerk,
	signer: site.Deputy, signerName: "Trần Thị Minh", over: "Giám đốc", signTitle: "Phó Giám đốc", leader: site.Director,
}

var commune = staff{
	code: "H41.412", agency: "Ủy ban nhân dân xã Kim Liên", symbol: "UBND-VP",
	officer: "congchuc.kimlien", head: "chanhvanphong.kimlien", checker: "congchuc.kimlien", clerk: "vanthu.kimlien",
	signer: "phochutich.kimlien", signerName: "Hoàng Thị Thơ", over: "Chủ tịch", signTitle: "Phó Chủ tịch", leader: "chutich.kimlien",
}

// province is the day's tree: one server, two agencies at work on it.
type province struct {
	*site.Site
	t *testing.T
}

// letter draws a letter of the agency.
func (p *province) letter(of staff, subject string) []byte {
	p.t.Helper()
	doc := sample.Drafts()[0]
	now := time.Now().In(time.FixedZone("+07:00", 7*3600))
	doc.Month, doc.Year, doc.Subject = int(now.Month()), now.Year(), subject
	doc.Agency, doc.Superior, doc.Symbol = of.agency, of.superior, of.symbol
	doc.Capacity, doc.SignerSuperiorTitle, doc.SignerTitle, doc.SignerName = "KT.", of.over, of.signTitle, of.signerName
	return site.Draw(p.t, doc)
}

// subject is the n-th matter the agency writes about today.
func subject(of staff, n int) string {
	return fmt.Sprintf("báo cáo việc thứ %d trong ngày của %s", n, of.agency)
}

// draft writes the letter by plain forms and gives its address.
func (p *province) draft(of, to staff, about string) string {
	p.t.Helper()
	officer := p.As(of.officer)
	f := officer.Get("/van-ban/moi").Form("form[action=/van-ban/moi]").Set("secrecy", "normal").Press("Tiếp tục").Form("form[action=/van-ban/moi]")
	f.Set("type", "CV").Set("subject", "V/v "+about).Set("field", "Chuyển đổi số").Pick("signer", of.signerName).Set("capacity", "KT.").Set("recipients", to.code)
	page := f.Attach("file", "du-thao.pdf", p.letter(of, about)).Press("Lưu dự thảo").See("Đã lưu dự thảo.")
	at, _, _ := strings.Cut(page.At, "?")
	return at
}

// carry does the steps after one up to and with another, by plain forms.
func (p *province) carry(of staff, at, after, last string) {
	p.t.Helper()
	who := map[string]string{"submit": of.officer, "consent": of.head, "format": of.checker, "sign": of.signer}
	on := after == ""
	for _, step := range site.Steps() {
		if on {
			account := who[step.Name]
			if account == "" {
				account = of.clerk
			}
			step.Do(p.t, p.As(account), at, p.KeyPassword(account))
			if step.Name == last {
				return
			}
		}
		on = on || step.Name == after
	}
	p.t.Fatalf("no step %s after %q", last, after)
}

// stored is a file of the test's own, to be chosen in a form.
func stored(t *testing.T, name string, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	site.Must(t, os.WriteFile(path, raw, 0o600))
	return path
}

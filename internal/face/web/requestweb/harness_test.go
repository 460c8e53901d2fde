package requestweb_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(m.Run())) }

// The people of the journeys: Sở Nội vụ asks, Sở Khoa học và Công nghệ is the
// department.
const (
	preparer = "cntt.snv"
	holder   = "phogiamdoc.snv"
	head     = "giamdoc.snv"
	clerk    = "vanthu.snv"
	manager  = "thuebao.skhcn"
	deskHead = "giamdoc.skhcn"
	stranger = "congchuc.kimlien"
)

// province is a served one, whose commune stands for Cục, with an officer in charge of subscribers at Sở Nội vụ.
type province struct {
	*site.Site
	t *testing.T
}

func open(t *testing.T, code string) *province {
	t.Helper()
	p := &province{site.OpenIn(t, code, site.Value{Key: "exchange.ca_contact.code", Value: "H41.412"}, site.Value{Key: "exchange.department_contact.code", Value: "H41.37"}), t}
	_, err := p.Hire(t.Context(), "chuyenvien.snv", preparer, org.ITOfficer, org.Officer)
	site.Must(t, err)
	return p
}

// certificate is the person's own in force.
func (p *province) certificate(account string) signing.Certificate {
	p.t.Helper()
	by, err := p.Actor(p.t.Context(), account)
	site.Must(p.t, err)
	list, err := p.Signing.OfPerson(p.t.Context(), by.Person)
	site.Must(p.t, err)
	if len(list) == 0 {
		p.t.Fatalf("%s has no certificate", account)
	}
	return list[len(list)-1]
}

// fill types into every field of the form of the law and its checklist that is
// still empty.
func (p *province) fill(f *site.Form, page *site.Page) *site.Form {
	for _, name := range names(page) {
		if name == "m-email" || name == "m-receiver_email" {
			f.Set(name, "thuebao@"+map[string]string{"LD": "lamdong", "NA": "nghean", "HT": "hatinh"}[p.App.Config.Province]+".gov.vn")
			continue
		}
		if f.Value(name) != "" {
			continue
		}
		switch {
		case strings.HasPrefix(name, "dk-"):
			f.Set(name, "Quyết định số 12/QĐ-SNV ngày 02/3/2026")
		case strings.Contains(name, "birth"):
			f.Set(name, "12/03/1980")
		case strings.HasPrefix(name, "m-"):
			f.Set(name, "034080001234")
		}
	}
	return f
}

var named = regexp.MustCompile(` name="((?:m|dk)-[^"]+)"`)

func names(page *site.Page) []string {
	var out []string
	for _, m := range named.FindAllStringSubmatch(string(page.Body), -1) {
		out = append(out, m[1])
	}
	return out
}

// request reads the request behind an address.
func (p *province) request(at string) request.View {
	p.t.Helper()
	by, err := p.Actor(p.t.Context(), manager)
	site.Must(p.t, err)
	id := strings.TrimPrefix(at, "/yeu-cau/")
	id, _, _ = strings.Cut(id, "/")
	id, _, _ = strings.Cut(id, "?")
	v, err := p.Requests.Get(p.t.Context(), by, request.ID(id))
	site.Must(p.t, err)
	return v
}

// letter takes the letter of a request through the office until it is released,
// and what hangs on it is done.
func (p *province) letter(document string, steps ...step) {
	p.t.Helper()
	for _, s := range steps {
		if s.account == "" { // a post without anybody
			continue
		}
		page := p.As(s.account).Get(document)
		s.do(page, p.KeyPassword(s.account))
		p.Jobs()
	}
}

// step is one deed on a document's page.
type step struct {
	account string
	do      func(page *site.Page, key string)
}

func press(end, button, seen string) func(*site.Page, string) {
	return func(page *site.Page, key string) {
		f := page.FormTo(end)
		if strings.Contains(end, "ky") && key != "" {
			f.Set("password", key)
		}
		f.Press(button).See(seen)
	}
}

// office are the deeds from the submitted letter to its release, at an agency
// whose short name ends the accounts.
func office(unit, format, signer, clerk string) []step {
	return []step{
		{unit, press("/dong-y", "Đồng ý", "Đã đồng ý nội dung")},
		{format, press("/the-thuc/dat", "Đạt", "thể thức đạt")},
		{signer, func(page *site.Page, key string) {
			page.Follow("Duyệt và ký").FormTo("/ky").Set("password", key).Press("ký số").See("Đã ký số.")
		}},
		{clerk, press("/kiem-tra-lai/dat", "Đạt", "đạt")},
		{clerk, press("/ky-co-quan", "Cấp số", "Đã cấp số và ký cơ quan.")},
		{clerk, press("/phat-hanh", "Vào sổ", "Đã vào sổ và phát hành.")},
	}
}

func asking() []step { return office("chanhvanphong.snv", "thethuc.snv", head, clerk) }

// confirmed is a renewal that its holder has confirmed.
func (p *province) confirmed() string {
	p.t.Helper()
	at := p.renewal()
	p.As(holder).Get(at+"/xac-nhan").Form("form[action="+at+"/xac-nhan]").Set("dung", "co").Press("Xác nhận").See("Đã xác nhận.")
	return at
}

// sent is a renewal whose letter was signed and released.
func (p *province) sent() string {
	p.t.Helper()
	at := p.confirmed()
	page := p.As(preparer).Get(at).FormTo("/trinh").Press("Trình").See("Đã lập văn bản đề nghị và trình ký.")
	p.letter(page.Link("Chưa có số"), asking()...)
	return at
}

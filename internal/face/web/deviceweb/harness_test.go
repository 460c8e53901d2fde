package deviceweb_test

import (
	"bytes"
	"net/url"
	"os"
	"strings"
	"testing"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(browser.Run(m))) }

// The people: Sở Khoa học và Công nghệ manages subscribers, Sở Nội vụ has devices.
const (
	manager  = "thuebao.skhcn"
	preparer = "cntt.snv"
	head     = "giamdoc.snv"
	holder   = "phogiamdoc.snv"
	clerk    = "vanthu.snv"
	stranger = "vanthu.kimlien"
)

type office struct {
	*site.Site
	t *testing.T
}

func open(t *testing.T, province string, values ...site.Value) *office {
	t.Helper()
	o := &office{site.OpenIn(t, province, values...), t}
	_, err := o.Hire(t.Context(), "chuyenvien.snv", preparer, org.ITOfficer, org.Officer)
	site.Must(t, err)
	return o
}

func (o *office) actor(account string) org.Actor {
	o.t.Helper()
	by, err := o.Actor(o.t.Context(), account)
	site.Must(o.t, err)
	return by
}

// certificate is the person's own, or the agency's.
func (o *office) certificate(account string, class signing.Class) signing.Certificate {
	o.t.Helper()
	by := o.actor(account)
	list, err := o.Signing.OfPerson(o.t.Context(), by.Person)
	if class == signing.ClassAgency {
		list, err = o.Signing.OfAgency(o.t.Context(), by.Agency)
	}
	site.Must(o.t, err)
	return list[0]
}

var pdf = []byte("%PDF-1.7 quyết định")

// personal enters the holder's device through the pages.
func (o *office) personal(p *site.Person, serial string) string {
	o.t.Helper()
	by := o.actor(holder)
	form := p.Get("/thiet-bi/moi?cho=person&co-quan=" + string(by.Agency)).Form("form.card-q")
	form.Set("serial", serial).Set("holder", string(by.Person)).Set("chung-thu", string(o.certificate(holder, signing.ClassPerson).ID))
	return path(form.Press("Ghi vào sổ").See("Đã ghi thiết bị vào sổ.", "Chờ nhận"))
}

// seal enters the device of the agency's seal.
func (o *office) seal(p *site.Person, serial string) string {
	o.t.Helper()
	form := p.Get("/thiet-bi/moi?cho=agency&co-quan=" + string(o.actor(clerk).Agency)).Form("form.card-q")
	form.Set("serial", serial).Set("place", "Tủ sắt phòng văn thư").Set("chung-thu", string(o.certificate(clerk, signing.ClassAgency).ID))
	return path(form.Press("Ghi vào sổ").See("Đã ghi thiết bị vào sổ."))
}

func path(page *site.Page) string { at, _, _ := strings.Cut(page.At, "?"); return at }

// given hands a device over for good, from the manager to the account.
func (o *office) given(at, to, serial string) string {
	o.t.Helper()
	m := o.As(manager)
	form := m.Get(at).Follow("Lập biên bản bàn giao").Form("form.card-q").Set("receiver", string(o.actor(to).Person)).Set("place", "Trụ sở Sở Nội vụ")
	if strings.Contains(string(m.Get(at).Follow("Lập biên bản bàn giao").Body), "paper-number") {
		form.Set("paper-number", "12/QĐ-SNV").Set("paper-date", "2026-01-05").Set("paper-signer", "Trương Công Danh").Attach("paper-file", "qd.pdf", pdf)
	}
	page := form.Press("Lập biên bản").See("Đã lập biên bản")
	minutes := path(page)
	m.Get(minutes).FormTo("/giao").Press("Xác nhận đã giao").See("Đã xác nhận giao thiết bị.")
	o.As(to).Get(minutes).FormTo("/nhan").Set("serial", serial).Set("duties", version(o, to)).Press("Xác nhận đã nhận").See("Đã xác nhận nhận thiết bị.")
	return minutes
}

func version(o *office, account string) string {
	v, _, err := o.Device.Duties(o.t.Context(), o.actor(account))
	site.Must(o.t, err)
	return v
}

// words of a PDF.
func (o *office) words(raw []byte) string {
	o.t.Helper()
	path, done, err := o.Renderer.Stash(bytes.NewReader(raw), 1<<24)
	site.Must(o.t, err)
	defer done()
	pages, err := o.Renderer.Words(o.t.Context(), path)
	site.Must(o.t, err)
	var all []string
	for _, p := range pages {
		for _, w := range p.Words {
			all = append(all, w.Text)
		}
	}
	return strings.Join(all, " ")
}

// print gets the minutes on paper.
func (o *office) print(p *site.Person, minutes string) string {
	o.t.Helper()
	page := p.Post(minutes+"/bien-ban", url.Values{})
	if page.Status != 200 || page.Header.Get("Content-Type") != "application/pdf" {
		o.t.Fatalf("minutes: %d %s", page.Status, page.Text())
	}
	return o.words(page.Body)
}

// usable says whether the certificate signs now.
func (o *office) usable(c signing.Certificate) error {
	holds, err := o.Signing.Holds(o.t.Context(), c.ID, o.Now())
	site.Must(o.t, err)
	if len(holds) > 0 {
		return errHeld{holds[0].Message}
	}
	return nil
}

type errHeld struct{ message string }

func (e errHeld) Error() string { return e.message }

// formOf is the first form that is sent to an address with this beginning.
func formOf(page *site.Page, begin string) *site.Form {
	_, rest, _ := strings.Cut(string(page.Body), `action="`+begin)
	end, _, _ := strings.Cut(rest, `"`)
	return page.FormTo(begin + end)
}

package ticket

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/testkit/site"
	wire "antin/ticket"
)

// signPage presses the button for the device and gives the page that hands the
// ticket over.
func signPage(t testing.TB, p *site.Person, at string) *site.Page {
	t.Helper()
	page := p.Get(at).Follow("Duyệt và ký").FormTo("/ky/thiet-bi").Press("bằng thiết bị")
	if !strings.HasSuffix(page.At, "/mo") {
		t.Fatalf("no ticket: %s %s", page.At, page.Text())
	}
	return page
}

// TestDeputySignsAndClerkSealsWithTheirDevices goes the whole way by pages
// without script and the wire of the agent.
func TestDeputySignsAndClerkSealsWithTheirDevices(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader, seal := deputy(t, w.Site), clerk(t, w.Site)
	at := w.waiting("format")
	p := w.As(site.Deputy)
	page := signPage(t, p, at).See("Mở Máy ký số", "Cắm thiết bị")
	if page.Header.Get("Content-Security-Policy") == "" || !strings.Contains(page.Header.Get("Content-Security-Policy"), "form-action 'self' http://127.0.0.1:9797;") {
		t.Errorf("policy %q", page.Header.Get("Content-Security-Policy"))
	}
	if action := page.Form("form[data-agent]"); action.Value("server") != w.URL {
		t.Errorf("the agent is told the server %q", action.Value("server"))
	}
	secret := secretOf(page)
	got := leader.fetch(secret)
	if got.Person != "Trần Thị Minh" || !got.Practice || !strings.HasPrefix(got.Return, w.URL+"/ky-thiet-bi/") || len(got.Items) != 1 || got.Items[0].Purpose != wire.ForPerson {
		t.Fatalf("ticket %+v", got)
	}
	before := w.load(at)
	prepared, _ := before.AtStage(document.Prepared)
	if got.Items[0].Version != prepared.SHA256 {
		t.Errorf("item of %s, prepared %s", got.Items[0].Version, prepared.SHA256)
	}
	if out := leader.all(secret); len(out) != 1 || !out[0].Done {
		t.Fatalf("outcome %+v", out)
	}
	result := p.Get(strings.TrimPrefix(got.Return, w.URL)).See("Đã ký xong", "Đã ký")
	if result.HasFormTo("/ky-nhieu") {
		t.Error("what is signed is offered to be signed again")
	}
	w.Between(at, "sign", "recheck")
	c := w.As(site.Clerk)
	page = c.Get(at).FormTo("/ky-co-quan/thiet-bi").Press("bằng thiết bị")
	if d := w.load(at); d.Number != 0 {
		t.Errorf("number %d was taken before the agent asked", d.Number)
	}
	secret = secretOf(page)
	if out := seal.all(secret); len(out) != 1 || !out[0].Done || !strings.Contains(out[0].Message, "01/SKHCN") {
		t.Fatalf("outcome %+v", out)
	}
	w.Between(at, "seal", "release")
	d := w.load(at)
	raw := c.Sealed(at)
	signed, _ := d.AtStage(document.Signed)
	blob, err := w.Fixture.Blobs.Open(t.Context(), signed.SHA256)
	site.Must(t, err)
	defer blob.Close()
	base := make([]byte, blob.Size())
	if _, err := blob.ReadAt(base, 0); err != nil || !bytes.HasPrefix(raw, base) {
		t.Errorf("the sealed file does not begin with the signed one: %v", err)
	}
	report, err := w.Documents.Verify(t.Context(), blob, time.Time{})
	site.Must(t, err)
	if report.Indication != "TOTAL-PASSED" || len(report.Signatures) != 1 || report.Signatures[0].Level != "B-T" {
		t.Errorf("%s %+v", report.Indication, report.Signatures)
	}
	if lines, err := w.CheckRows(t.Context()); err != nil || len(lines) > 0 {
		t.Error(lines, err)
	}
}

// TestSecondCompletionReturnsTheFirstFile: the same answer again, and a fetch
// after the end.
func TestSecondCompletionReturnsTheFirstFile(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader := deputy(t, w.Site)
	at := w.waiting("format")
	secret := secretOf(signPage(t, w.As(site.Deputy), at))
	item := leader.fetch(secret).Items[0]
	value := leader.sign(item)
	leader.take(secret, value)
	first, _ := w.load(at).AtStage(document.Signed)
	w.Wait(time.Minute)
	if out := leader.take(secret, leader.sign(item)); !out[0].Done {
		t.Errorf("outcome %+v", out)
	}
	if again, _ := w.load(at).AtStage(document.Signed); again != first {
		t.Errorf("signed file %+v, first %+v", again, first)
	}
	status, raw := leader.call(http.MethodGet, secret, nil)
	problem(t, status, raw, http.StatusConflict, "ticket.over")
}

func TestStrangeTicketsOpenNothing(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader := deputy(t, w.Site)
	at := w.waiting("format")
	page := signPage(t, w.As(site.Deputy), at)
	secret := secretOf(page)
	status, raw := leader.call(http.MethodGet, strings.Repeat("A", 43), nil)
	problem(t, status, raw, http.StatusNotFound, "ticket.unknown")
	status, raw = leader.call(http.MethodGet, "short", nil)
	problem(t, status, raw, http.StatusNotFound, "ticket.unknown")
	status, raw = leader.call(http.MethodPost, secret, []byte("{}"))
	problem(t, status, raw, http.StatusUnprocessableEntity, "ticket.malformed")
	status, raw = leader.send(secret, wire.Result{Item: "1-0", Value: []byte{1}, Chain: [][]byte{leader.row.DER}})
	problem(t, status, raw, http.StatusConflict, "ticket.not-fetched")
	leader.fetch(secret)
	status, raw = leader.send(secret, wire.Result{Item: "2-0", Value: []byte{1}, Chain: [][]byte{leader.row.DER}})
	problem(t, status, raw, http.StatusUnprocessableEntity, "ticket.item")
	if page := w.As(site.Director).Get(strings.TrimSuffix(page.At, "/mo")); page.Status != http.StatusNotFound {
		t.Errorf("somebody else sees the ticket: %d", page.Status)
	}
	w.As(site.Deputy).Get(page.At) // handed over again: the secret before it is dead
	status, raw = leader.call(http.MethodGet, secret, nil)
	problem(t, status, raw, http.StatusNotFound, "ticket.unknown")
	for range 70 {
		status, raw = leader.call(http.MethodGet, strings.Repeat("B", 43), nil)
	}
	problem(t, status, raw, http.StatusTooManyRequests, "ticket.too-many")
	// Who guesses behind the proxy of an office does not stop the others there.
	if again := secretOf(w.As(site.Deputy).Get(page.At)); len(leader.fetch(again).Items) != 1 {
		t.Error("a ticket that is there was not given")
	}
}

func TestTicketExpires(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader := deputy(t, w.Site)
	at := w.waiting("format")
	p := w.As(site.Deputy)
	page := signPage(t, p, at)
	secret := secretOf(page)
	item := leader.fetch(secret).Items[0]
	w.Wait(5*time.Minute + time.Second)
	status, raw := leader.send(secret, leader.sign(item))
	problem(t, status, raw, http.StatusConflict, "ticket.expired")
	status, raw = leader.call(http.MethodGet, secret, nil)
	problem(t, status, raw, http.StatusConflict, "ticket.expired")
	if d := w.load(at); d.State != document.AwaitingSignature {
		t.Errorf("the document is %s", d.State)
	}
	over := p.Get(strings.TrimSuffix(page.At, "/mo")).See("Lượt ký đã hết hạn")
	next := over.FormTo("/ky-nhieu").Press("Ký lại")
	again := next.FormTo("/ky-nhieu/mo").Press("bằng thiết bị")
	if out := leader.all(secretOf(again)); !out[0].Done {
		t.Errorf("outcome %+v", out)
	}
	n, err := w.Documents.ExpireTickets(t.Context())
	if err != nil || n != 1 {
		t.Errorf("swept %d, %v", n, err)
	}
}

// TestChangeInBetweenVoidsTheTicket: the document goes back while the desk signs.
func TestChangeInBetweenVoidsTheTicket(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader := deputy(t, w.Site)
	at := w.waiting("format")
	p := w.As(site.Deputy)
	page := signPage(t, p, at)
	secret := secretOf(page)
	item := leader.fetch(secret).Items[0]
	p.Get(at).FormTo("/tra-lai").Set("comment", "Sửa lại nơi nhận.").Press("Trả lại").See("Đã trả")
	out := leader.take(secret, leader.sign(item))
	if out[0].Done || !strings.Contains(out[0].Message, "đã thay đổi") {
		t.Errorf("outcome %+v", out)
	}
	if d := w.load(at); d.State != document.Drafting {
		t.Errorf("the document is %s", d.State)
	}
	p.Get(strings.TrimSuffix(page.At, "/mo")).See("Chưa ký được", "Văn bản đã thay đổi sau khi chuẩn bị ký")
}

func TestWrongValuesAreRefused(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader := deputy(t, w.Site)
	other := &desk{t, w.URL, leader.row, ecKey(t)}
	begin := func() (string, string, wire.Item) {
		at := w.waiting("format")
		secret := secretOf(signPage(t, w.As(site.Deputy), at))
		return at, secret, leader.fetch(secret).Items[0]
	}
	at, secret, item := begin()
	at2, _, item2 := begin()
	foreign := leader.sign(item2)
	foreign.Item = item.ID
	for name, result := range map[string]func(i wire.Item) wire.Result{
		"another key":   func(i wire.Item) wire.Result { return other.sign(i) },
		"another item":  func(wire.Item) wire.Result { return foreign },
		"another chain": func(i wire.Item) wire.Result { r := leader.sign(i); r.Chain = [][]byte{{0x30, 0}}; return r },
		"flipped bit":   func(i wire.Item) wire.Result { r := leader.sign(i); r.Value[len(r.Value)-1] ^= 1; return r },
	} {
		out := leader.take(secret, result(item))
		if out[0].Done || out[0].Message == "" {
			t.Errorf("%s: %+v", name, out)
		}
		if d := w.load(at); d.State != document.AwaitingSignature {
			t.Errorf("%s: the document is %s", name, d.State)
		}
		page := w.As(site.Deputy).Get(at).Follow("Ký số").FormTo("/ky/thiet-bi").Press("bằng thiết bị")
		secret = secretOf(page)
		item = leader.fetch(secret).Items[0]
	}
	if out := leader.take(secret, leader.sign(item)); !out[0].Done {
		t.Errorf("the right value: %+v", out)
	}
	if d := w.load(at2); d.State != document.AwaitingSignature {
		t.Errorf("the other document is %s", d.State)
	}
}

package ticket

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"io"
	"net/http"
	"os"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
	wire "antin/ticket"
)

func TestMain(m *testing.M) { os.Exit(site.Done(browser.Run(m))) }

// desk holds a key as a token does, and speaks to the server as the agent does.
type desk struct {
	t    testing.TB
	base string
	row  signing.Certificate
	key  crypto.Signer
}

func ecKey(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	site.Must(t, err)
	return key
}

func rsaKey(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	site.Must(t, err)
	return key
}

// deputy is the desk of the signer of the letter.
func deputy(t testing.TB, s *site.Site) *desk {
	t.Helper()
	key := ecKey(t)
	row, err := s.Equip(t.Context(), site.Deputy, "Phó Giám đốc", key)
	site.Must(t, err)
	return &desk{t, s.URL, row, key}
}

// clerk is the desk with the seal.
func clerk(t testing.TB, s *site.Site) *desk {
	t.Helper()
	key := rsaKey(t)
	row, err := s.EquipSeal(t.Context(), site.Clerk, key)
	site.Must(t, err)
	return &desk{t, s.URL, row, key}
}

// call sends one message and reads what comes.
func (d *desk) call(method, secret string, body []byte) (int, []byte) {
	d.t.Helper()
	r, err := http.NewRequestWithContext(d.t.Context(), method, d.base+"/agent/v1/tickets/"+secret, bytes.NewReader(body))
	site.Must(d.t, err)
	answer, err := http.DefaultClient.Do(r)
	site.Must(d.t, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	site.Must(d.t, err)
	return answer.StatusCode, raw
}

func (d *desk) fetch(secret string) wire.Ticket {
	d.t.Helper()
	status, raw := d.call(http.MethodGet, secret, nil)
	if status != http.StatusOK {
		d.t.Fatalf("fetching answered %d: %s", status, raw)
	}
	got, err := wire.ParseTicket(raw)
	site.Must(d.t, err)
	return got
}

// sign makes the value of one item.
func (d *desk) sign(i wire.Item) wire.Result {
	d.t.Helper()
	if len(i.Certificates) != 1 || i.Certificates[0] != d.row.SHA256 {
		d.t.Fatalf("item %s is for %v", i.ID, i.Certificates)
	}
	h := crypto.SHA256.New()
	h.Write(i.Attributes)
	value, err := d.key.Sign(rand.Reader, h.Sum(nil), crypto.SHA256)
	site.Must(d.t, err)
	return wire.Result{Item: i.ID, Value: value, Chain: [][]byte{d.row.DER}}
}

func (d *desk) send(secret string, results ...wire.Result) (int, []byte) {
	d.t.Helper()
	raw, err := wire.Bytes(wire.Answer{Version: 1, Agent: "thử", Results: results})
	site.Must(d.t, err)
	return d.call(http.MethodPost, secret, raw)
}

// take is send that must be taken.
func (d *desk) take(secret string, results ...wire.Result) []wire.Outcome {
	d.t.Helper()
	status, raw := d.send(secret, results...)
	if status != http.StatusOK {
		d.t.Fatalf("answering was answered %d: %s", status, raw)
	}
	got, err := wire.ParseReceipt(raw)
	site.Must(d.t, err)
	return got.Outcomes
}

// all signs whatever a ticket holds, in parts as the agent does.
func (d *desk) all(secret string) []wire.Outcome {
	d.t.Helper()
	items := d.fetch(secret).Items
	var out []wire.Outcome
	for len(items) > 0 {
		n := min(len(items), wire.MaxPart)
		var results []wire.Result
		for _, i := range items[:n] {
			results = append(results, d.sign(i))
		}
		out, items = append(out, d.take(secret, results...)...), items[n:]
	}
	return out
}

// problem wants a refusal of the server with this code.
func problem(t testing.TB, status int, raw []byte, wantStatus int, code string) {
	t.Helper()
	p, err := wire.ParseProblem(raw)
	if err != nil || status != wantStatus || p.Code != code {
		t.Errorf("answered %d %+v (%v), want %d %s: %s", status, p, err, wantStatus, code, raw)
	}
}

// secretOf is what the page hands to the agent.
func secretOf(p *site.Page) string {
	return p.Form("form[data-agent]").Value("ticket")
}

// world is a served province with what the services need.
type world struct {
	*site.Site
	t *testing.T
}

func open(t *testing.T) world { return world{site.Open(t), t} }

// waiting carries a letter until the deputy must sign, or the clerk must seal.
func (w world) waiting(last string) string {
	w.t.Helper()
	at := w.As(site.Officer).Draft(site.Main(site.Letter(w.t)))
	w.Through(at, last)
	return at
}

func (w world) actor(account string) org.Actor {
	w.t.Helper()
	by, err := w.Actor(w.t.Context(), account)
	site.Must(w.t, err)
	return by
}

func (w world) load(at string) *document.Document {
	w.t.Helper()
	d, err := w.Documents.Store.Load(w.t.Context(), document.ID(at[len("/van-ban/"):]))
	site.Must(w.t, err)
	return d
}

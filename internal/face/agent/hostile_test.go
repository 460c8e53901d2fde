//go:build cgo

package agent_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"antin/internal/face/agent"
	"antin/internal/testkit/testpki"
	"antin/ticket"
)

// named makes the office call itself otherwise from the second question on.
func (o *office) named(first, then ticket.About) {
	inner, asked := o.Config.Handler, 0
	o.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/agent/v1/about" || r.Method != http.MethodGet {
			inner.ServeHTTP(w, r)
			return
		}
		o.mu.Lock()
		defer o.mu.Unlock()
		said := then
		if asked++; asked == 1 {
			said = first
		}
		said.Version, said.Program, said.Now = 1, "1", testpki.Now()
		_ = json.NewEncoder(w).Encode(said)
	})
}

var fieldOf = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)">`)

// agree posts the form of a page as a browser does.
func (s *seat) agree(page, action string) *http.Response {
	s.t.Helper()
	form := url.Values{}
	for _, m := range fieldOf.FindAllStringSubmatch(page, -1) {
		form.Add(m[1], m[2])
	}
	return s.post(action, form, s.url)
}

// A server that names harmless pages while the person looks, and others when the
// person has agreed, is not paired.
func TestPairedIsWhatWasShown(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	o.named(ticket.About{Name: "Văn phòng thử", Origins: []string{o.URL}}, ticket.About{Name: "Văn phòng thử", Origins: []string{o.URL, "https://la.example"}})
	page := s.get("/pair?server=" + url.QueryEscape(o.URL))
	if r := s.agree(page, "/pair/confirm"); r.StatusCode != http.StatusConflict {
		t.Errorf("a page that nobody saw was paired: %d", r.StatusCode)
	}
	if n := len(s.store.Get().Servers); n != 0 {
		t.Errorf("%d servers are paired", n)
	}
	page = s.get("/pair?server=" + url.QueryEscape(o.URL))
	s.sees(page, "https://la.example")
	if r := s.agree(page, "/pair/confirm"); r.StatusCode != http.StatusOK {
		t.Errorf("what was shown is not paired: %d", r.StatusCode)
	}
}

// Plain http is for this machine: a server must not name pages that anybody on
// the way can write.
func TestPairingTakesNoPlainPages(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	said := ticket.About{Name: "Văn phòng thử", Origins: []string{o.URL, "http://10.0.0.5"}}
	o.named(said, said)
	page := s.get("/pair?server=" + url.QueryEscape(o.URL))
	if strings.Contains(page, "10.0.0.5") || strings.Contains(page, `action="/pair/confirm"`) {
		t.Error("a plain page elsewhere may be paired")
	}
}

func TestNamesThatDeceive(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://hаtinh.gov.vn", "https://hatinh。gov.vn", "https://hatinh.gov.vn\u200b", "https://ha\u202etinh.gov.vn", "https://hatinh.gov.vn%00.la.example"} {
		if got, err := agent.ServerURL(address); err == nil {
			t.Errorf("%q was taken as %q", address, got)
		}
	}
	s, o := newSeat(t), newOffice(t)
	o.wait(1, s.pki.Certificate("person"))
	said := ticket.About{Name: "Văn\u202e phòng\x07 thử", Origins: []string{o.URL}}
	o.named(said, said)
	o.ticket.Items[0].Title, o.ticket.Items[0].Summary = "Quyết định\u202e 000.1 đồng", "2 trang\u2066\u0000"
	o.ticket.Action, o.ticket.Person = "Ký\u200f văn bản", "Người\u202d ký"
	s.pair(o)
	for _, page := range []string{s.get("/"), s.get(s.open(o))} {
		if strings.ContainsAny(page, "\u202e\u202d\u2066\u200f\x07\x00") {
			t.Error("signs that turn or hide words are shown")
		}
	}
}

// A picture on any page of the web must not make this program ask servers or
// look at devices; a link that the person follows may.
func TestPagesCannotProbeByPictures(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	asked := 0
	inner := o.Config.Handler
	o.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked++; inner.ServeHTTP(w, r) })
	path := "/pair?server=" + url.QueryEscape(o.URL)
	foreign := map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
	if r := s.ask("GET", path, foreign, ""); r.StatusCode != http.StatusForbidden || asked != 0 {
		t.Errorf("a picture of another page: %d, the server was asked %d times", r.StatusCode, asked)
	}
	if r := s.ask("GET", path, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, ""); r.StatusCode != http.StatusOK {
		t.Errorf("a link: %d", r.StatusCode)
	}
}

// A page of one paired server reaches no other one, and what it has drawn on a
// paper is shown before the PIN is typed.
func TestVGCAKeepsToTheServerOfThePage(t *testing.T) {
	t.Parallel()
	s, o, other := newSeat(t), newOffice(t), newOffice(t)
	k := s.token("Thiết bị 01")
	registry(t, o, draft(t))
	registry(t, other, draft(t))
	s.pair(o)
	s.pair(other)
	s.second()
	form := `{"FileUploadHandler":"%s/vb/nhan","SessionId":"abc","JWTToken":"phiên","FileName":"%s/vb/79.pdf","DocNumber":"Đã duyệt chi 5 tỷ","MetaData":[{"Key":"a","Value":"Giám đốc"}]}`
	shown := make(chan string, 4)
	go func() {
		for address := range s.shown {
			window := strings.TrimPrefix(address, s.url)
			shown <- s.get(window)
			s.post(window+"/stop", nil, s.url)
		}
	}()
	for why, message := range map[string]string{"reading": fmt.Sprintf(form, o.URL, other.URL), "writing": fmt.Sprintf(form, other.URL, o.URL)} {
		if r, err := s.socket(o.URL, "SignCopy", message); err != nil || !strings.Contains(r.Message, "nằm ngoài") {
			t.Errorf("%s at another server: %+v %v", why, r, err)
		}
	}
	if _, err := s.socket(o.URL, "SignCopy", fmt.Sprintf(form, o.URL, o.URL)); err != nil {
		t.Fatal(err)
	}
	s.sees(<-shown, "Đã duyệt chi 5 tỷ", "Giám đốc")
	if k.Logins() != 0 {
		t.Error("a PIN was sent")
	}
}

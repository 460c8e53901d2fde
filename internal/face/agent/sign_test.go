//go:build cgo

package agent_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/testkit/testpki"
	"antin/ticket"
)

func TestSignOneAndGoBack(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	s.token("Thiết bị 01")
	o.wait(1, s.pki.Certificate("person"))
	s.pair(o)
	window := s.open(o)
	s.sees(s.get(window), "Quyết định số vb-1", "Thiết bị 01", "chưa nhập sai lần nào", "Ký 1 mục", o.URL)
	if _, location := s.sign(window, pin); location != o.URL+"/xong" {
		t.Errorf("the browser goes to %q", location)
	}
	if o.signed() != 1 {
		t.Errorf("%d signed", o.signed())
	}
}

func TestBatchOf500WithOnePIN(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	o.wait(500, s.pki.Certificate("person"))
	s.pair(o)
	if _, location := s.sign(s.open(o), pin); location == "" || o.signed() != 500 {
		t.Errorf("%d signed, then %q", o.signed(), location)
	}
	if k.Logins() != 1 || o.posts != 20 {
		t.Errorf("the PIN was sent %d times, the values in %d parts", k.Logins(), o.posts)
	}
}

func TestWrongPINStopsTheBatch(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	o.wait(30, s.pki.Certificate("person"))
	s.pair(o)
	window := s.open(o)
	page, _ := s.sign(window, "00000000")
	s.sees(page, "Mã PIN không đúng.", "đã có lần nhập sai", "Ký 30 mục")
	if k.WrongPINs() != 1 || o.signed() != 0 || o.posts != 0 {
		t.Errorf("%d wrong PINs were sent, %d signed", k.WrongPINs(), o.signed())
	}
	if _, location := s.sign(window, pin); location == "" || o.signed() != 30 {
		t.Errorf("with the right PIN: %d signed", o.signed())
	}
	if text := s.log.String(); strings.Contains(text, "00000000") || strings.Contains(text, pin) || strings.Contains(text, secret) {
		t.Errorf("the log tells a PIN or a ticket:\n%s", text)
	}
}

func TestLastTryAndLocked(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	s.bench.Limit(3)
	k.Wrong(2)
	o.wait(1, s.pki.Certificate("person"))
	s.pair(o)
	window := s.open(o)
	page, _ := s.sign(window, "00000000")
	s.sees(page, "Chỉ còn một lần nhập", "đồng ý dùng lần nhập cuối")
	if k.Logins() != 0 {
		t.Error("the last try was taken without a word")
	}
	page, _ = s.sign(window, "00000000", "last", "yes")
	s.sees(page, "Thiết bị đã bị khóa", "đã khóa", "khôi phục")
	token := strings.Split(strings.SplitN(page, "/tokens/", 2)[1], "/")[0]
	form := url.Values{"old": {officer}, "new": {"22446688"}, "again": {"22446680"}}
	s.sees(body(t, s.post("/tokens/"+token+"/unlock", form, s.url)), "không giống nhau")
	form.Set("again", "22446688")
	s.sees(body(t, s.post("/tokens/"+token+"/unlock", form, s.url)), "đã được khôi phục")
	if _, location := s.sign(window, "22446688"); location == "" {
		t.Error("after the recovery nothing is signed")
	}
}

func TestFirstPINIsChangedInTheWindow(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	k.FirstPIN()
	o.wait(1, s.pki.Certificate("person"))
	s.pair(o)
	window := s.open(o)
	page, _ := s.sign(window, pin)
	s.sees(page, "phải đổi trước khi ký")
	token := strings.Split(strings.SplitN(page, "/tokens/", 2)[1], "/")[0]
	form := url.Values{"old": {pin}, "new": {"22446688"}, "again": {"22446688"}}
	s.sees(body(t, s.post("/tokens/"+token+"/pin", form, s.url)), "Đã đổi mã PIN")
	if _, location := s.sign(window, "22446688"); location == "" {
		t.Error("with the new PIN nothing is signed")
	}
}

func TestPulledOutInTheMiddleGoesOnLater(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	o.wait(10, s.pki.Certificate("person"))
	s.pair(o)
	window := s.open(o)
	k.PullAfter(4)
	page, _ := s.sign(window, pin)
	s.sees(page, "đã bị rút ra giữa chừng", "lượt ký đã dừng ở mục trước", "Không thấy thiết bị lưu khóa")
	if o.signed() != 4 {
		t.Errorf("%d signed", o.signed())
	}
	k.PutBack()
	if _, location := s.sign(window, pin); location == "" || o.signed() != 10 {
		t.Errorf("after it was plugged in again: %d signed", o.signed())
	}
}

func TestServerAwayKeepsTheValues(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	o.wait(2, s.pki.Certificate("person"))
	s.pair(o)
	window := s.open(o)
	o.mu.Lock()
	o.deaf = true
	o.mu.Unlock()
	page, _ := s.sign(window, pin)
	s.sees(page, "máy chủ chưa nhận được", "Gửi lại")
	o.mu.Lock()
	o.deaf = false
	o.mu.Unlock()
	if page, _ := s.sign(window, "", "resend", "yes"); strings.Contains(page, "Gửi lại") {
		t.Error("the value was not sent again")
	}
	if _, location := s.sign(window, pin); location == "" || o.signed() != 2 || k.Logins() != 2 {
		t.Errorf("%d signed with %d logins", o.signed(), k.Logins())
	}
}

func TestWrongCertificatesAreRefusedInWords(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.bench.Token("Thiết bị 01", pin, officer)
	for _, id := range []string{"expired", "server", "person"} {
		k.Put(s.pki.Certificate(id), s.pki.Key(id))
	}
	other := testpki.New(t)
	o.wait(1, other.Certificate("person"))
	s.pair(o)
	window := s.open(o)
	page := s.get(window)
	s.sees(page, "Đã hết hạn", "không có mục đích ký văn bản", "Không phải chứng thư số mà lượt ký này yêu cầu", "Không có chứng thư số phù hợp")
	if strings.Contains(page, `name="pin"`) {
		t.Error("a PIN is asked for nothing")
	}
	if k.Logins() != 0 {
		t.Error("a PIN was sent")
	}
}

func TestNoSignatureOverAnythingElse(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	s.token("Thiết bị 01")
	o.wait(2, s.pki.Certificate("person"))
	o.ticket.Items[0].Attributes = []byte{0x31, 0x03, 0x04, 0x01, 0x00} // a SET, but no signed attributes
	s.pair(o)
	page, _ := s.sign(s.open(o), pin)
	s.sees(page, "không phải dữ liệu ký văn bản", "1 trên 2 mục đã ký")
	if o.signed() != 1 {
		t.Errorf("%d signed", o.signed())
	}
}

func TestPersonSaysNo(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	o.wait(3, s.pki.Certificate("person"))
	s.pair(o)
	window := s.open(o)
	r := s.post(window+"/stop", nil, s.url)
	if r.Header.Get("Location") != o.URL+"/xong" || len(o.refused) != 3 || o.refused["vb-1"].Code != ticket.Declined || k.Logins() != 0 {
		t.Errorf("%q, %v", r.Header.Get("Location"), o.refused)
	}
}

func TestExpiredTicket(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	o.wait(1, s.pki.Certificate("person"))
	o.ticket.Expires = testpki.Now().Add(-time.Second)
	s.pair(o)
	s.sees(s.get(s.open(o)), "đã quá hạn")
	if k.Logins() != 0 {
		t.Error("a PIN was sent")
	}
}

func TestReadCertificatesForTheRegistry(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	one, two := s.token("Thiết bị 01"), s.token("Thiết bị 02")
	o.ticket.Deed = ticket.Read
	elsewhere := newOffice(t)
	s.pair(elsewhere)
	s.pair(o)
	window := s.open(o)
	page := s.get(window)
	s.sees(page, "Thiết bị 01", "Thiết bị 02", "Không cần mã PIN")
	key := strings.SplitN(strings.SplitN(page, `name="token" value="`, 2)[1], `"`, 2)[0]
	if r := s.post(window+"/read", url.Values{"token": {key}}, s.url); r.Header.Get("Location") != o.URL+"/xong" {
		t.Error(body(t, r))
	}
	if len(o.held) != 1 || !bytes.Equal(o.held[0].Certificate, s.pki.Certificate("person").Raw) || (o.held[0].Serial != one.Serial && o.held[0].Serial != two.Serial) {
		t.Errorf("%+v", o.held)
	}
	codes := map[string]bool{}
	for _, f := range o.findings {
		codes[f.Code] = true
		if text := f.Subject + f.Message + f.Mend; strings.Contains(text, elsewhere.URL) || strings.Contains(text, pin) {
			t.Errorf("a server is told %q", text)
		}
	}
	for _, code := range []string{ticket.HelpVersion, ticket.HelpServer, ticket.HelpClock, ticket.HelpDriver, ticket.HelpPIN, ticket.HelpDates, ticket.HelpPurpose} {
		if !codes[code] {
			t.Errorf("the doctor does not tell %s: %+v", code, o.findings)
		}
	}
}

func TestConfigurationHoldsNoSecretAndIsOwn(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	s.token("Thiết bị 01")
	o.wait(1, s.pki.Certificate("person"))
	s.pair(o)
	s.sign(s.open(o), pin)
	path := filepath.Join(s.store.Folder(), "agent.toml")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	raw, err := os.ReadFile(path)
	if err != nil || bytes.Contains(raw, []byte(pin)) || bytes.Contains(raw, []byte(secret)) || !bytes.Contains(raw, []byte(o.URL)) {
		t.Errorf("%v:\n%s", err, raw)
	}
}

func TestStrangersGetNothingDone(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	s.token("Thiết bị 01")
	o.wait(1, s.pki.Certificate("person"))
	form := url.Values{"server": {o.URL}, "ticket": {secret}}
	if r := s.post("/sign", form, o.URL); r.StatusCode != http.StatusForbidden {
		t.Errorf("a server that is not paired: %d", r.StatusCode)
	}
	s.pair(o)
	if r := s.post("/sign", form, "https://la.example"); r.StatusCode != http.StatusForbidden {
		t.Errorf("a foreign page: %d", r.StatusCode)
	}
	window := s.open(o)
	for _, path := range []string{window + "/sign", window + "/stop", "/pair/confirm", "/pair/forget", "/tokens/x/pin"} {
		for _, origin := range []string{"", "null", o.URL, "https://la.example"} {
			if r := s.post(path, nil, origin); r.StatusCode != http.StatusForbidden {
				t.Errorf("%s from %q: %d", path, origin, r.StatusCode)
			}
		}
	}
	o.ticket.Return = "https://la.example/"
	if r := s.post("/sign", form, o.URL); r.StatusCode != http.StatusForbidden {
		t.Errorf("a return to a foreign page: %d", r.StatusCode)
	}
}

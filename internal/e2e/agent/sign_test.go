//go:build cgo

package agent

import (
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/testkit/site"
)

func TestSignOneWithTheTokenInTheBrowser(t *testing.T) {
	t.Parallel()
	w := open(t)
	k := w.deputyToken()
	at := w.letter()
	w.pair()
	w.signIn(site.Deputy)
	w.window(at)
	w.page.See("chữ ký cá nhân")
	w.page.See("Ký 1 mục")
	w.page.Shots("agent-window")
	w.page.Axe()

	w.page.Fill("#pin", "00000000")
	w.page.Through("button.son")
	w.page.See("Mã PIN không đúng.")
	w.page.Shots("agent-wrong-pin")
	if k.WrongPINs() != 1 || w.state(at) != document.AwaitingSignature {
		t.Errorf("%d wrong PINs counted, the document is %s", k.WrongPINs(), w.state(at))
	}

	w.page.Fill("#pin", pin)
	w.page.Through("button.son")
	w.page.See("Đã ký xong")
	if !strings.HasPrefix(w.page.Path(), "/ky-thiet-bi/") || k.WrongPINs() != 0 || k.Logins() != 2 {
		t.Errorf("at %s, %d logins", w.page.Path(), k.Logins())
	}
	for _, text := range []string{w.log.String(), w.Log()} {
		if strings.Contains(text, pin) || strings.Contains(text, "00000000") {
			t.Errorf("a log tells the PIN:\n%s", text)
		}
	}
}

// A leader signs several with one PIN; the token is pulled out in the middle,
// plugged in again, and the rest follows.
func TestBatchSurvivesThePulledOutToken(t *testing.T) {
	t.Parallel()
	w := open(t)
	k := w.deputyToken()
	var all []string
	for range 4 {
		all = append(all, w.letter())
	}
	w.pair()
	w.signIn(site.Deputy)
	w.page.Open("/viec/cho-ky")
	for _, at := range all {
		w.page.Click(`input[name=doc][value="` + strings.TrimPrefix(at, "/van-ban/") + `"]`)
	}
	w.page.Through(`button[formaction$="/ky-nhieu"], form[action$="/ky-nhieu"] button`)
	w.page.Through(`form[action$="/ky-nhieu/mo"] button`)
	w.page.See("Mở Máy ký số")
	w.page.Through("form[data-agent] button")
	w.page.See("Ký 4 mục")

	k.PullAfter(2)
	w.page.Fill("#pin", pin)
	w.page.Through("button.son")
	w.page.See("đã bị rút ra giữa chừng")
	w.page.See("Không thấy thiết bị lưu khóa")
	w.page.Shots("agent-pulled-out")
	w.page.Axe()
	if n := w.signed(all); n != 2 {
		t.Errorf("%d are signed", n)
	}
	k.PutBack()
	w.page.Through(`a[href^="/jobs/"]`)
	w.page.See("Ký 2 mục")
	w.page.Fill("#pin", pin)
	w.page.Through("button.son")
	w.page.See("Đã ký xong")
	if n := w.signed(all); n != 4 || k.Logins() != 2 {
		t.Errorf("%d are signed with %d PINs", n, k.Logins())
	}
}

func (w *world) signed(all []string) (n int) {
	w.t.Helper()
	for _, at := range all {
		if w.state(at) == document.AwaitingClerk {
			n++
		}
	}
	return n
}

func TestSealWithTheTokenAndNoOnesElse(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.deputyToken()
	at := w.As(site.Officer).Draft(site.Main(site.Letter(t)))
	w.Through(at, "recheck")
	w.sealToken()
	w.pair()
	w.signIn(site.Clerk)
	w.page.Open(at)
	w.page.Through(`form[action$="/ky-co-quan/thiet-bi"] button`)
	w.page.See("Mở Máy ký số")
	w.page.Through("form[data-agent] button")
	w.page.See("chữ ký cơ quan")
	w.page.See("Không phải chứng thư số mà lượt ký này yêu cầu")
	w.page.Shots("agent-seal")
	w.page.Fill("#pin", pin)
	w.page.Through("button.son")
	w.page.See("Đã ký xong")
	if got := w.state(at); got != document.SealedState {
		t.Errorf("the document is %s", got)
	}
}

// The own pages of the agent: devices, a first PIN, the doctor with the server.
func TestOwnPagesOfTheDesk(t *testing.T) {
	t.Parallel()
	w := open(t)
	k := w.deputyToken()
	k.FirstPIN()
	w.pair()
	for name, path := range map[string]string{"agent-home": "/", "agent-doctor": "/doctor"} {
		w.page.Open(w.agent + path)
		w.page.See("Phó Giám đốc 01")
		w.page.Shots(name)
		w.page.Axe()
	}
	w.page.See("AT-")
	w.page.Open(w.agent + "/")
	w.page.Through(`a[href$="/pin"]`)
	w.page.Shots("agent-change-pin")
	w.page.Axe()
	w.page.Fill("#old", pin)
	w.page.Fill("#new", "22446688")
	w.page.Fill("#again", "22446688")
	w.page.Through("button.muc")
	w.page.See("Đã đổi mã PIN")
	w.page.Open(w.agent + "/")
	w.page.Through(`a[href$="/unlock"]`)
	w.page.See("theo đề nghị đã được duyệt")
	w.page.Shots("agent-unlock")
	w.page.Axe()
}

//go:build cgo

package agent

import (
	"context"
	"net"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
	"antin/pades"
)

// withService lets the agent speak as the national service does, on a port of
// its own; the windows that it opens come to the channel.
func withService(windows chan string) func(*world) {
	return func(w *world) {
		w.t.Helper()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		site.Must(w.t, err)
		w.Fixture.Config.Agent.ServicePort = l.Addr().(*net.TCPAddr).Port
		site.Must(w.t, l.Close())
		w.show = func(address string) { windows <- address }
	}
}

// serveSecond starts the second face on the port that the pages know.
func (w *world) serveSecond() {
	w.t.Helper()
	l, err := w.desk.ListenVGCA()
	site.Must(w.t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.desk.ServeVGCA(ctx, l) }()
	w.t.Cleanup(func() {
		stop()
		site.Must(w.t, <-ended)
	})
}

// Our own page calls a service with the calls of the national one, by WebSocket
// from Chromium; the service fetches the file, asks for the PIN in its own window
// and brings the file back.
func TestOurPageSignsByTheServiceOfTheDesk(t *testing.T) {
	t.Parallel()
	windows := make(chan string, 4)
	w := open(t, withService(windows))
	k := w.deputyToken()
	at := w.letter()
	w.serveSecond()
	w.pair()
	w.signIn(site.Deputy)
	w.page.TrustDesk()
	w.page.Open(at + "/ky")
	w.page.Through(`form[action$="/ky/thiet-bi"] button`)
	w.page.See("phần mềm ký số của Ban Cơ yếu Chính phủ đang chạy")
	w.page.Shots("service-handover")
	w.page.Axe()
	w.page.Click("[data-service-sign]")

	window := browser.New(t, w.agent)
	window.Open(<-windows)
	window.See("Ký phê duyệt")
	window.Fill("#pin", pin)
	window.Through("button.son")
	w.page.See("Đã ký xong")
	if got := w.state(at); got != document.AwaitingClerk {
		t.Errorf("the document is %s", got)
	}
	if k.Logins() != 1 {
		t.Errorf("%d logins", k.Logins())
	}
	d, err := w.Documents.Store.Load(t.Context(), document.ID(at[len("/van-ban/"):]))
	site.Must(t, err)
	signed, _ := d.AtStage(document.Signed)
	blob, err := w.Fixture.Blobs.Open(t.Context(), signed.SHA256)
	site.Must(t, err)
	defer blob.Close()
	report, err := pades.Verify(blob, blob.Size(), pades.Options{Now: w.Fixture.Now})
	site.Must(t, err)
	if len(report.Signatures) != 1 || report.Signatures[0].Field != pades.FieldSigner || report.Signatures[0].Integrity != pades.Passed {
		t.Errorf("signed as %+v", report.Signatures)
	}
}

package agent

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/coder/websocket"

	"antin/internal/face/agent/vgca"
	"antin/internal/fault"
)

// firstMessage is how long a page may keep a socket open without asking.
const firstMessage = 30 * time.Second

// address of the own pages.
func (a *Agent) address() string { return "http://127.0.0.1:" + strconv.Itoa(a.port) }

// ListenVGCA opens the port of the second face on 127.0.0.1 under its own
// certificate, made at the first start.
func (a *Agent) ListenVGCA() (net.Listener, error) {
	certificate, err := ownCertificate(a.Store.Folder(), a.Now())
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(a.Store.Get().VGCA.Port)))
	if err != nil {
		return nil, err
	}
	return tls.NewListener(l, &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}}), nil
}

// ServeVGCA answers the calls of the national service until the context ends.
func (a *Agent) ServeVGCA(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: a.HandlerVGCA(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelDebug), BaseContext: func(net.Listener) context.Context { return ctx },
	}
	end := context.AfterFunc(ctx, func() { _ = server.Close() }) // sockets have ended by the context
	defer end()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// HandlerVGCA is the second face: one socket for one call.
func (a *Agent) HandlerVGCA() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer a.recovered(w, r)
		host, _, _ := net.SplitHostPort(r.Host) // without port it is empty, and refused
		if !fromLoopback(r.RemoteAddr) || host != "127.0.0.1" && host != "localhost" {
			http.Error(w, "Địa chỉ không đúng.", http.StatusMisdirectedRequest)
			return
		}
		origin := r.Header.Get("Origin")
		if !a.mayCall(origin) {
			a.Log.Info("refused", "face", "vgca", "code", "agent.foreign")
			http.Error(w, "Trang chưa được phép gọi máy ký số.", http.StatusForbidden)
			return
		}
		action, known := vgca.Find(strings.TrimPrefix(r.URL.Path, "/"))
		if !known {
			http.Error(w, "Không có lệnh này.", http.StatusNotFound)
			return
		}
		socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true}) // the origin was looked at above
		if err != nil {
			return // it has answered
		}
		defer socket.CloseNow() //nolint:errcheck // closed already when all went well
		a.call(r.Context(), socket, action, origin)
	})
}

// mayCall reports whether pages of an origin may call: those of paired servers,
// and those that the configuration names.
func (a *Agent) mayCall(origin string) bool {
	return origin != "" && (a.knows(origin) || slices.Contains(a.Store.Get().VGCA.Origins, origin))
}

func (a *Agent) call(ctx context.Context, socket *websocket.Conn, action vgca.Action, origin string) {
	socket.SetReadLimit(vgca.MaxMessage)
	first, cancel := context.WithTimeout(ctx, firstMessage)
	_, raw, err := socket.Read(first)
	cancel()
	if err != nil {
		return
	}
	ctx = socket.CloseRead(ctx) // a page that goes away ends its call
	reply, err := a.answer(ctx, action, origin, raw)
	if err != nil {
		reply = vgca.Reply{Status: vgca.Failed, Message: "Chương trình ký gặp lỗi."}
		if f, ok := fault.From(err); ok {
			reply.Message = strings.TrimSpace(f.Message + " " + f.Action)
		} else {
			a.Log.Error("call", "action", action.Name, "error", err)
		}
	}
	if err := socket.Write(ctx, websocket.MessageText, reply.Bytes()); err != nil {
		return
	}
	_ = socket.Close(websocket.StatusNormalClosure, "")
}

func (a *Agent) answer(ctx context.Context, action vgca.Action, origin string, raw []byte) (vgca.Reply, error) {
	if action.Kind == vgca.Refused {
		return vgca.Reply{}, fault.New(fault.Unready, "vgca.undone", action.Why)
	}
	q, err := vgca.Parse(action, raw)
	if err != nil {
		return vgca.Reply{}, err
	}
	c := call{agent: a, action: action, origin: origin, request: q}
	switch action.Kind {
	case vgca.SignPDF:
		return c.signFiles(ctx)
	case vgca.Message:
		return c.signText(ctx)
	case vgca.Verify:
		return c.verify(ctx)
	case vgca.Info:
		return a.certificates(ctx), nil
	case vgca.Settings:
		if a.Show != nil {
			a.Show(a.address() + "/")
		}
		return vgca.Reply{Message: "Đã mở trang thiết đặt của máy ký số."}, nil
	case vgca.Refused:
	}
	return vgca.Reply{}, errors.New("vgca: an action without deed")
}

// certificates tells a page what a person could sign with; nothing else is
// known of a token without its PIN.
func (a *Agent) certificates(ctx context.Context) vgca.Reply {
	var r vgca.Reply
	for _, c := range choices(a.Devices().Look(ctx), wanted{practice: true, at: a.Now()}) {
		if c.Certificate == nil {
			continue
		}
		x := c.Certificate
		r.CertInfo = append(r.CertInfo, vgca.Held{
			Subject: x.Subject.String(), Issuer: x.Issuer.String(), Serial: x.SerialNumber.Text(16),
			From: here(x.NotBefore).Format(time.RFC3339), To: here(x.NotAfter).Format(time.RFC3339), Base64: encoded(x.Raw),
		})
	}
	if len(r.CertInfo) == 0 {
		r.Status, r.Message = vgca.Failed, "Không thấy chứng thư số nào trên thiết bị đang cắm."
	}
	return r
}

package agent

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"antin/internal/fault"
	"antin/ticket"
)

// serverTime is how long a server may take for one answer.
const serverTime = 60 * time.Second

// client speaks to one server, through the proxy of the agency where there is
// one. Redirects are not followed: a server is where it was paired.
type client struct {
	server Server
	http   *http.Client
	agent  string
}

func (c Config) client(s Server, version string) (*client, error) {
	roots, err := c.roots()
	if err != nil {
		return nil, err
	}
	settings := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}
	if s.Key != "" {
		settings.InsecureSkipVerify = true // the key that the person accepted is looked at instead
		settings.VerifyConnection = func(state tls.ConnectionState) error { return sameKey(state, s.Key) }
	}
	transport := &http.Transport{
		Proxy: c.proxy(s.URL), TLSClientConfig: settings, TLSHandshakeTimeout: 15 * time.Second, ForceAttemptHTTP2: true,
		ResponseHeaderTimeout: serverTime, MaxResponseHeaderBytes: 64 << 10, IdleConnTimeout: time.Minute,
	}
	return &client{server: s, agent: version, http: &http.Client{
		Transport: transport, Timeout: serverTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// proxy is that of the configuration, or of the environment; a server on this
// machine is asked directly.
func (c Config) proxy(address string) func(*http.Request) (*url.URL, error) {
	if u, err := url.Parse(address); err == nil && loopback(u.Hostname()) {
		return nil
	}
	if c.Proxy == "" {
		return http.ProxyFromEnvironment
	}
	u, err := url.Parse(c.Proxy)
	return func(*http.Request) (*url.URL, error) { return u, err }
}

func (c Config) roots() (*x509.CertPool, error) {
	if len(c.CA) == 0 {
		return nil, nil // those of the system
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	for _, path := range c.CA {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("reading the authority %s: %w", path, err)
		}
		if !roots.AppendCertsFromPEM(raw) {
			return nil, fmt.Errorf("reading the authority %s: no certificate in PEM", path)
		}
	}
	return roots, nil
}

func keyOf(c *x509.Certificate) string {
	sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func sameKey(state tls.ConnectionState, key string) error {
	if len(state.PeerCertificates) == 0 || subtle.ConstantTimeCompare([]byte(keyOf(state.PeerCertificates[0])), []byte(key)) != 1 {
		return errOtherKey
	}
	return nil
}

var errOtherKey = errors.New("the server has another TLS key than the one it was paired with")

// about asks what the server says of itself.
func (c *client) about(ctx context.Context) (ticket.About, error) {
	raw, err := c.ask(ctx, http.MethodGet, "/agent/v1/about", nil)
	if err != nil {
		return ticket.About{}, err
	}
	a, err := ticket.ParseAbout(raw)
	return a, c.understood(err)
}

// ticket asks what is to be done under a ticket.
func (c *client) ticket(ctx context.Context, id string) (ticket.Ticket, error) {
	raw, err := c.ask(ctx, http.MethodGet, "/agent/v1/tickets/"+id, nil)
	if err != nil {
		return ticket.Ticket{}, err
	}
	t, err := ticket.ParseTicket(raw)
	if err == nil && t.ID != id {
		err = errors.New("another ticket came back")
	}
	return t, c.understood(err)
}

// answer brings results.
func (c *client) answer(ctx context.Context, id string, a ticket.Answer) (ticket.Receipt, error) {
	a.Version, a.Agent = ticket.Version, c.agent
	body, err := ticket.Bytes(a)
	if err != nil {
		return ticket.Receipt{}, err
	}
	raw, err := c.ask(ctx, http.MethodPost, "/agent/v1/tickets/"+id, body)
	if err != nil {
		return ticket.Receipt{}, err
	}
	r, err := ticket.ParseReceipt(raw)
	return r, c.understood(err)
}

func (c *client) understood(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Unready, "agent.answer", "Không hiểu câu trả lời của máy chủ "+c.server.URL+".").
		Do("Kiểm tra phiên bản máy chủ và antin-agent; nếu đi qua proxy, kiểm tra proxy.")
}

func (c *client) ask(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.server.URL+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "antin-agent/"+c.agent)
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, c.unreached(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, ticket.MaxBytes+1))
	if err != nil {
		return nil, c.unreached(err)
	}
	if response.StatusCode == http.StatusOK {
		return raw, nil
	}
	return nil, c.refusal(response.StatusCode, raw)
}

func (c *client) unreached(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	if errors.Is(err, errOtherKey) {
		return fault.New(fault.Forbidden, "agent.other-key", "Máy chủ "+c.server.URL+" không còn khóa TLS như lúc ghép nối.").
			Do("Hỏi quản trị hệ thống; nếu máy chủ vừa đổi chứng thư TLS thì ghép nối lại.")
	}
	var unknown x509.UnknownAuthorityError
	if errors.As(err, &unknown) {
		return fault.New(fault.Forbidden, "agent.untrusted", "Chứng thư TLS của máy chủ "+c.server.URL+" không do tổ chức tin cậy cấp.").
			Do("Ghép nối lại để đối chiếu khóa của máy chủ, hoặc thêm tệp CA vào cấu hình.")
	}
	return fault.New(fault.Unready, "agent.unreached", "Không kết nối được tới máy chủ "+c.server.URL+".").
		Do("Kiểm tra mạng, proxy của cơ quan rồi thử lại.")
}

// refusal gives the words of the server, or ours when it has none: a proxy may
// have answered in its place.
func (c *client) refusal(status int, raw []byte) error {
	if p, err := ticket.ParseProblem(raw); err == nil {
		return fault.New(fault.Forbidden, "server."+p.Code, legible(p.Message)).Do(legible(p.Action))
	}
	return fault.New(fault.Unready, "agent.answer", fmt.Sprintf("Máy chủ %s trả lời lỗi %d.", c.server.URL, status)).
		Do("Thử lại sau; nếu đi qua proxy, kiểm tra proxy của cơ quan.")
}

// greet reads what a server says of itself before it is paired. Where no trusted
// authority vouches for it, its key comes with it, for the person to compare.
func (c Config) greet(ctx context.Context, address, version string) (Server, ticket.About, error) {
	s := Server{URL: address}
	plain, err := c.client(s, version)
	if err != nil {
		return Server{}, ticket.About{}, err
	}
	about, err := plain.about(ctx)
	if fault.Is(err, "agent.untrusted") {
		if s.Key, err = c.learnKey(ctx, address); err != nil {
			return Server{}, ticket.About{}, plain.unreached(err)
		}
		pinned, failed := c.client(s, version)
		if failed != nil {
			return Server{}, ticket.About{}, failed
		}
		about, err = pinned.about(ctx)
	}
	if err != nil {
		return Server{}, ticket.About{}, err
	}
	s.Name = legible(about.Name)
	for _, o := range about.Origins {
		page, err := s.page(o)
		if err != nil {
			return Server{}, ticket.About{}, err
		}
		s.Origins = append(s.Origins, page)
	}
	return s, about, nil
}

// page is the origin of pages that a server names as its own: by https, or as it
// is itself on this machine. Plain pages elsewhere could be anybody's.
func (s Server) page(address string) (string, error) {
	o := originOf(address)
	clean, err := ServerURL(o)
	if err == nil && clean == o {
		return o, nil
	}
	return "", fault.New(fault.Forbidden, "agent.origin", "Máy chủ "+s.URL+" nêu trang không dùng https hoặc có địa chỉ lạ nên không được ghép nối.").
		Do("Báo quản trị hệ thống xem mục origin trong cấu hình máy chủ.")
}

// learnKey reads the TLS key of a server that is not trusted, and asks it
// nothing.
func (c Config) learnKey(ctx context.Context, address string) (string, error) {
	key := ""
	settings := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true, VerifyConnection: func(state tls.ConnectionState) error {
		key = keyOf(state.PeerCertificates[0])
		return nil
	}}
	once := &http.Client{Timeout: serverTime, Transport: &http.Transport{Proxy: c.proxy(address), TLSClientConfig: settings, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, address+"/agent/v1/about", nil)
	if err != nil {
		return "", err
	}
	response, err := once.Do(request)
	if err != nil {
		return "", err
	}
	return key, response.Body.Close()
}

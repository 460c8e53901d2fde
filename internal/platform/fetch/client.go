package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

// Client fetches; many goroutines may use one. It is pades.Stamper and
// pades.Answers.
type Client struct {
	config  Config
	allowed allowed
	http    *http.Client
	cache   *cache
	flights singleflight.Group
	gate    *semaphore.Weighted
	stamps  []*semaphore.Weighted                                        // one for each authority
	lookup  func(ctx context.Context, host string) ([]netip.Addr, error) // nil: the system's
}

// New makes a client; what the configuration names wrongly is an error.
func New(c Config) (*Client, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, err
	}
	a, err := readAllowed(c.Allow)
	if err != nil {
		return nil, fmt.Errorf("allowed addresses: %w", err)
	}
	f := &Client{
		config: c, allowed: a, cache: newCache(c.Limits.Cache),
		gate: semaphore.NewWeighted(int64(c.Limits.AtOnce)),
	}
	for range c.Authorities {
		f.stamps = append(f.stamps, semaphore.NewWeighted(stampsAtOnce))
	}
	f.http = &http.Client{CheckRedirect: f.redirect, Transport: &http.Transport{
		Proxy:                  nil, // a proxy would look up and connect for us, past every check below
		DialContext:            f.dial,
		DisableCompression:     true, // an answer may not grow after it was measured
		MaxResponseHeaderBytes: maxHeader,
		TLSHandshakeTimeout:    10 * time.Second,
		TLSClientConfig:        &tls.Config{RootCAs: c.Roots, MinVersion: tls.VersionTLS12},
		MaxIdleConnsPerHost:    2,
		MaxIdleConns:           16,
		IdleConnTimeout:        30 * time.Second,
	}}
	return f, nil
}

// Offline tells whether this client answers nothing.
func (c *Client) Offline() bool { return c.config.Offline }

// redirect judges the next address as the first one was judged.
func (c *Client) redirect(next *http.Request, via []*http.Request) error {
	if len(via) > c.config.Limits.Redirects {
		return fmt.Errorf("%w: more than %d", ErrRedirects, c.config.Limits.Redirects)
	}
	if next.Method != via[0].Method {
		return fmt.Errorf("%w: a redirect that drops the question", ErrStatus)
	}
	next.Header.Del("Referer")
	return checkURL(next.URL)
}

// dial connects to an address that was looked at after it was resolved: a name
// that answers differently the second time changes nothing.
func (c *Client) dial(ctx context.Context, network, hostPort string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second, KeepAlive: -1}
	if !c.allowed.host(hostPort) {
		d.ControlContext = func(_ context.Context, _, resolved string, _ syscall.RawConn) error {
			p, err := netip.ParseAddrPort(resolved)
			if err != nil {
				return forbidden("%v", err)
			}
			return c.allowed.address(p)
		}
	}
	if c.lookup == nil {
		return d.DialContext(ctx, network, hostPort)
	}
	host, port, err := net.SplitHostPort(hostPort)
	if err != nil {
		return nil, err
	}
	addresses, err := c.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	var tried []error
	for _, a := range addresses {
		conn, err := d.DialContext(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
		tried = append(tried, err)
	}
	return nil, errors.Join(tried...)
}

// place reads an address and puts the host that answers today in place of an
// old one.
func (c *Client) place(raw string) (string, error) {
	u, err := parseAddress(raw)
	if err != nil {
		return "", err
	}
	if to, ok := c.config.Rename[strings.ToLower(u.Host)]; ok {
		u.Host = to
	} else if to, ok := c.config.Rename[strings.ToLower(u.Hostname())]; ok {
		u.Host = to
	}
	u.Fragment = ""
	return u.String(), checkURL(u)
}

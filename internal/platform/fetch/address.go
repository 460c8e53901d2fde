package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// parseAddress reads an address that a certificate, a redirect or the
// configuration gives.
func parseAddress(raw string) (*url.URL, error) {
	if len(raw) > maxAddress {
		return nil, forbidden("an address of %d bytes", len(raw))
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, forbidden("%v", err)
	}
	return u, checkURL(u)
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return forbidden("scheme %q", u.Scheme)
	case u.Hostname() == "" || u.Opaque != "":
		return forbidden("no host in %q", u.Redacted())
	case u.User != nil:
		return forbidden("a name and password in the address")
	case len(u.String()) > maxAddress:
		return forbidden("an address of %d bytes", len(u.String()))
	}
	if p := u.Port(); p != "" {
		if n, err := strconv.Atoi(p); err != nil || n < 1 || n > 65535 {
			return forbidden("port %q", p)
		}
	}
	return nil
}

// allowed is the list of what may be reached inside our own network.
type allowed struct {
	hosts    map[string]bool // "name", "name:port"; any address that it resolves to
	networks []netip.Prefix
	points   map[netip.AddrPort]bool
}

func readAllowed(list []string) (allowed, error) {
	a := allowed{hosts: map[string]bool{}, points: map[netip.AddrPort]bool{}}
	for _, entry := range list {
		entry = strings.ToLower(strings.TrimSpace(entry))
		if p, err := netip.ParsePrefix(entry); err == nil {
			a.networks = append(a.networks, p.Masked())
			continue
		}
		if ip, err := netip.ParseAddr(entry); err == nil {
			a.networks = append(a.networks, netip.PrefixFrom(ip.Unmap(), ip.Unmap().BitLen()))
			continue
		}
		if p, err := netip.ParseAddrPort(entry); err == nil {
			a.points[netip.AddrPortFrom(p.Addr().Unmap(), p.Port())] = true
			continue
		}
		if entry == "" || strings.ContainsAny(entry, "/ *@") {
			return a, fmt.Errorf("%q is no host, address or network", entry)
		}
		a.hosts[entry] = true
	}
	return a, nil
}

// host reports whether the host was named: it may lie anywhere.
func (a allowed) host(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		return false
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return a.hosts[host] || a.hosts[strings.ToLower(hostPort)]
}

// address judges a resolved address just before it is connected to.
func (a allowed) address(p netip.AddrPort) error {
	ip := p.Addr().Unmap().WithZone("")
	if a.points[netip.AddrPortFrom(ip, p.Port())] {
		return nil
	}
	for _, n := range a.networks {
		if n.Contains(ip) {
			return nil
		}
	}
	if inside(ip) {
		return forbidden("%v lies inside a private or special network", ip)
	}
	if port := p.Port(); port != 80 && port != 443 && port < 1024 {
		return forbidden("port %d belongs to another service", port)
	}
	return nil
}

// special are the networks of the IANA registries of special-purpose addresses
// that are not globally reachable, and those that carry another address inside.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32",
	"2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

func inside(ip netip.Addr) bool {
	if !ip.IsValid() || !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return true
	}
	for _, p := range special {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

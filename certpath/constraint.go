package certpath

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"net"
	"net/url"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// crypto/x509 does not know constraints on directory names, the ones that
// matter among offices; so all are judged here (RFC 5280, 4.2.1.10 and 6.1.3, b
// and c).

var oidNameConstraints, oidSubjectAltName = asn1.ObjectIdentifier{2, 5, 29, 30}, asn1.ObjectIdentifier{2, 5, 29, 17}

// Sorts of general names, by the number of their tag.
const (
	nameEmail     = 1
	nameDNS       = 2
	nameDirectory = 4
	nameURI       = 6
	nameIP        = 7
)

type generalName struct {
	sort  int
	value []byte
}

type constraints struct {
	permitted, excluded []generalName
}

// maxComparisons bounds names times constraints of one path.
const maxComparisons = 100_000

// judgeNames holds all names in the path below each constraining certificate
// against its constraints.
func judgeNames(chain []*x509.Certificate) (*Failure, SubIndication) {
	work := 0
	for i := len(chain) - 1; i > 0; i-- {
		der := extension(chain[i], oidNameConstraints)
		if der == nil {
			continue
		}
		limits, ok := readConstraints(der)
		if !ok {
			return failure(chain[i], CheckNames, "name constraints that cannot be read"), ChainConstraints
		}
		for j := i - 1; j >= 0; j-- {
			if j > 0 && selfIssued(chain[j]) {
				continue
			}
			names, ok := namesOf(chain[j])
			if !ok {
				return failure(chain[j], CheckNames, "names that cannot be read, below name constraints"), ChainConstraints
			}
			if work += len(names) * (len(limits.permitted) + len(limits.excluded)); work > maxComparisons {
				return failure(chain[i], CheckSearchLimit, "more name constraints than are compared"), ChainFailure
			}
			for _, n := range names {
				if why := limits.refuse(n); why != "" {
					return failure(chain[j], CheckNames, why+" by "+chain[i].Subject.String()), ChainConstraints
				}
			}
		}
	}
	return nil, ""
}

func extension(c *x509.Certificate, oid asn1.ObjectIdentifier) []byte {
	for _, x := range c.Extensions {
		if x.Id.Equal(oid) {
			return x.Value
		}
	}
	return nil
}

func readConstraints(der cryptobyte.String) (constraints, bool) {
	var c constraints
	var body, permitted, excluded cryptobyte.String
	var p, e bool
	if !der.ReadASN1(&body, casn1.SEQUENCE) || !der.Empty() ||
		!body.ReadOptionalASN1(&permitted, &p, casn1.Tag(0).Constructed().ContextSpecific()) ||
		!body.ReadOptionalASN1(&excluded, &e, casn1.Tag(1).Constructed().ContextSpecific()) || !body.Empty() {
		return c, false
	}
	var ok bool
	if c.permitted, ok = readSubtrees(permitted); !ok {
		return c, false
	}
	c.excluded, ok = readSubtrees(excluded)
	return c, ok
}

// readSubtrees reads GeneralSubtrees; minimum and maximum are not used in this
// profile and refused.
func readSubtrees(in cryptobyte.String) ([]generalName, bool) {
	var out []generalName
	for !in.Empty() {
		var body cryptobyte.String
		if !in.ReadASN1(&body, casn1.SEQUENCE) {
			return nil, false
		}
		n, ok := readName(&body)
		if !ok || !body.Empty() {
			return nil, false
		}
		out = append(out, n)
	}
	return out, true
}

func readName(in *cryptobyte.String) (generalName, bool) {
	var value cryptobyte.String
	var tag casn1.Tag
	if !in.ReadAnyASN1(&value, &tag) || tag&0xc0 != 0x80 {
		return generalName{}, false
	}
	return generalName{int(tag & 0x1f), value}, true
}

// namesOf gives the subject and the alternative names. An e-mail address in
// the subject counts if there is none among the others.
func namesOf(c *x509.Certificate) ([]generalName, bool) {
	var out []generalName
	mail := false
	if der := cryptobyte.String(extension(c, oidSubjectAltName)); der != nil {
		var body cryptobyte.String
		if !der.ReadASN1(&body, casn1.SEQUENCE) {
			return nil, false
		}
		for !body.Empty() {
			n, ok := readName(&body)
			if !ok {
				return nil, false
			}
			mail = mail || n.sort == nameEmail
			out = append(out, n)
		}
	}
	if parts, ok := rdns(c.RawSubject); !ok || len(parts) > 0 {
		out = append(out, generalName{nameDirectory, c.RawSubject})
	}
	for _, a := range c.Subject.Names {
		if s, ok := a.Value.(string); ok && !mail && a.Type.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}) {
			out = append(out, generalName{nameEmail, []byte(s)})
		}
	}
	return out, true
}

// refuse says why the constraints do not let a name stand, empty if they do.
func (c constraints) refuse(n generalName) string {
	for _, e := range c.excluded {
		if e.sort != n.sort {
			continue
		}
		if within, readable := e.holds(n); within || !readable {
			return "a name is excluded"
		}
	}
	asked := false
	for _, p := range c.permitted {
		if p.sort != n.sort {
			continue
		}
		asked = true
		if within, readable := p.holds(n); within && readable {
			return ""
		}
	}
	if asked {
		return "a name is not among those permitted"
	}
	return ""
}

// holds tells whether a name lies within a constraint of its sort. Sorts and
// forms that are not known are unreadable, which neither permits nor spares.
func (g generalName) holds(n generalName) (within, readable bool) {
	limit, name := strings.ToLower(string(g.value)), strings.ToLower(string(n.value))
	switch n.sort {
	case nameDirectory:
		return withinSubtree(n.value, g.value)
	case nameDNS:
		return limit == "" || name == strings.TrimPrefix(limit, ".") && limit[0] != '.' || strings.HasSuffix(name, "."+strings.TrimPrefix(limit, ".")), true
	case nameEmail:
		at := strings.LastIndexByte(string(n.value), '@')
		if at < 0 {
			return false, false
		}
		if k := strings.LastIndexByte(string(g.value), '@'); k >= 0 { // one mailbox: its local part with its case
			return string(g.value[:k]) == string(n.value[:at]) && limit[k:] == name[at:], true
		}
		return hostWithin(name[at+1:], limit), true
	case nameURI:
		u, err := url.Parse(string(n.value))
		if err != nil || u.Hostname() == "" || net.ParseIP(u.Hostname()) != nil {
			return false, false // RFC 5280: an URI without a host name does not pass
		}
		return hostWithin(strings.ToLower(u.Hostname()), limit), true
	case nameIP:
		return ipWithin(n.value, g.value)
	}
	return false, false
}

// hostWithin: ".example.vn" is all below, "example.vn" that host alone.
func hostWithin(host, limit string) bool {
	if strings.HasPrefix(limit, ".") {
		return strings.HasSuffix(host, limit)
	}
	return limit == "" || host == limit
}

func ipWithin(ip, limit []byte) (within, readable bool) {
	if len(limit) != 8 && len(limit) != 32 || len(ip) != 4 && len(ip) != 16 {
		return false, false
	}
	if len(limit) != 2*len(ip) {
		return false, true
	}
	masked := make([]byte, len(ip))
	for i := range ip {
		masked[i] = ip[i] & limit[len(ip)+i]
	}
	base := make([]byte, len(ip))
	for i := range ip {
		base[i] = limit[i] & limit[len(ip)+i]
	}
	return bytes.Equal(masked, base), true
}

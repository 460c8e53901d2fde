package certpath_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"antin/certpath"
)

func der(t testing.TB, v any) []byte {
	t.Helper()
	out, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func with(last int, critical bool, value []byte) change {
	return func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, last}, Critical: critical, Value: value})
	}
}

func tlv(tag byte, parts ...[]byte) []byte {
	var body []byte
	for _, p := range parts {
		body = append(body, p...)
	}
	if len(body) > 127 {
		return append([]byte{tag, 0x81, byte(len(body))}, body...)
	}
	return append([]byte{tag, byte(len(body))}, body...)
}

var (
	policyA, policyB, every = asn1.ObjectIdentifier{1, 2, 3, 1}, asn1.ObjectIdentifier{1, 2, 3, 2}, asn1.ObjectIdentifier{2, 5, 29, 32, 0}
	requireNow              = []byte{0x30, 3, 0x80, 1, 0}
)

func policy(t testing.TB, oids ...asn1.ObjectIdentifier) change {
	var infos [][]byte
	for _, o := range oids {
		infos = append(infos, tlv(0x30, der(t, o)))
	}
	return with(32, false, tlv(0x30, infos...))
}

func mapping(t testing.TB, from, to asn1.ObjectIdentifier) change {
	return with(33, true, tlv(0x30, tlv(0x30, der(t, from), der(t, to))))
}

// pathCase is a path that is judged here and by openssl.
type pathCase struct {
	chain []*entity // root first
	check certpath.Check
}

func (c pathCase) run(t *testing.T, name string) {
	t.Helper()
	n := len(c.chain) - 1
	r := certpath.Build(c.chain[n].cert, certs(c.chain[1:n]...), certs(c.chain[0]), now)
	if r.OK() != (c.check == "") || c.check != "" && r.Failure.Check != c.check {
		t.Errorf("%s: %v", name, r.Failure)
	}
	dir := t.TempDir()
	file := func(name string, es ...*entity) string {
		var text []byte
		for _, e := range es {
			text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: e.cert.Raw})...)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	out, err := exec.Command("openssl", "verify", "-attime", "1795316400", "-policy_check", "-policy", "2.5.29.32.0", "-CAfile", file("root", c.chain[0]),
		"-untrusted", file("middle", c.chain[1:n]...), file("leaf", c.chain[n])).CombinedOutput()
	if (err == nil) != (c.check == "") {
		t.Errorf("%s: openssl says %v\n%s", name, err, out)
	}
}

func TestPoliciesHoldAlongThePath(t *testing.T) {
	t.Parallel()
	root := entityNamed(t, "gốc", nil, nil, authority)
	path := func(ca, leaf []change) []*entity {
		c := entityNamed(t, "CA", root, nil, append([]change{authority}, ca...)...)
		return []*entity{root, c, entityNamed(t, "người", c, nil, leaf...)}
	}
	three := func(upper, lower, leaf []change) []*entity {
		u := entityNamed(t, "CA trên", root, nil, append([]change{authority}, upper...)...)
		l := entityNamed(t, "CA dưới", u, nil, append([]change{authority}, lower...)...)
		return []*entity{root, u, l, entityNamed(t, "người", l, nil, leaf...)}
	}
	require, a, b := with(36, true, requireNow), policy(t, policyA), policy(t, policyB)
	noMapping, noAny := with(36, true, []byte{0x30, 6, 0x80, 1, 0, 0x81, 1, 0}), with(54, true, []byte{2, 1, 0})
	later := with(36, true, []byte{0x30, 3, 0x80, 1, 1})
	for name, c := range map[string]pathCase{
		"none asked, none given":           {path(nil, nil), ""},
		"none asked, two that do not fit":  {path([]change{a}, []change{b}), ""},
		"asked and the same":               {path([]change{require, a}, []change{a}), ""},
		"asked and none":                   {path([]change{require, a}, nil), certpath.CheckPolicy},
		"asked and another":                {path([]change{require, a}, []change{b}), certpath.CheckPolicy},
		"asked, the authority has none":    {path([]change{require}, []change{a}), certpath.CheckPolicy},
		"asked by the leaf itself":         {path(nil, []change{require}), certpath.CheckPolicy},
		"any policy above":                 {path([]change{require, policy(t, every)}, []change{a}), ""},
		"any policy below":                 {path([]change{require, a}, []change{policy(t, every)}), ""},
		"any policy forbidden":             {path([]change{require, a, noAny}, []change{policy(t, every)}), certpath.CheckPolicy},
		"asked one below":                  {three([]change{later, a}, []change{a}, nil), certpath.CheckPolicy},
		"mapped":                           {path([]change{require, a, mapping(t, policyA, policyB)}, []change{b}), ""},
		"mapped, the old name":             {path([]change{require, a, mapping(t, policyA, policyB)}, []change{a}), certpath.CheckPolicy},
		"mapping forbidden":                {three([]change{noMapping, a}, []change{a, mapping(t, policyA, policyB)}, []change{b}), certpath.CheckPolicy},
		"mapping of any policy":            {path([]change{a, mapping(t, every, policyB)}, []change{b}), certpath.CheckPolicy},
		"any policy, one of its is mapped": {path([]change{require, policy(t, every), mapping(t, policyA, policyB)}, []change{b}), ""},
		"qualified statements, critical": {path(nil, []change{func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}, Value: []byte{0x30, 0}}}
		}}), ""},
		"asked, over two authorities":       {three([]change{require, a}, []change{a}, []change{a}), ""},
		"asked, lost between two":           {three([]change{require, a}, []change{b}, []change{a}), certpath.CheckPolicy},
		"asked below where nothing is lost": {three(nil, []change{require}, nil), certpath.CheckPolicy},
	} {
		c.run(t, name)
	}
}

func name(t testing.TB, parts ...string) []byte {
	t.Helper()
	types := map[byte]asn1.ObjectIdentifier{'C': {2, 5, 4, 6}, 'O': {2, 5, 4, 10}, 'N': {2, 5, 4, 3}}
	var seq pkix.RDNSequence
	for _, p := range parts {
		seq = append(seq, pkix.RelativeDistinguishedNameSET{{Type: types[p[0]], Value: p[2:]}})
	}
	return der(t, seq)
}

func subject(raw []byte) change { return func(c *x509.Certificate) { c.RawSubject = raw } }

func TestNameConstraintsBindEveryNameBelow(t *testing.T) {
	t.Parallel()
	root := entityNamed(t, "gốc", nil, nil, authority)
	only := func(names ...[]byte) change { // permitted
		var trees [][]byte
		for _, n := range names {
			trees = append(trees, tlv(0x30, n))
		}
		return with(30, true, tlv(0x30, tlv(0xa0, trees...)))
	}
	not := func(n []byte) change { return with(30, true, tlv(0x30, tlv(0xa1, tlv(0x30, n)))) }
	dir := func(parts ...string) []byte { return tlv(0xa4, name(t, parts...)) }
	nghean := dir("C=VN", "O=Nghệ An")
	path := func(limit change, leaf ...change) []*entity {
		c := entityNamed(t, "CA", root, nil, authority, limit)
		return []*entity{root, c, entityNamed(t, "người", c, nil, leaf...)}
	}
	uri := func(s string) change {
		return func(c *x509.Certificate) {
			u, err := url.Parse(s)
			if err != nil {
				t.Fatal(err)
			}
			c.URIs = []*url.URL{u}
		}
	}
	dns := func(s string) change { return func(c *x509.Certificate) { c.DNSNames = []string{s} } }
	mail := func(s string) change { return func(c *x509.Certificate) { c.EmailAddresses = []string{s} } }
	ip := func(s string) change { return func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.ParseIP(s)} } }
	netOf := tlv(0x87, []byte{10, 0, 0, 0, 255, 0, 0, 0})
	for title, c := range map[string]pathCase{
		"directory":                   {path(only(nghean), subject(name(t, "C=VN", "O=Nghệ An", "N=a"))), ""},
		"directory, case and spaces":  {path(only(nghean), subject(name(t, "C=VN", "O=NGHỆ  AN ", "N=a"))), "?"},
		"directory of another":        {path(only(nghean), subject(name(t, "C=VN", "O=Hà Tĩnh", "N=a"))), certpath.CheckNames},
		"directory above":             {path(only(nghean), subject(name(t, "C=VN"))), certpath.CheckNames},
		"directory, longer word":      {path(only(nghean), subject(name(t, "C=VN", "O=Nghệ An 2", "N=a"))), certpath.CheckNames},
		"one of two directories":      {path(only(dir("C=LA"), nghean), subject(name(t, "C=VN", "O=Nghệ An", "N=a"))), ""},
		"directory excluded":          {path(not(nghean), subject(name(t, "C=VN", "O=Nghệ An", "N=a"))), certpath.CheckNames},
		"another directory excluded":  {path(not(nghean), subject(name(t, "C=VN", "O=Hà Tĩnh", "N=a"))), ""},
		"alternative directory name":  {path(only(nghean), subject(name(t, "C=VN", "O=Nghệ An", "N=a")), with(17, false, tlv(0x30, dir("C=LA")))), certpath.CheckNames},
		"critical alternative name":   {path(only(nghean), subject(name(t, "C=VN", "O=Nghệ An", "N=a")), with(17, true, tlv(0x30, dir("C=VN", "O=Nghệ An")))), ""},
		"e-mail within":               {path(only(tlv(0x81, []byte("nghean.gov.vn"))), mail("a@nghean.gov.vn")), ""},
		"e-mail of a host below":      {path(only(tlv(0x81, []byte("nghean.gov.vn"))), mail("a@x.nghean.gov.vn")), certpath.CheckNames},
		"e-mail of a domain":          {path(only(tlv(0x81, []byte(".gov.vn"))), mail("a@nghean.gov.vn")), ""},
		"e-mail, look-alike domain":   {path(only(tlv(0x81, []byte("gov.vn"))), mail("a@agov.vn")), certpath.CheckNames},
		"host within":                 {path(only(tlv(0x82, []byte("gov.vn"))), dns("a.gov.vn")), ""},
		"host, look-alike":            {path(only(tlv(0x82, []byte("gov.vn"))), dns("agov.vn")), certpath.CheckNames},
		"host excluded":               {path(not(tlv(0x82, []byte("gov.vn"))), dns("a.gov.vn")), certpath.CheckNames},
		"address within":              {path(only(netOf), ip("10.2.3.4")), ""},
		"address outside":             {path(only(netOf), ip("11.2.3.4")), certpath.CheckNames},
		"URI within":                  {path(only(tlv(0x86, []byte(".gov.vn"))), uri("https://a.gov.vn/x")), ""},
		"URI outside":                 {path(only(tlv(0x86, []byte(".gov.vn"))), uri("https://a.example/x")), certpath.CheckNames},
		"no name of the sort":         {path(only(tlv(0x82, []byte("gov.vn"))), mail("a@b")), ""},
		"sort that is not known":      {path(only(tlv(0x88, []byte{0x2a})), with(17, false, tlv(0x30, tlv(0x88, []byte{0x2a})))), certpath.CheckNames},
		"constraints with a minimum":  {path(with(30, true, tlv(0x30, tlv(0xa0, tlv(0x30, nghean, []byte{0x80, 1, 1}))))), certpath.CheckNames},
		"directory of an authority":   {path(only(tlv(0x81, []byte("nghean.gov.vn"))), subject(name(t, "C=VN"))), ""},
		"e-mail inside the subject":   {path(only(tlv(0x81, []byte("nghean.gov.vn"))), subjectMail(t, "a@example.com")), certpath.CheckNames},
		"e-mail inside the subject 2": {path(only(tlv(0x81, []byte("nghean.gov.vn"))), subjectMail(t, "a@nghean.gov.vn")), ""},
	} {
		if c.check == "?" { // openssl folds ASCII only
			if r := certpath.Build(c.chain[2].cert, certs(c.chain[1]), certs(root), now); !r.OK() {
				t.Errorf("%s: %v", title, r.Failure)
			}
			continue
		}
		c.run(t, title)
	}
}

func subjectMail(t testing.TB, address string) change {
	return subject(der(t, pkix.RDNSequence{{{Type: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}, Value: asn1.RawValue{Tag: 22, Bytes: []byte(address)}}}}))
}

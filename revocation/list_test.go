package revocation_test

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	rev "antin/revocation"
)

// crl describes a list to be made; zero values are those of a complete list of
// the issuer that is current now.
type crl struct {
	from, to time.Time
	number   int64
	base     int64 // not zero: a delta list
	extra    []pkix.Extension
	entries  []x509.RevocationListEntry
}

func (c crl) by(t testing.TB, e *entity) []byte {
	t.Helper()
	if c.from.IsZero() {
		c.from = now.Add(-hour)
	}
	if c.to.IsZero() {
		c.to = now.Add(hour)
	}
	if c.base != 0 {
		c.extra = append(c.extra, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 27}, Critical: true, Value: mustDER(t, c.base)})
	}
	der, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{
		Number: big.NewInt(max(c.number, 1)), ThisUpdate: c.from, NextUpdate: c.to, ExtraExtensions: c.extra, RevokedCertificateEntries: c.entries,
	}, e.cert, e.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func mustDER(t testing.TB, v any) []byte {
	t.Helper()
	der, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func entryOf(e *entity, at time.Time, reason int, extra ...pkix.Extension) x509.RevocationListEntry {
	return x509.RevocationListEntry{SerialNumber: e.cert.SerialNumber, RevocationTime: at, ReasonCode: reason, ExtraExtensions: extra}
}

// tagged wraps bytes in a context-specific tag.
func tagged(tag byte, parts ...[]byte) []byte {
	var body []byte
	for _, p := range parts {
		body = append(body, p...)
	}
	out := []byte{tag}
	switch n := len(body); {
	case n > 255:
		out = append(out, 0x82, byte(n>>8), byte(n))
	case n > 127:
		out = append(out, 0x81, byte(n))
	default:
		out = append(out, byte(n))
	}
	return append(out, body...)
}

func uri(s string) []byte        { return tagged(0x86, []byte(s)) }
func directory(c *entity) []byte { return tagged(0xa4, c.cert.RawSubject) }

// place is a DistributionPointName of full names, in the tag of its field.
func place(names ...[]byte) []byte { return tagged(0xa0, tagged(0xa0, names...)) }

func issuingPoint(parts ...[]byte) []pkix.Extension {
	return []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 28}, Critical: true, Value: tagged(0x30, parts...)}}
}

func points(points ...[]byte) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 31}, Value: tagged(0x30, points...)})
	}
}

func point(parts ...[]byte) []byte { return tagged(0x30, parts...) }

func lister(c *x509.Certificate) { c.KeyUsage, c.SubjectKeyId = x509.KeyUsageCRLSign, []byte{1} }

func asCA(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
}

func certificateIssuer(e *entity) pkix.Extension {
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 29}, Critical: true, Value: tagged(0x30, directory(e))}
}

var (
	indirect = []byte{0x84, 1, 0xff}
	half     = []byte{0x83, 2, 0, 0x7e} // keyCompromise to certificateHold
	rest     = []byte{0x83, 3, 7, 0x01, 0x80}
)

func status(t testing.TB, cert, issuer *entity, e rev.Evidence, at time.Time) rev.Status {
	t.Helper()
	plain, remembering := rev.DefaultPolicy(), rev.DefaultPolicy()
	remembering.Memory = new(rev.Memory)
	s := plain.JudgeEvidence(cert.cert, issuer.cert, e, at)
	for range 2 {
		if m := remembering.JudgeEvidence(cert.cert, issuer.cert, e, at); m.Verdict != s.Verdict || m.Why != s.Why || !m.RevokedAt.Equal(s.RevokedAt) {
			t.Errorf("from memory %v %v, read anew %v %v", m.Verdict, m.Why, s.Verdict, s.Why)
		}
	}
	return s
}

type listCase struct {
	crls [][]byte
	at   time.Time
	want rev.Verdict
	why  rev.Why // of the first rejected
}

func (c listCase) check(t *testing.T, name string, s rev.Status) {
	t.Helper()
	var why rev.Why
	if len(s.Rejected) > 0 {
		why = s.Rejected[0].Why
	}
	if s.Verdict != c.want || why != c.why {
		t.Errorf("%s: %v, rejected %+v", name, s.Verdict, s.Rejected)
	}
	if (s.Verdict == rev.Unknown) != (len(s.Sources) == 0) {
		t.Errorf("%s: %d sources", name, len(s.Sources))
	}
	for _, u := range s.Sources {
		if len(u.Evidence) == 0 || u.Signer == nil || u.Signature.Unknown != "" || u.Freshness == "" && !u.Delta {
			t.Errorf("%s: source %+v", name, u)
		}
	}
}

func TestDeltaListNeedsItsBase(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	old, recent := now.Add(-48*hour), now.Add(-hour)
	base := crl{number: 10, from: old, to: now.Add(48 * hour)}.by(t, ca)
	held := crl{number: 10, from: old, to: now.Add(48 * hour), entries: []x509.RevocationListEntry{entryOf(e, old.Add(-hour), 6)}}.by(t, ca)
	lost := crl{number: 12, base: 10, from: recent, entries: []x509.RevocationListEntry{entryOf(e, recent, 1)}}.by(t, ca)
	freed := crl{number: 12, base: 10, from: recent, entries: []x509.RevocationListEntry{entryOf(e, recent, 8)}}.by(t, ca)
	silent := crl{number: 12, base: 10, from: recent}.by(t, ca)
	users := issuingPoint([]byte{0x81, 1, 0xff})
	for name, c := range map[string]listCase{
		"revoked since":               {ders(base, lost), now, rev.Revoked, ""},
		"order does not count":        {ders(lost, base), now, rev.Revoked, ""},
		"good at the earlier time":    {ders(base, lost), old.Add(hour), rev.Good, ""},
		"nothing new":                 {ders(base, silent), now, rev.Good, ""},
		"hold of the base":            {ders(held, silent), now, rev.Revoked, ""},
		"hold lifted":                 {ders(held, freed), now, rev.Good, rev.WhyLifted},
		"hold at the earlier time":    {ders(held, freed), old.Add(hour), rev.Revoked, ""},
		"no base":                     {ders(silent), now, rev.Unknown, rev.WhyNoBase},
		"no base, though it revokes":  {ders(lost), now, rev.Unknown, rev.WhyNoBase},
		"base too old":                {ders(crl{number: 9, to: now.Add(-time.Minute * 10)}.by(t, ca), silent), now, rev.Unknown, rev.WhyNoBase},
		"base with other scope":       {ders(crl{number: 10, from: old, to: old.Add(hour), extra: users}.by(t, ca), silent), now, rev.Unknown, rev.WhyNoBase},
		"base by another key":         {ders(crl{number: 10}.by(t, issue(t, "CA", nil)), silent), now, rev.Unknown, rev.WhySignature},
		"stale base under a new list": {ders(crl{number: 10, from: old, to: old.Add(hour)}.by(t, ca), silent), now, rev.Good, rev.WhyStale},
	} {
		s := status(t, e, ca, rev.Evidence{CRLs: c.crls}, c.at)
		c.check(t, name, s)
		if name == "revoked since" && (len(s.Sources) != 2 || !s.Sources[1].Delta || s.Sources[1].Number.Int64() != 10 || s.Reason != rev.ReasonKeyCompromise) {
			t.Errorf("%s: %+v", name, s.Sources)
		}
	}
}

func TestIndirectListNeedsToBeNamedByTheCertificate(t *testing.T) {
	t.Parallel()
	root := issue(t, "gốc", nil)
	ca := issue(t, "CA", root, asCA)
	lists := issue(t, "nơi công bố", root, lister)
	plain := issue(t, "người", ca)
	e := issue(t, "người có nơi công bố", ca, points(point(place(uri("http://a/crl")), tagged(0xa2, directory(lists)))))
	strangerRoot := issue(t, "gốc lạ", nil)
	stranger := issue(t, "nơi công bố", strangerRoot, lister)
	mute := issue(t, "nơi công bố", root, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature })
	late := issue(t, "nơi công bố", root, lister, func(c *x509.Certificate) { c.NotAfter = now.Add(-48 * hour) })
	other := issue(t, "CA khác", root, asCA)
	both := issuingPoint(place(uri("http://a/crl")), indirect)
	serialOfOther := x509.RevocationListEntry{SerialNumber: e.cert.SerialNumber, RevocationTime: now.Add(-hour), ExtraExtensions: []pkix.Extension{certificateIssuer(other)}}
	ours := entryOf(e, now.Add(-hour), 1, certificateIssuer(ca))
	after := x509.RevocationListEntry{SerialNumber: big.NewInt(5), RevocationTime: now.Add(-hour), ExtraExtensions: []pkix.Extension{certificateIssuer(ca)}}
	sticky := entryOf(e, now.Add(-hour), 1)
	for name, c := range map[string]struct {
		listCase
		about *entity
		certs []*x509.Certificate
	}{
		"good":                          {listCase{ders(crl{extra: both}.by(t, lists)), now, rev.Good, ""}, e, certsOf(lists)},
		"revoked":                       {listCase{ders(crl{extra: both, entries: []x509.RevocationListEntry{ours}}.by(t, lists)), now, rev.Revoked, ""}, e, certsOf(lists)},
		"issuer holds on":               {listCase{ders(crl{extra: both, entries: []x509.RevocationListEntry{after, sticky}}.by(t, lists)), now, rev.Revoked, ""}, e, certsOf(lists)},
		"serial of another authority":   {listCase{ders(crl{extra: both, entries: []x509.RevocationListEntry{serialOfOther}}.by(t, lists)), now, rev.Good, ""}, e, certsOf(lists)},
		"entry without issuer":          {listCase{ders(crl{extra: both, entries: []x509.RevocationListEntry{sticky}}.by(t, lists)), now, rev.Good, ""}, e, certsOf(lists)},
		"not named by the certificate":  {listCase{ders(crl{extra: both}.by(t, lists)), now, rev.Unknown, rev.WhyOther}, plain, certsOf(lists)},
		"not marked as indirect":        {listCase{ders(crl{extra: issuingPoint(place(uri("http://a/crl")))}.by(t, lists)), now, rev.Unknown, rev.WhyScope}, e, certsOf(lists)},
		"place of another":              {listCase{ders(crl{extra: issuingPoint(place(uri("http://b/crl")), indirect)}.by(t, lists)), now, rev.Unknown, rev.WhyScope}, e, certsOf(lists)},
		"signer not given":              {listCase{ders(crl{extra: both}.by(t, lists)), now, rev.Unknown, rev.WhySignature}, e, nil},
		"same name under another root":  {listCase{ders(crl{extra: both}.by(t, stranger)), now, rev.Unknown, rev.WhyNotAuthorised}, e, certsOf(stranger, strangerRoot)},
		"same name, key not for lists":  {listCase{ders(signedByAnybody(t, crl{extra: both}, lists, mute)), now, rev.Unknown, rev.WhyNotAuthorised}, e, certsOf(mute)},
		"same name, expired when made":  {listCase{ders(crl{extra: both}.by(t, late)), now, rev.Unknown, rev.WhyNotAuthorised}, e, certsOf(late)},
		"another authority of the root": {listCase{ders(crl{extra: both}.by(t, other)), now, rev.Unknown, rev.WhyOther}, e, certsOf(other)},
	} {
		s := status(t, c.about, ca, rev.Evidence{CRLs: c.crls, Certificates: c.certs, Anchors: certsOf(root)}, c.at)
		c.check(t, name, s)
		if s.Verdict != rev.Unknown && (!s.Source.Indirect || !s.Source.Signer.Equal(lists.cert) || len(s.Source.Path) != 2) {
			t.Errorf("%s: %+v", name, s.Source)
		}
	}
	s := status(t, e, ca, rev.Evidence{CRLs: ders(crl{extra: both}.by(t, lists)), Certificates: certsOf(lists)}, now)
	if s.Verdict != rev.Unknown || s.Rejected[0].Why != rev.WhyNotAuthorised {
		t.Errorf("without an anchor: %+v", s)
	}
}

func certsOf(es ...*entity) []*x509.Certificate {
	var out []*x509.Certificate
	for _, e := range es {
		out = append(out, e.cert)
	}
	return out
}

// signedByAnybody makes a list with the name of one and the key of another,
// whatever the other's key is for.
func signedByAnybody(t testing.TB, c crl, name, key *entity) []byte {
	t.Helper()
	fake := *name.cert
	fake.PublicKey, fake.RawSubjectPublicKeyInfo = key.cert.PublicKey, key.cert.RawSubjectPublicKeyInfo
	return c.by(t, &entity{&fake, key.key})
}

func TestListInPartsSpeaksForItsPart(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca, points(point(place(uri("http://a/1"))), point(place(uri("http://a/2")), []byte{0x81, 2, 0, 0x7e})))
	sub := issue(t, "CA con", ca, asCA)
	inFull := issue(t, "người có tên nơi", ca, points(point(place(tagged(0xa4, fullName(t, "CA", "p1"))))))
	lost := []x509.RevocationListEntry{entryOf(e, now.Add(-hour), 1)}
	for name, c := range map[string]struct {
		listCase
		about *entity
	}{
		"its place":                  {listCase{ders(crl{extra: issuingPoint(place(uri("http://a/1")))}.by(t, ca)), now, rev.Good, ""}, e},
		"one of several names":       {listCase{ders(crl{extra: issuingPoint(place(uri("http://x"), uri("http://a/1")))}.by(t, ca)), now, rev.Good, ""}, e},
		"another place":              {listCase{ders(crl{extra: issuingPoint(place(uri("http://a/3")))}.by(t, ca)), now, rev.Unknown, rev.WhyScope}, e},
		"complete list":              {listCase{ders(crl{}.by(t, ca)), now, rev.Good, ""}, e},
		"place for some reasons":     {listCase{ders(crl{extra: issuingPoint(place(uri("http://a/2")))}.by(t, ca)), now, rev.Unknown, rev.WhySomeReasons}, e},
		"some reasons":               {listCase{ders(crl{extra: issuingPoint(half)}.by(t, ca)), now, rev.Unknown, rev.WhySomeReasons}, e},
		"the same reasons twice":     {listCase{ders(crl{extra: issuingPoint(half)}.by(t, ca), crl{extra: issuingPoint(half), number: 2}.by(t, ca)), now, rev.Unknown, rev.WhySomeReasons}, e},
		"all reasons from two":       {listCase{ders(crl{extra: issuingPoint(half)}.by(t, ca), crl{extra: issuingPoint(rest)}.by(t, ca)), now, rev.Good, ""}, e},
		"revoked for one reason":     {listCase{ders(crl{extra: issuingPoint(half), entries: lost}.by(t, ca)), now, rev.Revoked, ""}, e},
		"user list, user":            {listCase{ders(crl{extra: issuingPoint([]byte{0x81, 1, 0xff})}.by(t, ca)), now, rev.Good, ""}, e},
		"user list, authority":       {listCase{ders(crl{extra: issuingPoint([]byte{0x81, 1, 0xff})}.by(t, ca)), now, rev.Unknown, rev.WhyScope}, sub},
		"authority list, authority":  {listCase{ders(crl{extra: issuingPoint([]byte{0x82, 1, 0xff})}.by(t, ca)), now, rev.Good, ""}, sub},
		"authority list, user":       {listCase{ders(crl{extra: issuingPoint([]byte{0x82, 1, 0xff})}.by(t, ca)), now, rev.Unknown, rev.WhyScope}, e},
		"attribute certificates":     {listCase{ders(crl{extra: issuingPoint([]byte{0x85, 1, 0xff})}.by(t, ca)), now, rev.Unknown, rev.WhyScope}, e},
		"issuing point unreadable":   {listCase{ders(crl{extra: issuingPoint([]byte{0x89, 1, 0xff})}.by(t, ca)), now, rev.Unknown, rev.WhyUnreadable}, e},
		"unknown critical extension": {listCase{ders(crl{extra: []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}}.by(t, ca)), now, rev.Unknown, rev.WhyUnsupported}, e},
		"unknown extension":          {listCase{ders(crl{extra: []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Value: []byte{5, 0}}}}.by(t, ca)), now, rev.Good, ""}, e},
		"entry, critical extension":  {listCase{ders(crl{entries: []x509.RevocationListEntry{entryOf(sub, now, 1, pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}})}}.by(t, ca)), now, rev.Unknown, rev.WhyUnsupported}, e},
		"entry of somebody else's":   {listCase{ders(crl{entries: []x509.RevocationListEntry{entryOf(sub, now, 1, certificateIssuer(ca))}}.by(t, ca)), now, rev.Unknown, rev.WhyUnsupported}, e},
		"extension given twice":      {listCase{ders(crl{extra: append(issuingPoint(half), issuingPoint()...)}.by(t, ca)), now, rev.Unknown, rev.WhyUnreadable}, e},
		"relative name of the place": {listCase{ders(crl{extra: issuingPoint(relative("p1"))}.by(t, ca)), now, rev.Good, ""}, inFull},
		"relative name of another":   {listCase{ders(crl{extra: issuingPoint(relative("p2"))}.by(t, ca)), now, rev.Unknown, rev.WhyScope}, inFull},
	} {
		c.check(t, name, status(t, c.about, ca, rev.Evidence{CRLs: c.crls}, c.at))
	}
}

// relative is a DistributionPointName relative to the issuer of the list.
func relative(cn string) []byte {
	return tagged(0xa0, tagged(0xa1, tagged(0x30, []byte{6, 3, 0x55, 4, 3}, tagged(0x0c, []byte(cn)))))
}

func fullName(t testing.TB, cns ...string) []byte {
	t.Helper()
	var name pkix.RDNSequence
	for _, cn := range cns {
		name = append(name, pkix.RelativeDistinguishedNameSET{{Type: asn1.ObjectIdentifier{2, 5, 4, 3}, Value: cn}})
	}
	return mustDER(t, name)
}

package pades_test

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"antin/cms"
	"antin/pades"
	"antin/pdf"
)

// gapOf finds a gap about a certificate.
func gapOf(r pades.Reach, code string) (pades.Gap, bool) {
	i := slices.IndexFunc(r.Gaps, func(g pades.Gap) bool { return g.Code == code })
	if i < 0 {
		return pades.Gap{}, false
	}
	return r.Gaps[i], true
}

func TestMissingAnswersAreGapsAndLowerTheLevel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unknown, code, about string
	}{
		{"Người ký P-256", pades.GapNoRevocation, "CN=Người ký P-256"},
		{"CA ", pades.GapNoRevocation, "CN=CA cán bộ"},
		{"Dấu thời gian", pades.GapNoRevocation, "CN=Dấu thời gian"},
		{"issuer of Người ký P-256", pades.GapNoIssuer, "CN=Người ký P-256"},
	} {
		t.Run(c.unknown, func(t *testing.T) {
			t.Parallel()
			o := net()
			o.unknown = c.unknown
			p := o.people["P-256"]
			s, err := pades.Sign(t.Context(), open(t, tablePDF(0)), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}, Certificate: p.cert, At: o.clock}, p.key, o.extension(pades.LevelLTA))
			if err != nil {
				t.Fatal(err)
			}
			r := s.Extended.Signatures[0]
			if s.Level != pades.LevelT || r.From != pades.LevelT || r.Reached != pades.LevelT {
				t.Errorf("level %s, %+v", s.Level, r)
			}
			if g, ok := gapOf(r, c.code); !ok || g.Certificate != c.about || g.Serial == "" || g.Detail != errSilent.Error() {
				t.Errorf("gaps %+v", r.Gaps)
			}
			file := append(tablePDF(0), s.Tail...)
			sound(t, o, file, 2)

			o.unknown, o.clock = "", o.clock.Add(time.Hour)
			if _, e := o.extendTo(t, file, pades.LevelLTA); e.Reached() != pades.LevelLTA || e.Signatures[0].From != pades.LevelT {
				t.Errorf("once it answers: %+v", e)
			}
		})
	}
}

func TestRevokedSignerIsAGap(t *testing.T) {
	t.Parallel()
	o := net()
	file, _ := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelT)
	o.revokedAt = map[string]time.Time{"Người ký P-256": o.clock.Add(-time.Minute)}
	o.clock = o.clock.Add(time.Hour)
	_, e := o.extendTo(t, file, pades.LevelLT)
	if g, ok := gapOf(e.Signatures[0], pades.GapRevoked); !ok || e.Reached() != pades.LevelT || g.Certificate != "CN=Người ký P-256" {
		t.Errorf("%+v", e)
	}
	o.revokedAt["Người ký P-256"] = o.clock.Add(-time.Minute) // after the time-stamp
	if _, e := o.extendTo(t, file, pades.LevelLT); e.Reached() != pades.LevelLT {
		t.Errorf("revoked later: %+v", e)
	}
}

func TestOCSPWithItsResponder(t *testing.T) {
	t.Parallel()
	for name, by := range map[string]func(*outside) *person{
		"to be asked about": func(o *outside) *person { return &o.responder },
		"nocheck":           func(o *outside) *person { return &o.nocheck },
		"the CA itself":     func(o *outside) *person { return &o.ca },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := net()
			o.by = by(o)
			file, s := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelLT)
			if s.Level != pades.LevelLT {
				t.Fatalf("%+v", s.Extended)
			}
			if asked := slices.Contains(o.asked, "OCSP"); asked != (name == "to be asked about") {
				t.Errorf("asked about %v", o.asked)
			}
			rev, dss := dssOf(t, file)
			answers, _ := rev.Array(dss.Get("OCSPs"))
			vri, _ := rev.Dict(dss.Get("VRI"))
			if len(answers) != 1 || len(vri) != 1 {
				t.Errorf("%d answers, %d entries", len(answers), len(vri))
			}
			sound(t, o, file, 1)
		})
	}
	o := net()
	o.by, o.unknown = &o.responder, "OCSP"
	_, s := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelLT)
	if _, ok := gapOf(s.Extended.Signatures[0], pades.GapResponder); !ok || s.Level != pades.LevelLT {
		t.Errorf("nobody tells of the responder: %s, %+v", s.Level, s.Extended)
	}
}

func TestStoreHoldsWhatTheEntriesName(t *testing.T) {
	t.Parallel()
	o := net()
	file, _ := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelLT)
	rev, dss := dssOf(t, file)
	vri, _ := rev.Dict(dss.Get("VRI"))
	for _, key := range []struct{ list, entry pdf.Name }{{"Certs", "Cert"}, {"CRLs", "CRL"}} {
		list, _ := rev.Array(dss.Get(key.list))
		for _, e := range vri {
			entry, _ := rev.Dict(e.Value)
			named, _ := rev.Array(entry.Get(key.entry))
			if len(named) == 0 || !entry.Has("TU") || len(e.Key) != 40 {
				t.Errorf("%s: %v", e.Key, entry)
			}
			for _, n := range named {
				if !slices.ContainsFunc(list, func(o pdf.Object) bool { return o == n }) {
					t.Errorf("%v stands in /VRI and not in /%s", n, key.list)
				}
			}
		}
	}
	certs, _ := rev.Array(dss.Get("Certs"))
	var names []string
	for _, c := range certs {
		s, _ := rev.Resolve(c)
		body, _ := s.(*pdf.Stream).Raw()
		cert, err := x509.ParseCertificate(body)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, cert.Subject.CommonName)
	}
	slices.Sort(names)
	if want := []string{"CA cán bộ", "CA dịch vụ", "Dấu thời gian", "Gốc thử", "Người ký P-256"}; !slices.Equal(names, want) {
		t.Errorf("certificates %v, want %v", names, want)
	}
}

// TestForeignStoreIsKept: stores of other producers have their lists, their
// /VRI and its entries as objects of their own.
func TestForeignStoreIsKept(t *testing.T) {
	t.Parallel()
	o := net()
	file, _ := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelT)
	u, err := open(t, file).NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	mine := u.Add(pdf.NewStream(pdf.Dict{}, o.ca.cert.Raw))
	odd := u.Add(pdf.NewStream(pdf.Dict{}, []byte("no certificate")))
	entry := u.Add(pdf.Dictionary("Cert", u.Add(pdf.Array{mine}), "TS", u.Add(pdf.NewStream(pdf.Dict{}, []byte{0}))))
	const other = "0123456789ABCDEF0123456789ABCDEF01234567"
	dss := u.Add(pdf.Dictionary("Certs", u.Add(pdf.Array{odd, mine}), "VRI", u.Add(pdf.Dictionary(other, entry))))
	root := open(t, file).Last().Trailer().Get("Root").(pdf.Ref)
	catalog, _ := u.Get(root)
	u.Set(root, catalog.(pdf.Dict).With("DSS", dss))
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	file = append(file, tail...)
	file, e := o.extendTo(t, file, pades.LevelLT)
	if e.Reached() != pades.LevelLT {
		t.Errorf("%+v", e)
	}
	rev, now := dssOf(t, file)
	certs, _ := rev.Array(now.Get("Certs"))
	if len(certs) != 6 || certs[0] != pdf.Object(odd) || certs[1] != pdf.Object(mine) {
		t.Errorf("certificates %v", certs)
	}
	vri, _ := rev.Dict(now.Get("VRI"))
	if len(vri) != 2 || vri.Get(other) != pdf.Object(entry) {
		t.Errorf("entries %v", vri)
	}
	sound(t, o, file, 1)
}

// TestForeignDocumentStampDoesNotCount: a time-stamp of another file proves
// nothing about this one.
func TestForeignDocumentStampDoesNotCount(t *testing.T) {
	t.Parallel()
	o := net()
	signed, _ := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelB)
	stamped, e := o.extendTo(t, signed, pades.LevelT)
	at := len(signed) + bytes.Index(stamped[len(signed):], []byte("/Contents <")) + len("/Contents <")
	var foreign [1]byte
	o.wrong = true
	if _, err := o.Stamp(t.Context(), 5, make([]byte, 32)); err != nil {
		t.Fatal(err)
	}
	token, _ := o.Stamp(t.Context(), 5, make([]byte, 32))
	copy(stamped[at:], fmt.Sprintf("%x", append(token, foreign[:]...)))
	if sd, err := cms.Parse(token); err != nil || len(sd.Signers) != 1 || e.Reached() != pades.LevelT {
		t.Fatal(err)
	}
	o.wrong = false
	_, e = o.extendTo(t, stamped, pades.LevelT)
	if e.Signatures[0].From != pades.LevelB || e.Reached() != pades.LevelT || e.Revisions != 1 {
		t.Errorf("%+v", e)
	}
}

// counting counts what is read of a file.
type counting struct {
	io.ReaderAt
	n atomic.Int64
}

func (c *counting) ReadAt(b []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(b, at)
	c.n.Add(int64(n))
	return n, err
}

// bulky is a file with a stream of that many bytes.
func bulky(t *testing.T, size int) []byte {
	t.Helper()
	u, err := open(t, tablePDF(0)).NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	u.Add(pdf.NewStream(pdf.Dict{}, make([]byte, size)))
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	return append(tablePDF(0), tail...)
}

func TestBaseIsReadOnce(t *testing.T) {
	t.Parallel()
	o := net()
	base := bulky(t, 8<<20)
	for name, run := range map[string]func(*pdf.File) (pades.Level, error){
		"sign": func(f *pdf.File) (pades.Level, error) {
			p := o.people["P-256"]
			s, err := pades.Sign(t.Context(), f, pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}, Certificate: p.cert, Chain: p.chain, At: o.clock}, p.key, o.extension(pades.LevelLTA))
			if err != nil {
				return "", err
			}
			if len(s.Tail) > 200<<10 {
				t.Errorf("a tail of %d bytes", len(s.Tail))
			}
			return s.Level, nil
		},
		"extend": func(f *pdf.File) (pades.Level, error) {
			e, err := pades.Extend(t.Context(), f, o.extension(pades.LevelLTA))
			if err != nil {
				return "", err
			}
			return e.Reached(), nil
		},
	} {
		file := base
		if name == "extend" {
			file, _ = o.signTo(t, base, "P-256", pades.Signing{Field: "one"}, pades.LevelB)
		}
		r := &counting{ReaderAt: bytes.NewReader(file)}
		f, err := pdf.Open(r, int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		level, err := run(f)
		if err != nil || level != pades.LevelLTA {
			t.Errorf("%s: %s, %v", name, level, err)
		}
		if n := r.n.Load(); n > int64(len(file))+4<<20 {
			t.Errorf("%s read %d bytes of a file of %d", name, n, len(file))
		}
	}
}

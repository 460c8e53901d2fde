package pades_test

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"antin/pades"
	"antin/pdf"
)

// verdict is our own reading with nothing but the file and the anchor.
func verdict(t *testing.T, o *outside, file []byte) *pades.Report {
	t.Helper()
	report, err := pades.Verify(bytes.NewReader(file), int64(len(file)), pades.Options{Anchors: o.extension("").Anchors, At: o.clock})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// sound holds that a file stands in our reading and in those of others: every
// signature whole, nothing after it that may not be.
func sound(t *testing.T, o *outside, file []byte, signatures int) *pades.Report {
	t.Helper()
	report := verdict(t, o, file)
	if len(report.Signatures) != signatures {
		t.Errorf("%d signatures, want %d", len(report.Signatures), signatures)
	}
	people := 0 // pdfsig does not judge time-stamps
	for _, s := range report.Signatures {
		if s.Kind != "timestamp" {
			people++
		}
		if s.Integrity != pades.Passed || s.Modification != pades.AllowedChange && s.Modification != pades.Unchanged {
			t.Errorf("%s: integrity %s, modification %s, changes %v, checks %v", s.Field, s.Integrity, s.Modification, s.Changes, s.Checks)
		}
	}
	path := store(t, file)
	if out := tool(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf --check: %s", out)
	}
	if out := tool(t, "pdfsig", "-nocert", path); strings.Count(out, "Signature is Valid.") != people || strings.Count(out, "Signature #") != signatures {
		t.Errorf("pdfsig does not find %d of %d valid signatures:\n%s", people, signatures, out)
	}
	if f := open(t, file); f.Repaired() || f.Last().End != f.Size() {
		t.Errorf("our own reader: repaired %v, end %d of %d", f.RepairCause(), f.Last().End, f.Size())
	}
	return report
}

// passes holds that every signature and time-stamp is good at the time on the
// clock, out of the file and lists of that day about its authorities alone, and
// that the report tells the level.
func passes(t *testing.T, o *outside, file []byte, want pades.Level) {
	t.Helper()
	x := o.extension("")
	report, err := pades.Verify(bytes.NewReader(file), int64(len(file)), pades.Options{
		Anchors: x.Anchors, At: o.clock.Add(time.Minute), CRLs: [][]byte{o.list(o.services.cert), o.list(o.root.cert)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range report.Signatures {
		if s.Indication != pades.TotalPassed {
			t.Errorf("%s: %s %s, %s", s.Field, s.Indication, s.TrustSub, s.TrustDetail)
		}
		if s.Kind != "timestamp" && s.Level != want {
			t.Errorf("%s: level %s, want %s: %+v", s.Field, s.Level, want, s.NotLTV)
		}
	}
}

func TestSignReachesEveryLevel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		to                  pades.Level
		revisions, stamps   int
		signatures, dsslike int
	}{{"", 1, 0, 1, 0}, {pades.LevelB, 1, 0, 1, 0}, {pades.LevelT, 1, 1, 1, 0}, {pades.LevelLT, 2, 1, 1, 1}, {pades.LevelLTA, 3, 2, 2, 1}} {
		t.Run("to "+string(c.to), func(t *testing.T) {
			t.Parallel()
			o := net()
			file, s := o.signTo(t, tablePDF(0), "RSA", pades.Signing{Field: "one"}, c.to)
			want := c.to
			if want == "" {
				want = pades.LevelB
			}
			if s.Level != want || s.Unstamped != nil {
				t.Errorf("level %s, %v; %+v", s.Level, s.Unstamped, s.Extended)
			}
			if got := len(open(t, file).Revisions()) - 1; got != c.revisions {
				t.Errorf("%d revisions were added, want %d", got, c.revisions)
			}
			if o.stamped != c.stamps {
				t.Errorf("%d time-stamps were asked for, want %d", o.stamped, c.stamps)
			}
			if _, dss := dssOf(t, file); (dss != nil) != (c.dsslike > 0) {
				t.Errorf("store: %v", dss)
			}
			sound(t, o, file, c.signatures)
			if want.AtLeast(pades.LevelLT) {
				passes(t, o, file, want)
			}
		})
	}
}

func TestEveryKeyAndDigestAtEveryLevel(t *testing.T) {
	t.Parallel()
	for _, kind := range append(kinds, "RSA-PSS") {
		for _, hash := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
			t.Run(fmt.Sprintf("%s %v", kind, hash), func(t *testing.T) {
				t.Parallel()
				o := net()
				in, name := pades.Signing{Field: "one", Hash: hash}, kind
				if kind == "RSA-PSS" {
					in.PSS, name = true, "RSA"
				}
				x := o.extension(pades.LevelLTA)
				x.Hash = hash
				p := o.people[name]
				in.Certificate, in.Chain, in.At, in.Spot = p.cert, p.chain, o.clock, &pades.Spot{Page: 1}
				base := tablePDF(0)
				s, err := pades.Sign(t.Context(), open(t, base), in, p.key, x)
				if err != nil {
					t.Fatal(err)
				}
				if s.Level != pades.LevelLTA {
					t.Errorf("level %s: %+v", s.Level, s.Extended)
				}
				file := append(base, s.Tail...)
				sound(t, o, file, 2)
				opensslHolds(t, o, file)
			})
		}
	}
}

func TestExtendCarriesAnOldFileUpward(t *testing.T) {
	t.Parallel()
	o := net()
	file, _ := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelB)
	from := pades.LevelB
	for _, to := range []pades.Level{pades.LevelT, pades.LevelLT, pades.LevelLTA} {
		before := file
		o.clock = o.clock.Add(time.Hour)
		var e *pades.Extended
		file, e = o.extendTo(t, before, to)
		if !bytes.HasPrefix(file, before) || e.Revisions != 1 {
			t.Errorf("to %s: %d revisions", to, e.Revisions)
		}
		if len(e.Signatures) != 1 || e.Signatures[0].From != from || e.Reached() != to {
			t.Errorf("to %s: %+v", to, e)
		}
		for _, g := range e.Signatures[0].Gaps {
			if g.Code != pades.GapOlder {
				t.Errorf("to %s: gap %+v", to, g)
			}
		}
		from = to
	}
	sound(t, o, file, 3)
}

func TestExtendStopsWhereItIsAlready(t *testing.T) {
	t.Parallel()
	o := net()
	file, _ := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelT)
	o.clock = o.clock.Add(2 * time.Hour)
	if _, e := o.extendTo(t, file, pades.LevelT); len(e.Tail) != 0 || e.Reached() != pades.LevelT {
		t.Errorf("B-T to B-T added %d bytes, %+v", len(e.Tail), e)
	}
	file, _ = o.extendTo(t, file, pades.LevelLT)
	asked := len(o.asked)
	if _, e := o.extendTo(t, file, pades.LevelLT); len(e.Tail) != 0 || e.Reached() != pades.LevelLT || len(o.asked) != asked {
		t.Errorf("B-LT to B-LT added %d bytes, asked %v", len(e.Tail), o.asked[asked:])
	}
}

func TestRenewalAddsOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	o := net()
	file, _ := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelLTA)
	for year := 1; year <= 2; year++ {
		before := file
		_, old := dssOf(t, before)
		o.clock = signedAt.AddDate(2*year, 0, 0)
		var e *pades.Extended
		file, e = o.extendTo(t, before, pades.LevelLTA)
		if e.Revisions != 2 || e.Reached() != pades.LevelLTA || e.Signatures[0].From != pades.LevelLTA {
			t.Fatalf("year %d: %+v", year, e)
		}
		rev, now := dssOf(t, file)
		grown(t, open(t, before), before, e.Tail[:bytes.Index(e.Tail, []byte("%%EOF"))+6])
		for _, key := range []pdf.Name{"Certs", "CRLs"} {
			was, _ := rev.Array(old.Get(key))
			is, _ := rev.Array(now.Get(key))
			if len(is) < len(was) || !pdf.Equal(is[:len(was)], was) {
				t.Errorf("/%s lost something: %v, %v", key, was, is)
			}
			seen := map[string]bool{}
			for _, o := range is {
				s, _ := rev.Resolve(o)
				body, _ := s.(*pdf.Stream).Raw()
				if seen[string(body)] {
					t.Errorf("/%s holds the same twice", key)
				}
				seen[string(body)] = true
			}
		}
		sound(t, o, file, 2+year)
		passes(t, o, file, pades.LevelLTA)
	}
	o.clock = signedAt.AddDate(8, 0, 0) // the certificates still run; the answers of 2026 are long over
	e, err := pades.Extend(t.Context(), open(t, file), pades.Extension{To: pades.LevelB, Now: o.now})
	if err != nil || e.Signatures[0].From != pades.LevelLTA {
		t.Errorf("out of the file alone: %+v, %v", e, err)
	}
}

func TestSignatureIsKeptWhenNoAuthorityAnswers(t *testing.T) {
	t.Parallel()
	o := net()
	o.silent = true
	base := tablePDF(0)
	file, s := o.signTo(t, base, "RSA", pades.Signing{Field: "one"}, pades.LevelLTA)
	if s.Level != pades.LevelB || !errors.Is(s.Unstamped, pades.ErrUnstamped) || !errors.Is(s.Unstamped, errSilent) {
		t.Errorf("%s, %v", s.Level, s.Unstamped)
	}
	sound(t, o, file, 1)
	_, e := o.extendTo(t, file, pades.LevelLTA)
	if len(e.Tail) != 0 || e.Reached() != pades.LevelB || len(e.Gaps) != 1 || e.Gaps[0].Code != pades.GapNoStamp {
		t.Errorf("extending while silent: %+v", e)
	}

	o.silent = false
	o.clock = o.clock.Add(time.Hour)
	alg, digest := s.Prepared.StampDigest(s.Value)
	token, err := o.Stamp(t.Context(), alg, digest)
	if err != nil {
		t.Fatal(err)
	}
	one, err := s.Prepared.CompleteStamped(s.Value, token)
	if err != nil {
		t.Fatal(err)
	}
	two, err := s.Prepared.CompleteStamped(s.Value, token)
	if err != nil || !bytes.Equal(one, two) || len(one) != len(s.Tail) {
		t.Errorf("stamped again: %v, equal %v, %d and %d bytes", err, bytes.Equal(one, two), len(one), len(s.Tail))
	}
	plain, err := s.Prepared.Complete(s.Value)
	if err != nil || !bytes.Equal(plain, s.Tail) {
		t.Errorf("completed plainly after that: %v", err)
	}
	stamped := append(bytes.Clone(base), one...)
	sound(t, o, stamped, 1)
	if _, e := o.extendTo(t, stamped, pades.LevelT); len(e.Tail) != 0 || e.Signatures[0].From != pades.LevelT {
		t.Errorf("after stamping: %+v", e)
	}
	if _, e := o.extendTo(t, file, pades.LevelT); e.Reached() != pades.LevelT || e.Revisions != 1 {
		t.Errorf("by a document time-stamp: %+v", e)
	}
}

func TestWrongTokensAreRefused(t *testing.T) {
	t.Parallel()
	o := net()
	_, s := o.signTo(t, tablePDF(0), "RSA", pades.Signing{Field: "one", Reserve: pades.StampRoom(o)}, pades.LevelB)
	alg, digest := s.Prepared.StampDigest(s.Value)
	good, err := o.Stamp(t.Context(), alg, digest)
	if err != nil {
		t.Fatal(err)
	}
	o.wrong = true
	other, _ := o.Stamp(t.Context(), alg, digest)
	for name, c := range map[string]struct {
		token []byte
		want  pades.RefusalCode
	}{
		"over something else":     {other, pades.RefusedStamp},
		"with a byte behind":      {append(bytes.Clone(good), 0), pades.RefusedStamp},
		"cut off":                 {good[:len(good)-1], pades.RefusedStamp},
		"flipped":                 {flip(good, len(good)-3), pades.RefusedStamp},
		"a signature, no token":   {o.people["RSA"].cert.Raw, pades.RefusedStamp},
		"nothing":                 {nil, pades.RefusedStamp},
		"the right one":           {good, ""},
		"far longer than allowed": {make([]byte, 2<<20), pades.RefusedStamp},
	} {
		if _, err := s.Prepared.CompleteStamped(s.Value, c.token); pades.RefusalOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Prepared.CompleteStamped(flip(s.Value, 9), good); pades.RefusalOf(err) == "" {
		t.Errorf("another value: %v", err)
	}
	o.wrong = false
	_, tight := o.signTo(t, tablePDF(0), "RSA", pades.Signing{Field: "one", Reserve: 100}, pades.LevelB)
	alg, digest = tight.Prepared.StampDigest(tight.Value)
	token, _ := o.Stamp(t.Context(), alg, digest)
	if _, err := tight.Prepared.CompleteStamped(tight.Value, token); pades.RefusalOf(err) != pades.RefusedRoom {
		t.Errorf("without room: %v", err)
	}
	if _, err := tight.Prepared.Complete(tight.Value); err != nil {
		t.Errorf("without room, without token: %v", err)
	}
}

func TestLongTokensFindRoom(t *testing.T) {
	t.Parallel()
	o := net()
	o.room = 300 // says less than its tokens need
	file, s := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelT)
	if s.Level != pades.LevelT || s.Unstamped != nil {
		t.Errorf("%s, %v", s.Level, s.Unstamped)
	}
	sound(t, o, file, 1)
	opensslHolds(t, o, file)
}

func flip(b []byte, at int) []byte {
	out := bytes.Clone(b)
	out[at] ^= 1
	return out
}

package pades_test

import (
	"crypto/x509"
	"slices"
	"testing"
	"time"

	"antin/pades"
)

// TestStampProvesTheTimeOfASignature: what ended or was revoked after the
// time-stamp does no harm (EN 319 102-1, 5.5.4).
func TestStampProvesTheTimeOfASignature(t *testing.T) {
	t.Parallel()
	p := practice()
	holder := newcomer(&p.ca, "Hết hạn", until(signedAt.AddDate(1, 0, 0)))
	later := signedAt.AddDate(2, 0, 0)
	tsa := witness{person: p.tsa, at: signedAt.Add(time.Minute)}
	stamped := holder.signStamped(t, tablePDF(0), stamping{inside: []witness{tsa}})
	bare := holder.signStamped(t, tablePDF(0), stamping{})
	old := listsAt(signedAt.Add(time.Hour))
	revoked := func(at time.Time) [][]byte { return listsAt(signedAt.Add(30*day), entry{holder, at, 0}) }
	for _, c := range []struct {
		name string
		file []byte
		at   time.Time
		crls [][]byte
		want pades.Indication
		sub  pades.SubIndication
	}{
		{"good", stamped, signedAt.Add(2 * time.Hour), old, pades.TotalPassed, ""},
		{"ended later", stamped, later, append(old, listsAt(later)...), pades.TotalPassed, ""},
		{"ended, no stamp", bare, later, append(old, listsAt(later)...), pades.Indeterminate, pades.OutOfBoundsNoPOE},
		{"ended, no stamp, good to the end", bare, later, append(listsAt(signedAt.AddDate(1, 0, 0).Add(-time.Hour)), listsAt(later)...), pades.Indeterminate, pades.OutOfBoundsNotRevoked},
		{"revoked later", stamped, signedAt.Add(31 * day), revoked(signedAt.Add(day)), pades.TotalPassed, ""},
		{"revoked before", stamped, signedAt.Add(31 * day), revoked(signedAt.Add(-time.Hour)), pades.Indeterminate, pades.RevokedNoPOE},
		{"revoked, no stamp", bare, signedAt.Add(31 * day), revoked(signedAt.Add(day)), pades.Indeterminate, pades.RevokedNoPOE},
		{"lists too old", stamped, signedAt.Add(31 * day), old, pades.Indeterminate, pades.TryLater},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := judged(t, c.file, c.at, c.crls...)
			s := first(t, r)
			if r.Indication != c.want || r.SubIndication != c.sub || s.Integrity != pades.Passed {
				t.Errorf("%s %s, want %s %s: %s %+v", r.Indication, r.SubIndication, c.want, c.sub, s.TrustDetail, s.Stamps)
			}
			if c.want == pades.TotalPassed && (s.TrustedTime == nil || !s.TrustedTime.Equal(tsa.at)) {
				t.Errorf("trusted time %v", s.TrustedTime)
			}
		})
	}
}

// TestStampThatFailsNeverHelps: a signature whose certificate has ended needs a
// time-stamp; a wrong one is told and does nothing, and is no fault of the
// signature itself.
func TestStampThatFailsNeverHelps(t *testing.T) {
	t.Parallel()
	p := practice()
	holder := newcomer(&p.ca, "Hết hạn", until(signedAt.AddDate(1, 0, 0)))
	now := signedAt.AddDate(2, 0, 0)
	at := signedAt.Add(time.Minute)
	other := newcomer(&p.ca, "Không phải TSA", func(*x509.Certificate) {})
	revoked := authorityUntil(at, signedAt.AddDate(5, 0, 0))
	stranger := newcomer(nil, "Gốc lạ", issuing)
	foreign := newcomer(&stranger, "TSA lạ", purpose(x509.ExtKeyUsageTimeStamping, false))
	foreign.chain = []*x509.Certificate{stranger.cert}
	for _, c := range []struct {
		name    string
		witness witness
		revoked []entry
		want    pades.Indication
		sub     pades.SubIndication
	}{
		{"over another value", witness{p.tsa, at, []byte("other")}, nil, pades.TotalFailed, pades.HashFailure},
		{"by no authority for time-stamps", witness{other, at, nil}, nil, pades.Indeterminate, pades.ChainConstraintsFailure},
		{"by one unknown", witness{foreign, at, nil}, nil, pades.Indeterminate, pades.NoCertificateChain},
		{"after the end of its certificate", authorityUntil(at, signedAt.Add(-time.Hour)), nil, pades.TotalFailed, pades.Expired},
		{"its certificate ended since", authorityUntil(at, signedAt.AddDate(1, 0, 0)), nil, pades.Indeterminate, pades.OutOfBoundsNoPOE},
		{"from the future", witness{p.tsa, now.Add(day), nil}, nil, pades.Indeterminate, pades.TimestampOrder},
		{"revoked without reason", revoked, []entry{{revoked.person, at.Add(day), 0}}, pades.Indeterminate, pades.RevokedNoPOE},
		{"revoked for a lost key", revoked, []entry{{revoked.person, at.Add(day), 1}}, pades.Indeterminate, pades.RevokedNoPOE},
		{"revoked before, duty ended", revoked, []entry{{revoked.person, at.Add(-day), 5}}, pades.Indeterminate, pades.RevokedNoPOE},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := holder.signStamped(t, tablePDF(0), stamping{inside: []witness{c.witness}})
			r := judged(t, file, now, append(listsAt(signedAt.Add(time.Hour)), listsAt(now, c.revoked...)...)...)
			s := first(t, r)
			if len(s.Stamps) != 1 || s.Stamps[0].Indication != c.want || s.Stamps[0].SubIndication != c.sub {
				t.Errorf("want %s %s: %+v", c.want, c.sub, s.Stamps)
			}
			if r.Indication == pades.TotalPassed || s.Integrity != pades.Passed || s.Modification != pades.Unchanged || s.TrustedTime != nil {
				t.Errorf("%s %s, trusted %v", summary(r), s.TrustDetail, s.TrustedTime)
			}
			if !hasGap(s, pades.GapBadStamp) {
				t.Errorf("not told: %+v", s.NotLTV)
			}
		})
	}
}

func stampedAs(s pades.Signature, want pades.Indication) bool {
	return slices.ContainsFunc(s.Stamps, func(f pades.StampFacts) bool { return f.Indication == want })
}

func hasGap(s pades.Signature, code string) bool {
	for _, g := range s.NotLTV {
		if g.Code == code {
			return true
		}
	}
	return false
}

// TestAuthorityThatClosedLeavesItsStamps: RFC 3161, 4, item 1.
func TestAuthorityThatClosedLeavesItsStamps(t *testing.T) {
	t.Parallel()
	p := practice()
	holder := newcomer(&p.ca, "Hết hạn", until(signedAt.AddDate(1, 0, 0)))
	tsa := authorityUntil(signedAt.Add(time.Minute), signedAt.AddDate(5, 0, 0))
	file := holder.signStamped(t, tablePDF(0), stamping{inside: []witness{tsa}})
	now := signedAt.AddDate(2, 0, 0)
	r := judged(t, file, now, append(listsAt(signedAt.Add(time.Hour)), listsAt(now, entry{tsa.person, signedAt.Add(day), 5})...)...)
	if s := first(t, r); r.Indication != pades.TotalPassed || s.Stamps[0].Indication != pades.TotalPassed || s.Stamps[0].Detail == "" {
		t.Errorf("%s %s %+v", summary(r), s.TrustDetail, s.Stamps)
	}
}

// TestWrongStampBesideAGoodOne: the good one counts; a signature that holds
// today needs none.
func TestWrongStampBesideAGoodOne(t *testing.T) {
	t.Parallel()
	p := practice()
	bad, good := witness{p.tsa, signedAt, []byte("other")}, witness{p.tsa, signedAt.Add(time.Minute), nil}
	for name, inside := range map[string][]witness{"both": {bad, good}, "only a wrong one": {bad}} {
		r := judged(t, p.people["P-256"].signStamped(t, tablePDF(0), stamping{inside: inside}), signedAt.Add(2*time.Hour), listsAt(signedAt.Add(time.Hour))...)
		s := first(t, r)
		if r.Indication != pades.TotalPassed || len(s.Stamps) != len(inside) || !stampedAs(s, pades.TotalFailed) || !hasGap(s, pades.GapBadStamp) {
			t.Errorf("%s: %s %s %+v", name, summary(r), s.TrustDetail, s.Stamps)
		}
		if want := len(inside) == 2; (s.TrustedTime != nil) != want || (s.Level == pades.LevelT) != want {
			t.Errorf("%s: trusted time %v, level %s", name, s.TrustedTime, s.Level)
		}
	}
}

// TestTimesThatContradictEachOther: EN 319 102-1, 5.5.4, steps 4 and 5, and
// table 6.
func TestTimesThatContradictEachOther(t *testing.T) {
	t.Parallel()
	p := practice()
	now := signedAt.AddDate(2, 0, 0)
	young := newcomer(&p.ca, "Chưa có hiệu lực", func(c *x509.Certificate) { c.NotBefore = signedAt.Add(day) })
	short := newcomer(&p.ca, "Hết hạn", until(signedAt.AddDate(1, 0, 0)))
	tsa := func(at time.Time) *witness { return &witness{person: p.tsa, at: at} }
	holder := p.people["P-256"]
	for _, c := range []struct {
		name  string
		by    person
		s     stamping
		lists []entry
		want  pades.Indication
		sub   pades.SubIndication
	}{
		{"stamped before the certificate was issued", young, stamping{inside: []witness{*tsa(signedAt)}}, nil, pades.TotalFailed, pades.NotYetValid},
		{"content stamped after the signature", holder, stamping{content: tsa(signedAt.Add(day)), inside: []witness{*tsa(signedAt)}}, nil, pades.Indeterminate, pades.TimestampOrder},
		{"content stamped before", holder, stamping{content: tsa(signedAt), inside: []witness{*tsa(signedAt.Add(time.Minute))}}, nil, pades.TotalPassed, ""},
		{"claims a day too late", holder, stamping{claimed: signedAt.Add(3 * day), inside: []witness{*tsa(signedAt)}}, nil, pades.Indeterminate, pades.SigConstraintsFailure},
		{"claims an hour too late", holder, stamping{claimed: signedAt.Add(time.Hour), inside: []witness{*tsa(signedAt)}}, nil, pades.TotalPassed, ""},
		{"content stamped after the certificate ended", short, stamping{content: tsa(signedAt.AddDate(1, 1, 0))}, nil, pades.TotalFailed, pades.Expired},
		{"content stamped after it was revoked", holder, stamping{content: tsa(signedAt.AddDate(1, 1, 0))}, []entry{{holder, signedAt.AddDate(1, 0, 0), 1}}, pades.TotalFailed, pades.Revoked},
		{"content stamped before it was revoked", holder, stamping{content: tsa(signedAt)}, []entry{{holder, signedAt.AddDate(1, 0, 0), 1}}, pades.Indeterminate, pades.RevokedNoPOE},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := judged(t, c.by.signStamped(t, tablePDF(0), c.s), now, append(listsAt(signedAt.Add(time.Hour)), listsAt(now, c.lists...)...)...)
			s := first(t, r)
			if r.Indication != c.want || r.SubIndication != c.sub || s.Integrity != pades.Passed {
				t.Errorf("%s %s, want %s %s: %s %+v", r.Indication, r.SubIndication, c.want, c.sub, s.TrustDetail, s.Stamps)
			}
		})
	}
}

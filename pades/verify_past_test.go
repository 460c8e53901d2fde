package pades_test

import (
	"bytes"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	algorithms "antin/algorithm"
	"antin/pades"
	"antin/pdf"
)

// years is a file that was kept for five: signed at B-T by someone whose
// certificate ended after one, with an authority whose certificate ended after
// two, its evidence stored and stamped, and stamped again by another authority.
type years struct {
	holder       person
	first, again witness
	now          time.Time
}

func kept() years {
	return years{
		holder: newcomer(&practice().ca, "Hết hạn", until(signedAt.AddDate(1, 0, 0))),
		first:  authorityUntil(signedAt.Add(time.Minute), signedAt.AddDate(2, 0, 0)),
		again:  authorityUntil(signedAt.AddDate(1, 6, 0), signedAt.AddDate(8, 0, 0)),
		now:    signedAt.AddDate(5, 0, 0),
	}
}

// stored is the file with the evidence of the first hours.
func (y years) stored(t testing.TB) []byte {
	t.Helper()
	signed := y.holder.signStamped(t, tablePDF(0), stamping{inside: []witness{y.first}})
	return keep(t, signed, []*x509.Certificate{practice().ca.cert, practice().services.cert}, listsAt(signedAt.Add(time.Hour)), nil)
}

// archived is the file with both document time-stamps, each with the evidence
// about the one before.
func (y years) archived(t testing.TB) []byte {
	t.Helper()
	first := y.first
	first.at = signedAt.Add(2 * time.Hour)
	file := keep(t, first.stampFile(t, y.stored(t)), nil, listsAt(y.again.at.Add(-time.Hour)), nil)
	return y.again.stampFile(t, file)
}

// TestPastSignaturesAreProvenBackwards: EN 319 102-1, 5.6.2 and 5.6.3.4.
func TestPastSignaturesAreProvenBackwards(t *testing.T) {
	t.Parallel()
	y := kept()
	archived, stored := y.archived(t), y.stored(t)
	last := y.again
	last.at = signedAt.AddDate(3, 0, 0)
	late := last.stampFile(t, keep(t, stored, nil, listsAt(last.at.Add(-time.Hour)), nil))
	lists := listsAt(y.now)
	p := practice()
	caRevoked := append(listsAt(y.now), listBy(p.root, y.now, entry{p.ca, signedAt.AddDate(4, 0, 0), 2}))
	for _, c := range []struct {
		name string
		file []byte
		crls [][]byte
		want pades.Indication
		sub  pades.SubIndication
		time time.Time
	}{
		{"two document time-stamps", archived, lists, pades.TotalPassed, "", y.first.at},
		{"the authority of its issuer was revoked since", archived, caRevoked, pades.TotalPassed, "", y.first.at},
		{"none", stored, lists, pades.Indeterminate, pades.OutOfBoundsNoPOE, time.Time{}},
		{"one, after the first authority had ended", late, lists, pades.Indeterminate, pades.OutOfBoundsNoPOE, last.at},
		{"no news of the last authority", archived, nil, pades.Indeterminate, pades.OutOfBoundsNoPOE, time.Time{}},
		{"the last authority was revoked", archived, listsAt(y.now, entry{y.again.person, y.now.Add(-day), 1}), pades.Indeterminate, pades.OutOfBoundsNoPOE, time.Time{}},
		{"the first authority had been revoked", archived, append(listsAt(y.now), listBy(p.services, y.now.Add(-time.Hour), entry{y.first.person, signedAt, 1})), pades.Indeterminate, pades.OutOfBoundsNoPOE, y.again.at},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := judged(t, c.file, y.now, c.crls...)
			s := first(t, r)
			if s.Indication != c.want || s.SubIndication != c.sub {
				t.Errorf("%s %s, want %s %s: %s", s.Indication, s.SubIndication, c.want, c.sub, s.TrustDetail)
				for _, f := range s.Stamps {
					t.Logf("%+v", f)
				}
			}
			if s.Integrity != pades.Passed || s.Modification == pades.SuspiciousChange {
				t.Errorf("the other axes: %s", summary(r))
			}
			if c.time.IsZero() != (s.TrustedTime == nil) || s.TrustedTime != nil && !s.TrustedTime.Equal(c.time) {
				t.Errorf("trusted time %v, want %v", s.TrustedTime, c.time)
			}
		})
	}
}

// TestEveryTimeStampOfAChainIsReported: the document time-stamps are signatures
// of their own, and pass with it.
func TestEveryTimeStampOfAChainIsReported(t *testing.T) {
	t.Parallel()
	y := kept()
	r := judged(t, y.archived(t), y.now, listsAt(y.now)...)
	s := first(t, r)
	if r.Indication != pades.TotalPassed || len(r.Signatures) != 3 || len(s.Stamps) != 3 {
		t.Fatal(summary(r), s.Stamps)
	}
	for i, kind := range []string{"signature", "document", "document"} {
		if f := s.Stamps[i]; f.Kind != kind || f.Indication != pades.TotalPassed || f.Certificate == nil || f.Algorithms == "" || (f.Field == "") != (kind == "signature") {
			t.Errorf("%+v", f)
		}
	}
	if s.Level != pades.LevelLTA || hasGap(s, pades.GapNoRevocation) || hasGap(s, pades.GapNoDocumentStamp) {
		t.Errorf("level %s, %+v", s.Level, s.NotLTV)
	}
	u := s.Used
	if u == nil || len(u.Stamps) != 3 || len(u.CMS) == 0 || len(u.CRLs) < 3 || len(u.Certificates) < 6 || !u.Certificates[0].Equal(y.holder.cert) {
		t.Errorf("used %+v", u)
	}
}

// TestEvidenceBehindADocumentStampIsNotProven: lists that were put in after the
// last document time-stamp are of today, whatever they say.
func TestEvidenceBehindADocumentStampIsNotProven(t *testing.T) {
	t.Parallel()
	y := kept()
	signed := y.holder.signStamped(t, tablePDF(0), stamping{inside: []witness{y.first}})
	file := y.again.stampFile(t, signed)
	file = keep(t, file, nil, append(listsAt(signedAt.Add(time.Hour)), listsAt(y.again.at.Add(-time.Hour))...), nil)
	p := practice()
	lists := append(listsAt(y.now), listBy(p.root, y.now, entry{p.ca, signedAt.AddDate(4, 0, 0), 2}))
	s := first(t, judged(t, file, y.now, lists...))
	if s.Trust == pades.Passed {
		t.Error("an answer of an authority that was revoked since counts without a proof of its age")
	}
	if s.TrustedTime == nil {
		t.Errorf("the time is proven all the same: %s", s.TrustDetail)
	}
}

// TestForeignEvidenceSaysNothing: DSS tampering and substitution of answers.
func TestForeignEvidenceSaysNothing(t *testing.T) {
	t.Parallel()
	p := practice()
	holder, other := p.people["P-256"], p.people["P-384"]
	at := signedAt.Add(time.Hour)
	twin := newcomer(nil, p.ca.cert.Subject.CommonName, issuing)
	stranger := newcomer(&p.ca, "Không phải OCSP", func(*x509.Certificate) {})
	roots := [][]byte{listBy(p.root, at)}
	for name, c := range map[string]struct{ crls, ocsps [][]byte }{
		"list of one with the same name":         {crls: append(roots, listBy(twin, at))},
		"list of another authority":              {crls: append(roots, listBy(p.services, at))},
		"answer about another":                   {crls: roots, ocsps: [][]byte{answerBy(p.responder, p.ca, other, at)}},
		"answer by one who may not":              {crls: roots, ocsps: [][]byte{answerBy(stranger, p.ca, holder, at)}},
		"list with a bit changed":                {crls: append(roots, flip(listBy(p.ca, at), 60))},
		"something else instead of a list":       {crls: append(roots, holder.cert.Raw), ocsps: [][]byte{[]byte("good")}},
		"list that ended before the signature":   {crls: append(roots, listBy(p.ca, signedAt.Add(-10*day)))},
		"answer that ended before the signature": {crls: roots, ocsps: [][]byte{answerBy(p.responder, p.ca, holder, signedAt.Add(-10*day))}},
	} {
		file := keep(t, holder.signStamped(t, tablePDF(0), stamping{}), []*x509.Certificate{p.ca.cert}, c.crls, c.ocsps)
		r := judged(t, file, signedAt.Add(2*time.Hour))
		if s := first(t, r); s.Trust != pades.Undecided || s.TrustSub != pades.TryLater || s.Integrity != pades.Passed || !hasGap(s, pades.GapNoRevocation) {
			t.Errorf("%s: %s %s %+v", name, s.Trust, s.TrustDetail, s.NotLTV)
		}
	}
	file := keep(t, holder.signStamped(t, tablePDF(0), stamping{}), []*x509.Certificate{p.ca.cert}, append(roots, listBy(p.ca, at)), [][]byte{answerBy(p.responder, p.ca, holder, at)})
	if s := first(t, judged(t, file, signedAt.Add(2*time.Hour))); s.Trust != pades.Passed {
		t.Errorf("right evidence: %s", s.TrustDetail)
	}
}

// TestDocumentStampThatDoesNotCoverProvesNothing: its ranges end before the
// evidence, or it is changed.
func TestDocumentStampThatDoesNotCoverProvesNothing(t *testing.T) {
	t.Parallel()
	y := kept()
	file := y.archived(t)
	lists := listsAt(y.now)
	at := bytes.LastIndex(file, []byte("/ByteRange"))
	end := at + bytes.IndexByte(file[at:], ']')
	text := string(file[at:end])
	fields := strings.Fields(strings.NewReplacer("[", " ", "/ByteRange", " ").Replace(text))
	last := fields[len(fields)-1]
	cut := bytes.Clone(file)
	copy(cut[at+strings.LastIndex(text, last):], "1"+strings.Repeat(" ", len(last)-1))
	for name, changed := range map[string][]byte{"shorter ranges": cut, "another byte": flip(file, bytes.Index(file, []byte("/DSS"))+2)} {
		s := first(t, judged(t, changed, y.now, lists...))
		if s.Indication == pades.TotalPassed || s.Trust == pades.Passed {
			t.Errorf("%s: %s %s %s", name, s.Indication, s.Trust, s.TrustDetail)
		}
	}
}

// TestAlgorithmsAreHeldAgainstTheProvenTime: EN 319 102-1, 5.2.8.4 and 5.6.2.4.
func TestAlgorithmsAreHeldAgainstTheProvenTime(t *testing.T) {
	t.Parallel()
	p := practice()
	after := time.Date(2029, 6, 1, 0, 0, 0, 0, time.UTC) // RSA of 2048 bits ended with 2028
	tsa := witness{person: p.tsa, at: signedAt.Add(time.Minute)}
	holder := p.people["RSA"]
	stamped := holder.signStamped(t, tablePDF(0), stamping{inside: []witness{tsa}})
	bare := holder.signStamped(t, tablePDF(0), stamping{})
	text := algorithms.DefaultText()
	block := strings.Index(text, "[[scheme]]\nname = \"RSA-PKCS1-v1.5\"")
	never := must(algorithms.Read(strings.NewReader(text[:block] + text[block+strings.Index(text[block:], "\n\n"):])))(t)
	for _, c := range []struct {
		name string
		file []byte
		at   time.Time
		list *algorithms.List
		want pades.Indication
		sub  pades.SubIndication
	}{
		{"today", bare, signedAt.Add(time.Hour), nil, pades.TotalPassed, ""},
		{"after its end", bare, after, nil, pades.Indeterminate, pades.CryptoConstraintsNoPOE},
		{"stamped before its end", stamped, after, nil, pades.TotalPassed, ""},
		{"not on the list", stamped, signedAt.Add(time.Hour), never, pades.Indeterminate, pades.CryptoConstraintsFail},
	} {
		r := verify(t, c.file, pades.Options{
			At: c.at, Anchors: []*x509.Certificate{p.root.cert}, Intermediates: []*x509.Certificate{p.ca.cert, p.services.cert}, CRLs: listsAt(c.at), Algorithms: c.list,
		})
		if s := first(t, r); r.Indication != c.want || r.SubIndication != c.sub {
			t.Errorf("%s: %s %s %s %+v", c.name, r.Indication, r.SubIndication, s.TrustDetail, s.Stamps)
		}
	}
}

// TestReceiptIsAProofLikeATimeStamp: of everything in the file.
func TestReceiptIsAProofLikeATimeStamp(t *testing.T) {
	t.Parallel()
	y := kept()
	file := y.stored(t)
	p := practice()
	o := pades.Options{At: y.now, ReceivedAt: signedAt.Add(3 * time.Hour), Anchors: []*x509.Certificate{p.root.cert}}
	s := first(t, verify(t, file, o))
	if s.Trust != pades.Passed || s.TrustedTime == nil || !s.TrustedTime.Equal(y.first.at) {
		t.Errorf("%s %s, %v", s.Trust, s.TrustDetail, s.TrustedTime)
	}
	o.ReceivedAt = signedAt.AddDate(3, 0, 0)
	if s := first(t, verify(t, file, o)); s.Trust == pades.Passed {
		t.Error("received after everything had ended")
	}
}

// TestLevelsAndGapsAreOfTheFile: EN 319 142-1, 6.3.
func TestLevelsAndGapsAreOfTheFile(t *testing.T) {
	t.Parallel()
	o := net()
	for to, gaps := range map[pades.Level][]string{
		pades.LevelB:   {pades.GapNoStamp, pades.GapNoRevocation},
		pades.LevelT:   {pades.GapNoRevocation},
		pades.LevelLT:  {pades.GapNoDocumentStamp},
		pades.LevelLTA: nil,
	} {
		file, _ := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, to)
		s := first(t, judged(t, file, signedAt.Add(time.Hour), listsAt(signedAt)...))
		if s.Level != to || s.Indication != pades.TotalPassed {
			t.Errorf("%s: level %s, %s %s", to, s.Level, s.Indication, s.TrustDetail)
		}
		for _, code := range gaps {
			if !hasGap(s, code) {
				t.Errorf("%s: no gap %s in %+v", to, code, s.NotLTV)
			}
		}
		if to == pades.LevelLTA {
			for _, g := range s.NotLTV {
				if g.Code != pades.GapOlder {
					t.Errorf("%s: %+v", to, g)
				}
			}
		}
	}
}

// TestStoreThatIsNoStoreIsHarmless: EN 319 142-1, 5.4.2, with everything wrong.
func TestStoreThatIsNoStoreIsHarmless(t *testing.T) {
	t.Parallel()
	p := practice()
	signed := p.people["P-256"].signStamped(t, tablePDF(0), stamping{})
	for _, dss := range []pdf.Object{
		pdf.Null{}, pdf.Integer(1), pdf.Array{}, pdf.Dictionary("CRLs", pdf.Integer(1)), pdf.Dictionary("VRI", pdf.Array{}),
		pdf.Dictionary("OCSPs", pdf.Array{pdf.Ref{Num: 1}, pdf.Ref{Num: 9999}, pdf.Integer(3)}), pdf.Dictionary("VRI", pdf.Dictionary("X", pdf.Integer(1))),
	} {
		file := update(t, signed, func(rev *pdf.Revision, u *pdf.Update) {
			root, _ := rev.Trailer().Get("Root").(pdf.Ref)
			u.Set(root, must(rev.Catalog())(t).With("DSS", dss))
		})
		if s := first(t, judged(t, file, signedAt.Add(2*time.Hour), listsAt(signedAt.Add(time.Hour))...)); s.Trust != pades.Passed || s.Integrity != pades.Passed {
			t.Errorf("%v: %s %s", dss, s.Trust, s.TrustDetail)
		}
	}
}

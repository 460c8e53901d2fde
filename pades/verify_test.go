package pades_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/cms"
	"antin/pades"
	"antin/pdf"
)

func TestSealedDocumentPassesAndTellsItsNumber(t *testing.T) {
	t.Parallel()
	for name, base := range bases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, sealed := issued(t, base)
			r := verify(t, sealed, trusting())
			if r.Indication != pades.TotalPassed || len(r.Signatures) != 2 || r.Pages == 0 {
				t.Fatal(summary(r))
			}
			leaders, seal := r.Signatures[0], r.Signatures[1]
			if leaders.Modification != pades.AllowedChange || seal.Modification != pades.Unchanged || !seal.CoversFile || leaders.CoversFile {
				t.Error(summary(r))
			}
			if leaders.Signer != "Nguyễn Văn An" || leaders.ClaimedTime == nil || !leaders.ClaimedTime.Equal(signedAt) || leaders.TrustedTime != nil {
				t.Errorf("signer %q, claimed %v, trusted %v", leaders.Signer, leaders.ClaimedTime, leaders.TrustedTime)
			}
			for _, v := range r.Values {
				if v.Value != filled[v.Field] || len(v.CoveredBy) != 1 || v.CoveredBy[0] != pades.FieldSeal {
					t.Errorf("value %+v", v)
				}
			}
			if len(r.Values) != 4 {
				t.Errorf("%d values", len(r.Values))
			}
		})
	}
}

func TestValueThatIsNotDrawnFails(t *testing.T) {
	t.Parallel()
	_, signed, _ := issued(t, tablePDF(0))
	forged := refill("1234", "1235")(t, nil, signed)
	sealed := agency().appendSigned(t, forged, pades.Signing{Field: pades.FieldSeal, Appearance: pades.Appearance{Image: picture(t, red)}})
	if r := verify(t, sealed, trusting()); r.Indication != pades.TotalFailed || !says(r, "field-filled") {
		t.Error(summary(r))
	}
}

func TestEqualRewriteDoesNoHarm(t *testing.T) {
	t.Parallel()
	_, _, sealed := issued(t, tablePDF(0))
	same := update(t, sealed, func(rev *pdf.Revision, u *pdf.Update) {
		for _, num := range []int{4, 5} {
			u.Set(pdf.Ref{Num: num}, must(rev.Get(pdf.Ref{Num: num}))(t))
		}
	})
	if r := verify(t, same, trusting()); r.Indication != pades.TotalPassed {
		t.Error(summary(r))
	}
}

func TestWhiteSpaceBehindTheEndDoesNoHarm(t *testing.T) {
	t.Parallel()
	_, _, sealed := issued(t, tablePDF(0))
	for _, tail := range []string{"\n", "\r\n\r\n", strings.Repeat("\x00", 512)} {
		if r := verify(t, append(bytes.Clone(sealed), tail...), trusting()); r.Indication != pades.TotalPassed {
			t.Errorf("%q: %s", tail, summary(r))
		}
	}
}

func TestFurtherSealInBlankPlacePasses(t *testing.T) {
	t.Parallel()
	_, _, sealed := issued(t, tablePDF(0))
	add := func(r pdf.Rect) *pades.Report {
		return verify(t, agency().appendSigned(t, sealed, pades.Signing{
			Field: "second", Spot: &pades.Spot{Page: 1, Rect: r}, Appearance: pades.Appearance{Lines: []string{"SAO Y", "UBND tỉnh Nghệ An"}},
		}), trusting())
	}
	if r := add(pdf.Rect{X0: 380, Y0: 770, X1: 560, Y1: 830}); r.Indication != pades.TotalPassed || len(r.Signatures) != 3 {
		t.Error(summary(r))
	}
	if r := add(pdf.Rect{X0: 60, Y0: 730, X1: 200, Y1: 760}); r.Indication != pades.TotalFailed {
		t.Errorf("over the printed line: %s", summary(r))
	}
}

// TestUnreadableObjectLeavesChangesUndecided: what such an object refers to is
// not known, so nobody can say that an addition fills nothing it points at.
func TestUnreadableObjectLeavesChangesUndecided(t *testing.T) {
	t.Parallel()
	for _, reached := range []bool{true, false} {
		base := update(t, tablePDF(0), func(rev *pdf.Revision, u *pdf.Update) {
			secret := u.Add(pdf.Dictionary("Secret", pdf.TextString("marked")))
			if reached {
				u.Set(rootOf(rev), must(rev.Catalog())(t).With("Thing", secret))
			}
		})
		base = bytes.Replace(base, []byte("(marked)"), []byte("(marked "), 1)
		signed := leader().appendSigned(t, base, pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
		if r := verify(t, signed, trusting()); r.Indication != pades.TotalPassed {
			t.Fatal(summary(r))
		}
		added := update(t, signed, func(_ *pdf.Revision, u *pdf.Update) { u.Add(pdf.TextString("new")) })
		if r := verify(t, added, trusting()); (r.Indication == pades.Indeterminate) != reached {
			t.Errorf("reached %v: %s", reached, summary(r))
		}
	}
}

// TestUnknownIsNeverValid: without a template a change that no rule knows is
// not allowed.
func TestUnknownIsNeverValid(t *testing.T) {
	t.Parallel()
	plain := leader().appendSigned(t, tablePDF(0), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	noted := update(t, plain, func(rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		note := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Screen"), "Rect", pdf.Rect{X1: 20, Y1: 20}.Array()))
		u.Set(p.ref, p.dict.With("Annots", append(must(rev.Array(p.dict.Get("Annots")))(t), note)))
	})
	r := verify(t, noted, trusting())
	if r.Indication != pades.Indeterminate || r.Signatures[0].Modification != pades.UnclassifiedChange {
		t.Error(summary(r))
	}
}

func TestTrustAxis(t *testing.T) {
	t.Parallel()
	ca := authorities()
	holder := ca.employ(t, "Lê Văn Cường", 77, x509.KeyUsageDigitalSignature, signedAt.AddDate(1, 0, 0))
	file := holder.appendSigned(t, tablePDF(0), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	anchors := []*x509.Certificate{ca.cert}
	revokedAt := signedAt.Add(48 * time.Hour)
	good := [][]byte{ca.list(t, signedAt.Add(-time.Hour), nil)}
	late := [][]byte{ca.list(t, signedAt.Add(72*time.Hour), map[int64]time.Time{77: revokedAt})}
	for _, c := range []struct {
		name    string
		options pades.Options
		want    pades.Indication
		sub     pades.SubIndication
	}{
		{"no anchor", pades.Options{At: signedAt, CRLs: good}, pades.Indeterminate, pades.NoCertificateChain},
		{"no revocation data", pades.Options{At: signedAt, Anchors: anchors}, pades.Indeterminate, pades.TryLater},
		{"good", pades.Options{At: signedAt, Anchors: anchors, CRLs: good}, pades.TotalPassed, ""},
		{"stale list", pades.Options{At: signedAt.AddDate(0, 1, 0), Anchors: anchors, CRLs: good}, pades.Indeterminate, pades.TryLater},
		{"revoked, no proof of time", pades.Options{At: signedAt.Add(73 * time.Hour), Anchors: anchors, CRLs: late}, pades.Indeterminate, pades.RevokedNoPOE},
		{"revoked, received before", pades.Options{At: signedAt.Add(73 * time.Hour), ReceivedAt: signedAt.Add(time.Hour), Anchors: anchors, CRLs: late}, pades.TotalPassed, ""},
		{"revoked, received after", pades.Options{At: signedAt.Add(73 * time.Hour), ReceivedAt: signedAt.Add(50 * time.Hour), Anchors: anchors, CRLs: late}, pades.Indeterminate, pades.RevokedNoPOE},
		{"expired, no proof of time", pades.Options{At: signedAt.AddDate(2, 0, 0), Anchors: anchors, WithoutRevocation: true}, pades.Indeterminate, pades.OutOfBoundsNoPOE},
		{"expired, received after", pades.Options{At: signedAt.AddDate(2, 0, 0), ReceivedAt: signedAt.AddDate(2, 0, -1), Anchors: anchors, WithoutRevocation: true}, pades.Indeterminate, pades.OutOfBoundsNoPOE},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := verify(t, file, c.options)
			s := r.Signatures[0]
			if r.Indication != c.want || r.SubIndication != c.sub {
				t.Errorf("%s %s, want %s %s: %s", r.Indication, r.SubIndication, c.want, c.sub, s.TrustDetail)
			}
			if s.Integrity != pades.Passed || s.Modification != pades.Unchanged {
				t.Errorf("the other axes: %s %s", s.Integrity, s.Modification)
			}
			if c.name == "good" && (s.Revocation == nil || s.Revocation.Source == "" || s.Revocation.ThisUpdate == nil) {
				t.Errorf("no source and time of the answer: %+v", s.Revocation)
			}
		})
	}
}

func TestKeyThatMayNotSignIsNotTrusted(t *testing.T) {
	t.Parallel()
	ca := authorities()
	for usage, want := range map[x509.KeyUsage]pades.Outcome{
		x509.KeyUsageContentCommitment: pades.Passed,
		x509.KeyUsageKeyEncipherment:   pades.Failed,
	} {
		holder := ca.employ(t, "Phạm Thị Dung", 80, usage, signedAt.AddDate(1, 0, 0))
		how := pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}, Certificate: holder.cert, Chain: holder.chain, At: signedAt}
		if _, err := pades.Prepare(open(t, tablePDF(0)), how); (pades.RefusalOf(err) == pades.RefusedCertificate) != (want == pades.Failed) {
			t.Errorf("key usage %d: prepared with %v", usage, err)
		}
		file := holder.signedAnyway(t)
		r := verify(t, file, pades.Options{At: signedAt, Anchors: holder.chain, WithoutRevocation: true})
		if s := r.Signatures[0]; s.Trust != want || (want == pades.Failed) != (s.SubIndication == pades.ChainConstraintsFailure) {
			t.Errorf("key usage %d: %s", usage, summary(r))
		}
	}
}

func TestFileWithoutSignatureAndWithoutRevision(t *testing.T) {
	t.Parallel()
	if r := verify(t, tablePDF(0), trusting()); r.Indication != pades.NoSignature || r.Signatures == nil {
		t.Error(summary(r))
	}
	for _, junk := range []string{"", "hello", "%PDF-1.7\n", "PK\x03\x04 not a PDF"} {
		if r := verify(t, []byte(junk), trusting()); r.Indication != pades.Unreadable {
			t.Errorf("%q: %s", junk, r.Indication)
		}
	}
}

func TestEveryPrefixIsJudgedAndNonePasses(t *testing.T) {
	t.Parallel()
	_, signed, sealed := issued(t, tablePDF(0))
	for n := len(signed) + 1; n < len(sealed)-1; n += 97 {
		if r := verify(t, sealed[:n], trusting()); r.Indication == pades.TotalPassed {
			t.Errorf("cut at %d of %d: %s", n, len(sealed), summary(r))
		}
	}
}

func TestOptionsNeedATime(t *testing.T) {
	t.Parallel()
	f := tablePDF(0)
	if _, err := pades.Verify(bytes.NewReader(f), int64(len(f)), pades.Options{}); err != pades.ErrNoTime {
		t.Errorf("got %v", err)
	}
	now := pades.Options{Now: func() time.Time { return signedAt }}
	if r, err := pades.Verify(bytes.NewReader(f), int64(len(f)), now); err != nil || !r.JudgedAt.Equal(signedAt) {
		t.Errorf("got %v", err)
	}
}

// countingReader counts the bytes read.
type countingReader struct {
	*bytes.Reader
	n int64
}

func (c *countingReader) ReadAt(b []byte, off int64) (int, error) {
	c.n += int64(len(b))
	return c.Reader.ReadAt(b, off)
}

// TestNestedSignaturesShareThePrefix: twelve signatures over a large file read
// it about once for hashing, not twelve times.
func TestNestedSignaturesShareThePrefix(t *testing.T) {
	t.Parallel()
	file := update(t, tablePDF(0), func(_ *pdf.Revision, u *pdf.Update) {
		u.Add(pdf.NewStream(nil, bytes.Repeat([]byte("antin "), 1<<20)))
	})
	for i := range 12 {
		file = agency().appendSigned(t, file, pades.Signing{Field: fmt.Sprintf("s%d", i), Spot: &pades.Spot{Page: 1}})
	}
	c := &countingReader{Reader: bytes.NewReader(file)}
	r, err := pades.Verify(c, int64(len(file)), trusting())
	if err != nil || r.Indication != pades.TotalPassed || len(r.Signatures) != 12 {
		t.Fatalf("%v %s", err, summary(r))
	}
	if limit := int64(len(file)) * 3; c.n > limit {
		t.Errorf("%d bytes read of a file of %d", c.n, len(file))
	}
}

func FuzzVerify(f *testing.F) {
	base := tablePDF(0)
	f.Add(base)
	_, signed, sealed := issued(f, base)
	f.Add(signed)
	f.Add(sealed)
	for _, a := range attacks {
		if a.name != "bytes behind the signature value" && a.name != "second signer" {
			f.Add(a.make(f, signed, sealed))
		}
	}
	if seeds, err := filepath.Glob(filepath.Join("testdata", "verify", "*.pdf")); err == nil {
		for _, name := range seeds {
			if b, err := os.ReadFile(name); err == nil {
				f.Add(b)
			}
		}
	}
	y := kept()
	f.Add(y.archived(f))
	f.Add(keep(f, signed, nil, listsAt(signedAt), [][]byte{answerBy(practice().responder, practice().ca, practice().people["P-256"], signedAt)}))
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := pades.Verify(bytes.NewReader(file), int64(len(file)), trusting())
		if err != nil {
			t.Fatalf("a file is a verdict, not an error: %v", err)
		}
		if r.Indication == pades.TotalPassed && !bytes.HasPrefix(file, sealed[:len(signed)]) {
			t.Error("other bytes pass under our own root")
		}
	})
}

// signedAnyway is a file signed with a certificate that Prepare would refuse: a
// fit one of another person makes the room, then the value is written into it.
func (p person) signedAnyway(t testing.TB) []byte {
	t.Helper()
	other := leader()
	prepared := must(pades.Prepare(open(t, tablePDF(0)), pades.Signing{
		Field: "one", Spot: &pades.Spot{Page: 1}, Certificate: other.cert, Chain: other.chain, At: signedAt, Reserve: 4096,
	}))(t)
	file := append(bytes.Clone(tablePDF(0)), prepared.Tail...)
	from, to := len(tablePDF(0))+prepared.HoleStart, len(tablePDF(0))+prepared.HoleEnd
	h := sha256.New()
	h.Write(file[:from-1])
	h.Write(file[to+1:])
	b := must(cms.NewSigned(p.cert, p.chain, h.Sum(nil)))(t)
	sum := sha256.Sum256(b.SignedAttributes())
	der := must(b.Finish(must(p.key.Sign(rand.Reader, sum[:], crypto.SHA256))(t)))(t)
	copy(file[from:to], hex.EncodeToString(der))
	return file
}

func TestPurposeOfTheCertificateCounts(t *testing.T) {
	t.Parallel()
	ca := authorities()
	for purpose, want := range map[x509.ExtKeyUsage]pades.Outcome{
		x509.ExtKeyUsageEmailProtection: pades.Passed,
		x509.ExtKeyUsageServerAuth:      pades.Failed,
		x509.ExtKeyUsageOCSPSigning:     pades.Failed,
	} {
		holder := ca.employ(t, "Phạm Thị Dung", 81, x509.KeyUsageDigitalSignature, signedAt.AddDate(1, 0, 0), purpose)
		r := verify(t, holder.signedAnyway(t), pades.Options{At: signedAt, Anchors: holder.chain, WithoutRevocation: true})
		if s := r.Signatures[0]; s.Integrity != pades.Passed || s.Trust != want {
			t.Errorf("purpose %d: %s", purpose, summary(r))
		}
	}
}

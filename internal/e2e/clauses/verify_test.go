package clauses

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/app"
	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/profile"
	"antin/internal/platform/practice"
	"antin/internal/testkit/clause"
	"antin/pades"
	"antin/pdf"
)

// TestEverySignatureIsRecomputed and reported with signer, time, algorithm,
// coverage and outcome; one flipped byte fails it.
func TestEverySignatureIsRecomputed(t *testing.T) {
	under(t, []string{"NA", "HD"}, func(t *testing.T, province string) {
		proves(t, province, "NA-14-1", "HD2-03.9-10", "HD2-03.8", "HD2-03.5-6")
		j := open(t, province).write(draft{}).to("seal")
		raw := j.bytes(j.at(document.Sealed).SHA256)
		r := j.verify(raw)
		if len(r.Signatures) != 2 {
			t.Fatalf("%d signatures", len(r.Signatures))
		}
		for i, s := range r.Signatures {
			want := []string{"Trần Thị Minh", "Sở Khoa học và Công nghệ"}[i]
			if s.Signer != want || s.ClaimedTime == nil || !strings.Contains(s.Algorithms, "SHA-256") || s.CoversFile != (i == 1) || s.Indication != pades.TotalPassed {
				t.Errorf("signature %d is reported as %+v", i, s)
			}
			if s.Integrity != pades.Passed || s.Trust != pades.Passed {
				t.Errorf("integrity %s and trust %s", s.Integrity, s.Trust)
			}
		}
		found := j.Documents.Signatories(j.ctx, r)
		if !found.Person || !found.Agency {
			t.Errorf("classes by the register: %+v", found)
		}
		bad := j.verify(flipped(raw))
		for _, s := range bad.Signatures {
			if s.Integrity != pades.Failed || s.Indication != pades.TotalFailed {
				t.Errorf("a changed byte is %s, integrity %s", s.Indication, s.Integrity)
			}
			if s.Trust != pades.Passed {
				t.Errorf("the signer is as well known as before, trust is %s", s.Trust)
			}
		}
		picture := j.verify(letter()) // looks like a document, is not signed
		if picture.Indication != pades.NoSignature {
			t.Errorf("an unsigned file is %s", picture.Indication)
		}
	})
}

// TestNoRevocationDataIsUndecided, never valid, at the check and at intake.
func TestNoRevocationDataIsUndecided(t *testing.T) {
	under(t, []string{"NA", "HT", "HD", "LD"}, func(t *testing.T, province string) {
		proves(t, province, "NA-14-2", "HD2-12.1")
		w := open(t, province)
		j := w.write(draft{}).to("release")
		real := w.Documents.Evidence
		w.Documents.Evidence = silent{real}
		r := w.verify(w.bytes(j.at(document.Sealed).SHA256))
		if r.Indication != pades.Indeterminate || r.Signatures[0].SubIndication != pades.TryLater {
			t.Errorf("without revocation data the file is %s, %s", r.Indication, r.Signatures[0].SubIndication)
		}
		w.settle()
		in := j.arrival()
		if d := in.state(document.Held); !strings.Contains(d.Refusal.Text, "Không xác định") {
			t.Errorf("held as %q", d.Refusal.Text)
		}
		if province != "HT" { // there the work goes on: TestWorkGoesOnWithoutChecking
			_, err := in.register()
			refused(t, err, "incoming.unchecked")
		}
		w.Documents.Evidence = real
		w.must(w.Exchange.Recheck(w.ctx, w.as(otherClerk), in.id))
		d := in.state(document.Valid)
		last, err := exchange.Report(d.Checks[len(d.Checks)-1])
		w.must(err)
		for _, s := range last.Signatures {
			if s.Revocation == nil || s.Revocation.Source == "" || s.Revocation.ThisUpdate == nil || s.Certificate == nil || s.Certificate.Issuer == "" {
				t.Errorf("kept without source and time of revocation: %+v", s.Revocation)
			}
		}
		if len(d.Checks) < 2 || d.Checks[0].Indication != string(pades.Indeterminate) || d.Checks[0].Tool == "" {
			t.Errorf("the first result was not kept: %+v", d.Checks)
		}
	})
}

// TestJudgedAtTheTimeOfSigning: a certificate that is over since then still
// holds when its time is proven, and is undecided when nobody knows it.
func TestJudgedAtTheTimeOfSigning(t *testing.T) {
	t.Parallel()
	proves(t, "LD", "LD-14.1-2")
	w := open(t, "LD")
	w.Documents.Stamper = nil // no authority answered: the signature proves no time
	j := w.write(draft{}).to("approve")
	short, err := w.Certify(w.ctx, deputy, "Phó Giám đốc", "", practice.ValidTo(start.Add(2*time.Hour)))
	w.must(err)
	w.must(j.signWith(deputy, short))
	j.from("recheck", "seal")
	raw := w.bytes(j.at(document.Sealed).SHA256)
	received := start.Add(time.Hour)
	w.clock.pass(time.Hour)
	crls, ocsps, err := w.Documents.Evidence.Bundle(w.ctx)
	w.must(err)
	w.Documents.Evidence = kept{w.Documents.Evidence, crls, ocsps} // a list of after the end says nothing of what is over
	w.clock.pass(2 * time.Hour)
	at := func(raw []byte, received time.Time) pades.Indication {
		r, err := w.Documents.Verify(w.ctx, memory{bytes.NewReader(raw)}, received)
		w.must(err)
		return r.Indication
	}
	if got := at(raw, received); got != pades.TotalPassed {
		t.Errorf("received while the certificate held: %s", got)
	}
	if got := at(raw, time.Time{}); got != pades.Indeterminate {
		t.Errorf("nobody knows when: %s", got)
	}
	if got := at(raw, start.Add(150*time.Minute)); got == pades.TotalPassed {
		t.Errorf("received after the certificate was over: %s", got)
	}
	if got := at(flipped(raw), received); got != pades.TotalFailed {
		t.Errorf("changed: %s", got)
	}
}

// TestPathToTheAnchor: what breaks the path is named.
func TestPathToTheAnchor(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-14-3")
	w := open(t, "NA")
	j := w.write(draft{}).to("seal")
	for _, s := range j.verify(j.bytes(j.at(document.Sealed).SHA256)).Signatures {
		if len(s.Path) < 3 || !s.Path[len(s.Path)-1].Anchor {
			t.Errorf("path is %+v", s.Path)
		}
	}
	at := w.clock.now()
	foreign, err := app.NewPKI(filepath.Join(t.TempDir(), "pki"), at)
	w.must(err)
	cert, key, err := foreign.IssuePerson(practice.Person{Name: "Người Lạ", Agency: "Nơi khác"}, at, practice.WithECDSA())
	w.must(err)
	r := w.verify(signedBy(t, letter(), cert, key, foreign.Chain(), at))
	s := r.Signatures[0]
	if r.Indication != pades.Indeterminate || s.SubIndication != pades.NoCertificateChain || s.Trust == pades.Passed {
		t.Errorf("a stranger's signature is %s %s", r.Indication, s.SubIndication)
	}
	// a person's certificate that issued another one
	person, personKey, err := w.PKI.IssuePerson(practice.Person{Name: "Không Phải CA", Agency: "Sở"}, at, practice.WithECDSA())
	w.must(err)
	child, childKey := issuedBy(t, person, personKey, at)
	r = w.verify(signedBy(t, letter(), child, childKey, append([]*x509.Certificate{person}, w.PKI.Chain()...), at))
	if r.Indication == pades.TotalPassed {
		t.Fatal("a certificate by somebody who is no authority passed")
	}
	named := false
	for _, step := range r.Signatures[0].Path {
		named = named || step.Fault != "" && strings.Contains(r.Signatures[0].TrustDetail, step.Serial) && strings.Contains(r.Signatures[0].TrustDetail, step.Subject)
	}
	if !named {
		t.Errorf("what broke the path is not named: %+v, %s", r.Signatures[0].Path, r.Signatures[0].TrustDetail)
	}
}

func issuedBy(t *testing.T, parent *x509.Certificate, parentKey []byte, at time.Time) (*x509.Certificate, []byte) {
	t.Helper()
	by, err := x509.ParsePKCS8PrivateKey(parentKey)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(77), Subject: pkix.Name{CommonName: "Con Của Người Thường"}, NotBefore: at.Add(-time.Hour), NotAfter: at.AddDate(1, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature,
	}, parent, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return cert, raw
}

// signedBy signs a PDF with any key, outside the services.
func signedBy(t *testing.T, raw []byte, cert *x509.Certificate, key []byte, chain []*x509.Certificate, at time.Time) []byte {
	t.Helper()
	file, err := pdf.Open(strings.NewReader(string(raw)), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	p, err := pades.Prepare(file, pades.Signing{
		Field: "ky", Spot: &pades.Spot{Page: 1, Rect: pdf.Rect{X0: 300, Y0: 300, X1: 400, Y1: 340}}, At: at, Certificate: cert, Chain: chain,
		Appearance: pades.Appearance{Lines: []string{"ký"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	opts, err := p.SignerOpts()
	if err != nil {
		t.Fatal(err)
	}
	value, err := parsed.(*ecdsa.PrivateKey).Sign(rand.Reader, p.Digest(), opts)
	if err != nil {
		t.Fatal(err)
	}
	tail, err := p.Complete(value)
	if err != nil {
		t.Fatal(err)
	}
	return append(append([]byte(nil), raw...), tail...)
}

// TestOneSignatureForAllPages: no mark on each page, and none is missed.
func TestOneSignatureForAllPages(t *testing.T) {
	under(t, []string{"NA", "BG", "HD"}, func(t *testing.T, province string) {
		proves(t, province, "NA-15.3", "NA-15.4a", "NA-15.5a", "BG-15.2b1", "HD2-11.6a", "HD2-11.6b1")
		w := open(t, province)
		j := w.write(draft{main: withAppendix()}).to("format")
		if province != "BG" {
			seal := placeOf(t, j.load(), document.PlaceSeal)
			behind := seal
			behind.Page++
			refused(t, w.Documents.MovePlaces(w.ctx, w.as(deputy), j.id, []document.Place{seal, behind}), "place.same-file",
				"Văn bản kèm theo cùng tệp không ký riêng")
			refused(t, w.Documents.MovePlaces(w.ctx, w.as(deputy), j.id, []document.Place{behind}), "place.same-file",
				"Văn bản kèm theo cùng tệp không ký riêng")
		}
		j.from("approve", "seal")
		r := w.verify(w.bytes(j.at(document.Sealed).SHA256))
		if r.Pages < 2 || len(r.Signatures) != 2 || r.Indication != pades.TotalPassed {
			t.Fatalf("%d pages, %d signatures, %s", r.Pages, len(r.Signatures), r.Indication)
		}
		last := r.Signatures[1]
		if !last.CoversFile || last.PagesCovered != r.Pages {
			t.Errorf("the seal covers %d of %d pages", last.PagesCovered, r.Pages)
		}
		e, err := w.Documents.EffectOfDocument(w.ctx, w.as(clerk), j.id)
		w.must(err)
		edge := map[string]string{"NA": "thay thế hoàn toàn dấu giáp lai", "BG": "thay dấu giáp lai: có", "HD": "giá trị dấu giáp lai: có"}
		hanging := map[string]string{"NA": "Phụ lục cùng tệp", "BG": "Phụ lục cùng tệp", "HD": "dấu treo: có"}
		if !strings.Contains(e.EdgeSeal, edge[province]) || !strings.Contains(e.HangingSeal, hanging[province]) {
			t.Errorf("statements %q and %q", e.EdgeSeal, e.HangingSeal)
		}
		refused(t, j.seal(), "document.order") // no second seal
		one := w.write(draft{}).to("seal")
		e, err = w.Documents.EffectOfDocument(w.ctx, w.as(clerk), one.id)
		w.must(err)
		if e.EdgeSeal != "" {
			t.Errorf("one page needs no edge seal, yet %q", e.EdgeSeal)
		}
	})
}

// TestLegalEffect follows from valid signatures alone.
func TestLegalEffect(t *testing.T) {
	both := map[string]string{
		"NA": "có giá trị như bản gốc văn bản giấy", "LD": "ký tay và đóng dấu", "HD": "chữ ký tay và đóng dấu", "HT": "đáp ứng yêu cầu chữ ký và đóng dấu",
	}
	person := map[string]string{"NA": "", "LD": "như văn bản giấy ký tay", "HD": "chữ ký tay", "HT": "đáp ứng yêu cầu chữ ký"}
	none := map[string]string{"HD": "không có chữ ký số"}
	under(t, []string{"NA", "LD", "HD", "HT"}, func(t *testing.T, province string) {
		proves(t, province, "NA-06.2", "NA-03.2", "LD-03.1", "LD-03.2", "HD2-05.1", "HD2-05.3", "HD2-05.5")
		w := open(t, province)
		j := w.write(draft{})
		check := func(label string, missing ...string) {
			t.Helper()
			e, err := w.Documents.EffectOfDocument(w.ctx, w.as(clerk), j.id)
			w.must(err)
			if e.Label != label {
				t.Errorf("%s: label %q, want %q", j.load().State, e.Label, label)
			}
			for _, m := range missing {
				if !strings.Contains(strings.Join(e.Missing, "; "), m) {
					t.Errorf("missing %q, want %q", e.Missing, m)
				}
			}
		}
		status := func(label string, missing int) {
			t.Helper()
			s, err := w.Documents.SignedStatus(w.ctx, w.as(clerk), j.id)
			w.must(err)
			if s.Label != label || len(s.Missing) != missing || s.Origin == "" {
				t.Errorf("%s: status %+v", j.load().State, s)
			}
		}
		check(none[province])
		status("", 3)
		j.to("format")
		status("", 2)
		j.from("approve", "sign")
		lacking := map[string]string{"LD": "thiếu chữ ký số cơ quan", "HT": "Chưa đáp ứng yêu cầu đóng dấu"}[province]
		check(person[province], lacking)
		status("", 1)
		j.from("recheck", "seal")
		check(both[province])
		status("văn bản điện tử được ký số", 0)
		sum := j.at(document.Sealed).SHA256
		good := w.bytes(sum)
		w.tamper(sum, flipped(good))
		check("", "không đạt")
		status("", 2)
		w.tamper(sum, letter()) // a picture of it, without signature
		check(none[province])
		w.tamper(sum, good)
		row, err := w.Signing.OfPerson(w.ctx, w.as(deputy).Person)
		w.must(err)
		leaf, err := row[0].Leaf()
		w.must(err)
		w.must(w.PKI.Revoke(leaf.SerialNumber, w.clock.now().Add(-time.Hour), 1))
		w.clock.pass(time.Minute)
		check("", "không đạt")
	})
}

// TestLegalBasis is cited from the profile of the day of signing.
func TestLegalBasis(t *testing.T) {
	t.Parallel()
	basis := func(text string) string {
		j := open(t, "NA", set{"verification.legal_basis", text}).write(draft{}).to("seal")
		e, err := j.Documents.EffectOfDocument(j.ctx, j.as(clerk), j.id)
		j.must(err)
		return e.Basis
	}
	const own = "Điều 23 Luật Giao dịch điện tử 20/2023/QH15"
	if a, _ := clause.Parameter(t, "NA-06.1", basis, own, "Điều 24"); a != own {
		t.Errorf("basis is %q", a)
	}
	laws, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	for province, want := range map[string]string{"NA": own, "LD": "130/2018", "HT": "130/2018"} {
		p, err := laws.At(province, start)
		if err != nil || !strings.Contains(p.Verification.LegalBasis, want) {
			t.Errorf("%s cites %q, %v", province, p.Verification.LegalBasis, err)
		}
	}
	// signed before the draft's first day: what was law then is cited
	j := open(t, "NA").write(draft{}).to("seal")
	r := j.verify(j.bytes(j.at(document.Sealed).SHA256))
	before := time.Date(2024, 1, 5, 9, 0, 0, 0, time.UTC)
	for i := range r.Signatures {
		r.Signatures[i].ClaimedTime = &before
	}
	e, err := j.Documents.Effect(j.ctx, "NA", r, false, false)
	j.must(err)
	if e.Basis == own || e.Basis == "" {
		t.Errorf("of 2024 the basis is %q", e.Basis)
	}
}

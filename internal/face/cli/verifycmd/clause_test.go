package verifycmd

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/profile"
	"antin/internal/face/sheet"
	"antin/internal/testkit/clause"
	"antin/pades"
	"antin/pdf"
)

// province runs the command under the words of one province.
type province struct {
	desk
	code    string
	words   sheet.Words
	known   map[string]sheet.Holder
	signed  []byte // by the leader
	sealed  []byte // number and date filled, sealed
	leader  *x509.Certificate
	root    *x509.Certificate
	rootKey *ecdsa.PrivateKey
}

func newProvince(t *testing.T, code string) province {
	t.Helper()
	set, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := set.At(code, day)
	if err != nil {
		t.Fatal(err)
	}
	v := p.Verification
	out := province{desk: desk{t.TempDir()}, code: code, words: sheet.Words{
		LegalBasis: v.LegalBasis, Both: v.LegalEffect.Both, PersonOnly: v.LegalEffect.PersonOnly, AgencyOnly: v.LegalEffect.AgencyOnly,
		MissingPerson: v.LegalEffect.Missing, MissingAgency: v.LegalEffect.MissingOrg, EdgeSeal: v.EdgeSealStatement,
	}}
	out.issue(t)
	return out
}

// issue lays, signs, fills and seals a draft, and puts the anchors in place.
func (p *province) issue(t *testing.T) {
	t.Helper()
	var leaderKey, sealKey *ecdsa.PrivateKey
	var seal *x509.Certificate
	p.root, p.rootKey = certificate(t, "Gốc", nil, nil)
	p.leader, leaderKey = certificate(t, "Nguyễn Văn An", p.root, p.rootKey)
	seal, sealKey = certificate(t, "UBND tỉnh", p.root, p.rootKey)
	p.known = map[string]sheet.Holder{
		fingerprint(p.leader): {Kind: sheet.Person, Name: "Nguyễn Văn An", Title: "Chủ tịch"},
		fingerprint(seal):     {Kind: sheet.Agency, Name: "UBND tỉnh"},
	}
	spot := func(x, y float64) *pades.Spot {
		return &pades.Spot{Page: 1, Rect: pdf.Rect{X0: x, Y0: y, X1: x + 60, Y1: y + 15}}
	}
	draft := draft(t)
	tail, err := pades.Lay(openBytes(t, draft), pades.Fields{
		Number: spot(80, 737), Day: spot(300, 700), Month: spot(370, 700), Year: spot(440, 700), Signer: spot(340, 300), Seal: spot(300, 290),
	}, day)
	if err != nil {
		t.Fatal(err)
	}
	laid := append(bytes.Clone(draft), tail...)
	p.signed = p.append(t, laid, leaderKey, pades.Signing{Field: pades.FieldSigner, Certificate: p.leader})
	p.sealed = p.append(t, p.signed, sealKey, pades.Signing{Field: pades.FieldSeal, Certificate: seal,
		Fill: map[string]string{pades.FieldNumber: "1285", pades.FieldDay: "22", pades.FieldMonth: "11", pades.FieldYear: "2026"},
		Lock: []string{pades.FieldNumber, pades.FieldDay, pades.FieldMonth, pades.FieldYear}})
	p.write(t, "anchors/root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.root.Raw}))
	p.revoke(t, "anchors/root.crl")
}

func (p *province) append(t *testing.T, file []byte, key *ecdsa.PrivateKey, s pades.Signing) []byte {
	t.Helper()
	s.Chain, s.At = []*x509.Certificate{p.root}, day
	s.Appearance = pades.Appearance{Lines: []string{s.Certificate.Subject.CommonName}}
	prepared, err := pades.Prepare(openBytes(t, file), s)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(prepared.SignedAttributes())
	value, err := ecdsa.SignASN1(rand.Reader, key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	tail, err := prepared.Complete(value)
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.Clone(file), tail...)
}

// revoke writes a list on which these certificates stand.
func (p *province) revoke(t *testing.T, name string, revoked ...*x509.Certificate) {
	t.Helper()
	l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: day.Add(-time.Hour), NextUpdate: day.AddDate(0, 0, 7)}
	for _, c := range revoked {
		l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: c.SerialNumber, RevocationTime: day.Add(-2 * time.Hour)})
	}
	der, err := x509.CreateRevocationList(rand.Reader, l, p.root, p.rootKey)
	if err != nil {
		t.Fatal(err)
	}
	p.write(t, name, der)
}

func fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

func openBytes(t *testing.T, b []byte) *pdf.File {
	t.Helper()
	f, err := pdf.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// verify runs `antin verify` on the bytes.
func (p *province) verify(t *testing.T, file []byte, anchors string) (string, int) {
	t.Helper()
	p.write(t, "document.pdf", file)
	clause.Saw(t, p.code, "antin verify")
	var out bytes.Buffer
	c := Command{Files: []string{p.path("document.pdf")}, Anchors: p.path(anchors), Offline: true}
	err := c.Run(context.Background(), Environment{
		Out: &out, Err: &out, Now: func() time.Time { return day }, Words: p.words,
		Holders: func(sum string) sheet.Holder { return p.known[sum] },
	})
	return strings.Join(strings.Fields(out.String()), " "), StatusOf(err)
}

func has(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is missing in: %s", w, text)
		}
	}
}

func TestEverySignatureIsListedWithItsOutcome(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-14-1")
	p := newProvince(t, "NA")
	out, status := p.verify(t, p.sealed, "anchors")
	if status != 0 {
		t.Fatal(out)
	}
	has(t, out, "Chữ ký 1: Nguyễn Văn An – Hợp lệ", "Chữ ký 2: UBND tỉnh – Hợp lệ", "10:00:00 ngày 22/11/2026 (+07:00)",
		"ECDSA, SHA-256", "Phạm vi: toàn bộ tệp", "Phạm vi: toàn bộ bản ghi lần thứ 3", "Giá trị: "+p.words.Both)
	flipped := bytes.Clone(p.sealed)
	flipped[bytes.Index(flipped, []byte("/MediaBox"))+1]++
	out, status = p.verify(t, flipped, "anchors")
	if status != 1 {
		t.Error(out)
	}
	has(t, out, "Không hợp lệ", "Nội dung đã bị sửa sau khi ký")
}

func TestWithoutFreshRevocationNothingIsValid(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-14-2")
	p := newProvince(t, "NA")
	p.write(t, "nolist/root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.root.Raw}))
	out, status := p.verify(t, p.sealed, "nolist")
	if status != 2 || strings.Contains(out, "– Hợp lệ") {
		t.Error(out)
	}
	has(t, out, "Thu hồi: không xác định")
	out, _ = p.verify(t, p.sealed, "anchors")
	has(t, out, "theo CRL phát hành lúc 09:00:00 ngày 22/11/2026 (+07:00)")
	p.write(t, "revoked/root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.root.Raw}))
	p.revoke(t, "revoked/root.crl", p.leader)
	out, status = p.verify(t, p.sealed, "revoked")
	if status == 0 {
		t.Error(out)
	}
	has(t, out, "đã bị thu hồi")
}

func TestABrokenPathNamesTheCertificate(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-14-3")
	p := newProvince(t, "NA")
	other, _ := certificate(t, "Gốc khác", nil, nil)
	p.write(t, "other/root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: other.Raw}))
	out, status := p.verify(t, p.sealed, "other")
	if status != 2 {
		t.Error(out)
	}
	has(t, out, "Chưa dẫn được chứng thư về một chứng thư gốc được tin cậy", "chứng thư của Gốc, số")
}

func TestOneSignatureCoversAllPagesInPlaceOfTheEdgeSeal(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-15.3")
	p := newProvince(t, "NA")
	out, _ := p.verify(t, p.sealed, "anchors")
	has(t, out, "Một chữ ký số bao trùm mọi trang", "thay thế hoàn toàn dấu giáp lai")
}

func TestOnlyAllowedChangesAfterTheFirstSignature(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "LD-13.2")
	p := newProvince(t, "LD")
	out, status := p.verify(t, p.sealed, "anchors")
	if status != 0 {
		t.Error(out)
	}
	has(t, out, "điền số văn bản: 1285 (được phép)")
	f := openBytes(t, p.sealed)
	u, err := f.NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := f.Last().Pages()
	if err != nil {
		t.Fatal(err)
	}
	u.Set(pages[0].Ref, pages[0].Dict.Without("Contents"))
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	out, status = p.verify(t, append(bytes.Clone(p.sealed), tail...), "anchors")
	if status != 1 {
		t.Error(out)
	}
	has(t, out, "sửa trang (trái phép)")
	inPlace := bytes.Clone(p.sealed)
	copy(inPlace[bytes.Index(inPlace, []byte("/MediaBox")):], "/MediaFox")
	if out, status = p.verify(t, inPlace, "anchors"); status != 1 {
		t.Error(out)
	}
}

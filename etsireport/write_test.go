package etsireport

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"antin/cms"
	"antin/pades"
	"antin/tsp"
)

var when = time.Date(2026, 11, 22, 11, 45, 12, 0, time.UTC)

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// certified is a key and its certificate, of itself or of an issuer.
type certified struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

func certify(t testing.TB, name string, serial int64, by *certified, uses ...x509.ExtKeyUsage) certified {
	t.Helper()
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	c := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: when.AddDate(-1, 0, 0), NotAfter: when.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature}
	if len(uses) > 0 { // critical, RFC 3161, 2.3
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: []byte{0x30, 0x0a, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 3, 8}}}
	}
	issuer := certified{key, c}
	if by != nil {
		issuer = *by
	} else {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
		c.SubjectKeyId = []byte{1, 2, 3}
	}
	der := must(x509.CreateCertificate(rand.Reader, c, issuer.cert, key.Public(), issuer.key))(t)
	return certified{key, must(x509.ParseCertificate(der))(t)}
}

func factsOf(c *x509.Certificate) *pades.CertificateFacts {
	sum := sha256.Sum256(c.Raw)
	return &pades.CertificateFacts{Subject: c.Subject.String(), Issuer: c.Issuer.String(), Serial: fmt.Sprintf("%X", c.SerialNumber), SHA256: hex.EncodeToString(sum[:]), NotBefore: c.NotBefore, NotAfter: c.NotAfter}
}

// stamped is a report on a real signature with a real time-stamp, a CRL and a
// refilled number.
func stamped(t testing.TB) *pades.Report {
	t.Helper()
	root := certify(t, "Gốc <thử> & \"nghiệm\"", 1, nil)
	signer := certify(t, "Nguyễn Văn An", 2, &root)
	clockMaker := certify(t, "Đồng hồ", 3, &root, x509.ExtKeyUsageTimeStamping)
	content := sha256.Sum256([]byte("nội dung"))
	b := must(cms.NewSigned(signer.cert, nil, content[:]))(t)
	sum := sha256.Sum256(b.SignedAttributes())
	signed := must(b.Finish(must(ecdsa.SignASN1(rand.Reader, signer.key, sum[:]))(t)))(t)
	request := tsp.Request{Hash: crypto.SHA256, Digest: sum[:], CertReq: true}
	answer := must(tsp.Authority{Certificate: clockMaker.cert, Key: clockMaker.key, Policy: asn1.ObjectIdentifier{1, 2, 3}}.Respond(rand.Reader, request.Marshal(), when, big.NewInt(9)))(t)
	token := must(tsp.ParseResponse(answer, request))(t)
	crl := must(x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: when, NextUpdate: when.AddDate(0, 0, 7)}, root.cert, root.key))(t)
	at := token.Time
	s := pades.Signature{
		Field: "AntinSigner", Signer: "Nguyễn Văn An", Indication: pades.TotalFailed, SubIndication: pades.FormatFailure,
		Integrity: pades.Passed, Modification: pades.SuspiciousChange, Trust: pades.Passed, ClaimedTime: &when, TrustedTime: &at,
		Changes:   []pades.Change{{Kind: "field-filled", Field: "AntinNumber", Object: "12 0", Revision: 4, Verdict: pades.ChangeSuspicious, Rule: "<once>", Detail: `"1286" & more`}},
		SubFilter: "ETSI.CAdES.detached", Algorithms: "ECDSA with SHA-256", Certificate: factsOf(signer.cert), Level: pades.LevelT,
		Path:   []pades.PathStep{{Subject: signer.cert.Subject.String(), Serial: "2"}, {Subject: root.cert.Subject.String(), Serial: "1", Anchor: true}},
		Stamps: []pades.StampFacts{{Kind: "signature", Time: at, Indication: pades.TotalPassed, Authority: "Đồng hồ", Certificate: factsOf(clockMaker.cert)}},
		NotLTV: []pades.Gap{{Code: "no-document-time-stamp"}},
		Used:   &pades.Evidence{Certificates: []*x509.Certificate{signer.cert, root.cert, clockMaker.cert}, CRLs: [][]byte{crl}, Stamps: [][]byte{token.Raw}, CMS: signed},
	}
	if err := json.Unmarshal([]byte(`[{"name":"digest","result":"passed","clause":"RFC 5652, 5.4"},{"name":"padding","result":"failed","clause":"ISO 32000-2, 12.8.1","detail":"4 bytes"}]`), &s.Checks); err != nil {
		t.Fatal(err)
	}
	other := s // the same evidence once more
	other.Field, other.Indication, other.SubIndication, other.Changes, other.Used.OCSPs = "AntinSeal", pades.Indeterminate, pades.TryLater, nil, nil
	return &pades.Report{SHA256: strings.Repeat("ab", 32), Indication: pades.TotalFailed, JudgedAt: when.AddDate(0, 0, 1), Signatures: []pades.Signature{s, other}}
}

func write(t testing.TB, r *pades.Report) *node {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, r); err != nil {
		t.Fatal(err)
	}
	root, err := readBack(out.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, wrong := range judgeSchema(root) {
		t.Error(wrong)
	}
	if t.Failed() {
		t.Log(out.String())
	}
	return root
}

func text(t testing.TB, n *node, path string) string {
	t.Helper()
	found := n.find(path)
	if len(found) == 0 {
		t.Errorf("no %s", path)
		return ""
	}
	return found[0].text
}

// TestReportHasTheParts: TS 119 102-2, 4.3 and 4.4.
func TestReportHasTheParts(t *testing.T) {
	t.Parallel()
	r := stamped(t)
	root := write(t, r)
	reports := root.find("SignatureValidationReport")
	if len(reports) != 2 {
		t.Fatalf("%d reports", len(reports))
	}
	one := reports[0]
	for path, want := range map[string]string{
		"SignatureValidationStatus/MainIndication":                                                   "urn:etsi:019102:mainindication:total-failed",
		"SignatureValidationStatus/SubIndication":                                                    "urn:etsi:019102:subindication:FORMAT_FAILURE",
		"SignatureValidationProcess/SignatureValidationProcessID":                                    "urn:etsi:019102:validationprocess:LTVM",
		"SignatureIdentifier/DAIdentifier":                                                           "AntinSigner",
		"SignerInformation/Signer":                                                                   "Nguyễn Văn An",
		"ValidationTimeInfo/BestSignatureTime/POETime":                                               "2026-11-22T11:45:12Z",
		"ValidationTimeInfo/ValidationTime":                                                          "2026-11-23T11:45:12Z",
		"SignatureAttributes/SubFilter/SubFilterElement":                                             "ETSI.CAdES.detached",
		"SignatureQuality/SignatureQualityInformation":                                               "urn:antin:signature-level:B-T",
		"SignatureValidationStatus/AssociatedValidationReportData/CryptoInformation/Algorithm":       "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
		"SignatureValidationStatus/AssociatedValidationReportData/CryptoInformation/SecureAlgorithm": "true",
		"SignatureValidationStatus/AssociatedValidationReportData/AdditionalValidationReportData/ReportData/Value/Change/Rule":   "<once>",
		"SignatureValidationStatus/AssociatedValidationReportData/AdditionalValidationReportData/ReportData/Value/Change/Detail": `"1286" & more`,
	} {
		if got := text(t, one, path); got != want {
			t.Errorf("%s: %q", path, got)
		}
	}
	content := sha256.Sum256([]byte("nội dung"))
	if got := text(t, one, "SignersDocument/DigestAlgAndValue/DigestValue"); got != base64.StdEncoding.EncodeToString(content[:]) {
		t.Errorf("digest of the signed part: %q", got)
	}
	if len(one.find("SignatureIdentifier/SignatureValue")) != 1 || len(one.find("ValidationTimeInfo/BestSignatureTime/POEObject")) != 1 {
		t.Error("signature value or proof of existence is missing")
	}
	checks := one.find("ValidationConstraintsEvaluationReport/ValidationConstraint")
	if len(checks) != 5 || text(t, checks[4], "ValidationConstraintIdentifier") != "urn:antin:constraint:check:padding" || text(t, checks[4], "ValidationStatus/MainIndication") != "urn:etsi:019102:mainindication:failed" || text(t, checks[4], "Indications/Clause") != "ISO 32000-2, 12.8.1" {
		t.Errorf("%d constraints", len(checks))
	}
	chain := one.find("SignatureValidationStatus/AssociatedValidationReportData/CertificateChain")
	if len(chain) != 1 || len(chain[0].kids) != 2 || chain[0].kids[1].name != "TrustAnchor" {
		t.Error("the chain to the anchor is missing")
	}
}

// TestEachPieceOfEvidenceIsThereOnce: two signatures with the same certificates.
func TestEachPieceOfEvidenceIsThereOnce(t *testing.T) {
	t.Parallel()
	r := stamped(t)
	root := write(t, r)
	kinds := map[string]int{}
	for _, o := range root.find("SignatureValidationObjects/ValidationObject") {
		kind := strings.TrimPrefix(text(t, o, "ObjectType"), "urn:etsi:019102:validationObject:")
		kinds[kind]++
		if kind == "timestamp" && (text(t, o, "POEProvisioning/SignatureReference/PAdESFieldName") != "AntinSigner" || text(t, o, "ValidationReport/SignatureValidationStatus/MainIndication") != "urn:etsi:019102:mainindication:passed") {
			t.Error("the time-stamp has no verdict of its own")
		}
	}
	if fmt.Sprint(kinds) != "map[CRL:1 certificate:3 signedData:1 timestamp:1]" {
		t.Error(kinds)
	}
	got := root.find("SignatureValidationObjects/ValidationObject/ValidationObjectRepresentation/base64")
	if raw := must(base64.StdEncoding.DecodeString(got[0].text))(t); !bytes.Equal(raw, r.Signatures[0].Used.Certificates[0].Raw) {
		t.Error("the certificate reads back differently")
	}
}

// TestLargeEvidenceIsNamedByItsDigest: 4.4.5 allows it.
func TestLargeEvidenceIsNamedByItsDigest(t *testing.T) {
	t.Parallel()
	big := make([]byte, maxInline+1)
	r := &pades.Report{Indication: pades.Indeterminate, JudgedAt: when, Signatures: []pades.Signature{{Indication: pades.Indeterminate, Integrity: pades.Passed, Trust: pades.Undecided, Used: &pades.Evidence{CRLs: [][]byte{big, big[:maxInline]}}}}}
	forms := write(t, r).find("SignatureValidationObjects/ValidationObject/ValidationObjectRepresentation")
	if len(forms) != 2 || forms[0].kids[0].name != "DigestAlgAndValue" || forms[1].kids[0].name != "base64" {
		t.Errorf("%d objects", len(forms))
	}
}

func TestReportWithoutEvidenceStillFits(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*pades.Report{
		"none":       {Indication: pades.NoSignature, JudgedAt: when},
		"unreadable": {Indication: pades.Unreadable, JudgedAt: when},
		"cut":        {Indication: pades.TotalFailed, SubIndication: pades.SignedDataNotFound, JudgedAt: when},
		"bare":       {Indication: pades.Indeterminate, JudgedAt: when, Signatures: []pades.Signature{{Indication: pades.Indeterminate, Integrity: pades.Undecided, Trust: pades.Undecided}}},
	} {
		root := write(t, r)
		want := map[string]string{"none": "urn:antin:mainindication:no-signature", "unreadable": indicationURI + "total-failed", "cut": indicationURI + "total-failed", "bare": indicationURI + "indeterminate"}[name]
		if got := text(t, root, "SignatureValidationReport/SignatureValidationStatus/MainIndication"); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestSameVerdictGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	r := stamped(t)
	var a, b bytes.Buffer
	if err := Write(&a, r); err != nil {
		t.Fatal(err)
	}
	if err := Write(&b, r); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("two reports differ: %v", err)
	}
}

func TestAlgorithmsAreNamedAsXMLSignaturesDo(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"RSA with SHA-256": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "RSA-PSS with SHA-512": "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1",
		"RSA with SHA-1": "http://www.w3.org/2000/09/xmldsig#rsa-sha1", "ECDSA with SHA-384": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "Ed25519": "urn:antin:algorithm:Ed25519",
	} {
		if got := algorithmURI(words); got != want {
			t.Errorf("%s: %s", words, got)
		}
	}
}

// FuzzWrite: whatever a file makes a report say, the document parses, fits, and
// says the same.
func FuzzWrite(f *testing.F) {
	for _, seed := range []string{"", "Nguyễn Văn An", `"><x a='`, "]]>", "<!--", "\x00\x1b\x7f", "\xff\xfe", "\ufffe", "&#0;", "a\r\nb\tc", "<?xml?>"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		r := &pades.Report{Indication: pades.TotalFailed, JudgedAt: when, Signatures: []pades.Signature{{
			Field: a, Signer: b, Indication: pades.TotalFailed, SubIndication: pades.SubIndication(a), Integrity: pades.Failed, Modification: pades.Modification(a), Trust: pades.Undecided, TrustDetail: a,
			SubFilter: b, Algorithms: a, Level: pades.Level(b), Certificate: &pades.CertificateFacts{Subject: a, SHA256: b},
			Path:    []pades.PathStep{{Subject: a, Serial: b}, {Subject: b, Serial: a, Anchor: true}},
			Changes: []pades.Change{{Kind: a, Object: b, Field: a, Rule: b, Detail: a}},
			NotLTV:  []pades.Gap{{Certificate: a, Serial: b, Code: a, Detail: b}},
			Stamps:  []pades.StampFacts{{Kind: "signature", Authority: a, SubIndication: pades.SubIndication(b)}},
			Used:    &pades.Evidence{CMS: []byte(a), CRLs: [][]byte{[]byte(b)}, Stamps: [][]byte{[]byte(a)}},
		}}}
		if raw, err := json.Marshal([]map[string]string{{"name": a, "result": b, "clause": a, "detail": b}}); err == nil {
			_ = json.Unmarshal(raw, &r.Signatures[0].Checks) // strings go in as they are
		}
		root := write(t, r)
		plain := !strings.ContainsFunc(a, func(r rune) bool { return r < 0x20 || r == utf8.RuneError || r == 0xfffe || r == 0xffff })
		if a == "" || !plain || !utf8.ValidString(a) {
			return
		}
		if got := text(t, root, "SignatureValidationReport/SignatureValidationStatus/AssociatedValidationReportData/AdditionalValidationReportData/ReportData/Value/Change/Detail"); got != a {
			t.Errorf("%q reads back as %q", a, got)
		}
	})
}

package sheet

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/pades"
)

var update = flag.Bool("update", false, "write the golden files anew")

var when = time.Date(2026, 11, 22, 11, 45, 12, 0, time.UTC)

func words() Words {
	return Words{
		LegalBasis: "Điều 23 Luật Giao dịch điện tử 20/2023/QH15", Both: "có giá trị như bản gốc văn bản giấy",
		MissingPerson: "thiếu chữ ký cá nhân", MissingAgency: "thiếu chữ ký số cơ quan",
		EdgeSeal: "Chữ ký số bảo đảm tính toàn vẹn của mọi trang và thay thế hoàn toàn dấu giáp lai.",
	}
}

// register knows two certificates.
func register(sha256 string) Holder {
	switch sha256 {
	case "aa":
		return Holder{Kind: Person, Name: "Nguyễn Văn An", Title: "Phó Giám đốc"}
	case "bb":
		return Holder{Kind: Agency, Name: "Sở Khoa học và Công nghệ tỉnh Nghệ An", Title: "H41.37"}
	}
	return Holder{}
}

func signature(sha256, field string) pades.Signature {
	return pades.Signature{
		Field: field, Signer: "CN trong chứng thư", Indication: pades.TotalPassed, Kind: "approval", Revision: 2, PagesCovered: 3,
		Integrity: pades.Passed, Modification: pades.Unchanged, Trust: pades.Passed, ClaimedTime: &when, Algorithms: "RSA with SHA-256",
		Certificate: &pades.CertificateFacts{
			Subject: "CN=x", Issuer: "CN=CA thực hành,O=Ấn Tín", Serial: "0102", SHA256: sha256,
			NotBefore: when.AddDate(-1, 0, 0), NotAfter: when.AddDate(2, 0, 0),
		},
		Revocation: &pades.RevocationFacts{Status: "good", Source: "CRL of CN=CA, SHA-256 00", ThisUpdate: &when},
	}
}

func sealed() *pades.Report {
	leader, seal := signature("aa", pades.FieldSigner), signature("bb", pades.FieldSeal)
	leader.Modification = pades.AllowedChange
	leader.Changes = []pades.Change{
		{Kind: "field-filled", Field: pades.FieldNumber, Revision: 3, Verdict: pades.ChangeAllowed, Detail: `"1285"`},
		{Kind: "signature-field-signed", Field: pades.FieldSeal, Revision: 3, Verdict: pades.ChangeAllowed},
	}
	seal.Revision, seal.CoversFile = 3, true
	return &pades.Report{
		SHA256: strings.Repeat("ab", 32), Indication: pades.TotalPassed, Pages: 3, Revisions: 3, JudgedAt: when,
		Signatures: []pades.Signature{leader, seal},
		Values:     []pades.FieldValue{{Field: pades.FieldNumber, Value: "1285", Revision: 3, CoveredBy: []string{pades.FieldSeal}}},
	}
}

func refilled() *pades.Report {
	r := sealed()
	r.Indication, r.SubIndication = pades.TotalFailed, pades.FormatFailure
	for i := range r.Signatures {
		s := &r.Signatures[i]
		s.Indication, s.SubIndication, s.Modification, s.CoversFile = pades.TotalFailed, pades.FormatFailure, pades.SuspiciousChange, false
		s.Changes = append(s.Changes, pades.Change{Kind: "field-filled", Field: pades.FieldNumber, Revision: 4, Verdict: pades.ChangeSuspicious})
	}
	return r
}

func untold() *pades.Report {
	r := sealed()
	r.Indication, r.SubIndication = pades.Indeterminate, pades.TryLater
	s := &r.Signatures[1]
	s.Indication, s.SubIndication, s.Trust, s.TrustSub = pades.Indeterminate, pades.TryLater, pades.Undecided, pades.TryLater
	s.Revocation = &pades.RevocationFacts{Status: "unknown"}
	return r
}

func cases() map[string]Input {
	none := &pades.Report{Indication: pades.NoSignature, JudgedAt: when, Pages: 1, SHA256: strings.Repeat("cd", 32)}
	unread := &pades.Report{Indication: pades.Unreadable, JudgedAt: when, SHA256: strings.Repeat("ef", 32)}
	out := map[string]Input{}
	for name, r := range map[string]*pades.Report{"valid": sealed(), "refilled": refilled(), "untold": untold(), "none": none, "unreadable": unread} {
		out[name] = Input{File: "/tmp/folder/1285-QĐ-SKHCN.pdf", Report: r, Holders: register, Words: words(), Offline: true}
	}
	return out
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	for name, in := range cases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := Make(in).Text(&b); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil || !bytes.Equal(b.Bytes(), want) {
				t.Errorf("differs from %s (run with -update and look):\n%s", golden, b.String())
			}
			for _, line := range strings.Split(b.String(), "\n") {
				if len([]rune(line)) > textWidth && strings.Contains(strings.TrimSpace(line), " ") {
					t.Errorf("line too long: %q", line)
				}
			}
		})
	}
}

func TestLegalEffectNeedsBothKnownHolders(t *testing.T) {
	t.Parallel()
	in := cases()["valid"]
	if s := Make(in); s.Effect != words().Both {
		t.Errorf("effect %q", s.Effect)
	}
	in.Holders = nil
	s := Make(in)
	if s.Effect != "" || !contains(s.Notes, noteUnknownHolder) {
		t.Errorf("unknown holders: effect %q, notes %v", s.Effect, s.Notes)
	}
	if got := s.Signatures[0].As; got != holderKinds[Unknown] {
		t.Errorf("classified by looks: %q", got)
	}
	in.Holders = func(sum string) Holder {
		if sum == "aa" {
			return register(sum)
		}
		return Holder{Kind: Person}
	}
	if s := Make(in); s.Effect != "" || !contains(s.Notes, "Thiếu chữ ký số cơ quan.") {
		t.Errorf("two persons: effect %q, notes %v", s.Effect, s.Notes)
	}
	if s := Make(cases()["untold"]); s.Effect != "" {
		t.Errorf("effect %q without enough evidence", s.Effect)
	}
}

// TestOneSignatureStandsForTheEdgeSeal: NA-15.3.
func TestOneSignatureStandsForTheEdgeSeal(t *testing.T) {
	t.Parallel()
	text := strings.Join(Make(cases()["valid"]).Coverage, " ")
	if !strings.Contains(text, "3 trang") || !strings.Contains(text, "thay thế hoàn toàn dấu giáp lai") {
		t.Error(text)
	}
}

func TestEveryKindOfChangeAndSubIndicationHasWords(t *testing.T) {
	t.Parallel()
	for _, sub := range []pades.SubIndication{pades.NoCertificateChain, pades.ChainConstraintsFailure, pades.ChainGeneralFailure, pades.Revoked, pades.RevokedNoPOE,
		pades.RevokedCANoPOE, pades.OutOfBoundsNoPOE, pades.Expired, pades.NotYetValid, pades.NoPOE, pades.TryLater, pades.CryptoConstraintsFail, pades.NoSigningCertificate, pades.OutOfBoundsNotRevoked, pades.CryptoConstraintsNoPOE, pades.TimestampOrder} {
		if subWhy[sub] == "" || subDo[sub] == "" {
			t.Errorf("%s has no words", sub)
		}
	}
	r, err := pades.Verify(bytes.NewReader(nil), 0, pades.Options{At: when})
	if err != nil || r.Indication != pades.Unreadable {
		t.Fatal(err)
	}
}

// TestControlCharactersOfAFileDoNotReachTheTerminal: a name in a certificate
// is text of a stranger.
func TestControlCharactersOfAFileDoNotReachTheTerminal(t *testing.T) {
	t.Parallel()
	in := cases()["valid"]
	in.Holders = nil
	in.Report.Signatures[0].Signer = "evil\x1b]0;title\x07\u202egnp"
	var b bytes.Buffer
	if err := Make(in).Text(&b); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\x07\u202e") {
		t.Errorf("%q", b.String())
	}
}

func TestPrintedSheetReadsBackAndIsTheSameTwice(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("ANTIN_TEST_ALL") != "" {
			t.Fatal(err)
		}
		t.Skip("pdftotext is not installed")
	}
	for name, in := range cases() {
		var a, b bytes.Buffer
		s := Make(in)
		if err := s.PDF(&a, when); err != nil {
			t.Fatal(err)
		}
		if err := s.PDF(&b, when); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: two prints differ", name)
		}
		path := filepath.Join(t.TempDir(), "sheet.pdf")
		if err := os.WriteFile(path, a.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("pdftotext", "-raw", path, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		if text := string(out); !strings.Contains(text, s.Headline) || !strings.Contains(text, "PHIẾU KIỂM TRA CHỮ KÝ SỐ") {
			t.Errorf("%s reads back as %q", name, text)
		}
	}
}

// TestSignatureIsNamedByItsCertificate: a person who signs in the field of the
// seal is not called the agency.
func TestSignatureIsNamedByItsCertificate(t *testing.T) {
	t.Parallel()
	all := func(in Input) string {
		var b bytes.Buffer
		if err := Make(in).Text(&b); err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(b.String()), " ")
	}
	in := cases()["valid"]
	in.Holders = nil
	in.Report.Signatures[1].Signer = "Trần Văn Bình"
	text := all(in)
	if strings.Contains(text, "chữ ký của cơ quan") || !strings.Contains(text, "thêm chữ ký của Trần Văn Bình (được phép)") || !strings.Contains(text, "nằm trong chữ ký của Trần Văn Bình)") {
		t.Error(text)
	}
	in.Holders = func(string) Holder { return Holder{Kind: Person, Name: "Trần Văn Bình (Sở Tài chính)"} }
	if text := all(in); !strings.Contains(text, "nằm trong chữ ký của Trần Văn Bình (Sở Tài chính))") {
		t.Error(text)
	}
	in = cases()["valid"]
	twice := in.Report.Signatures[1]
	twice.Signer, twice.Certificate = "Lê Thị Cúc", nil
	in.Report.Signatures = append(in.Report.Signatures, twice)
	if text := all(in); !strings.Contains(text, "nằm trong chữ ký ở ô ký của cơ quan)") {
		t.Error(text)
	}
}

func TestBrokenSignatureVouchesForNothingInTheFile(t *testing.T) {
	t.Parallel()
	r := refilled()
	if s := Make(Input{File: "a.pdf", Report: r, Holders: register}); len(s.Values) == 0 || len(s.Signatures[0].Changes) == 0 {
		t.Fatal("an intact file shows neither values nor changes")
	}
	r.Signatures[0].Integrity = pades.Failed
	s := Make(Input{File: "a.pdf", Report: r, Holders: register})
	if len(s.Values) != 0 || len(s.Signatures[0].Changes) != 0 {
		t.Errorf("%v, %v", s.Values, s.Signatures[0].Changes)
	}
}

// page is a white picture with a stripe.
func page(t *testing.T) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 72, 102))
	draw.Draw(m, m.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(9, 20, 40, 30), image.Black, image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// lasting is a report with time-stamps, levels and what is missing.
func lasting() *pades.Report {
	r := sealed()
	s := &r.Signatures[0]
	s.Level, s.TrustedTime = pades.LevelT, &when
	s.Stamps = []pades.StampFacts{
		{Kind: "signature", Time: when, Indication: pades.TotalPassed, Authority: "TSA thực hành"},
		{Kind: "document", Time: when, Indication: pades.Indeterminate, SubIndication: pades.TryLater},
	}
	s.NotLTV = []pades.Gap{{Code: pades.GapNoRevocation, Certificate: "CN=Nguyễn Văn An,O=x"}, {Code: "something-new"}}
	r.Signatures[1].Level = pades.LevelLTA
	return r
}

func TestPrintedSheetHasPicturesTimeStampsAndLevels(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("ANTIN_TEST_ALL") != "" {
			t.Fatal(err)
		}
		t.Skip("pdftotext is not installed")
	}
	in := cases()["valid"]
	in.Report = lasting()
	s := Make(in)
	if s.Signatures[0].Lasting || !s.Signatures[1].Lasting {
		t.Error("a gap does not count")
	}
	box := Box{X: 0.1, Y: 0.2, W: 0.4, H: 0.1, Number: 1, Text: "Điền số văn bản: 01", Verdict: pades.ChangeAllowed}
	bad := box
	bad.Y, bad.Number, bad.Text, bad.Verdict = 0.6, 2, "Chỗ nhìn thấy khác đi", pades.ChangeSuspicious
	s.Pictures = []Picture{
		{Caption: "Khi Nguyễn Văn An ký, trang 1", Page: 1, Width: 72, Height: 102, PNG: page(t)},
		{Caption: "Hiện nay, trang 1", Page: 1, Now: true, Width: 72, Height: 102, PNG: page(t), Boxes: []Box{box, bad}},
	}
	var a, b bytes.Buffer
	if err := s.PDF(&a, when); err != nil {
		t.Fatal(err)
	}
	if err := s.PDF(&b, when); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("two prints differ: %v", err)
	}
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(path, a.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(out)), " ")
	for _, want := range []string{"Hiện nay, trang 1", "1. Điền số văn bản: 01 (được phép)", "2. Chỗ nhìn thấy khác đi (trái phép)", "do TSA thực hành cấp: đạt.",
		"Thiếu trạng thái thu hồi (chứng thư của Nguyễn Văn An).", "Còn thiếu chứng cứ khác", "B-T: có dấu thời gian chứng minh lúc ký", "Chưa rõ chứng thư của cơ quan cấp dấu thời gian"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

// TestUnknownWordsOfTheEngineAreNotShown: a newer engine may say what has no
// words here yet.
func TestUnknownWordsOfTheEngineAreNotShown(t *testing.T) {
	t.Parallel()
	in := cases()["valid"]
	s := &in.Report.Signatures[0]
	s.Changes = []pades.Change{{Kind: "brand-new-kind", Rule: "brand-new: a rule", Detail: "some detail", Verdict: pades.ChangeAllowed, Revision: 3}}
	s.Path = []pades.PathStep{{Subject: "CN=x", Serial: "01", Fault: "brand-new: fault"}}
	s.Stamps = []pades.StampFacts{{Kind: "brand-new", SubIndication: "BRAND_NEW", Detail: "some detail"}}
	s.NotLTV = []pades.Gap{{Code: "brand-new", Detail: "some detail"}}
	s.Level, s.TrustSub, s.Trust, s.TrustDetail = "B-NEW", "BRAND_NEW", pades.Undecided, "some detail"
	made := Make(in)
	if said := fmt.Sprintf("%+v", made); strings.Contains(said, "brand") || strings.Contains(said, "some detail") || strings.Contains(said, "BRAND") {
		t.Error(said)
	}
	if d := made.Signatures[0].Detail; len(d.Changes) != 1 || d.Changes[0].Name == "" || len(d.Path) != 1 || d.Path[0].Grade != Bad {
		t.Errorf("%+v", d)
	}
}

package sheet

import (
	"strings"
	"testing"

	"antin/pades"
)

// archived is a file with a leader's signature, a seal and a time-stamp over
// both, whose evidence is whole but for an answer that could be newer.
func archived() *pades.Report {
	r := sealed()
	for i := range r.Signatures {
		s := &r.Signatures[i]
		s.Level, s.CoversFile = pades.LevelLTA, false
		s.NotLTV = []pades.Gap{{Code: pades.GapOlder, Certificate: "CN=CA cấp phát"}}
	}
	stamp := signature("cc", "DauThoiGian1")
	stamp.Kind, stamp.Signer, stamp.Revision, stamp.CoversFile = "timestamp", "TSA thực hành", 4, true
	r.Signatures, r.Revisions = append(r.Signatures, stamp), 4
	r.Values[0].CoveredBy = append(r.Values[0].CoveredBy, stamp.Field)
	return r
}

// TestTimeStampIsNobodysSignature: it is not counted with those who signed, and
// every word about it says what it is.
func TestTimeStampIsNobodysSignature(t *testing.T) {
	t.Parallel()
	in := cases()["valid"]
	in.Report = archived()
	s := Make(in)
	if want := "Cả 2 chữ ký số và dấu thời gian của tệp đều đúng"; !strings.HasPrefix(s.Why[0], want) {
		t.Errorf("%q does not begin with %q", s.Why[0], want)
	}
	if want := "chữ ký của Sở Khoa học và Công nghệ tỉnh Nghệ An và dấu thời gian do TSA thực hành cấp"; !strings.Contains(s.Values[0].Text, want) {
		t.Errorf("no %q in %q", want, s.Values[0].Text)
	}
	var b strings.Builder
	if err := s.Text(&b); err != nil {
		t.Fatal(err)
	}
	_, own, _ := strings.Cut(b.String(), "Dấu thời gian 3: TSA thực hành")
	own, _, _ = strings.Cut(own, "Số và ngày đã điền")
	if own == "" || strings.Contains(own, "chữ ký này") || strings.Contains(own, "do người ký ghi") {
		t.Errorf("of the time-stamp is said: %q", own)
	}

	r := in.Report
	r.Indication = pades.Indeterminate
	r.Signatures[2].Indication, r.Signatures[2].Trust, r.Signatures[2].TrustSub = pades.Indeterminate, pades.Undecided, pades.NoCertificateChain
	if s = Make(in); !strings.HasPrefix(s.Why[0], "Dấu thời gian do TSA thực hành cấp: ") {
		t.Errorf("why: %q", s.Why)
	}
	r.Indication, r.Signatures, r.Values = pades.TotalPassed, r.Signatures[:1], nil
	r.Signatures[0].Kind = "timestamp"
	if s = Make(in); s.Why[0] != whyStamp {
		t.Errorf("of a time-stamp alone: %q", s.Why)
	}
}

// TestRemarksAreNoGaps: a file that has all that a later check needs is not
// called wanting because an answer could be newer.
func TestRemarksAreNoGaps(t *testing.T) {
	t.Parallel()
	in := cases()["valid"]
	in.Report = archived()
	s := Make(in)
	if c := s.Signatures[0]; !c.Lasting || c.TitleGaps() != titleRemarks || len(c.Gaps) != 1 {
		t.Errorf("lasting %v, %q, %q", c.Lasting, c.TitleGaps(), c.Gaps)
	}
	in.Report.Signatures[0].NotLTV[0].Code = pades.GapNoRevocation
	if c := Make(in).Signatures[0]; c.Lasting || c.TitleGaps() != titleGaps {
		t.Errorf("with a gap: lasting %v, %q", c.Lasting, c.TitleGaps())
	}
	in.Report.Signatures[0].Indication = pades.TotalFailed
	if c := Make(in).Signatures[0]; len(c.Gaps) != 0 {
		t.Errorf("what failed is to last: %q", c.Gaps)
	}
}

// TestWhatCannotBeReadIsNotSaidToBeUnsigned: an encrypted file may hold a
// signature; an empty one is called empty.
func TestWhatCannotBeReadIsNotSaidToBeUnsigned(t *testing.T) {
	t.Parallel()
	in := cases()["none"]
	in.Report.Encrypted = true
	if s := Make(in); s.Headline != headlineSealedOff || s.Why[0] != whySealedOff || s.Do[0] != doSealedOff || len(s.Notes) != 0 || s.Effect != "" {
		t.Errorf("%+v", s)
	}
	in = cases()["unreadable"]
	in.Report.SHA256 = ofNothing
	if s := Make(in); s.Why[0] != whyEmpty {
		t.Errorf("%q", s.Why)
	}
	in.Report.SHA256 = "" // nothing was opened
	if s := Make(in); s.Why[0] != whyNoFile || s.Do[0] != doNoFile {
		t.Errorf("%q", s.Why)
	}
}

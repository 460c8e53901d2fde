package roundtrip

import (
	"bytes"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"antin/cms"
	"antin/internal/testkit/testpki"
	"antin/pades"
	"antin/pdf"
)

// holds holds a file with n signatures of ours against every verifier.
func (o office) holds(t *testing.T, base, file []byte, n int, level pades.Level) {
	t.Helper()
	path := write(t, t.TempDir(), "signed.pdf", file)
	if !bytes.HasPrefix(file, base) {
		t.Error("bytes before the first signature changed")
	}
	o.ours(t, base, file, n, level)
	pdfsig(t, path, n)
	qpdfChecks(t, base, path)
	o.openssl(t, file, n)
}

// verify judges with the lists of the day at hand.
func (o office) verify(t testing.TB, file []byte) *pades.Report {
	t.Helper()
	return o.verifyWith(t, file, o.crls())
}

func (o office) verifyWith(t testing.TB, file []byte, crls [][]byte) *pades.Report {
	t.Helper()
	r, err := pades.Verify(bytes.NewReader(file), int64(len(file)), pades.Options{At: testpki.Now(), Anchors: o.anchors(), CRLs: crls})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ours: every signature and time-stamp that we made has passed, and those that
// others made before are as whole as they were. From B-LT on the file alone has
// to do, without lists from elsewhere.
func (o office) ours(t *testing.T, base, file []byte, n int, level pades.Level) {
	t.Helper()
	crls := o.crls()
	if level.AtLeast(pades.LevelLT) {
		crls = nil
	}
	r, before := o.verifyWith(t, file, crls), map[string]pades.Outcome{}
	for _, s := range o.verify(t, base).Signatures {
		before[s.Field] = s.Integrity
	}
	found, stamps := 0, 0
	for _, s := range r.Signatures {
		mine := strings.HasPrefix(s.Field, "Sig-")
		if s.Kind == "timestamp" && s.Certificate != nil && strings.Contains(s.Certificate.Subject, "Dấu thời gian thử") {
			stamps++
			mine = true
		} else if mine {
			found++
		}
		switch {
		case mine && s.Kind != "timestamp" && !s.Level.AtLeast(level):
			t.Errorf("%s is found at %s, not %s", s.Field, s.Level, level)
		case mine && s.Indication != pades.TotalPassed:
			t.Errorf("%s (%s): %s %s, %s/%s/%s %s%s", s.Field, s.Kind, s.Indication, s.SubIndication, s.Integrity, s.Modification, s.Trust, s.TrustDetail, reasons(s))
		case !mine && (s.Integrity != before[s.Field] || s.Modification == pades.SuspiciousChange):
			t.Errorf("signature of others in %s: %s/%s%s", s.Field, s.Integrity, s.Modification, reasons(s))
		}
	}
	if found != n {
		t.Errorf("%d signatures of ours are found, %d were made", found, n)
	}
	if level == pades.LevelLTA && stamps == 0 {
		t.Error("no document time-stamp is found")
	}
}

func reasons(s pades.Signature) string {
	var b strings.Builder
	for _, c := range s.Checks {
		if c.Result != "passed" {
			fmt.Fprintf(&b, "; %s: %s", c.Name, c.Detail)
		}
	}
	for _, c := range s.Changes {
		if c.Verdict != pades.ChangeAllowed {
			fmt.Fprintf(&b, "; %s: %s %s %s", c.Verdict, c.Kind, c.Object, c.Detail)
		}
	}
	return b.String()
}

var signatureOf = regexp.MustCompile(`(?s)Signature Field Name: (\S+).*?Signature Validation: ([^\n]*)`)

// valid counts the signatures of ours that pdfsig calls valid.
func valid(t testing.TB, path string) (n int, said string) {
	t.Helper()
	if _, err := exec.LookPath("pdfsig"); err != nil {
		absent(t, "pdfsig is not installed")
	}
	// Its status speaks of all signatures, also those of others; what it says on
	// the error channel comes in between.
	out, _ := exec.Command("pdfsig", "-nocert", path).Output()
	said = string(out)
	for _, m := range signatureOf.FindAllStringSubmatch(said, -1) {
		if strings.HasPrefix(m[1], "Sig-") && m[2] == "Signature is Valid." {
			n++
		}
	}
	return n, said
}

func pdfsig(t *testing.T, path string, n int) {
	t.Helper()
	if got, said := valid(t, path); got != n {
		t.Errorf("pdfsig finds %d valid signatures of ours, not %d:\n%s", got, n, said)
	}
}

// complaints of qpdf --check: its exit status, and how many warnings.
func complaints(t testing.TB, path string) (status, warnings int, said string) {
	t.Helper()
	said, err := run(t, "qpdf", "--check", path)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return status, strings.Count(said, "WARNING"), said
}

// qpdfChecks: a file that qpdf had nothing against has nothing against it
// after; what it warned of before it may warn of still.
func qpdfChecks(t *testing.T, base []byte, path string) {
	t.Helper()
	status, warnings, said := complaints(t, path)
	if status == 0 {
		return
	}
	before, of, _ := complaints(t, write(t, t.TempDir(), "base.pdf", base))
	if status != before || warnings > of {
		t.Errorf("qpdf --check ends with %d and %d warnings, before signing with %d and %d:\n%s", status, warnings, before, of, said)
	}
}

// openssl takes every signature and time-stamp of ours out of the file and
// holds it against another implementation.
func (o office) openssl(t *testing.T, file []byte, n int) {
	t.Helper()
	dir := t.TempDir()
	ca := write(t, dir, "ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: o.pki.Certificate("root").Raw}))
	at := strconv.FormatInt(testpki.Now().Unix(), 10)
	stamp := func(token, data []byte) {
		t.Helper()
		out, _ := run(t, "openssl", "ts", "-verify", "-token_in", "-in", write(t, dir, "token", token), "-data", write(t, dir, "data", data), "-CAfile", ca, "-attime", at)
		if !strings.Contains(out, "Verification: OK") {
			t.Errorf("openssl ts: %s", out)
		}
	}
	signatures := 0
	for _, p := range extracted(t, file) {
		if p.stamp {
			stamp(p.der, p.covered)
			continue
		}
		if !p.mine {
			continue
		}
		signatures++
		out, _ := run(t, "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", write(t, dir, "sig", p.der), "-binary",
			"-content", write(t, dir, "content", p.covered), "-CAfile", ca, "-purpose", "any", "-attime", at, "-out", filepath.Join(dir, "out"))
		if !strings.Contains(strings.ToLower(out), "verification successful") {
			t.Errorf("openssl cms of %s: %s", p.field, out)
		}
		for _, a := range p.signed.Signers[0].Unsigned {
			if a.Type.Equal(cms.OIDTimeStamp) {
				stamp(a.Values[0], p.signed.Signers[0].Signature)
			}
		}
	}
	if signatures != n {
		t.Errorf("%d signatures of ours were taken out, not %d", signatures, n)
	}
}

// part is one signature taken out of a file, with the bytes it speaks of.
type part struct {
	field        string
	mine, stamp  bool
	der, covered []byte
	signed       *cms.SignedData
}

var (
	rangeOf       = regexp.MustCompile(`/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]`)
	practiceStamp = "Dấu thời gian thử"
)

// extracted finds the signatures in the text of the file, not with our own
// reader: each /ByteRange and the hole it leaves.
func extracted(t testing.TB, file []byte) []part {
	t.Helper()
	var out []part
	for _, m := range rangeOf.FindAllSubmatch(file, -1) {
		a, b, c := number(t, m[1]), number(t, m[2]), number(t, m[3])
		if b+c > len(file) || a+2 > b {
			continue
		}
		der, err := hex.DecodeString(string(bytes.Trim(file[a:b], "<> \r\n")))
		if err != nil {
			continue // of others
		}
		sd, _, err := cms.ParsePrefix(der)
		if err != nil || len(sd.Signers) != 1 {
			continue
		}
		cert, ok := sd.Certificate(sd.Signers[0])
		if !ok {
			continue
		}
		p := part{der: der[:sd.Length], covered: append(bytes.Clone(file[:a]), file[b:b+c]...), signed: sd, field: cert.Subject.CommonName}
		p.stamp = cert.Subject.CommonName == practiceStamp
		p.mine = !p.stamp && cert.Issuer.CommonName == "Cấp phát thử"
		out = append(out, p)
	}
	return out
}

func number(t testing.TB, b []byte) int {
	t.Helper()
	n, err := strconv.Atoi(string(b))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// update appends a revision made by hand.
func update(t testing.TB, file []byte, change func(rev *pdf.Revision, u *pdf.Update)) []byte {
	t.Helper()
	f, err := pdf.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	u, err := f.NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	change(f.Last(), u)
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.Clone(file), tail...)
}

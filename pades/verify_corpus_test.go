package pades

import (
	"bytes"
	"crypto/x509"
	"encoding/csv"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// corpusFolder is where signed files with known verdicts lie: beside the
// project, or where ANTIN_CORPUS says.
func corpusFolder(t *testing.T) string {
	dir := os.Getenv("ANTIN_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(filepath.Join(dir, "verdicts.csv")); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the corpus of known verdicts is not there: %v", err)
		}
		t.Skipf("the corpus of known verdicts is not there: %v", err)
	}
	return dir
}

// row is one line of verdicts.csv.
type row map[string]string

func readRows(t *testing.T, dir string) []row {
	f, err := os.Open(filepath.Join(dir, "verdicts.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for _, line := range lines[1:] {
		r := row{}
		for i, name := range lines[0] {
			r[name] = line[i]
		}
		out = append(out, r)
	}
	return out
}

func anchorsOf(t *testing.T, dir, pattern string) []*x509.Certificate {
	if !strings.HasSuffix(pattern, ".pem") {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		t.Fatal(err)
	}
	var out []*x509.Certificate
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			if c, err := x509.ParseCertificate(block.Bytes); err == nil {
				out = append(out, c)
			}
		}
	}
	return out
}

// verdictOn reduces a report to what a row claims: of one field, or the file.
func verdictOn(rep *Report, field string) (rejected, accepted bool, why string) {
	if rep.Indication == Unreadable {
		return true, false, "unreadable: " + rep.Detail
	}
	rejected, accepted = len(rep.Signatures) == 0 && rep.Indication == TotalFailed, true
	n := 0
	for i, s := range rep.Signatures {
		named := field == "" || s.Field == field || field == "first" && i == 0 || field == "second" && i == 1
		if !named {
			continue
		}
		n++
		bad := s.Integrity == Failed || s.Modification == SuspiciousChange
		good := s.Integrity == Passed && (s.Modification == Unchanged || s.Modification == AllowedChange)
		rejected, accepted = rejected || bad, accepted && good
		why += "[" + s.Field + " " + string(s.Integrity) + "/" + string(s.Modification) + "/" + string(s.Trust) + " " + string(s.SubIndication) + "]"
		for _, c := range s.Checks {
			if c.Result != "passed" {
				why += " " + c.Name + "=" + string(c.Result) + "(" + c.Detail + ")"
			}
		}
		for _, c := range s.Changes {
			if c.Verdict != ChangeAllowed {
				why += " " + string(c.Verdict) + ":" + c.Kind + " " + c.Object + " " + c.Field + "(" + c.Detail + ")"
			}
		}
	}
	return rejected, accepted && n > 0, why
}

// TestCorpus counts right and wrong over files whose verdict is known. What is
// required of it: nothing with broken integrity or form is taken for valid.
func TestCorpus(t *testing.T) {
	dir := corpusFolder(t)
	right, wrong := map[string]int{}, map[string]int{}
	cache := map[string]*Report{}
	for _, r := range readRows(t, dir) {
		at, _ := time.Parse(time.RFC3339, r["validation_time"])
		if at.IsZero() {
			at = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		}
		key := r["file"] + r["anchors"] + at.String()
		rep := cache[key]
		if rep == nil {
			data, err := os.ReadFile(filepath.Join(dir, "pdf", r["file"]))
			if err != nil {
				t.Fatal(err)
			}
			rep, err = Verify(bytes.NewReader(data), int64(len(data)), Options{At: at, Anchors: anchorsOf(t, dir, r["anchors"]), WithoutRevocation: true, Policy: PolicyOffice})
			if err != nil {
				t.Fatalf("%s: %v", r["file"], err)
			}
			cache[key] = rep
		}
		count(t, r, rep, right, wrong)
	}
	for _, class := range []string{"valid", "modified-after-sign-allowed", "chain-fails", "modified-suspicious", "invalid-integrity", "malformed", "invalid", "no-signature"} {
		for _, kind := range []string{"", " (password)", " (printed only)"} {
			if n := right[class+kind] + wrong[class+kind]; n > 0 {
				t.Logf("%-28s%-16s right %3d of %3d", class, kind, right[class+kind], n)
			}
		}
	}
}

func count(t *testing.T, r row, rep *Report, right, wrong map[string]int) {
	field := r["field"]
	if r["needs_password"] != "" {
		field = "" // the names of fields are encrypted as well
	}
	rejected, accepted, why := verdictOn(rep, field)
	ok := false
	switch class := r["expected"]; class {
	case "valid", "modified-after-sign-allowed":
		ok = accepted
	case "chain-fails":
		ok = accepted && rep.Indication != TotalPassed || rejected && false || rep.Indication == Indeterminate
	case "no-signature":
		ok = rep.Indication == NoSignature
	default:
		ok = rejected
	}
	class := r["expected"]
	counted := true
	switch {
	case r["confidence"] == "low" || r["policy_dependent"] != "":
		class += " (printed only)"
		counted = false
	case r["needs_password"] != "":
		class += " (password)"
	}
	if ok {
		right[class]++
		return
	}
	wrong[class]++
	t.Logf("%s: %s %q: %s", class, r["file"], r["field"], why)
	if counted && accepted && (r["expected"] == "invalid-integrity" || r["expected"] == "malformed") {
		t.Errorf("%s taken for valid: %s", r["expected"], r["file"])
	}
}

package signing

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"antin/internal/platform/practice"
	"antin/internal/testkit/site"
)

// TestAFolderIsSignedAtEachLevel: good files are signed, the bad one is a line
// of its own, and what was signed holds for pdfsig and qpdf.
func TestAFolderIsSignedAtEachLevel(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	d.write(t, "drafts/bad.pdf", []byte("không phải PDF"))
	for _, level := range []string{"B", "T", "LT", "LTA"} {
		out := d.path("signed-" + level)
		args := []string{"--json", "--level", level, "--out", out, d.path("drafts")}
		if level != "B" {
			args = append(args, "--tsa", d.tsa)
		}
		status, said := d.sign(args...)
		all := lines(t, said)
		if status != 1 || len(all) != 4 {
			t.Fatalf("level %s: status %d\n%s", level, status, said)
		}
		for _, l := range all {
			if strings.HasSuffix(l.File, "bad.pdf") {
				if l.Done || l.Error != "Không phải tệp PDF đọc được." {
					t.Errorf("the bad file: %+v", l)
				}
				continue
			}
			if !l.Done || l.Level != "B-"+level || l.Lower {
				t.Errorf("level %s: %+v", level, l)
			}
			outside(t, l.Output)
		}
		if left, err := filepath.Glob(out + "/.antin-*"); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
	}
}

// outside asks the tools of others.
func outside(t *testing.T, file string) {
	t.Helper()
	if out, err := exec.Command("qpdf", "--check", file).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
	out, err := exec.Command("pdfsig", "-nocert", file).CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("Signature is Valid")) {
		t.Errorf("pdfsig: %v\n%s", err, out)
	}
}

// TestSecondSignatureKeepsTheFirst: the same field name goes on with a number,
// and both stand.
func TestSecondSignatureKeepsTheFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	first := d.path("drafts/lo-congvan.da-ky.pdf")
	if status, out := d.sign(d.path("drafts/lo-congvan.pdf")); status != 0 || !strings.Contains(out, first) {
		t.Fatalf("%d %s", status, out)
	}
	before := d.read(t, "drafts/lo-congvan.da-ky.pdf")
	if status, out := d.sign("--in-place", "--rect", "20,250,50,20", "--text", `Đã ký số\nNguyễn Văn Thử`, first); status != 0 {
		t.Fatalf("%d %s", status, out)
	}
	after := d.read(t, "drafts/lo-congvan.da-ky.pdf")
	if !bytes.HasPrefix(after, before) || len(after) == len(before) {
		t.Error("the first signature's bytes are not the beginning of the new file")
	}
	status, out := d.run("verify", "--json", "--anchors", d.anchors(t), first)
	if status != 0 || strings.Count(out, `"field":"ChuKy`) < 2 || !strings.Contains(out, `"field":"ChuKy2"`) {
		t.Errorf("%d %s", status, out)
	}
	text, err := exec.Command("pdftotext", first, "-").Output()
	if err != nil || !strings.Contains(string(text), "Đã ký số") {
		t.Errorf("the text of the second signature is not on the page: %v\n%s", err, text)
	}
}

// anchors is a folder with the root and fresh lists.
func (d *desk) anchors(t *testing.T) string {
	t.Helper()
	for name, make := range map[string]func() ([]byte, error){
		"anchors/issuing.crl": func() ([]byte, error) { return d.pki.CRL(now()) },
		"anchors/root.crl":    func() ([]byte, error) { return d.pki.RootCRL(now()) },
	} {
		list, err := make()
		site.Must(t, err)
		d.write(t, name, list)
	}
	return d.path("anchors")
}

// TestSilentAuthorityLosesNoSignature: the file is signed at B-B, the status says
// lower, and extending later brings it to B-LTA.
func TestSilentAuthorityLosesNoSignature(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.silent.Store(true)
	status, out := d.sign("--json", "--level", "LTA", "--tsa", d.tsa, d.path("drafts/pa-baocao.pdf"))
	l := lines(t, out)[0]
	if status != 2 || !l.Done || l.Level != "B-B" || !l.Lower || len(l.Gaps) == 0 || l.Gaps[0].Code != "no-time-stamp" {
		t.Fatalf("%d %s", status, out)
	}
	outside(t, l.Output)
	extend := []string{"extend", "--json", "--tsa", d.tsa, "--allow", d.host, "--anchors", d.anchors(t)}
	status, out = d.run(append(extend, l.Output)...)
	if e := lines(t, out)[0]; status != 1 || e.Done {
		t.Errorf("extended without an authority: %d %s", status, out)
	}
	d.silent.Store(false)
	status, out = d.run(append(extend, l.Output)...)
	e := lines(t, out)[0]
	if status != 0 || e.Level != "B-LTA" {
		t.Fatalf("%d %s", status, out)
	}
	outside(t, e.Output)
	if !bytes.HasPrefix(d.bytes(t, e.Output), d.bytes(t, l.Output)) {
		t.Error("extending changed bytes of the signed file")
	}
	// With the root alone, the file carries all the rest.
	site.Must(t, os.Remove(d.path("anchors/issuing.crl")))
	site.Must(t, os.Remove(d.path("anchors/root.crl")))
	if status, out = d.run("verify", "--offline", "--json", "--anchors", d.path("anchors"), e.Output); status != 0 {
		t.Errorf("verify: %d %s", status, out)
	}
}

func (d *desk) bytes(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	site.Must(t, err)
	return raw
}

// TestTimestampOnAnUnsignedFile stamps what nobody signed.
func TestTimestampOnAnUnsignedFile(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	status, out := d.run("timestamp", "--tsa", d.tsa, "--allow", d.host, d.path("drafts"))
	if status != 0 || strings.Count(out, "✓") != 3 || !strings.Contains(out, "3 xong") {
		t.Fatalf("%d %s", status, out)
	}
	// pdfsig 22.12 does not judge time-stamps; the token is held against openssl
	// where levels are tested.
	if out, err := exec.Command("qpdf", "--check", d.path("drafts/pa-baocao.dau-thoi-gian.pdf")).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

// TestWrongUseWritesNothing: each is refused in words a person can act on.
func TestWrongUseWritesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	d.write(t, "wrong", []byte("sai"))
	d.write(t, "other.pem", []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
	file := d.path("drafts/lo-congvan.pdf")
	key := []string{"sign", "--key", d.path("key.p12"), "--password-file", d.path("password")}
	for name, c := range map[string]struct {
		args []string
		word string
	}{
		"wrong password":   {[]string{"sign", "--key", d.path("key.p12"), "--password-file", d.path("wrong"), file}, "Mật khẩu của khóa không đúng"},
		"no key file":      {[]string{"sign", "--key", d.path("none.p12"), "--password-file", d.path("wrong"), file}, "Không đọc được tệp khóa"},
		"not PKCS#12":      {[]string{"sign", "--key", file, "--password-file", d.path("wrong"), file}, "PKCS#12"},
		"PEM alone":        {[]string{"sign", "--key", d.path("key.pem"), file}, "--cert"},
		"broken PEM":       {[]string{"sign", "--key", d.path("other.pem"), "--cert", d.path("cert.pem"), file}, "Không hiểu khóa PEM"},
		"T without TSA":    {append(key, "--level", "T", file), "--tsa"},
		"LTA offline":      {append(key, "--level", "LTA", "--tsa", d.tsa, "--offline", file), "--offline"},
		"picture nowhere":  {append(key, "--image", file, file), "--rect"},
		"place for what":   {append(key, "--rect", "1,2,3,4", file), "--image"},
		"crooked place":    {append(key, "--rect", "1,2,x,4", "--text", "a", file), "mm"},
		"both outputs":     {append(key, "--in-place", "--out", d.path("o"), file), "--in-place"},
		"no files":         {append(key, t.TempDir()), "Không có tệp PDF nào"},
		"timestamp no TSA": {[]string{"timestamp", file}, "--tsa"},
		"private address":  {[]string{"timestamp", "--tsa", "ftp://example.com/", file}, "địa chỉ"},
	} {
		if status, out := d.run(c.args...); status != 64 || !strings.Contains(out, c.word) {
			t.Errorf("%s: %d %s", name, status, out)
		}
	}
	if left, err := os.ReadDir(d.path("drafts")); err != nil || len(left) != 3 {
		t.Errorf("%d files, %v", len(left), err)
	}
}

// TestNothingIsOverwritten: a target that is there stays as it is.
func TestNothingIsOverwritten(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	d.write(t, "drafts/lo-congvan.da-ky.pdf", []byte("của người khác"))
	status, out := d.sign("--cert", d.path("cert.pem"), d.path("drafts/lo-congvan.pdf"))
	if status != 1 || !strings.Contains(out, "không ghi đè") || string(d.read(t, "drafts/lo-congvan.da-ky.pdf")) != "của người khác" {
		t.Errorf("%d %s", status, out)
	}
}

// TestPrivateAddressesAreNotAsked: without leave no address of the own network
// is reached, and the signature is kept.
func TestPrivateAddressesAreNotAsked(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	status, out := d.run("sign", "--key", d.path("key.pem"), "--cert", d.path("cert.pem"), "--tsa", d.tsa, d.path("drafts/pa-baocao.pdf"))
	if status != 2 || !strings.Contains(out, "✓") {
		t.Errorf("%d %s", status, out)
	}
}

// TestVerifyAsksForRevocation: with the root alone the status is fetched from
// where the certificate says, but not offline, and not from inside our network
// without leave.
func TestVerifyAsksForRevocation(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	if status, out := d.sign("--out", d.path("signed"), d.path("drafts")); status != 0 {
		t.Fatalf("%d %s", status, out)
	}
	verify := func(args ...string) int {
		status, _ := d.run(append([]string{"verify", "--anchors", d.path("anchors"), d.path("signed")}, args...)...)
		return status
	}
	if got := verify("--offline", "--allow", d.host); got != 2 {
		t.Errorf("offline: %d", got)
	}
	if got := verify(); got != 2 {
		t.Errorf("without leave: %d", got)
	}
	if got := verify("--allow", d.host); got != 0 {
		t.Errorf("with leave: %d", got)
	}
}

// TestAFolderIsNotSignedTwice: a second run over a folder leaves alone what the
// first one made, and a link stays a link.
func TestAFolderIsNotSignedTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	if status, out := d.sign(d.path("drafts")); status != 0 {
		t.Fatalf("%d %s", status, out)
	}
	if status, out := d.sign(d.path("drafts")); status != 1 || strings.Count(out, "không ghi đè") != 3 || strings.Contains(out, ".da-ky.da-ky") {
		t.Errorf("%d %s", status, out)
	}
	link := d.path("link.pdf")
	site.Must(t, os.Symlink(d.path("drafts/pa-baocao.pdf"), link))
	before := d.read(t, "drafts/pa-baocao.pdf")
	if status, out := d.sign("--in-place", link); status != 0 {
		t.Fatalf("%d %s", status, out)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 || len(d.read(t, "drafts/pa-baocao.pdf")) <= len(before) {
		t.Errorf("the link became a file, or its file was not signed: %v %v", info, err)
	}
}

// TestOneFileByManyNamesIsSignedOnce: in place, no signature that was told is
// lost, neither within a run nor between runs at the same time.
func TestOneFileByManyNamesIsSignedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	file := d.path("drafts/pa-baocao.pdf")
	link := d.path("drafts/link.pdf")
	site.Must(t, os.Symlink(file, link))
	status, out := d.sign("--in-place", file, d.path("drafts/../drafts/pa-baocao.pdf"), link)
	if status != 0 || strings.Count(out, "✓") != 1 {
		t.Errorf("%d %s", status, out)
	}
	const runs = 8
	said := make(chan string, runs)
	for range runs {
		go func() {
			_, out := d.sign("--in-place", file)
			said <- out
		}()
	}
	told := 1
	for range runs {
		out := <-said
		told += strings.Count(out, "✓")
		if !strings.Contains(out, "✓") && !strings.Contains(out, "chạy lại") {
			t.Errorf("neither signed nor told to try again: %s", out)
		}
	}
	_, report := d.run("verify", "--json", "--anchors", d.anchors(t), file)
	if n := strings.Count(report, `"kind":"approval"`); n != told {
		t.Errorf("%d signatures told, %d in the file", told, n)
	}
}

// TestPipesAreRefused: opening one would wait for ever.
func TestPipesAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	pipe := d.path("drafts/pipe.pdf")
	site.Must(t, syscall.Mkfifo(pipe, 0o600))
	if status, out := d.sign(pipe); status != 1 || !strings.Contains(out, "✗") {
		t.Errorf("sign: %d %s", status, out)
	}
	if status, _ := d.run("verify", pipe); status != 4 {
		t.Errorf("verify: %d", status)
	}
}

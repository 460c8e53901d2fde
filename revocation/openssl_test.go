package revocation_test

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	rev "antin/revocation"
)

// The lists of another implementation are read as well: openssl makes complete
// and partitioned lists, with reasons, holds and invalidity dates, from an index
// file; and openssl's own verdict on the certificate is the same as ours.
func TestOpenSSLListIsReadAndAgrees(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	run := func(args ...string) ([]byte, error) {
		cmd := exec.Command("openssl", args...)
		cmd.Dir = dir
		return cmd.CombinedOutput()
	}
	cert := func(name string, e *entity) string {
		return write(name, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: e.cert.Raw}))
	}
	key, err := x509.MarshalPKCS8PrivateKey(ca.key)
	if err != nil {
		t.Fatal(err)
	}
	keyFile, caFile := write("key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})), cert("ca.pem", ca)
	good, lost, held, suspected := issue(t, "good", ca), issue(t, "lost", ca), issue(t, "held", ca), issue(t, "suspected", ca)
	index := ""
	for _, l := range []struct {
		e    *entity
		flag string
		why  string
	}{{good, "V", ""}, {lost, "R", "261101000000Z,keyCompromise"}, {held, "R", "261101000000Z,holdInstruction,holdInstructionNone"}, {suspected, "R", "261101000000Z,keyTime,20260901000000Z"}} {
		serial := l.e.cert.SerialNumber.Text(16)
		if len(serial)%2 == 1 {
			serial = "0" + serial
		}
		index += fmt.Sprintf("%s\t301122000000Z\t%s\t%s\tunknown\t/CN=x\n", l.flag, l.why, serial)
	}
	write("index", []byte(index))
	write("number", []byte("0A\n"))
	write("conf", []byte("[ca]\ndefault_ca=d\n[d]\ndatabase=index\ncrlnumber=number\ndefault_md=sha256\n"+
		"[complete]\nauthorityKeyIdentifier=keyid\n[users]\nissuingDistributionPoint=critical,@users_idp\n[users_idp]\nonlyuser=TRUE\nfullname=URI:http://a/crl\n"+
		"[some]\nissuingDistributionPoint=critical,@some_idp\n[some_idp]\nonlysomereasons=keyCompromise,CACompromise\n"))
	at := time.Now()
	for section, want := range map[string]rev.Verdict{"complete": rev.Good, "some": rev.Unknown, "users": rev.Unknown} {
		out := filepath.Join(dir, section+".pem")
		if msg, err := run("ca", "-config", "conf", "-gencrl", "-crldays", "2", "-cert", caFile, "-keyfile", keyFile, "-crlexts", section, "-out", out); err != nil {
			t.Fatalf("%s: %v\n%s", section, err, msg)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		block, _ := pem.Decode(data)
		for _, c := range []struct {
			name   string
			e      *entity
			reason int
		}{{"good", good, 0}, {"lost", lost, 1}, {"held", held, 6}, {"suspected", suspected, 1}} {
			s := rev.Judge(c.e.cert, ca.cert, ders(block.Bytes), nil, at)
			expect := want
			if c.name != "good" && section != "users" { // its place is not that of the certificates
				expect = rev.Revoked
			}
			if s.Verdict != expect || expect == rev.Revoked && s.Reason != c.reason {
				t.Errorf("%s, %s: %+v", section, c.name, s)
			}
			if c.name == "suspected" && expect == rev.Revoked && !s.InvalidityDate.Equal(time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("%s: since %v", c.name, s.InvalidityDate)
			}
			msg, err := run("verify", "-crl_check", "-extended_crl", "-CAfile", caFile, "-CRLfile", out, cert(c.name, c.e))
			if (err == nil) != (s.Verdict == rev.Good) {
				t.Errorf("%s, %s: %v here, openssl says %v\n%s", section, c.name, s.Verdict, err, msg)
			}
		}
	}
}

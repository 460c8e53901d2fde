//go:build cgo

package agent_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"antin/cms"
	"antin/internal/face/agent/vgca"
)

// The calls that write on the paper: what the page wants to have written stands
// there, above who signed.
func TestVGCAWritesOnIncomingAndAppendix(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	s.token("Thiết bị 01")
	paper := draft(t)
	got := registry(t, o, paper)
	s.pair(o)
	s.second()
	s.agrees(pin)
	for _, action := range []string{"SignIncome", "SignAppendix"} {
		*got = nil
		message := fmt.Sprintf(`{"FileUploadHandler":"%[1]s/vb/nhan","SessionId":"abc","JWTToken":"phiên","FileName":"%[1]s/vb/79.pdf","DocNumber":"123/BCY","MetaData":[{"Key":"Số đến","Value":"45"}]}`, o.URL)
		r, err := s.socket(o.URL, action, message)
		if err != nil || r.Status != vgca.OK || r.FileServer == "" {
			t.Fatalf("%s: %+v %v", action, r, err)
		}
		if !bytes.HasPrefix(*got, paper) || len(*got) == len(paper) {
			t.Errorf("%s: %d bytes came of %d", action, len(*got), len(paper))
		}
	}
}

// Many files under one PIN, each with its outcome; together they stay within the
// memory of the desk.
func TestVGCASignsManyFilesWithinItsRoom(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	paper := draft(t)
	registry(t, o, paper)
	s.pair(o)
	s.second()
	s.agrees(pin)
	file := fmt.Sprintf(`{"FileName":"%[1]s/vb/1.pdf"},{"FileName":"%[1]s/vb/2.pdf"},{"FileName":"%[1]s/vb/3.pdf"}`, o.URL)
	message := fmt.Sprintf(`{"FileUploadHandler":"%s/vb/nhan","SessionId":"abc","JWTToken":"phiên","Files":[%s]}`, o.URL, file)
	r, err := s.socket(o.URL, "SignFiles", message)
	if err != nil || r.Status != vgca.OK || len(r.Files) != 3 || k.Logins() != 1 {
		t.Fatalf("%+v %v, %d logins", r, err, k.Logins())
	}
	for i, f := range r.Files {
		if f.Status != vgca.OK || !strings.HasSuffix(f.FileServer, fmt.Sprintf("/%d.signed.pdf", i+1)) {
			t.Errorf("file %d: %+v", i, f)
		}
	}
	s.agent.Papers = int64(len(paper))*2 + 10
	r, err = s.socket(o.URL, "SignFiles", message)
	if err != nil || r.Status == vgca.OK || !strings.Contains(r.Message, "lớn hơn giới hạn") || k.Logins() != 1 {
		t.Errorf("three files in the room of two: %+v %v, %d logins", r, err, k.Logins())
	}
}

// What is signed without a file carries the very text.
func TestVGCASignsJSONAndSignIns(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	s.token("Thiết bị 01")
	s.pair(o)
	s.second()
	s.agrees(pin)
	for action, text := range map[string]string{"SignJson": `{"so":79}`, "Auth": "Đăng nhập 23/11/2026"} {
		raw, err := json.Marshal(map[string]string{map[string]string{"SignJson": "JsonContent", "Auth": "Content"}[action]: text})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.socket(o.URL, action, string(raw))
		if err != nil || r.Status != vgca.OK {
			t.Fatalf("%s: %+v %v", action, r, err)
		}
		der, err := base64.StdEncoding.DecodeString(r.Signature)
		if err != nil {
			t.Fatal(err)
		}
		sd, err := cms.Parse(der)
		if err != nil {
			t.Fatal(err)
		}
		digest := sha256.Sum256([]byte(text))
		if report := sd.Signers[0].Verify(s.pki.Certificate("person"), digest[:]); report.Result() != cms.Passed {
			t.Errorf("%s: %+v", action, report)
		}
	}
}

// Config opens the own page of the agent, and nothing is asked of a token.
func TestVGCAShowsItsSettings(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	s.pair(o)
	s.second()
	r, err := s.socket(o.URL, "Config", "config")
	if err != nil || r.Status != vgca.OK || k.Logins() != 0 {
		t.Errorf("%+v %v", r, err)
	}
	if address := <-s.shown; !strings.HasSuffix(address, "/") {
		t.Errorf("%s was opened", address)
	}
}

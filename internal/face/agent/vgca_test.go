//go:build cgo

package agent_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"antin/cms"
	"antin/internal/face/agent/vgca"
	"antin/internal/testkit/testpki"
	"antin/pades"
)

// registry is a document system as the national service's script knows them: it
// gives files and takes signed ones, for a session.
func registry(t *testing.T, o *office, paper []byte) (got *[]byte) {
	t.Helper()
	got = new([]byte)
	inner := o.Config.Handler
	o.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !strings.HasPrefix(r.URL.Path, "/vb/"):
			inner.ServeHTTP(w, r)
		case r.Header.Get("Authorization") != "Bearer phiên" || r.Header.Get("Cookie") != "ASP.NET_SessionId=abc":
			http.Error(w, "no", http.StatusForbidden)
		case r.Method == http.MethodGet:
			_, _ = w.Write(paper)
		default:
			file, header, err := r.FormFile("uploadfile")
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			*got, _ = io.ReadAll(file)
			fmt.Fprintf(w, `{"Status":true,"Message":"","FileName":%q,"FileServer":"https://kho/%s"}`, header.Filename, header.Filename)
		}
	})
	return got
}

// socket starts the second face and calls it as the script does.
func (s *seat) socket(origin, action, message string) (vgca.Reply, error) {
	s.t.Helper()
	dialer := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	c, _, err := websocket.Dial(s.t.Context(), "wss://"+s.vgca+"/"+action, &websocket.DialOptions{HTTPClient: dialer, HTTPHeader: http.Header{"Origin": {origin}}})
	if err != nil {
		return vgca.Reply{}, err
	}
	defer c.CloseNow()
	c.SetReadLimit(1 << 20)
	if err := c.Write(s.t.Context(), websocket.MessageText, []byte(message)); err != nil {
		return vgca.Reply{}, err
	}
	_, raw, err := c.Read(s.t.Context())
	if err != nil {
		return vgca.Reply{}, err
	}
	var r vgca.Reply
	return r, json.Unmarshal(raw, &r)
}

func (s *seat) second() {
	s.t.Helper()
	l, err := s.agent.ListenVGCA()
	if err != nil {
		s.t.Fatal(err)
	}
	s.vgca = l.Addr().(*net.TCPAddr).String()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.agent.ServeVGCA(ctx, l) }()
	s.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			s.t.Error(err)
		}
	})
}

// agrees plays the person: each window that opens gets the PIN, or a no.
func (s *seat) agrees(pin string) {
	go func() {
		for address := range s.shown {
			window := strings.TrimPrefix(address, s.url)
			if pin == "" {
				s.post(window+"/stop", nil, s.url)
				continue
			}
			m := choiceOf.FindStringSubmatch(s.get(window))
			s.post(window+"/sign", url.Values{"choice": {m[1]}, "pin": {pin}}, s.url)
		}
	}()
}

func draft(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile("../../../placement/testdata/lo-congvan.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestVGCASignsFilesOfPairedServers(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	s.token("Thiết bị 01")
	paper := draft(t)
	got := registry(t, o, paper)
	s.pair(o)
	s.second()
	s.agrees(pin)
	for _, action := range []string{"SignApproved", "SignIssued", "SignCopy", "SignPDF"} {
		*got = nil
		message := fmt.Sprintf(`{"FileUploadHandler":"%[1]s/vb/nhan","SessionId":"abc","JWTToken":"phiên","FileName":"%[1]s/vb/79.pdf","DocNumber":"79","IssuedDate":""}`, o.URL)
		r, err := s.socket(o.URL, action, message)
		if err != nil || r.Status != vgca.OK || r.FileServer != "https://kho/79.signed.pdf" || r.DocumentNumber != "79" {
			t.Fatalf("%s: %+v %v", action, r, err)
		}
		if !bytes.HasPrefix(*got, paper) {
			t.Errorf("%s: the signed file does not begin with the one that was given", action)
		}
		report, err := pades.Verify(bytes.NewReader(*got), int64(len(*got)), pades.Options{Anchors: s.pki.Anchors(), Intermediates: s.pki.Intermediates(),
			CRLs: [][]byte{s.pki.CRL("root", testpki.Now()), s.pki.CRL("ca", testpki.Now())}, At: testpki.Now()})
		if err != nil || report.Indication != pades.TotalPassed {
			t.Errorf("%s: %v %v", action, report.Indication, err)
		}
	}
	r, err := s.socket(o.URL, "VerifyPDF", fmt.Sprintf(`{"SessionId":"abc","JWTToken":"phiên","FileName":"%s/vb/79.pdf"}`, o.URL))
	if err != nil || r.Status == vgca.OK || !strings.Contains(r.Message, "không có chữ ký") {
		t.Errorf("verify: %+v %v", r, err)
	}
}

func TestVGCASignsTextAndTellsCertificates(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	s.token("Thiết bị 01")
	s.pair(o)
	s.second()
	s.agrees(pin)
	text := []byte("Xác nhận đăng nhập 22/11/2026")
	r, err := s.socket(o.URL, "SignMsg", `{"Base64Content":"`+base64.StdEncoding.EncodeToString(text)+`"}`)
	if err != nil || r.Status != vgca.OK {
		t.Fatalf("%+v %v", r, err)
	}
	der, err := base64.StdEncoding.DecodeString(r.Signature)
	if err != nil {
		t.Fatal(err)
	}
	sd, err := cms.Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(text)
	if report := sd.Signers[0].Verify(s.pki.Certificate("person"), digest[:]); report.Result() != cms.Passed {
		t.Errorf("%+v", report)
	}
	r, err = s.socket(o.URL, "GetCertInfo", "get_cert_info")
	if err != nil || len(r.CertInfo) != 1 || r.CertInfo[0].Base64 != base64.StdEncoding.EncodeToString(s.pki.Certificate("person").Raw) {
		t.Errorf("%+v %v", r, err)
	}
}

func TestVGCARefusesInWords(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	k := s.token("Thiết bị 01")
	registry(t, o, draft(t))
	s.second()
	if _, err := s.socket(o.URL, "GetCertInfo", "get_cert_info"); err == nil {
		t.Error("a page of a server that is not paired was answered")
	}
	s.pair(o)
	if _, err := s.socket("https://la.example", "GetCertInfo", "get_cert_info"); err == nil {
		t.Error("a foreign page was answered")
	}
	elsewhere := newOffice(t)
	for action, message := range map[string]string{
		"SignXML": `{}`, "SignOffice": `{}`, "Comment": `{}`, "SignPDF": `{"FileName":"","FileUploadHandler":"` + o.URL + `"}`, "SignMsg": `{`,
		"SignFile":     `{"FileName":"` + elsewhere.URL + `/vb/1.pdf","FileUploadHandler":"` + o.URL + `/vb/nhan"}`,
		"SignApproved": `{"FileName":"` + o.URL + `/vb/1.pdf","FileUploadHandler":"` + elsewhere.URL + `/vb/nhan"}`,
	} {
		r, err := s.socket(o.URL, action, message)
		if err != nil || r.Status == vgca.OK || r.Message == "" {
			t.Errorf("%s: %+v %v", action, r, err)
		}
	}
	s.agrees("")
	r, err := s.socket(o.URL, "SignMsg", `{"Content":"xin chào"}`)
	if err != nil || r.Status == vgca.OK || !strings.Contains(r.Message, "không đồng ý") {
		t.Errorf("the person said no: %+v %v", r, err)
	}
	if k.Logins() != 0 {
		t.Error("a PIN was sent")
	}
}

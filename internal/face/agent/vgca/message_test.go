package vgca

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestEveryCallIsDoneOrRefusedInWords(t *testing.T) {
	t.Parallel()
	for _, name := range strings.Fields("SignApproved SignIssued SignIncome SignAppendix SignCopy Comment SignFile SignPDF SignPDFWP SignOffice VerifyPDF VerifyOffice VerifyXML VerifyMsg SignMsg SignXML Auth SignXMLP12 GetCertInfo Config GetLicenseRequest SignFiles SignJson") {
		a, ok := Find(name)
		if !ok || (a.Kind == Refused) == (a.Why == "") || a.Kind != Refused && a.Title == "" {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if _, ok := Find("signpdf"); ok {
		t.Error("a name of other spelling was taken")
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, message := range map[string]string{
		"SignPDF":   `{"FileName":"","FileUploadHandler":"https://a/b"}`,
		"SignCopy":  `{"FileName":"https://a/b"}`,
		"SignFiles": `{"Files":[]}`,
		"SignMsg":   `{"Base64Content":"***"}`,
		"SignJson":  `{}`,
		"Auth":      `"x"`,
		"SignFile":  `{"FileName":"https://a/b","FileUploadHandler":"https://a/b","JWTToken":"a\r\nHost: b"}`,
	} {
		a, _ := Find(name)
		if _, err := Parse(a, []byte(message)); err == nil {
			t.Errorf("%s took %s", name, message)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("SignPDF", []byte(`{"FileUploadHandler":"https://a/up","SessionId":"x=1","JWTToken":"","FileName":"https://a/f.pdf","MetaData":[{"Key":"k","Value":"v"}],"DocNumber":"79","IssuedDate":"2019-03-12T12:00:00+07:00"}`))
	f.Add("SignMsg", []byte(`{"Base64Content":"eA=="}`))
	f.Add("SignFiles", []byte(`{"FileUploadHandler":"https://a/up","Files":[{"FileName":"https://a/1.pdf"}]}`))
	f.Add("GetCertInfo", []byte(`get_cert_info`))
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		a, ok := Find(name)
		if !ok {
			return
		}
		r, err := Parse(a, raw)
		if err != nil {
			return
		}
		if a.Kind == SignPDF {
			for _, file := range r.All(a) {
				_ = file
			}
		}
		again, err := json.Marshal(r)
		if err != nil || len(again) > MaxMessage || a.Kind == Info || a.Kind == Settings {
			return
		}
		if _, err := Parse(a, again); err != nil {
			t.Fatalf("own writing is refused: %v", err)
		}
	})
}

func FuzzTaken(f *testing.F) {
	f.Add([]byte(`{"Status":true,"Message":"","FileName":"x.signed.pdf","FileServer":"https://a/x.signed.pdf"}`))
	f.Add([]byte(`0`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if taken, err := ParseTaken(raw); err == nil && !taken.Status {
			t.Fatal("a refusal was taken for a receipt")
		}
	})
}

package ticket

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/testkit/site"
	"antin/pades"
	"antin/pdf"
)

// file fetches the file of a ticket as the national service does: a plain GET.
func (d *desk) file(address string) (int, []byte) {
	d.t.Helper()
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodGet, address, nil)
	site.Must(d.t, err)
	return d.ask(r)
}

func (d *desk) ask(r *http.Request) (int, []byte) {
	d.t.Helper()
	answer, err := http.DefaultClient.Do(r)
	site.Must(d.t, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	site.Must(d.t, err)
	return answer.StatusCode, raw
}

// bring uploads a signed file as the service does.
func (d *desk) bring(address string, signed []byte) string {
	d.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("uploadfile", "van-ban.signed.pdf")
	site.Must(d.t, err)
	_, err = part.Write(signed)
	site.Must(d.t, err)
	site.Must(d.t, form.Close())
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, address, &body)
	site.Must(d.t, err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	status, raw := d.ask(r)
	if status != http.StatusOK {
		d.t.Errorf("an upload was answered %d: %s", status, raw)
	}
	return string(raw)
}

// signFile appends a signature as the program does, in a field of its own making
// unless it is told one.
func (d *desk) signFile(base []byte, field string, change func(*pades.Signing)) []byte {
	d.t.Helper()
	file, err := pdf.Open(bytes.NewReader(base), int64(len(base)))
	site.Must(d.t, err)
	leaf, err := d.row.Leaf()
	site.Must(d.t, err)
	above, err := d.row.Above()
	site.Must(d.t, err)
	in := pades.Signing{Field: field, Certificate: leaf, Chain: above, At: time.Now(), Name: leaf.Subject.CommonName}
	if field != pades.FieldSigner {
		in.Spot = &pades.Spot{Page: 1}
	}
	if change != nil {
		change(&in)
	}
	signed, err := pades.Sign(context.Background(), file, in, d.key, pades.Extension{})
	site.Must(d.t, err)
	return append(bytes.Clone(base), signed.Tail...)
}

// service reads from the page where the file is and where it goes.
func service(t testing.TB, p *site.Page) (file, back string) {
	t.Helper()
	m := serviceBox.FindStringSubmatch(string(p.Body))
	if m == nil {
		t.Fatalf("no way to the service on %s: %s", p.At, p.Text())
	}
	return m[1], m[2]
}

var serviceBox = regexp.MustCompile(`data-file="([^"]+)" data-back="([^"]+)"`)

// TestServiceSignsTheFileItself: where the national service is installed it takes
// the whole file and brings it back; the clerk seals it as ever.
func TestServiceSignsTheFileItself(t *testing.T) {
	t.Parallel()
	for name, field := range map[string]string{"in the laid place": pades.FieldSigner, "in a field of its own": "Signature1"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			leader, seal := deputy(t, w.Site), clerk(t, w.Site)
			at := w.waiting("format")
			p := w.As(site.Deputy)
			page := signPage(t, p, at).See("VGCA Sign Service")
			file, back := service(t, page)
			status, base := leader.file(file)
			if status != http.StatusOK || !strings.HasPrefix(file, w.URL) {
				t.Fatalf("%s answered %d: %s", file, status, base)
			}
			prepared, _ := w.load(at).AtStage(document.Prepared)
			if int64(len(base)) != prepared.Size {
				t.Errorf("%d bytes were given out, the document has %d", len(base), prepared.Size)
			}
			if status, raw := leader.file(file); status != http.StatusConflict {
				t.Errorf("the file was given out twice: %d %.80s", status, raw)
			}
			if answer := leader.bring(back, leader.signFile(base, field, nil)); !strings.Contains(answer, `"Status":true`) {
				t.Fatalf("the signed file was answered %s", answer)
			}
			if answer := leader.bring(back, leader.signFile(base, field, nil)); !strings.Contains(answer, `"Status":false`) {
				t.Errorf("the address was used twice: %s", answer)
			}
			p.Get(strings.TrimSuffix(page.At, "/mo")).See("Đã ký xong")
			w.Between(at, "sign", "recheck")
			secret := secretOf(w.As(site.Clerk).Get(at).FormTo("/ky-co-quan/thiet-bi").Press("bằng thiết bị"))
			if out := seal.all(secret); len(out) != 1 || !out[0].Done {
				t.Fatalf("sealing: %+v", out)
			}
			w.Between(at, "seal", "release")
			if lines, err := w.CheckRows(t.Context()); err != nil || len(lines) > 0 {
				t.Error(lines, err)
			}
		})
	}
}

// TestServiceBringsSomethingElse: nothing but one signature of the right person
// on the very file comes in, and a refusal ends the address.
func TestServiceBringsSomethingElse(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader := deputy(t, w.Site)
	stranger := &desk{t, w.URL, leader.row, leader.key}
	stranger.key = ecKey(t)
	row, err := w.Equip(t.Context(), site.Director, "Giám đốc", stranger.key)
	site.Must(t, err)
	stranger.row = row
	at := w.waiting("format")
	for name, c := range map[string]struct {
		change func(base []byte) []byte
		why    string
	}{
		"another file": {func(base []byte) []byte {
			other := bytes.Clone(base)
			copy(other[len(other)/2:], "XXXX")
			return append(other, leader.signFile(base, pades.FieldSigner, nil)[len(base):]...)
		}, "không phải đúng tệp"},
		"unsigned":     {func(base []byte) []byte { return base }, "không phải đúng tệp"},
		"another hand": {func(base []byte) []byte { return stranger.signFile(base, pades.FieldSigner, nil) }, "chứng thư số khác"},
		"over the words": {func(base []byte) []byte {
			return leader.signFile(base, "Signature1", func(s *pades.Signing) {
				s.Spot.Rect = pdf.Rect{X0: 80, Y0: 300, X1: 500, Y1: 800}
				s.Appearance.Lines = []string{"Đã ký"}
			})
		}, "Không nhận tệp đã ký"},
		"signed twice": {func(base []byte) []byte {
			return leader.signFile(leader.signFile(base, pades.FieldSigner, nil), "Signature2", nil)
		}, "thêm nội dung khác"},
	} {
		page := w.As(site.Deputy).Get(at)
		page = page.Follow(map[bool]string{true: "Duyệt và ký", false: "Ký số"}[w.load(at).State != document.AwaitingSignature]).FormTo("/ky/thiet-bi").Press("bằng thiết bị")
		file, back := service(t, page)
		_, base := leader.file(file)
		answer := leader.bring(back, c.change(base))
		if !strings.Contains(answer, `"Status":false`) || !strings.Contains(answer, c.why) {
			t.Errorf("%s: %s", name, answer)
		}
		if d := w.load(at); d.State != document.AwaitingSignature {
			t.Errorf("%s: the document is %s", name, d.State)
		}
		if answer := leader.bring(back, leader.signFile(base, pades.FieldSigner, nil)); strings.Contains(answer, `"Status":true`) {
			t.Errorf("%s: the address was used again", name)
		}
		w.As(site.Deputy).Get(strings.TrimSuffix(page.At, "/mo")).See("Chưa ký được", "Không nhận tệp đã ký")
	}
}

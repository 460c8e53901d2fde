package documentweb

import (
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"antin/internal/domain/document"
)

// FuzzForm reads whatever a browser, or something else, may send.
func FuzzForm(f *testing.F) {
	head := "--x\r\nContent-Disposition: form-data; name="
	f.Add(head + "\"secrecy\"\r\n\r\nnormal\r\n--x--")
	f.Add(head + "\"subject\"\r\n\r\nV/v\r\n" + head + "\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-\r\n--x--")
	f.Add(head + "\"file\"; filename=\"\"\r\n\r\n\r\n" + head + "\"recipients\"\r\n\r\nH41.35\r\n--x")
	f.Fuzz(func(t *testing.T, raw string) {
		typed, files, err := readForm(multipart.NewReader(strings.NewReader(raw), "x"))
		if err != nil {
			return
		}
		if len(typed.Subject) > maxText || len(typed.Recipients) > maxTyped {
			t.Errorf("a limit was passed: %d bytes, %d recipients", len(typed.Subject), len(typed.Recipients))
		}
		for n := 0; n < 100; n++ {
			upload, err := files.next()
			if err != nil {
				return
			}
			if upload.Name == "" || upload.Body == nil {
				t.Errorf("a file without name or body: %+v", upload)
			}
		}
	})
}

// FuzzPlaces reads positions from a form; sizes stay, nothing leaves all bounds.
func FuzzPlaces(f *testing.F) {
	f.Add("100", "200", "1", "left 5")
	f.Add("NaN", "-Inf", "-1", "up 1000000")
	f.Fuzz(func(t *testing.T, x, y, page, step string) {
		before := []document.Place{{Field: "seal", Page: 1, X0: 100, Y0: 100, X1: 200, Y1: 180}}
		after := typedPlaces(url.Values{"seal-x": {x}, "seal-y": {y}, "seal-page": {page}}, before)
		nudge(after, "seal", step)
		p := after[0]
		if far(p.X1-p.X0, 100) || far(p.Y1-p.Y0, 80) || p.X0 < -2200 || p.X0 > 20200 || before[0].X0 != 100 {
			t.Errorf("the place became %+v", p)
		}
	})
}

// FuzzCursor reads what it writes.
func FuzzCursor(f *testing.F) {
	f.Add("1795312345678.0190")
	f.Add("-1.%2F")
	f.Fuzz(func(t *testing.T, text string) {
		c := cursor(text)
		query, err := url.ParseQuery("sau=" + cursorText(c))
		if err != nil {
			t.Fatal(err)
		}
		if c.ID != "" && cursor(query.Get("sau")) != c {
			t.Errorf("%+v became %+v", c, cursor(query.Get("sau")))
		}
	})
}

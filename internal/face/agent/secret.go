package agent

import (
	"bytes"
	"io"
	"net/http"

	"antin/internal/fault"
)

// maxForm bounds the forms of this program's own pages.
const maxForm = 8 << 10

// form is a posted form of an own page. Fields that are secrets stay bytes, in
// one place, so that they can be wiped; net/url would leave copies in strings.
type form struct {
	raw    []byte
	fields map[string][]byte
}

func readForm(w http.ResponseWriter, r *http.Request) (*form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	raw := make([]byte, 0, maxForm)
	n, err := io.ReadFull(r.Body, raw[:maxForm])
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, fault.New(fault.TooLarge, "agent.form", "Biểu mẫu gửi lên quá lớn.")
	}
	return parseForm(raw[:n])
}

// parseForm reads application/x-www-form-urlencoded in place.
func parseForm(raw []byte) (*form, error) {
	f := &form{raw: raw, fields: map[string][]byte{}}
	for pair := range bytes.SplitSeq(raw, []byte("&")) {
		key, value, _ := bytes.Cut(pair, []byte("="))
		name, ok := unescape(key)
		text, ok2 := unescape(value)
		if !ok || !ok2 {
			f.wipe()
			return nil, fault.New(fault.Invalid, "agent.form", "Biểu mẫu gửi lên không đúng.")
		}
		if _, twice := f.fields[string(name)]; !twice && len(name) > 0 {
			f.fields[string(name)] = text
		}
	}
	return f, nil
}

// unescape decodes in place: what comes out is never longer.
func unescape(b []byte) ([]byte, bool) {
	out := b[:0]
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '+':
			out = append(out, ' ')
		case b[i] != '%':
			out = append(out, b[i])
		case i+2 >= len(b):
			return nil, false
		default:
			high, ok := digit(b[i+1])
			low, ok2 := digit(b[i+2])
			if !ok || !ok2 {
				return nil, false
			}
			out = append(out, high<<4|low)
			i += 2
		}
	}
	return out, true
}

func digit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// text is a field that is no secret.
func (f *form) text(name string) string { return string(f.fields[name]) }

// secret is a copy of a field, for one who wipes it.
func (f *form) secret(name string) []byte { return bytes.Clone(f.fields[name]) }

// wipe overwrites what was posted.
func (f *form) wipe() { clear(f.raw) }

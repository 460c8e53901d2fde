package agent

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
)

func TestServerURL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://VanBan.example.vn/":  "https://vanban.example.vn",
		"https://a.example/antin/":    "https://a.example/antin",
		"http://127.0.0.1:8080":       "http://127.0.0.1:8080",
		"http://localhost:8080":       "http://localhost:8080",
		"http://vanban.example.vn":    "", // no encryption
		"https://a@b.example":         "",
		"https://a.example/?x=1":      "",
		"javascript:alert(1)":         "",
		"":                            "",
		"http://127.0.0.1.la.example": "",
	} {
		if got, err := ServerURL(text); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v", text, got, err)
		}
	}
}

func TestParseConfigRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"pin = \"1\"", "port = 70000", "modules = [\"driver.so\"]", "proxy = \"socks\"", "[vgca]\norigins = [\"*\"]",
		"[[server]]\nurl = \"http://la.example\"", "[[server]]\nurl = \"https://a.example\"\norigins = [\"null\"]", strings.Repeat("#", maxConfig+1),
	} {
		if _, err := ParseConfig([]byte(text)); err == nil {
			t.Errorf("%.60q was taken", text)
		}
	}
}

func FuzzParseConfig(f *testing.F) {
	f.Add([]byte("port = 9797\nmodules = [\"/a.so\"]\nproxy = \"http://proxy:3128\"\nca = [\"/ca.pem\"]\n[vgca]\nport = 8987\norigins = [\"https://a.example\"]\n[[server]]\nurl = \"https://a.example\"\nname = \"A\"\norigins = [\"https://a.example\"]\npaired = 2026-11-22T00:00:00Z\n"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := ParseConfig(raw)
		if err != nil {
			return
		}
		first, err := c.Bytes()
		if err != nil || len(first) > maxConfig {
			return
		}
		again, err := ParseConfig(first)
		if err != nil {
			t.Fatalf("own writing is refused: %v\n%s", err, first)
		}
		second, err := again.Bytes()
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("written\n%s\nthen\n%s", first, second)
		}
	})
}

func FuzzParseForm(f *testing.F) {
	f.Add([]byte("pin=12%2034+5&choice=a.b&last=yes"))
	f.Add([]byte("a=%"))
	f.Add([]byte("&&=&a"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) > maxForm {
			return
		}
		theirs, errTheirs := url.ParseQuery(string(raw))
		mine, err := parseForm(raw)
		if err != nil {
			return
		}
		if errTheirs == nil {
			for name, values := range theirs {
				if name != "" && mine.text(name) != values[0] {
					t.Fatalf("%q: %q, the library says %q", name, mine.text(name), values[0])
				}
			}
		}
		mine.wipe()
		if bytes.Count(raw, []byte{0}) != len(raw) {
			t.Fatal("something of the form is left")
		}
	})
}

package token

import (
	"bufio"
	"bytes"
	"testing"
)

// FuzzPipe gives the reader of the pipe what a driver may print and what a
// parent may send.
func FuzzPipe(f *testing.F) {
	f.Add([]byte("driver: hello\n\x1e{\"code\":\"token.wrong-pin\"}\n"))
	f.Add([]byte("\n\x1e{\"do\":\"open\",\"module\":\"/x\",\"secrets\":[4]}\n1234"))
	f.Add([]byte("\x1e{\n\x1e[]\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := bufio.NewReaderSize(bytes.NewReader(raw), 16)
		for {
			var q request
			if readLine(r, &q) != nil {
				break
			}
			if _, err := readSecrets(r, q.Secrets); err != nil {
				break
			}
		}
		r = bufio.NewReader(bytes.NewReader(raw))
		var answer reply
		if readLine(r, &answer) != nil || answer.Library == nil {
			return
		}
		var out bytes.Buffer
		if err := writeLine(&out, answer); err != nil {
			t.Fatal(err)
		}
		var again reply
		if err := readLine(bufio.NewReader(&out), &again); err != nil {
			t.Fatalf("own line is refused: %v", err)
		}
	})
}

// FuzzClean holds that text of a device never carries what does not print.
func FuzzClean(f *testing.F) {
	f.Add("Thiết bị 01     ")
	f.Add("\x00\xff\u202eevil\n")
	f.Fuzz(func(t *testing.T, s string) {
		c := clean(s)
		if clean(c) != c || bytes.ContainsAny([]byte(c), "\x00\n\r\x1b") {
			t.Fatalf("%q", c)
		}
	})
}

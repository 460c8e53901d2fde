package vntext

import "testing"

func TestTypedRefusesControlsAndStripsTurns(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"a\x00b", "\x1b[31m", "a\xffb", "a\x7f", "\u0085", "\xc0\x80"} {
		if got, ok := Typed(bad); ok {
			t.Errorf("%q was taken as %q", bad, got)
		}
	}
	for in, want := range map[string]string{
		"V/v rà soát": "V/v rà soát", "dòng 1\r\ndòng 2\tcột": "dòng 1\r\ndòng 2\tcột", "hóa đơn\u202efdp.exe": "hóa đơnfdp.exe",
		"\u200ea\u2066b\u2069\u200f": "ab", "": "",
	} {
		if got, ok := Typed(in); !ok || got != want {
			t.Errorf("%q: %q, %v", in, got, ok)
		}
	}
	if got, _ := TypedLine("hai\r\ndòng"); got != "hai dòng" {
		t.Errorf("%q", got)
	}
}

func FuzzTyped(f *testing.F) {
	f.Add("a\x00b")
	f.Add("hóa đơn\u202efdp.exe")
	f.Fuzz(func(t *testing.T, s string) {
		once, ok := Typed(s)
		if twice, again := Typed(once); ok && (!again || twice != once) {
			t.Fatalf("%q: %q, then %q", s, once, twice)
		}
	})
}

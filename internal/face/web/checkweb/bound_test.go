package checkweb

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"antin/internal/face/sheet"
	"antin/internal/fault"
	"antin/pades"
)

func TestThirdCheckWaitsItsTurnAndIsThenRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := build(Config{Now: time.Now})
		first, err := m.waitTurn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err = m.waitTurn(t.Context()); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err = m.waitTurn(t.Context()); !fault.Is(err, "check.busy") || time.Since(began) != turn {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		go func() { time.Sleep(time.Second); first() }()
		if _, err = m.waitTurn(t.Context()); err != nil {
			t.Errorf("a place that became free: %v", err)
		}
	})
}

func TestFilesTogetherHaveABound(t *testing.T) {
	t.Parallel()
	m := build(Config{Now: time.Now, TempDir: t.TempDir()})
	m.space = &space{all: 100}
	kept, err := m.store(strings.NewReader(strings.Repeat("x", 80)), "a.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.store(strings.NewReader(strings.Repeat("x", 30)), "b.pdf"); !fault.Is(err, "check.busy") {
		t.Errorf("over the bound of all files: %v", err)
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	if m.space.used != 0 {
		t.Errorf("%d bytes are still counted", m.space.used)
	}
}

func TestAnswersAreForgotten(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	k := newAnswers(func() time.Time { return now })
	big := func() *answer { return &answer{at: now, json: make([]byte, 12<<20)} }
	first := k.put("a", big())
	if _, ok := k.get("b", first); ok {
		t.Error("another owner finds it")
	}
	if _, ok := k.get("", first); ok {
		t.Error("nobody finds it")
	}
	second, third := k.put("a", big()), k.put("a", big())
	if _, ok := k.get("a", first); ok {
		t.Error("more is kept than the bound")
	}
	if _, ok := k.get("a", third); !ok {
		t.Error("the newest is gone")
	}
	now = now.Add(keepFor + time.Second)
	if _, ok := k.get("a", second); ok || k.bytes != 0 {
		t.Errorf("kept over its time: %d bytes", k.bytes)
	}
}

func TestAxesSayNothingOfChangesWhenTheContentIsBroken(t *testing.T) {
	t.Parallel()
	axes := Axes(pades.Signature{Integrity: pades.Failed, Modification: pades.AllowedChange, Trust: pades.Undecided})
	if axes[0].Chip.Text != "Không còn nguyên vẹn" || axes[1].Chip.Text != "Không xét được" || axes[2].Chip.Text != "Chưa đủ căn cứ" {
		t.Errorf("%+v", axes)
	}
	if Tone(sheet.NotEnough) == Tone(sheet.Valid) {
		t.Error("unknown looks like valid")
	}
}

func FuzzCleanName(f *testing.F) {
	for _, seed := range []string{"van-ban.pdf", `C:\Users\a\Công văn.pdf`, "../../etc/passwd", "\u202efdp.exe", "\x1b[31m", "", ".", strings.Repeat("ơ", 500), "\xff\xfe"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := cleanName(name)
		if got == "" || strings.ContainsAny(got, "/\\\n\r") || utf8.RuneCountInString(got) > maxName {
			t.Errorf("%q", got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || r >= 0x202a && r <= 0x202e {
				t.Errorf("%q holds %U", got, r)
			}
		}
	})
}

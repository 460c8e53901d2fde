package render

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/fault"
)

const letter = layouts + "/cr-baocao.pdf"

func TestInfoAndPagePictures(t *testing.T) {
	t.Parallel()
	r := New(Config{})
	info, err := r.Info(context.Background(), letter)
	if err != nil || info.Pages != 2 || info.Version == "" || info.Width < 590 || info.Encrypted || !strings.Contains(info.Producer, "Skia") {
		t.Fatalf("%+v, %v", info, err)
	}
	raw, err := r.PagePNG(context.Background(), letter, 2, 400)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(raw)); err != nil || c.Width != 400 || c.Height < 560 {
		t.Errorf("%+v, %v", c, err)
	}
	for _, page := range []int{0, 3} {
		if _, err := r.PagePNG(context.Background(), letter, page, 400); !fault.Is(err, "render.no-page") {
			t.Errorf("page %d: %v", page, err)
		}
	}
}

func TestBrokenFilesAreRefusedInWords(t *testing.T) {
	t.Parallel()
	r := New(Config{TempDir: t.TempDir()})
	for name, text := range map[string]string{"empty": "", "not a pdf": "xin chào", "cut": "%PDF-1.7\n1 0 obj\n<<"} {
		path, done, err := r.Stash(strings.NewReader(text), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		defer done()
		if _, err := r.Words(context.Background(), path); !fault.Is(err, "render.unreadable") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := r.Stash(strings.NewReader("12345"), 4); !fault.Is(err, "render.too-large") {
		t.Errorf("five bytes with a limit of four: %v", err)
	}
}

func TestStashIsRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, done, err := New(Config{TempDir: dir}).Stash(strings.NewReader("x"), 4)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	done()
	if left, _ := filepath.Glob(dir + "/*"); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestLimitsStopTheTool(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]Config{
		"output": {MaxOutput: 500}, "time": {Timeout: time.Millisecond}, "memory": {MemoryMB: 12},
	} {
		_, err := New(c).Words(context.Background(), letter)
		if err == nil || name != "memory" && !fault.Is(err, "render.too-heavy") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCallersWithdrawalIsNotARefusal(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := New(Config{}).Words(ctx, letter); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestWithoutPopplerItSaysSo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := New(Config{}).Words(context.Background(), letter)
	f, ok := fault.From(err)
	if !ok || f.Kind != fault.Unready || f.Action == "" {
		t.Errorf("got %v", err)
	}
}

func TestParseWordsToleratesWhatFontsProduce(t *testing.T) {
	t.Parallel()
	pages, err := ParseWords([]byte("<html><body><doc><page width=\"100\" height=\"50\"><word xMin=\"1\" yMin=\"2\" xMax=\"NaN\" yMax=\"4\">a\x01b\xff &amp; &lt;c</word><word xMin=\"1\">  </word></page></doc></body></html>"))
	if err != nil || len(pages) != 1 || len(pages[0].Words) != 1 {
		t.Fatalf("%+v, %v", pages, err)
	}
	if w := pages[0].Words[0]; w.Text != "a b  & <c" || w.X1 != 0 || w.Y0 != 2 {
		t.Errorf("%+v", w)
	}
	deep := strings.Repeat("<a>", 40)
	if _, err := ParseWords([]byte(deep)); err == nil {
		t.Error("forty levels accepted")
	}
}

func FuzzParseWords(f *testing.F) {
	f.Add([]byte(`<page width="1" height="2"><word xMin="1" yMin="1" xMax="2" yMax="2">a</word></page>`))
	f.Add([]byte("<page><word>\x00&nope;</page>"))
	f.Add([]byte("<!DOCTYPE x [<!ENTITY a \"b\">]><page><word>&a;</word></page>"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		pages, err := ParseWords(raw)
		if err != nil {
			return
		}
		for i, p := range pages {
			if p.Number != i+1 {
				t.Fatalf("page %d is called %d", i+1, p.Number)
			}
			for _, w := range p.Words {
				if strings.TrimSpace(w.Text) == "" {
					t.Fatal("blank word kept")
				}
			}
		}
	})
}

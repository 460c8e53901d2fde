package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func names(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint(i)
	}
	return out
}

func TestResultsComeInOrderThoughWorkDoesNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		list := names(300)
		err := Run(t.Context(), Plan{Names: list, Workers: 4}, func(_ context.Context, name string) string {
			if strings.HasSuffix(name, "0") {
				time.Sleep(time.Minute) // the clock of synctest
			}
			return name
		}, func(name, value string) error {
			if name != value {
				t.Errorf("%s got the result of %s", name, value)
			}
			got = append(got, name)
			return nil
		})
		if err != nil || !slices.Equal(got, list) {
			t.Errorf("%v, %d results in order %v", err, len(got), got)
		}
	})
}

func TestManyFilesAreWorkedOnAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		err := Run(t.Context(), Plan{Names: names(40), Workers: 8}, func(context.Context, string) int {
			time.Sleep(time.Second)
			return 0
		}, func(string, int) error { return nil })
		if spent := time.Since(began); err != nil || spent != 5*time.Second {
			t.Errorf("40 seconds of work by 8 took %v: %v", spent, err)
		}
	})
}

func TestResultsAheadOfASlowFileAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var begun atomic.Int64
		release := make(chan struct{})
		go func() {
			time.Sleep(time.Hour)
			if n := begun.Load(); n > 2*ahead {
				t.Errorf("%d files begun while the first was not done", n)
			}
			close(release)
		}()
		err := Run(t.Context(), Plan{Names: names(500), Workers: 2}, func(_ context.Context, name string) int {
			begun.Add(1)
			if name == "0" {
				<-release
			}
			return 0
		}, func(string, int) error { return nil })
		if err != nil || begun.Load() != 500 {
			t.Errorf("%d of 500 done: %v", begun.Load(), err)
		}
	})
}

func TestErrorOfPrintingStopsTheRun(t *testing.T) {
	full := errors.New("no space left")
	var begun atomic.Int64
	err := Run(t.Context(), Plan{Names: names(10_000), Workers: 2}, func(context.Context, string) int { begun.Add(1); return 0 },
		func(name string, _ int) error {
			if name == "3" {
				return full
			}
			return nil
		})
	if !errors.Is(err, full) || begun.Load() > 1000 {
		t.Errorf("%v after %d files", err, begun.Load())
	}
}

func TestEndOfTheContextHandsOverWhatWasBegun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var begun, printed atomic.Int64
	err := Run(ctx, Plan{Names: names(1000), Workers: 3}, func(_ context.Context, name string) int {
		if begun.Add(1) == 50 {
			cancel()
		}
		return 0
	}, func(string, int) error { printed.Add(1); return nil })
	if !errors.Is(err, context.Canceled) || begun.Load() != printed.Load() || begun.Load() == 1000 {
		t.Errorf("%v: %d begun, %d handed over", err, begun.Load(), printed.Load())
	}
}

func TestMeterSaysHowLongTheRestTakes(t *testing.T) {
	for spent, want := range map[time.Duration]string{
		10 * time.Second: "[██████··················] 25/100 tệp · 2,5 tệp/giây · còn 31 giây",
		10 * time.Minute: "[██████··················] 25/100 tệp · 0,0 tệp/giây · còn 30 phút 0 giây",
		10 * time.Hour:   "[██████··················] 25/100 tệp · 0,0 tệp/giây · còn 30 giờ 0 phút",
	} {
		if got := line(25, 100, spent); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := line(100, 100, time.Second); strings.Contains(got, "còn") {
		t.Errorf("%q when all is done", got)
	}
}

func TestMeterLeavesTheLineClean(t *testing.T) {
	var out bytes.Buffer
	clock := time.Unix(0, 0)
	m := NewMeter(&out, func() time.Time { clock = clock.Add(time.Second); return clock })
	err := Run(t.Context(), Plan{Names: names(5), Meter: m}, func(context.Context, string) int { return 0 }, func(string, int) error { return nil })
	if err != nil || !strings.Contains(out.String(), "5/5 tệp") || !strings.HasSuffix(out.String(), back) {
		t.Errorf("%v: %q", err, out.String())
	}
}

func TestFilesOfFoldersAndPatterns(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.pdf", "a.PDF", "sub/c.pdf", "note.txt"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Files([]string{dir, filepath.Join(dir, "b*.pdf"), "missing.pdf"})
	var bases []string
	for _, g := range got {
		bases = append(bases, filepath.Base(g))
	}
	if want := []string{"a.PDF", "b.pdf", "c.pdf", "b.pdf", "missing.pdf"}; err != nil || !slices.Equal(bases, want) {
		t.Errorf("%v %v, want %v", bases, err, want)
	}
	var wrong WrongUse
	for _, bad := range [][]string{nil, {"[*.pdf"}, {t.TempDir()}} {
		if _, err := Files(bad); !errors.As(err, &wrong) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// process is the one browser of a test binary; it starts at the first New.
type process struct {
	once  sync.Once
	ctx   context.Context
	err   error
	close []func()
}

var shared process

// Run runs the tests and closes the browser after them.
func Run(m *testing.M) int {
	code := m.Run()
	for i := len(shared.close) - 1; i >= 0; i-- {
		shared.close[i]()
	}
	return code
}

func (p *process) start() (context.Context, error) {
	p.once.Do(func() { p.err = p.open() })
	return p.ctx, p.err
}

func (p *process) open() error {
	path, err := chromium()
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "antin-browser-")
	if err != nil {
		return fmt.Errorf("making the browser's folder: %w", err)
	}
	p.close = append(p.close, func() { removeLater(folder) })
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.UserDataDir(folder),
		chromedp.Env("LANGUAGE=vi", "LANG=vi_VN.UTF-8"), chromedp.Flag("lang", "vi"), chromedp.Flag("force-color-profile", "srgb"), chromedp.Flag("hide-scrollbars", true),
	}
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync",
		"disable-dev-shm-usage", "disable-extensions", "disable-default-apps", "metrics-recording-only", "disable-breakpad"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	p.close = append(p.close, stop)
	ctx, cancel := chromedp.NewContext(allocator)
	p.close = append(p.close, func() { _ = chromedp.Cancel(ctx); cancel() }) // it ends with the test run in any case
	if err := chromedp.Do(ctx); err != nil {
		return fmt.Errorf("starting Chromium: %w", err)
	}
	p.ctx = ctx
	return nil
}

func chromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium here: apt-get install chromium")
}

// removeLater tries again for a moment: children of the browser may still write.
func removeLater(folder string) {
	for range 50 {
		if os.RemoveAll(folder) == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

package render

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"antin/internal/fault"
)

// Sizes of page pictures in pixels across.
const (
	MinWidth = 40
	MaxWidth = 3000
)

// PagePNG draws one page (from 1), width pixels across. A page that the file
// does not have is fault.NotFound.
func (r *Renderer) PagePNG(ctx context.Context, path string, page, width int) ([]byte, error) {
	if page < 1 {
		return nil, errNoPage()
	}
	width = min(max(width, MinWidth), MaxWidth)
	n := strconv.Itoa(page)
	out, err := r.run(ctx, "pdftoppm", "-png", "-q", "-f", n, "-l", n,
		"-scale-to-x", strconv.Itoa(width), "-scale-to-y", "-1", "--", path)
	if err != nil {
		if fault.Is(err, "render.unreadable") {
			if info, err := r.Info(ctx, path); err == nil && page > info.Pages {
				return nil, errNoPage()
			}
		}
		return nil, err
	}
	if !bytes.HasPrefix(out, []byte("\x89PNG\r\n\x1a\n")) {
		return nil, errNoPage()
	}
	return out, nil
}

func errNoPage() error {
	return fault.New(fault.NotFound, "render.no-page", "Văn bản không có trang này.")
}

// Info is what poppler tells about a file before any page is read.
type Info struct {
	Pages         int
	Version       string // "1.7"
	Producer      string
	Encrypted     bool
	Width, Height float64 // of page 1, in points
}

// Info opens the file and reads its head. A file without pages is readable and
// has Pages 0.
func (r *Renderer) Info(ctx context.Context, path string) (Info, error) {
	out, err := r.run(ctx, "pdfinfo", "-enc", "UTF-8", "--", path)
	if err != nil {
		return Info{}, err
	}
	return parseInfo(string(out)), nil
}

// parseInfo reads "Name:   value" lines; unknown ones are left alone.
func parseInfo(out string) Info {
	var info Info
	for line := range strings.Lines(out) {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch name {
		case "Pages":
			info.Pages, _ = strconv.Atoi(value) // not a number means none
		case "PDF version":
			info.Version = value
		case "Producer":
			info.Producer = value
		case "Encrypted":
			info.Encrypted = !strings.HasPrefix(value, "no")
		case "Page size":
			if _, err := fmt.Sscanf(value, "%f x %f", &info.Width, &info.Height); err != nil {
				info.Width, info.Height = 0, 0
			}
		}
	}
	return info
}

package app

import (
	"context"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/platform/ocr"
	"antin/internal/platform/render"
	"antin/metadata"
	"antin/pdf"
)

// recogniser is exchange.Recogniser over poppler and tesseract.
type recogniser struct {
	renderer *render.Renderer
	reader   *ocr.Reader
}

// recognisedWidth is the width in pixels of a page that is read: about 240 dpi
// on A4, which small type needs and the memory of one process bears.
const recognisedWidth = 2000

// Recognise implements exchange.Recogniser.
func (r recogniser) Recognise(ctx context.Context, blob document.Blob, pages []int) ([]metadata.Page, error) {
	file, err := pdf.Open(blob, blob.Size())
	if err != nil {
		return nil, fmt.Errorf("reading the PDF: %w", err)
	}
	sizes, err := file.Last().Pages()
	if err != nil {
		return nil, fmt.Errorf("reading the pages: %w", err)
	}
	path, done, err := pagesStash(r.renderer, blob)
	if err != nil {
		return nil, err
	}
	defer done()
	var out []metadata.Page
	for _, n := range pages {
		if n < 1 || n > len(sizes) {
			continue
		}
		width, height := sizes[n-1].Shown()
		png, err := r.renderer.PagePNG(ctx, path, n, recognisedWidth)
		if err != nil {
			return nil, err
		}
		words, err := r.reader.Words(ctx, png, width/recognisedWidth)
		if err != nil {
			return nil, err
		}
		out = append(out, metadata.Page{Number: n, Width: width, Height: height, Words: words})
	}
	return out, nil
}

func pagesStash(r *render.Renderer, blob document.Blob) (path string, done func(), err error) {
	return pages{renderer: r}.stashed(blob)
}

// recheckEvery is how often documents that wait for evidence are checked again.
const recheckEvery = 10 * time.Minute

// recheck lets what waits for evidence pass by itself when the evidence comes.
func (a *App) recheck(ctx context.Context) {
	tick := time.NewTicker(recheckEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := a.Exchange.RecheckDue(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("checking arrivals again", "error", err)
		}
	}
}

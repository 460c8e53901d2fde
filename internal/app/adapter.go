package app

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document"
	"antin/internal/domain/signing"
	"antin/internal/platform/blob"
	"antin/internal/platform/convert"
	"antin/internal/platform/practice"
	"antin/internal/platform/render"
	"antin/layout"
	"antin/placement"
)

// The adapters below join what a domain asks for with the platform that has it.

// files is document.Blobs over the folder of blobs.
type files struct{ *blob.Store }

func (f files) Open(ctx context.Context, sum string) (document.Blob, error) {
	file, err := f.Store.Open(ctx, sum)
	if errors.Is(err, blob.ErrMissing) {
		return nil, fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

// pages is document.Pages over poppler.
type pages struct {
	renderer *render.Renderer
	pictures *pictures
}

// stashed is a blob as a file that a child process can open.
func (p pages) stashed(pdf document.Blob) (path string, done func(), err error) {
	return p.renderer.Stash(io.NewSectionReader(pdf, 0, pdf.Size()), document.MaxUpload)
}

func (p pages) Words(ctx context.Context, pdf document.Blob) ([]placement.Page, error) {
	path, done, err := p.stashed(pdf)
	if err != nil {
		return nil, err
	}
	defer done()
	return p.renderer.Words(ctx, path)
}

func (p pages) Styled(ctx context.Context, pdf document.Blob) ([]layout.PrintedPage, error) {
	path, done, err := p.stashed(pdf)
	if err != nil {
		return nil, err
	}
	defer done()
	return p.renderer.Styled(ctx, path)
}

func (p pages) Picture(ctx context.Context, sha256 string, pdf document.Blob, page, width int) ([]byte, error) {
	return p.pictures.get(sha256, page, width, func() ([]byte, error) {
		path, done, err := p.stashed(pdf)
		if err != nil {
			return nil, err
		}
		defer done()
		return p.renderer.PagePNG(ctx, path, page, width)
	})
}

// office is document.Converter over LibreOffice.
type office struct{ converter *convert.Converter }

const maxDOCX = 64 << 20 // a DOCX beyond it is refused; the PDF can still be given

func (o office) PDF(ctx context.Context, docx document.Blob) (io.ReadCloser, string, error) {
	raw := make([]byte, min(docx.Size(), maxDOCX+1))
	if _, err := docx.ReadAt(raw, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, "", fmt.Errorf("reading the DOCX: %w", err)
	}
	result, err := o.converter.PDF(ctx, raw)
	if err != nil {
		return nil, "", err
	}
	return io.NopCloser(bytes.NewReader(result.PDF)), result.Tool, nil
}

// opener is signing.KeyOpener over practice key boxes.
type opener struct{ keys practice.Keys }

func (o opener) OpenKey(box []byte, password string) (crypto.Signer, error) {
	signer, err := o.keys.OpenKey(box, password)
	if errors.Is(err, practice.ErrWrongPassword) {
		return nil, fmt.Errorf("%w: %w", signing.ErrWrongPassword, err)
	}
	return signer, err
}

// heads is exchange.Heads over the log.
type heads struct{ log *auditsql.Log }

func (h heads) Head(ctx context.Context) (string, error) {
	signed, err := h.log.Head(ctx)
	return string(signed), err
}

func blobDir(c Config) string { return filepath.Join(c.Dir, "blobs") }

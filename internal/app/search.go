package app

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/search"
	"antin/internal/domain/search/searchsql"
	"antin/internal/face/web"
	"antin/internal/face/web/searchweb"
	"antin/internal/platform/sheet"
	"antin/placement"
)

// openSearch wires the search to the documents and to the text of their pages.
func (a *App) openSearch() (err error) {
	a.Search, err = search.NewService(search.Config{
		Store: searchsql.New(a.Database, a.Audit.Append), Documents: a.Documents.Store, Text: a.pageText,
		Guard: a.Guard, Profiles: a.Profiles, Now: a.Now,
	})
	return err
}

// searchPages are the box in the head and the page behind it.
func (a *App) searchPages() web.Module {
	return searchweb.New(searchweb.Config{
		Search: a.Search, Documents: a.Documents, Org: a.Org, Profiles: a.Profiles, Now: a.Now,
		XLSX: func(w io.Writer, name string) (searchweb.Rows, error) { return sheet.NewXLSX(w, name) },
	})
}

// maxPageText is how much text of one file is kept for the search.
const maxPageText = 400_000

// pageText is search.Reader over poppler; a file that is gone has no text.
func (a *App) pageText(ctx context.Context, sha256 string) (string, error) {
	blob, err := files{a.Blobs}.Open(ctx, sha256)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer func() { _ = blob.Close() }() // was only read
	var opened document.Blob = blob
	list, err := pages{renderer: a.Renderer}.Words(ctx, opened)
	if err != nil {
		return "", err
	}
	return plainText(list), nil
}

// plainText joins the words of pages, at most maxPageText bytes.
func plainText(list []placement.Page) string {
	var b strings.Builder
	for _, p := range list {
		for _, w := range p.Words {
			if b.Len()+len(w.Text) >= maxPageText {
				return b.String()
			}
			b.WriteString(w.Text)
			b.WriteByte(' ')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

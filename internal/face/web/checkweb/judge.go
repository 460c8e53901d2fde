package checkweb

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"antin/etsireport"
	"antin/internal/domain/document"
	"antin/internal/face/sheet"
	"antin/internal/face/sheet/pagediff"
	"antin/pades"
	"antin/pdf"
)

// judge gives the verdict on a file and what is shown of it.
func (m *module) judge(ctx context.Context, f *received, withPictures bool) (*answer, error) {
	done, err := m.waitTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	report, err := m.Documents.Verify(ctx, f, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("verifying a file from outside: %w", err)
	}
	a := &answer{file: f.name, size: f.size, at: m.Now(), report: report}
	if err := a.forPrograms(); err != nil {
		return nil, err
	}
	if !withPictures {
		return a, nil
	}
	law, err := m.Profiles.At(m.Province, m.Now())
	if err != nil {
		return nil, err
	}
	in := sheet.Input{File: f.name, Report: report, Holders: Holders(ctx, m.Signing, m.Org), Words: WordsOf(law), Practice: m.practice(ctx, report)}
	a.sheet = sheet.Make(in)
	a.sheet.Pictures = m.draw(ctx, f, a, in)
	return a, nil
}

// forPrograms writes the report as JSON and as XML. The evidence is in the XML
// and is kept nowhere else.
func (a *answer) forPrograms() error {
	var err error
	if a.json, err = sheet.JSON(a.file, a.report); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	var out bytes.Buffer
	if err := etsireport.Write(&out, a.report); err != nil {
		return fmt.Errorf("writing the validation report: %w", err)
	}
	a.xml = out.Bytes()
	for i := range a.report.Signatures {
		a.report.Signatures[i].Used = nil
	}
	return nil
}

// practice reports whether a practice key signed.
func (m *module) practice(ctx context.Context, r *pades.Report) bool {
	for _, s := range r.Signatures {
		if s.Certificate == nil {
			continue
		}
		if c, err := m.Signing.ByFingerprint(ctx, s.Certificate.SHA256); err == nil && c.Practice {
			return true
		}
	}
	return false
}

// Bounds of the pictures: they are a courtesy, the verdict stands without them.
const (
	drawBelow = 64 << 20
	drawTime  = 20 * time.Second
)

// draw makes the pages as each signer saw them and as they are now. What cannot
// be drawn is left out.
func (m *module) draw(ctx context.Context, f *received, a *answer, in sheet.Input) []sheet.Picture {
	if f.size > drawBelow || a.report.Pages == 0 || a.report.Encrypted || a.report.Indication == pades.Unreadable {
		return nil
	}
	file, err := pdf.Open(f, f.size)
	if err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	titles := make([]string, len(a.sheet.Signatures))
	for i, c := range a.sheet.Signatures {
		titles[i] = c.Title
	}
	return pagediff.Draw(ctx, pagediff.Input{File: file, Sheet: in, Titles: titles,
		Page: func(ctx context.Context, end int64, page, width int) ([]byte, error) {
			// A name of its own each time: no other file's picture is ever shown, and
			// nobody finds this one again.
			return m.Documents.Pages.Picture(ctx, "public-"+rand.Text(), &prefix{f, end}, page, width)
		}})
}

// prefix is the file as it was after an earlier revision.
type prefix struct {
	document.Blob
	end int64
}

// Size is the length of the revision.
func (p *prefix) Size() int64 { return p.end }

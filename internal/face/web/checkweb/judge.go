package checkweb

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/face/sheet"
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
	if a.json, err = sheet.JSON(f.name, report); err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	if !withPictures {
		return a, nil
	}
	law, err := m.Profiles.At(m.Province, m.Now())
	if err != nil {
		return nil, err
	}
	a.sheet = sheet.Make(sheet.Input{
		File: f.name, Report: report, Holders: Holders(ctx, m.Signing, m.Org), Words: WordsOf(law), Practice: m.practice(ctx, report),
	})
	a.pictures = m.draw(ctx, f, a)
	return a, nil
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
	drawWidth = 640
	drawMost  = 3 // signatures shown each with its own picture
)

// draw makes page 1 as each signer saw it and as it is now. What cannot be drawn
// is left out.
func (m *module) draw(ctx context.Context, f *received, a *answer) []picture {
	if f.size > drawBelow || a.report.Pages == 0 || a.report.Encrypted || a.report.Indication == pades.Unreadable {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	var out []picture
	add := func(blob document.Blob, caption, alt string) {
		// A name of its own each time: no other file's picture is ever shown, and
		// nobody finds this one again.
		png, err := m.Documents.Pages.Picture(ctx, "public-"+rand.Text(), blob, 1, drawWidth)
		if err == nil {
			out = append(out, picture{Caption: caption, Alt: alt, PNG: png})
		}
	}
	file, err := pdf.Open(f, f.size)
	if err == nil {
		for _, c := range Cards(a.sheet, a.report) {
			if len(out) == drawMost || !c.Intact || c.Revision < 1 || c.Revision >= len(file.Revisions()) {
				continue
			}
			add(&prefix{f, file.Revisions()[c.Revision-1].End}, "Khi "+c.Title+" ký", "Trang 1 khi "+c.Title+" ký")
		}
	}
	add(f, captionNow(a.report), "Trang 1 của tệp hiện tại")
	return out
}

// captionNow promises of the file as it is no more than the signatures do.
func captionNow(r *pades.Report) string {
	if len(r.Signatures) == 0 {
		return "Trang 1 của tệp"
	}
	for _, sig := range r.Signatures {
		if sig.Integrity != pades.Passed {
			return "Nội dung đang có trong tệp (không bảo đảm là nội dung người ký đã thấy)"
		}
	}
	return "Bản cuối cùng"
}

// prefix is the file as it was after an earlier revision.
type prefix struct {
	document.Blob
	end int64
}

// Size is the length of the revision.
func (p *prefix) Size() int64 { return p.end }

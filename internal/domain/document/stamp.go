package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"antin/docx"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/layout"
)

// StampHold is a file on which a stamp of secrecy was found: it was not saved,
// and can be only after a clerk of the agency said that it is no secret. Only
// its hash is kept (BG-16.8).
type StampHold struct {
	SHA256      string
	Agency      org.AgencyID
	Person      org.PersonID // who wanted to save it
	Stamp       string       // "MẬT", "TỐI MẬT" or "TUYỆT MẬT"
	At          time.Time
	ConfirmedBy org.PersonID
	ConfirmedAt time.Time // zero while it waits
}

// stampLines are how the stamps stand on a page: alone on their line, in
// capitals (TT 24/2020/TT-BCA), sometimes after "ĐỘ MẬT:".
var stampLines = map[string]string{
	"MẬT": "MẬT", "TỐI MẬT": "TỐI MẬT", "TUYỆT MẬT": "TUYỆT MẬT",
	"ĐỘ MẬT: MẬT": "MẬT", "ĐỘ MẬT: TỐI MẬT": "TỐI MẬT", "ĐỘ MẬT: TUYỆT MẬT": "TUYỆT MẬT",
}

// StampIn finds a stamp of secrecy among lines; a word inside a sentence is
// none. Letters that stand apart ("M Ậ T") are joined.
func StampIn(lines []string) (string, bool) {
	for _, line := range lines {
		text := strings.Join(strings.Fields(norm.NFC.String(strings.Trim(line, " .-–[]()|*"))), " ")
		if s, ok := stampLines[text]; ok {
			return s, true
		}
		if s, ok := stampLines[spaced(text)]; ok {
			return s, true
		}
	}
	return "", false
}

// spaced joins letters that stand apart; two blanks were one already.
func spaced(text string) string {
	words := strings.Fields(text)
	for _, w := range words {
		if len([]rune(w)) > 1 {
			return ""
		}
	}
	joined := strings.Join(words, "")
	for _, head := range [...]string{"TỐI", "TUYỆT"} {
		if rest, ok := strings.CutPrefix(joined, head); ok {
			return head + " " + rest
		}
	}
	return joined
}

// refuseStamped refuses files that carry a stamp of secrecy until the clerk
// confirmed them, and writes down that one came, without anything of it.
func (s *Service) refuseStamped(ctx context.Context, by org.Actor, files []File) error {
	p, err := s.Profile(by.Province)
	if err != nil || p.Documents.StampRefusal == "" {
		return err
	}
	for _, f := range files {
		if f.Stage == Converted {
			continue
		}
		lines, err := s.lines(ctx, f)
		if err != nil {
			return err
		}
		stamp, ok := StampIn(lines)
		if !ok {
			continue
		}
		held, err := s.Store.StampHold(ctx, by.Agency, f.SHA256)
		if err == nil && !held.ConfirmedAt.IsZero() {
			continue
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		return s.holdStamped(ctx, by, p, StampHold{SHA256: f.SHA256, Agency: by.Agency, Person: by.Person, Stamp: stamp, At: s.Now()})
	}
	return nil
}

func (s *Service) holdStamped(ctx context.Context, by org.Actor, p *profile.Profile, h StampHold) error {
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.PutStampHold(ctx, h); err != nil {
			return err
		}
		e := s.entry(by, "document.stamp-found", h.SHA256, p, map[string]string{"stamp": h.Stamp})
		e.Clause = p.Clause("documents.stamp_refusal")
		return tx.Audit(ctx, e)
	})
	refusal := fault.New(fault.Forbidden, "document.stamp", p.Documents.StampRefusal+" Thấy chữ “"+h.Stamp+"” đứng riêng một dòng.").
		Under(p.Clause("documents.stamp_refusal")).At("file", "Tệp chưa được lưu.").
		Do("Nếu đây là bí mật nhà nước: xóa tệp khỏi máy có nối mạng, soạn trên máy riêng. Nếu không phải: nhờ văn thư xác nhận ở “Tệp có dấu mật”, rồi tải lên lại.")
	return traced(refusal, err)
}

// lines are the printed lines of a file, the first pages of a long one.
func (s *Service) lines(ctx context.Context, f File) ([]string, error) {
	blob, err := s.Blobs.Open(ctx, f.SHA256)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", f.SHA256, err)
	}
	defer blob.Close()
	if f.Pages > 0 {
		pages, err := s.Pages.Styled(ctx, blob)
		if fault.Is(err, "render.no-poppler") {
			return nil, nil // without poppler nobody can look; the page asks for the level of secrecy all the same
		}
		if err != nil {
			return nil, err
		}
		var out []string
		for _, item := range layout.FromPDF(pages).Items {
			out = append(out, item.Text)
		}
		return out, nil
	}
	word, err := readWord(blob)
	if err != nil {
		return nil, nil //nolint:nilerr // no Word file: a table or picture of an annex, which the door asked about
	}
	var out []string
	for _, item := range layout.FromDOCX(word.Content()).Items {
		out = append(out, item.Text)
	}
	return out, nil
}

func readWord(blob Blob) (*docx.File, error) {
	if blob.Size() > docx.MaxFile {
		return nil, docx.ErrTooLarge
	}
	raw := make([]byte, blob.Size())
	if _, err := blob.ReadAt(raw, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading a Word file: %w", err)
	}
	return docx.Open(raw)
}

// StampHolds lists the files that wait for the clerk, and those confirmed.
func (s *Service) StampHolds(ctx context.Context, by org.Actor) ([]StampHold, error) {
	if err := s.Guard.Allow(ctx, by, "document.stamp-confirm", org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.StampHolds(ctx, by.Agency)
}

// ConfirmStamp is the clerk's word that a file with such a line is no secret.
func (s *Service) ConfirmStamp(ctx context.Context, by org.Actor, sha256 string) error {
	if err := s.Guard.Allow(ctx, by, "document.stamp-confirm", org.OfAgency); err != nil {
		return err
	}
	h, err := s.Store.StampHold(ctx, by.Agency, sha256)
	if errors.Is(err, ErrNotFound) {
		return fault.New(fault.NotFound, "document.stamp-absent", "Không có tệp này trong danh sách chờ xác nhận.")
	}
	if err != nil || !h.ConfirmedAt.IsZero() {
		return err
	}
	p, err := s.Profile(by.Province)
	if err != nil {
		return err
	}
	h.ConfirmedBy, h.ConfirmedAt = by.Person, s.Now()
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.PutStampHold(ctx, h); err != nil {
			return err
		}
		e := s.entry(by, "document.stamp-confirm", sha256, p, map[string]string{"stamp": h.Stamp})
		e.Clause = p.Clause("documents.stamp_refusal")
		return tx.Audit(ctx, e)
	})
}

package exchangeweb

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/profile"
	"antin/internal/face/sheet"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/pades"
)

// fileCheck is one file with what the intake found in it.
type fileCheck struct {
	Name, Role string
	Size       int64
	Pages      int
	Get, View  string
	Shown      bool
	Hash       ui.Chip
	SHA256     string
	Verdict    *ui.Chip
	Sheet      string // address of the sheet as PDF
	Cards      []signatureCard
	Why        []string
	CheckedAt  string
}

// signatureCard is one signature with the way to what its signer saw.
type signatureCard struct {
	checkweb.Card
	When string
	View string
}

var roleNames = map[document.Role]string{
	document.Main: "Văn bản", document.Attachment: "Văn bản kèm theo", document.Appendix: "Phụ lục", document.Source: "Tệp soạn thảo",
}

// checks shows the newest stored check of every file.
func (m *module) checks(ctx context.Context, page *incomingPage, d *document.Document, law *profile.Profile) error {
	for _, f := range d.Files {
		at := here(d.ID, "tep", string(f.ID))
		item := fileCheck{Name: f.Name, Role: roleNames[f.Role], Size: f.Size, Pages: f.Pages, SHA256: f.SHA256, Get: at, Hash: hashChip(d, f)}
		if f.Pages > 0 {
			item.View = here(d.ID) + "?tep=" + string(f.ID)
		}
		if c, ok := lastCheck(d, f.ID); ok {
			s, report, err := m.sheetOf(ctx, f, c, law)
			if err != nil {
				return err
			}
			item.fill(s, report, at, item.View)
			if f.Role == document.Main && d.State != document.Refused {
				page.Effect, page.Basis = s.Effect, s.LegalBasis
			}
		}
		page.Checks = append(page.Checks, item)
	}
	return nil
}

func (item *fileCheck) fill(s *sheet.Sheet, r *pades.Report, at, view string) {
	item.Verdict = &ui.Chip{Tone: checkweb.Tone(s.Verdict), Text: string(s.Verdict)}
	item.Sheet, item.CheckedAt = at+"/phieu.pdf", ui.Exact(r.JudgedAt)
	if s.Verdict != sheet.Valid {
		item.Why = s.Why
	}
	for i, c := range checkweb.Cards(s, r) {
		card := signatureCard{Card: c, When: whenSigned(r.Signatures[i])}
		if c.Intact && c.Revision > 0 && c.Revision < r.Revisions && view != "" {
			card.View = view + "&ban=" + strconv.Itoa(c.Revision)
		}
		item.Cards = append(item.Cards, card)
	}
}

// whenSigned prefers a proven time; a claimed one is called so.
func whenSigned(s pades.Signature) string {
	switch {
	case s.ClaimedTime != nil && s.TrustedTime != nil:
		return "Ghi ký lúc " + ui.Exact(*s.ClaimedTime) + "; đã có trước " + ui.Exact(*s.TrustedTime)
	case s.TrustedTime != nil:
		return "Đã có trước " + ui.Exact(*s.TrustedTime)
	case s.ClaimedTime != nil:
		return "Ghi ký lúc " + ui.Exact(*s.ClaimedTime) + " (do người ký ghi)"
	}
	return "Không ghi thời điểm ký"
}

func lastCheck(d *document.Document, file document.FileID) (document.Check, bool) {
	for i := len(d.Checks) - 1; i >= 0; i-- {
		if d.Checks[i].File == file {
			return d.Checks[i], true
		}
	}
	return document.Check{}, false
}

// hashChip says whether the bytes that came are those that were announced.
func hashChip(d *document.Document, f document.File) ui.Chip {
	if d.Intake != nil && d.Intake.Paper {
		return ui.Chip{Text: "Bản quét từ giấy"}
	}
	if c, ok := lastCheck(d, f.ID); ok && c.SHA256 == f.SHA256 {
		return ui.Chip{Tone: ui.Good, Text: "Đúng bản đã gửi"}
	}
	if d.State == document.Arrived {
		return ui.Chip{Tone: ui.Wait, Text: "Chưa đối chiếu"}
	}
	return ui.Chip{Tone: ui.Bad, Text: "Thiếu hoặc sai bản đã gửi"}
}

func (m *module) sheetOf(ctx context.Context, f document.File, c document.Check, law *profile.Profile) (*sheet.Sheet, *pades.Report, error) {
	report, err := exchange.Report(c)
	if err != nil {
		return nil, nil, err
	}
	practice := false
	for _, s := range report.Signatures {
		if s.Certificate != nil {
			known, err := m.Signing.ByFingerprint(ctx, s.Certificate.SHA256)
			practice = practice || err == nil && known.Practice
		}
	}
	return sheet.Make(sheet.Input{
		File: f.Name, Report: report, Holders: checkweb.Holders(ctx, m.Signing, m.Org), Words: checkweb.WordsOf(law), Practice: practice,
	}), report, nil
}

// sheetPDF prints the sheet of the check that is stored.
func (m *module) sheetPDF(w http.ResponseWriter, r *web.Request) error {
	ctx := r.Context()
	d, err := m.Documents.Get(ctx, r.Actor, idOf(r))
	if err != nil {
		return err
	}
	law, err := m.Documents.Profile(d.Province)
	if err != nil {
		return err
	}
	for _, f := range d.Files {
		c, ok := lastCheck(d, f.ID)
		if !ok || string(f.ID) != r.PathValue("file") {
			continue
		}
		s, _, err := m.sheetOf(ctx, f, c, law)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := s.PDF(&out, c.At); err != nil {
			return fmt.Errorf("printing the sheet: %w", err)
		}
		checkweb.Attach(w, "application/pdf", "phieu-kiem-tra-"+f.Name)
		_, _ = w.Write(out.Bytes()) // the browser went away: nothing to do
		return nil
	}
	return fault.New(fault.NotFound, "check.absent", "Tệp này chưa có phiếu kiểm tra.")
}

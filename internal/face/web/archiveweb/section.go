package archiveweb

import (
	"context"
	"fmt"
	"strings"

	"antin/internal/domain/archive"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web/ui"
	"antin/pades"
)

// Section gives the part of a document's page; nil when nothing of the document
// is signed yet.
func Section(s *archive.Service) func(ctx context.Context, by org.Actor, d *document.Document) (*ui.Evidence, error) {
	return func(ctx context.Context, by org.Actor, d *document.Document) (*ui.Evidence, error) {
		list, err := s.OfDocument(ctx, by, d.ID)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			return nil, nil
		}
		out := &ui.Evidence{}
		for _, e := range list {
			f := fileOf(d, e)
			if s.MayRetry(by, d, e) {
				f.Retry = addressOf(d, e) + "/thu-lai"
			}
			if len(list) > 1 {
				f.Name = e.Name
			}
			out.Files = append(out.Files, f)
		}
		return out, nil
	}
}

var levels = map[pades.Level]string{
	pades.LevelB: "B-B: chưa có dấu thời gian", pades.LevelT: "B-T: đã có dấu thời gian",
	pades.LevelLT: "B-LT: đủ dữ liệu để kiểm tra", pades.LevelLTA: "B-LTA: kiểm tra được lâu dài",
}

func tone(s archive.State) ui.Tone {
	switch s {
	case archive.Kept:
		return ui.Good
	case archive.Partial:
		return ui.Warn
	case archive.Waiting:
	}
	return ui.Wait
}

func fileOf(d *document.Document, e archive.Entry) ui.EvidenceFile {
	f := ui.EvidenceFile{State: ui.Chip{Tone: tone(e.State), Text: e.State.Name()}, Level: levels[e.Level], Why: e.Why}
	if !e.Summary.StampedAt.IsZero() {
		f.Stamped = "Dấu thời gian cả tệp: " + ui.Exact(e.Summary.StampedAt)
		if d.Direction == document.Incoming && e.Summary.StampedAt.Sub(d.ArrivedAt) < archive.LongWait {
			f.Stamped = "Dấu thời gian khi nhận: " + ui.Exact(e.Summary.StampedAt)
		}
		if e.Summary.StampedBy != "" {
			f.Stamped += ", do " + e.Summary.StampedBy + " cấp"
		}
	}
	if e.State == archive.Waiting {
		f.Next = "Hệ thống đang thu thập."
		if e.Attempts > 0 && !e.NextAt.IsZero() {
			f.Next = "Thử lại lúc " + ui.When(e.NextAt) + "."
		}
	}
	if e.Overdue {
		f.Why = strings.TrimSpace(f.Why + " " + overdue)
	}
	if e.State == archive.Kept {
		f.Next = renewal(e)
	}
	for _, m := range e.Summary.Missing {
		if m.Text != e.Why {
			f.Missing = append(f.Missing, m.Text)
		}
	}
	for _, s := range e.Summary.Signatures {
		if s.Kind != "timestamp" {
			f.Signatures = append(f.Signatures, signatureOf(s))
		}
	}
	base := addressOf(d, e)
	if _, ok := e.Newest(); ok {
		f.Links = append(f.Links, ui.Link{Text: "Tải hồ sơ bằng chứng (ZIP)", Href: base})
		if e.Summary.Copy != nil {
			f.Links = append(f.Links, ui.Link{Text: "Tải bản lưu trữ (PDF)", Href: base + "/ban-luu-tru"})
		}
	}
	return f
}

const overdue = "Đã chờ hơn một ngày: báo người quản trị hệ thống kiểm tra đường mạng và nơi cấp dấu thời gian."

// renewal says how long what is kept can be verified, and what comes next.
func renewal(e archive.Entry) string {
	var parts []string
	if !e.Until.IsZero() {
		parts = append(parts, "Bảo đảm kiểm tra được đến "+ui.Day(e.Until)+".")
	}
	switch {
	case e.NextAt.IsZero():
	case e.Why != "":
		parts = append(parts, "Thử gia hạn lại lúc "+ui.When(e.NextAt)+".")
	case e.Attempts > 0:
		parts = append(parts, "Lấy lại tình trạng thu hồi mới hơn lúc "+ui.When(e.NextAt)+".")
	case e.Until.IsZero():
		parts = append(parts, "Sẽ tự gia hạn ngày "+ui.Day(e.NextAt)+".")
	default:
		parts[0] = strings.TrimSuffix(parts[0], ".") + ", sẽ tự gia hạn từ ngày " + ui.Day(e.NextAt) + "."
	}
	return strings.Join(parts, " ")
}

// addressOf is where the evidence is given out.
func addressOf(d *document.Document, e archive.Entry) string {
	base := "/van-ban/"
	if d.Direction == document.Incoming {
		base = "/den/"
	}
	return base + string(d.ID) + "/bang-chung/" + string(e.ID)
}

func signatureOf(s archive.Signature) ui.EvidenceSignature {
	who := s.Signer
	if who == "" {
		who = s.Field
	}
	out := ui.EvidenceSignature{Who: who, Level: string(s.Level)}
	add := func(label, value string) {
		if value != "" {
			out.Pairs = append(out.Pairs, ui.Pair{Label: label, Value: value})
		}
	}
	add("Người chịu trách nhiệm", responsibility(s.Responsibility))
	if !s.ProvenAt.IsZero() {
		add("Dấu thời gian lúc ký", ui.Exact(s.ProvenAt))
	}
	add("Đang giữ", kept(s))
	add("Quy chế chứng thực", statements(s.Statements))
	for _, m := range s.Missing {
		if m.Lasts() {
			out.Notes = append(out.Notes, m.Text)
			continue
		}
		out.Missing = append(out.Missing, m.Text)
	}
	return out
}

// responsibility is a line as "KT. Giám đốc, Nguyễn Văn An, Sở …".
func responsibility(r archive.Responsibility) string {
	var parts []string
	if title := strings.TrimSpace(r.Capacity + " " + r.Title); title != "" {
		parts = append(parts, title)
	}
	parts = append(parts, r.Name)
	if r.Agency != "" && r.Agency != r.Name {
		parts = append(parts, r.Agency)
	}
	if r.Custodian != "" {
		parts = append(parts, "văn thư giữ khóa: "+r.Custodian)
	}
	if r.Decision != "" {
		parts = append(parts, "theo "+r.Decision)
	}
	return strings.Join(parts, ", ")
}

func kept(s archive.Signature) string {
	var parts []string
	for _, k := range []struct {
		n    int
		name string
	}{
		{len(s.Certificates), "chứng thư số"}, {len(s.CRLs), "danh sách thu hồi (CRL)"}, {len(s.OCSPs), "trả lời OCSP"}, {len(s.Stamps), "dấu thời gian"},
	} {
		if k.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", k.n, k.name))
		}
	}
	return strings.Join(parts, ", ")
}

// statements names each place once.
func statements(list []archive.Statement) string {
	var parts []string
	seen := map[string]bool{}
	for _, s := range list {
		text := s.Address
		if text == "" {
			text = s.Title
		}
		if text == "" {
			text = "chính sách " + s.Policy
		}
		if !seen[text] {
			seen[text] = true
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "; ")
}

package registerweb

import (
	"slices"
	"time"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// history puts everything that happened under one number into one row of steps:
// made, worked on, signed and kept, sent, received (BG Điều 2 khoản 8).
func (m *module) history(r *web.Request, d *document.Document, page *afterPage) error {
	type step struct {
		at           time.Time
		what, detail string
	}
	var list []step
	add := func(at time.Time, what, detail string) {
		if !at.IsZero() {
			list = append(list, step{at, what, detail})
		}
	}
	add(d.CreatedAt, map[document.Direction]string{document.Outgoing: "Tạo", document.Incoming: "Nhận"}[d.Direction], d.FromName)
	for _, v := range d.Versions {
		add(v.At, "Tạo", "Nội dung phiên bản "+ui.Number(v.No))
	}
	for _, dec := range d.Decisions {
		what := "Xử lý"
		if dec.Kind == document.ReleaseMade {
			what = "Gửi"
		}
		add(dec.At, what, decisionWords[dec.Kind]+orNothing(" · ", dec.ByName))
	}
	for _, f := range d.Files {
		if f.Stage == document.Signed || f.Stage == document.Sealed {
			add(f.At, "Lưu trữ", "Giữ tệp "+f.Name+", mã "+f.SHA256[:min(12, len(f.SHA256))])
		}
	}
	if d.Direction == document.Outgoing {
		deliveries, err := m.Exchange.Store.OfDocument(r.Context(), d.ID)
		if err != nil {
			return err
		}
		for _, x := range deliveries {
			add(x.SentAt, "Gửi", x.Recipient.Name)
			add(x.ReceivedAt, "Nhận", x.Recipient.Name+" nhận được")
			add(x.AnsweredAt, "Nhận", x.Recipient.Name+": "+x.State.Name())
		}
	}
	slices.SortStableFunc(list, func(a, b step) int { return a.at.Compare(b.at) })
	for _, s := range list {
		page.History = append(page.History, ui.Step{Stage: ui.Done, Title: s.what, Rest: s.detail, At: s.at})
	}
	return nil
}

var decisionWords = map[document.DecisionKind]string{
	document.UnitApproval: "lãnh đạo đơn vị đồng ý", document.FormatCheck: "kiểm tra thể thức", document.Approval: "duyệt", document.SignatureMade: "ký số",
	document.Recheck: "văn thư kiểm tra lại", document.SealMade: "cấp số và ký cơ quan", document.ReleaseMade: "vào sổ và phát hành", document.ReturnMade: "trả lại",
	document.SubmissionMade: "trình", document.OpinionRound: "xin ý kiến", document.OpinionClosed: "kết thúc xin ý kiến", document.ArrivalEntered: "vào sổ đến",
	document.ArrivalRefused: "từ chối tiếp nhận", document.TaskAssigned: "phân công", document.TaskCompleted: "hoàn thành", document.RecallMade: "thu hồi, thay thế",
	document.RecallHeard: "nhận thông báo thu hồi", document.ContentGone: "hủy nội dung", document.LeftPaper: "gửi giấy do sự cố", document.ScanAttested: "tải bản quét",
	document.Cancelled: "hủy số", document.PlaceMoved: "chỉnh chỗ đặt",
}

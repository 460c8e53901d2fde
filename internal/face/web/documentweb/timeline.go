package documentweb

import (
	"context"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web/ui"
)

// decisionWords are what each decision is called; the second is said when the
// answer was no.
var decisionWords = map[document.DecisionKind][2]string{
	document.UnitApproval:   {"Lãnh đạo đơn vị đồng ý", "Lãnh đạo đơn vị không đồng ý"},
	document.FormatCheck:    {"Kiểm tra thể thức: đạt", "Kiểm tra thể thức: không đạt"},
	document.Approval:       {"Duyệt", "Không duyệt"},
	document.SignatureMade:  {"Ký số", "Ký số"},
	document.Recheck:        {"Văn thư kiểm tra lại: đạt", "Văn thư kiểm tra lại: có sai sót"},
	document.SealMade:       {"Cấp số và ký cơ quan", "Cấp số và ký cơ quan"},
	document.ReleaseMade:    {"Vào sổ và phát hành", "Vào sổ và phát hành"},
	document.ReturnMade:     {"Trả lại", "Trả lại"},
	document.SubmissionMade: {"Trình", "Trình"},
	document.OpinionRound:   {"Xin ý kiến", "Xin ý kiến"},
	document.OpinionClosed:  {"Kết thúc xin ý kiến", "Kết thúc xin ý kiến"},
	document.PlaceMoved:     {"Chỉnh chỗ đặt chữ ký, dấu", "Chỉnh chỗ đặt chữ ký, dấu"},
	document.Cancelled:      {"Hủy số", "Hủy số"},
	document.PaperPrinted:   {"In bản giấy", "In bản giấy"},
	document.FlowChosen:     {"Chọn quy trình ký", "Chọn quy trình ký"},
	document.StepSignature:  {"Ký số trong chuỗi ký", "Ký số trong chuỗi ký"},
	document.StepRefused:    {"Từ chối ký", "Từ chối ký"},
	document.SignerReplaced: {"Thay người ký", "Thay người ký"},
	document.Withdrawn:      {"Người soạn rút lại", "Người soạn rút lại"},
	document.PassedOn:       {"Chuyển cơ quan phối hợp ký", "Chuyển cơ quan phối hợp ký"},
	document.HandedBack:     {"Cơ quan phối hợp ký xong, trả lại", "Cơ quan phối hợp ký xong, trả lại"},
	document.ScanAttested:   {"Xác nhận bản quét từ bản giấy", "Xác nhận bản quét từ bản giấy"},
}

// aheadOf are the steps of the document's own order of signing.
func aheadOf(d dossier) []stage {
	if len(d.Chain.Steps) == 0 {
		return ahead
	}
	chain := stage{"Các chữ ký khác trong chuỗi", []document.State{document.Collecting}}
	switch d.Chain.Flow {
	case document.FlowJoint:
		return append(append(append([]stage{}, ahead[:4]...), stage{"Cơ quan phối hợp ký, đóng dấu", chain.states}), ahead[4:]...)
	case document.FlowPersons:
		return []stage{ahead[0], chain, ahead[3]}
	}
	return append([]stage{ahead[0], chain}, ahead[3:]...)
}

// stage is a step of the way with the states in which it is the one of now.
type stage struct {
	title  string
	states []document.State
}

// ahead are the steps that a document passes, in order, with the states in
// which each is the one of now.
var ahead = []stage{
	{"Soạn dự thảo", []document.State{document.Drafting, document.Consulting}},
	{"Lãnh đạo đơn vị duyệt nội dung", []document.State{document.UnitReview}},
	{"Kiểm tra thể thức", []document.State{document.Formatting}},
	{"Duyệt và ký", []document.State{document.AwaitingApproval, document.AwaitingSignature}},
	{"Văn thư kiểm tra lại, cấp số và ký cơ quan", []document.State{document.AwaitingClerk, document.Faulty, document.Numbered}},
	{"Vào sổ và phát hành", []document.State{document.SealedState}},
}

// steps are the decisions as they fell, where the document stands now, and what
// still lies ahead.
func (m *module) steps(ctx context.Context, d dossier) ([]ui.Step, error) {
	drafter, err := m.Org.Person(ctx, d.Drafter)
	if err != nil {
		return nil, err
	}
	out := []ui.Step{{Stage: ui.Done, Title: "Bắt đầu soạn", At: d.CreatedAt, Detail: drafter.Name}}
	for _, dec := range d.Decisions {
		out = append(out, decided(d, dec))
	}
	if d.State == document.CancelledState || d.State == document.Released || d.State == document.Attested {
		return out, nil
	}
	reached := false
	for _, step := range aheadOf(d) {
		now := false
		for _, s := range step.states {
			now = now || s == d.State
		}
		switch {
		case now:
			reached = true
			out = append(out, ui.Step{Stage: ui.Now, Title: step.title, Detail: nowWords(d)})
		case reached:
			out = append(out, ui.Step{Title: step.title})
		}
	}
	return out, nil
}

func decided(d dossier, dec document.Decision) ui.Step {
	words := decisionWords[dec.Kind]
	s := ui.Step{Stage: ui.Done, Title: words[0], At: dec.At}
	if !dec.OK {
		s.Stage, s.Title = ui.Stopped, words[1]
	}
	detail := []string{dec.ByName}
	var faults []string
	for _, code := range dec.Faults {
		if f, ok := d.law.Documents.Fault(code); ok {
			faults = append(faults, f.Label)
		}
	}
	if len(faults) > 0 {
		detail = append(detail, "Lỗi: "+strings.Join(faults, "; "))
	}
	if dec.Comment != "" {
		detail = append(detail, "“"+dec.Comment+"”")
	}
	if !dec.Voided.IsZero() {
		s.Rest = "(hết hiệu lực, nội dung đã thay đổi)"
	}
	s.Detail = strings.Join(detail, " · ")
	return s
}

// turn says whose turn it is.
func turn(d dossier) string {
	switch d.State {
	case document.Drafting, document.Consulting:
		return "Người soạn đang giữ"
	case document.UnitReview:
		return "Chờ lãnh đạo đơn vị soạn thảo"
	case document.Formatting:
		return "Chờ người kiểm tra thể thức"
	case document.AwaitingApproval, document.AwaitingSignature:
		return "Chờ " + orDash(d.Signer.Name, "người ký")
	case document.AwaitingClerk, document.Numbered, document.SealedState:
		return "Chờ văn thư"
	case document.Collecting:
		return "Chuỗi ký " + awaits(d)
	case document.Faulty:
		return "Chờ trả về người soạn để sửa"
	default:
		return ""
	}
}

// nowWords says whose turn it is and until when.
func nowWords(d dossier) string {
	words := turn(d)
	switch d.State {
	case document.AwaitingClerk, document.Numbered, document.SealedState:
		if d.law.Exchange.SendDeadline == "next-morning" {
			words += " · phát hành chậm nhất sáng ngày làm việc tiếp theo (" + ui.ClauseText(d.law.Clause("exchange.send_deadline")) + ")"
		}
	default:
	}
	return words
}

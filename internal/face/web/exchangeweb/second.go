package exchangeweb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/vntext"
)

// secondDeed is the result of the authority's own tool, and the note that
// settles a difference.
type secondDeed struct {
	Tool, Name, Value, Result, Note string
	Indications                     []ui.Choice
	Differs, Open                   bool
}

var indications = []ui.Choice{
	{Text: "Chọn kết quả"}, {Value: "TOTAL-PASSED", Text: "Hợp lệ"}, {Value: "TOTAL-FAILED", Text: "Không hợp lệ"}, {Value: "INDETERMINATE", Text: "Không xác định"},
}

// standing adds what concerns the legal value of the document and who answers
// for it.
func (m *module) standing(r *web.Request, page *incomingPage, d *document.Document, law *profile.Profile) {
	may := func(action org.Action) bool { return m.Documents.Can(r.Actor, d, action) }
	open := d.State == document.Held || d.State == document.Valid
	if open && may("incoming.receive") && law.Verification.SecondTool != "" && (d.Intake == nil || !d.Intake.Paper) {
		page.Second = second(d, law)
	}
	if (d.State == document.Registered || d.State == document.Assigned) && may("incoming.refuse") {
		page.SendBack = &refuseDeed{Reasons: []ui.Choice{{Text: "Chọn lý do"}}}
		for _, c := range law.Documents.RefusalReasons {
			page.SendBack.Reasons = append(page.SendBack.Reasons, ui.Choice{Value: c.Code, Text: c.Label})
		}
	}
	if d.Intake != nil && d.Intake.Stamp != nil && may("incoming.read") {
		page.Stamp = here(d.ID, "ban-in.pdf")
	}
	if d.Arrival > 0 {
		page.Rests = m.myDrafts(r.Context(), r.Actor)
	}
	page.About = append(page.About, intakePairs(d, law)...)
}

func second(d *document.Document, law *profile.Profile) *secondDeed {
	deed := &secondDeed{Tool: law.Verification.SecondTool, Indications: indications}
	if d.Intake == nil || d.Intake.Second == nil {
		return deed
	}
	s := d.Intake.Second
	deed.Name, deed.Value, deed.Differs, deed.Open = s.Tool, s.Indication, s.Open(), s.Open()
	for _, c := range indications {
		if c.Value == s.Indication {
			deed.Result = s.Tool + ": " + strings.ToLower(c.Text) + " (" + s.ByName + " ghi " + ui.When(s.At) + ")"
		}
	}
	if s.Note != "" {
		deed.Result += ". Ý kiến: " + s.Note + " (" + s.NoteBy + ", " + ui.When(s.NoteAt) + ")"
	}
	return deed
}

// intakePairs say how it came, what it is worth and who answers for it.
func intakePairs(d *document.Document, law *profile.Profile) []ui.Pair {
	i := d.Intake
	if i == nil {
		return nil
	}
	out := []ui.Pair{{Label: "Kênh đến", Value: channelName(i.Channel)}}
	if src, ok := law.Incoming.Source(i.Source); ok {
		out = append(out, ui.Pair{Label: "Nguồn", Value: src.Label + ": " + i.Address})
	}
	if i.Paper {
		out = append(out, ui.Pair{Label: "Bản giấy", Value: "Có, lưu tại văn thư"})
	}
	if i.By != "" {
		result := "chưa có kết quả kiểm tra đạt"
		if i.Positive {
			result = "kiểm tra chữ ký đạt"
		}
		if i.Paper {
			result = "đối chiếu bản giấy"
		}
		out = append(out, ui.Pair{Label: law.Incoming.ResponsibleLabel, Value: i.ByName + ", " + ui.When(i.At) + ", " + result})
	}
	if i.Pending {
		out = append(out, ui.Pair{Label: "Kiểm tra chữ ký", Value: "Hệ thống tự kiểm tra lại", Chip: &ui.Chip{Tone: ui.Warn, Text: document.Held.Name()}})
	}
	if i.Failed != "" {
		out = append(out, ui.Pair{Label: "Kiểm tra lại sau vào sổ", Value: i.Failed, Chip: &ui.Chip{Tone: ui.Bad, Text: "Không hợp lệ"}})
	}
	if law.Documents.MailboxRouteValid && i.Basis != "" {
		words := map[string]string{"4.1": "Điều 4 khoản 1 (hộp thư Văn thư)", "4.2": "Điều 4 khoản 2 (chữ ký số)", "both": "Điều 4 khoản 1 và khoản 2", "none": "Không đạt Điều 4"}
		out = append(out, ui.Pair{Label: "Căn cứ giá trị pháp lý", Value: words[i.Basis] + "; " + i.BasisWhy})
	}
	if law.Incoming.TransferRequired && d.State != document.Arrived {
		if yes, why := d.LegalValue(law); yes {
			out = append(out, ui.Pair{Label: "Giá trị pháp lý", Value: "có", Chip: &ui.Chip{Tone: ui.Good, Text: "Có giá trị"}})
		} else {
			out = append(out, ui.Pair{Label: "Giá trị pháp lý", Value: why, Chip: &ui.Chip{Tone: ui.Warn, Text: law.Incoming.ReferenceOnly}})
		}
	}
	if i.SameAs != "" {
		out = append(out, ui.Pair{Label: "Trùng với", Value: "Mở văn bản đã có", Href: here(i.SameAs)})
	}
	if i.Apart != "" {
		out = append(out, ui.Pair{Label: "Vào sổ dù giống văn bản đã có", Value: i.Apart})
	}
	if t := i.Tombstone; t != nil {
		out = append(out, ui.Pair{Label: "Nội dung", Value: "Đã xóa " + ui.When(t.At) + " sau khi báo nơi gửi; giữ lại mã băm " + strings.Join(t.SHA256, ", ")})
	}
	return out
}

// myDrafts are the drafts that may rest on an incoming document.
func (m *module) myDrafts(ctx context.Context, by org.Actor) []ui.Choice {
	list, err := m.Documents.ListQueue(ctx, by, "du-thao", document.Cursor{}, 30)
	if err != nil || len(list) == 0 {
		return nil // without drafts there is nothing to choose
	}
	out := []ui.Choice{{Text: "Chọn dự thảo"}}
	for _, d := range list {
		out = append(out, ui.Choice{Value: string(d.ID), Text: orDash(d.Subject, "(chưa có trích yếu)")})
	}
	return out
}

func (m *module) link(w http.ResponseWriter, r *web.Request) error {
	if err := m.Documents.Link(r.Context(), r.Actor, idOf(r), document.ID(r.Text("earlier"))); err != nil {
		return m.again(w, r, err, nil)
	}
	return r.Done(w, here(idOf(r)), "Đã gắn vào văn bản đã có; văn bản này không có số đến riêng.")
}

func (m *module) sendBack(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	why := document.Reason{Code: r.Text("code"), Text: r.Text("text")}
	if err := m.Documents.SendBack(r.Context(), r.Actor, idOf(r), why); err != nil {
		return m.again(w, r, err, func(p *incomingPage) {
			if p.SendBack != nil {
				p.SendBack.Code, p.SendBack.Text, p.SendBack.Open = why.Code, why.Text, true
			}
		})
	}
	return r.Done(w, here(idOf(r)), "Đã chuyển trả. Lý do được gửi ngay cho nơi gửi.")
}

func (m *module) rest(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	draft := document.ID(r.Text("draft"))
	if draft == "" {
		return m.again(w, r, fault.New(fault.Invalid, "basis.no-draft", "Chưa chọn dự thảo.").At("draft", "Chọn một dự thảo."), nil)
	}
	if err := m.Documents.Rest(r.Context(), r.Actor, draft, idOf(r)); err != nil {
		return m.again(w, r, err, nil)
	}
	return r.Done(w, here(idOf(r)), "Đã gắn làm căn cứ của dự thảo.")
}

func (m *module) settle(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	accept := r.Text("accept") == "yes"
	if err := m.Documents.Settle(r.Context(), r.Actor, idOf(r), r.Text("note"), accept); err != nil {
		return m.again(w, r, err, func(p *incomingPage) {
			if p.Second != nil {
				p.Second.Note, p.Second.Open = r.Text("note"), true
			}
		})
	}
	if accept {
		return r.Done(w, here(idOf(r)), "Đã ghi ý kiến; văn bản vào sổ được.")
	}
	return r.Done(w, here(idOf(r)), "Đã ghi ý kiến; kết quả chặt hơn vẫn được áp dụng.")
}

// tool enters what the authority's own tool said; its report is a file.
func (m *module) tool(w http.ResponseWriter, r *web.Request) error {
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	var o document.SecondOpinion
	var report *document.Upload
	for report == nil {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return web.Broken(err)
		}
		if part.FileName() != "" {
			report = &document.Upload{Name: part.FileName(), Body: part}
			continue
		}
		raw, err := io.ReadAll(io.LimitReader(part, maxTyped))
		if err != nil {
			return web.Broken(err)
		}
		text, ok := vntext.TypedLine(string(raw))
		if !ok {
			return web.Untypable(part.FormName(), "")
		}
		switch part.FormName() {
		case "tool":
			o.Tool = strings.TrimSpace(text)
		case "indication":
			o.Indication = text
		}
	}
	if err := m.Documents.SecondOpinion(r.Context(), r.Actor, idOf(r), o, report); err != nil {
		return m.again(w, r, err, func(p *incomingPage) {
			if p.Second != nil {
				p.Second.Name, p.Second.Value, p.Second.Open = o.Tool, o.Indication, true
			}
		})
	}
	return r.Done(w, here(idOf(r)), "Đã ghi kết quả của công cụ.")
}

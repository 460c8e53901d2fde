package taskweb

import (
	"io"
	"mime"
	"net/http"
	"strconv"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
	"antin/internal/domain/task"
	"antin/internal/face/form"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// sheetForm is the Phiếu giải quyết văn bản đến of NĐ 30/2020, Phụ lục IV, with
// everything that was said, in the order of time (BG-14.4).
func sheetForm() profile.Form {
	return profile.Form{
		Title: "Phiếu giải quyết văn bản đến", Basis: "Nghị định 30/2020/NĐ-CP, Phụ lục IV",
		Blocks: []profile.Block{{Fields: []profile.FormField{
			{Code: "document", Label: "Văn bản"}, {Code: "subject", Label: "Về việc"}, {Code: "arrival", Label: "Số đến, ngày đến"}, {Code: "state", Label: "Tình trạng"},
		}}},
		TableTitle: "Ý kiến chỉ đạo, đề xuất và quá trình giải quyết",
		Columns: []profile.FormField{
			{Code: profile.ColumnOrder, Label: "STT", Width: 5}, {Code: "at", Label: "Thời gian", Width: 16}, {Code: "who", Label: "Người ghi, chức vụ", Width: 22},
			{Code: "what", Label: "Việc", Width: 22}, {Code: "text", Label: "Nội dung", Width: 35},
		},
		Closing: "Mỗi dòng là bản ghi không sửa, không xóa được trên hệ thống; đính chính là dòng mới.",
	}
}

func (m *module) sheet(w http.ResponseWriter, r *web.Request) error {
	d, notes, err := m.Tasks.Sheet(r.Context(), r.Actor, document.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	agency, err := m.Org.Agency(r.Context(), d.Agency)
	if err != nil {
		return err
	}
	data := form.Data{
		Superior: agency.Superior, Agency: agency.Name, Place: agency.Place, Date: m.Now(), At: m.Now(), Rows: []map[string]string{},
		Head: map[string]string{
			"document": d.SenderRef + " ngày " + slashed(d.IssuedOn) + " của " + d.FromName, "subject": d.Subject, "arrival": strconv.Itoa(d.Arrival) + ", " + ui.Day(d.ArrivedAt), "state": d.State.Name(),
		},
		Footer: "In từ hệ thống lúc " + ui.When(m.Now()) + " bởi " + r.Actor.Name,
	}
	for _, n := range notes {
		data.Rows = append(data.Rows, noteRow(n))
	}
	if len(data.Rows) > form.MaxRows {
		data.Rows = data.Rows[:form.MaxRows]
	}
	raw, err := form.PDF(sheetForm(), data)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="phieu-giai-quyet.pdf"`)
	_, _ = w.Write(raw) // the browser went away: nothing to do
	return nil
}

func noteRow(n task.Note) map[string]string {
	what := n.Kind.Name()
	if n.To != "" {
		what += ": " + n.To
	}
	if !n.Due.IsZero() {
		what += ", hạn " + ui.Day(n.Due)
	}
	text := n.Text
	for _, f := range n.Files {
		text += " [kèm tệp " + f.Name + "]"
	}
	if !n.Whole() {
		text += " [dòng này không còn nguyên như khi ghi]"
	}
	return map[string]string{"at": ui.When(n.At), "who": n.AuthorName + ", " + n.Role, "what": what, "text": text}
}

func slashed(iso string) string {
	if len(iso) != 10 {
		return iso
	}
	return iso[8:] + "/" + iso[5:7] + "/" + iso[:4]
}

// download gives one attachment of a note to somebody who reads the task.
func (m *module) download(w http.ResponseWriter, r *web.Request) error {
	name, blob, err := m.Tasks.Attachment(r.Context(), r.Actor, idOf(r), task.NoteID(r.PathValue("note")), r.PathValue("n"))
	if err != nil {
		return err
	}
	defer func() { _ = blob.Close() }()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Content-Length", strconv.FormatInt(blob.Size(), 10))
	_, _ = io.Copy(w, io.NewSectionReader(blob, 0, blob.Size())) // the status is out; the browser sees a short file
	return nil
}

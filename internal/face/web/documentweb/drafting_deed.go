package documentweb

import (
	"fmt"
	"net/http"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// discardPage asks once more before a draft goes.
type discardPage struct {
	ui.Page
	Post, Subject, Reason string
}

func (m *module) compose(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã soạn theo mẫu. Tải Word về viết tiếp, rồi tải lên thành phiên bản mới.", func(id document.ID) error {
		return m.Documents.Compose(r.Context(), r.Actor, id, r.PostForm.Get("words"))
	})
}

func (m *module) discardForm(w http.ResponseWriter, r *web.Request) error {
	page, err := m.discardPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) discardPage(r *web.Request) (*discardPage, error) {
	d, err := m.open(r.Context(), r)
	if err != nil {
		return nil, err
	}
	return &discardPage{Page: ui.Page{Title: "Bỏ dự thảo này?", Crumbs: []ui.Link{{Text: orDash(d.Subject, "Dự thảo"), Href: href(d.ID)}}},
		Post: href(d.ID), Subject: orDash(d.Subject, "Dự thảo chưa có trích yếu"), Reason: r.Text("reason")}, nil
}

func (m *module) discard(w http.ResponseWriter, r *web.Request) error {
	if err := m.Documents.DiscardDraft(r.Context(), r.Actor, idOf(r), r.Text("reason")); err != nil {
		page, broken := m.discardPage(r)
		if broken != nil {
			return err
		}
		return r.Refuse(w, err, page)
	}
	return r.Done(w, "/viec/du-thao", "Đã bỏ dự thảo. Dự thảo không còn trong danh sách; nhật ký vẫn giữ.")
}

func (m *module) remind(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã nhắc những đơn vị, cá nhân chưa góp ý.", func(id document.ID) error {
		return m.Documents.RemindOpinions(r.Context(), r.Actor, id)
	})
}

// opinionSummary gives the table of opinions as Word or PDF.
func (m *module) opinionSummary(w http.ResponseWriter, r *web.Request) error {
	format := r.PathValue("format")
	kinds := map[string]string{"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}
	if kinds[format] == "" {
		return fault.New(fault.NotFound, "opinion.format", "Không có dạng tệp này.").Do("Chọn Word hoặc PDF.")
	}
	raw, err := m.Documents.OpinionSummary(r.Context(), r.Actor, idOf(r), format == "pdf")
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kinds[format])
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="tong-hop-y-kien.%s"`, format))
	_, err = w.Write(raw)
	return err
}

// stampsPage lists the files that were not saved because of a stamp of secrecy.
type stampsPage struct {
	ui.Page
	Rows  []stampRow
	Empty ui.Empty
}

type stampRow struct {
	SHA256, Short, Person, At, Stamp, Confirmed string
}

func (m *module) stamps(w http.ResponseWriter, r *web.Request) error {
	list, err := m.Documents.StampHolds(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := &stampsPage{Page: ui.Page{Title: "Tệp có dấu mật chưa được lưu", Lead: "Hệ thống thấy chữ chỉ độ mật đứng riêng một dòng nên không lưu tệp; chỉ giữ mã băm, không giữ nội dung."},
		Empty: ui.Empty{Title: "Không có tệp nào.", From: "Khi ai đó tải lên tệp có dấu “MẬT”, “TỐI MẬT”, “TUYỆT MẬT”, việc đó hiện ở đây để văn thư xác nhận."}}
	for _, h := range list {
		row := stampRow{SHA256: h.SHA256, Short: h.SHA256[:min(16, len(h.SHA256))], At: ui.When(h.At), Stamp: h.Stamp, Person: m.nameOf(r, h.Person)}
		if !h.ConfirmedAt.IsZero() {
			row.Confirmed = m.nameOf(r, h.ConfirmedBy) + ", " + ui.When(h.ConfirmedAt)
		}
		page.Rows = append(page.Rows, row)
	}
	return r.Render(w, page)
}

func (m *module) nameOf(r *web.Request, id org.PersonID) string {
	p, err := m.Org.Person(r.Context(), id)
	if err != nil {
		return "" // a name is a courtesy here
	}
	return p.Name
}

func (m *module) confirmStamp(w http.ResponseWriter, r *web.Request) error {
	if err := m.Documents.ConfirmStamp(r.Context(), r.Actor, r.Text("sha256")); err != nil {
		return err
	}
	return r.Done(w, "/tep-dau-mat", "Đã xác nhận tệp không phải bí mật nhà nước. Người soạn tải lên lại được.")
}

// LateOpinions names who is late, in the last round or an earlier one.
func (p *documentPage) LateOpinions() string {
	var names []string
	for _, o := range p.Opinions {
		if o.Late {
			names = append(names, o.Person)
		}
	}
	return strings.Join(names, ", ")
}

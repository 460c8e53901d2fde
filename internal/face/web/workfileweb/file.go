package workfileweb

import (
	"net/http"
	"strconv"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
	"antin/internal/domain/workfile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// filePage is one work file with its list of contents.
type filePage struct {
	ui.Page
	Here                                            string
	State                                           ui.Chip
	About                                           []ui.Pair
	Items                                           []itemRow
	Reason                                          string
	CanKeep, CanClose, CanHandIn, CanTake, CanBurn  bool
	TypedTitle, TypedRetention, TypedWhy, TypedText string
	Retentions                                      []ui.Choice
}

type itemRow struct{ Seq, Symbol, Date, Subject, Organ, Pages, Hash, At, Href, Document string }

func (m *module) page(r *web.Request) (*filePage, error) {
	f, list, err := m.Files.ContentsList(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return nil, err
	}
	law, err := m.Profiles.At(f.Province, m.Now())
	if err != nil {
		return nil, err
	}
	page := &filePage{Page: ui.Page{Title: f.Title, Crumbs: []ui.Link{{Text: "Hồ sơ công việc", Href: "/ho-so"}}}, Here: href(f.ID), State: stateChip(f.State), Reason: f.Reason, TypedTitle: f.Title, TypedRetention: f.Retention}
	if page.Title == "" {
		page.Title = "Hồ sơ " + f.Code
	}
	for i, d := range list.Documents {
		x := f.Items[i]
		to := "/van-ban/" + string(x.Document)
		if x.Fields.Arrival != 0 {
			to = "/den/" + string(x.Document)
		}
		page.Items = append(page.Items, itemRow{Seq: strconv.Itoa(x.Seq), Symbol: d.CodeNumber + "/" + d.CodeNotation, Date: d.IssuedDate, Subject: d.TypeName + " " + d.Subject, Organ: d.OrganName, Pages: strconv.Itoa(d.PageAmount), Hash: x.SHA256, At: ui.Exact(x.At), Href: href(f.ID) + "/van-ban/" + strconv.Itoa(x.Seq), Document: to})
	}
	page.about(f, list, law)
	page.Retentions = []ui.Choice{{Text: "Chọn thời hạn"}}
	for _, c := range law.Files.Retentions {
		page.Retentions = append(page.Retentions, ui.Choice{Value: c.Code, Text: c.Label})
	}
	keep, archive := m.Files.Can(r.Actor, &f, workfile.ActKeep), m.Files.Can(r.Actor, &f, workfile.ActArchive)
	page.CanClose, page.CanHandIn = keep && f.State == workfile.Open, keep && f.State == workfile.Closed
	page.CanKeep, page.CanTake, page.CanBurn = page.CanClose, archive && f.State == workfile.HandedIn, archive && f.State == workfile.Accepted
	return page, nil
}

func (p *filePage) about(f workfile.File, list workfile.ListXML, law *profile.Profile) {
	planned := "Ngoài danh mục năm " + strconv.Itoa(f.Year)
	if f.Planned {
		planned = "Theo danh mục năm " + strconv.Itoa(f.Year)
	}
	p.About = []ui.Pair{
		{Label: "Số và ký hiệu", Value: f.Code, Symbol: true, Strong: true}, {Label: "Danh mục", Value: planned}, {Label: "Người lập", Value: f.KeeperName},
		{Label: "Bảo quản", Value: orUnset(list.Maintenance)}, {Label: "Bắt đầu", Value: list.StartDate},
	}
	add := func(label, value string) {
		if value != "" {
			p.About = append(p.About, ui.Pair{Label: label, Value: value})
		}
	}
	add("Kết thúc", list.EndDate)
	add("Nộp lưu trước ngày", slashed(f.DueOn(law)))
	add("Nộp lưu lúc", ui.When(f.HandedAt))
	if !f.AcceptedAt.IsZero() {
		add("Lưu trữ nhận", ui.When(f.AcceptedAt)+", "+f.AcceptedBy)
	}
}

func (m *module) show(w http.ResponseWriter, r *web.Request) error {
	page, err := m.page(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

// deed parses the form, does what is asked, and goes back to the file.
func (m *module) deed(w http.ResponseWriter, r *web.Request, done string, do func() error) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := do(); err != nil {
		page, shown := m.page(r)
		if shown != nil {
			return err
		}
		if r.PostForm.Has("tieu-de") {
			page.TypedTitle, page.TypedRetention = r.Text("tieu-de"), r.Text("thoi-han")
		}
		page.TypedWhy, page.TypedText = r.Text("ly-do"), r.Text("quyet-dinh")
		return r.Refuse(w, err, page)
	}
	return r.Done(w, href(idOf(r)), done)
}

func (m *module) put(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "Đã đưa văn bản vào hồ sơ.", func() error {
		return m.Files.Put(r.Context(), r.Actor, idOf(r), document.ID(r.Text("van-ban")))
	})
}

func (m *module) finish(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "Đã kết thúc hồ sơ.", func() error {
		return m.Files.Close(r.Context(), r.Actor, idOf(r), r.Text("tieu-de"), r.Text("thoi-han"))
	})
}

func (m *module) reopen(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "Đã mở lại hồ sơ.", func() error { return m.Files.Reopen(r.Context(), r.Actor, idOf(r)) })
}

func (m *module) handIn(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "Đã nộp hồ sơ; chờ lưu trữ cơ quan tiếp nhận.", func() error { return m.Files.HandIn(r.Context(), r.Actor, idOf(r)) })
}

func (m *module) accept(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "Đã tiếp nhận vào lưu trữ cơ quan.", func() error { return m.Files.Accept(r.Context(), r.Actor, idOf(r)) })
}

func (m *module) giveBack(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "Đã trả lại người lập hồ sơ.", func() error { return m.Files.GiveBack(r.Context(), r.Actor, idOf(r), r.Text("ly-do")) })
}

func (m *module) destroy(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "Đã ghi tiêu hủy.", func() error { return m.Files.Destroy(r.Context(), r.Actor, idOf(r), r.Text("quyet-dinh")) })
}

// orUnset is a value, or that none was chosen yet.
func orUnset(value string) string {
	if value == "" {
		return "Chưa chọn"
	}
	return value
}

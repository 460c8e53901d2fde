package documentweb

import (
	"net/http"

	"antin/internal/domain/document"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// signPage is what the signer reads before signing: the page with the place of
// the signature, as whom, with which certificate.
type signPage struct {
	ui.Page
	Post     string
	Sheet    *sheetView
	Deed     deed
	Facts    []ui.Pair
	Approved bool
	Back     ui.Link
}

func (m *module) signForm(w http.ResponseWriter, r *web.Request) error {
	page, _, err := m.signPage(r)
	if err != nil {
		return err
	}
	if page == nil {
		return r.Done(w, href(idOf(r)), "")
	}
	return r.Render(w, page)
}

// signPage is nil where there is nothing to sign any more.
func (m *module) signPage(r *web.Request) (*signPage, dossier, error) {
	d, err := m.open(r.Context(), r)
	if err != nil {
		return nil, d, err
	}
	found, err := m.deedOf(r, d)
	step, chained := d.TurnOf(r.Actor, false)
	if err != nil || found.Kind != signNow && found.Kind != signStep {
		return nil, d, err
	}
	page := &signPage{Page: ui.Page{Title: orDash(d.Subject, "Văn bản chờ ký"), Lead: typeName(d.law, d.Type), Crumbs: []ui.Link{{Text: "Văn bản", Href: href(d.ID)}}},
		Post: href(d.ID, "ky"), Deed: found, Approved: d.State != document.AwaitingApproval, Back: ui.Link{Text: "Chưa ký, về văn bản", Href: href(d.ID)}}
	page.Facts = []ui.Pair{{Label: "Người ký", Value: d.Signer.Name, Strong: true}, {Label: "Tư cách", Value: orDash(capacityWords(d), "ký trực tiếp")},
		{Label: "Nơi nhận", Value: ui.Number(len(d.Recipients)) + " nơi nhận"}}
	place := document.PlaceSigner
	if chained {
		page.Facts = append(found.Facts, ui.Pair{Label: "Người ký chính", Value: d.Signer.Name})
		place = step.Place()
	}
	n := r.URL.Query().Get("trang")
	if n == "" {
		if p, ok := d.Place(place); ok {
			n = ui.Number(p.Page)
		}
	}
	if page.Sheet, err = m.sheet(r, d, "", n); err != nil {
		return nil, d, err
	}
	if s := page.Sheet; s != nil {
		s.Files = nil
		s.Prev, s.Next = turnTo(s.Prev, href(d.ID, "ky")), turnTo(s.Next, href(d.ID, "ky"))
	}
	return page, d, nil
}

func (m *module) approve(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã duyệt. Bấm “Ký số” để ký đúng bản này.", func(id document.ID) error {
		return m.Documents.Approve(r.Context(), r.Actor, id, r.Text("hash"))
	})
}

// sign approves exactly the bytes that the page showed, unless that was done,
// and signs them.
func (m *module) sign(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	id, hash := idOf(r), r.Text("hash")
	d, err := m.Documents.Get(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	approved := false
	if err = withKey(r); err == nil && d.State == document.AwaitingApproval {
		err = m.Documents.Approve(r.Context(), r.Actor, id, hash)
		approved = err == nil
	}
	if err == nil {
		err = m.Documents.Sign(r.Context(), r.Actor, id, hash, keyOf(r))
	}
	if err == nil && len(d.Chain.Steps) > 0 {
		queue := "cho-ky"
		if d.State == document.Collecting {
			queue = "cho-ky-chuoi"
		}
		return m.doneIn(w, r, queue, "Đã ký số. Bước tiếp theo hiện ở “Trình tự ký”.")
	}
	if err == nil {
		return m.doneIn(w, r, "cho-ky", "Đã ký số. Văn bản chuyển văn thư để cấp số và ký cơ quan.")
	}
	if f, ok := fault.From(err); ok && approved {
		told := *f
		told.Message += " Đã ghi nhận bạn duyệt; chưa ký."
		err = &told
	}
	page, _, broken := m.signPage(r)
	if broken != nil {
		return broken
	}
	if page == nil {
		return m.refuse(w, r, err)
	}
	page.Deed.keep(r)
	return r.Refuse(w, err, page)
}

func keyOf(r *web.Request) document.With {
	return document.With{Certificate: signing.CertificateID(r.Text("certificate")), Password: r.PostFormValue("password"), Transaction: r.Text("transaction")}
}

// withKey asks for both before anything is decided by the deed.
func withKey(r *web.Request) error {
	f := fault.New(fault.Invalid, "sign.incomplete", "Chưa đủ thông tin để ký.")
	if r.Text("certificate") == "" {
		f = f.At("certificate", "Chọn chứng thư số.")
	}
	if r.PostFormValue("password") == "" {
		f = f.At("password", "Nhập mật khẩu khóa thực hành.")
	}
	if len(f.Fields) == 0 {
		return nil
	}
	return f
}

package documentweb

import (
	"fmt"
	"net/http"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ticketweb"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// manyPage asks once more before several documents are signed or sealed under
// one ticket: which ones, with which certificate.
type manyPage struct {
	ui.Page
	Post  string
	Rows  []manyRow
	Deed  deed
	Seals bool
	Label string
	Back  ui.Link
}

type manyRow struct {
	ID, Hash, Href, Title, Kind string
	State                       ui.Chip
	Pages                       string
}

// batch is what differs between signing and sealing many.
type batch struct {
	action  document.TicketAction
	purpose signing.Purpose
	title   string
	label   string
	post    string
	queue   string
}

var (
	signMany = batch{document.TicketSign, signing.ForPerson, "Duyệt và ký %d văn bản", "Duyệt và ký bằng thiết bị", "/ky-nhieu/mo", "/viec/cho-ky"}
	sealMany = batch{document.TicketSeal, signing.ForAgency, "Cấp số và ký cơ quan %d văn bản", "Cấp số và ký cơ quan bằng thiết bị", "/ky-co-quan-nhieu/mo", "/viec/cho-cap-so"}
)

func (m *module) manyToSign(w http.ResponseWriter, r *web.Request) error {
	return m.many(w, r, signMany)
}

func (m *module) manyToSeal(w http.ResponseWriter, r *web.Request) error {
	return m.many(w, r, sealMany)
}

func (m *module) openMany(w http.ResponseWriter, r *web.Request) error {
	return m.openBatch(w, r, signMany)
}

func (m *module) openManySeals(w http.ResponseWriter, r *web.Request) error {
	return m.openBatch(w, r, sealMany)
}

// many shows what was ticked; nothing is changed.
func (m *module) many(w http.ResponseWriter, r *web.Request, b batch) error {
	page, err := m.manyPage(r, b)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) manyPage(r *web.Request, b batch) (*manyPage, error) {
	if err := r.Parse(); err != nil {
		return nil, err
	}
	chosen := r.PostForm["doc"]
	if len(chosen) == 0 {
		return nil, fault.New(fault.Invalid, "ticket.empty", "Chưa chọn văn bản nào để ký.").Do("Về danh sách, đánh dấu các văn bản cần ký rồi bấm lại.")
	}
	if len(chosen) > document.MaxTicketItems {
		return nil, fault.New(fault.Invalid, "ticket.too-many", fmt.Sprintf("Mỗi lượt ký tối đa %d văn bản.", document.MaxTicketItems)).Do("Chọn ít văn bản hơn.")
	}
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return nil, err
	}
	page := &manyPage{Post: b.post, Seals: b.action == document.TicketSeal, Label: b.label, Back: ui.Link{Text: "Chưa ký, về danh sách", Href: b.queue}}
	for _, entry := range chosen {
		id, _, _ := strings.Cut(entry, ":")
		d, err := m.Documents.Get(r.Context(), r.Actor, document.ID(id))
		if err != nil {
			return nil, err
		}
		row := manyRow{ID: id, Href: href(d.ID), Title: orDash(d.Subject, "(chưa có trích yếu)"), Kind: typeName(law, d.Type), State: stateChip(d.State), Pages: fmt.Sprintf("%d trang", d.Pages)}
		if f, ok := d.SignBase(); ok && !page.Seals {
			row.Hash, row.Pages = f.SHA256, fmt.Sprintf("%d trang", f.Pages)
		}
		page.Rows = append(page.Rows, row)
		if len(page.Rows) == 1 {
			withTransaction(dossier{Document: d, law: law}, &page.Deed)
		}
	}
	page.Page = ui.Page{Title: fmt.Sprintf(b.title, len(page.Rows)), Lead: "Mỗi văn bản được ký riêng và có kết quả riêng; thiết bị hỏi mã PIN một lần.", Crumbs: []ui.Link{{Text: "Danh sách", Href: b.queue}}}
	err = m.withKeys(r.Context(), r.Actor, b.purpose, &page.Deed)
	return page, err
}

// openBatch opens one ticket for all that the page showed.
func (m *module) openBatch(w http.ResponseWriter, r *web.Request, b batch) error {
	if err := r.Parse(); err != nil {
		return err
	}
	var targets []document.TicketTarget
	for _, entry := range r.PostForm["doc"] {
		id, hash, _ := strings.Cut(entry, ":")
		targets = append(targets, document.TicketTarget{Document: document.ID(id), Hash: hash})
	}
	t, _, err := m.Documents.OpenTicket(r.Context(), r.Actor, b.action, targets, inHand(r))
	if err == nil && t.EndedAt.IsZero() {
		return r.Go(w, ticketweb.HandOver(t.ID))
	}
	if err == nil {
		return r.Go(w, ticketweb.Outcome(t.ID)) // none of them can be signed: the page says why
	}
	if _, refused := fault.From(err); !refused {
		return err
	}
	page, broken := m.manyPage(r, b)
	if broken != nil {
		return err
	}
	page.Deed.keep(r)
	return r.Refuse(w, err, page)
}

// batchOf is the batch that a work list offers to the actor, if any.
func (m *module) batchOf(by org.Actor, queue string) (post, label string) {
	switch {
	case queue == "cho-ky" && m.Documents.Guard.Can(by, "document.sign", org.NamedSigner):
		return "/ky-nhieu", "Ký các văn bản đã đánh dấu"
	case queue == "cho-ky-chuoi" && m.Documents.Guard.Can(by, "document.sign", org.Turn):
		return "/ky-nhieu", "Ký các văn bản đã đánh dấu"
	case queue == "cho-cap-so" && m.Documents.Guard.Can(by, "document.seal", org.OfAgency):
		return "/ky-co-quan-nhieu", "Cấp số và ký cơ quan các văn bản đã đánh dấu"
	}
	return "", ""
}

package documentweb

import (
	"net/http"

	"antin/internal/domain/document"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ticketweb"
	"antin/internal/fault"
)

// inHand is the certificate of a device; no password goes with it.
func inHand(r *web.Request) document.With {
	return document.With{Certificate: signing.CertificateID(r.Text("certificate")), Transaction: r.Text("transaction")}
}

// signInHand opens a ticket for the key in the signer's device, for exactly the
// bytes that the page showed.
func (m *module) signInHand(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	id := idOf(r)
	before, err := m.Documents.Get(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	t, _, err := m.Documents.OpenTicket(r.Context(), r.Actor, document.TicketSign, []document.TicketTarget{{Document: id, Hash: r.Text("hash")}}, inHand(r))
	if err == nil {
		return r.Go(w, ticketweb.HandOver(t.ID))
	}
	f, refused := fault.From(err)
	if !refused {
		return err
	}
	page, d, broken := m.signPage(r)
	if broken != nil {
		return broken
	}
	if page == nil {
		return m.refuse(w, r, err)
	}
	if before.State == document.AwaitingApproval && d.State == document.AwaitingSignature {
		told := *f
		told.Message += " Đã ghi nhận bạn duyệt; chưa ký."
		err = &told
	}
	page.Deed.keep(r)
	return r.Refuse(w, err, page)
}

// sealInHand opens a ticket for the key in the clerk's device; the number is
// taken when the agent asks for what to sign.
func (m *module) sealInHand(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	t, _, err := m.Documents.OpenTicket(r.Context(), r.Actor, document.TicketSeal, []document.TicketTarget{{Document: idOf(r)}}, inHand(r))
	if err != nil {
		return m.refuse(w, r, err)
	}
	return r.Go(w, ticketweb.HandOver(t.ID))
}

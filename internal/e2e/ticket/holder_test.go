package ticket

import (
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/internal/platform/practice"
	"antin/internal/testkit/site"
)

// refusedOpening tries to open a ticket and wants this refusal.
func (w world) refusedOpening(account string, action document.TicketAction, id document.ID, hash string, c signing.CertificateID, code string) {
	w.t.Helper()
	_, _, err := w.Documents.OpenTicket(w.t.Context(), w.actor(account), action, []document.TicketTarget{{Document: id, Hash: hash}}, document.With{Certificate: c})
	if !fault.Is(err, code) {
		w.t.Errorf("%s got %v, want %s", account, err, code)
	}
}

// TestOnlyOwnUsableCertificatesOpenATicket: another person's, a practice key, a
// revoked one, another title.
func TestOnlyOwnUsableCertificatesOpenATicket(t *testing.T) {
	t.Parallel()
	w := open(t)
	ctx := t.Context()
	id := w.letters(1)[0]
	f, _ := w.state(id).AtStage(document.Prepared)
	own, err := w.Personal(ctx, site.Deputy) // before there are others
	site.Must(t, err)
	director, err := w.Equip(ctx, site.Director, "Giám đốc", ecKey(t))
	site.Must(t, err)
	seal, err := w.EquipSeal(ctx, site.Clerk, ecKey(t))
	site.Must(t, err)
	title, err := w.Equip(ctx, site.Deputy, "Chủ tịch", ecKey(t))
	site.Must(t, err)
	lost, err := w.Equip(ctx, site.Deputy, "Phó Giám đốc", ecKey(t))
	site.Must(t, err)
	site.Must(t, w.Signing.ReportLoss(ctx, w.actor(site.Deputy), lost.ID, "Mất thiết bị."))
	over, err := w.Equip(ctx, site.Deputy, "Phó Giám đốc", ecKey(t), practice.ValidTo(w.Now().AddDate(0, 0, 1)))
	site.Must(t, err)
	for c, code := range map[signing.CertificateID]string{
		director.ID: "signing.not-owner", seal.ID: "signing.not-custodian", title.ID: "signing.title", lost.ID: "signing.status",
		own.Certificate: "sign.needs-password", "": "sign.no-certificate",
	} {
		w.refusedOpening(site.Deputy, document.TicketSign, id, f.SHA256, c, code)
	}
	w.refusedOpening(site.Director, document.TicketSign, id, f.SHA256, director.ID, "guard.forbidden")
	w.Wait(48 * 3600e9)
	w.refusedOpening(site.Deputy, document.TicketSign, id, f.SHA256, over.ID, "signing.validity")
}

// TestOnlyTheCustodianSealsWithTheToken: who is not the custodian of the
// agency's certificate at that time is refused when the ticket is opened, and
// also when custody ends while the desk signs; the attempt is a security event.
func TestOnlyTheCustodianSealsWithTheToken(t *testing.T) {
	t.Parallel()
	w := open(t)
	ctx := t.Context()
	seal := clerk(t, w.Site)
	id := w.letters(1)[0]
	f, _ := w.state(id).AtStage(document.Prepared)
	with, err := w.Personal(ctx, site.Deputy)
	site.Must(t, err)
	site.Must(t, w.Documents.Approve(ctx, w.actor(site.Deputy), id, f.SHA256))
	site.Must(t, w.Documents.Sign(ctx, w.actor(site.Deputy), id, f.SHA256, with))
	site.Must(t, w.Documents.Recheck(ctx, w.actor(site.Clerk), id, w.state(id).Seen(), nil, ""))
	_, err = w.Hire(ctx, site.Clerk, "vanthu2.skhcn", org.Clerk)
	site.Must(t, err)
	w.refusedOpening("vanthu2.skhcn", document.TicketSeal, id, "", seal.row.ID, "signing.not-custodian")

	ticket, secret, err := w.Documents.OpenTicket(ctx, w.actor(site.Clerk), document.TicketSeal, []document.TicketTarget{{Document: id}}, document.With{Certificate: seal.row.ID})
	site.Must(t, err)
	items := seal.fetch(secret).Items
	_, err = w.Signing.AssignCustody(ctx, w.Installer(), signing.Custody{
		Certificate: seal.row.ID, Holder: w.actor("vanthu2.skhcn").Person, Decision: "Biên bản giao nhận số 09", From: w.Now(),
	})
	site.Must(t, err)
	if out := seal.take(secret, seal.sign(items[0])); out[0].Done || !strings.Contains(out[0].Message, "không được giao chứng thư số cơ quan") {
		t.Errorf("outcome %+v", out)
	}
	if d := w.state(id); d.State != document.Numbered {
		t.Errorf("the document is %s", d.State)
	}
	end, err := w.Documents.TicketOf(ctx, w.actor(site.Clerk), ticket.ID)
	site.Must(t, err)
	if end.Items[0].Refusal.Code != "signing.not-custodian" {
		t.Errorf("refusal %+v", end.Items[0].Refusal)
	}
	seen := 0
	list, err := w.App.Audit.History(ctx, string(seal.row.ID))
	site.Must(t, err)
	for _, e := range list {
		if e.Action == "signing.not-holder" {
			seen++
		}
	}
	if seen != 2 {
		t.Errorf("%d security events", seen)
	}
	_, secret, err = w.Documents.OpenTicket(ctx, w.actor("vanthu2.skhcn"), document.TicketSeal, []document.TicketTarget{{Document: id}}, document.With{Certificate: seal.row.ID})
	site.Must(t, err)
	if out := seal.all(secret); !out[0].Done {
		t.Errorf("the custodian of now: %+v", out)
	}
}

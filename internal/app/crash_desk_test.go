//go:build failpoint

package app

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
)

// The second document of the crash test is signed and sealed at a desk: its keys
// lie beside the folder as they would lie in tokens.

func deskKey(dir, name string) string { return filepath.Join(dir, "crash-"+name+".key") }

// equip gives signer and clerk of the department a certificate in a device.
func equip(t *testing.T, dir string) {
	t.Helper()
	p, err := reopen(dir)
	must(t, err)
	defer p.app.Close()
	f := &Fixture{App: p.app, people: p, accounts: p.accounts}
	ends := practice.ValidTo(p.app.Now().AddDate(1, 0, 0)) // practice keys last longer and are taken first
	for _, name := range []string{"leader", "seal"} {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		must(t, err)
		der, err := x509.MarshalPKCS8PrivateKey(key)
		must(t, err)
		must(t, os.WriteFile(deskKey(dir, name), der, 0o600))
		if name == "leader" {
			_, err = f.Equip(t.Context(), department.signer, "Phó Giám đốc", key, ends)
		} else {
			_, err = f.EquipSeal(t.Context(), department.clerk, key, ends)
		}
		must(t, err)
	}
}

// atDesk signs or seals the document by a ticket of its own.
func (p *play) atDesk(ctx context.Context, action document.TicketAction) error {
	account, name := p.signer, "leader"
	if action == document.TicketSeal {
		account, name = p.clerk, "seal"
	}
	raw, err := os.ReadFile(deskKey(p.app.Config.Dir, name))
	if err != nil {
		return err
	}
	key, err := x509.ParsePKCS8PrivateKey(raw)
	if err != nil {
		return err
	}
	by, err := p.actor(ctx, account)
	if err != nil {
		return err
	}
	row, err := p.inHand(ctx, action, account)
	if err != nil {
		return err
	}
	d, err := p.app.Documents.Get(ctx, by, p.id)
	if err != nil {
		return err
	}
	f, _ := d.AtStage(document.Prepared)
	target := document.TicketTarget{Document: p.id}
	if action == document.TicketSign {
		target.Hash = f.SHA256
	}
	_, secret, err := p.app.Documents.OpenTicket(ctx, by, action, []document.TicketTarget{target}, document.With{Certificate: row.ID})
	if err != nil {
		return err
	}
	t, _, err := p.app.Documents.FetchTicket(ctx, secret)
	if err != nil {
		return err
	}
	var answers []document.TicketAnswer
	for _, part := range t.Items[0].Parts {
		h := crypto.SHA256.New()
		h.Write(part.Attributes)
		value, err := key.(crypto.Signer).Sign(rand.Reader, h.Sum(nil), crypto.SHA256)
		if err != nil {
			return err
		}
		answers = append(answers, document.TicketAnswer{Seq: 1, Part: part.No, Value: value, Signer: row.DER})
	}
	t, _, err = p.app.Documents.AnswerTicket(ctx, secret, answers)
	if err == nil && t.Items[0].State != document.ItemCompleted {
		err = fmt.Errorf("the desk did not sign: %+v", t.Items[0].Refusal)
	}
	return err
}

func (p *play) inHand(ctx context.Context, action document.TicketAction, account string) (signing.Certificate, error) {
	by, err := p.actor(ctx, account)
	if err != nil {
		return signing.Certificate{}, err
	}
	list, err := p.app.Signing.OfPerson(ctx, by.Person)
	if action == document.TicketSeal {
		list, err = p.app.Signing.OfAgency(ctx, by.Agency)
	}
	for _, c := range list {
		if c.KeyKind == signing.KeyToken {
			return c, err
		}
	}
	return signing.Certificate{}, fmt.Errorf("no certificate in a device of %s: %w", account, err)
}

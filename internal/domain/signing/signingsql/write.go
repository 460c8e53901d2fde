package signingsql

import (
	"context"
	"encoding/asn1"
	"errors"
	"math"
	"time"

	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingsql/db"
)

type writer struct{ w *db.Queries }

func (w writer) AddCertificate(ctx context.Context, c signing.Certificate) error {
	return saved(w.w.AddCertificate(ctx, db.AddCertificateParams{ID: string(c.ID), Sha256: c.SHA256, Der: c.DER,
		Chain: joinChain(c.Chain), Issuer: c.Issuer, Serial: c.Serial, Subject: c.Subject, Title: c.Title,
		Class: string(c.Class), Person: string(c.Person), Agency: string(c.Agency), KeyKind: string(c.KeyKind),
		Practice: c.Practice, NotBefore: ms(c.NotBefore), NotAfter: ms(c.NotAfter),
		Status: string(c.Status), AddedAt: ms(c.AddedAt)}), "a certificate")
}

func (w writer) LockCertificate(ctx context.Context, id signing.CertificateID) (signing.Status, error) {
	status, err := w.w.LockCertificate(ctx, string(id))
	return signing.Status(status), found(err, "a certificate")
}

func (w writer) SetStatus(ctx context.Context, id signing.CertificateID, status signing.Status) error {
	return saved(w.w.SetCertificateStatus(ctx, string(id), string(status)), "the status of a certificate")
}

func (w writer) AddChange(ctx context.Context, c signing.Change) error {
	return saved(w.w.AddCertificateChange(ctx, db.AddCertificateChangeParams{ID: c.ID, Certificate: string(c.Certificate),
		Status: string(c.Status), Actor: string(c.Actor), Reason: c.Reason, At: ms(c.At)}), "the history of a certificate")
}

func (w writer) AddCustody(ctx context.Context, c signing.Custody) error {
	return saved(w.w.AddCustody(ctx, db.AddCustodyParams{ID: c.ID, Certificate: string(c.Certificate),
		Holder: string(c.Holder), Assigner: string(c.Assigner), Decision: c.Decision,
		ValidFrom: ms(c.From), ValidTo: ms(c.To)}), "a custody")
}

func (w writer) EndCustody(ctx context.Context, id string, when time.Time) error {
	return saved(w.w.EndCustody(ctx, id, ms(when)), "the end of a custody")
}

func (w writer) AddHold(ctx context.Context, h signing.Hold) error {
	return saved(w.w.AddHold(ctx, db.AddHoldParams{ID: h.ID, Certificate: string(h.Certificate), Cause: string(h.Cause),
		Source: h.Source, Message: h.Message, Clause: h.Clause, ValidFrom: ms(h.From)}), "a hold")
}

func (w writer) EndHold(ctx context.Context, id signing.CertificateID, cause signing.Cause, source string, when time.Time) error {
	n, err := w.w.EndHold(ctx, string(id), string(cause), source, ms(when))
	if err == nil && n == 0 {
		return signing.ErrNotFound
	}
	return saved(err, "the end of a hold")
}

func (w writer) PutPracticeKey(ctx context.Context, id signing.CertificateID, box []byte, tries int, when time.Time) error {
	return saved(w.w.PutPracticeKey(ctx, string(id), box, int32(tries), ms(when)), "a practice key")
}

func (w writer) TakeTry(ctx context.Context, id signing.CertificateID) (int, error) {
	left, err := w.w.TakeTry(ctx, string(id))
	return int(left), found(err, "the tries of a practice key")
}

func (w writer) RestoreTries(ctx context.Context, id signing.CertificateID, tries int) error {
	return saved(w.w.RestoreTries(ctx, string(id), int32(tries)), "the tries of a practice key")
}

func (w writer) AddImage(ctx context.Context, i signing.Image) error {
	if err := saved(w.w.EndImages(ctx, string(i.Kind), i.Owner, ms(i.From)), "the end of a picture"); err != nil {
		return err
	}
	return saved(w.w.AddImage(ctx, db.AddImageParams{ID: string(i.ID), Kind: string(i.Kind), Owner: i.Owner,
		Png: i.PNG, Sha256: i.SHA256, WidthUm: micrometres(i.WidthMM), HeightUm: micrometres(i.HeightMM),
		ValidFrom: ms(i.From)}), "a picture")
}

func micrometres(mm float64) int32 { return int32(math.Round(mm * 1000)) }

// joinChain and splitChain keep a chain as DER one after another.
func joinChain(chain [][]byte) []byte {
	all := []byte{}
	for _, der := range chain {
		all = append(all, der...)
	}
	return all
}

func splitChain(all []byte) ([][]byte, error) {
	var chain [][]byte
	for len(all) > 0 {
		var one asn1.RawValue
		rest, err := asn1.Unmarshal(all, &one)
		if err != nil {
			return nil, errors.New("a stored chain is not a row of DER certificates")
		}
		chain, all = append(chain, one.FullBytes), rest
	}
	return chain, nil
}

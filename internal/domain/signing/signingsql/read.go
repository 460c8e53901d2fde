package signingsql

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingsql/db"
)

type reader struct{ q *db.Queries }

func (r reader) Certificate(ctx context.Context, id signing.CertificateID) (signing.Certificate, error) {
	row, err := r.q.Certificate(ctx, string(id))
	if err != nil {
		return signing.Certificate{}, found(err, "a certificate")
	}
	return certificate(row)
}

func (r reader) CertificateBySHA256(ctx context.Context, sha256 string) (signing.Certificate, error) {
	row, err := r.q.CertificateBySHA256(ctx, sha256)
	if err != nil {
		return signing.Certificate{}, found(err, "a certificate by its fingerprint")
	}
	return certificate(row)
}

func (r reader) CertificatesOfPerson(ctx context.Context, person org.PersonID) ([]signing.Certificate, error) {
	rows, err := r.q.CertificatesOfPerson(ctx, string(person))
	return certificates(rows, err)
}

func (r reader) CertificatesOfAgency(ctx context.Context, agency org.AgencyID, class signing.Class) ([]signing.Certificate, error) {
	rows, err := r.q.CertificatesOfAgency(ctx, string(agency), string(class))
	return certificates(rows, err)
}

func (r reader) Changes(ctx context.Context, id signing.CertificateID) ([]signing.Change, error) {
	rows, err := r.q.CertificateChanges(ctx, string(id))
	return each(rows, func(r db.CertificateChange) signing.Change {
		return signing.Change{ID: r.ID, Certificate: signing.CertificateID(r.Certificate),
			Status: signing.Status(r.Status), Actor: org.PersonID(r.Actor), Reason: r.Reason, At: at(r.At)}
	}), found(err, "the history of a certificate")
}

func (r reader) Holds(ctx context.Context, id signing.CertificateID) ([]signing.Hold, error) {
	rows, err := r.q.Holds(ctx, string(id))
	return each(rows, func(r db.CertificateHold) signing.Hold {
		return signing.Hold{ID: r.ID, Certificate: signing.CertificateID(r.Certificate), Cause: signing.Cause(r.Cause),
			Source: r.Source, Message: r.Message, Clause: r.Clause, From: at(r.ValidFrom), To: at(r.ValidTo)}
	}), found(err, "the holds of a certificate")
}

func (r reader) CustodyAt(ctx context.Context, id signing.CertificateID, when time.Time) (signing.Custody, error) {
	row, err := r.q.CustodyAt(ctx, string(id), ms(when))
	return custody(row), found(err, "a custody")
}

func (r reader) Custodies(ctx context.Context, id signing.CertificateID) ([]signing.Custody, error) {
	rows, err := r.q.Custodies(ctx, string(id))
	return each(rows, custody), found(err, "custodies")
}

func (r reader) CustodiesOf(ctx context.Context, holder org.PersonID, when time.Time) ([]signing.Custody, error) {
	rows, err := r.q.CustodiesOf(ctx, string(holder), ms(when))
	return each(rows, custody), found(err, "custodies of a person")
}

func (r reader) PracticeBox(ctx context.Context, id signing.CertificateID) ([]byte, int, error) {
	row, err := r.q.PracticeBox(ctx, string(id))
	return row.Box, int(row.TriesLeft), found(err, "a practice key")
}

func (r reader) CountPracticeKeys(ctx context.Context) (int, error) {
	n, err := r.q.CountPracticeKeys(ctx)
	return int(n), found(err, "the number of practice keys")
}

func (r reader) CurrentImage(ctx context.Context, kind signing.ImageKind, owner string) (signing.Image, error) {
	row, err := r.q.CurrentImage(ctx, string(kind), owner)
	return image(row), found(err, "a picture")
}

func (r reader) Image(ctx context.Context, id signing.ImageID) (signing.Image, error) {
	row, err := r.q.ImageByID(ctx, string(id))
	return image(row), found(err, "a picture")
}

func (r reader) ImageHistory(ctx context.Context, kind signing.ImageKind, owner string) ([]signing.Image, error) {
	rows, err := r.q.ImageHistory(ctx, string(kind), owner)
	return each(rows, func(r db.ImageHistoryRow) signing.Image {
		return image(db.Appearance{ID: r.ID, Kind: r.Kind, Owner: r.Owner, Sha256: r.Sha256,
			WidthUm: r.WidthUm, HeightUm: r.HeightUm, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo})
	}), found(err, "pictures")
}

func certificates(rows []db.Certificate, err error) ([]signing.Certificate, error) {
	if err != nil {
		return nil, found(err, "certificates")
	}
	all := make([]signing.Certificate, 0, len(rows))
	for _, row := range rows {
		c, err := certificate(row)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func certificate(r db.Certificate) (signing.Certificate, error) {
	chain, err := splitChain(r.Chain)
	return signing.Certificate{ID: signing.CertificateID(r.ID), SHA256: r.Sha256, DER: r.Der, Chain: chain,
		Issuer: r.Issuer, Serial: r.Serial, Subject: r.Subject, Title: r.Title, Class: signing.Class(r.Class),
		Person: org.PersonID(r.Person), Agency: org.AgencyID(r.Agency), KeyKind: signing.KeyKind(r.KeyKind),
		Practice: r.Practice, NotBefore: at(r.NotBefore), NotAfter: at(r.NotAfter),
		Status: signing.Status(r.Status), AddedAt: at(r.AddedAt)}, err
}

func custody(r db.Custody) signing.Custody {
	return signing.Custody{ID: r.ID, Certificate: signing.CertificateID(r.Certificate), Holder: org.PersonID(r.Holder),
		Assigner: org.PersonID(r.Assigner), Decision: r.Decision, From: at(r.ValidFrom), To: at(r.ValidTo)}
}

func image(r db.Appearance) signing.Image {
	return signing.Image{ID: signing.ImageID(r.ID), Kind: signing.ImageKind(r.Kind), Owner: r.Owner, PNG: r.Png,
		SHA256: r.Sha256, WidthMM: float64(r.WidthUm) / 1000, HeightMM: float64(r.HeightUm) / 1000,
		From: at(r.ValidFrom), To: at(r.ValidTo)}
}

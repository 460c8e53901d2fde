package archive

import (
	"context"

	"antin/internal/domain/document"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/pades"
)

// responsible says who answers for a signature: by our register where it knows
// the certificate, else by what the certificate and the document say.
func (s *Service) responsible(ctx context.Context, d *document.Document, found *pades.Signature) (Responsibility, error) {
	r := Responsibility{Name: found.Signer, Agency: d.FromName, Source: "certificate"}
	if found.Certificate == nil {
		return r, nil
	}
	c, err := s.Signing.ByFingerprint(ctx, found.Certificate.SHA256)
	if absent(err) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	r.Source, r.Certificate, r.Title = "register", string(c.ID), c.Title
	agency, err := s.Org.Agency(ctx, c.Agency)
	if err != nil && !absent(err) {
		return r, err
	}
	r.Agency = agency.Name
	if c.Class == signing.ClassPerson {
		return r.person(d, c), nil
	}
	return r, s.custody(ctx, &r, d, c)
}

func (r Responsibility) person(d *document.Document, c signing.Certificate) Responsibility {
	r.Person = string(c.Person)
	if d.Direction == document.Outgoing && c.Person == d.Signer.Person {
		r.Name, r.Title, r.Post = d.Signer.Name, d.Signer.Title, string(d.Signer.Post)
		r.Capacity, r.Authority = string(d.Signer.Capacity), string(d.Signer.Authority)
	}
	return r
}

// custody names the clerk who used the agency's key, and by which decision.
func (s *Service) custody(ctx context.Context, r *Responsibility, d *document.Document, c signing.Certificate) error {
	if c.Class != signing.ClassAgency || d.Direction != document.Outgoing {
		return nil
	}
	made, ok := d.Standing(document.SealMade)
	if !ok {
		return nil
	}
	r.Person, r.Custodian = string(made.By), made.ByName
	held, err := s.Signing.CustodianOf(ctx, c.ID, made.At)
	if absent(err) {
		return nil
	}
	r.Decision = held.Decision
	return err
}

func absent(err error) bool {
	f, refused := fault.From(err)
	return refused && f.Kind == fault.NotFound
}

package app

import (
	"context"
	"crypto"

	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
)

// Equip gives a practice person one more certificate whose key is not here but
// in a device, as a token holds it: only the public half of key is looked at by
// the register. Title is that of the certificate.
func (f *Fixture) Equip(ctx context.Context, account, title string, key crypto.Signer, options ...practice.Option) (signing.Certificate, error) {
	by, err := f.Actor(ctx, account)
	if err != nil {
		return signing.Certificate{}, err
	}
	l := f.people.login(account)
	cert, _, err := f.PKI.IssuePerson(practice.Person{Name: l.Name, Title: title, Agency: l.Agency}, f.Now(), append(options, practice.WithKey(key))...)
	if err != nil {
		return signing.Certificate{}, err
	}
	return f.inDevice(ctx, signing.Incoming{DER: cert.Raw, Class: signing.ClassPerson, Person: by.Person, Agency: by.Agency})
}

// EquipSeal is Equip for the seal of the agency of a clerk, who gets its custody.
func (f *Fixture) EquipSeal(ctx context.Context, account string, key crypto.Signer, options ...practice.Option) (signing.Certificate, error) {
	by, err := f.Actor(ctx, account)
	if err != nil {
		return signing.Certificate{}, err
	}
	agency, err := f.Org.Agency(ctx, by.Agency)
	if err != nil {
		return signing.Certificate{}, err
	}
	cert, _, err := f.PKI.IssueAgency(practice.Agency{Name: agency.Name, Code: agency.Code, Superior: agency.Superior}, f.Now(), append(options, practice.WithKey(key))...)
	if err != nil {
		return signing.Certificate{}, err
	}
	row, err := f.inDevice(ctx, signing.Incoming{DER: cert.Raw, Class: signing.ClassAgency, Agency: by.Agency})
	if err != nil {
		return row, err
	}
	_, err = f.Signing.AssignCustody(ctx, f.Installer(), signing.Custody{
		Certificate: row.ID, Holder: by.Person, Decision: "Biên bản giao nhận số 03 (thực hành)", From: f.Now(),
	})
	return row, err
}

func (f *Fixture) inDevice(ctx context.Context, in signing.Incoming) (signing.Certificate, error) {
	in.KeyKind = signing.KeyToken
	for _, above := range f.PKI.Chain() {
		in.Chain = append(in.Chain, above.Raw)
	}
	return f.Signing.Import(ctx, f.Installer(), in)
}

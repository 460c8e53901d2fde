package app

import (
	"context"
	"io"
	"net/http"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/platform/practice"
)

// What follows serves a fixture over HTTP, for tests that act through pages.

// Password signs a practice person in.
func (f *Fixture) Password(account string) string { return f.people.login(account).Password }

// Logins lists the practice accounts.
func (f *Fixture) Logins() []Login { return append([]Login(nil), f.people.logins...) }

// Server answers as antin serve does, with its limits, but listens nowhere.
func (f *Fixture) Server() (*http.Server, error) {
	handler, err := f.Handler()
	if err != nil {
		return nil, err
	}
	return web.HTTPServer("", handler), nil
}

// Routes is the whole table of pages.
func (f *Fixture) Routes() ([]web.Route, error) {
	shell, err := f.shell()
	if err != nil {
		return nil, err
	}
	return shell.Routes(), nil
}

// Prove is antin check: it writes its lines and counts what is wrong.
func (f *Fixture) Prove(ctx context.Context, out io.Writer) (int, error) {
	return f.check(ctx, out, false)
}

// CertifySeal gives the clerk of an account one more certificate of that
// clerk's agency, whose key opens with the clerk's password.
func (f *Fixture) CertifySeal(ctx context.Context, account string, options ...practice.Option) (signing.CertificateID, error) {
	by, err := f.Actor(ctx, account)
	if err != nil {
		return "", err
	}
	agency, err := f.Org.Agency(ctx, by.Agency)
	if err != nil {
		return "", err
	}
	l := f.people.login(account)
	options = append([]practice.Option{practice.WithECDSA()}, options...)
	cert, key, err := f.PKI.IssueAgency(practice.Agency{Name: agency.Name, Code: agency.Code, Superior: agency.Superior}, f.Now(), options...)
	if err != nil {
		return "", err
	}
	box, err := f.Keys.LockKey(key, l.KeyPassword)
	if err != nil {
		return "", err
	}
	s := secret{keyPassword: l.KeyPassword, cert: cert, box: box}
	if err := f.people.register(ctx, s, signing.Incoming{Class: signing.ClassAgency, Agency: by.Agency}); err != nil {
		return "", err
	}
	row, err := f.Signing.ByFingerprint(ctx, fingerprint(cert))
	if err != nil {
		return "", err
	}
	_, err = f.Signing.AssignCustody(ctx, f.Installer(), signing.Custody{
		Certificate: row.ID, Holder: by.Person, Decision: "Biên bản giao nhận số 02 (thực hành)", From: f.Now(),
	})
	return row.ID, err
}

// Hire makes one more account with these roles in the agency of a practice
// person and gives its password. It holds no post.
func (f *Fixture) Hire(ctx context.Context, like, account string, roles ...org.Role) (org.AccountID, error) {
	by, err := f.Actor(ctx, like)
	if err != nil {
		return "", err
	}
	who, err := f.Org.CreatePerson(ctx, f.Installer(), org.Person{Name: "Người Thử Nghiệm", Email: account + "@nghean.gov.vn"})
	if err != nil {
		return "", err
	}
	posts, err := f.Org.PostsOf(ctx, by.Person, by.Agency, f.Now())
	if err != nil {
		return "", err
	}
	post := org.Post{Person: who.ID, Agency: by.Agency, Title: "Chuyên viên", From: f.Began()}
	if len(posts) > 0 {
		post.Unit = posts[0].Unit
	}
	if _, err := f.Org.Appoint(ctx, f.Installer(), post); err != nil {
		return "", err
	}
	for _, role := range roles {
		if err := f.Org.GrantRole(ctx, f.Installer(), who.ID, by.Agency, role); err != nil {
			return "", err
		}
	}
	password := "thuchanh-" + digits(6)
	row, err := f.Org.CreateAccount(ctx, f.Installer(), who.ID, by.Agency, account, password)
	if err != nil {
		return "", err
	}
	f.accounts[account] = row.ID
	f.people.logins = append(f.people.logins, Login{Account: account, Name: who.Name, Password: password})
	return row.ID, nil
}

package app

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/archive/archivesql"
	"antin/internal/domain/document"
	"antin/internal/platform/fetch"
	"antin/internal/platform/practice"
	"antin/pades"
	"antin/tsp"
)

// stampPatience is how long somebody who signs waits for a time-stamp; most
// answers of a healthy authority come within a second.
const stampPatience = 3 * time.Second

// renamed are hosts that stand in older certificates of the Government's
// authority and are known only inside its own network.
var renamed = map[string]string{"ocsp.ca.ptc": "ocsp.ca.gov.vn"}

func (a *App) openNet(_ context.Context, o Options) (err error) {
	c := a.Config
	f := fetch.Config{
		Patience: c.Timestamp.Patience, Hedge: c.Timestamp.Hedge, Allow: c.Fetch.Allow, Rename: c.Fetch.Rename, Offline: c.Fetch.Offline, Now: a.Now,
	}
	if f.Rename == nil {
		f.Rename = renamed
	}
	f.Trust = a.trustStamp
	for _, url := range c.Timestamp.Authorities {
		f.Authorities = append(f.Authorities, fetch.Authority{URL: url})
	}
	if a.Net, err = fetch.New(f); err != nil {
		return fmt.Errorf("antin.toml: %w", err)
	}
	if a.PKI == nil {
		a.asking = brief{a.Net}
		a.Evidence.net = a.asking
	}
	switch {
	case o.Stamper != nil:
		a.stamper = o.Stamper
	case len(c.Timestamp.Authorities) > 0:
		a.stamper = a.Net
	case a.PKI != nil:
		a.stamper = ownAuthority{a.PKI, a.Now}
	}
	if a.stamper != nil {
		a.stamper = vouched{a.stamper, a.trustStamp, a.Log}
	}
	return nil
}

// atSigning is the authority that is asked while somebody waits.
func (a *App) atSigning() pades.Stamper {
	if a.Config.Timestamp.Later || a.stamper == nil || a.Config.Fetch.Offline {
		return nil
	}
	return &breaker{Stamper: a.stamper, now: a.Now}
}

// breaker leaves an authority alone for a while after it did not answer, so that
// the next to sign, and the next file of the same seal, do not wait as well.
type breaker struct {
	pades.Stamper
	now func() time.Time

	mu    sync.Mutex
	until time.Time
}

const rest = time.Minute

var errResting = errors.New("the time-stamp authority did not answer a moment ago")

// Stamp implements pades.Stamper.
func (b *breaker) Stamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	b.mu.Lock()
	until := b.until
	b.mu.Unlock()
	if b.now().Before(until) {
		return nil, errResting
	}
	token, err := b.Stamper.Stamp(ctx, hash, digest)
	if err != nil {
		b.mu.Lock()
		b.until = b.now().Add(rest)
		b.mu.Unlock()
	}
	return token, err
}

// answers finds what is missing, not older than a time.
func (a *App) answers(since time.Time) pades.Answers {
	if a.PKI != nil {
		return ownAnswers{a.PKI, a.Now, a.Net.Since(since)}
	}
	return a.Net.Since(since)
}

func (a *App) openArchive() (err error) {
	a.Archive, err = archive.NewService(archive.Config{
		Store: archivesql.New(a.Database, a.Audit.Append), Documents: a.Documents, Signing: a.Signing, Org: a.Org, Profiles: a.Profiles,
		Stamper: a.stamper, Answers: a.answers, Statement: a.Config.Archive.Statement, Now: a.Now, Memory: a.memory,
		Algorithms: a.list, Margin: time.Duration(a.Config.Archive.RenewBefore) * 24 * time.Hour,
	})
	if err != nil {
		return err
	}
	a.Queue.Subscribe(document.EventSealed, "evidence", a.Archive.HandleSigned)
	a.Queue.Subscribe(document.EventArrived, "evidence", a.Archive.HandleSigned)
	return nil
}

// referenced asks everybody who keeps blobs.
func (a *App) referenced(ctx context.Context, sha256 string) (bool, error) {
	if yes, err := a.Documents.Store.Referenced(ctx, sha256); yes || err != nil {
		return yes, err
	}
	if yes, err := a.Device.Attached(ctx, sha256); yes || err != nil {
		return yes, err
	}
	if yes, err := a.Requests.Store.Referenced(ctx, sha256); yes || err != nil {
		return yes, err
	}
	if yes, err := a.Tasks.Store.Referenced(ctx, sha256); yes || err != nil {
		return yes, err
	}
	return a.Archive.Store.Referenced(ctx, sha256)
}

// askPatience is how long somebody who waits for a verdict waits for the net.
const askPatience = 8 * time.Second

// brief asks for those who wait.
type brief struct{ net pades.Answers }

// Issuers implements pades.Answers.
func (b brief) Issuers(ctx context.Context, cert *x509.Certificate) ([]*x509.Certificate, error) {
	ctx, done := context.WithTimeout(ctx, askPatience)
	defer done()
	return b.net.Issuers(ctx, cert)
}

// Revocation implements pades.Answers.
func (b brief) Revocation(ctx context.Context, cert, issuer *x509.Certificate) (crls, ocsps [][]byte, err error) {
	ctx, done := context.WithTimeout(ctx, askPatience)
	defer done()
	return b.net.Revocation(ctx, cert, issuer)
}

// ownAuthority is the practice time-stamp authority, asked without the net.
type ownAuthority struct {
	pki *practice.PKI
	now func() time.Time
}

// Room implements pades.Stamper: a token with its chain of P-256 has 3 kB.
func (ownAuthority) Room() int { return 4 << 10 }

// Stamp implements pades.Stamper.
func (o ownAuthority) Stamp(_ context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return nil, err
	}
	asked := tsp.Request{Hash: hash, Digest: digest, Nonce: nonce, CertReq: true}
	answer, err := o.pki.TimeStamp(asked.Marshal(), o.now())
	if err != nil {
		return nil, err
	}
	token, err := tsp.ParseResponse(answer, asked)
	if err != nil {
		return nil, err
	}
	return token.Raw, nil
}

// ownAnswers speaks for the practice authority without the net, and asks the
// net about everybody else.
type ownAnswers struct {
	pki    *practice.PKI
	now    func() time.Time
	others pades.Answers
}

// Issuers implements pades.Answers.
func (o ownAnswers) Issuers(ctx context.Context, cert *x509.Certificate) ([]*x509.Certificate, error) {
	if o.own(cert) {
		return o.pki.Chain(), nil
	}
	return o.others.Issuers(ctx, cert)
}

func (o ownAnswers) own(cert *x509.Certificate) bool {
	for _, c := range o.pki.Chain() {
		if bytes.Equal(c.RawSubject, cert.RawIssuer) && cert.CheckSignatureFrom(c) == nil {
			return true
		}
	}
	return false
}

// Revocation implements pades.Answers.
func (o ownAnswers) Revocation(ctx context.Context, cert, issuer *x509.Certificate) (crls, ocsps [][]byte, err error) {
	if !o.own(cert) {
		return o.others.Revocation(ctx, cert, issuer)
	}
	now := o.now()
	if !bytes.Equal(cert.RawIssuer, o.pki.Issuing().RawSubject) {
		crl, err := o.pki.RootCRL(now)
		return [][]byte{crl}, nil, err
	}
	crl, err := o.pki.CRL(now)
	if err != nil || len(cert.OCSPServer) == 0 {
		return [][]byte{crl}, nil, err
	}
	answer, err := o.pki.OCSP(cert.SerialNumber, now)
	return [][]byte{crl}, [][]byte{answer}, errors.Join(err)
}

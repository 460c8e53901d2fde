package fetch

import (
	"bytes"
	"context"
	"crypto"
	_ "crypto/sha1" // RFC 6960, 4.3: responders know the certID by SHA-1
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/ocsp"

	"antin/revocation"
)

// Answers asks for what was got at a certain time or later; it is
// pades.Answers. The zero time takes what is remembered.
type Answers struct {
	client *Client
	since  time.Time
}

// Since gives answers not older than t: evidence about a signature has to be
// newer than the signature.
func (c *Client) Since(t time.Time) Answers { return Answers{c, t} }

// Issuers gives the certificates at the caIssuers addresses of cert, those that
// carry the issuer's name first.
func (c *Client) Issuers(ctx context.Context, cert *x509.Certificate) ([]*x509.Certificate, error) {
	return c.Since(time.Time{}).Issuers(ctx, cert)
}

// Revocation gives the lists and OCSP answers that the addresses in cert give,
// and the delta lists that cert or its lists name (freshestCRL, RFC 5280,
// 4.2.1.15 and 5.2.6). One that fails does not harm the others; an error says why there are none.
func (c *Client) Revocation(ctx context.Context, cert, issuer *x509.Certificate) (crls, ocsps [][]byte, err error) {
	return c.Since(time.Time{}).Revocation(ctx, cert, issuer)
}

// Issuers implements pades.Answers. Certificates do not age: since is not asked.
func (a Answers) Issuers(ctx context.Context, cert *x509.Certificate) ([]*x509.Certificate, error) {
	if a.client.config.Offline {
		return nil, nil
	}
	var questions []inquiry
	for _, place := range a.client.places(cert.IssuingCertificateURL) {
		questions = append(questions, inquiry{question: question{
			address: place, accept: "application/pkix-cert, application/pkcs7-mime", limit: a.client.config.Limits.Certificates,
		}, read: readCertificates})
	}
	answers, err := a.all(ctx, questions)
	if err != nil {
		return nil, err
	}
	var named, others []*x509.Certificate
	for _, der := range answers[certificates] {
		c, err := x509.ParseCertificate(der)
		switch {
		case err != nil: // read before: cannot be
		case bytes.Equal(c.RawSubject, cert.RawIssuer):
			named = append(named, c)
		default:
			others = append(others, c)
		}
	}
	return append(named, others...), nil
}

// Revocation implements pades.Answers.
func (a Answers) Revocation(ctx context.Context, cert, issuer *x509.Certificate) (crls, ocsps [][]byte, err error) {
	if a.client.config.Offline {
		return nil, nil, nil
	}
	l := a.client.config.Limits
	ctx, cancel := context.WithTimeout(ctx, l.Overall)
	defer cancel()
	deltas := a.client.places(revocation.FreshestURLs(cert))
	questions := append(a.forLists(a.client.places(cert.CRLDistributionPoints)), a.forLists(deltas)...)
	if issuer != nil && len(cert.OCSPServer) > 0 {
		body, err := ocsp.CreateRequest(cert, issuer, &ocsp.RequestOptions{Hash: crypto.SHA1})
		if err != nil {
			return nil, nil, fmt.Errorf("asking about a certificate: %w", err)
		}
		for _, place := range a.client.places(cert.OCSPServer) {
			questions = append(questions, inquiry{responses, question{
				address: place, kind: "application/ocsp-request", accept: "application/ocsp-response", body: body, limit: l.OCSP,
			}, readOCSP(cert)})
		}
	}
	answers, err := a.all(ctx, questions)
	crls = answers[lists]
	if more := a.client.continuing(crls, deltas); len(more) > 0 {
		found, _ := a.all(ctx, a.forLists(more)) // without them the base still speaks
		crls = append(crls, found[lists]...)
	}
	return crls, answers[responses], err
}

func (a Answers) forLists(places []string) []inquiry {
	var out []inquiry
	for _, place := range places {
		out = append(out, inquiry{lists, question{address: place, accept: "application/pkix-crl", limit: a.client.config.Limits.CRL}, readCRL})
	}
	return out
}

// freshest is the identifier of the extension freshestCRL in DER.
var freshest = []byte{6, 3, 0x55, 0x1d, 0x2e}

// continuing are the addresses of delta lists that complete lists name (RFC
// 5280, 5.2.6), those asked already left out. A list without the extension is
// not read through.
func (c *Client) continuing(crls [][]byte, asked []string) []string {
	var named []string
	for _, der := range crls {
		if !bytes.Contains(der, freshest) {
			continue
		}
		if f, err := revocation.Describe(revocation.CRL, der); err == nil && !f.Delta {
			named = append(named, f.Freshest...)
		}
	}
	return slices.DeleteFunc(c.places(named), func(place string) bool { return slices.Contains(asked, place) })
}

type group int

const (
	certificates group = iota
	lists
	responses
)

type inquiry struct {
	group group
	question
	read reading
}

// places are the addresses to ask, each once, those that may not be asked left
// out.
func (c *Client) places(raw []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range raw {
		place, err := c.place(r)
		if err != nil || seen[place] {
			continue
		}
		seen[place] = true
		if out = append(out, place); len(out) == c.config.Limits.Places {
			break
		}
	}
	return out
}

// all asks every question at the same time and gives what came.
func (a Answers) all(ctx context.Context, questions []inquiry) (map[group][][]byte, error) {
	if len(questions) == 0 {
		return nil, ErrNoPlace
	}
	ctx, cancel := context.WithTimeout(ctx, a.client.config.Limits.Overall)
	defer cancel()
	kept, errs := make([][][]byte, len(questions)), make([]error, len(questions))
	var wait sync.WaitGroup
	for i, q := range questions {
		wait.Go(func() {
			q.within = a.client.config.Limits.Each
			kept[i], errs[i] = a.client.remembered(ctx, q.question, a.since, q.read)
		})
	}
	wait.Wait()
	out := map[group][][]byte{}
	for i, q := range questions {
		out[q.group] = append(out[q.group], kept[i]...)
	}
	if len(out[certificates])+len(out[lists])+len(out[responses]) == 0 {
		return nil, errors.Join(errs...)
	}
	return out, nil
}

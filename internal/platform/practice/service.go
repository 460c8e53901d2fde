package practice

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"time"

	"antin/tsp"

	"golang.org/x/crypto/ocsp"
)

// fresh is how long a list or an answer counts.
const fresh = 24 * time.Hour

// clockSlack dates evidence back a little, so that a verifier whose clock is
// behind does not take it for evidence of the future.
const clockSlack = time.Minute

// CRL is the list of the issuing authority as of now, in DER.
func (p *PKI) CRL(now time.Time) ([]byte, error) { return p.list(p.issuing, now) }

// RootCRL is the list of the root, which tells about the issuing authority.
func (p *PKI) RootCRL(now time.Time) ([]byte, error) { return p.list(p.root, now) }

// list carries each revocation of the register: serials are random over both
// authorities, so that one of the other's harms nobody.
func (p *PKI) list(by identity, now time.Time) ([]byte, error) {
	tmpl := &x509.RevocationList{
		Number: big.NewInt(now.UnixMilli()), ThisUpdate: now.Add(-clockSlack), NextUpdate: now.Add(fresh),
	}
	p.mu.Lock()
	for _, r := range p.revoked {
		serial, ok := new(big.Int).SetString(r.Serial, 16)
		if ok && !r.At.After(now) {
			tmpl.RevokedCertificateEntries = append(tmpl.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: serial, RevocationTime: r.At, ReasonCode: r.Reason})
		}
	}
	p.mu.Unlock()
	der, err := x509.CreateRevocationList(rand.Reader, tmpl, by.cert, by.key)
	if err != nil {
		return nil, fmt.Errorf("making a revocation list: %w", err)
	}
	return der, nil
}

// OCSP answers about one serial of the issuing authority, in DER.
func (p *PKI) OCSP(serial *big.Int, now time.Time) ([]byte, error) {
	return p.answer(serial, crypto.SHA1, now)
}

func (p *PKI) answer(serial *big.Int, hash crypto.Hash, now time.Time) ([]byte, error) {
	r := ocsp.Response{
		Status: ocsp.Unknown, SerialNumber: serial, IssuerHash: hash, Certificate: p.reply.cert,
		ThisUpdate: now.Add(-clockSlack), NextUpdate: now.Add(fresh),
	}
	issued, revoked := p.status(serial, now)
	switch {
	case revoked != nil:
		r.Status, r.RevokedAt, r.RevocationReason = ocsp.Revoked, revoked.At, revoked.Reason
	case issued:
		r.Status = ocsp.Good
	}
	der, err := ocsp.CreateResponse(p.issuing.cert, p.reply.cert, r, p.reply.key)
	if err != nil {
		return nil, fmt.Errorf("making an OCSP answer: %w", err)
	}
	return der, nil
}

const maxRequest = 16 << 10

// CRLHandler serves the list of the issuing authority, or of the root.
func (p *PKI) CRLHandler(root bool, now func() time.Time) http.Handler {
	by := p.issuing
	if root {
		by = p.root
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			refuse(w, http.StatusMethodNotAllowed)
			return
		}
		der, err := p.list(by, now())
		reply(w, "application/pkix-crl", der, err)
	})
}

// OCSPHandler answers RFC 6960, appendix A: POST, or GET with the request in
// the last part of the path.
func (p *PKI) OCSPHandler(now func() time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		der, status := ocspRequest(w, r)
		if status != 0 {
			refuse(w, status)
			return
		}
		answer, err := p.respond(der, now())
		reply(w, "application/ocsp-response", answer, err)
	})
}

func ocspRequest(w http.ResponseWriter, r *http.Request) (der []byte, status int) {
	switch r.Method {
	case http.MethodPost:
		return body(w, r, "application/ocsp-request")
	case http.MethodGet:
		path := r.URL.Path // base64 may hold slashes; a request begins with M
		at := strings.Index(path, "/M")
		if at < 0 || len(path) > 1024 {
			return nil, http.StatusBadRequest
		}
		der, err := base64.StdEncoding.DecodeString(path[at+1:])
		if err != nil {
			return nil, http.StatusBadRequest
		}
		return der, 0
	}
	return nil, http.StatusMethodNotAllowed
}

// respond answers any bytes; what is no request gets the error of RFC 6960, 2.3.
func (p *PKI) respond(request []byte, now time.Time) ([]byte, error) {
	q, err := ocsp.ParseRequest(request)
	if err != nil || !q.HashAlgorithm.Available() {
		return ocsp.MalformedRequestErrorResponse, nil
	}
	var spki struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(p.issuing.cert.RawSubjectPublicKeyInfo, &spki); err != nil {
		return nil, err
	}
	hash := func(b []byte) []byte {
		h := q.HashAlgorithm.New()
		h.Write(b)
		return h.Sum(nil)
	}
	if !bytes.Equal(q.IssuerNameHash, hash(p.issuing.cert.RawSubject)) || !bytes.Equal(q.IssuerKeyHash, hash(spki.Key.RightAlign())) {
		return ocsp.UnauthorizedErrorResponse, nil
	}
	return p.answer(q.SerialNumber, q.HashAlgorithm, now)
}

// TSAHandler answers time-stamp requests (RFC 3161, 3.4).
func (p *PKI) TSAHandler(now func() time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			refuse(w, http.StatusMethodNotAllowed)
			return
		}
		request, status := body(w, r, "application/timestamp-query")
		if status != 0 {
			refuse(w, status)
			return
		}
		answer, err := p.TimeStamp(request, now())
		if answer != nil {
			err = nil // a refusal is an answer
		}
		reply(w, "application/timestamp-reply", answer, err)
	})
}

// TimeStamp answers a request in DER, as tsp.Authority.Respond does.
func (p *PKI) TimeStamp(request []byte, now time.Time) ([]byte, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 126))
	if err != nil {
		return nil, err
	}
	a := tsp.Authority{
		Certificate: p.stamp.cert, Key: p.stamp.key, Chain: p.Chain(),
		Policy: asn1.ObjectIdentifier{2, 999, 68, 2024, 3}, Accuracy: time.Second,
	}
	return a.Respond(rand.Reader, request, now, serial)
}

func body(w http.ResponseWriter, r *http.Request, kind string) (data []byte, status int) {
	if r.Header.Get("Content-Type") != kind {
		return nil, http.StatusUnsupportedMediaType
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		return nil, http.StatusRequestEntityTooLarge
	}
	return data, 0
}

func refuse(w http.ResponseWriter, status int) { http.Error(w, http.StatusText(status), status) }

func reply(w http.ResponseWriter, kind string, data []byte, err error) {
	if err != nil {
		refuse(w, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(data) // the client has gone: nothing to do for it
}

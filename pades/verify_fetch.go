package pades

import (
	"context"
	"crypto/x509"
	"io"

	"antin/certpath"
)

// Bounds of asking: a path of four certificates needs three rounds for its
// issuers and one for its answers, time-stamps the same at once.
const (
	maxAskings = 5
	maxAsked   = 32 // certificates of one file that somebody is asked about
)

// VerifyAsking judges as Verify does; where the issuer of a certificate or an
// answer about revocation is not at hand, it asks a and judges again. Who does
// not answer leaves the verdict as it is without: indeterminate, never valid.
// Without anchors nobody is asked. What is asked about comes out of the file, so
// a must bear addresses chosen by an enemy.
func VerifyAsking(ctx context.Context, r io.ReaderAt, size int64, o Options, a Answers) (*Report, error) {
	w := &wanted{asked: map[string]bool{}}
	o.wanted = w
	for range maxAskings {
		report, err := Verify(r, size, o)
		if err != nil || a == nil || len(o.Anchors) == 0 || !w.ask(ctx, a, &o) {
			return report, err
		}
	}
	return Verify(r, size, o)
}

// want is a certificate about which something is missing: its issuer, or with
// the issuer at hand the answer about its revocation.
type want struct{ cert, issuer *x509.Certificate }

// wanted is what one verdict lacked. A nil one notes nothing.
type wanted struct {
	list  []want
	asked map[string]bool
}

func (w *wanted) add(cert, issuer *x509.Certificate) {
	if w == nil || cert == nil || len(w.asked) >= maxAsked {
		return
	}
	key := string(cert.Raw)
	if issuer != nil {
		key += string(issuer.Raw)
	}
	if !w.asked[key] {
		w.asked[key] = true
		w.list = append(w.list, want{cert, issuer})
	}
}

// missingIssuer notes where a path ended.
func (w *wanted) missingIssuer(path certpath.Result) {
	if f := path.Failure; f != nil && path.Sub == certpath.NoChain && (f.Check == certpath.CheckIssuer || f.Check == certpath.CheckSignature) {
		w.add(f.Certificate, nil)
	}
}

// ask adds what is answered to the options; false when that is nothing.
func (w *wanted) ask(ctx context.Context, a Answers, o *Options) bool {
	list := w.list
	w.list = nil
	var more bool
	for _, q := range list {
		if ctx.Err() != nil {
			return false
		}
		if q.issuer == nil {
			found, err := a.Issuers(ctx, q.cert)
			if err == nil && len(found) > 0 {
				o.Intermediates = append(o.Intermediates[:len(o.Intermediates):len(o.Intermediates)], found...)
				more = true
			}
			continue
		}
		crls, ocsps, err := a.Revocation(ctx, q.cert, q.issuer)
		if err == nil && len(crls)+len(ocsps) > 0 {
			o.CRLs = append(o.CRLs[:len(o.CRLs):len(o.CRLs)], crls...)
			o.OCSPs = append(o.OCSPs[:len(o.OCSPs):len(o.OCSPs)], ocsps...)
			more = true
		}
	}
	return more
}

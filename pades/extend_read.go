package pades

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // /VRI is keyed by it (ISO 32000-2, 12.8.4.4)
	"crypto/x509"
	"encoding/hex"
	"strings"
	"time"

	"antin/cms"
	"antin/pades/internal/check"
	"antin/pdf"
	"antin/tsp"
)

// held is one signature or document time-stamp as extending looks at it.
type held struct {
	field    string
	revision int
	key      string // of its entry in /VRI
	sd       *cms.SignedData
	cert     *x509.Certificate
	signed   check.Range
	tokens   []*tsp.Token // that hold over the signature value
	document *tsp.Token   // of a document time-stamp that holds over the file
}

// holding is what a file holds of signatures.
type holding struct {
	file   *pdf.File
	sigs   []*held // signatures of people and agencies
	stamps []*held // document time-stamps that hold, oldest first
	stores *stores // nil until asked
}

// stored is what the store of a revision holds.
func (h *holding) stored(revision int) *pool {
	if h.stores == nil {
		h.stores = newStores(h.file)
	}
	return h.stores.at(revision)
}

// readHolding reads the signatures that the last revision shows. Document
// time-stamps count when they hold over the bytes they cover; ours are known to.
func readHolding(file *pdf.File, ours map[string]bool) (*holding, error) {
	history, err := readHistory(file)
	if err != nil {
		return nil, err
	}
	out := &holding{file: file}
	var waiting []*held
	for _, s := range history.sigs {
		if s.removed >= 0 {
			continue
		}
		h := readHeld(file, s)
		switch {
		case !isDocumentStamp(s.dict):
			out.sigs = append(out.sigs, h)
		case h.document != nil && ours[h.key]:
			out.stamps = append(out.stamps, h)
		case h.document != nil:
			out.stamps = append(out.stamps, h)
			waiting = append(waiting, h)
		}
	}
	return out, out.dropForeign(waiting)
}

func isDocumentStamp(d pdf.Dict) bool {
	return d.Name("SubFilter") == "ETSI.RFC3161" || d.Name("Type") == "DocTimeStamp"
}

// storeKey names a signature in /VRI: SHA-1 of its whole /Contents, with the
// zeros behind it, in upper case (ISO 32000-2, table 261).
func storeKey(contents []byte) string {
	sum := sha1.Sum(contents) //nolint:gosec // as above
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

func readHeld(file *pdf.File, s *found) *held {
	h := &held{field: s.field, revision: s.revision}
	contents, _ := s.dict.Get("Contents").(pdf.String)
	h.key = storeKey(contents.Bytes)
	if s.broken != "" || len(contents.Bytes) == 0 {
		return h
	}
	sd, _, err := cms.ParsePrefix(contents.Bytes)
	if err != nil || len(sd.Signers) == 0 {
		return h
	}
	h.sd = sd
	h.cert, _ = sd.Certificate(sd.Signers[0])
	h.signed = byteRange(file.Revisions()[s.revision], s.dict, file.Size())
	if isDocumentStamp(s.dict) {
		h.document, _ = tsp.ParseToken(contents.Bytes)
		return h
	}
	for _, raw := range sd.Signers[0].TimeStamps() {
		t, err := tsp.ParseToken(raw)
		if err == nil && holds(t, digestOf(t.Hash, sd.Signers[0].Signature)) {
			h.tokens = append(h.tokens, t)
		}
	}
	return h
}

// holds: the token is rightly made over this digest.
func holds(t *tsp.Token, digest []byte) bool {
	return stampable(t.Hash) && t.Verify(digest).Result() == cms.Passed
}

// dropForeign takes out document time-stamps that stamp something else than
// the file before them. One reading serves all.
func (h *holding) dropForeign(waiting []*held) error {
	if len(waiting) == 0 {
		return nil
	}
	jobs := make([]*digestJob, 0, len(waiting))
	of := make(map[*held]*digestJob)
	for _, s := range waiting {
		if s.signed.Fault == "" && s.signed.Start1 == 0 && stampable(s.document.Hash) {
			of[s] = &digestJob{alg: s.document.Hash, r: s.signed}
			jobs = append(jobs, of[s])
		}
	}
	if _, err := hashAll(h.file.Reader(), h.file.Size(), jobs); err != nil {
		return err
	}
	bad := make(map[*held]bool)
	for _, s := range waiting {
		j := of[s]
		bad[s] = j == nil || j.err != nil || !holds(s.document, j.digest) || s.signed.End() != h.file.Revisions()[s.revision].End
	}
	kept := h.stamps[:0]
	for _, s := range h.stamps {
		if !bad[s] {
			kept = append(kept, s)
		}
	}
	h.stamps = kept
	return nil
}

// over lists the document time-stamps that cover a signature.
func (h *holding) over(s *held) []*held {
	var out []*held
	for _, d := range h.stamps {
		if d.revision > s.revision {
			out = append(out, d)
		}
	}
	return out
}

// proof is what shows when a signature existed: the time-stamps in it, else the
// first document time-stamp over it. The time is zero without any.
func (h *holding) proof(s *held) (tokens []*tsp.Token, document *held, at time.Time) {
	over := h.over(s)
	for _, t := range s.tokens {
		if at.IsZero() || t.Time.Before(at) {
			at = t.Time
		}
	}
	if len(s.tokens) > 0 || len(over) == 0 {
		return s.tokens, nil, at
	}
	return []*tsp.Token{over[0].document}, over[0], over[0].document.Time
}

// inside are the certificates and lists that the signature itself carries.
func (s *held) inside(p *pool) {
	if s.sd == nil {
		return
	}
	p.carry(s.sd)
	crls, ocsps := archived(s.sd.Signers[0])
	p.addAll(nil, crls, ocsps)
	for _, t := range s.tokens {
		p.carry(t.Signed)
	}
}

// tokenCertificate is that of the authority, looked for in the token first.
func tokenCertificate(t *tsp.Token, p *pool) *x509.Certificate {
	if len(t.Signed.Signers) == 0 {
		return nil
	}
	if c, ok := t.Signed.Certificate(t.Signed.Signers[0]); ok {
		return c
	}
	for _, c := range p.certs {
		if t.Signed.Signers[0].Names(c) {
			return c
		}
	}
	return nil
}

func sameCertificate(a, b *x509.Certificate) bool { return bytes.Equal(a.Raw, b.Raw) }

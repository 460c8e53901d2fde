package archive

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"antin/internal/domain/document"
	"antin/pades"
	"antin/pdf"
	"antin/tsp"
)

// collected is what one try found.
type collected struct {
	document *document.Document
	bundle   Bundle
	at       time.Time
	stamp    []byte
	summary  Summary
	level    pades.Level
	tail     []byte
	pieces   pieces
	why      string
	hopeless bool   // trying again changes nothing
	renewing bool   // what is whole is carried on from the last edition
	before   []byte // tail of the last edition, in a renewal
	silent   bool   // the authority did not answer

	blob string
	size int64
}

// whole reports whether nothing is missing for a verdict in years.
func (c *collected) whole() bool {
	for _, s := range c.summary.Signatures {
		if s.Kind != kindStamp && !s.Level.AtLeast(pades.LevelLTA) {
			return false
		}
	}
	return len(c.stamp) > 0
}

// old reports whether an answer about revocation was made before the signature.
func (c *collected) old() bool { return c.summary.gaps(pades.GapOlder) > 0 }

// better reports whether what was found is worth an edition of its own.
func (s *Service) better(c *collected, than Bundle) bool {
	switch {
	case c.renewing:
		return s.renewed(c)
	case len(than.Stamp) == 0 && len(c.stamp) > 0:
		return true
	case c.level != than.Level:
		return c.level.AtLeast(than.Level) || than.Level == ""
	}
	return c.summary.gaps("") < than.Summary.gaps("")
}

// gaps counts what is missing, of one code or of all.
func (s Summary) gaps(code string) int {
	n := 0
	count := func(list []Missing) {
		for _, m := range list {
			if code == "" || m.Code == code {
				n++
			}
		}
	}
	count(s.Missing)
	for _, sig := range s.Signatures {
		count(sig.Missing)
	}
	return n
}

const kindStamp = "timestamp"

// collect does the work of one try; nothing of it is in a transaction.
func (s *Service) collect(ctx context.Context, b Bundle) (*collected, error) {
	d, err := s.Documents.Store.Load(ctx, b.Document)
	if err != nil {
		return nil, fmt.Errorf("reading the document: %w", err)
	}
	blob, err := s.Documents.Blobs.Open(ctx, b.SHA256)
	if err != nil {
		return nil, fmt.Errorf("opening the file: %w", err)
	}
	defer blob.Close()
	sum, err := hashOf(blob)
	if err != nil {
		return nil, err
	}
	if got := hex.EncodeToString(sum); got != b.SHA256 {
		return nil, &document.MismatchError{Want: b.SHA256, Got: got}
	}
	c := &collected{document: d, bundle: b, at: s.Now(), stamp: b.Stamp, pieces: pieces{}, renewing: s.renews(b)}
	if c.renewing {
		if err := s.resume(ctx, c); err != nil {
			return nil, err
		}
	}
	s.stampFile(ctx, c, sum)
	grown, reached, err := s.extend(ctx, c, blob)
	if err != nil {
		return nil, err
	}
	if err := s.describe(ctx, c, grown, reached); err != nil {
		return nil, err
	}
	return c, c.copyOf(grown)
}

func hashOf(b document.Blob) ([]byte, error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(b, 0, b.Size())); err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	return h.Sum(nil), nil
}

// stampFile gets the token over the whole file, once: of the moment of receipt,
// or right after the seal.
func (s *Service) stampFile(ctx context.Context, c *collected, sum []byte) {
	if len(c.stamp) == 0 {
		token, err := s.stampBy(ctx, sum)
		if err != nil {
			c.why = words(codeNoAnswer, "")
			switch {
			case s.Stamper == nil:
				c.why = words(codeNoAuthority, "")
			case errors.Is(err, pades.ErrStampUntrusted):
				c.why = words(codeUntrusted, "")
			}
			c.summary.Missing = append(c.summary.Missing, Missing{Code: pades.GapNoStamp, Text: c.why})
			return
		}
		c.stamp = token
	}
	token, err := tsp.ParseToken(c.stamp)
	if err != nil {
		return // it was read before it was kept
	}
	c.summary.StampedAt = token.Time
	if r := token.Verify(sum); r.Certificate != nil {
		c.summary.StampedBy = r.Certificate.Subject.CommonName
	}
	c.pieces.put("time-stamps", ".tst", c.stamp)
}

func (s *Service) stampBy(ctx context.Context, sum []byte) ([]byte, error) {
	if s.Stamper == nil {
		return nil, errors.New("no authority is configured")
	}
	der, err := s.Stamper.Stamp(ctx, crypto.SHA256, sum)
	if err != nil {
		return nil, err
	}
	token, err := tsp.ParseToken(der)
	if err != nil {
		return nil, err
	}
	if r := token.Verify(sum); token.Hash != crypto.SHA256 || r.Result() != passed {
		return nil, errors.New("the token does not hold")
	}
	trust := pades.Options{Anchors: s.Documents.Evidence.Anchors(), Intermediates: s.Documents.Evidence.Intermediates(), Now: s.Now}
	if trust.CRLs, trust.OCSPs, err = s.Documents.Evidence.Bundle(ctx); err != nil {
		return nil, err
	}
	var answers pades.Answers
	if s.Answers != nil {
		answers = s.Answers(time.Time{})
	}
	if err := pades.TrustStamp(ctx, token.Raw, sum, trust, answers); err != nil {
		return nil, err
	}
	return token.Raw, nil
}

// extend carries a copy of the file to B-LTA. What cannot be extended stays as
// it is, and the token over the file stands for it.
func (s *Service) extend(ctx context.Context, c *collected, blob document.Blob) (*grown, *pades.Extended, error) {
	none := &grown{Blob: blob, tail: c.before}
	c.tail = c.before
	file, err := pdf.Open(none, none.Size())
	if err != nil {
		if pdf.IsMalformed(err) {
			c.hopeless = true
			return none, nil, nil
		}
		return nil, nil, fmt.Errorf("reading the file: %w", err)
	}
	crls, ocsps, err := s.Documents.Evidence.Bundle(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("collecting revocation data: %w", err)
	}
	x := pades.Extension{
		To: pades.LevelLTA, Anchors: s.Documents.Evidence.Anchors(), Intermediates: s.Documents.Evidence.Intermediates(),
		CRLs: crls, OCSPs: ocsps, Hash: s.digest(), Now: s.Now, Memory: s.Memory,
	}
	if len(c.stamp) > 0 { // else the authority was silent a moment ago
		x.Stamper = s.Stamper
	}
	if s.Answers != nil {
		x.Answers = s.Answers(c.since())
	}
	out, err := pades.Extend(ctx, file, x)
	if code := pades.RefusalOf(err); code != "" {
		c.hopeless = true
		c.summary.Missing = append(c.summary.Missing, Missing{Code: string(code), Text: words(codeUnextendable, "")})
		return none, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("extending the file: %w", err)
	}
	c.tail = slices.Concat(c.before, out.Tail)
	c.silent = len(out.Gaps) > 0
	return &grown{Blob: blob, tail: c.tail}, out, nil
}

// grown is a file with a tail behind it, read as one.
type grown struct {
	document.Blob
	tail []byte
}

// Size of the whole.
func (g *grown) Size() int64 { return g.Blob.Size() + int64(len(g.tail)) }

// ReadAt reads over the border between the file and its tail.
func (g *grown) ReadAt(p []byte, off int64) (n int, err error) {
	base := g.Blob.Size()
	if off < base {
		part := p[:min(int64(len(p)), base-off)]
		if n, err = g.Blob.ReadAt(part, off); n < len(part) {
			return n, err
		}
	}
	if n == len(p) {
		return n, nil
	}
	m, err := bytes.NewReader(g.tail).ReadAt(p[n:], off+int64(n)-base)
	return n + m, err
}

// copyOf notes how the extended copy is put together.
func (c *collected) copyOf(g *grown) error {
	if len(c.tail) == 0 {
		return nil
	}
	whole, err := hashOf(g)
	if err != nil {
		return err
	}
	tail := sha256.Sum256(c.tail)
	c.summary.Copy = &Copy{
		Base: c.bundle.SHA256, Tail: hex.EncodeToString(tail[:]), Offset: g.Blob.Size(), Size: g.Size(), SHA256: hex.EncodeToString(whole),
	}
	return nil
}

package document

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"

	"antin/internal/domain/signing"
	"antin/internal/failpoint"
	"antin/pades"
)

// plan is one signature to come: the bytes it goes on and how.
type plan struct {
	base  File
	how   pades.Signing
	plain bool // no PDF: the file goes along by its hash, nothing is signed
}

// append prepares, signs and completes one signature and stores the result.
func (s *Service) append(ctx context.Context, work plan, key *signing.Key, point string) (File, error) {
	if work.plain {
		return File{SHA256: work.base.SHA256, Size: work.base.Size, From: work.base.SHA256}, nil
	}
	prepared, err := s.prepareSigning(ctx, work, key.Certificate, key.Chain)
	if err != nil {
		return File{}, err
	}
	opts, err := prepared.SignerOpts()
	if err != nil {
		return File{}, unsignable(err)
	}
	value, err := key.Sign(rand.Reader, prepared.Digest(), opts)
	if err != nil {
		return File{}, fmt.Errorf("signing: %w", err)
	}
	return s.finish(ctx, work.base, prepared, value, point)
}

// prepareSigning builds the revision with an empty place for the value.
func (s *Service) prepareSigning(ctx context.Context, work plan, cert *x509.Certificate, chain []*x509.Certificate) (*pades.Prepared, error) {
	file, blob, err := s.open(ctx, work.base.SHA256)
	if err != nil {
		return nil, err
	}
	defer blob.Close()
	how := work.how
	how.Certificate, how.Chain, how.Memory = cert, chain, s.Memory
	how.Reserve = pades.StampRoom(s.Stamper)
	prepared, err := pades.Prepare(file, how)
	if err != nil {
		return nil, unsignable(err)
	}
	return prepared, nil
}

// finish puts the value in its place and stores base and tail as a new file.
func (s *Service) finish(ctx context.Context, base File, prepared *pades.Prepared, value []byte, point string) (File, error) {
	tail, err := s.completed(ctx, prepared, value)
	if pades.RefusalOf(err) == pades.RefusedValue {
		return File{}, unsignable(err)
	}
	if err != nil {
		return File{}, fmt.Errorf("completing the signature: %w", err)
	}
	failpoint.Hit(point)
	out := File{From: base.SHA256, Pages: base.Pages}
	out.SHA256, out.Size, err = s.Blobs.Append(ctx, base.SHA256, tail)
	return out, err
}

// completed puts the value into the signature, with a time-stamp when one comes
// in time. A signature is never lost to a silent authority: the evidence that is
// kept with the document is stamped later.
func (s *Service) completed(ctx context.Context, p *pades.Prepared, value []byte) ([]byte, error) {
	if s.Stamper != nil {
		patient, done := context.WithTimeout(ctx, s.StampPatience)
		defer done()
		hash, digest := p.StampDigest(value)
		if token, err := s.Stamper.Stamp(patient, hash, digest); err == nil {
			if tail, err := p.CompleteStamped(value, token); err == nil {
				return tail, nil
			}
		}
	}
	return p.Complete(value)
}

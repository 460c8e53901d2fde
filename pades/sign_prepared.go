package pades

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"antin/cms"
	"antin/pdf"
)

// Prepared is a signing that waits for its value. It is plain data: it can be
// stored as JSON, and completed later by another process. It is bound to the
// exact bytes of the base by BaseSHA256.
type Prepared struct {
	BaseSHA256  string   `json:"base_sha256"` // hexadecimal
	BaseSize    int64    `json:"base_size"`
	Tail        []byte   `json:"tail"`       // to append, with zeros for the signature
	HoleStart   int      `json:"hole_start"` // where in Tail the hexadecimal digits begin
	HoleEnd     int      `json:"hole_end"`
	Attributes  []byte   `json:"signed_attributes"` // DER
	Certificate []byte   `json:"certificate"`       // DER
	Chain       [][]byte `json:"chain"`
	PSS         bool     `json:"pss,omitempty"`

	made *cms.Builder // where it was not stored in between
}

// seal writes the tail, sets /ByteRange, hashes and makes the attributes.
func (s *signUpdate) seal(in Signing, sig pdf.Ref) (*Prepared, error) {
	tail, err := s.u.Tail()
	if err != nil {
		return nil, err
	}
	size := s.file.Size()
	hole, ok := s.u.Value(sig, "Contents")
	room, ok2 := s.u.Value(sig, "ByteRange")
	if !ok || !ok2 {
		return nil, errors.New("pades: the signature dictionary was not written")
	}
	end := size + int64(len(tail))
	text := fmt.Appendf(nil, "[0 %d %d %d", hole.Start, hole.End, end-hole.End)
	if int64(len(text)) >= room.Len() {
		return nil, refuse(RefusedDamaged, "the file is too long")
	}
	place := tail[room.Start-size : room.End-size]
	copy(place, text)
	for i := len(text); i < len(place)-1; i++ {
		place[i] = ' '
	}
	place[len(place)-1] = ']'
	base, digest, err := hashAround(s.file, tail, int(hole.Start-size), int(hole.End-size))
	if err != nil {
		return nil, err
	}
	b, err := cms.NewSigned(in.Certificate, in.Chain, digest, in.options()...)
	if err != nil {
		return nil, refuseFor(RefusedCertificate, err)
	}
	p := &Prepared{
		BaseSHA256: hex.EncodeToString(base), BaseSize: size, Tail: tail,
		HoleStart: int(hole.Start-size) + 1, HoleEnd: int(hole.End-size) - 1,
		Attributes: b.SignedAttributes(), Certificate: in.Certificate.Raw, PSS: in.PSS, made: b,
	}
	for _, c := range in.Chain {
		p.Chain = append(p.Chain, c.Raw)
	}
	return p, nil
}

// hashAround reads the base once and gives its digest, and that of base and
// tail without the hole. Both share the long prefix.
func hashAround(f *pdf.File, tail []byte, from, to int) (base, whole []byte, err error) {
	h := sha256.New()
	const step = 128 << 10 // stays in the cache between reading and hashing
	r := io.NewSectionReader(f.Reader(), 0, f.Size())
	n, err := io.CopyBuffer(h, onlyReader{r}, make([]byte, step))
	if err != nil {
		return nil, nil, fmt.Errorf("hashing the file: %w", err)
	}
	if n != f.Size() {
		return nil, nil, io.ErrUnexpectedEOF
	}
	base = h.Sum(nil) // leaves the state as it is
	h.Write(tail[:from])
	h.Write(tail[to:])
	return base, h.Sum(nil), nil
}

// onlyReader keeps io.CopyBuffer to the buffer it is given.
type onlyReader struct{ io.Reader }

func (p *Prepared) builder() (*cms.Builder, error) {
	if p.made != nil && bytes.Equal(p.made.SignedAttributes(), p.Attributes) {
		return p.made, nil
	}
	cert, err := x509.ParseCertificate(p.Certificate)
	if err != nil {
		return nil, fmt.Errorf("prepared signing: certificate: %w", err)
	}
	var chain []*x509.Certificate
	for _, raw := range p.Chain {
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return nil, fmt.Errorf("prepared signing: chain: %w", err)
		}
		chain = append(chain, c)
	}
	b, err := cms.Resume(cert, chain, p.Attributes, Signing{PSS: p.PSS}.options()...)
	if err != nil {
		return nil, fmt.Errorf("prepared signing: %w", err)
	}
	return b, nil
}

// SignedAttributes are the bytes to be hashed and signed, a DER SET OF.
func (p *Prepared) SignedAttributes() []byte { return p.Attributes }

// Digest is the SHA-256 of the signed attributes: what a token signs that takes
// digests.
func (p *Prepared) Digest() []byte {
	sum := sha256.Sum256(p.Attributes)
	return sum[:]
}

// SignerOpts is what goes with Digest into crypto.Signer.Sign.
func (p *Prepared) SignerOpts() (crypto.SignerOpts, error) {
	b, err := p.builder()
	if err != nil {
		return nil, err
	}
	return b.SignerOpts(), nil
}

// Complete gives the bytes to append to the base. The same value gives the same
// bytes each time. A value that the certificate's key did not make over
// SignedAttributes is refused with [RefusedValue].
func (p *Prepared) Complete(signatureValue []byte) (tail []byte, err error) {
	b, err := p.builder()
	if err != nil {
		return nil, err
	}
	der, err := b.Finish(signatureValue)
	if err != nil {
		return nil, refuseFor(RefusedValue, err)
	}
	if p.HoleStart < 1 || p.HoleEnd > len(p.Tail) || p.HoleEnd-p.HoleStart < 2*len(der) {
		return nil, fmt.Errorf("prepared signing: no room for %d bytes", len(der))
	}
	tail = bytes.Clone(p.Tail)
	hex.Encode(tail[p.HoleStart:p.HoleEnd], der)
	return tail, nil
}

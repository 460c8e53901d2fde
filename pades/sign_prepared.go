package pades

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
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
	Hash        string   `json:"hash,omitempty"` // SHA-384 or SHA-512; empty is SHA-256

	made   *cms.Builder // where it was not stored in between
	prefix hash.Hash    // SHA-256 over the base
}

// seal writes the tail, hashes and makes the attributes.
func (s *signUpdate) seal(in Signing, sig pdf.Ref) (*Prepared, error) {
	tail, from, to, err := s.writeHole(sig)
	if err != nil {
		return nil, err
	}
	alg := in.hash()
	base, digest, prefix, err := hashAround(s.file, tail, from, to, alg)
	if err != nil {
		return nil, err
	}
	b, err := cms.NewSigned(in.Certificate, in.Chain, digest, in.options()...)
	if err != nil {
		return nil, refuseFor(RefusedCertificate, err)
	}
	p := &Prepared{
		BaseSHA256: hex.EncodeToString(base), BaseSize: s.file.Size(), Tail: tail, HoleStart: from + 1, HoleEnd: to - 1,
		Attributes: b.SignedAttributes(), Certificate: in.Certificate.Raw, PSS: in.PSS, made: b, prefix: prefix,
	}
	if alg != crypto.SHA256 {
		p.Hash = alg.String()
	}
	for _, c := range in.Chain {
		p.Chain = append(p.Chain, c.Raw)
	}
	return p, nil
}

// writeHole writes the tail and sets the /ByteRange of a signature dictionary;
// from and to are where in the tail its /Contents stands, with the brackets.
func (s *signUpdate) writeHole(sig pdf.Ref) (tail []byte, from, to int, err error) {
	if tail, err = s.u.Tail(); err != nil {
		return nil, 0, 0, err
	}
	size := s.file.Size()
	hole, ok := s.u.Value(sig, "Contents")
	room, ok2 := s.u.Value(sig, "ByteRange")
	if !ok || !ok2 {
		return nil, 0, 0, errors.New("pades: the signature dictionary was not written")
	}
	end := size + int64(len(tail))
	text := fmt.Appendf(nil, "[0 %d %d %d", hole.Start, hole.End, end-hole.End)
	if int64(len(text)) >= room.Len() {
		return nil, 0, 0, refuse(RefusedDamaged, "the file is too long")
	}
	place := tail[room.Start-size : room.End-size]
	copy(place, text)
	for i := len(text); i < len(place)-1; i++ {
		place[i] = ' '
	}
	place[len(place)-1] = ']'
	return tail, int(hole.Start - size), int(hole.End - size), nil
}

// hashAround reads the base once and gives its SHA-256, and the digest of base
// and tail without the hole. For SHA-256 both share the long prefix; prefix is
// its state, for what may be appended after this signature.
func hashAround(f *pdf.File, tail []byte, from, to int, alg crypto.Hash) (base, whole []byte, prefix hash.Hash, err error) {
	first := sha256.New()
	h, into := hash.Hash(first), io.Writer(first)
	if alg != crypto.SHA256 {
		h = alg.New()
		into = io.MultiWriter(first, h)
	}
	if err := hashFile(into, f); err != nil {
		return nil, nil, nil, err
	}
	base = first.Sum(nil) // leaves the state as it is
	if prefix, err = cloneHash(first); err != nil {
		return nil, nil, nil, err
	}
	h.Write(tail[:from])
	h.Write(tail[to:])
	return base, h.Sum(nil), prefix, nil
}

// cloneHash copies a running digest.
func cloneHash(h hash.Hash) (hash.Hash, error) {
	c, ok := h.(hash.Cloner)
	if !ok {
		return nil, fmt.Errorf("pades: %T cannot be continued", h)
	}
	return c.Clone()
}

// hashFile feeds a whole file, in steps that stay in the cache between reading
// and hashing.
func hashFile(into io.Writer, f *pdf.File) error {
	const step = 128 << 10
	r := io.NewSectionReader(f.Reader(), 0, f.Size())
	n, err := io.CopyBuffer(into, onlyReader{r}, make([]byte, step))
	if err != nil {
		return fmt.Errorf("hashing the file: %w", err)
	}
	if n != f.Size() {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// onlyReader keeps io.CopyBuffer to the buffer it is given.
type onlyReader struct{ io.Reader }

func (p *Prepared) builder() (*cms.Builder, error) {
	if p.made != nil && bytes.Equal(p.made.SignedAttributes(), p.Attributes) {
		return p.made, nil
	}
	alg, err := p.hash()
	if err != nil {
		return nil, err
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
	b, err := cms.Resume(cert, chain, p.Attributes, Signing{PSS: p.PSS, Hash: alg}.options()...)
	if err != nil {
		return nil, fmt.Errorf("prepared signing: %w", err)
	}
	return b, nil
}

// SignedAttributes are the bytes to be hashed and signed, a DER SET OF.
func (p *Prepared) SignedAttributes() []byte { return p.Attributes }

// Digest is that of the signed attributes under the algorithm of SignerOpts
// (SHA-256 unless Signing.Hash said otherwise): what a token signs that takes
// digests. A stored signing with an algorithm that is not known has none.
func (p *Prepared) Digest() []byte {
	alg, err := p.hash()
	if err != nil {
		return nil
	}
	h := alg.New()
	h.Write(p.Attributes)
	return h.Sum(nil)
}

// hash reads back the name of the algorithm.
func (p *Prepared) hash() (crypto.Hash, error) {
	for _, h := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
		if p.Hash == h.String() || p.Hash == "" {
			return h, nil
		}
	}
	return 0, fmt.Errorf("prepared signing: unknown digest algorithm %q", p.Hash)
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
// SignedAttributes is refused with [RefusedValue]. Room kept free for a
// time-stamp stays filled with zeros.
func (p *Prepared) Complete(signatureValue []byte) (tail []byte, err error) {
	b, err := p.builder()
	if err != nil {
		return nil, err
	}
	der, err := b.Finish(signatureValue)
	if err != nil {
		return nil, refuseFor(RefusedValue, err)
	}
	return p.filled(der)
}

// filled is the tail with the signature in its place.
func (p *Prepared) filled(der []byte) ([]byte, error) {
	if p.HoleStart < 1 || p.HoleEnd > len(p.Tail) || p.HoleEnd-p.HoleStart < 2*len(der) {
		return nil, refuse(RefusedRoom, "no room for %d bytes", len(der))
	}
	tail := bytes.Clone(p.Tail)
	hex.Encode(tail[p.HoleStart:p.HoleEnd], der)
	return tail, nil
}

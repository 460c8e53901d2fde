package pades

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"slices"

	"antin/certpath"
	"antin/cms"
	"antin/pdf"
	"antin/revocation"
)

// pool is evidence at hand, each piece once.
type pool struct {
	certs []*x509.Certificate
	crls  [][]byte // newest addition first: the last word is the best one
	ocsps [][]byte
	bySum map[[sha256.Size]byte][]byte
}

func newPool() *pool { return &pool{bySum: make(map[[sha256.Size]byte][]byte)} }

// copied is a pool of its own with the same pieces.
func (p *pool) copied() *pool {
	out := &pool{certs: slices.Clone(p.certs), crls: slices.Clone(p.crls), ocsps: slices.Clone(p.ocsps), bySum: make(map[[sha256.Size]byte][]byte, len(p.bySum))}
	for sum, der := range p.bySum {
		out.bySum[sum] = der
	}
	return out
}

// fresh notes a piece and tells whether it is a new one.
func (p *pool) fresh(sum [sha256.Size]byte, der []byte) bool {
	if p.bySum[sum] != nil {
		return false
	}
	p.bySum[sum] = der
	return true
}

func (p *pool) addAll(certs []*x509.Certificate, crls, ocsps [][]byte) {
	for _, c := range certs {
		if c != nil && p.fresh(sha256.Sum256(c.Raw), c.Raw) {
			p.certs = append(p.certs, c)
		}
	}
	for _, d := range crls {
		p.addAnswer(pieceCRL, d, sha256.Sum256(d))
	}
	for _, d := range ocsps {
		p.addAnswer(pieceOCSP, d, sha256.Sum256(d))
	}
}

func (p *pool) addAnswer(kind pieceKind, der []byte, sum [sha256.Size]byte) {
	switch {
	case kind == pieceCRL && len(der) <= revocation.MaxCRL && p.fresh(sum, der):
		p.crls = append([][]byte{der}, p.crls...)
	case kind == pieceOCSP && len(der) <= revocation.MaxOCSP && p.fresh(sum, der):
		p.ocsps = append([][]byte{der}, p.ocsps...)
	}
}

func (p *pool) carry(sd *cms.SignedData) { p.addAll(sd.Certificates, sd.CRLs, nil) }

// of finds the piece that a verdict names by its SHA-256.
func (p *pool) of(hexSum string) (sum [sha256.Size]byte, der []byte) {
	if n, err := hex.Decode(sum[:], []byte(hexSum)[:min(len(hexSum), 2*len(sum))]); err != nil || n != len(sum) {
		return sum, nil
	}
	return sum, p.bySum[sum]
}

// stores reads the document security stores of the revisions of one file, each
// stream once, and holds each content once.
type stores struct {
	file  *pdf.File
	read  map[place]*piece // of streams; nil for what cannot be read
	bySum map[[sha256.Size]byte]*piece
	certs map[*piece]*x509.Certificate
	pools map[int]*pool
	room  int
}

func newStores(file *pdf.File) *stores {
	return &stores{
		file: file, read: map[place]*piece{}, bySum: map[[sha256.Size]byte]*piece{},
		certs: map[*piece]*x509.Certificate{}, pools: map[int]*pool{}, room: maxEvidenceBytes,
	}
}

// at is what the store of a revision holds, the parts that only /VRI names
// too. It is shared: who adds to it takes a copy.
func (s *stores) at(revision int) *pool {
	if p := s.pools[revision]; p != nil {
		return p
	}
	p := newPool()
	s.pools[revision] = p
	rev := s.file.Revisions()[revision]
	catalog, err := rev.Catalog()
	if err != nil {
		return p
	}
	dss, ok, err := dictAt(rev, catalog.Get("DSS"))
	if err != nil || !ok {
		return p
	}
	kinds := [...]pieceKind{pieceCertificate, pieceCRL, pieceOCSP}
	for i, l := range storeLists {
		s.fill(p, rev, kinds[i], dss.Get(l.inStore))
	}
	vri, _, _ := dictAt(rev, dss.Get("VRI")) // one that cannot be read holds nothing
	for _, e := range vri[:min(len(vri), maxSignatures)] {
		entry, _, _ := dictAt(rev, e.Value)
		for i, l := range storeLists {
			s.fill(p, rev, kinds[i], entry.Get(l.inEntry))
		}
	}
	return p
}

func (s *stores) fill(p *pool, rev *pdf.Revision, kind pieceKind, o pdf.Object) {
	list, _, err := arrayAt(rev, o)
	if err != nil {
		return
	}
	for _, item := range list[:min(len(list), maxPieces)] {
		ref, ok := item.(pdf.Ref)
		if !ok {
			continue
		}
		_, by, _ := rev.Lookup(ref.Num)
		key := place{ref.Num, by}
		one, known := s.read[key]
		if !known {
			one = s.stream(rev, kind, ref)
			s.read[key] = one
		}
		switch {
		case one == nil || one.kind != kind:
		case kind != pieceCertificate:
			p.addAnswer(kind, one.der, one.sum)
		case s.certs[one] != nil && p.fresh(one.sum, one.der):
			p.certs = append(p.certs, s.certs[one])
		}
	}
}

// stream reads one stream; nil for what is no evidence, or is too much of it.
func (s *stores) stream(rev *pdf.Revision, kind pieceKind, ref pdf.Ref) *piece {
	o, err := rev.Resolve(ref)
	if err != nil {
		return nil
	}
	stream, ok := o.(*pdf.Stream)
	if !ok || s.room < 0 {
		return nil
	}
	body, rest, err := stream.Decode()
	if err != nil || len(rest) > 0 {
		return nil
	}
	sum := sha256.Sum256(body)
	one := s.bySum[sum]
	if one == nil {
		if s.room -= len(body); s.room < 0 {
			return nil
		}
		one = &piece{kind: kind, der: body, sum: sum}
		s.bySum[sum] = one
	}
	if kind == pieceCertificate && s.certs[one] == nil {
		if c, err := certpath.Parse(one.der); err == nil {
			s.certs[one] = c
		}
	}
	return one
}

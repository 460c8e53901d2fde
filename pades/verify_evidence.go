package pades

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"strings"
	"time"

	"antin/certpath"
	"antin/cms"
	"antin/pdf"
)

// A piece is one thing that a verdict may rest on, held once however often it
// stands in the file.
type piece struct {
	kind   pieceKind
	der    []byte
	sum    [sha256.Size]byte
	places []pdf.Extent // in the file; none for what was given from outside
	bound  []*found     // signatures whose signed attributes hold it
}

type pieceKind int

const (
	pieceCertificate pieceKind = iota
	pieceCRL
	pieceOCSP
	pieceToken
	pieceValue // of a signature
)

// evidence is all that speaks of certificates: what was given, the document
// security stores of the revisions, and what signatures and time-stamps carry.
type evidence struct {
	certs  []*x509.Certificate
	pieces []*piece
	bySum  map[[sha256.Size]byte]*piece
	count  map[pieceKind]int
	read   map[place]bool // streams of the stores
	room   int            // bytes
	items  int            // of stores, still to be looked at
}

const (
	// maxEvidenceBytes bounds what is held of the stores; a national CRL has 12 MB.
	maxEvidenceBytes = 64 << 20
	// maxEvidence bounds the lists and answers asked at once, as package revocation does.
	maxEvidence = 200
	// maxPieces of one kind are held; a store kept for decades has some hundreds.
	maxPieces = 1000
	// maxStoreItems bounds the references followed in all stores together.
	maxStoreItems = 50_000
)

// evidence reads everything once, the newest store first.
func (v *verification) evidence() *evidence {
	if v.store != nil {
		return v.store
	}
	e := &evidence{bySum: map[[sha256.Size]byte]*piece{}, count: map[pieceKind]int{}, read: map[place]bool{}, room: maxEvidenceBytes, items: maxStoreItems}
	v.store = e
	for _, der := range v.options.CRLs {
		e.add(pieceCRL, der)
	}
	for _, der := range v.options.OCSPs {
		e.add(pieceOCSP, der)
	}
	e.certs = append(e.certs, v.options.Intermediates...)
	revs := v.file.Revisions()
	e.readStore(v.file.Last())
	for i := len(v.history.sigs) - 1; i >= 0; i-- {
		e.readStore(revs[v.history.sigs[i].revision])
	}
	for _, s := range v.history.sigs {
		e.readSignature(s)
	}
	return e
}

// add holds a piece, or finds the one held; nil when there are too many.
func (e *evidence) add(kind pieceKind, der []byte, at ...pdf.Extent) *piece {
	sum := sha256.Sum256(der)
	p := e.bySum[sum]
	if p == nil {
		if e.count[kind] >= maxPieces {
			return nil
		}
		e.count[kind]++
		p = &piece{kind: kind, der: der, sum: sum}
		if kind == pieceCertificate {
			if c, err := certpath.Parse(der); err == nil {
				e.certs = append(e.certs, c)
			}
		}
		e.bySum[sum], e.pieces = p, append(e.pieces, p)
	}
	p.places = append(p.places, at...)
	return p
}

// readStore reads the document security store of a revision, and the parts of
// it that VRI dictionaries name (EN 319 142-1, 5.4.2).
func (e *evidence) readStore(rev *pdf.Revision) {
	catalog, err := rev.Catalog()
	if err != nil {
		return
	}
	dss, ok, err := dictAt(rev, catalog.Get("DSS"))
	if err != nil || !ok {
		return
	}
	e.streams(rev, pieceCertificate, dss.Get("Certs"))
	e.streams(rev, pieceCRL, dss.Get("CRLs"))
	e.streams(rev, pieceOCSP, dss.Get("OCSPs"))
	vri, _, _ := dictAt(rev, dss.Get("VRI")) // one that cannot be read holds nothing
	for _, entry := range vri[:min(len(vri), maxSignatures)] {
		d, _, _ := dictAt(rev, entry.Value)
		e.streams(rev, pieceCertificate, d.Get("Cert"))
		e.streams(rev, pieceCRL, d.Get("CRL"))
		e.streams(rev, pieceOCSP, d.Get("OCSP"))
	}
}

func (e *evidence) streams(rev *pdf.Revision, kind pieceKind, o pdf.Object) {
	list, _, err := arrayAt(rev, o)
	if err != nil {
		return
	}
	for _, item := range list[:min(len(list), maxPieces)] {
		if e.items--; e.items < 0 {
			return
		}
		ref, ok := item.(pdf.Ref)
		if !ok {
			continue // a stream is always indirect (ISO 32000-2, 7.3.8.1)
		}
		_, by, _ := rev.Lookup(ref.Num)
		if key := (place{ref.Num, by}); !e.read[key] {
			e.read[key] = true
			e.stream(rev, kind, ref)
		}
	}
}

func (e *evidence) stream(rev *pdf.Revision, kind pieceKind, ref pdf.Ref) {
	in, err := rev.Locate(ref)
	if err != nil {
		return
	}
	stream, ok := in.Object.(*pdf.Stream)
	if !ok {
		return
	}
	body, rest, err := stream.Decode()
	if err != nil || len(rest) > 0 {
		return
	}
	if e.room -= len(body); e.room >= 0 {
		e.add(kind, body, in.Bytes)
	}
}

// readSignature takes what a signature and its time-stamps carry.
func (e *evidence) readSignature(s *found) {
	if s.subject.CMS == nil || s.subject.Range.Fault != "" {
		return
	}
	at := s.subject.Range.Gap()
	if contents, ok := s.dict.Entry("Contents"); !ok || contents.Bytes != at {
		return // its hole is somewhere else, and proves nothing of what it holds
	}
	e.readCMS(s.subject.CMS, at, s)
	for _, st := range s.stamps {
		if st.token != nil {
			e.add(pieceToken, st.raw, at)
			e.readCMS(st.token.Signed, at, nil)
		}
	}
	if s.subject.Signer != nil {
		e.add(pieceValue, s.subject.Signer.Signature, at)
	}
}

func (e *evidence) readCMS(sd *cms.SignedData, at pdf.Extent, signed *found) {
	for _, c := range sd.Certificates {
		e.add(pieceCertificate, c.Raw, at)
	}
	for _, der := range sd.CRLs {
		e.add(pieceCRL, der, at)
	}
	if len(sd.Signers) == 0 {
		return
	}
	crls, ocsps := archived(sd.Signers[0])
	for _, der := range crls {
		e.add(pieceCRL, der, at).bind(signed)
	}
	for _, der := range ocsps {
		e.add(pieceOCSP, der, at).bind(signed)
	}
}

func (p *piece) bind(s *found) {
	if p != nil && s != nil {
		p.bound = append(p.bound, s)
	}
}

// about gives the lists, and the answers that can be of this certificate, as
// far as allowed. An answer names the serial number of what it is about.
func (e *evidence) about(cert *x509.Certificate, allowed func(*piece) bool) (crls, ocsps [][]byte) {
	serial, err := asn1.Marshal(cert.SerialNumber)
	if err != nil {
		return nil, nil
	}
	for _, p := range e.pieces {
		switch {
		case allowed != nil && !allowed(p):
		case p.kind == pieceCRL && len(crls) < maxEvidence:
			crls = append(crls, p.der)
		case p.kind == pieceOCSP && len(ocsps) < maxEvidence/4 && bytes.Contains(p.der, serial):
			ocsps = append(ocsps, p.der)
		}
	}
	return crls, ocsps
}

// archived reads Adobe's RevocationInfoArchival from the signed attributes.
func archived(si *cms.SignerInfo) (crls, ocsps [][]byte) {
	if si == nil {
		return nil, nil
	}
	for _, a := range si.Signed {
		if !a.Type.Equal(cms.OIDRevocation) || len(a.Values) != 1 {
			continue
		}
		var info struct {
			CRLs  []asn1.RawValue `asn1:"optional,explicit,tag:0"`
			OCSPs []asn1.RawValue `asn1:"optional,explicit,tag:1"`
			Other asn1.RawValue   `asn1:"optional,explicit,tag:2"`
		}
		if _, err := asn1.Unmarshal(a.Values[0], &info); err != nil {
			continue
		}
		for _, c := range info.CRLs {
			crls = append(crls, c.FullBytes)
		}
		for _, o := range info.OCSPs {
			ocsps = append(ocsps, o.FullBytes)
		}
	}
	return crls, ocsps
}

// parseDate reads a date of ISO 32000-2, 7.9.4: D:YYYYMMDDHHmmSSOHH'mm.
func parseDate(s string) (time.Time, bool) {
	s = strings.TrimPrefix(s, "D:")
	s = strings.ReplaceAll(s, "'", "")
	s = strings.ReplaceAll(s, "Z0000", "Z")
	for _, layout := range []string{"20060102150405-0700", "20060102150405Z", "20060102150405-07", "20060102150405", "200601021504", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

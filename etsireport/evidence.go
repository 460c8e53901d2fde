package etsireport

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"antin/cms"
	"antin/pades"
	"antin/tsp"
)

// evidence is what one signature rests on, as references to validation objects.
type evidence struct {
	value   string     // the signature value, base64
	digest  *digest    // of the signed part of the file
	message string     // message-digest attribute, base64
	signer  *reference // the signer's certificate
	certs   map[string]string
	rest    []reference // revocation answers
	stamps  []stampRef
}

type stampRef struct {
	id string
	at time.Time
}

func (e *evidence) stampAt(t time.Time) *reference {
	for _, s := range e.stamps {
		if s.at.Equal(t) {
			return &reference{s.id}
		}
	}
	return nil
}

// evidence makes the validation objects of one signature (4.4).
func (b *builder) evidence(s *pades.Signature) *evidence {
	out := &evidence{certs: map[string]string{}}
	if u := s.Used; u != nil {
		out.readCMS(u.CMS)
		for _, c := range u.Certificates {
			out.certs[nameOf(c)] = b.add("C", "certificate", c.Raw)
		}
		for _, der := range u.CRLs {
			out.rest = append(out.rest, reference{b.add("R", "CRL", der)})
		}
		for _, der := range u.OCSPs {
			out.rest = append(out.rest, reference{b.add("O", "OCSPResponse", der)})
		}
		for _, der := range u.Stamps {
			out.stamps = append(out.stamps, b.stamp(s, der))
		}
	}
	if s.Certificate != nil {
		out.signer = b.certificate(s.Certificate)
	}
	return out
}

// certificate refers to one whose bytes may not be known, then by its digest.
func (b *builder) certificate(c *pades.CertificateFacts) *reference {
	sum := strings.ToLower(c.SHA256)
	if id, ok := b.ids["certificate/"+sum]; ok {
		return &reference{id}
	}
	d, ok := sha256Digest(sum)
	if !ok {
		return nil
	}
	id := "C-" + strings.ToUpper(sum)
	b.ids["certificate/"+sum] = id
	b.objects = append(b.objects, object{ID: id, Type: objectURI + "certificate", Form: representation{Digest: &d}, Proof: b.now()})
	return &reference{id}
}

// sha256Digest turns hexadecimal into what the schema has.
func sha256Digest(hexadecimal string) (digest, bool) {
	raw, err := hex.DecodeString(hexadecimal)
	if err != nil || len(raw) != sha256.Size {
		return digest{}, false
	}
	return digest{digestMethod{digestSHA256}, base64.StdEncoding.EncodeToString(raw)}, true
}

func (b *builder) add(prefix, kind string, der []byte) string {
	sum := sha256.Sum256(der)
	key := kind + "/" + hex.EncodeToString(sum[:])
	if id, ok := b.ids[key]; ok {
		return id
	}
	id := prefix + "-" + strings.ToUpper(hex.EncodeToString(sum[:]))
	b.ids[key] = id
	form := representation{Digest: &digest{digestMethod{digestSHA256}, base64.StdEncoding.EncodeToString(sum[:])}}
	if len(der) <= maxInline {
		text := base64.StdEncoding.EncodeToString(der)
		form = representation{Base64: &text}
	}
	b.objects = append(b.objects, object{ID: id, Type: objectURI + kind, Form: form, Proof: b.now()})
	return id
}

// maxInline is what one piece of evidence has at most when it stands in the
// report itself; the CRL of a national authority, of several megabytes, is
// named by its digest and is in the file.
const maxInline = 1 << 20

// now is the weakest proof of existence: it was there when the file was judged.
func (b *builder) now() *proof {
	return &proof{Time: clock(b.report.JudgedAt), Type: proofByCheck}
}

func (b *builder) signedData(d *digest, p proof) *reference {
	key := "signedData/" + d.Method.Algorithm + d.Value
	if id, ok := b.ids[key]; ok {
		return &reference{id}
	}
	sum := sha256.Sum256([]byte(key))
	id := "D-" + strings.ToUpper(hex.EncodeToString(sum[:]))
	b.ids[key] = id
	b.objects = append(b.objects, object{ID: id, Type: objectURI + "signedData", Form: representation{Digest: d}, Proof: &p})
	return &reference{id}
}

// stamp is a time-stamp with its own verdict, matched to the facts by its time.
func (b *builder) stamp(s *pades.Signature, der []byte) stampRef {
	id := b.add("T", "timestamp", der)
	token, err := tsp.ParseToken(der)
	if err != nil {
		return stampRef{id: id}
	}
	own := b.stampReport(s, token.Time) // adds objects itself
	for i := range b.objects {
		if o := &b.objects[i]; o.ID == id && o.Proves == nil {
			o.Proof, o.Proves, o.Report = nil, &proving{Time: clock(token.Time), Field: s.Field}, own
		}
	}
	return stampRef{id, token.Time}
}

func (b *builder) stampReport(s *pades.Signature, at time.Time) *signatureEntry {
	for _, f := range s.Stamps {
		if !f.Time.Equal(at) {
			continue
		}
		out := &signatureEntry{Status: *partStatus(partOf(f.Indication), string(f.SubIndication))}
		if f.Certificate != nil {
			if ref := b.certificate(f.Certificate); ref != nil {
				out.Signer = &signerInfo{Certificate: *ref, Name: f.Authority}
			}
		}
		return out
	}
	return nil
}

func partOf(i pades.Indication) string {
	switch i {
	case pades.TotalPassed:
		return "passed"
	case pades.TotalFailed:
		return "failed"
	}
	return "indeterminate"
}

// readCMS takes out of the signature what the report repeats of it.
func (e *evidence) readCMS(der []byte) {
	sd, _, err := cms.ParsePrefix(der)
	if err != nil || len(sd.Signers) != 1 {
		return // the checks say what is wrong with it
	}
	si := sd.Signers[0]
	e.value = base64.StdEncoding.EncodeToString(si.Signature)
	for _, a := range si.Signed {
		if !a.Type.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}) { // message-digest, RFC 5652, 11.2
			continue
		}
		if sum := messageDigest(a); sum != nil {
			e.message = base64.StdEncoding.EncodeToString(sum)
			e.digest = &digest{digestMethod{digestURI(si)}, e.message}
		}
	}
}

func digestURI(si *cms.SignerInfo) string {
	hash, err := si.Hash()
	if err != nil {
		return "urn:oid:" + si.DigestAlgorithm.Algorithm.String()
	}
	switch strings.ToLower(hash.String()) {
	case "sha-1":
		return "http://www.w3.org/2000/09/xmldsig#sha1"
	case "sha-256":
		return digestSHA256
	case "sha-384":
		return "http://www.w3.org/2001/04/xmldsig-more#sha384"
	case "sha-512":
		return "http://www.w3.org/2001/04/xmlenc#sha512"
	}
	return "urn:oid:" + si.DigestAlgorithm.Algorithm.String()
}

// nameOf finds a certificate of the evidence for a step of the path, which is
// told by serial and subject.
func nameOf(c *x509.Certificate) string {
	return fmt.Sprintf("%X/", c.SerialNumber) + c.Subject.String()
}

func messageDigest(a cms.Attribute) []byte {
	var sum []byte
	if len(a.Values) != 1 {
		return nil
	}
	if rest, err := asn1.Unmarshal(a.Values[0], &sum); err != nil || len(rest) > 0 {
		return nil
	}
	return sum
}

package pades

import (
	"crypto/x509"
	"encoding/asn1"
	"strings"
	"time"

	"antin/certpath"
	"antin/cms"
	"antin/pdf"
	"antin/revocation"
)

// evidence is what the document security store of the last revision holds.
type evidence struct {
	certs []*x509.Certificate
	crls  [][]byte
	ocsps [][]byte
}

// maxEvidenceBytes bounds what is held of the store; a national CRL has 12 MB.
const maxEvidenceBytes = 64 << 20

// maxEvidence bounds the pieces taken from one file, as package revocation does.
const maxEvidence = 200

// evidence reads the store once.
func (v *verification) evidence() *evidence {
	if v.store != nil {
		return v.store
	}
	v.store = &evidence{}
	rev := v.file.Last()
	catalog, err := rev.Catalog()
	if err != nil {
		return v.store
	}
	dss, ok, err := dictAt(rev, catalog.Get("DSS"))
	if err != nil || !ok {
		return v.store
	}
	room := maxEvidenceBytes
	for _, der := range streamsOf(rev, dss.Get("Certs"), &room) {
		if c, err := certpath.Parse(der); err == nil {
			v.store.certs = append(v.store.certs, c)
		}
	}
	v.store.crls = streamsOf(rev, dss.Get("CRLs"), &room)
	v.store.ocsps = streamsOf(rev, dss.Get("OCSPs"), &room)
	return v.store
}

func streamsOf(rev *pdf.Revision, o pdf.Object, room *int) [][]byte {
	list, _, err := arrayAt(rev, o)
	if err != nil {
		return nil
	}
	var out [][]byte
	for _, item := range list[:min(len(list), maxEvidence)] {
		s, err := rev.Resolve(item)
		if err != nil {
			continue
		}
		if stream, ok := s.(*pdf.Stream); ok {
			body, rest, err := stream.Decode()
			if err != nil || len(rest) > 0 {
				continue
			}
			if *room -= len(body); *room < 0 {
				return out
			}
			out = append(out, body)
		}
	}
	return out
}

// status asks for the revocation of one certificate: first what was given and
// what the store of the file holds, once for all signatures; then what this
// signature carries. One that says revoked wins.
func (v *verification) status(s *found, cert, issuer *x509.Certificate, at time.Time) revocation.Status {
	key := string(cert.Raw) + string(issuer.Raw)
	st, known := v.statuses[key]
	if !known {
		store := v.evidence()
		crls := append(v.options.CRLs[:len(v.options.CRLs):len(v.options.CRLs)], store.crls...)
		ocsps := append(v.options.OCSPs[:len(v.options.OCSPs):len(v.options.OCSPs)], store.ocsps...)
		st = v.options.Memory.Revocation().Judge(cert, issuer, crls[:min(len(crls), maxEvidence)], ocsps[:min(len(ocsps), maxEvidence/4)], at)
		v.statuses[key] = st
	}
	if s.subject.CMS == nil || st.Verdict == revocation.Revoked {
		return st
	}
	crls, ocsps := archived(s.subject.Signer)
	crls = append(crls, s.subject.CMS.CRLs...)
	if len(crls)+len(ocsps) == 0 {
		return st
	}
	own := v.options.Memory.Revocation().Judge(cert, issuer, crls[:min(len(crls), maxEvidence)], ocsps[:min(len(ocsps), maxEvidence/4)], at)
	if own.Verdict == revocation.Revoked || st.Verdict == revocation.Unknown && own.Verdict != revocation.Unknown {
		return own
	}
	return st
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

package etsireport

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"time"

	"antin/pades"
)

// Write writes the report as one XML document of UTF-8. A file without any
// signature has one entry that says so, because the schema asks for one. The
// report is not changed.
func Write(w io.Writer, r *pades.Report) error {
	b := &builder{report: r, ids: map[string]string{}}
	doc := validationReport{Space: namespace, SpaceDS: namespaceDS, SpaceOwn: namespaceOwn}
	for i := range r.Signatures {
		doc.Signatures = append(doc.Signatures, b.signature(&r.Signatures[i], i+1))
	}
	if len(doc.Signatures) == 0 {
		doc.Signatures = []signatureEntry{b.nothing()}
	}
	if len(b.objects) > 0 {
		doc.Objects = &objectList{b.objects}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", " ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// builder gathers the validation objects while the signatures are written; each
// piece of evidence is there once.
type builder struct {
	report  *pades.Report
	objects []object
	ids     map[string]string // id by kind and digest
}

// nothing is the entry of a file that has no signature or cannot be read.
func (b *builder) nothing() signatureEntry {
	out := signatureEntry{Times: &timeInfo{Validated: clock(b.report.JudgedAt), Best: proof{Time: clock(b.report.JudgedAt), Type: proofByCheck}}}
	switch b.report.Indication {
	case pades.NoSignature:
		out.Status.Main = ownNoSignature
	case pades.Unreadable:
		out.Status = statusDetails{Main: indicationURI + "total-failed", Sub: subURI + string(pades.FormatFailure)}
	default:
		out.Status = status(b.report.Indication, b.report.SubIndication)
	}
	return out
}

func (b *builder) signature(s *pades.Signature, n int) signatureEntry {
	id := "S-" + strconv.Itoa(n)
	found := b.evidence(s)
	best := proof{Time: clock(b.report.JudgedAt), Type: proofByCheck}
	if s.TrustedTime != nil {
		best.Time = clock(*s.TrustedTime)
		best.Object = found.stampAt(*s.TrustedTime)
	}
	out := signatureEntry{
		Identifier:  &identifier{ID: id, Value: found.value, Field: s.Field},
		Constraints: &constraints{constraintsOf(s)},
		Times:       &timeInfo{Validated: clock(b.report.JudgedAt), Best: best},
		Attributes:  attributesOf(s, found),
		Process:     &process{processURI + processOf(s)},
		Status:      status(s.Indication, s.SubIndication),
	}
	if found.digest != nil {
		ref := b.signedData(found.digest, best)
		out.Document = &signersFile{Digest: *found.digest, Ref: ref}
	}
	if found.signer != nil {
		out.Signer = &signerInfo{Certificate: *found.signer, Name: s.Signer}
	}
	if s.Level != "" {
		out.Quality = &qualityInfo{[]string{ownQuality + string(s.Level)}}
	}
	out.Status.Data = b.data(s, id, found)
	return out
}

// processOf names the process of EN 319 102-1 that the evidence allows: basic,
// with time, with the material for long-term availability.
func processOf(s *pades.Signature) string {
	switch {
	case s.Level == pades.LevelLTA:
		return "LTA"
	case len(s.Stamps) > 0:
		return "LTVM"
	}
	return "Basic"
}

// status gives the indications of a whole signature (TS 119 102-2, 4.3.4).
func status(main pades.Indication, sub pades.SubIndication) statusDetails {
	out := statusDetails{Main: indicationURI + strings.ToLower(string(main))}
	if main != pades.TotalPassed && sub != "" {
		out.Sub = subURI + string(sub)
	}
	return out
}

// partStatus gives those of a constraint or a time-stamp: without TOTAL.
func partStatus(result, sub string) *statusDetails {
	out := &statusDetails{Main: indicationURI + result}
	if sub != "" && result != "passed" {
		out.Sub = subURI + sub
	}
	return out
}

func clock(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

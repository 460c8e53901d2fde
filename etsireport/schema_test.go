package etsireport

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// node is an element that was read back.
type node struct {
	space, name string
	attrs       map[string]string
	text        string
	kids        []*node
}

// readBack parses the document and nothing after it.
func readBack(doc []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(doc))
	root := &node{}
	open := []*node{root}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			n := &node{space: t.Name.Space, name: t.Name.Local, attrs: map[string]string{}}
			for _, a := range t.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			top.kids = append(top.kids, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.text += string(t)
		}
	}
	if len(root.kids) != 1 {
		return nil, fmt.Errorf("%d root elements", len(root.kids))
	}
	return root.kids[0], nil
}

// sequences are the content models of TS 119 102-2 (schema of V1.2.1) as far as
// we write them: the children of an element in their order, with ? for optional
// and * for any number, + for at least one, | for a free choice of any number.
var sequences = map[string]string{
	"ValidationReport":                       "SignatureValidationReport+ SignatureValidationObjects? SignatureValidator? Signature?",
	"SignatureValidationReport":              "SignatureIdentifier? ValidationConstraintsEvaluationReport? ValidationTimeInfo? SignersDocument? SignatureAttributes? SignerInformation? SignatureQuality? SignatureValidationProcess? SignatureValidationStatus",
	"SignatureIdentifier":                    "DigestAlgAndValue? SignatureValue? HashOnly DocHashOnly DAIdentifier?",
	"ValidationConstraintsEvaluationReport":  "SignatureValidationPolicy? ValidationConstraint*",
	"ValidationConstraint":                   "ValidationConstraintIdentifier ValidationConstraintParameter* ConstraintStatus ValidationStatus? Indications?",
	"ConstraintStatus":                       "Status OverriddenBy?",
	"ValidationStatus":                       "MainIndication SubIndication* AssociatedValidationReportData*",
	"SignatureValidationStatus":              "MainIndication SubIndication* AssociatedValidationReportData*",
	"AssociatedValidationReportData":         "TrustAnchor? CertificateChain? RelatedValidationObject* RevocationStatusInformation? CryptoInformation? AdditionalValidationReportData?",
	"CertificateChain":                       "SigningCertificate IntermediateCertificate* TrustAnchor?",
	"RevocationStatusInformation":            "ValidationObjectId RevocationTime RevocationReason? RevocationObject?",
	"CryptoInformation":                      "ValidationObjectId Algorithm AlgorithmParameters? SecureAlgorithm NotAfter?",
	"AdditionalValidationReportData":         "ReportData+",
	"ReportData":                             "Type Value",
	"ValidationTimeInfo":                     "ValidationTime BestSignatureTime",
	"BestSignatureTime":                      "POETime TypeOfProof POEObject?",
	"POE":                                    "POETime TypeOfProof POEObject?",
	"POEProvisioning":                        "POETime ValidationObject* SignatureReference?",
	"SignatureReference":                     "PAdESFieldName",
	"SignersDocument":                        "DigestAlgAndValue SignersDocumentRef?",
	"DigestAlgAndValue":                      "DigestMethod DigestValue",
	"SignatureAttributes":                    "|SigningTime SigningCertificate SignatureTimeStamp MessageDigest DocTimeStamp SubFilter",
	"SigningTime":                            "AttributeObject* Time",
	"SignatureAttributes/SigningCertificate": "AttributeObject* CertID*",
	"CertID":                                 "X509IssuerSerial? DigestMethod DigestValue",
	"SignatureTimeStamp":                     "AttributeObject* TimeStampValue",
	"DocTimeStamp":                           "AttributeObject* TimeStampValue",
	"MessageDigest":                          "AttributeObject* Digest",
	"SubFilter":                              "AttributeObject* SubFilterElement",
	"SignerInformation":                      "SignerCertificate Signer?",
	"SignatureQuality":                       "SignatureQualityInformation+",
	"SignatureValidationProcess":             "SignatureValidationProcessID? SignatureValidationServicePolicy?",
	"SignatureValidationObjects":             "ValidationObject+",
	"ValidationObject":                       "ObjectType ValidationObjectRepresentation POE? POEProvisioning? ValidationReport?",
	"ValidationObjectRepresentation":         "|base64 DigestAlgAndValue",
	"ValidationObject/ValidationReport":      "SignatureIdentifier? ValidationConstraintsEvaluationReport? ValidationTimeInfo? SignersDocument? SignatureAttributes? SignerInformation? SignatureQuality? SignatureValidationProcess? SignatureValidationStatus",
}

// judgeSchema holds a document against the sequences, ids and references.
func judgeSchema(root *node) []string {
	j := &judge{ids: map[string]bool{}}
	if root.name != "ValidationReport" {
		j.say("root %s", root.name)
	}
	j.collect(root)
	j.element(root, "")
	return j.wrong
}

type judge struct {
	ids   map[string]bool
	wrong []string
}

func (j *judge) say(format string, args ...any) {
	j.wrong = append(j.wrong, fmt.Sprintf(format, args...))
}

func (j *judge) collect(n *node) {
	if id, ok := n.attrs["id"]; ok {
		if j.ids[id] || id == "" || strings.ContainsAny(id, ": \t") || id[0] >= '0' && id[0] <= '9' {
			j.say("id %q", id)
		}
		j.ids[id] = true
	}
	for _, k := range n.kids {
		j.collect(k)
	}
}

func (j *judge) element(n *node, parent string) {
	want := namespace
	if slices.Contains([]string{"SignatureValue", "DigestMethod", "DigestValue"}, n.name) {
		want = namespaceDS
	}
	if n.space != want {
		j.say("%s in %q", n.name, n.space)
	}
	if ref, ok := n.attrs["VOReference"]; ok && !j.ids[ref] {
		j.say("%s refers to %q", n.name, ref)
	}
	if n.name == "Value" || n.name == "Indications" {
		return // anyType
	}
	model, ok := sequences[parent+"/"+n.name]
	if !ok && parent != "CertificateChain" {
		model, ok = sequences[n.name]
	}
	if !ok {
		if len(n.kids) > 0 {
			j.say("%s/%s has children and no model", parent, n.name)
		}
		return
	}
	j.children(n, model)
	for _, k := range n.kids {
		j.element(k, n.name)
	}
}

func (j *judge) children(n *node, model string) {
	if names, free := strings.CutPrefix(model, "|"); free {
		for _, k := range n.kids {
			if !slices.Contains(strings.Fields(names), k.name) {
				j.say("%s in %s", k.name, n.name)
			}
		}
		if len(n.kids) == 0 {
			j.say("%s is empty", n.name)
		}
		return
	}
	at := 0
	for _, part := range strings.Fields(model) {
		name := strings.TrimRight(part, "?*+")
		count := 0
		for at < len(n.kids) && n.kids[at].name == name {
			at, count = at+1, count+1
		}
		many := strings.HasSuffix(part, "*") || strings.HasSuffix(part, "+")
		none := strings.HasSuffix(part, "*") || strings.HasSuffix(part, "?")
		if count > 1 && !many || count == 0 && !none {
			j.say("%s: %d of %s", n.name, count, part)
		}
	}
	if at < len(n.kids) {
		j.say("%s: %s out of order", n.name, n.kids[at].name)
	}
}

// find gives the elements of a path of names below n.
func (n *node) find(path string) []*node {
	name, rest, more := strings.Cut(path, "/")
	var out []*node
	for _, k := range n.kids {
		if k.name != name {
			continue
		}
		if more {
			out = append(out, k.find(rest)...)
		} else {
			out = append(out, k)
		}
	}
	return out
}

package pades

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"antin/pdf"
)

// metadata judges the XMP of the document: another packet may take the place
// of the old one, as long as it is XMP and nothing that a reader would expand.
func (s *step) metadata(a, b pdf.Object, root int) error {
	ref, isRef := b.(pdf.Ref)
	if b == nil && a == nil {
		return nil
	}
	if !isRef {
		s.suspicious("metadata-changed", root, "", ruleXMP, "/Metadata is no reference to a stream")
		return nil
	}
	t := s.changed(ref.Num)
	if t == nil {
		if !pdf.Equal(a, b) {
			s.suspicious("metadata-changed", ref.Num, "", ruleXMP, "/Metadata was pointed at an object that was there before")
		}
		return nil
	}
	if !s.only(ref.Num, root) {
		return nil // left to rest
	}
	t.explained = true
	return s.packet(t)
}

// packet judges the stream that took the place of the old one.
func (s *step) packet(t *touch) error {
	num := t.num
	stream, ok := t.after.(*pdf.Stream)
	if !ok || stream.Dict.Name("Type") != "Metadata" || stream.Dict.Name("Subtype") != "XML" {
		s.suspicious("metadata-changed", num, "", ruleXMP, "/Metadata is no stream of XMP")
		return nil
	}
	if t.before != nil {
		if old, isStream := t.before.(*pdf.Stream); !isStream || old.Dict.Name("Type") != "Metadata" {
			s.suspicious("metadata-changed", num, "", ruleXMP, "the object was something else before")
			return nil
		}
	}
	body, rest, err := stream.Decode()
	if err = unlessMalformed(err); err != nil {
		return err
	}
	if s.c.file.Encrypted() {
		s.aside("metadata-changed", classMetadata, num, "", ruleXMP, "encrypted, so not read; no page shows it")
		return nil
	}
	if len(body) > maxDecoded || len(rest) > 0 {
		s.suspicious("metadata-changed", num, "", ruleXMP, "not readable")
		return nil
	}
	if err := looksLikeXMP(body); err != nil {
		s.suspicious("metadata-changed", num, "", ruleXMP, err.Error())
		return nil
	}
	s.aside("metadata-changed", classMetadata, num, "", ruleXMP, "")
	return nil
}

const (
	nsMeta = "adobe:ns:meta/"
	nsRDF  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
)

// looksLikeXMP wants well-formed XML without a document type, whose root is
// x:xmpmeta around rdf:RDF, or rdf:RDF itself.
func looksLikeXMP(body []byte) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = true
	depth, roots := 0, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.New("the XMP is not well-formed")
		}
		switch t := token.(type) {
		case xml.Directive:
			return errors.New("the XMP has a document type")
		case xml.StartElement:
			depth++
			if depth == 1 {
				roots++
				if !(t.Name.Local == "xmpmeta" && t.Name.Space == nsMeta) && !(t.Name.Local == "RDF" && t.Name.Space == nsRDF) {
					return errors.New("the root is not XMP")
				}
			}
			if depth > maxDepth {
				return errors.New("the XMP is nested too deep")
			}
		case xml.EndElement:
			depth--
		}
	}
	if roots != 1 {
		return errors.New("the XMP has no root")
	}
	return nil
}

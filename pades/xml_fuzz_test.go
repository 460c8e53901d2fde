package pades

import (
	"strings"
	"testing"
)

// FuzzXML gives the readers of XMP and of rich text any bytes: each answers, and
// what is read of rich text was in it.
func FuzzXML(f *testing.F) {
	f.Add(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>`)
	f.Add(`<body xmlns="http://www.w3.org/1999/xhtml"><p>Số <b>12</b>/QĐ</p></body>`)
	f.Add(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`)
	f.Add("<a>" + strings.Repeat("<b>", 300))
	f.Add("<a b='" + strings.Repeat("&amp;", 200) + "'/>")
	f.Fuzz(func(t *testing.T, body string) {
		_ = looksLikeXMP([]byte(body))
		words, ok := wordsOfXML(body)
		if ok && len(words) > 2*len(body)+1 {
			t.Errorf("%d bytes gave %d of text", len(body), len(words))
		}
	})
}

// TestXMLIsNotFollowedForEver: the decoder remembers every open element.
func TestXMLIsNotFollowedForEver(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<a>", 1_000_000)
	if _, ok := wordsOfXML(deep); ok {
		t.Error("elements nested a million deep were read as text")
	}
	if err := looksLikeXMP([]byte(deep)); err == nil {
		t.Error("elements nested a million deep were taken for XMP")
	}
	if text, ok := wordsOfXML("<p>Số <b>12</b></p>"); !ok || strings.Join(strings.Fields(text), " ") != "Số 12" {
		t.Errorf("%q %v", text, ok)
	}
}

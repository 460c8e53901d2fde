package pades

import (
	"antin/cms"
	"antin/pdf"
)

// What all signatures of one file may take together.
const (
	// maxAllContents bounds what is kept of /Contents: as much as one alone may
	// have. Thirty signatures with their revocation data inside take 10 MB.
	maxAllContents = maxContents
	// maxAllCertificates bounds the certificates read, at about 8 kB each; a
	// signature carries three to six.
	maxAllCertificates = 4_000
)

// keepContents counts the /Contents of one more signature.
func (h *history) keepContents(dict pdf.Dict) error {
	contents, _ := dict.Get("Contents").(pdf.String)
	if h.contents += len(contents.Bytes); h.contents > maxAllContents {
		return beyond("the signatures hold more than %d bytes", maxAllContents)
	}
	return nil
}

// keepCertificates counts the certificates of one more signature.
func (h *history) keepCertificates(sd *cms.SignedData) bool {
	h.certificates += len(sd.RawCertificates)
	return h.certificates <= maxAllCertificates
}

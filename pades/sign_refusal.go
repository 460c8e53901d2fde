package pades

import (
	"errors"
	"fmt"

	"antin/pdf"
	"antin/typeface"
)

// RefusalCode names the reason for which a file is not laid out or signed.
type RefusalCode string

// The reasons. Nothing of the file has been changed in any of them.
const (
	RefusedEncrypted   RefusalCode = "encrypted"         // the file is encrypted
	RefusedDamaged     RefusalCode = "damaged"           // its structure is broken, or bytes stand after its end
	RefusedSigned      RefusalCode = "signed"            // fields are laid before the first signature only
	RefusedCertified   RefusalCode = "certified"         // a certification allows no such change
	RefusedXFA         RefusalCode = "xfa"               // the form is drawn by XFA, not by the page
	RefusedNoPages     RefusalCode = "no-pages"          // nothing to sign
	RefusedPage        RefusalCode = "page-out-of-range" // there is no page of that number
	RefusedPlace       RefusalCode = "outside-page"      // a rectangle is empty or leaves the page
	RefusedVersion     RefusalCode = "old-version"       // before PDF 1.4
	RefusedNoField     RefusalCode = "no-field"          // the field is not there, and no place for it was given
	RefusedFieldName   RefusalCode = "field-name"        // a new field needs a name without full stops
	RefusedFieldKind   RefusalCode = "field-kind"        // the field is of another type, or has several places
	RefusedFieldExists RefusalCode = "field-exists"      // fields of these names are there already
	RefusedFieldSigned RefusalCode = "field-signed"      // the field holds a signature
	RefusedFieldFilled RefusalCode = "field-filled"      // the field holds a value
	RefusedFieldLocked RefusalCode = "field-locked"      // an earlier signature locks the field
	RefusedText        RefusalCode = "text"              // a text cannot be drawn with the embedded font
	RefusedImage       RefusalCode = "image"             // not a PNG, or too large
	RefusedCertificate RefusalCode = "certificate"       // the key of the certificate cannot sign here
	RefusedValue       RefusalCode = "signature-value"   // the value is not by the key of the certificate
	RefusedStamp       RefusalCode = "time-stamp"        // the token is not a time-stamp over this
	RefusedRoom        RefusalCode = "no-room"           // too little was reserved for the time-stamp
	RefusedUnsigned    RefusalCode = "unsigned"          // there is no signature to extend
)

// Refusal is an answer to the person who asked, not a failure of the program.
type Refusal struct {
	Code   RefusalCode
	Detail string
	err    error
}

func (r *Refusal) Error() string {
	s := "pades: refused: " + string(r.Code)
	if r.Detail != "" {
		s += ": " + r.Detail
	}
	return s
}

// Unwrap gives the cause, if there is one.
func (r *Refusal) Unwrap() error { return r.err }

// RefusalOf gives the code of a refusal within the error, or "".
func RefusalOf(err error) RefusalCode {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

func refuse(code RefusalCode, format string, args ...any) error {
	return &Refusal{Code: code, Detail: fmt.Sprintf(format, args...)}
}

func refuseFor(code RefusalCode, err error) error {
	return &Refusal{Code: code, Detail: err.Error(), err: err}
}

// asRefusal turns what pdf and typeface say of bad input into refusals; errors
// of the world beneath pass.
func asRefusal(err error) error {
	var missing *typeface.MissingError
	switch {
	case err == nil || RefusalOf(err) != "":
		return err
	case errors.Is(err, pdf.ErrEncrypted):
		return refuseFor(RefusedEncrypted, err)
	case errors.Is(err, pdf.ErrDamaged), errors.Is(err, pdf.ErrTooLong), pdf.IsMalformed(err):
		return refuseFor(RefusedDamaged, err)
	case errors.As(err, &missing):
		return refuseFor(RefusedText, err)
	}
	return err
}

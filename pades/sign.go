package pades

import (
	"crypto"
	"crypto/x509"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"antin/certpath"
	"antin/cms"
	"antin/pdf"
)

// Signing says what one signature does to a file, all in one revision.
type Signing struct {
	Field string // fully qualified
	// Spot makes the field, at the top of the form, when the file has none of
	// that name; it is not looked at otherwise. An empty rectangle makes an
	// invisible signature, which must have no appearance.
	Spot        *Spot
	Certificate *x509.Certificate
	Chain       []*x509.Certificate
	PSS         bool        // RSASSA-PSS for an RSA key
	Hash        crypto.Hash // SHA-256, SHA-384 or SHA-512 (RefusedCertificate otherwise); zero is SHA-256
	At          time.Time   // claimed, written as /M
	Name        string      // of the signer; also the three below may be empty
	Reason      string
	Location    string
	Contact     string
	Appearance  Appearance
	Fill        map[string]string // text fields and their values
	Lock        []string          // fields that this signature locks
	// Reserve is how many bytes are kept free for a time-stamp in the signature:
	// what [StampRoom] says of the authority to be asked, 0 for none.
	Reserve int
	Memory  *Memory // saves work over many signings; nil is none
}

// maxReserve bounds the room for time-stamps and revocation data to come.
const maxReserve = 1 << 20

// Prepare builds the revision with an empty place for the signature value and
// computes what is to be signed. The base is read once, from beginning to end;
// nothing is written.
func Prepare(base *pdf.File, s Signing) (*Prepared, error) {
	su, err := newSignUpdate(base)
	if err != nil {
		return nil, asRefusal(err)
	}
	p, err := su.prepare(s)
	return p, asRefusal(err)
}

func (s *signUpdate) prepare(in Signing) (*Prepared, error) {
	size, err := signatureSize(in)
	if err != nil {
		return nil, err
	}
	locks, err := s.locks()
	if err != nil {
		return nil, err
	}
	if locks.certified == 1 {
		return nil, refuse(RefusedCertified, "the certification allows no changes")
	}
	l, err := newLetters(s.u, in.Memory.letters(), in.texts())
	if err != nil {
		return nil, err
	}
	if err := s.fillAll(in.Fill, locks, l); err != nil {
		return nil, err
	}
	sig := s.u.Reserve()
	params, err := s.signField(in, sig, locks, l)
	if err != nil {
		return nil, err
	}
	s.u.Set(sig, in.dictionary(size, params, s.rev.Trailer().Get("Root")))
	return s.seal(in, sig)
}

// texts are all that will be drawn, in an order of their own.
func (in Signing) texts() []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(in.Fill)) {
		out = append(out, in.Fill[name])
	}
	out = append(out, in.Appearance.Lines...)
	for _, it := range in.Appearance.Items {
		out = append(out, it.Text)
	}
	return out
}

// signatureSize makes the signature once without value, to know its length.
func signatureSize(in Signing) (int, error) {
	if in.Certificate == nil {
		return 0, refuse(RefusedCertificate, "none")
	}
	if f := certpath.JudgeSigner(in.Certificate); f != nil {
		return 0, refuse(RefusedCertificate, "%s: %s", f.Check, f.Detail)
	}
	if !stampable(in.hash()) {
		return 0, refuse(RefusedCertificate, "signing with %v", in.hash())
	}
	if in.Reserve < 0 || in.Reserve > maxReserve {
		return 0, refuse(RefusedCertificate, "room of %d bytes asked for", in.Reserve)
	}
	dry, err := cms.NewSigned(in.Certificate, in.Chain, make([]byte, in.hash().Size()), in.options()...)
	if err != nil {
		return 0, refuseFor(RefusedCertificate, err)
	}
	return dry.Size(0) + in.Reserve, nil
}

func (in Signing) options() []cms.Option {
	out := []cms.Option{cms.WithHash(in.hash())}
	if in.PSS {
		out = append(out, cms.WithPSS())
	}
	return out
}

func (in Signing) hash() crypto.Hash {
	if in.Hash == 0 {
		return crypto.SHA256
	}
	return in.Hash
}

// byteRangeRoom holds the place of numbers that are known only afterwards.
const byteRangeRoom = pdf.Integer(9_999_999_999)

// dictionary is the signature dictionary (ETSI EN 319 142-1, 5.3 and 6.3).
func (in Signing) dictionary(size int, lock pdf.Dict, root pdf.Object) pdf.Dict {
	d := pdf.Dictionary(
		"Type", pdf.Name("Sig"), "Filter", pdf.Name("Adobe.PPKLite"),
		"SubFilter", pdf.Name("ETSI.CAdES.detached"),
		"ByteRange", pdf.Array{pdf.Integer(0), byteRangeRoom, byteRangeRoom, byteRangeRoom},
		"Contents", pdf.String{Bytes: make([]byte, size), Hex: true},
		"M", dateString(in.At))
	for _, e := range []struct {
		key  pdf.Name
		text string
	}{{"Name", in.Name}, {"Reason", in.Reason}, {"Location", in.Location}, {"ContactInfo", in.Contact}} {
		if e.text != "" {
			d = d.With(e.key, pdf.TextString(norm.NFC.String(e.text)))
		}
	}
	if lock == nil {
		return d
	}
	return d.With("Reference", pdf.Array{pdf.Dictionary(
		"Type", pdf.Name("SigRef"), "TransformMethod", pdf.Name("FieldMDP"),
		"TransformParams", lock, "Data", root)})
}

// signField writes the field with its value and look, and gives the lock for
// the signature dictionary.
func (s *signUpdate) signField(in Signing, sig pdf.Ref, locks signLocks, l *letters) (pdf.Dict, error) {
	f := s.form.byName[in.Field]
	if f == nil {
		if locks.certified == 2 && in.Spot != nil && !in.Spot.Rect.Empty() {
			// A verifier must take a new visible field for an overlay (Rohlmann
			// and others, IEEE S&P 2021).
			return nil, refuse(RefusedCertified, "the certification allows no new visible signature")
		}
		return s.signNewField(in, sig, l)
	}
	if f.kind != "Sig" || f.group || f.ref.Num == 0 || len(f.widgets) > 1 {
		return nil, refuse(RefusedFieldKind, "%s", in.Field)
	}
	signed, err := s.signed(f)
	if err != nil {
		return nil, err
	}
	if signed {
		return nil, refuse(RefusedFieldSigned, "%s", in.Field)
	}
	if locks.locked(in.Field) {
		return nil, refuse(RefusedFieldLocked, "%s", in.Field)
	}
	dict, params, err := s.lockFor(f.dict.With("V", sig), in.Lock)
	if err != nil {
		return nil, err
	}
	if in.Appearance.empty() || len(f.widgets) == 0 {
		s.u.Set(f.ref, dict)
		return params, nil
	}
	w := f.widgets[0]
	ap, err := s.lookOf(in.Appearance, w.dict, l)
	if err != nil {
		return nil, err
	}
	if w.ref == f.ref {
		s.u.Set(f.ref, dict.With("AP", ap))
		return params, nil
	}
	s.u.Set(f.ref, dict)
	s.u.Set(w.ref, w.dict.With("AP", ap))
	return params, nil
}

// lookOf draws the appearance for a widget that is on a page already.
func (s *signUpdate) lookOf(a Appearance, w pdf.Dict, l *letters) (pdf.Dict, error) {
	rect, ok, err := s.rev.Rect(w.Get("Rect"))
	if err != nil {
		return nil, err
	}
	if !ok || rect.Empty() {
		return nil, refuse(RefusedPlace, "the field has no area to draw in")
	}
	for _, it := range a.Items {
		if !rect.Contains(it.Rect) {
			return nil, refuse(RefusedPlace, "a text at %v leaves the field at %v", it.Rect, rect)
		}
	}
	ap, err := s.drawSignature(a, rect, rect, s.rotationOf(w), l)
	return pdf.Dictionary("N", ap), err
}

// rotationOf finds the page of a widget by /P, or by the lists of annotations.
func (s *signUpdate) rotationOf(w pdf.Dict) int {
	ref, _ := w.Get("P").(pdf.Ref)
	for _, p := range s.pages {
		if p.Ref == ref {
			return p.Rotate
		}
	}
	return 0
}

func (s *signUpdate) signNewField(in Signing, sig pdf.Ref, l *letters) (pdf.Dict, error) {
	if in.Spot == nil {
		return nil, refuse(RefusedNoField, "%s", in.Field)
	}
	if in.Field == "" || strings.Contains(in.Field, ".") {
		return nil, refuse(RefusedFieldName, "%q", in.Field)
	}
	picture, field := in.Spot.Rect, in.Spot.Rect
	var page *pdf.Page
	var err error
	if in.Appearance.empty() && picture.Empty() {
		page, err = s.pageOf(in.Spot.Page)
		picture, field = pdf.Rect{}, pdf.Rect{}
	} else {
		for _, it := range in.Appearance.Items {
			field = union(field, it.Rect)
		}
		page, err = s.page(Spot{in.Spot.Page, field})
	}
	if err != nil {
		return nil, err
	}
	dict := s.widget(in.Field, in.Name, field, page, in.At).With("V", sig)
	if !in.Appearance.empty() {
		ap, err := s.drawSignature(in.Appearance, field, picture, page.Rotate, l)
		if err != nil {
			return nil, err
		}
		dict = dict.With("AP", pdf.Dictionary("N", ap))
	}
	dict, params, err := s.lockFor(dict, in.Lock)
	if err != nil {
		return nil, err
	}
	ref := s.u.Add(dict)
	if err := s.addAnnots(page, []pdf.Object{ref}); err != nil {
		return nil, err
	}
	return params, s.addToForm(ref, false)
}

func union(a, b pdf.Rect) pdf.Rect {
	return pdf.Rect{X0: min(a.X0, b.X0), Y0: min(a.Y0, b.Y0), X1: max(a.X1, b.X1), Y1: max(a.Y1, b.Y1)}
}

package pades

import (
	"crypto/x509"
	"errors"
	"fmt"
	"strings"

	"antin/pdf"
)

const flowRule = "flow template: number and date once, after the leader and no later than the seal"

// flow is the template in force in a file whose fields ([Lay]) existed when it
// was first signed. It closes what a form filler could do otherwise.
type flow struct {
	h        *history
	first    int
	isAgency func(*x509.Certificate) (known, agency bool)
}

// findFlow applies the template where the fields of both signatures stood under
// the first signature and the seal was not signed yet. Fields of number and
// date that were filled by then stay as they are for good.
func findFlow(h *history, first int, isAgency func(*x509.Certificate) (known, agency bool)) *flow {
	f, rev := h.forms[first], h.file.Revisions()[first]
	signer, seal := f.byName[FieldSigner], f.byName[FieldSeal]
	if signer == nil || seal == nil || signer.kind != "Sig" || seal.kind != "Sig" || signed(rev, seal) {
		return nil
	}
	return &flow{h: h, first: first, isAgency: isAgency}
}

func blank(rev *pdf.Revision, o pdf.Object) bool {
	resolved, err := rev.Resolve(o)
	if err != nil {
		return false
	}
	switch v := resolved.(type) {
	case nil, pdf.Null:
		return true
	case pdf.String:
		return strings.TrimSpace(pdf.Text(v)) == ""
	}
	return false
}

// owns reports whether a field is one that the clerk fills.
func (f *flow) owns(name string) bool {
	switch name {
	case FieldNumber, FieldDay, FieldMonth, FieldYear:
		return true
	}
	return false
}

// signedBefore reports whether a field was signed before revision k; a
// time-stamp in the field of the leader is no signature of a leader.
func (f *flow) signedBefore(name string, k int) bool {
	for _, s := range f.h.sigs {
		if s.field == name && s.revision < k && (name != FieldSigner || !s.subject.Stamp) {
			return true
		}
	}
	return name == FieldSigner && f.signedElsewhere(k)
}

// signedElsewhere reports whether a leader signed by a program that does not
// know our fields and made one of its own: the place for the leader stays empty
// for good, and the first signature of the file stands in a field that is not
// ours.
func (f *flow) signedElsewhere(k int) bool {
	first := false
	for _, s := range f.h.sigs {
		if s.field == FieldSigner {
			return false
		}
		first = first || s.revision == f.first && s.revision < k && !s.subject.Stamp && !strings.HasPrefix(s.field, fieldGroup+".")
	}
	return first
}

// sealedFrom reports whether the seal was signed in revision k or later, so
// that it covers what revision k filled in. A time-stamp in its field is
// nobody's seal.
func (f *flow) sealedFrom(k int) bool {
	for _, s := range f.h.sigs {
		if s.field == FieldSeal && s.revision >= k && s.removed < 0 && !s.subject.Stamp {
			return true
		}
	}
	return false
}

// impostor is the holder of the seal's certificate where the register knows that
// it is no agency's.
func (f *flow) impostor() string {
	if f.isAgency == nil {
		return ""
	}
	for _, s := range f.h.sigs {
		if s.field != FieldSeal || s.subject.Cert == nil {
			continue
		}
		if known, agency := f.isAgency(s.subject.Cert); known && !agency {
			return subjectName(s.subject.Cert)
		}
	}
	return ""
}

// flowFill judges the filling of one of the clerk's fields.
func (s *step) flowFill(old, f *formField) error {
	fl := s.c.flow
	deny := func(why string) error {
		s.add("field-filled", ChangeSuspicious, classFill, f.ref.Num, f.name, flowRule, why)
		return nil
	}
	value, ok := s.text(s.new, f.value)
	if !ok {
		return deny("the value is no text")
	}
	switch {
	case fl.signedBefore(FieldSeal, s.k):
		return deny(fmt.Sprintf("filled again after the seal: %q", short(value)))
	case !fl.signedBefore(FieldSigner, s.k):
		return deny("filled before the leader signed")
	case !blank(s.old, old.value):
		return deny(fmt.Sprintf("filled a second time: %q", short(value)))
	case strings.TrimSpace(value) == "":
		return deny("the appearance changed without a value")
	case f.name != FieldNumber && !digits(value):
		return deny(fmt.Sprintf("%q is no date", short(value)))
	}
	shown, missing, err := s.shownText(f)
	if err == nil && missing {
		err = errors.New("a font it names is not there")
	}
	if err != nil {
		return deny("the appearance cannot be read: " + err.Error())
	}
	if shown != value {
		return deny(fmt.Sprintf("the value is %q, the page shows %q", short(value), short(shown)))
	}
	if err := s.freshFonts(f); err != nil {
		return deny(err.Error())
	}
	if who := fl.impostor(); who != "" {
		return deny(fmt.Sprintf("sealed with the certificate of %s, which is no agency's", who))
	}
	verdict, detail := ChangeAllowed, fmt.Sprintf("%q", short(value))
	if !fl.sealedFrom(s.k) {
		verdict, detail = ChangeUnclassified, detail+" is not under a seal yet"
	}
	s.put("field-filled", verdict, classFill, f.ref.Num, f.name, flowRule, detail)
	return nil
}

func digits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// freshFonts wants the appearance and its fonts to be made by this revision,
// each font with its program inside, so that no glyph of the signed part can
// be turned into another.
func (s *step) freshFonts(f *formField) error {
	for _, w := range f.widgetsOrSelf() {
		ap, _, err := dictAt(s.new, w.dict.Get("AP"))
		if err != nil {
			return err
		}
		if ref, ok := ap.Get("N").(pdf.Ref); ok && !s.made(ref) {
			return fmt.Errorf("the appearance is object %d, which this revision did not make", ref.Num)
		}
		look, _, err := dictAt(s.new, ap.Get("N"))
		if err != nil {
			return err
		}
		res, _, err := dictAt(s.new, look.Get("Resources"))
		if err != nil {
			return err
		}
		fonts, _, err := dictAt(s.new, res.Get("Font"))
		if err != nil {
			return err
		}
		if len(fonts) == 0 {
			return errors.New("the appearance brings no font of its own")
		}
		for _, e := range fonts {
			if err := s.freshFont(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *step) freshFont(e pdf.Entry) error {
	if ref, ok := e.Value.(pdf.Ref); ok && !s.made(ref) {
		return fmt.Errorf("font /%s is object %d, which this revision did not make", e.Key, ref.Num)
	}
	font, ok, err := dictAt(s.new, e.Value)
	if err != nil || !ok {
		return fmt.Errorf("font /%s is unreadable", e.Key)
	}
	if font.Name("Subtype") == "Type0" {
		list, _, err := arrayAt(s.new, font.Get("DescendantFonts"))
		if err != nil || len(list) != 1 {
			return fmt.Errorf("font /%s is unreadable", e.Key)
		}
		if font, _, err = dictAt(s.new, list[0]); err != nil {
			return err
		}
	}
	descriptor, _, err := dictAt(s.new, font.Get("FontDescriptor"))
	if err != nil {
		return err
	}
	for _, key := range []pdf.Name{"FontFile", "FontFile2", "FontFile3"} {
		if ref, ok := descriptor.Get(key).(pdf.Ref); ok && s.made(ref) {
			return nil
		}
	}
	return fmt.Errorf("font /%s does not bring its own program", e.Key)
}

package pades

import (
	"bytes"
	"errors"
	"io"
	"time"

	"antin/pdf"
)

// MaxAppended bounds what another program may append with one signature:
// picture, fonts, certificates and lists.
const MaxAppended = 4 << 20

// The reasons for which [CheckAppended] does not take a file that another program
// signed.
const (
	RefusedBase      RefusalCode = "other-base"        // it does not begin with the very bytes that were given out
	RefusedRevisions RefusalCode = "other-revisions"   // more was appended than one revision
	RefusedNotOne    RefusalCode = "not-one-signature" // it has not exactly one new signature
	RefusedSigner    RefusalCode = "other-signer"      // signed with another certificate
	RefusedCoverage  RefusalCode = "not-covered"       // the signature does not cover the whole file
	RefusedChange    RefusalCode = "changed"           // something besides the signature changed
	RefusedOverlay   RefusalCode = "over-content"      // the signature shows itself over what the page says
	RefusedMark      RefusalCode = "not-approval"      // a certification or a time-stamp instead of a signature
)

// Appending says what a program outside was asked for.
type Appending struct {
	Certificate []byte // DER; nobody else's signature is taken
	Field       string // where our own places are: this field may show itself where it was laid
}

// CheckAppended judges what another program appended to a file that was given to
// it: tail is all that follows the bytes of base. It answers the question that
// [Verify] cannot, which compares only what came after a signature: is the
// revision of this signature the base and nothing but the signature? The answer
// is nil for one new revision with one new approval signature by the expected
// certificate, which covers the file to its end and, but for the expected field,
// lies over nothing; else a [Refusal]. The value itself, trust and time are left
// to [Verify]. It gives the name of the field that was signed.
func CheckAppended(base io.ReaderAt, size int64, tail []byte, a Appending) (field string, err error) {
	if len(tail) == 0 || len(tail) > MaxAppended {
		return "", refuse(RefusedBase, "%d bytes were appended", len(tail))
	}
	before, err := pdf.Open(base, size)
	if err != nil {
		return "", err // ours, and it was read before
	}
	whole := joined{base, size, tail}
	total := size + int64(len(tail))
	file, err := pdf.Open(whole, total)
	if err != nil {
		return "", asRefusal(err)
	}
	n := len(before.Revisions())
	if got := len(file.Revisions()); got != n+1 || file.Repaired() || file.Encrypted() {
		return "", refuse(RefusedRevisions, "%d revisions instead of %d", got, n+1)
	}
	v := &verification{r: whole, size: total, file: file, options: Options{At: time.Unix(0, 0)}, permissions: map[int]int{},
		report: &Report{Size: total}}
	if v.history, err = readHistory(file); err != nil {
		return "", tooMuch(err)
	}
	if err := v.gatherSubjects(); err != nil {
		return "", tooMuch(err)
	}
	if err := readTransforms(v.history); err != nil {
		return "", tooMuch(err)
	}
	one, err := v.onlyNew(n, a)
	if err != nil {
		return "", err
	}
	return one.field, unchanged(v.history, n, one.field, a)
}

// tooMuch makes a refusal of a file that is too much work or no PDF; errors of
// the world pass.
func tooMuch(err error) error {
	if errors.Is(err, errWork) {
		return refuseFor(RefusedDamaged, err)
	}
	return asRefusal(err)
}

// onlyNew is the one signature of the revision that was appended.
func (v *verification) onlyNew(revision int, a Appending) (*found, error) {
	var one *found
	for _, s := range v.history.sigs {
		switch {
		case s.removed >= 0:
			return nil, refuse(RefusedChange, "the signature in %q was taken out", s.field)
		case s.revision < revision:
		case one != nil:
			return nil, refuse(RefusedNotOne, "signatures in %q and %q", one.field, s.field)
		default:
			one = s
		}
	}
	switch {
	case one == nil:
		return nil, refuse(RefusedNotOne, "no signature")
	case one.subject.Stamp || one.permission > 0 || one.dict.Has("Reference"): // it would close the file for the signatures to come
		return nil, refuse(RefusedMark, "the field %q holds a %s", one.field, one.kind())
	case one.broken != "" || one.subject.Cert == nil:
		return nil, refuse(RefusedSigner, "the signature cannot be read")
	case !bytes.Equal(one.subject.Cert.Raw, a.Certificate):
		return nil, refuse(RefusedSigner, "signed by %s", subjectName(one.subject.Cert))
	}
	r := one.subject.Range
	if r.Fault != "" || r.Start1 != 0 || r.End() != v.size || one.subject.RevisionEnd != v.size {
		return nil, refuse(RefusedCoverage, "the signature ends at byte %d of %d", r.End(), v.size)
	}
	return one, nil
}

// unchanged compares the revision of the signature with the one before, signed
// or not, by the rules for what may follow a signature, and lets only the
// signature and what nobody sees pass.
func unchanged(h *history, revision int, field string, a Appending) error {
	c := &comparer{file: h.file, history: h, left: &h.left, first: revision - 1}
	for _, rev := range h.file.Revisions()[:revision] {
		c.highest = max(c.highest, highestInUse(rev))
	}
	if err := c.prepare(h.file.Revisions()[c.first]); err != nil {
		return tooMuch(err)
	}
	if err := c.step(revision); err != nil {
		return tooMuch(err)
	}
	if err := c.afterwards(); err != nil {
		return err
	}
	if c.many > 0 || c.loops {
		return refuse(RefusedChange, "more changes than a signature makes")
	}
	for _, ch := range c.changes {
		switch {
		case ch.Verdict != ChangeAllowed, ch.class != classSignature && ch.class != classHarmless && ch.class != classMetadata,
			ch.class == classSignature && ch.Field != field:
			return refuse(RefusedChange, "%s %s %s", ch.Kind, ch.Field, ch.Detail)
		case ch.over != "" && (ch.Field != a.Field || ch.Kind != "signature-field-signed"):
			return refuse(RefusedOverlay, "the field %q: %s", ch.Field, ch.over)
		}
	}
	return nil
}

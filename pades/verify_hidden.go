package pades

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"antin/pades/internal/check"
	"antin/pdf"
)

// hidden looks for signatures that no revision shows: in a file that seems to
// have none, a dictionary with /ByteRange and /Contents is one that was taken
// out. A file that was never signed pays with one search. Where the form itself
// lies beyond the limits, what no revision shows is not known.
func (v *verification) hidden() error {
	if len(v.report.Signatures) > 0 || v.work != nil {
		return nil
	}
	met, err := contains(v.r, v.size, []byte("/ByteRange"))
	if err != nil || !met {
		return err
	}
	for k, rev := range append(v.file.Revisions(), nil) {
		found, err := v.scan(rev)
		if errors.Is(err, errWork) {
			v.work = err // what lies beyond the limits may hold one
			return nil
		}
		if err != nil {
			return err
		}
		for _, f := range found {
			d, ok := f.Object.(pdf.Dict)
			if !ok || !d.Has("ByteRange") || !d.Has("Contents") || len(v.report.Signatures) >= maxSignatures || grantsRights(rev, f.Ref) {
				continue
			}
			v.report.Signatures = append(v.report.Signatures, Signature{
				Kind: "approval", Revision: min(k+1, len(v.file.Revisions())), Removed: true, Indication: TotalFailed, SubIndication: FormatFailure,
				Integrity: Failed, Modification: SuspiciousChange, Trust: Undecided, Changes: []Change{},
				Checks: []check.Finding{{Name: "reachable", Result: check.Failed, Clause: "ISO 32000-2, 12.7.5.5 and 12.8.1", Detail: "a signature that no field of the form shows, object " + f.Ref.String()}},
			})
		}
	}
	return nil
}

// grantsRights: the signature with which the maker of a form opens functions of
// a reader for its users. The revision that wrote it names it in /Perms; it is
// in no field, signs nothing for anybody and is meant to be outlived by changes
// (ISO 32000-1, 12.8.2.3 and 12.8.4).
func grantsRights(rev *pdf.Revision, ref pdf.Ref) bool {
	if rev == nil {
		return false
	}
	catalog, err := rev.Catalog()
	if err != nil {
		return false
	}
	perms, _, err := dictAt(rev, catalog.Get("Perms"))
	if err != nil {
		return false
	}
	for _, key := range []pdf.Name{"UR3", "UR"} {
		if at, ok := perms.Get(key).(pdf.Ref); ok && at == ref {
			return true
		}
	}
	return false
}

// scan reads what a revision added, or what stands behind the last one.
func (v *verification) scan(rev *pdf.Revision) ([]pdf.Found, error) {
	var found []pdf.Found
	var err error
	if rev == nil {
		last := v.file.Last()
		found, err = v.file.ScanRange(pdf.Extent{Start: last.End, End: v.size}, last)
	} else {
		found, err = rev.Scan()
	}
	return found, unlessBad(err)
}

func contains(r io.ReaderAt, size int64, word []byte) (bool, error) {
	buf := make([]byte, 256<<10)
	for at := int64(0); at < size; {
		n := min(int64(len(buf)), size-at)
		if err := readAt(r, buf[:n], at); err != nil {
			return false, err
		}
		if bytes.Contains(buf[:n], word) {
			return true, nil
		}
		if at+n >= size {
			break
		}
		at += n - int64(len(word))
	}
	return false, nil
}

// signedData is the object identifier of SignedData as /Contents spells it.
const signedData = "2A864886F70D010702"

// cut looks for a signature that was cut off: in a file without any, a
// beginning of one behind the last whole revision, or anywhere when the
// cross-references are lost.
func (v *verification) cut() (bool, error) {
	from := v.file.Last().End
	if v.file.Repaired() {
		from = 0
	}
	if from >= v.size {
		return false, nil
	}
	rest := io.NewSectionReader(v.r, from, v.size-from)
	for _, word := range []string{signedData, strings.ToLower(signedData), "/ByteRange"} {
		if met, err := contains(rest, v.size-from, []byte(word)); err != nil || met {
			return met, err
		}
	}
	return false, nil
}

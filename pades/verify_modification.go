package pades

import (
	"strings"

	"antin/pades/internal/check"
	"antin/pdf"
)

// kind tells approval, certification and time-stamp apart.
func (s *found) kind() string {
	if isDocumentStamp(s.dict) {
		return "timestamp"
	}
	if s.permission > 0 {
		return "certification"
	}
	return "approval"
}

// readTransforms reads what a signature forbids for later: DocMDP, FieldMDP,
// and the /Lock of its field (ISO 32000-2, 12.8.2).
func readTransforms(h *history) error {
	for _, s := range h.sigs {
		rev := h.file.Revisions()[s.revision]
		if catalog, err := rev.Catalog(); err == nil {
			s.store = catalog.Has("DSS")
		}
		list, _, err := arrayAt(rev, s.dict.Get("Reference"))
		if err = unlessMalformed(err); err != nil {
			return err
		}
		for _, item := range list[:min(len(list), 16)] {
			if err := s.transform(rev, item); err != nil {
				return err
			}
		}
		field := h.forms[min(s.revision, len(h.forms)-1)].byName[s.field]
		if field == nil {
			continue
		}
		lock, ok, err := dictAt(rev, field.dict.Get("Lock"))
		if err = unlessMalformed(err); err != nil {
			return err
		}
		if ok {
			s.locks = append(s.locks, readLock(rev, lock))
			if p, ok := lock.Get("P").(pdf.Integer); ok && p >= 1 && p <= 3 {
				s.lockPermission = int(p)
			}
		}
	}
	return nil
}

func (s *found) transform(rev *pdf.Revision, item pdf.Object) error {
	ref, _, err := dictAt(rev, item)
	if err != nil {
		return unlessMalformed(err)
	}
	params, _, err := dictAt(rev, ref.Get("TransformParams"))
	if err != nil {
		return unlessMalformed(err)
	}
	method, err := rev.Resolve(ref.Get("TransformMethod"))
	if err != nil {
		return unlessMalformed(err)
	}
	switch method {
	case pdf.Object(pdf.Name("DocMDP")):
		s.permission = 2
		p, err := rev.Resolve(params.Get("P"))
		if n, ok := p.(pdf.Integer); err == nil && ok && n >= 1 && n <= 3 {
			s.permission = int(n)
		}
	case pdf.Object(pdf.Name("FieldMDP")):
		s.locks = append(s.locks, readLock(rev, params))
	}
	return nil
}

// lock closes fields by name.
type lock struct {
	action pdf.Name
	names  map[string]bool
}

// maxLocked bounds the names in one lock; one with more closes everything.
const maxLocked = 4096

func readLock(rev *pdf.Revision, d pdf.Dict) lock {
	l := lock{names: map[string]bool{}}
	if a, err := rev.Resolve(d.Get("Action")); err == nil {
		l.action, _ = a.(pdf.Name)
	}
	list, _, err := arrayAt(rev, d.Get("Fields"))
	if err != nil || len(list) > maxLocked {
		return lock{action: "All"}
	}
	for _, item := range list {
		if s, err := rev.Resolve(item); err == nil {
			if str, ok := s.(pdf.String); ok {
				l.names[pdf.Text(str)] = true
			}
		}
	}
	return l
}

// closes reports whether the lock covers a field; a group covers what is in it.
func (l lock) closes(field string) bool {
	listed := l.names[field]
	for i := strings.LastIndex(field, "."); i >= 0 && !listed; i = strings.LastIndex(field[:i], ".") {
		listed = l.names[field[:i]]
	}
	switch l.action {
	case "All":
		return true
	case "Include":
		return listed
	case "Exclude":
		return !listed
	}
	return true // a lock that cannot be read closes everything
}

// modification lists what happened after a signature, and judges it under what
// this signature and every certification before it forbid.
func (v *verification) modification(s *found, out *Signature) {
	out.Modification = Unchanged
	if v.changes == nil {
		out.Modification = UnclassifiedChange
		return
	}
	worst := 0
	for _, ch := range v.changes.changes {
		if ch.at <= s.revision {
			continue
		}
		v.restrict(s, &ch)
		out.Changes = append(out.Changes, ch.Change)
		worst = max(worst, map[ChangeVerdict]int{ChangeAllowed: 1, ChangeUnclassified: 2, ChangeSuspicious: 3}[ch.Verdict])
	}
	if v.work != nil || v.file.Repaired() {
		worst = max(worst, 2)
	}
	if worst == 0 && s.revision < len(v.file.Revisions())-1 {
		worst = 1
	}
	out.Modification = []Modification{Unchanged, AllowedChange, UnclassifiedChange, SuspiciousChange}[worst]
}

// permissionAt is the strictest DocMDP of the signatures before revision k, 0
// without one.
func (v *verification) permissionAt(k int) int {
	if p, ok := v.permissions[k]; ok {
		return p
	}
	permission := 0
	for _, o := range v.history.sigs {
		for _, p := range []int{o.permission, o.lockPermission} {
			if o.revision < k && p > 0 && (permission == 0 || p < permission) {
				permission = p
			}
		}
	}
	v.permissions[k] = permission
	return permission
}

// restrict turns a change that would be allowed into a suspicious one where it
// was forbidden.
func (v *verification) restrict(s *found, ch *change) {
	if ch.Kind == "evidence-removed" && !s.store {
		ch.Verdict, ch.Detail = ChangeAllowed, ch.Detail+"; the store was not there when this was signed"
	}
	if rule := v.forbidden(s, ch); rule != "" {
		ch.Verdict, ch.Rule = ChangeSuspicious, rule
		return
	}
	if ch.Verdict == ChangeAllowed && v.options.Policy != PolicyStandard && ch.over != "" && ch.over != overSignature {
		ch.Verdict, ch.Rule = ChangeUnclassified, ruleOverlay
		return
	}
	if ch.Verdict == ChangeAllowed && v.permissionAt(ch.at) == 0 && (ch.class == classAnnotate || ch.class == classEdit) {
		ch.Rule = ruleApproval
	}
}

// forbidden names the rule that condemns a change under what was signed before
// it, "" without one.
func (v *verification) forbidden(s *found, ch *change) string {
	permission := v.permissionAt(ch.at)
	mark := ch.class == classAnnotate || ch.class == classEdit
	switch {
	case permission == 1 && (ch.class == classFill || ch.class == classSignature || mark):
		return ruleMDP + ", P 1"
	case permission == 2 && mark:
		return ruleMDP + ", P 2"
	case permission > 0 && (ch.class == classOther || ch.class == classSignature) && ch.Verdict == ChangeUnclassified:
		return ruleMDP
	case permission == 0 && ch.class == classEdit && v.stood(s, ch.num):
		return ruleAnnot + "; only P 3 lets what was signed be edited"
	case ch.over != "" && (permission > 0 || !v.intactAt(ch)):
		return ruleOverlay
	}
	if ch.class == classFill || ch.class == classSignature && ch.Kind == "signature-field-signed" {
		for _, l := range s.locks {
			if l.closes(ch.Field) {
				return ruleFieldMDP
			}
		}
	}
	return ""
}

// stood reports whether an object was there when something was signed; a direct
// one has no number to tell by.
func (v *verification) stood(s *found, num int) bool {
	e, _, ok := v.file.Revisions()[s.revision].Lookup(num)
	return num == 0 || ok && e.Kind != pdf.Free
}

// intactAt reports whether the signature that a change added holds by itself:
// only who can answer for it may put a picture over the page.
func (v *verification) intactAt(ch *change) bool {
	for _, o := range v.history.sigs {
		if o.field == ch.Field && o.revision == ch.at {
			result, _ := check.Worst(check.Run(&o.subject))
			return result != check.Failed
		}
	}
	return false
}

package pades

import (
	"fmt"
	"strings"

	"antin/pdf"
)

// widget is one appearance of a field on a page; it may be the field itself.
type widget struct {
	ref  pdf.Ref
	dict pdf.Dict
}

// formField is one node of the field tree. A node with named kids is a group.
type formField struct {
	name    string // fully qualified
	partial string
	ref     pdf.Ref // zero when the field is a direct object
	dict    pdf.Dict
	kind    pdf.Name   // /FT, inherited
	value   pdf.Object // /V, inherited, not resolved
	flags   int64      // /Ff, inherited
	parent  pdf.Ref
	group   bool
	widgets []widget
	path    []string // dictionaries on the way with repeated keys
}

// form is the interactive form as of one revision.
type form struct {
	present   bool
	ref       pdf.Ref // of the AcroForm dictionary, zero when direct
	dict      pdf.Dict
	fieldsRef pdf.Ref // of the array of fields, zero when direct
	fields    []*formField
	byName    map[string]*formField
	byRef     map[int]*formField // also by the numbers of its widgets
	head      map[int]bool       // catalog, form dictionary, list of fields
	nodes     map[int]bool       // the objects of the field tree
	read      int                // number of the revision that the tree was read in
	faults    []string
}

// fault notes a departure that a signed file must not take on later.
func (f *form) fault(format string, args ...any) {
	if len(f.faults) < maxFaults {
		f.faults = append(f.faults, fmt.Sprintf(format, args...))
	}
}

// complete makes the maps of a form that shares none.
func (f *form) complete() {
	if f.nodes == nil {
		f.byName, f.byRef, f.nodes = map[string]*formField{}, map[int]*formField{}, map[int]bool{}
	}
}

// shares takes over the field tree of the form before, where the list of
// fields is the same and no object of the tree was written.
func (f *form) shares(prev *form, rev *pdf.Revision) bool {
	if prev == nil || !prev.present || !pdf.Equal(prev.dict.Get("Fields"), f.dict.Get("Fields")) {
		return false
	}
	for e := range rev.All() {
		if prev.nodes[e.Num] || e.Num == prev.fieldsRef.Num && e.Num != 0 {
			return false
		}
	}
	if prev.fieldsRef.Num != 0 {
		f.fieldsRef = prev.fieldsRef
		f.head[f.fieldsRef.Num] = true
	}
	f.fields, f.byName, f.byRef, f.nodes, f.read, f.faults = prev.fields, prev.byName, prev.byRef, prev.nodes, prev.read, prev.faults
	return true
}

// sameTree reports whether two forms share one field tree.
func (f *form) sameTree(o *form) bool {
	return len(f.fields) > 0 && len(f.fields) == len(o.fields) && &f.fields[0] == &o.fields[0]
}

// formWalk reads a form within the limits of fields and of what is kept.
type formWalk struct {
	rev   *pdf.Revision
	prev  *form // of a revision before, or nil
	form  *form
	nodes int
	room  *formRoom
}

// readForm walks the form of a revision. Bad parts become faults; only limits
// and errors of the reader beneath are errors.
func readForm(rev *pdf.Revision, left *int) (*form, error) {
	return readFormAfter(rev, nil, &formRoom{left: left, values: maxFormValues})
}

// readFormAfter does the same, but shares the field tree of the form of a
// revision before where nothing of it was written since.
func readFormAfter(rev *pdf.Revision, prev *form, room *formRoom) (*form, error) {
	f := &form{head: map[int]bool{}, read: rev.Number}
	defer f.complete()
	catalog, err := rev.Catalog()
	if err != nil {
		f.fault("no catalog")
		return f, unlessBad(err)
	}
	if root, ok := rev.Trailer().Get("Root").(pdf.Ref); ok {
		f.head[root.Num] = true
	}
	at := catalog.Get("AcroForm")
	if at == nil {
		return f, nil
	}
	if ref, ok := at.(pdf.Ref); ok {
		f.ref = ref
		f.head[ref.Num] = true
	}
	dict, ok, err := dictAt(rev, at)
	if err != nil {
		return f, unlessBad(err)
	}
	if !ok {
		f.fault("the form is not a dictionary")
		return f, nil
	}
	f.present, f.dict = true, dict
	if f.shares(prev, rev) {
		return f, nil
	}
	f.complete()
	if err := room.keep(valuesIn(dict)); err != nil {
		return f, err
	}
	w := &formWalk{rev: rev, prev: prev, form: f, room: room}
	return f, w.roots()
}

func (w *formWalk) roots() error {
	list := w.form.dict.Get("Fields")
	if ref, ok := list.(pdf.Ref); ok {
		w.form.fieldsRef = ref
		w.form.head[ref.Num] = true
	}
	if list == nil {
		return nil
	}
	array, ok, err := arrayAt(w.rev, list)
	if err != nil || !ok {
		w.form.fault("the list of fields is not an array")
		return unlessBad(err)
	}
	return w.kids(array, &formField{}, 0)
}

func (w *formWalk) kids(array pdf.Array, parent *formField, depth int) error {
	if depth > maxFieldDepth {
		w.form.fault("fields nested too deep under %q", parent.name)
		return nil
	}
	for _, item := range array {
		if err := w.count(); err != nil {
			return err
		}
		ref, ok := item.(pdf.Ref)
		if !ok {
			w.form.fault("a field of %q is not an indirect object", parent.name)
		} else if w.form.nodes[ref.Num] {
			w.form.fault("field %v stands twice in the tree", ref)
			continue
		} else {
			w.form.nodes[ref.Num] = true
		}
		dict, isDict, err := w.dict(item, ref)
		if err = unlessBad(err); err != nil {
			return err
		}
		if !isDict {
			w.form.fault("a field of %q is not a dictionary", parent.name)
			continue
		}
		if err := w.node(ref, dict, parent, depth); err != nil {
			return err
		}
	}
	return nil
}

// node adds one field, or one widget to its parent when it has no name.
func (w *formWalk) node(ref pdf.Ref, dict pdf.Dict, parent *formField, depth int) error {
	title := dict.Get("T")
	if title == nil && parent.ref.Num != 0 {
		parent.widgets = append(parent.widgets, widget{ref, dict})
		w.form.byRef[ref.Num] = parent
		return nil
	}
	f := &formField{ref: ref, dict: dict, kind: parent.kind, value: parent.value, flags: parent.flags, parent: parent.ref, path: parent.path}
	w.names(f, title, parent)
	if k := dict.Name("FT"); k != "" {
		f.kind = k
	}
	if v := dict.Get("V"); v != nil {
		f.value = v
	}
	if ff, ok := dict.Get("Ff").(pdf.Integer); ok {
		f.flags = int64(ff)
	}
	if len(dict.Repeated()) > 0 {
		f.path = append(append([]string(nil), f.path...), "field "+f.name)
	}
	w.add(f)
	return w.below(f, depth)
}

func (w *formWalk) names(f *formField, title pdf.Object, parent *formField) {
	resolved, err := w.rev.Resolve(title)
	s, ok := resolved.(pdf.String)
	if err != nil || !ok {
		w.form.fault("field %v has no name that is a string", f.ref)
	}
	f.partial = pdf.Text(s)
	if strings.Contains(f.partial, ".") && !w.rev.File().Encrypted() {
		w.form.fault("the partial name %q has a full stop", f.partial)
	}
	f.name = f.partial
	if parent.name != "" {
		f.name = parent.name + "." + f.partial
	}
}

func (w *formWalk) add(f *formField) {
	if w.form.byName[f.name] != nil {
		w.form.fault("two fields are called %q", f.name)
	} else {
		w.form.byName[f.name] = f
	}
	if f.ref.Num != 0 {
		w.form.byRef[f.ref.Num] = f
	}
	w.form.fields = append(w.form.fields, f)
}

func (w *formWalk) below(f *formField, depth int) error {
	kids := f.dict.Get("Kids")
	if kids == nil {
		f.widgets = append(f.widgets, widget{f.ref, f.dict})
		return nil
	}
	if ref, ok := kids.(pdf.Ref); ok {
		w.form.nodes[ref.Num] = true
	}
	array, ok, err := arrayAt(w.rev, kids)
	if err != nil || !ok {
		w.form.fault("the kids of %q are not an array", f.name)
		return unlessBad(err)
	}
	before := len(w.form.fields)
	if err := w.kids(array, f, depth+1); err != nil {
		return err
	}
	f.group = len(w.form.fields) > before
	return nil
}

// touches reports whether a revision wrote any object the form is made of.
func (f *form) touches(rev *pdf.Revision) bool {
	for e := range rev.All() {
		if f.nodes[e.Num] || f.head[e.Num] {
			return true
		}
	}
	return false
}

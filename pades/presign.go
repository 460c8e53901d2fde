package pades

import (
	"errors"
	"fmt"

	"antin/pdf"
)

// FindingCode names a thing in a PDF that keeps a page from being the same for
// everyone who opens the file, today and later.
type FindingCode string

// The codes. They are stable; the words for people are the caller's.
const (
	FoundOpenAction    FindingCode = "open-action"       // something else than going to a place is done on opening
	FoundEventAction   FindingCode = "additional-action" // something is done on events (/AA)
	FoundScript        FindingCode = "javascript"
	FoundLaunch        FindingCode = "launch" // a program is started
	FoundAction        FindingCode = "action" // a form is sent, things are shown or hidden, media played
	FoundEmbeddedFile  FindingCode = "embedded-file"
	FoundMedia         FindingCode = "media"
	FoundHiddenLayer   FindingCode = "hidden-layer" // of layers, one may not be shown
	FoundExternal      FindingCode = "external"     // content or a destination in another file
	FoundXFA           FindingCode = "xfa"
	FoundSignatureSpot FindingCode = "signature-field" // an empty one
	FoundSignature     FindingCode = "signature"       // a signed one
	FoundUnreadable    FindingCode = "unreadable"      // an object that cannot be read, so nobody knows what it does
	FoundTooMuch       FindingCode = "too-much"        // more than can be looked through
	FoundHiddenPage    FindingCode = "hidden-page"     // a page, a tree of pages or a catalog that is no part of the document
	FoundUnused        FindingCode = "unused-content"  // text, a picture or a font that nothing leads to
	FoundFieldOver     FindingCode = "field-over-text" // a field of the form lies over text
	FoundNoteOver      FindingCode = "note-over-text"  // an annotation lies over text
	FoundCover         FindingCode = "covered-text"    // a picture or a filled rectangle lies over text that was drawn before
	FoundFontMissing   FindingCode = "font-missing"    // not embedded: each machine puts a face of its own in its place
	FoundFontStandard  FindingCode = "font-standard"   // not embedded, but of the fourteen that readers bring along
	FoundFontTwice     FindingCode = "font-twice"      // two programs under one name
	FoundNotFollowed   FindingCode = "not-followed"    // drawing too long to be followed: what covers what is not known
)

// Gravity says what a finding asks for.
type Gravity int

// The gravities: worth knowing; the signer looks at the place before signing;
// not to be signed.
const (
	Note Gravity = iota + 1
	Warn
	Refuse
)

// Gravity refuses what may look different by itself, by who opens it, or by
// what one appended revision lets appear without a trace on today's page: the
// shadow attacks of hiding, and of hiding and replacing (Mainka and others, NDSS
// 2021). What ordinary writers do now and then is a warning or a note.
func (c FindingCode) Gravity() Gravity {
	switch c {
	case FoundUnused, FoundFieldOver, FoundNoteOver, FoundCover, FoundFontMissing:
		return Warn
	case FoundFontStandard, FoundFontTwice, FoundNotFollowed:
		return Note
	}
	return Refuse
}

// Finding is one such thing. Page is 0 where it belongs to no page, or to one
// that is not known.
type Finding struct {
	Code   FindingCode
	Page   int
	Field  string // of the form, where it is one
	Detail string
}

// Limits of looking a file through before it is signed.
const (
	// presignWork is the number of values looked at: what a report of 2,000
	// pages, all of it tagged, holds about twice.
	presignWork = 8_000_000
	// maxFindings are listed; one is enough to refuse a file.
	maxFindings = 64
	// maxPerCode keeps one kind from crowding the others out.
	maxPerCode = 8
)

// Presign looks a file through that is to be signed: for actions, scripts,
// files within, layers that are off, content from elsewhere, XFA and signature
// fields (ISO 32000-2, 12.6, 7.11.4, 8.11, 8.10.4, annex J); for pages and
// content that nothing leads to, text that something lies over, and fonts that
// are not in the file (9.9). A file with nothing of the kind shows what it
// shows. Links to the web and places within the file are no findings, nor are
// our own text fields ([Lay]). The error is of the reader beneath.
func Presign(file *pdf.File) ([]Finding, error) {
	p := &presign{rev: file.Last(), left: presignWork, pages: map[int]int{}, seen: map[Finding]bool{}, times: map[FindingCode]int{}, refs: map[int][]int32{}, strokes: maxStrokes}
	for _, look := range []func() error{p.pageNumbers, p.catalog, p.fields, p.objects, p.unreached, p.fonts, p.drawings} {
		err := look()
		switch {
		case err == nil:
		case pdf.IsLimit(err), p.left < 0:
			p.found(FoundTooMuch, 0, "%v", err)
		case pdf.IsMalformed(err):
			p.found(FoundUnreadable, 0, "%v", err)
		default:
			return nil, err
		}
	}
	return p.list, nil
}

type presign struct {
	rev   *pdf.Revision
	left  int
	pages map[int]int // page by the number of its object or of its annotation
	seen  map[Finding]bool
	times map[FindingCode]int
	list  []Finding

	leaves  []*pdf.Page
	form    *form
	refs    map[int][]int32 // objects that an object names
	order   []int           // objects that could be read
	strokes int             // drawing operators and comparisons left
}

// found lists each code once for a page.
func (p *presign) found(code FindingCode, object int, format string, args ...any) {
	p.foundOn(Finding{Code: code, Page: p.pages[object]}, format, args...)
}

func (p *presign) foundOn(f Finding, format string, args ...any) {
	if p.seen[f] || len(p.list) >= maxFindings || p.times[f.Code] >= maxPerCode {
		return
	}
	p.seen[f] = true
	p.times[f.Code]++
	f.Detail = fmt.Sprintf(format, args...)
	p.list = append(p.list, f)
}

func (p *presign) pageNumbers() error {
	pages, err := p.rev.Pages()
	if err != nil {
		return err
	}
	p.leaves = pages
	for _, page := range pages {
		p.pages[page.Ref.Num] = page.Number
		list, err := p.rev.Array(page.Dict.Get("Annots"))
		if err != nil {
			return err
		}
		if p.left -= len(list) + 1; p.left < 0 {
			return errWork
		}
		for _, item := range list {
			if ref, ok := item.(pdf.Ref); ok {
				p.pages[ref.Num] = page.Number
			}
		}
	}
	delete(p.pages, 0)
	return nil
}

func (p *presign) catalog() error {
	catalog, err := p.rev.Catalog()
	if err != nil {
		return err
	}
	if err := p.openAction(catalog.Get("OpenAction")); err != nil {
		return err
	}
	names, err := p.rev.Dict(catalog.Get("Names"))
	if err != nil {
		return err
	}
	for key, code := range map[pdf.Name]FindingCode{"JavaScript": FoundScript, "EmbeddedFiles": FoundEmbeddedFile} {
		tree, err := p.rev.Dict(names.Get(key))
		if err != nil {
			return err
		}
		leaves, err := p.rev.Array(tree.Get("Names"))
		if err != nil {
			return err
		}
		if len(leaves) > 0 || tree.Has("Kids") { // some writers leave an empty tree
			p.found(code, 0, "/%s in the names of the catalog", key)
		}
	}
	if err := p.layers(catalog.Get("OCProperties")); err != nil {
		return err
	}
	form, err := p.rev.Dict(catalog.Get("AcroForm"))
	if err != nil {
		return err
	}
	if form.Has("XFA") || catalog.Get("NeedsRendering") == pdf.Object(pdf.Bool(true)) {
		p.found(FoundXFA, 0, "the form is drawn by XFA")
	}
	return nil
}

// openAction: going to a place of this file is what writers of text make.
func (p *presign) openAction(o pdf.Object) error {
	resolved, err := p.rev.Resolve(o)
	if err != nil {
		return err
	}
	action, ok := resolved.(pdf.Dict)
	if !ok {
		return nil // a destination
	}
	kind, err := p.rev.Resolve(action.Get("S"))
	if err != nil {
		return err
	}
	if kind != pdf.Object(pdf.Name("GoTo")) || action.Has("Next") {
		p.found(FoundOpenAction, 0, "on opening: %v", kind)
	}
	return nil
}

// layers: all of them are shown, always, or the file is not the same for all.
func (p *presign) layers(o pdf.Object) error {
	properties, err := p.rev.Dict(o)
	if err != nil || len(properties) == 0 {
		return err
	}
	config, err := p.rev.Dict(properties.Get("D"))
	if err != nil {
		return err
	}
	off, err := p.rev.Array(config.Get("OFF"))
	if err != nil {
		return err
	}
	state, err := p.rev.Resolve(config.Get("BaseState"))
	if err != nil {
		return err
	}
	if len(off) > 0 || state != nil && state != pdf.Object(pdf.Name("ON")) {
		p.found(FoundHiddenLayer, 0, "%d layers are off, the others %v", len(off), state)
	}
	return p.layerUsage(config, properties)
}

// layerUsage: a layer may be off on the screen and on in print by its usage,
// where the configuration applies it.
func (p *presign) layerUsage(config, properties pdf.Dict) error {
	events, err := p.rev.Array(config.Get("AS"))
	if err != nil || len(events) == 0 {
		return err
	}
	groups, err := p.rev.Array(properties.Get("OCGs"))
	if err != nil {
		return err
	}
	for _, item := range groups {
		if p.left--; p.left < 0 {
			return errWork
		}
		group, err := p.rev.Dict(item)
		if err != nil {
			return err
		}
		usage, err := p.rev.Dict(group.Get("Usage"))
		if err != nil {
			return err
		}
		for _, key := range []pdf.Name{"View", "Print", "Export"} {
			state, err := p.rev.Dict(usage.Get(key))
			if err != nil {
				return err
			}
			if state.Name(key+"State") == "OFF" {
				p.found(FoundHiddenLayer, 0, "a layer is off for /%s", key)
			}
		}
	}
	return nil
}

func (p *presign) fields() error {
	form, err := readForm(p.rev, &p.left)
	if errors.Is(err, errWork) {
		p.found(FoundTooMuch, 0, "%v", err)
		return nil
	}
	if err != nil {
		return err
	}
	p.form = form
	for _, f := range form.fields {
		if f.kind != "Sig" || f.group {
			continue
		}
		one := Finding{Code: FoundSignature, Page: p.pages[f.widgetsOrSelf()[0].ref.Num], Field: f.name}
		if blankSignature(p.rev, f) {
			one.Code = FoundSignatureSpot
		}
		p.foundOn(one, "field %q", f.name)
	}
	return nil
}

func blankSignature(rev *pdf.Revision, f *formField) bool {
	v, err := rev.Resolve(f.value)
	_, null := v.(pdf.Null)
	return err == nil && (v == nil || null)
}

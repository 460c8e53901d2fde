package pades

import "antin/pdf"

// objects looks at every object of the newest state, whether anything leads to
// it or not: what is there can be led to.
func (p *presign) objects() error {
	seen := map[int]bool{0: true}
	for _, rev := range p.rev.File().Revisions() {
		for _, e := range rev.Entries() {
			if seen[e.Num] {
				continue
			}
			seen[e.Num] = true
			now, _, ok := p.rev.Lookup(e.Num)
			if !ok || now.Kind == pdf.Free {
				continue
			}
			o, err := p.rev.Get(pdf.Ref{Num: e.Num, Gen: now.Gen})
			if pdf.IsLimit(err) {
				return err
			}
			if pdf.IsMalformed(err) {
				p.found(FoundUnreadable, e.Num, "object %d: %v", e.Num, err)
				continue
			}
			if err != nil {
				return err
			}
			p.order = append(p.order, e.Num)
			if err := p.value(o, e.Num); err != nil {
				return err
			}
		}
	}
	return nil
}

// value looks at one value and all that is in it; references lead to objects
// that are looked at for themselves.
func (p *presign) value(o pdf.Object, num int) error {
	if p.left--; p.left < 0 {
		return errWork
	}
	var d pdf.Dict
	switch v := o.(type) {
	case pdf.Ref:
		p.refs[num] = append(p.refs[num], int32(v.Num))
		return nil
	case pdf.Array:
		for _, item := range v {
			if err := p.value(item, num); err != nil {
				return err
			}
		}
		return nil
	case *pdf.Stream:
		d = v.Dict
		if d.Has("F") || d.Name("Subtype") == "Form" && d.Has("Ref") {
			p.found(FoundExternal, num, "object %d takes its content from another file", num)
		}
	case pdf.Dict:
		d = v
	default:
		return nil
	}
	if err := p.dict(d, num); err != nil {
		return err
	}
	for _, e := range d {
		if err := p.value(e.Value, num); err != nil {
			return err
		}
	}
	return nil
}

// actions by their type (ISO 32000-2, table 201). Those that are not here go to
// a place of the file, to the web, or through a thread of articles.
var actions = map[pdf.Name]FindingCode{
	"JavaScript": FoundScript, "Launch": FoundLaunch, "GoToR": FoundExternal, "GoToE": FoundExternal,
	"SubmitForm": FoundAction, "ImportData": FoundAction, "ResetForm": FoundAction, "Hide": FoundAction,
	"SetOCGState": FoundAction, "Rendition": FoundAction, "Movie": FoundAction, "Sound": FoundAction,
	"RichMediaExecute": FoundAction, "GoTo3DView": FoundAction,
}

// annotations that hold something else than marks on the page.
var annotations = map[pdf.Name]FindingCode{
	"FileAttachment": FoundEmbeddedFile, "RichMedia": FoundMedia, "Screen": FoundMedia, "Movie": FoundMedia, "Sound": FoundMedia, "3D": FoundMedia,
}

func (p *presign) dict(d pdf.Dict, num int) error {
	kind, err := p.name(d, "S")
	if err != nil {
		return err
	}
	if code := actions[kind]; code != "" && d.Name("Type") != "StructElem" && !(d.Has("P") && d.Has("K")) {
		p.found(code, num, "an action /%s, object %d", kind, num)
	}
	if kind, err = p.name(d, "Subtype"); err != nil {
		return err
	}
	if code := annotations[kind]; code != "" && (d.Has("Rect") || d.Name("Type") == "Annot") {
		p.found(code, num, "an annotation /%s, object %d", kind, num)
	}
	if d.Name("Type") == "OCMD" && (d.Has("VE") || d.Name("P") == "AllOff" || d.Name("P") == "AnyOff") {
		p.found(FoundHiddenLayer, num, "content that is shown where layers are off, object %d", num)
	}
	if err := p.embedded(d, num); err != nil {
		return err
	}
	return p.events(d, num)
}

// name reads a name that may stand elsewhere.
func (p *presign) name(d pdf.Dict, key pdf.Name) (pdf.Name, error) {
	o, err := p.rev.Resolve(d.Get(key))
	n, _ := o.(pdf.Name)
	return n, unlessMalformed(err)
}

// embedded finds a file specification with the file itself.
func (p *presign) embedded(d pdf.Dict, num int) error {
	if !d.Has("EF") {
		return nil
	}
	files, err := p.rev.Dict(d.Get("EF"))
	if err != nil {
		return unlessMalformed(err)
	}
	if files.Has("F") || files.Has("UF") {
		p.found(FoundEmbeddedFile, num, "a file within the file, object %d", num)
	}
	return nil
}

// events finds actions on events. A resource of that name has none.
func (p *presign) events(d pdf.Dict, num int) error {
	if !d.Has("AA") {
		return nil
	}
	list, err := p.rev.Dict(d.Get("AA"))
	if err != nil {
		return unlessMalformed(err)
	}
	for _, e := range list {
		if p.left--; p.left < 0 {
			return errWork
		}
		action, err := p.rev.Dict(e.Value)
		if err = unlessMalformed(err); err != nil {
			return err
		}
		kind, err := p.name(action, "S")
		if err != nil {
			return err
		}
		if kind != "" {
			p.found(FoundEventAction, num, "/%s on the event /%s, object %d", kind, e.Key, num)
		}
	}
	return nil
}

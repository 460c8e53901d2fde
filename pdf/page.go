package pdf

// Page is one page with what it inherits from the page tree.
type Page struct {
	Number    int  // 1 for the first
	Ref       Ref  // zero when the page is not an indirect object
	Dict      Dict // as stored, without what is inherited
	MediaBox  Rect
	CropBox   Rect // within MediaBox; equal to it when the file has none
	Rotate    int  // 0, 90, 180 or 270, clockwise
	Resources Dict
}

// letter is the page size that readers take when none is given.
var letter = Array{Integer(0), Integer(0), Integer(612), Integer(792)}

// inheritable are the keys a page takes from its ancestors (ISO 32000-1, table
// 30).
var inheritable = [...]Name{"Resources", "MediaBox", "CropBox", "Rotate"}

// Pages lists the pages in order. A loop in the tree, or a tree that is deeper
// or larger than the limits, is a MalformedError.
func (r *Revision) Pages() ([]*Page, error) {
	if r.pages != nil {
		return r.pages, nil
	}
	root, err := r.Catalog()
	if err != nil {
		return nil, err
	}
	w := &pageWalk{r: r, seen: make(map[Ref]bool)}
	if err := w.walk(root.Get("Pages"), nil, 0); err != nil {
		return nil, within(err, "page tree")
	}
	r.pages = w.pages
	return w.pages, nil
}

type pageWalk struct {
	r     *Revision
	seen  map[Ref]bool
	pages []*Page
	steps int
}

func (w *pageWalk) walk(node Object, inherited Dict, depth int) error {
	if depth > maxDepth {
		return overLimit("deeper than %d", maxDepth)
	}
	if w.steps++; w.steps > 2*maxPages {
		return overLimit("more than %d pages", maxPages)
	}
	ref, _ := node.(Ref)
	if ref.Num > 0 {
		if w.seen[ref] {
			return malformed(-1, "object %d is there twice", ref.Num)
		}
		w.seen[ref] = true
	}
	d, err := w.r.Dict(node)
	if err != nil {
		return err
	}
	if d == nil {
		return nil // a missing page is no page
	}
	kids := d.Get("Kids")
	if kids == nil || d.Name("Type") == "Page" {
		return w.page(ref, d, inherited)
	}
	down := append(Dict(nil), inherited...)
	for _, key := range inheritable {
		if v := d.Get(key); v != nil {
			down = down.With(key, v)
		}
	}
	list, err := w.r.Array(kids)
	if err != nil {
		return err
	}
	for _, kid := range list {
		if err := w.walk(kid, down, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *pageWalk) page(ref Ref, d, inherited Dict) error {
	if len(w.pages) == maxPages {
		return overLimit("more than %d pages", maxPages)
	}
	get := func(key Name) Object {
		if v := d.Get(key); v != nil {
			return v
		}
		return inherited.Get(key)
	}
	p := &Page{Number: len(w.pages) + 1, Ref: ref, Dict: d}
	var ok bool
	var err error
	if p.MediaBox, ok, err = w.r.Rect(get("MediaBox")); err != nil {
		return err
	}
	if !ok || p.MediaBox.Empty() {
		p.MediaBox, _ = rectOf(letter)
	}
	if p.CropBox, ok, err = w.r.Rect(get("CropBox")); err != nil {
		return err
	}
	if p.CropBox = p.CropBox.intersect(p.MediaBox); !ok || p.CropBox.Empty() {
		p.CropBox = p.MediaBox
	}
	rotate, err := w.r.Resolve(get("Rotate"))
	if err != nil {
		return err
	}
	if n, ok := Number(rotate); ok && n == n && n > -1e6 && n < 1e6 {
		p.Rotate = ((int(n)/90*90)%360 + 360) % 360
	}
	if p.Resources, err = w.r.Dict(get("Resources")); err != nil {
		return err
	}
	w.pages = append(w.pages, p)
	return nil
}

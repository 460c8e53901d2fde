package pades

import (
	"crypto/sha256"
	"time"

	"antin/pdf"
)

// The lists of a document security store, and what an entry of /VRI calls them
// (ISO 32000-2, tables 261 and 262).
var storeLists = [...]struct{ inStore, inEntry pdf.Name }{{"Certs", "Cert"}, {"CRLs", "CRL"}, {"OCSPs", "OCSP"}}

// storeList is one list of the store, growing.
type storeList struct {
	items pdf.Array
	known map[[sha256.Size]byte]pdf.Ref
	grew  bool
}

// storeUpdate adds to the document security store of a file (EN 319 142-1,
// 5.4.2): all that is there stays, each piece is stored once.
type storeUpdate struct {
	s       *signUpdate
	dss     pdf.Dict
	lists   [len(storeLists)]storeList
	vri     pdf.Dict
	changed bool // an entry of /VRI
}

func newStoreUpdate(base *pdf.File) (*storeUpdate, error) {
	s, err := newUpdate(base)
	if err != nil {
		return nil, err
	}
	catalog, err := s.rev.Catalog()
	if err != nil {
		return nil, err
	}
	w := &storeUpdate{s: s}
	if w.dss, err = s.rev.Dict(catalog.Get("DSS")); err != nil {
		return nil, err
	}
	if w.vri, err = s.rev.Dict(w.dss.Get("VRI")); err != nil {
		return nil, err
	}
	room := maxEvidenceBytes
	for i, l := range storeLists {
		if w.lists[i], err = w.read(w.dss.Get(l.inStore), &room); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// read takes over a list; streams that cannot be read stay in it, unknown.
func (w *storeUpdate) read(o pdf.Object, room *int) (storeList, error) {
	items, err := w.s.rev.Array(o)
	if err != nil {
		return storeList{}, err
	}
	l := storeList{items: append(pdf.Array(nil), items...), known: make(map[[sha256.Size]byte]pdf.Ref)}
	for _, item := range items {
		ref, ok := item.(pdf.Ref)
		if !ok || *room <= 0 {
			continue
		}
		o, err := w.s.rev.Resolve(ref)
		if err != nil {
			continue
		}
		if stream, ok := o.(*pdf.Stream); ok {
			body, rest, err := stream.Decode()
			if *room -= len(body); err == nil && len(rest) == 0 {
				l.known[sha256.Sum256(body)] = ref
			}
		}
	}
	return l, nil
}

// put stores a piece, or finds the one that is there.
func (w *storeUpdate) put(list int, der []byte) pdf.Ref {
	l := &w.lists[list]
	sum := sha256.Sum256(der)
	ref, ok := l.known[sum]
	if !ok {
		ref = w.s.u.Add(pdf.NewStream(pdf.Dict{}, der))
		l.known[sum], l.items, l.grew = ref, append(l.items, ref), true
	}
	return ref
}

// entry stores what one signature needs and names it under its key in /VRI,
// with the time of this in /TU unless a /TS tells it.
func (w *storeUpdate) entry(key string, m *material, now time.Time) error {
	pieces := [len(storeLists)][][]byte{nil, m.crls, m.ocsps}
	for _, c := range m.certs {
		pieces[0] = append(pieces[0], c.Raw)
	}
	old, err := w.s.rev.Dict(w.vri.Get(pdf.Name(key)))
	if err != nil {
		return err
	}
	entry, grew := old, false
	for i, l := range storeLists {
		have, err := w.s.rev.Array(old.Get(l.inEntry))
		if err != nil {
			return err
		}
		list := append(pdf.Array(nil), have...)
		for _, der := range pieces[i] {
			if ref := w.put(i, der); !holdsRef(list, ref) {
				list = append(list, ref)
			}
		}
		if len(list) > len(have) {
			entry, grew = entry.With(l.inEntry, list), true
		}
	}
	if !grew {
		return nil
	}
	if !entry.Has("TS") {
		entry = entry.With("TU", dateString(now))
	}
	w.vri, w.changed = w.vri.With(pdf.Name(key), entry), true
	return nil
}

func holdsRef(list pdf.Array, ref pdf.Ref) bool {
	for _, o := range list {
		if o == pdf.Object(ref) {
			return true
		}
	}
	return false
}

// tail writes the store where it was; nil when nothing is new.
func (w *storeUpdate) tail() ([]byte, error) {
	dss, changed := w.dss, w.changed
	if !dss.Has("Type") {
		dss = append(pdf.Dictionary("Type", pdf.Name("DSS")), dss...)
	}
	for i, l := range storeLists {
		if w.lists[i].grew {
			dss, changed = dss.With(l.inStore, w.lists[i].items), true
		}
	}
	if !changed {
		return nil, nil
	}
	if w.changed {
		dss = dss.With("VRI", w.vri)
	}
	catalog, err := w.s.rev.Catalog()
	if err != nil {
		return nil, err
	}
	if ref, ok := catalog.Get("DSS").(pdf.Ref); ok && w.dss != nil {
		w.s.u.Set(ref, dss)
	} else if err := w.s.setCatalog("DSS", w.s.u.Add(dss)); err != nil {
		return nil, err
	}
	return w.s.u.Tail()
}

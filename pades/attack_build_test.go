package pades_test

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"antin/cms"
	"antin/pades"
	"antin/pdf"
)

// handmade is one hostile revision, written byte by byte, as no writer of ours
// would write it.
type handmade struct {
	before  string          // raw bytes in front of the objects
	objects []handObject    // in order; a number may stand several times
	entries map[int]int64   // offsets that lie, by object number
	free    []int           // entries that call an object free
	also    []string        // further subsections of the table, as they are
	trailer string          // entries beside /Size, /Root, /Prev and /ID
	root    string          // "1 0 R" in place of the real one
	prev    int64           // 0 is the real one, -1 none
	size    int             // 0 is the real one
	start   int64           // startxref; 0 is the real one
	leave   map[string]bool // parts left out: xref, trailer, startxref, eof
	plain   bool            // no /ID and /Info of the revision before
}

type handObject struct {
	num  int
	text string // between "obj" and "endobj"
}

// bare leaves out the parts named.
func bare(parts ...string) map[string]bool {
	out := map[string]bool{}
	for _, p := range parts {
		out[p] = true
	}
	return out
}

// on appends the revision to a file.
func (h handmade) on(t testing.TB, file []byte) []byte {
	t.Helper()
	rev := open(t, file).Last()
	out := bytes.NewBuffer(bytes.Clone(file))
	if c := file[len(file)-1]; c != '\n' && c != '\r' {
		out.WriteByte('\n')
	}
	out.WriteString(h.before)
	at := map[int]int64{}
	for _, o := range h.objects {
		at[o.num] = int64(out.Len())
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", o.num, o.text)
	}
	for num, off := range h.entries {
		at[num] = off
	}
	start := int64(out.Len())
	if !h.leave["xref"] {
		h.table(out, at)
	}
	if !h.leave["trailer"] {
		out.WriteString(h.trailerText(rev, at))
	}
	if h.start != 0 {
		start = h.start
	}
	if !h.leave["startxref"] {
		fmt.Fprintf(out, "startxref\n%d\n", start)
	}
	if !h.leave["eof"] {
		out.WriteString("%%EOF\n")
	}
	return out.Bytes()
}

func (h handmade) table(out *bytes.Buffer, at map[int]int64) {
	out.WriteString("xref\n")
	nums := h.free
	for num := range at {
		nums = append(nums, num)
	}
	slices.Sort(nums)
	for _, num := range nums {
		if off, ok := at[num]; ok {
			fmt.Fprintf(out, "%d 1\n%010d 00000 n \n", num, off)
		} else {
			fmt.Fprintf(out, "%d 1\n0000000000 00001 f \n", num)
		}
	}
	for _, s := range h.also {
		out.WriteString(s)
	}
}

func (h handmade) trailerText(rev *pdf.Revision, at map[int]int64) string {
	size := rev.MaxNumber() + 1
	for num := range at {
		size = max(size, num+1)
	}
	root := cmp.Or(h.root, rootOf(rev).String())
	text := fmt.Sprintf("trailer\n<</Size %d /Root %s", cmp.Or(h.size, size), root)
	if h.prev >= 0 {
		text += fmt.Sprintf(" /Prev %d", cmp.Or(h.prev, rev.StartXref))
	}
	for _, key := range []pdf.Name{"ID", "Info"} {
		if v := rev.Trailer().Get(key); v != nil && !h.plain {
			text += " /" + string(key) + " " + spelled(v)
		}
	}
	return text + " " + h.trailer + ">>\n"
}

// spelled writes an object as it stands in a file.
func spelled(o pdf.Object) string {
	b, err := pdf.Append(nil, o)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// spelledStream writes a stream.
func spelledStream(dict, body string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(body), body)
}

// handSigned is a signature with our own CMS, but with a dictionary, a field
// and a form that our own signer would not write.
type handSigned struct {
	by    func() person
	field string
	at    *pdf.Ref                                     // an existing field to be signed
	rect  pdf.Rect                                     // of a new field; empty is invisible
	dict  func(pdf.Dict) pdf.Dict                      // changes the signature dictionary
	node  func(pdf.Dict) pdf.Dict                      // changes the field
	also  func(testing.TB, *pdf.Revision, *pdf.Update) // changes the rest, before the field is added
	text  func(file []byte) []byte                     // changes bytes before they are signed, none in number
	der   func(t testing.TB, p person, digest []byte) []byte
	room  int
}

// on appends the signed revision to a file.
func (h handSigned) on(t testing.TB, file []byte) []byte {
	t.Helper()
	f := open(t, file)
	u := must(f.NewUpdate())(t)
	rev := f.Last()
	if h.also != nil {
		h.also(t, rev, u)
	}
	big := pdf.Integer(9_999_999_999)
	dict := pdf.Dictionary("Type", pdf.Name("Sig"), "Filter", pdf.Name("Adobe.PPKLite"), "SubFilter", pdf.Name("ETSI.CAdES.detached"),
		"ByteRange", pdf.Array{pdf.Integer(0), big, big, big},
		"Contents", pdf.String{Bytes: make([]byte, cmp.Or(h.room, 8192)), Hex: true})
	if h.dict != nil {
		dict = h.dict(dict)
	}
	sig := u.Add(dict)
	h.show(t, rev, u, sig)
	tail := must(u.Tail())(t)
	return h.seal(t, append(bytes.Clone(file), tail...), u, sig)
}

// show makes the field, or fills the one there is.
func (h handSigned) show(t testing.TB, rev *pdf.Revision, u *pdf.Update, sig pdf.Ref) {
	if h.at != nil {
		u.Set(*h.at, must(rev.Dict(*h.at))(t).With("V", sig))
		return
	}
	page := node{}
	if list, err := rev.Pages(); err == nil && len(list) > 0 {
		page = firstPage(t, rev)
	}
	widget := pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Sig"),
		"T", pdf.TextString(cmp.Or(h.field, "hand")), "Rect", h.rect.Array(), "F", pdf.Integer(4), "P", page.ref, "V", sig)
	if h.node != nil {
		widget = h.node(widget)
	}
	field := u.Add(widget)
	if page.ref.Num != 0 {
		now, _ := must(u.Get(page.ref))(t).(pdf.Dict)
		u.Set(page.ref, now.With("Annots", append(slices.Clone(must(rev.Array(now.Get("Annots")))(t)), field)))
	}
	root := rootOf(rev)
	catalog, _ := must(u.Get(root))(t).(pdf.Dict)
	form, inline := pdf.Dict(nil), true
	switch v := catalog.Get("AcroForm").(type) {
	case pdf.Dict:
		form = v
	case pdf.Ref:
		form, inline = must(u.Get(v))(t).(pdf.Dict), false
	}
	form = form.With("Fields", append(slices.Clone(must(rev.Array(form.Get("Fields")))(t)), field)).With("SigFlags", pdf.Integer(3))
	if inline {
		u.Set(root, catalog.With("AcroForm", form))
		return
	}
	u.Set(catalog.Get("AcroForm").(pdf.Ref), form)
}

// seal writes the real ranges and the signature into their places.
func (h handSigned) seal(t testing.TB, file []byte, u *pdf.Update, sig pdf.Ref) []byte {
	hole, ok := u.Value(sig, "Contents")
	at, okRange := u.Value(sig, "ByteRange")
	if !ok || !okRange {
		return file // the dictionary lacks what would be signed
	}
	text := fmt.Sprintf("[0 %d %d %d", hole.Start, hole.End, int64(len(file))-hole.End)
	copy(file[at.Start:at.End], text+strings.Repeat(" ", int(at.Len())-len(text)-1)+"]")
	if h.text != nil {
		file = h.text(file)
	}
	sum := sha256.New()
	sum.Write(file[:hole.Start])
	sum.Write(file[hole.End:])
	p := leader()
	if h.by != nil {
		p = h.by()
	}
	make := h.der
	if make == nil {
		make = honest
	}
	der := make(t, p, sum.Sum(nil))
	if 2*len(der) > int(hole.Len())-2 {
		t.Fatalf("%d bytes of CMS do not fit", len(der))
	}
	hex.Encode(file[hole.Start+1:], der)
	return file
}

// honest is the CMS that our own signer makes.
func honest(t testing.TB, p person, digest []byte) []byte {
	b := must(cms.NewSigned(p.cert, p.chain, digest))(t)
	return must(b.Finish(must(p.key.Sign(rand.Reader, b.Digest(), b.SignerOpts()))(t)))(t)
}

// certifies makes a signature a certification of that permission (ISO 32000-2,
// 12.8.2.2), and names it in the catalog where asked.
func certifies(p int) func(pdf.Dict) pdf.Dict {
	return func(d pdf.Dict) pdf.Dict {
		return d.With("Reference", pdf.Array{pdf.Dictionary("Type", pdf.Name("SigRef"), "TransformMethod", pdf.Name("DocMDP"),
			"TransformParams", pdf.Dictionary("Type", pdf.Name("TransformParams"), "P", pdf.Integer(p), "V", pdf.Name("1.2")))})
	}
}

// closesFields makes a signature close fields (12.8.2.4).
func closesFields(action pdf.Name, fields ...string) func(pdf.Dict) pdf.Dict {
	params := pdf.Dictionary("Type", pdf.Name("TransformParams"), "Action", action, "V", pdf.Name("1.2"))
	if action != "All" {
		list := pdf.Array{}
		for _, f := range fields {
			list = append(list, pdf.TextString(f))
		}
		params = params.With("Fields", list)
	}
	return func(d pdf.Dict) pdf.Dict {
		return d.With("Reference", pdf.Array{pdf.Dictionary("Type", pdf.Name("SigRef"), "TransformMethod", pdf.Name("FieldMDP"), "TransformParams", params)})
	}
}

// plainly judges by the standards alone, without our own flow.
func plainly() pades.Options {
	o := trusting()
	o.Policy = pades.PolicyStandard
	return o
}

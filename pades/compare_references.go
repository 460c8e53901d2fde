package pades

import "antin/pdf"

// references knows which object refers to which, so that a number that
// something already signed points at cannot be filled or overwritten unseen.
// Number 0 stands for the trailer.
type references struct {
	out map[int][]int
	in  map[int]map[int]bool
	// unread counts objects that could not be read: what they refer to is not
	// known, so "nothing refers to it" proves nothing.
	unread int
}

// readReferences reads every object of a revision once.
func readReferences(file *pdf.File, upTo int, left *int) (*references, error) {
	x := &references{out: map[int][]int{}, in: map[int]map[int]bool{}}
	rev := file.Revisions()[upTo]
	seen := map[int]bool{}
	for k := 0; k <= upTo; k++ {
		for _, e := range file.Revisions()[k].Entries() {
			if *left--; *left < 0 {
				return nil, errWork
			}
			if e.Num == 0 || seen[e.Num] {
				continue
			}
			seen[e.Num] = true
			now, _, ok := rev.Lookup(e.Num)
			if !ok || now.Kind == pdf.Free {
				continue
			}
			o, err := rev.Get(pdf.Ref{Num: e.Num, Gen: now.Gen})
			if err != nil {
				x.unread++
			}
			if err = unlessMalformed(err); err != nil {
				return nil, err
			}
			x.setCounted(e.Num, o, left)
		}
	}
	x.setCounted(0, rev.Trailer(), left)
	if *left < 0 {
		return nil, errWork
	}
	return x, nil
}

func (x *references) setCounted(num int, o pdf.Object, left *int) {
	x.replace(num, refsOf(o, left))
}

// set replaces what an object refers to.
func (x *references) set(num int, o pdf.Object) {
	unlimited := maxWork
	x.replace(num, refsOf(o, &unlimited))
}

func (x *references) replace(num int, to []int) {
	for _, t := range x.out[num] {
		delete(x.in[t], num)
	}
	if len(to) == 0 {
		delete(x.out, num)
		return
	}
	x.out[num] = to
	for _, t := range to {
		if x.in[t] == nil {
			x.in[t] = map[int]bool{}
		}
		x.in[t][num] = true
	}
}

// refsOf gathers the numbers a direct value refers to; the places of a
// cross-reference stream and the like count as well.
func refsOf(o pdf.Object, left *int) []int {
	var out []int
	var walk func(o pdf.Object, depth int)
	walk = func(o pdf.Object, depth int) {
		if *left--; *left < 0 || depth > maxDepth {
			return
		}
		switch v := o.(type) {
		case pdf.Ref:
			out = append(out, v.Num)
		case pdf.Array:
			for _, e := range v {
				walk(e, depth+1)
			}
		case pdf.Dict:
			for _, e := range v {
				walk(e.Value, depth+1)
			}
		case *pdf.Stream:
			section := v.Dict.Name("Type") == "XRef"
			for _, e := range v.Dict {
				if section && (e.Key == "Root" || e.Key == "Info" || e.Key == "Encrypt") {
					continue // a trailer of an earlier day
				}
				walk(e.Value, depth+1)
			}
		}
	}
	if o != nil {
		walk(o, 0)
	}
	return out
}

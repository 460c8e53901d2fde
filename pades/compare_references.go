package pades

import (
	"slices"

	"antin/pdf"
)

// references knows which object refers to which, so that a number that
// something already signed points at cannot be filled or overwritten unseen.
// Number 0 stands for the trailer. What the first signed revision holds is one
// sorted list of pairs, eight bytes each; what later revisions wrote lies over
// it.
type references struct {
	base []uint64 // target<<32 | source, sorted, as often as the source says it
	// later holds what the objects written since refer to, and who of them
	// refers to a number or once did.
	later map[int][]int
	into  map[int][]int
	// unread are the objects that could not be read: what they refer to is not
	// known, so "nothing refers to it" proves nothing, unless they are out of
	// reach themselves.
	unread []int
}

func pair(target, source int) uint64 { return uint64(uint32(target))<<32 | uint64(uint32(source)) }

// readReferences reads every object of a revision once.
func readReferences(file *pdf.File, upTo int, left *int) (*references, error) {
	x := &references{later: map[int][]int{}, into: map[int][]int{}}
	rev := file.Revisions()[upTo]
	x.base = make([]uint64, 0, min(rev.MaxNumber(), maxReferences))
	for k := 0; k <= upTo; k++ {
		for e := range file.Revisions()[k].All() {
			if *left--; *left < 0 {
				return nil, errWork
			}
			if _, by, _ := rev.Lookup(e.Num); e.Num == 0 || by != k || e.Kind == pdf.Free {
				continue
			}
			o, err := rev.Get(pdf.Ref{Num: e.Num, Gen: e.Gen})
			if err != nil {
				x.unread = append(x.unread, e.Num)
			}
			if err = unlessMalformed(err); err != nil {
				return nil, err
			}
			if err := x.read(e.Num, o, left); err != nil {
				return nil, err
			}
		}
	}
	if err := x.read(0, rev.Trailer(), left); err != nil {
		return nil, err
	}
	slices.Sort(x.base)
	x.unread = slices.DeleteFunc(x.unread, x.none)
	return x, nil
}

func (x *references) read(num int, o pdf.Object, left *int) error {
	eachRef(o, left, func(to int) { x.base = append(x.base, pair(to, num)) })
	if *left < 0 || len(x.base) > maxReferences {
		return errWork
	}
	return nil
}

// set replaces what an object refers to.
func (x *references) set(num int, o pdf.Object, left *int) {
	to := refsOf(o, left)
	x.later[num] = to
	for _, t := range to {
		if from := x.into[t]; len(from) == 0 || from[len(from)-1] != num {
			x.into[t] = append(from, num)
		}
	}
}

// sources calls visit for each object that refers to num, with how often, until
// it says no. It reports whether it never did.
func (x *references) sources(num int, visit func(from, times int) bool) bool {
	i, _ := slices.BinarySearch(x.base, pair(num, 0))
	for i < len(x.base) && int(x.base[i]>>32) == num {
		from, times := int(uint32(x.base[i])), 1
		for i++; i < len(x.base) && x.base[i] == pair(num, from); i++ {
			times++
		}
		if _, written := x.later[from]; !written && !visit(from, times) {
			return false
		}
	}
	if len(x.into[num]) == 0 {
		return true
	}
	seen := map[int]bool{}
	for _, from := range x.into[num] {
		times := 0
		for _, t := range x.later[from] {
			if t == num {
				times++
			}
		}
		if times == 0 || seen[from] {
			continue
		}
		seen[from] = true
		if !visit(from, times) {
			return false
		}
	}
	return true
}

// none reports whether nothing refers to num.
func (x *references) none(num int) bool {
	return x.sources(num, func(int, int) bool { return false })
}

// refsOf gathers the numbers a direct value refers to.
func refsOf(o pdf.Object, left *int) []int {
	var out []int
	eachRef(o, left, func(to int) { out = append(out, to) })
	return out
}

// eachRef meets the numbers a direct value refers to; the places of a
// cross-reference stream and the like count as well.
func eachRef(o pdf.Object, left *int, meet func(to int)) {
	if o != nil {
		walkRefs(o, 0, left, meet)
	}
}

func walkRefs(o pdf.Object, depth int, left *int, meet func(to int)) {
	if *left--; *left < 0 || depth > maxDepth {
		return
	}
	switch v := o.(type) {
	case pdf.Ref:
		meet(v.Num)
	case pdf.Array:
		for _, e := range v {
			walkRefs(e, depth+1, left, meet)
		}
	case pdf.Dict:
		for _, e := range v {
			walkRefs(e.Value, depth+1, left, meet)
		}
	case *pdf.Stream:
		section := v.Dict.Name("Type") == "XRef"
		for _, e := range v.Dict {
			if section && (e.Key == "Root" || e.Key == "Info" || e.Key == "Encrypt") {
				continue // a trailer of an earlier day
			}
			walkRefs(e.Value, depth+1, left, meet)
		}
	}
}

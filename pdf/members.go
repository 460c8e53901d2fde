package pdf

// Members is what an object stream found by scanning holds: under which numbers,
// in its own order, and each object when asked for. A reader that repairs files
// takes them from every object stream, also from one that no cross-reference
// leads to (ISO 32000-2, 7.5.7). What is no object stream has no members.
func (r *Revision) Members(found Found) (numbers []int, object func(i int) (Object, error), err error) {
	if st, ok := found.Object.(*Stream); !ok || st.Dict.Name("Type") != "ObjStm" {
		return nil, nil, nil
	}
	s := r.f.streams[found.Bytes.Start]
	if s == nil {
		if s, err = r.f.decodeObjectStream(Indirect{Ref: found.Ref, Object: found.Object, Bytes: found.Bytes}); err != nil {
			return nil, nil, err
		}
	}
	return s.numbers, func(i int) (Object, error) { return s.object(r.f, i) }, nil
}

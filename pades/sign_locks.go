package pades

import "antin/pdf"

// signLocks is what earlier signatures forbid (ISO 32000-1, 12.8.2).
type signLocks struct {
	certified int64 // P of the certification; 0 when there is none
	rules     []lockRule
}

type lockRule struct {
	action pdf.Name
	names  map[string]bool
}

func (l signLocks) locked(name string) bool {
	for _, r := range l.rules {
		switch r.action {
		case "All":
			return true
		case "Include":
			if r.names[name] {
				return true
			}
		case "Exclude":
			if !r.names[name] {
				return true
			}
		}
	}
	return false
}

// locks reads the certification and the locks of all signatures of the file.
func (s *signUpdate) locks() (signLocks, error) {
	var l signLocks
	perms, err := s.perms()
	if err != nil {
		return l, err
	}
	if cert, err := s.rev.Dict(perms.Get("DocMDP")); err != nil {
		return l, err
	} else if cert != nil {
		l.certified = 2
		if err := s.addLocks(&l, cert); err != nil {
			return l, err
		}
	}
	for _, f := range s.form.fields {
		if f.kind != "Sig" {
			continue
		}
		signed, err := s.signed(f)
		if err != nil {
			return l, err
		}
		if !signed {
			continue
		}
		v, err := s.rev.Dict(f.value)
		if err != nil {
			return l, err
		}
		if err := s.addLocks(&l, v); err != nil {
			return l, err
		}
		lock, err := s.rev.Dict(f.dict.Get("Lock"))
		if err != nil {
			return l, err
		}
		if err := s.addRule(&l, lock); err != nil {
			return l, err
		}
	}
	return l, nil
}

// addLocks reads the /Reference array of a signature dictionary.
func (s *signUpdate) addLocks(l *signLocks, sig pdf.Dict) error {
	refs, err := s.rev.Array(sig.Get("Reference"))
	if err != nil {
		return err
	}
	for _, o := range refs {
		ref, err := s.rev.Dict(o)
		if err != nil {
			return err
		}
		params, err := s.rev.Dict(ref.Get("TransformParams"))
		if err != nil {
			return err
		}
		switch ref.Name("TransformMethod") {
		case "FieldMDP":
			if err := s.addRule(l, params); err != nil {
				return err
			}
		case "DocMDP":
			l.certified = 2 // the default (table 254)
			if p, ok := params.Get("P").(pdf.Integer); ok {
				l.certified = int64(p)
			}
		}
	}
	return nil
}

func (s *signUpdate) addRule(l *signLocks, lock pdf.Dict) error {
	if lock == nil {
		return nil
	}
	names, err := s.lockNames(lock)
	if err != nil {
		return err
	}
	r := lockRule{action: lock.Name("Action"), names: make(map[string]bool, len(names))}
	for _, n := range names {
		r.names[n] = true
	}
	l.rules = append(l.rules, r)
	return nil
}

func (s *signUpdate) lockNames(lock pdf.Dict) ([]string, error) {
	list, err := s.rev.Array(lock.Get("Fields"))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, o := range list {
		v, err := s.rev.Resolve(o)
		if err != nil {
			return nil, err
		}
		if t, ok := v.(pdf.String); ok {
			out = append(out, pdf.Text(t))
		}
	}
	return out, nil
}

// lockFor gives the lock of the field to be signed: the one asked for, else
// the one the field came with. The object is written only when it is new.
func (s *signUpdate) lockFor(f pdf.Dict, want []string) (field pdf.Dict, params pdf.Dict, err error) {
	have, err := s.rev.Dict(f.Get("Lock"))
	if err != nil {
		return nil, nil, err
	}
	if len(want) > 0 {
		var names pdf.Array
		for _, n := range want {
			names = append(names, pdf.TextString(n))
		}
		lock := lockDict(names)
		if have == nil || have.Name("Action") != "Include" || !pdf.Equal(have.Get("Fields"), names) {
			f, have = f.With("Lock", s.u.Add(lock)), lock
		}
	}
	if have == nil {
		return f, nil, nil
	}
	params = pdf.Dictionary("Type", pdf.Name("TransformParams"), "Action", have.Name("Action"), "V", pdf.Name("1.2"))
	if have.Has("Fields") {
		names, err := s.lockNames(have)
		if err != nil {
			return nil, nil, err
		}
		var list pdf.Array
		for _, n := range names {
			list = append(list, pdf.TextString(n))
		}
		params = params.With("Fields", list)
	}
	return f, params, nil
}

package profile

import (
	"fmt"
	"maps"
)

// With returns a set in which one value of a province is another, on every
// day: what an administrator sets where the text leaves a value open, such as
// the dates of reports in Nghệ An (NA-18.4-1). The clause stays, and the
// source says who set it. Value is of the kind of the field: string, bool,
// int, float64, []string, or a list of entries as in the files.
func (s *Set) With(province, key string, value any) (*Set, error) {
	now := s.current.Load()
	own, ok := now.provinces[province]
	if !ok {
		return nil, fmt.Errorf("profile %q: %w", province, ErrUnknownProvince)
	}
	own.overrides = maps.Clone(own.overrides)
	if own.overrides == nil {
		own.overrides = map[string]any{}
	}
	own.overrides[key] = asInFile(value)
	return now.with(own).set(s.forms)
}

// Without gives a value that an administrator set back to the texts.
func (s *Set) Without(province, key string) (*Set, error) {
	now := s.current.Load()
	own, ok := now.provinces[province]
	if !ok {
		return nil, fmt.Errorf("profile %q: %w", province, ErrUnknownProvince)
	}
	own.overrides = maps.Clone(own.overrides)
	delete(own.overrides, key)
	return now.with(own).set(s.forms)
}

// overlay lays the administrator's values over those of the texts.
func (l layer) overlay(leaves map[string]leaf) error {
	for key, value := range l.overrides {
		before, ok := leaves[key]
		if !ok {
			return fmt.Errorf("unknown key %q", key)
		}
		before.value = value
		before.Layer, before.Part, before.Mark, before.Note = l.code, Administrator, ByDefault, "Quản trị đặt."
		leaves[key] = before
	}
	return nil
}

// Administrator is the Part of values that were set by hand.
const Administrator = "quản trị"

// asInFile turns Go's kinds into those that the reader of the files makes.
func asInFile(value any) any {
	switch v := value.(type) {
	case int:
		return int64(v)
	case []string:
		list := make([]any, len(v))
		for i, text := range v {
			list[i] = text
		}
		return list
	case []int:
		list := make([]any, len(v))
		for i, n := range v {
			list[i] = int64(n)
		}
		return list
	}
	return value
}

package profile

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"antin/internal/fault"
	"antin/profiles"
)

// ErrUnknownProvince is returned by At for a code without a file.
var ErrUnknownProvince = errors.New("no profile of this province")

// Set holds the law of every province for every day. Enact and With return a
// new one; Adopt puts one in the place of this for everybody who holds it.
type Set struct {
	current atomic.Pointer[laws]
	forms   []TemplateSet
}

// laws is one state of a set; it never changes.
type laws struct {
	national  layer
	provinces map[string]layer
	timelines map[string][]era
}

// era is a stretch of days on which one profile holds.
type era struct {
	from    time.Time
	profile *Profile
}

// Load reads the files embedded in the program and builds every profile of
// every day, which proves that each is complete. An error names the file or
// the key.
func Load() (*Set, error) { return LoadFS(profiles.Files) }

// LoadFS reads the files of another folder: national.toml and one file for
// each province, named by its code.
func LoadFS(fsys fs.FS) (*Set, error) {
	names, err := fs.Glob(fsys, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("listing profiles: %w", err)
	}
	forms, err := readForms(fsys)
	if err != nil {
		return nil, err
	}
	set := &laws{provinces: map[string]layer{}}
	for _, name := range names {
		l, err := readLayer(fsys, name)
		if err != nil {
			return nil, err
		}
		if l.code == National {
			set.national = l
		} else {
			set.provinces[l.code] = l
		}
	}
	if len(set.national.parts) == 0 {
		return nil, errors.New("national.toml is missing")
	}
	return set.set(forms)
}

// set builds the profiles and makes them one set.
func (s *laws) set(forms []TemplateSet) (*Set, error) {
	out := &Set{forms: forms}
	out.current.Store(s)
	return out, s.build()
}

// with is the same law with one province changed.
func (s *laws) with(own layer) *laws {
	next := &laws{national: s.national, provinces: maps.Clone(s.provinces)}
	next.provinces[own.code] = own
	return next
}

// Clone is the same law in a set of its own, which adopts changes alone.
func (s *Set) Clone() *Set {
	out := &Set{forms: s.forms}
	out.current.Store(s.current.Load())
	return out
}

// Adopt takes over the law of another set at once for everybody who holds this
// one; what was decided before keeps the version that it recorded.
func (s *Set) Adopt(next *Set) { s.current.Store(next.current.Load()) }

// build makes a profile for each stretch between two days on which some
// regulation begins or ends.
func (s *laws) build() error {
	s.timelines = map[string][]era{}
	for code := range s.provinces {
		for _, day := range s.edges(code) {
			p, err := s.join(code, day)
			if err != nil {
				return err
			}
			s.timelines[code] = append(s.timelines[code], era{day, p})
		}
	}
	return nil
}

// edges lists those days in order, the beginning of time first.
func (s *laws) edges(code string) []time.Time {
	days := []time.Time{{}}
	for _, l := range []layer{s.national, s.provinces[code]} {
		for _, p := range l.parts {
			days = append(days, p.From, p.To)
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	return slices.CompactFunc(days, time.Time.Equal)
}

// Provinces lists the codes that At knows, in alphabetical order.
func (s *Set) Provinces() []string { return slices.Sorted(maps.Keys(s.current.Load().provinces)) }

// At gives the law of a province at the moment of an event: the parts of its
// regulation in force on that day (+07:00) over national law of that day. On
// a day before any of them, national law answers alone. The profile is shared
// and must not be changed. The only error is ErrUnknownProvince.
func (s *Set) At(province string, day time.Time) (*Profile, error) {
	eras, ok := s.current.Load().timelines[province]
	if !ok {
		return nil, fmt.Errorf("profile %q: %w", province, ErrUnknownProvince)
	}
	last := eras[0].profile
	for _, e := range eras {
		if day.Before(e.from) {
			break
		}
		last = e.profile
	}
	return last, nil
}

// join lays the province's parts of a day over national law of that day.
func (s *laws) join(province string, day time.Time) (*Profile, error) {
	own := s.provinces[province]
	leaves := map[string]leaf{}
	for _, p := range s.national.on(day) {
		maps.Copy(leaves, p.leaves)
	}
	profile := &Profile{Province: province, Name: own.name, Version: nationalName, sources: map[string]Source{}}
	var versions []string
	for _, p := range own.on(day) {
		for key, l := range p.leaves {
			if before, ok := leaves[key]; ok && before.Layer == province {
				return nil, fmt.Errorf("profile %s: %s stands in %s and in %s", province, key, before.Part, p.Name)
			}
			leaves[key] = l
		}
		profile.Parts = append(profile.Parts, p.Part)
		profile.EffectiveFrom = p.From
		versions = append(versions, fmt.Sprintf("%s %s/%d", p.Name, p.From.In(hanoi).Format(time.DateOnly), p.Revision))
	}
	if len(versions) > 0 {
		profile.Version = strings.Join(versions, " + ")
	}
	if err := own.overlay(leaves); err != nil {
		return nil, fmt.Errorf("profile %s: %w", province, err)
	}
	if len(own.overrides) > 0 {
		profile.Version += fmt.Sprintf(" + %d giá trị do quản trị đặt", len(own.overrides))
	}
	if err := profile.fill(leaves); err != nil {
		return nil, fmt.Errorf("profile %s: %w", province, err)
	}
	return profile, nil
}

// on lists the parts that count on a day, oldest first. A part without a first
// day counts always: it answers for days before the first decree, too.
func (l layer) on(day time.Time) []part {
	var in []part
	for _, p := range l.parts {
		if !day.Before(p.From) && (p.To.IsZero() || day.Before(p.To)) {
			in = append(in, p)
		}
	}
	slices.SortStableFunc(in, func(a, b part) int { return a.From.Compare(b.From) })
	return in
}

// Decision puts a draft in force.
type Decision struct {
	Number string    // "45/2025/QĐ-UBND"
	Signed time.Time // first day in force, unless From says another
	From   time.Time
}

// Enact returns a set in which the draft part of the province is in force from
// the day of the decision. Without number and date it is refused, as the
// profile says (NA-QD.2).
func (s *Set) Enact(province, partName string, d Decision) (*Set, error) {
	now := s.current.Load()
	own, ok := now.provinces[province]
	if !ok {
		return nil, fmt.Errorf("profile %q: %w", province, ErrUnknownProvince)
	}
	i := slices.IndexFunc(own.parts, func(p part) bool { return p.Name == partName && p.Draft })
	if i < 0 {
		return nil, fmt.Errorf("profile %s has no draft %q", province, partName)
	}
	if strings.TrimSpace(d.Number) == "" || d.Signed.IsZero() {
		p, err := s.At(province, own.parts[i].From)
		if err != nil {
			return nil, err
		}
		return nil, fault.New(fault.Invalid, "profile.no-decision", p.Administration.EnactRefusal).
			Under(p.Clause("administration.enact_refusal"))
	}
	own.parts = slices.Clone(own.parts)
	p := &own.parts[i]
	p.Draft, p.Decision, p.From = false, d.Number, d.From
	if d.From.IsZero() {
		p.From = d.Signed
	}
	return now.with(own).set(s.forms)
}

// fill puts the leaves into the typed sections and refuses both unknown keys
// and gaps.
func (p *Profile) fill(leaves map[string]leaf) error {
	var s sections
	fields := fieldsOf(reflect.ValueOf(&s).Elem(), "")
	for key, l := range leaves {
		field, ok := fields[key]
		if !ok {
			return fmt.Errorf("unknown key %q", key)
		}
		if err := assign(field, l.value); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		p.sources[key] = l.Source
	}
	for _, key := range leafKeys() {
		if _, ok := leaves[key]; !ok {
			return fmt.Errorf("no layer has a value for %q", key)
		}
	}
	s.into(p)
	var err error
	p.calendar, err = p.Workday.calendar()
	return err
}

// sections is the part of Profile that the files fill.
type sections struct {
	Documents      Documents      `toml:"documents"`
	Numbering      Numbering      `toml:"numbering"`
	Signing        Signing        `toml:"signing"`
	Verification   Verification   `toml:"verification"`
	Exchange       Exchange       `toml:"exchange"`
	Subscribers    Subscribers    `toml:"subscribers"`
	Onestop        Onestop        `toml:"onestop"`
	Portal         Portal         `toml:"portal"`
	Reports        Reports        `toml:"reports"`
	Administration Administration `toml:"administration"`
	Workday        Workday        `toml:"workday"`
	Registers      Registers      `toml:"registers"`
	Paper          Paper          `toml:"paper"`
	Copying        Copying        `toml:"copying"`
	Incoming       Incoming       `toml:"incoming"`
	Tasks          Tasks          `toml:"tasks"`
	Files          Files          `toml:"files"`
}

func (s sections) into(p *Profile) {
	p.Documents, p.Numbering, p.Signing = s.Documents, s.Numbering, s.Signing
	p.Verification, p.Exchange, p.Subscribers = s.Verification, s.Exchange, s.Subscribers
	p.Onestop, p.Portal, p.Reports = s.Onestop, s.Portal, s.Reports
	p.Administration, p.Workday = s.Administration, s.Workday
	p.Registers, p.Paper, p.Copying = s.Registers, s.Paper, s.Copying
	p.Incoming = s.Incoming
	p.Tasks, p.Files = s.Tasks, s.Files
}

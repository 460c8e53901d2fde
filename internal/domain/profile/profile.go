package profile

import (
	"fmt"
	"strings"
	"time"

	"antin/workday"
)

// Profile is what the law says in one province on one day. It is shared by
// everybody who asks for that day, and read only.
type Profile struct {
	Province      string // "NA"
	Name          string // "Nghệ An"
	Version       string // recorded with every decision: "NA 2025-08/1", or "quốc gia" when no regulation was in force
	EffectiveFrom time.Time
	Parts         []Part // regulations of the province in force, oldest first

	Documents      Documents
	Numbering      Numbering
	Signing        Signing
	Verification   Verification
	Exchange       Exchange
	Subscribers    Subscribers
	Onestop        Onestop
	Portal         Portal
	Reports        Reports
	Administration Administration
	Workday        Workday
	Registers      Registers
	Paper          Paper
	Copying        Copying
	Incoming       Incoming
	Tasks          Tasks
	Files          Files

	sources  map[string]Source
	calendar *workday.Calendar
}

// Part names one regulation and the time for which it counts.
type Part struct {
	Name       string    // "NA", "HD1", "HD2", or the decree in the national layer
	Title      string    // Vietnamese, as printed in reports
	Decision   string    // "2091/QĐ-UBND"; empty for a draft
	Draft      bool      // not signed yet: may be tried, may not be in force
	Replaces   []string  // decisions that it replaces
	Revision   int       // of our file, raised whenever a value changes
	From       time.Time // first day, 00:00 +07:00; for a draft the first day of practice; zero in the national base
	To         time.Time // first day on which it no longer counts; zero while it lasts
	FromClause string    // where the first day stands
}

// Source says where a value comes from.
type Source struct {
	Layer  string // province code, or National
	Part   string // name of the regulation within the layer
	Clause string // row of the requirements, or the article in words
	Mark   Mark
	Note   string // why this reading was chosen, Vietnamese, may be empty
}

// National is the layer beneath every province.
const National = "national"

// Mark says how a value is known. The zero value means the words of the text.
type Mark string

// Marks as they are written in the files.
const (
	FromText   Mark = ""        // stands in the text that the clause names
	Reading    Mark = "reading" // our reading of words that leave room
	ByDefault  Mark = "default" // the text gives none; ours, to be set by the administrator
	Unverified Mark = "recall"  // national law as remembered or seen in use, not read in the act
)

// Source tells which layer answered for a key such as
// "signing.person_image.colour". It panics on a key that does not exist,
// which is a programmer's mistake.
func (p *Profile) Source(key string) Source {
	s, ok := p.sources[key]
	if !ok {
		panic(fmt.Sprintf("profile: no key %q", key))
	}
	return s
}

// Clause is the clause of Source(key), to be put into refusals and records.
func (p *Profile) Clause(key string) string { return p.Source(key).Clause }

// Known reports whether there is such a key.
func (p *Profile) Known(key string) bool { _, ok := p.sources[key]; return ok }

// Keys lists every key in alphabetical order, for the screen of rules.
func (p *Profile) Keys() []string { return leafKeys() }

// InForce reports whether a regulation of the province counted on that day.
// Without one national law alone answers, and nothing may be shown as a
// breach of the province's rules (LD-QD.1, HT-QD.2, BG-Q2).
func (p *Profile) InForce() bool { return len(p.Parts) > 0 }

// Draft reports whether any regulation in the profile is unsigned; printed
// outputs then say "Quy chế dự thảo" (HD1-Q2).
func (p *Profile) Draft() bool {
	for _, part := range p.Parts {
		if part.Draft {
			return true
		}
	}
	return false
}

// Regulations names the regulations for printing, "quốc gia" when none.
func (p *Profile) Regulations() string {
	var names []string
	for _, part := range p.Parts {
		name := part.Title
		if part.Decision != "" {
			name = "Quyết định " + part.Decision
		}
		if part.Draft {
			name += " (dự thảo)"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return nationalName
	}
	return strings.Join(names, "; ")
}

// nationalName stands for the national layer on screens and in versions.
const nationalName = "quốc gia"

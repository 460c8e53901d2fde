package ui

import "antin/internal/fault"

// Page is what every page has. Handlers set Title and what they need; the shell
// fills the rest (letterhead, rooms, who is signed in) when it renders.
type Page struct {
	Title   string   // h1 and window title
	Lead    string   // one line under the h1, may be empty
	Public  bool     // official line, larger text, no rooms
	Wide    bool     // a public page that needs the whole width
	Crumbs  []Link   // way back, nearest last
	Refresh string   // seconds between reloads where there is no script; empty for never
	Scripts []string // own scripts by file name: "place.js"
	Picks   bool     // rows of its list have a box to tick
	Keys    []Key    // keys of this page, shown in the help beside the general ones
	Fault   *Refusal // summed up at the top and shown at its fields
	Notice  string   // what has just been done, after a redirect

	Path        string
	Letterhead  Letterhead
	Practice    bool
	Groups      []Group
	Who         *Who
	SearchHref  string // empty: no search box
	SearchText  string
	PublicLinks []Link
}

// Framed is a pointer to a struct that embeds Page.
type Framed interface{ Frame() *Page }

// Frame gives the shell the part that it fills.
func (p *Page) Frame() *Page { return p }

// Letterhead stands at the top of every page, as on paper.
type Letterhead struct {
	Superior string // line 1, small: "UBND TỈNH NGHỆ AN"; may be empty
	Name     string // line 2: "Sở Khoa học và Công nghệ", shown in capitals
	Emblem   string // address of the agency's own image; empty shows the neutral star
}

// Link is an address with its words.
type Link struct{ Text, Href string }

// Key is a keyboard shortcut and what it does.
type Key struct{ Press, Does string }

// Who is the person signed in.
type Who struct{ Name, Detail string }

// Group is a heading with rooms under it; the first group has no heading.
type Group struct {
	Title string
	Rooms []Room
}

// Open reports whether a named group shows its rooms at once: the reader is in
// one of them, or one needs somebody today.
func (g Group) Open() bool {
	for _, r := range g.Rooms {
		if r.Current || r.Hot {
			return true
		}
	}
	return false
}

// Busy are the rooms of the first group that are always shown: where something
// waits, where nothing is counted, where the reader is.
func (g Group) Busy() []Room { return g.some(true) }

// Idle are its lists in which nothing waits now.
func (g Group) Idle() []Room { return g.some(false) }

func (g Group) some(busy bool) []Room {
	var out []Room
	for _, r := range g.Rooms {
		if (r.Count != 0 || r.Current) == busy {
			out = append(out, r)
		}
	}
	return out
}

// Room is one line of the navigation. Count below zero is not shown.
type Room struct {
	Title, Href string
	Count       int
	Hot         bool // needs somebody today
	Current     bool
}

// Refusal is a fault on a page: what was refused, the rule, what to do next.
type Refusal struct {
	Message string
	Clause  string // readable, "Điều 16 khoản 1 điểm b (Nghệ An)"; may be empty
	Action  string
	Fields  []fault.Field
}

// Refused turns a fault into what the page shows.
// A clause of another province's regulation does not bind whoever reads it and
// is left out; province is the reader's, empty for nobody known.
func Refused(f *fault.Fault, province string) *Refusal {
	r := &Refusal{Message: f.Message, Action: f.Action, Fields: f.Fields}
	if !foreign(f.Clause, province) {
		r.Clause = ClauseText(f.Clause)
	}
	return r
}

// At gives the message that belongs to one field, or "".
func (r *Refusal) At(name string) string {
	if r == nil {
		return ""
	}
	for _, f := range r.Fields {
		if f.Name == name {
			return f.Message
		}
	}
	return ""
}

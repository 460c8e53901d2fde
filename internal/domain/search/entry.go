package search

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
)

// Entry is what the index keeps of one document.
type Entry struct {
	Document document.ID
	Content  string // text of its pages, for the passage that is shown
	Terms    Terms
}

// zone is that of all days.
var zone = time.FixedZone("+07:00", 7*60*60)

// makeEntry reads everything of a document that may be asked for.
func makeEntry(d *document.Document, p *profile.Profile, content string) Entry {
	var t Terms
	t.field(Symbol(d), d.SenderRef, d.Subject, d.Area, typeName(p, d.Type))
	if d.Arrival > 0 {
		t.field(fmt.Sprintf("số đến %d", d.Arrival))
		t.control(control + "n" + fmt.Sprint(d.Arrival))
	}
	if d.Number > 0 {
		t.control(control + "n" + fmt.Sprint(d.Number))
	}
	if own := words(d.SenderRef); len(own) > 0 && isNumber(own[0]) {
		t.control(control + "n" + own[0])
	}
	agencies, people := agenciesOf(d), peopleOf(d)
	t.field(agencies...)
	t.field(people...)
	for _, name := range agencies {
		for _, w := range words(name) {
			t.control(control + "g" + folded(w))
		}
	}
	for _, name := range people {
		for _, w := range words(name) {
			t.control(control + "p" + folded(w))
		}
	}
	for _, a := range d.Assignments {
		t.field(a.Direction, a.Result)
	}
	for _, f := range d.Files {
		if f.Version == d.Version && f.From == "" {
			t.field(strings.TrimSuffix(f.Name, ".pdf"))
		}
	}
	t.control(coded("i", string(d.Direction)), coded("y", d.Type), coded("s", string(stageOf(d.State))))
	t.control(dayTerms(Day(d))...)
	t.field(content)
	for _, g := range d.Readers() {
		t.Readers = append(t.Readers, ReaderTerm(g.Reader))
	}
	t.Control, t.Readers = distinct(t.Control), distinct(t.Readers)
	return Entry{Document: d.ID, Content: content, Terms: t}
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// Symbol is number and symbol as the document bears them, with that of the
// sender for what came in.
func Symbol(d *document.Document) string {
	if d.Direction == document.Incoming {
		return d.SenderRef
	}
	if d.Number == 0 {
		return d.Symbol
	}
	return fmt.Sprintf("%02d/%s", d.Number, d.Symbol)
}

// Day is the day of the document, else the day it came or was begun.
func Day(d *document.Document) string {
	switch {
	case d.IssuedOn != "":
		return d.IssuedOn
	case !d.ArrivedAt.IsZero():
		return d.ArrivedAt.In(zone).Format(time.DateOnly)
	}
	return d.CreatedAt.In(zone).Format(time.DateOnly)
}

func typeName(p *profile.Profile, code string) string {
	for _, t := range p.Documents.Types {
		if t.Code == code {
			return t.Name
		}
	}
	return code
}

func agenciesOf(d *document.Document) []string {
	out := []string{d.FromName}
	for _, r := range d.Recipients {
		out = append(out, r.Name)
	}
	return out
}

func peopleOf(d *document.Document) []string {
	out := []string{d.Signer.Name}
	for _, a := range d.Assignments {
		out = append(out, a.PersonName)
	}
	for _, x := range d.Decisions {
		if x.Kind == document.SubmissionMade || x.Kind == document.UnitApproval || x.Kind == document.SignatureMade {
			out = append(out, x.ByName)
		}
	}
	return distinct(out)
}

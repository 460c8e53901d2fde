package org

import (
	"context"

	"antin/internal/event"
)

// turnAgency begins a new term: another name, or another superior.
func turnAgency(ctx context.Context, tx Tx, d Deed) ([]event.Event, error) {
	a, err := tx.Agency(ctx, d.Agency)
	if err != nil {
		return nil, err
	}
	t := Term{Agency: a.ID, Name: a.Name, Superior: a.Superior, ShortName: a.ShortName, Parent: a.Parent, From: d.At, Deed: d.ID}
	if d.Kind == DeedMoveAgency {
		t.Parent = d.Target
		moved := AgencyMoved{Agency: a.ID, OldParent: a.Parent, NewParent: d.Target, From: d.At, Deed: d.ID}
		return []event.Event{event.New(EventAgencyMoved, string(a.ID), moved)}, tx.TurnTerm(ctx, t)
	}
	t.Name = d.Name
	if d.ShortName != "" {
		t.ShortName = d.ShortName
	}
	if d.Superior != "" {
		t.Superior = d.Superior
	}
	if err := tx.TurnTerm(ctx, t); err != nil {
		return nil, err
	}
	return []event.Event{event.New(EventAgencyRenamed, string(a.ID), AgencyRenamed{Agency: a.ID, From: d.At, Deed: d.ID})},
		tx.AddWords(ctx, WordsOfAgencies, string(a.ID), wordsOf(t.Name+" "+t.ShortName))
}

// endAgency closes an agency. Of a split the first heir is its successor for
// whatever has to go to one place.
func endAgency(ctx context.Context, tx Tx, d Deed) ([]event.Event, error) {
	ended := AgencyEnded{Agency: d.Agency, Successor: d.Target, Heirs: d.Heirs, From: d.At, Deed: d.ID}
	kind, successor := EventAgencyMerged, d.Target
	if d.Kind != DeedMerge {
		kind, successor = EventAgencyDissolved, ""
	}
	if d.Kind == DeedSplit {
		successor = d.Heirs[0]
	}
	if err := tx.CloseAgency(ctx, d.Agency, successor, d.At); err != nil {
		return nil, err
	}
	events := []event.Event{event.New(kind, string(d.Agency), ended)}
	if d.Kind != DeedDissolve {
		return events, nil
	}
	posts, err := tx.PostsIn(ctx, d.Agency, d.At)
	if err != nil {
		return nil, err
	}
	for _, p := range posts {
		one := d
		one.Post = p.ID
		more, err := endPost(ctx, tx, one)
		if err != nil {
			return nil, err
		}
		events = append(events, more...)
	}
	return events, nil
}

// moveUnit puts a unit, with what is below it, elsewhere; its people go along.
func moveUnit(ctx context.Context, tx Tx, d Deed) ([]event.Event, error) {
	u, err := tx.Unit(ctx, d.Unit)
	if err != nil {
		return nil, err
	}
	units, err := tx.UnitsAt(ctx, u.Agency, d.At)
	if err != nil {
		return nil, err
	}
	var events []event.Event
	for i, one := range append([]Unit{u}, under(units, u.ID)...) {
		t := UnitTerm{Unit: one.ID, Agency: d.Target, Parent: one.Parent, Name: one.Name, ShortName: one.ShortName, From: d.At, Deed: d.ID}
		if i == 0 {
			t.Parent = d.UnitAbove
		}
		if err := tx.TurnUnit(ctx, t); err != nil {
			return nil, err
		}
		moved := UnitMoved{Unit: one.ID, OldAgency: u.Agency, NewAgency: d.Target, From: d.At, Deed: d.ID}
		events = append(events, event.New(EventUnitMoved, string(one.ID), moved))
		more, err := moveStaff(ctx, tx, d, one)
		if err != nil {
			return nil, err
		}
		events = append(events, more...)
	}
	return events, nil
}

// moveStaff ends the posts in a unit that goes to another agency and begins
// the same ones there.
func moveStaff(ctx context.Context, tx Tx, d Deed, u Unit) ([]event.Event, error) {
	if d.Target == u.Agency {
		return nil, nil
	}
	posts, err := tx.PostsIn(ctx, u.Agency, d.At)
	if err != nil {
		return nil, err
	}
	var events []event.Event
	for _, p := range posts {
		if p.Unit != u.ID {
			continue
		}
		id, err := newID()
		if err != nil {
			return nil, err
		}
		one := d
		one.Post, one.NewPost, one.Person, one.Agency, one.Unit, one.Title = p.ID, PostID(id), p.Person, d.Target, u.ID, p.Title
		more, err := transfer(ctx, tx, one)
		if err != nil {
			return nil, err
		}
		events = append(events, more...)
	}
	return events, nil
}

package org

import (
	"context"

	"antin/internal/event"
)

// apply changes the rows as the deed says, from its day, and gives the events.
func (s *Service) apply(ctx context.Context, tx Tx, d Deed) ([]event.Event, error) {
	switch d.Kind {
	case DeedAppoint:
		return appoint(ctx, tx, d)
	case DeedEndPost:
		return endPost(ctx, tx, d)
	case DeedTransfer:
		return transfer(ctx, tx, d)
	case DeedRetire, DeedResign, DeedLeave, DeedDeath:
		return leave(ctx, tx, d)
	case DeedChangePerson:
		return changePerson(ctx, tx, d)
	case DeedChangeHead:
		return changeHead(ctx, tx, d)
	case DeedRename, DeedMoveAgency:
		return turnAgency(ctx, tx, d)
	case DeedMerge, DeedSplit, DeedDissolve:
		return endAgency(ctx, tx, d)
	case DeedMoveUnit:
		return moveUnit(ctx, tx, d)
	default: // DeedCloseUnit; checkDeed knows no other
		moved := UnitMoved{Unit: d.Unit, OldAgency: d.Agency, From: d.At, Deed: d.ID}
		return []event.Event{event.New(EventUnitMoved, string(d.Unit), moved)}, tx.CloseUnit(ctx, d.Unit, d.At)
	}
}

func addPost(ctx context.Context, tx Tx, d Deed) error {
	return tx.AddPost(ctx, Post{ID: d.NewPost, Person: d.Person, Agency: d.Agency, Unit: d.Unit, Title: d.Title, From: d.At})
}

func appoint(ctx context.Context, tx Tx, d Deed) ([]event.Event, error) {
	said := PersonAppointed{Person: d.Person, Agency: d.Agency, Post: d.NewPost, From: d.At}
	return []event.Event{event.New(EventPersonAppointed, string(d.Person), said)}, addPost(ctx, tx, d)
}

// endPost ends one post; who holds no other in the agency loses the roles there.
func endPost(ctx context.Context, tx Tx, d Deed) ([]event.Event, error) {
	post, err := tx.Post(ctx, d.Post)
	if err != nil {
		return nil, err
	}
	if err := tx.EndPost(ctx, d.Post, d.At); err != nil {
		return nil, err
	}
	here, anywhere, err := remaining(ctx, tx, post, d)
	if err != nil {
		return nil, err
	}
	if here == 0 {
		if err := tx.EndRolesOf(ctx, post.Person, post.Agency, d.At); err != nil {
			return nil, err
		}
	}
	left := PersonLeft{Person: post.Person, Agency: post.Agency, Post: post.ID, Status: Working, LastPost: anywhere == 0, From: d.At, Deed: d.ID}
	events := []event.Event{event.New(EventPersonLeft, string(post.Person), left)}
	return append(events, headless(post, d)...), nil
}

// headless says that an agency lost its head with the post.
func headless(post Post, d Deed) []event.Event {
	if !post.HeadsAgency() {
		return nil
	}
	said := HeadChanged{Agency: post.Agency, Old: post.Person, From: d.At, Deed: d.ID}
	return []event.Event{event.New(EventHeadChanged, string(post.Agency), said)}
}

// remaining counts the posts that the person still holds on the day: in the
// agency of the post, and anywhere.
func remaining(ctx context.Context, tx Tx, post Post, d Deed) (here, anywhere int, err error) {
	posts, err := tx.PostsOfPerson(ctx, post.Person)
	for _, p := range posts {
		if p.ID == post.ID || !p.To.IsZero() && !d.At.Before(p.To) {
			continue
		}
		anywhere++
		if p.Agency == post.Agency {
			here++
		}
	}
	return here, anywhere, err
}

func transfer(ctx context.Context, tx Tx, d Deed) ([]event.Event, error) {
	old, err := tx.Post(ctx, d.Post)
	if err != nil {
		return nil, err
	}
	if err := tx.EndPost(ctx, d.Post, d.At); err != nil {
		return nil, err
	}
	if err := addPost(ctx, tx, d); err != nil {
		return nil, err
	}
	here, _, err := remaining(ctx, tx, old, d)
	if err != nil {
		return nil, err
	}
	if here == 0 {
		if err := tx.EndRolesOf(ctx, d.Person, old.Agency, d.At); err != nil {
			return nil, err
		}
	}
	moved := PersonMoved{Person: d.Person, OldAgency: old.Agency, NewAgency: d.Agency, OldPost: old.ID, NewPost: d.NewPost, From: d.At, Deed: d.ID}
	events := []event.Event{event.New(EventPersonMoved, string(d.Person), moved)}
	return append(events, headless(old, d)...), nil
}

// leave ends every post, role and account of who retires, resigns, goes or died.
func leave(ctx context.Context, tx Tx, d Deed) ([]event.Event, error) {
	person, err := tx.Person(ctx, d.Person)
	if err != nil {
		return nil, err
	}
	person.Status, person.StatusAt = leaving[d.Kind], d.At
	if err := tx.SetPerson(ctx, person); err != nil {
		return nil, err
	}
	posts, err := tx.PostsOfPerson(ctx, d.Person)
	if err != nil {
		return nil, err
	}
	left := PersonLeft{Person: d.Person, Status: person.Status, LastPost: true, From: d.At, Deed: d.ID}
	events := []event.Event{event.New(EventPersonLeft, string(d.Person), left)}
	for _, p := range posts {
		if !p.To.IsZero() && !d.At.Before(p.To) {
			continue
		}
		end := d.At
		if end.Before(p.From) {
			end = p.From
		}
		if err := tx.EndPost(ctx, p.ID, end); err != nil {
			return nil, err
		}
		if err := tx.EndRolesOf(ctx, d.Person, p.Agency, d.At); err != nil {
			return nil, err
		}
		events = append(events, headless(p, d)...)
	}
	return events, tx.DisableAccountsOf(ctx, d.Person, "Không còn công tác: "+person.Status.Label())
}

func changePerson(ctx context.Context, tx Tx, d Deed) ([]event.Event, error) {
	before, err := tx.Person(ctx, d.Person)
	if err != nil {
		return nil, err
	}
	if err := tx.TurnPerson(ctx, PersonTerm{Person: d.Person, Name: d.Name, Email: d.Email, From: d.At, Deed: d.ID}); err != nil {
		return nil, err
	}
	changed := PersonChanged{Person: d.Person, Name: before.Name != d.Name, Email: before.Email != d.Email, From: d.At, Deed: d.ID}
	return []event.Event{event.New(EventPersonChanged, string(d.Person), changed)},
		tx.AddWords(ctx, WordsOfPeople, string(d.Person), wordsOf(d.Name))
}

func changeHead(ctx context.Context, tx Tx, d Deed) ([]event.Event, error) {
	if d.Post != "" {
		if err := tx.EndPost(ctx, d.Post, d.At); err != nil {
			return nil, err
		}
	}
	if err := addPost(ctx, tx, d); err != nil {
		return nil, err
	}
	events := []event.Event{
		event.New(EventHeadChanged, string(d.Agency), HeadChanged{Agency: d.Agency, Old: d.OldHead, New: d.Person, From: d.At, Deed: d.ID}),
		event.New(EventPersonAppointed, string(d.Person), PersonAppointed{Person: d.Person, Agency: d.Agency, Post: d.NewPost, From: d.At}),
	}
	if d.Post == "" {
		return events, nil
	}
	old := Post{ID: d.Post, Person: d.OldHead, Agency: d.Agency}
	here, anywhere, err := remaining(ctx, tx, old, d)
	if err != nil {
		return nil, err
	}
	if here == 0 {
		if err := tx.EndRolesOf(ctx, d.OldHead, d.Agency, d.At); err != nil {
			return nil, err
		}
	}
	left := PersonLeft{Person: d.OldHead, Agency: d.Agency, Post: d.Post, Status: Working, LastPost: anywhere == 0, From: d.At, Deed: d.ID}
	return append(events, event.New(EventPersonLeft, string(d.OldHead), left)), nil
}

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

package org

import (
	"context"
	"strconv"
	"time"

	"antin/internal/domain/audit"
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
	if err := tx.AddPost(ctx, Post{ID: d.NewPost, Person: d.Person, Agency: d.Agency, Unit: d.Unit, Title: d.Title, From: d.At}); err != nil {
		return err
	}
	return tx.Audit(ctx, d.entry("post.appointed", string(d.NewPost)))
}

// closePost ends a post in the rows and in the log.
func closePost(ctx context.Context, tx Tx, d Deed, id PostID, at time.Time) error {
	if err := tx.EndPost(ctx, id, at); err != nil {
		return err
	}
	return tx.Audit(ctx, d.entry("post.ended", string(id), traceEnd, instant(at)))
}

// traceEnd names in an entry from when a post has ended.
const traceEnd = "to"

func instant(at time.Time) string { return strconv.FormatInt(at.UnixMilli(), 10) }

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
	if err := closePost(ctx, tx, d, d.Post, d.At); err != nil {
		return nil, err
	}
	here, anywhere, err := remaining(ctx, tx, post, d)
	if err != nil {
		return nil, err
	}
	if here == 0 {
		if err := endRoles(ctx, tx, d, post.Person, post.Agency); err != nil {
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
	if err := closePost(ctx, tx, d, d.Post, d.At); err != nil {
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
		if err := endRoles(ctx, tx, d, d.Person, old.Agency); err != nil {
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
		if err := closePost(ctx, tx, d, p.ID, end); err != nil {
			return nil, err
		}
		if err := endRoles(ctx, tx, d, d.Person, p.Agency); err != nil {
			return nil, err
		}
		events = append(events, headless(p, d)...)
	}
	return events, closeAccounts(ctx, tx, d, "Không còn công tác: "+person.Status.Label())
}

// endRoles ends every role of a person in an agency, each with its own entry as
// if it had been revoked by hand: the log says who may do what.
func endRoles(ctx context.Context, tx Tx, d Deed, person PersonID, agency AgencyID) error {
	roles, err := tx.RolesOf(ctx, person, agency, d.DoneAt)
	if err != nil {
		return err
	}
	for _, role := range roles {
		if err := tx.EndRole(ctx, person, agency, role, d.At); err != nil {
			return err
		}
		if err := tx.Audit(ctx, d.entry("role.revoked", string(person), "agency", string(agency), "role", string(role))); err != nil {
			return err
		}
	}
	return nil
}

func closeAccounts(ctx context.Context, tx Tx, d Deed, reason string) error {
	closed, err := tx.DisableAccountsOf(ctx, d.Person, reason)
	if err != nil {
		return err
	}
	for _, id := range closed {
		if err := tx.Audit(ctx, d.entry("account.disabled", string(id))); err != nil {
			return err
		}
	}
	return nil
}

// entry begins an entry about something that follows from the deed.
func (d Deed) entry(action, subject string, data ...string) audit.Entry {
	return Actor{Person: d.DecidedBy}.Entry(d.DoneAt, action, subject, append(data, "deed", string(d.ID))...)
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
		if err := closePost(ctx, tx, d, d.Post, d.At); err != nil {
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
		if err := endRoles(ctx, tx, d, d.OldHead, d.Agency); err != nil {
			return nil, err
		}
	}
	left := PersonLeft{Person: d.OldHead, Agency: d.Agency, Post: d.Post, Status: Working, LastPost: anywhere == 0, From: d.At, Deed: d.ID}
	return append(events, event.New(EventPersonLeft, string(d.OldHead), left)), nil
}

package document

import (
	"context"
	"errors"
	"fmt"
	"time"

	"antin/algorithm"
	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/pades"
)

// Events that others hear of after the commit.
const (
	EventSealed     = "document.sealed"     // subject: the outgoing document
	EventReleased   = "document.released"   // subject: the outgoing document
	EventSigned     = "document.signed"     // the competent person signed; subject: the outgoing document
	EventReturned   = "document.returned"   // to its drafter; subject: the outgoing document
	EventCancelled  = "document.cancelled"  // its number was given up; subject: the outgoing document
	EventRegistered = "incoming.registered" // subject: the incoming document
	EventRefused    = "incoming.refused"    // subject: the incoming document
	EventHeld       = "incoming.held"       // subject: an incoming document that does not hold and waits for the clerk
)

// Config is what the Service needs; everything but Memory, Answers, Stamper and
// Algorithms is required.
type Config struct {
	Store    Store
	Guard    *org.Guard
	Org      *org.Service
	Signing  *signing.Service
	Keys     Keys
	Profiles *profile.Set
	Blobs    Blobs
	Pages    Pages
	Convert  Converter
	Evidence Evidence
	Now      func() time.Time
	Memory   *pades.Memory // saves work over many documents; nil is none

	// Answers are asked for what a verdict wants and Evidence has not; nil asks
	// nobody, and the verdict stays open.
	Answers pades.Answers

	// Stamper puts a time-stamp into each signature (PAdES B-T) when it answers
	// within StampPatience; nil, or without an answer, signatures stay at B-B.
	Stamper       pades.Stamper
	StampPatience time.Duration

	// Letters refuses to sign, seal or release a document that another subject
	// made and that no longer says what it should; nil refuses nothing.
	Letters func(ctx context.Context, id ID) error

	// Books knows the books of an agency, reserved numbers and faults; nil
	// keeps to the books of the profile.
	Books *register.Service

	// AgentLog gives what the log has of a subject, newest first, to list the
	// programs at the desks; nil lists none.
	AgentLog func(ctx context.Context, subject string) ([]audit.Entry, error)

	// Algorithms is the dated list that verdicts go by; nil is
	// algorithm.Default.
	Algorithms *algorithm.List
}

// Service is the one way to change documents.
type Service struct {
	Config
	drawn  drawn
	looked looked

	checked reports // of the form of drafts
	agents  agents  // that told their version
}

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Guard == nil || c.Org == nil || c.Signing == nil || c.Keys == nil || c.Profiles == nil ||
		c.Blobs == nil || c.Pages == nil || c.Convert == nil || c.Evidence == nil || c.Now == nil {
		return nil, errors.New("document service: a part is missing")
	}
	return &Service{Config: c}, nil
}

// Profile is the regulation that rules the province today.
func (s *Service) Profile(province string) (*profile.Profile, error) {
	return s.Profiles.At(province, s.Now())
}

// relations says how the actor stands to the document.
func relations(by org.Actor, d *Document) []org.Relation {
	var out []org.Relation
	if by.Person == d.Drafter && by.Person != "" && by.Agency == d.Agency {
		out = append(out, org.Own)
	}
	if by.Agency == d.Agency && by.Person != "" && (d.asks(by.Person) || d.asksUnitOf(by)) {
		out = append(out, org.Asked)
	}
	if by.Agency == d.Agency {
		out = append(out, org.OfAgency)
		if by.Unit != "" && (by.Unit == d.Unit || d.givenTo(by.Unit)) {
			out = append(out, org.OfUnit)
		}
	}
	if by.Person == d.Signer.Person && by.Person != "" {
		out = append(out, org.NamedSigner)
	}
	if d.waitsFor(by) {
		out = append(out, org.Turn)
	}
	if d.SeenBy(by) {
		out = append(out, org.MaySee)
	}
	return out
}

// asks reports whether the person was asked for an opinion in the latest round
// or given the document to handle.
func (d *Document) asks(person org.PersonID) bool {
	for _, o := range d.Opinions {
		if o.Person == person && o.Round == d.round() {
			return true
		}
	}
	for _, a := range d.Assignments {
		if a.Person == person && a.inHands() {
			return true
		}
	}
	return false
}

// givenTo reports whether the unit was given the document to handle.
func (d *Document) givenTo(unit org.UnitID) bool {
	for _, a := range d.Assignments {
		if a.Unit == unit && a.inHands() {
			return true
		}
	}
	return false
}

// load finds a document for an action of the actor; what the actor may not do
// is refused, and what the actor may not even read does not exist.
func (s *Service) load(ctx context.Context, by org.Actor, id ID, action org.Action) (*Document, error) {
	d, err := s.Store.Load(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return nil, notHere()
	}
	if err != nil {
		return nil, fmt.Errorf("reading document %s: %w", id, err)
	}
	return d, s.allow(ctx, by, d, action)
}

func (s *Service) allow(ctx context.Context, by org.Actor, d *Document, action org.Action) error {
	rel := relations(by, d)
	if !s.Guard.Can(by, readAction(d), rel...) && by.Account != "" {
		return notHere()
	}
	return s.Guard.Allow(ctx, by, action, rel...)
}

func notHere() error {
	return fault.New(fault.NotFound, "document.absent", "Không có văn bản này, hoặc bạn không được xem.")
}

// act is one command: permission, load with a lock, rule, save, audit, events.
func (s *Service) act(ctx context.Context, by org.Actor, id ID, action org.Action, rule func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error)) error {
	before, err := s.load(ctx, by, id, action)
	if err != nil {
		return err
	}
	p, err := s.LawOf(ctx, before.Province, before.Agency)
	if err != nil {
		return err
	}
	known := known{before}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := known.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		events, err := rule(d, p, s.Now())
		if err != nil {
			return err
		}
		return s.save(ctx, tx, by, d, p, string(action), events...)
	})
}

// known is a document that was read before the transaction that changes it.
type known struct{ read *Document }

// lock locks the document and gives what was read, if nobody changed it since;
// else, and when the transaction is tried again after a rule was applied, it is
// read anew.
func (k *known) lock(ctx context.Context, tx Tx, id ID) (*Document, error) {
	d := k.read
	k.read = nil
	if d == nil {
		return tx.Load(ctx, id)
	}
	rev, err := tx.Lock(ctx, id)
	if err != nil {
		return nil, err
	}
	if rev == d.Rev {
		return d, nil
	}
	return tx.Load(ctx, id)
}

// save writes the document, then events, then the audit entry, whose head is
// locked last.
func (s *Service) save(ctx context.Context, tx Tx, by org.Actor, d *Document, p *profile.Profile, action string, events ...event.Event) error {
	data := d.trace()
	for _, f := range d.Changes().Files {
		data["file."+string(f.Stage)+"."+fmt.Sprint(f.Order)] = f.SHA256
	}
	for _, dec := range d.Changes().Decisions {
		data["decision."+string(dec.Kind)] = dec.Hash
	}
	if d.Changes().Signed {
		for _, c := range conditions {
			data["condition."+c] = "passed"
		}
	}
	if c := idOnly(d.Changes().Certificate); c != "" {
		data["certificate"] = c
	}
	if kind := d.Changes().Transaction; kind != "" {
		data["transaction"] = kind
	}
	if d.Signer.Authority != "" {
		data["authority"], data["post"] = string(d.Signer.Authority), idOnly(string(d.Signer.Post))
	}
	events = append(events, d.happened()...) // saving forgets the decisions
	if err := tx.Save(ctx, d); err != nil {
		return fmt.Errorf("saving document %s: %w", d.ID, err)
	}
	for _, e := range events {
		if err := tx.Emit(ctx, e); err != nil {
			return fmt.Errorf("emitting %s: %w", e.Kind, err)
		}
	}
	return tx.Audit(ctx, s.entry(by, action, string(d.ID), p, data))
}

func (s *Service) entry(by org.Actor, action, subject string, p *profile.Profile, data map[string]string) audit.Entry {
	return audit.Entry{
		At: s.Now(), Account: string(by.Account), Person: string(by.Person), Agency: string(by.Agency),
		Action: action, Subject: subject, Profile: p.Version, Data: data,
	}
}

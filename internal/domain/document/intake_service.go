package document

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/failpoint"
	"antin/metadata"
)

// EventLinked tells that an arrival was ended as a duplicate, EventSentBack that
// a registered one was given back; subject: the incoming document.
const (
	EventLinked   = "incoming.linked"
	EventSentBack = "incoming.sent-back"
)

// Registration is what the clerk lays down in the one act of registering.
type Registration struct {
	Fields *Corrections // nil keeps what was read
	Apart  string       // why it is registered though it looks like a duplicate
	To     string       // Chuyển, for the dấu "Đến"
	File   string       // số và ký hiệu hồ sơ, for the dấu "Đến"
}

// Register enters the document in the incoming register as it stands.
func (s *Service) Register(ctx context.Context, by org.Actor, id ID) (int, error) {
	return s.RegisterAs(ctx, by, id, Registration{})
}

// RegisterAs settles the fields and enters the document in the incoming
// register: the next arrival number, the dấu "Đến" and the receipt for the
// sender in one transaction.
func (s *Service) RegisterAs(ctx context.Context, by org.Actor, id ID, r Registration) (int, error) {
	d, err := s.load(ctx, by, id, "incoming.register")
	if err != nil {
		return 0, err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return 0, err
	}
	agency, err := s.Org.Agency(ctx, d.Agency)
	if err != nil {
		return 0, err
	}
	number := 0
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		at := s.Now()
		var err error
		if number, _, err = tx.Reserve(ctx, s.incomingEntry(d, p, at)); err != nil {
			return err
		}
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if err := d.enter(by, number, r, agency, p, at); err != nil {
			return uncheckedIn(p, err)
		}
		line := s.incomingEntry(d, p, at)
		line.Number, line.State = number, EnteredEntry
		if err := enter(ctx, tx, d, line); err != nil {
			return err
		}
		return s.save(ctx, tx, by, d, p, "incoming.register", answer(d)...)
	})
	failpoint.Hit("intake.registered")
	return number, err
}

// enter is the whole rule of one registration.
func (d *Document) enter(by org.Actor, number int, r Registration, agency org.Agency, p *profile.Profile, at time.Time) error {
	if err := d.registrable(p, r.Apart); err != nil {
		return err
	}
	if r.Fields != nil {
		if err := d.Correct(*r.Fields, p, at); err != nil {
			return err
		}
	}
	if err := d.RegisterPending(by, number, p, at); err != nil {
		return err
	}
	if d.Intake == nil {
		return nil // came before such things were kept
	}
	positive := d.signaturesHold() || d.Intake.Basis == "4.1"
	d.setIntake(func(i *Intake) {
		if i.By == "" { // the exchange brought it: who registers it answers for it
			i.By, i.ByName, i.At, i.Positive = by.Person, by.Name, at, positive
		}
		if apart := strings.TrimSpace(r.Apart); apart != "" && i.Suspect != "" {
			i.Apart = apart
		}
		i.Stamp = &Stamp{Agency: agency.Name, Number: number, Date: Day(at), To: clip(r.To), File: clip(r.File)}
	})
	return nil
}

func clip(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	return string(r[:min(len(r), 200)])
}

// Link ends an arrival as the duplicate of an earlier one (link), with an answer
// to the sender that names the number it has.
func (s *Service) Link(ctx context.Context, by org.Actor, id, earlier ID) error {
	to, err := s.load(ctx, by, earlier, "incoming.read")
	if err != nil {
		return err
	}
	return s.act(ctx, by, id, "incoming.refuse", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		if err := d.Link(by, to, p, at); err != nil {
			return nil, err
		}
		return []event.Event{event.New(EventLinked, string(d.ID), map[string]string{"delivery": d.DeliveryID})}, nil
	})
}

// SendBack gives a registered document back to its sender with a reason.
func (s *Service) SendBack(ctx context.Context, by org.Actor, id ID, why Reason) error {
	return s.act(ctx, by, id, "incoming.refuse", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		if err := d.SendBack(by, why, p, at); err != nil {
			return nil, err
		}
		return []event.Event{event.New(EventSentBack, string(d.ID), map[string]string{"delivery": d.DeliveryID})}, nil
	})
}

// Alike finds earlier arrivals that may be this document, the earliest first.
func (s *Service) Alike(ctx context.Context, d *Document) ([]DeskRow, error) {
	l := Likeness{Agency: d.Agency, Except: d.ID, Key: d.RefKey(), Ref: d.DocumentRef}
	if main, ok := d.Current(Main); ok {
		l.SHA256 = main.SHA256
	}
	list, err := s.Store.Alike(ctx, l)
	var earlier []DeskRow
	for _, r := range list {
		if r.ArrivedAt.Before(d.ArrivedAt) || r.ArrivedAt.Equal(d.ArrivedAt) && r.ID < d.ID {
			earlier = append(earlier, r)
		}
	}
	return earlier, err
}

// ReadOut is what the intake read of an arrival.
type ReadOut struct {
	Reading []metadata.Field
	Failed  string // why the pages could not be read
	Basis   string // route of the article on legal value; empty where there is none
	Why     string
}

// take keeps what was read, fills the fields that nothing announced and looks
// for an earlier arrival of the same document.
func (s *Service) take(ctx context.Context, d *Document, f ReadOut, p *profile.Profile) error {
	positive := d.signaturesHold() || f.Basis == "4.1" || f.Basis == "both"
	d.setIntake(func(i *Intake) {
		i.Reading, i.ReadFailed, i.Basis, i.BasisWhy = f.Reading, f.Failed, f.Basis, f.Why
		i.Positive = i.By != "" && positive
	})
	d.fill(f.Reading, p)
	if d.State == Refused {
		return nil
	}
	alike, err := s.Alike(ctx, d)
	if err != nil || len(alike) == 0 {
		return err
	}
	d.setIntake(func(i *Intake) { i.Suspect = alike[0].ID })
	return nil
}

// system is one command of the system on one document.
func (s *Service) system(ctx context.Context, id ID, action string, rule func(d *Document, p *profile.Profile, at time.Time) error) error {
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.Load(ctx, id)
		if errors.Is(err, ErrNotFound) {
			return notHere()
		}
		if err != nil {
			return fmt.Errorf("reading document %s: %w", id, err)
		}
		p, err := s.Profile(d.Province)
		if err != nil {
			return err
		}
		if err := rule(d, p, s.Now()); err != nil {
			return err
		}
		return s.save(ctx, tx, system(d.Agency, d.Province), d, p, action)
	})
}

// fill takes what was read where nothing was announced.
func (d *Document) fill(reading []metadata.Field, p *profile.Profile) {
	value := func(n metadata.Name) string { return metadata.Find(reading, n).Value }
	set := func(to *string, v string) {
		if *to == "" {
			*to = v
		}
	}
	if number := value(metadata.Number); number != "" && d.SenderRef == "" {
		d.SenderRef = strings.TrimSuffix(number+"/"+value(metadata.Notation), "/")
	}
	set(&d.IssuedOn, value(metadata.Date))
	set(&d.FromName, value(metadata.Agency))
	set(&d.Subject, value(metadata.Subject))
	set(&d.Signer.Name, value(metadata.Signer))
	set(&d.Signer.Title, value(metadata.Position))
	if name := value(metadata.Type); name != "" && d.Type == "" {
		for _, t := range p.Documents.Types {
			if strings.EqualFold(t.Name, name) {
				d.Type = t.Code
			}
		}
	}
	if u := value(metadata.Urgency); u != "" && d.Urgency == "" {
		for _, c := range p.Documents.Urgencies {
			if strings.EqualFold(c.Label, u) {
				d.Urgency = c.Code
			}
		}
	}
}

// Reverify stores a later check of a document that was registered before a
// verdict could be reached, and settles it when there is one (HT-03.3).
func (s *Service) Reverify(ctx context.Context, id ID, checks []Check, v Verdict) error {
	return s.system(ctx, id, "incoming.reverified", func(d *Document, _ *profile.Profile, at time.Time) error {
		if d.Intake == nil || !d.Intake.Pending {
			return nil
		}
		for _, c := range checks {
			d.AddCheck(c)
		}
		d.Reverified(v, at)
		return nil
	})
}

// Desk lists what waits at the clerk's desk of the actor's agency, oldest first.
func (s *Service) Desk(ctx context.Context, by org.Actor, q DeskQuery) ([]DeskRow, error) {
	if err := s.Guard.Allow(ctx, by, "incoming.receive", org.OfAgency); err != nil {
		return nil, err
	}
	q.Agency = by.Agency
	return s.Store.Desk(ctx, q)
}

// Responsible lists who brought incoming documents in, in a time, for the
// report of BG-14.2.
func (s *Service) Responsible(ctx context.Context, by org.Actor, from, to time.Time) ([]DeskRow, error) {
	if err := s.Guard.Allow(ctx, by, "register.read", org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.Attached(ctx, by.Agency, from, to, maxResponsible)
}

// maxResponsible bounds one report.
const maxResponsible = 5000

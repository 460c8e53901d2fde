package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/failpoint"
)

// Heads gives the signed head of the log, as a note.
type Heads interface {
	Head(ctx context.Context) (string, error)
}

// Config is what the Service needs; everything but Recognise is required.
type Config struct {
	Store     Store
	Documents *document.Service
	Guard     *org.Guard
	Org       *org.Service
	Signing   *signing.Service
	Profiles  *profile.Set
	Heads     Heads
	Now       func() time.Time

	// Recognise reads pages that are pictures; nil leaves their fields to the clerk.
	Recognise Recogniser
}

// Service delivers and answers.
type Service struct{ Config }

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Documents == nil || c.Guard == nil || c.Org == nil || c.Signing == nil || c.Profiles == nil || c.Heads == nil || c.Now == nil {
		return nil, errors.New("exchange service: a part is missing")
	}
	return &Service{c}, nil
}

// HandleReleased makes and hands over the delivery to one recipient.
func (s *Service) HandleReleased(ctx context.Context, e event.Event) error {
	var m document.ReleaseMessage
	if err := json.Unmarshal(e.Payload, &m); err != nil {
		return fmt.Errorf("reading the release message: %w", err)
	}
	id := document.ID(e.Subject)
	d, err := s.Documents.Store.Load(ctx, id)
	if err != nil {
		return fmt.Errorf("reading the released document: %w", err)
	}
	delivery, err := s.open(ctx, d, m.Code)
	if err != nil || delivery.State == Unreached || !delivery.SentAt.IsZero() {
		return err
	}
	if delivery.Recipient.Agency == "" {
		return s.update(ctx, d, delivery.ID, "delivery.unreached", func(x *Delivery) bool { x.State = Unreached; return true })
	}
	failpoint.Hit("dispatch.before-deliver")
	if err := s.handOver(ctx, delivery); err != nil {
		return err
	}
	failpoint.Hit("dispatch.delivered")
	err = s.update(ctx, d, delivery.ID, "delivery.sent", func(x *Delivery) bool {
		if !x.SentAt.IsZero() {
			return false
		}
		x.SentAt, x.ReceivedAt = s.Now(), s.Now()
		if x.State == Waiting { // else the answer was quicker
			x.State = Received
		}
		return true
	})
	failpoint.Hit("dispatch.recorded")
	return err
}

// open writes the delivery with its manifest, once for each recipient.
func (s *Service) open(ctx context.Context, d *document.Document, code string) (Delivery, error) {
	sender, err := s.Org.Agency(ctx, d.Agency)
	if err != nil {
		return Delivery{}, err
	}
	p, err := s.Profiles.At(d.Province, s.Now())
	if err != nil {
		return Delivery{}, err
	}
	x := Delivery{ID: DeliveryID(uuid.Must(uuid.NewV7()).String()), Document: d.ID, Sender: d.Agency, State: Waiting, CreatedAt: s.Now()}
	to := slices.IndexFunc(d.Recipients, func(r document.Recipient) bool { return r.Code == code && code != "" })
	if to < 0 {
		return Delivery{}, fmt.Errorf("document %s has no recipient with the code %q", d.ID, code)
	}
	x.Recipient = d.Recipients[to]
	x.Manifest = manifest(d, sender, p, code)
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		opened, err := tx.Open(ctx, x)
		if err != nil {
			return err
		}
		fresh := opened.ID == x.ID
		x = opened
		if !fresh {
			return nil
		}
		return tx.Audit(ctx, s.entry(d.Agency, "delivery.opened", string(x.ID), p, x.trace()))
	})
	return x, err
}

func manifest(d *document.Document, sender org.Agency, p *profile.Profile, to string) Manifest {
	m := Manifest{
		Ref: string(d.ID), From: sender.Code, FromName: sender.Name, To: to, Date: d.IssuedOn, Type: d.Type, Subject: d.Subject,
		Signer: d.Signer.Name, Urgency: d.Urgency, Symbol: document.WholeSymbol(p.Numbering, d.Number, d.Symbol),
	}
	if f, ok := d.AtStage(document.Sealed); ok {
		m.Files = append(m.Files, ManifestFile{f.Role, f.Name, f.SHA256, f.Size, f.Pages})
	}
	for _, f := range d.Separate() {
		m.Files = append(m.Files, ManifestFile{f.Role, f.Name, f.SHA256, f.Size, f.Pages})
	}
	return m
}

// handOver brings the message to the receiving agency of this installation.
func (s *Service) handOver(ctx context.Context, x Delivery) error {
	agency, err := s.Org.Heir(ctx, x.Recipient.Agency, s.Now())
	if err != nil {
		return err
	}
	a := document.Arrival{
		Agency: agency.ID, Province: agency.Province, Delivery: string(x.ID), From: x.Manifest.From, FromName: x.Manifest.FromName,
		SenderRef: x.Manifest.Symbol, Ref: x.Manifest.Ref, Date: x.Manifest.Date, Type: x.Manifest.Type, Subject: x.Manifest.Subject,
		Signer: x.Manifest.Signer, ReceivedAt: s.Now(),
	}
	for _, f := range x.Manifest.Files {
		a.Files = append(a.Files, document.File{Role: f.Role, Stage: document.Sealed, Name: f.Name, SHA256: f.SHA256, Size: f.Size, Pages: f.Pages})
	}
	_, err = s.Documents.Arrive(ctx, a)
	return err
}

// update changes one delivery under its lock, with an audit entry.
func (s *Service) update(ctx context.Context, d *document.Document, id DeliveryID, action string, change func(*Delivery) bool) error {
	p, err := s.Profiles.At(d.Province, s.Now())
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		x, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if !change(&x) {
			return nil
		}
		if err := tx.Save(ctx, x); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(x.Sender, action, string(id), p, x.trace()))
	})
}

func (s *Service) entry(agency org.AgencyID, action, subject string, p *profile.Profile, data map[string]string) audit.Entry {
	return audit.Entry{At: s.Now(), Agency: string(agency), Action: action, Subject: subject, Profile: p.Version, Data: data}
}

// HandleAnswered brings the receiver's answer (registered or refused) to the
// sender's delivery; the event's subject is the incoming document.
func (s *Service) HandleAnswered(ctx context.Context, e event.Event) error {
	in, err := s.Documents.Store.Load(ctx, document.ID(e.Subject))
	if err != nil {
		return fmt.Errorf("reading the answered document: %w", err)
	}
	if channel(in) != document.ByExchange {
		return nil // nobody waits for an answer by the exchange
	}
	receiver, err := s.Org.Agency(ctx, in.Agency)
	if err != nil {
		return err
	}
	head, err := s.Heads.Head(ctx)
	if err != nil {
		return err
	}
	r := Receipt{Delivery: DeliveryID(in.DeliveryID), By: receiver.Code, State: Accepted, Arrival: in.Arrival, At: s.Now(), TreeHead: head}
	switch in.State {
	case document.Refused:
		r.State, r.Reason = RefusedBy, in.Refusal
		if in.Intake != nil && in.Intake.SameAs != "" { // the document is here, under the number of its first arrival
			if first, err := s.Documents.Store.Load(ctx, in.Intake.SameAs); err == nil && first.Arrival > 0 {
				r.State, r.Arrival = Accepted, first.Arrival
			}
		}
	case document.Held:
		r.State, r.Reason = HeldBy, in.Refusal
	case document.SentBack:
		r.State, r.Reason, r.Returned = RefusedBy, in.Refusal, true
	case document.Arrived, document.Valid:
		return nil // held when the event was written, and checked again since: there is no answer yet
	}
	if f, ok := in.Current(document.Main); ok {
		r.SHA256 = f.SHA256
	}
	err = s.update(ctx, in, r.Delivery, "delivery.answered", func(x *Delivery) bool { return x.answer(r) })
	failpoint.Hit("intake.receipt-recorded")
	return err
}

// OfDocument lists the deliveries for those who may see the document.
func (s *Service) OfDocument(ctx context.Context, by org.Actor, id document.ID) ([]Delivery, error) {
	if _, err := s.Documents.Get(ctx, by, id); err != nil {
		return nil, err
	}
	return s.Store.OfDocument(ctx, id)
}

// Problems lists what the clerk has to look after: refused and unsent.
func (s *Service) Problems(ctx context.Context, by org.Actor) ([]Delivery, error) {
	if err := s.Guard.Allow(ctx, by, "delivery.read", org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.Problems(ctx, by.Agency, 100)
}

// SignedHeads lists the heads of the log that went out with receipts; they
// show a log that was cut off at its end.
func (s *Service) SignedHeads(ctx context.Context) ([][]byte, error) {
	var heads [][]byte
	err := s.Store.Receipts(ctx, func(id DeliveryID, raw string) error {
		var r Receipt
		if err := json.Unmarshal([]byte(raw), &r); err != nil {
			return fmt.Errorf("reading the receipt of delivery %s: %w", id, err)
		}
		heads = append(heads, []byte(r.TreeHead))
		return nil
	})
	return heads, err
}

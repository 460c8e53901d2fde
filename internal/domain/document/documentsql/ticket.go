package documentsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql/db"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// Ticket implements document.TicketStore.
func (s *Store) Ticket(ctx context.Context, id document.TicketID) (*document.Ticket, error) {
	return ticket(ctx, db.New(s.database.Reader()), string(id))
}

// TicketBySecret implements document.TicketStore.
func (s *Store) TicketBySecret(ctx context.Context, hash string) (*document.Ticket, error) {
	q := db.New(s.database.Reader())
	id, err := q.TicketIDBySecret(ctx, hash)
	if err != nil {
		return nil, absent(err, "looking for a ticket")
	}
	return ticket(ctx, q, id)
}

// Part implements document.TicketStore.
func (s *Store) Part(ctx context.Context, id document.TicketID, seq, no int) (document.PreparedPart, error) {
	r, err := db.New(s.database.Reader()).GetPart(ctx, string(id), int32(seq), int32(no))
	return part(r), absent(err, "reading a prepared signing")
}

func absent(err error, doing string) error {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return document.ErrNotFound
	case err != nil:
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

func ticket(ctx context.Context, q *db.Queries, id string) (*document.Ticket, error) {
	r, err := q.GetTicket(ctx, id)
	if err != nil {
		return nil, absent(err, "reading a ticket")
	}
	items, err := q.TicketItems(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("reading the items of a ticket: %w", err)
	}
	parts, err := q.TicketParts(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("reading the parts of a ticket: %w", err)
	}
	t := &document.Ticket{
		ID: document.TicketID(r.ID), Secret: r.SecretSha256, Account: org.AccountID(r.Account), Person: org.PersonID(r.Person),
		Agency: org.AgencyID(r.Agency), Action: document.TicketAction(r.Action), Certificate: signing.CertificateID(r.Certificate),
		Transaction: r.KindOfTransaction, State: document.TicketState(r.State), Held: r.Held,
		CreatedAt: instant(r.CreatedAt), ExpiresAt: instant(r.ExpiresAt), EndedAt: instant(r.EndedAt),
	}
	next := 0
	for _, i := range items {
		item := document.TicketItem{
			Seq: int(i.Seq), Document: document.ID(i.Document), Version: int(i.Version), Rev: int(i.Rev), Seen: i.Seen, State: document.ItemState(i.State),
			Refusal: document.ItemRefusal{Code: i.Code, Message: i.Message, Do: i.WayOut, Clause: i.Clause}, Result: i.ResultSha256,
		}
		for ; next < len(parts) && parts[next].Seq == i.Seq; next++ {
			p := parts[next]
			item.Parts = append(item.Parts, part(db.PreparedSigning{
				Ticket: p.Ticket, Seq: p.Seq, Part: p.Part, Name: p.Name, Pages: p.Pages, BaseSha256: p.BaseSha256, BaseSize: p.BaseSize,
				HoleStart: p.HoleStart, HoleEnd: p.HoleEnd, Attributes: p.Attributes, Hash: p.Hash, Pss: p.Pss,
				ResultSha256: p.ResultSha256, ResultSize: p.ResultSize,
			}))
		}
		t.Items = append(t.Items, item)
	}
	return t, nil
}

func part(r db.PreparedSigning) document.PreparedPart {
	return document.PreparedPart{
		No: int(r.Part), Name: r.Name, Pages: int(r.Pages), Base: r.BaseSha256, BaseSize: r.BaseSize, Tail: r.Tail,
		HoleStart: int(r.HoleStart), HoleEnd: int(r.HoleEnd), Attributes: r.Attributes, Hash: r.Hash, PSS: r.Pss,
		Result: r.ResultSha256, ResultSize: r.ResultSize,
	}
}

// AddTicket implements document.TicketTx.
func (t *transaction) AddTicket(ctx context.Context, in *document.Ticket) error {
	err := t.q.InsertTicket(ctx, db.InsertTicketParams{
		ID: string(in.ID), SecretSha256: in.Secret, Account: string(in.Account), Person: string(in.Person), Agency: string(in.Agency),
		Action: string(in.Action), Certificate: string(in.Certificate), KindOfTransaction: in.Transaction,
		State: string(in.State), Held: in.Held, CreatedAt: millis(in.CreatedAt), ExpiresAt: millis(in.ExpiresAt), EndedAt: millis(in.EndedAt),
	})
	if err != nil {
		return err
	}
	for _, i := range in.Items {
		err := t.q.InsertTicketItem(ctx, db.InsertTicketItemParams{
			Ticket: string(in.ID), Seq: int32(i.Seq), Document: string(i.Document), Version: int32(i.Version), Rev: int32(i.Rev), Seen: i.Seen,
			State: string(i.State), Code: i.Refusal.Code, Message: i.Refusal.Message, WayOut: i.Refusal.Do, Clause: i.Refusal.Clause, ResultSha256: i.Result,
		})
		if err != nil {
			return fmt.Errorf("item %d: %w", i.Seq, err)
		}
	}
	return nil
}

// SaveTicket implements document.TicketTx.
func (t *transaction) SaveTicket(ctx context.Context, in *document.Ticket) error {
	return t.q.UpdateTicket(ctx, db.UpdateTicketParams{
		State: string(in.State), Held: in.Held, ExpiresAt: millis(in.ExpiresAt), EndedAt: millis(in.EndedAt), ID: string(in.ID),
	})
}

// SetSecret implements document.TicketTx.
func (t *transaction) SetSecret(ctx context.Context, id document.TicketID, hash string) error {
	return t.q.SetTicketSecret(ctx, hash, string(id))
}

// PrepareItem implements document.TicketTx.
func (t *transaction) PrepareItem(ctx context.Context, id document.TicketID, item document.TicketItem) (bool, error) {
	n, err := t.q.PrepareTicketItem(ctx, int32(item.Version), int32(item.Rev), string(id), int32(item.Seq))
	if err != nil || n == 0 {
		return false, err
	}
	for _, p := range item.Parts {
		err := t.q.InsertPart(ctx, db.InsertPartParams{
			Ticket: string(id), Seq: int32(item.Seq), Part: int32(p.No), Name: p.Name, Pages: int32(p.Pages), BaseSha256: p.Base, BaseSize: p.BaseSize,
			Tail: bytesOf(p.Tail), HoleStart: int32(p.HoleStart), HoleEnd: int32(p.HoleEnd), Attributes: bytesOf(p.Attributes), Hash: p.Hash, Pss: p.PSS,
			ResultSha256: p.Result, ResultSize: p.ResultSize,
		})
		if err != nil {
			return false, fmt.Errorf("part %d: %w", p.No, err)
		}
	}
	return true, nil
}

// bytesOf is never null.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// StorePart implements document.TicketTx.
func (t *transaction) StorePart(ctx context.Context, id document.TicketID, seq int, p document.PreparedPart) (bool, error) {
	n, err := t.q.StorePart(ctx, db.StorePartParams{ResultSha256: p.Result, ResultSize: p.ResultSize, Ticket: string(id), Seq: int32(seq), Part: int32(p.No)})
	return n > 0, err
}

// EndItem implements document.TicketTx.
func (t *transaction) EndItem(ctx context.Context, id document.TicketID, item document.TicketItem) (bool, error) {
	n, err := t.q.EndTicketItem(ctx, db.EndTicketItemParams{
		State: string(item.State), Code: item.Refusal.Code, Message: item.Refusal.Message, WayOut: item.Refusal.Do, Clause: item.Refusal.Clause,
		ResultSha256: item.Result, Ticket: string(id), Seq: int32(item.Seq),
	})
	if err != nil || n == 0 {
		return false, err
	}
	return true, t.q.ForgetTails(ctx, []byte{}, string(id), int32(item.Seq))
}

// forgetFor is how long after its end a ticket is looked at for tails.
const forgetFor = 48 * time.Hour

// ExpireTickets implements document.TicketTx.
func (t *transaction) ExpireTickets(ctx context.Context, at time.Time) (int, error) {
	n, err := t.q.ExpireTickets(ctx, millis(at))
	if err != nil {
		return 0, fmt.Errorf("ending tickets: %w", err)
	}
	return int(n), t.q.ForgetTailsOfEnded(ctx, []byte{}, millis(at.Add(-forgetFor)))
}

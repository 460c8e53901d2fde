package documentsql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

const intakeOf = `select document_ref, suspect, pending, positive, person, person_name, at, facts from document_intake where document = $1`

// querier is the database or one transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func loadIntake(ctx context.Context, q querier, d *document.Document) error {
	if d.Direction != document.Incoming {
		return nil
	}
	var i document.Intake
	var facts, suspect, person string
	var at int64
	err := q.QueryRowContext(ctx, intakeOf, string(d.ID)).Scan(&i.Ref, &suspect, &i.Pending, &i.Positive, &person, &i.ByName, &at, &facts)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading how it came in: %w", err)
	}
	if err := json.Unmarshal([]byte(facts), &i); err != nil {
		return fmt.Errorf("reading how it came in: %w", err)
	}
	i.Suspect, i.By, i.At = document.ID(suspect), org.PersonID(person), instant(at)
	d.Intake = &i
	return nil
}

const putIntake = `insert into document_intake (document, agency, channel, ref_key, document_ref, sha256, suspect, doubtful, pending, positive,
  legal, cleared, person, person_name, at, facts)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
on conflict (document) do update set ref_key = excluded.ref_key, document_ref = excluded.document_ref, suspect = excluded.suspect,
  doubtful = excluded.doubtful, pending = excluded.pending, positive = excluded.positive, legal = excluded.legal, cleared = excluded.cleared,
  person = excluded.person, person_name = excluded.person_name, at = excluded.at, facts = excluded.facts`

const setSender = `update document set sender = $1, sender_name = $2, sender_ref = $3, document_ref = $4, arrived_at = $5 where id = $6`

func (t *transaction) saveIntake(ctx context.Context, d *document.Document, c document.Changes) error {
	if !c.Intake || d.Intake == nil {
		return nil
	}
	i := d.Intake
	facts, err := json.Marshal(i)
	if err != nil {
		return fmt.Errorf("writing how it came in: %w", err)
	}
	main, _ := d.Current(document.Main)
	_, err = t.tx.ExecContext(ctx, putIntake, string(d.ID), string(d.Agency), string(i.Channel), d.RefKey(), i.Ref, main.SHA256, string(i.Suspect),
		i.Doubtful(), i.Pending, i.Positive, i.Basis != "none", i.Tombstone != nil, string(i.By), i.ByName, millis(i.At), string(facts))
	if err != nil {
		return fmt.Errorf("storing how it came in: %w", err)
	}
	if c.New {
		return nil
	}
	if _, err := t.tx.ExecContext(ctx, setSender, d.From, d.FromName, d.SenderRef, d.DocumentRef, millis(d.ArrivedAt), string(d.ID)); err != nil {
		return fmt.Errorf("storing the sender: %w", err)
	}
	return nil
}

// PutBasis implements document.IntakeTx.
func (t *transaction) PutBasis(ctx context.Context, draft, basis document.ID, by org.PersonID, at time.Time) error {
	_, err := t.tx.ExecContext(ctx, `insert into document_basis (document, basis, person, at) values ($1, $2, $3, $4) on conflict do nothing`,
		string(draft), string(basis), string(by), millis(at))
	return err
}

// BasesOf implements document.IntakeStore.
func (s *Store) BasesOf(ctx context.Context, draft document.ID) ([]document.ID, error) {
	return s.ids(ctx, `select basis from document_basis where document = $1 order by at, basis limit 200`, string(draft))
}

// Unsettled implements document.IntakeStore.
func (s *Store) Unsettled(ctx context.Context, after document.ID, limit int) ([]document.ID, error) {
	return s.ids(ctx, `select id from (
  select d.id as id from document d where d.direction = 'incoming' and d.state = 'held' and d.refusal_code = 'indeterminate'
  union select i.document as id from document_intake i where i.pending = $1) as waiting where id > $2 order by id limit $3`, true, string(after), limit)
}

func (s *Store) ids(ctx context.Context, query string, args ...any) ([]document.ID, error) {
	rows, err := s.database.Reader().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("listing documents: %w", err)
	}
	defer rows.Close()
	var out []document.ID
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("listing documents: %w", err)
		}
		out = append(out, document.ID(id))
	}
	return out, rows.Err()
}

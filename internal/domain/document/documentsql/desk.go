package documentsql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

const deskColumns = `select d.id, d.state, coalesce(i.channel, ''), d.type, d.subject, d.urgency, d.sender_name, d.sender_ref, d.issued_on, d.arrival,
  d.arrived_at, coalesce(i.doubtful, 0), coalesce(i.suspect, ''), coalesce(i.pending, $1), coalesce(i.legal, $2), coalesce(i.positive, $1),
  coalesce(i.person, ''), coalesce(i.person_name, ''), coalesce(i.at, 0)
from document d left join document_intake i on i.document = d.id`

func deskStatement(q document.DeskQuery) (string, []any) {
	f := filter{args: []any{false, true}}
	f.equal("d.agency", string(q.Agency))
	f.equal("d.direction", string(document.Incoming))
	if len(q.States) > 0 {
		marks := make([]string, len(q.States))
		for i, s := range q.States {
			marks[i] = f.bind(string(s))
		}
		f.parts = append(f.parts, "d.state in ("+strings.Join(marks, ", ")+")")
	}
	f.equal("i.channel", string(q.Channel))
	if q.Pending {
		f.parts = append(f.parts, "i.pending = "+f.bind(true))
	}
	if q.After.ID != "" {
		at := millis(q.After.At)
		f.parts = append(f.parts, "(d.arrived_at > "+f.bind(at)+" or d.arrived_at = "+f.bind(at)+" and d.id > "+f.bind(string(q.After.ID))+")")
	}
	limit := min(q.Limit, 200)
	if limit <= 0 {
		limit = 50
	}
	return deskColumns + f.where() + " order by d.arrived_at, d.id limit " + f.bind(limit), f.args
}

// Desk implements document.IntakeStore.
func (s *Store) Desk(ctx context.Context, q document.DeskQuery) ([]document.DeskRow, error) {
	text, args := deskStatement(q)
	return s.deskRows(ctx, text, args...)
}

// Alike implements document.IntakeStore.
func (s *Store) Alike(ctx context.Context, a document.Likeness) ([]document.DeskRow, error) {
	f := filter{args: []any{false, true}}
	f.equal("i.agency", string(a.Agency))
	f.parts = append(f.parts, "i.document <> "+f.bind(string(a.Except)), "d.state not in ('refused', 'sent-back')")
	var same []string
	for _, c := range []struct{ column, value string }{{"i.ref_key", a.Key}, {"i.document_ref", a.Ref}, {"i.sha256", a.SHA256}} {
		if c.value != "" {
			same = append(same, c.column+" = "+f.bind(c.value))
		}
	}
	if len(same) == 0 {
		return nil, nil
	}
	f.parts = append(f.parts, "("+strings.Join(same, " or ")+")")
	return s.deskRows(ctx, deskColumns+f.where()+" order by d.arrived_at, d.id limit 10", f.args...)
}

// Attached implements document.IntakeStore.
func (s *Store) Attached(ctx context.Context, agency org.AgencyID, from, to time.Time, limit int) ([]document.DeskRow, error) {
	f := filter{args: []any{false, true}}
	f.equal("i.agency", string(agency))
	f.parts = append(f.parts, "i.at >= "+f.bind(millis(from)), "i.at < "+f.bind(millis(to)), "i.person <> ''")
	return s.deskRows(ctx, deskColumns+f.where()+" order by i.at desc, d.id desc limit "+f.bind(limit), f.args...)
}

func (s *Store) deskRows(ctx context.Context, query string, args ...any) ([]document.DeskRow, error) {
	rows, err := s.database.Reader().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("listing arrivals: %w", err)
	}
	defer rows.Close()
	var out []document.DeskRow
	for rows.Next() {
		r, err := deskRow(rows)
		if err != nil {
			return nil, fmt.Errorf("listing arrivals: %w", err)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func deskRow(rows *sql.Rows) (document.DeskRow, error) {
	var r document.DeskRow
	var id, state, channel, suspect, clerk string
	var arrived, attached int64
	err := rows.Scan(&id, &state, &channel, &r.Type, &r.Subject, &r.Urgency, &r.From, &r.Ref, &r.IssuedOn, &r.Arrival, &arrived,
		&r.Doubtful, &suspect, &r.Pending, &r.Legal, &r.Positive, &clerk, &r.ClerkName, &attached)
	r.ID, r.State, r.Channel, r.Suspect, r.Clerk = document.ID(id), document.State(state), document.Channel(channel), document.ID(suspect), org.PersonID(clerk)
	r.ArrivedAt, r.AttachedAt = instant(arrived), instant(attached)
	return r, err
}

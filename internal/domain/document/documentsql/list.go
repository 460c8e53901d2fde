package documentsql

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

// filter builds the condition of a list from fixed parts and bound arguments.
type filter struct {
	parts []string
	args  []any
}

func (f *filter) bind(v any) string {
	f.args = append(f.args, v)
	return "$" + strconv.Itoa(len(f.args))
}

func (f *filter) equal(column, value string) {
	if value != "" {
		f.parts = append(f.parts, column+" = "+f.bind(value))
	}
}

func build(q document.Query) filter {
	var f filter
	f.equal("d.agency", string(q.Agency))
	f.equal("d.unit", string(q.Unit))
	f.equal("d.drafter", string(q.Drafter))
	f.equal("d.signer", string(q.Signer))
	f.equal("d.direction", string(q.Direction))
	if len(q.States) > 0 {
		marks := make([]string, len(q.States))
		for i, s := range q.States {
			marks[i] = f.bind(string(s))
		}
		f.parts = append(f.parts, "d.state in ("+strings.Join(marks, ", ")+")")
	}
	if q.Assignee != "" {
		f.parts = append(f.parts, "exists (select 1 from document_assignment a where a.document = d.id and a.person = "+f.bind(string(q.Assignee))+" and a.done_at = 0)")
	}
	if q.Handled != "" {
		f.parts = append(f.parts, "exists (select 1 from document_assignment a where a.document = d.id and a.person = "+f.bind(string(q.Handled))+" and a.done_at > 0 and a.ended = '')")
	}
	if q.Asked != "" {
		// Of the last round: who kept silent in an earlier one is not asked any more.
		who := "o.person = " + f.bind(string(q.Asked))
		if q.AskedUnit != "" {
			who = "(" + who + " or o.unit = " + f.bind(string(q.AskedUnit)) + ")"
		}
		f.parts = append(f.parts, "exists (select 1 from document_opinion o where o.document = d.id and "+who+" and o.given_at = 0"+
			" and o.round = (select max(x.round) from document_opinion x where x.document = d.id))")
	}
	if q.Readers != nil {
		f.readable("d.id", q.Readers)
	}
	f.chain(q)
	if q.Before.ID != "" {
		at := millis(q.Before.At)
		f.parts = append(f.parts, "(d.updated_at < "+f.bind(at)+" or d.updated_at = "+f.bind(at)+" and d.id < "+f.bind(string(q.Before.ID))+")")
	}
	return f
}

// chain finds the documents whose next signature somebody owes.
func (f *filter) chain(q document.Query) {
	if q.Turn != "" {
		f.parts = append(f.parts, "d.id in (select s.document from document_step s where s.person = "+f.bind(string(q.Turn))+
			" and s.state = 'open' and s.agency = "+f.bind(string(q.TurnAgency))+" and s.field <> 'antin.signer')")
	}
	if q.SealTurn != "" {
		f.parts = append(f.parts, "d.state = 'collecting' and d.id in (select s.document from document_step s where s.agency = "+f.bind(string(q.SealTurn))+
			" and s.kind = 'seal' and s.state = 'open')")
	}
	if q.ToPass {
		f.parts = append(f.parts, "exists (select 1 from document_step s where s.document = d.id and s.state = 'to-pass')")
	}
}

func (f filter) where() string {
	if len(f.parts) == 0 {
		return ""
	}
	return " where " + strings.Join(f.parts, " and ")
}

const listColumns = `select d.id, d.direction, d.type, d.subject, d.urgency, d.state, d.signer_name, d.capacity, d.number,
  d.symbol, d.issued_on, d.sender_name, d.sender_ref, d.arrival, d.updated_at, d.arrived_at,
  (select count(*) from document_recipient r where r.document = d.id),
  coalesce((select r.name from document_recipient r where r.document = d.id order by r.seq limit 1), ''),
  d.state = 'drafting' and exists (select 1 from document_decision x where x.document = d.id and x.kind = 'submission')
from document d`

func listStatement(q document.Query) (string, []any) {
	f := build(q)
	limit := min(q.Limit, 200)
	if limit <= 0 {
		limit = 50
	}
	order := " order by d.updated_at desc, d.id desc limit "
	if len(q.States) > 1 {
		// The index of the queue gives each state in order, but not several. Without
		// the plus SQLite walks all documents of the agency, newest first, to save
		// the sorting of the few that are under way.
		order = " order by +d.updated_at desc, d.id desc limit "
	}
	text := listColumns + f.where() + order + f.bind(limit)
	return text, f.args
}

func countStatement(q document.Query) (string, []any) {
	f := build(q)
	return "select count(*) from (select 1 from document d" + f.where() + " limit 1000) as counted", f.args
}

// List implements document.Store.
func (s *Store) List(ctx context.Context, q document.Query) ([]document.Summary, error) {
	text, args := listStatement(q)
	rows, err := s.database.Reader().QueryContext(ctx, text, args...)
	if err != nil {
		return nil, fmt.Errorf("listing documents: %w", err)
	}
	defer rows.Close()
	var out []document.Summary
	for rows.Next() {
		var d document.Summary
		var id, direction, state, capacity string
		var updated, arrived int64
		if err := rows.Scan(&id, &direction, &d.Type, &d.Subject, &d.Urgency, &state, &d.Signer, &capacity, &d.Number,
			&d.Symbol, &d.IssuedOn, &d.FromName, &d.SenderRef, &d.Arrival, &updated, &arrived, &d.Recipients, &d.Recipient, &d.Returned); err != nil {
			return nil, fmt.Errorf("listing documents: %w", err)
		}
		d.ID, d.Direction, d.State, d.Capacity = document.ID(id), document.Direction(direction), document.State(state), org.Capacity(capacity)
		d.UpdatedAt, d.ArrivedAt = instant(updated), instant(arrived)
		out = append(out, d)
	}
	return out, rows.Err()
}

// Count implements document.Store.
func (s *Store) Count(ctx context.Context, q document.Query) (int, error) {
	text, args := countStatement(q)
	rows, err := s.database.Reader().QueryContext(ctx, text, args...)
	if err != nil {
		return 0, fmt.Errorf("counting documents: %w", err)
	}
	defer rows.Close()
	n := 0
	if rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, fmt.Errorf("counting documents: %w", err)
		}
	}
	return n, rows.Err()
}

package subscribersql

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
)

// Lines implements subscriber.Store.
func (r reader) Lines(ctx context.Context, scope subscriber.Scope, q subscriber.Filter) ([]subscriber.Line, error) {
	lines, _, err := r.Counted(ctx, scope, q, 0)
	return lines, err
}

// Counted implements subscriber.Store.
func (r reader) Counted(ctx context.Context, scope subscriber.Scope, q subscriber.Filter, most int) ([]subscriber.Line, int, error) {
	if s := spanOf(q); s.endsFrom >= s.endsUntil {
		return nil, 0, nil
	}
	by, err := r.way(ctx, scope, q)
	if err != nil {
		return nil, 0, err
	}
	text, args := statement(scope, q, by, most)
	return r.lines(ctx, text, args, q)
}

func (r reader) lines(ctx context.Context, text string, args []any, q subscriber.Filter) ([]subscriber.Line, int, error) {
	rows, err := r.rows.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, 0, fmt.Errorf("listing registrations: %w", err)
	}
	defer func() { _ = rows.Close() }() // read to its end, or given up
	var out []subscriber.Line
	total := 0
	byNumber := q.Order == subscriber.ByExpiry && q.Search == "" || q.Only != "" && q.Order == subscriber.ByExpiry
	for rows.Next() {
		l, err := scan(rows, q.At, byNumber, &total)
		if err != nil {
			return nil, 0, fmt.Errorf("reading a registration: %w", err)
		}
		out = append(out, l)
	}
	if err := rows.Err(); err != nil {
		return nil, 0, fmt.Errorf("listing registrations: %w", err)
	}
	return out, total, nil
}

func scan(rows interface{ Scan(...any) error }, now time.Time, byNumber bool, total *int) (subscriber.Line, error) {
	var l subscriber.Line
	var kind, class, person, agency, status, key, keeper string
	var from, until, registered, ends int64
	var held bool
	var name []byte
	position := any(&name)
	if byNumber {
		position = &ends
	}
	err := rows.Scan(&l.Certificate, &kind, &class, &l.Holder, &l.Title, &person, &l.Email, &l.System, &agency, &l.AgencyName, &l.AgencyCode, &l.Serial,
		&from, &until, &status, &held, &key, &registered, &l.Renewed, &keeper, position, total)
	l.Kind, l.Class, l.Person, l.Agency = subscriber.Kind(kind), signing.Class(class), org.PersonID(person), org.AgencyID(agency)
	l.Status, l.KeyKind, l.Custodian = signing.Status(status), signing.KeyKind(key), org.PersonID(keeper)
	l.NotBefore, l.NotAfter, l.RegisteredAt = at(from), at(until), at(registered)
	if l.Class == signing.ClassPerson {
		l.Custodian = l.Person
	}
	l.State = subscriber.StateOf(l.Status, held, l.NotBefore, l.NotAfter, now)
	l.At = subscriber.Cursor{Key: hex.EncodeToString(name), ID: string(l.Certificate)}
	if byNumber {
		l.At = cursor(ends, string(l.Certificate))
	}
	return l, err
}

func cursor(n int64, id string) subscriber.Cursor {
	return subscriber.Cursor{Key: strconv.FormatInt(n, 10), ID: id}
}

// integer reads a cursor's key; what is none begins the list anew.
func integer(key string) int64 {
	n, err := strconv.ParseInt(key, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

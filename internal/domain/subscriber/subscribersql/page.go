package subscribersql

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
)

// Lines implements subscriber.Store.
func (r reader) Lines(ctx context.Context, scope subscriber.Scope, q subscriber.Filter) ([]subscriber.Line, error) {
	by, err := r.lead(ctx, scope, q)
	if err != nil {
		return nil, err
	}
	text, args := statement(scope, q, by)
	return r.lines(ctx, text, args, q)
}

func (r reader) lines(ctx context.Context, text string, args []any, q subscriber.Filter) ([]subscriber.Line, error) {
	rows, err := r.rows.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, fmt.Errorf("listing registrations: %w", err)
	}
	defer func() { _ = rows.Close() }() // read to its end, or given up
	var out []subscriber.Line
	byNumber := q.Order == subscriber.ByExpiry && q.Search == "" || q.Only != "" && q.Order == subscriber.ByExpiry
	for rows.Next() {
		l, err := scan(rows, q.At, byNumber)
		if err != nil {
			return nil, fmt.Errorf("reading a registration: %w", err)
		}
		out = append(out, l)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("listing registrations: %w", err)
	}
	return out, nil
}

func scan(rows interface{ Scan(...any) error }, now time.Time, byNumber bool) (subscriber.Line, error) {
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
		&from, &until, &status, &held, &key, &registered, &l.Renewed, &keeper, position)
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

// number reads a cursor's key; what is none begins the list anew.
func number(key string) int64 {
	n, err := strconv.ParseInt(key, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// CountLines implements subscriber.Store.
func (r reader) CountLines(ctx context.Context, scope subscriber.Scope, q subscriber.Filter, most int) (int, error) {
	by, err := r.lead(ctx, scope, q)
	if err != nil {
		return 0, err
	}
	if ids := stateLead(q); by.ids == nil && ids != nil && scope.All && q.Search == "" && q.Only == "" {
		by.ids = ids // in any order, whoever is there counts at once
	}
	f := build(scope, q, false)
	from := f.from(by)
	text := "select count(*) from (select 1 from " + from + " where " + strings.Join(f.parts, " and ") + " limit " + f.bind(most) + ") x"
	n := 0
	if err := r.rows.QueryRowContext(ctx, text, f.args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("counting registrations: %w", err)
	}
	return n, nil
}

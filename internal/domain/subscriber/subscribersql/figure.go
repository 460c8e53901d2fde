package subscribersql

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
)

// inScope is the condition that a column of agencies is in the scope.
func (f *filter) inScope(scope subscriber.Scope, column, province string) {
	if scope.All {
		f.want(province+" = %s", scope.Province)
		return
	}
	marks := make([]string, len(scope.Agencies))
	for i, id := range scope.Agencies {
		marks[i] = f.bind(string(id))
	}
	if len(marks) == 0 {
		marks = []string{"''"}
	}
	f.parts = append(f.parts, column+" in ("+strings.Join(marks, ", ")+")")
}

// Figures implements subscriber.Store. Each fact by which the lines are grouped
// is the very condition of the list behind it.
func (r reader) Figures(ctx context.Context, scope subscriber.Scope, when, usedSince time.Time) ([]subscriber.Figure, error) {
	f := &filter{}
	now, since := f.bind(ms(when)), f.bind(ms(usedSince))
	f.inScope(scope, "r.agency", "r.province")
	f.want("r.registered_at <= %s", ms(when))
	text := `select x.agency, x.class, x.kind, x.standing, x.used, x.early, x.over, x.issued, count(*) from (
  select r.agency, r.class, r.kind, r.standing, r.last_use >= ` + since + ` as used, r.not_before > ` + now + ` as early, r.not_after <= ` + now + ` as over, r.issued
  from registration r where ` + f.all() + `) x
group by x.agency, x.class, x.kind, x.standing, x.used, x.early, x.over, x.issued`
	rows, err := r.rows.QueryContext(ctx, text, f.args...)
	if err != nil {
		return nil, fmt.Errorf("counting registrations by their facts: %w", err)
	}
	defer func() { _ = rows.Close() }() // read to its end, or given up
	var out []subscriber.Figure
	for rows.Next() {
		var one subscriber.Figure
		var agency, class, kind, standing string
		var early, over bool
		if err := rows.Scan(&agency, &class, &kind, &standing, &one.Used, &early, &over, &one.Year, &one.Count); err != nil {
			return nil, fmt.Errorf("reading a figure: %w", err)
		}
		one.Agency, one.Class, one.Kind = org.AgencyID(agency), signing.Class(class), subscriber.Kind(kind)
		one.State = subscriber.StateOf(signing.Status(standing), standing == "blocked", moment(early, 1, -1), moment(over, -1, 1), time.Time{}.Add(era))
		out = append(out, one)
	}
	return out, rows.Err()
}

const era = time.Hour

// moment is a time on the right side of the moment at which figures are judged.
func moment(yes bool, ifSo, ifNot int) time.Time {
	if yes {
		return time.Time{}.Add(era + time.Duration(ifSo))
	}
	return time.Time{}.Add(era + time.Duration(ifNot))
}

// Expiring implements subscriber.Store.
func (r reader) Expiring(ctx context.Context, scope subscriber.Scope, from, until time.Time) ([]subscriber.MonthCount, error) {
	rows, err := r.q.ExpiringByMonth(ctx, scope.Province, ms(from), ms(until))
	if err != nil {
		return nil, found(err, "certificates that end")
	}
	mine := map[string]bool{}
	for _, id := range scope.Agencies {
		mine[string(id)] = true
	}
	var out []subscriber.MonthCount
	index := map[string]int{}
	for _, x := range rows {
		if !scope.All && !mine[x.Agency] {
			continue
		}
		month := at(x.NotAfter).In(zone).Format("2006-01")
		i, ok := index[month+x.Class]
		if !ok {
			i = len(out)
			index[month+x.Class] = i
			out = append(out, subscriber.MonthCount{Month: month, Class: signing.Class(x.Class)})
		}
		out[i].Count++
	}
	return out, nil
}

// Notices implements subscriber.Store.
func (r reader) Notices(ctx context.Context, q subscriber.NoticeQuery) ([]subscriber.Notice, error) {
	f := &filter{}
	switch {
	case q.Certificate != "":
		f.want("n.certificate = %s", string(q.Certificate))
	case q.Person != "":
		f.want("n.person = %s and n.closed_at = 0", string(q.Person))
	default:
		f.inScope(q.Scope, "n.agency", "r.province")
		f.parts = append(f.parts, "n.closed_at = 0")
	}
	text := `select n.certificate, n.rung, n.agency, n.person, n.ends_at, n.made_at, n.closed_at, r.holder, r.class, r.serial
from expiry_notice n cross join registration r where r.certificate = n.certificate and ` + f.all() +
		" order by n.ends_at, n.certificate, n.rung desc limit " + f.bind(min(max(q.Limit, 1), 2000))
	rows, err := r.rows.QueryContext(ctx, text, f.args...)
	if err != nil {
		return nil, fmt.Errorf("listing reminders: %w", err)
	}
	defer func() { _ = rows.Close() }() // read to its end, or given up
	var out []subscriber.Notice
	for rows.Next() {
		var n subscriber.Notice
		var ends, made, closed int64
		if err := rows.Scan(&n.Certificate, &n.Rung, &n.Agency, &n.Person, &ends, &made, &closed, &n.Holder, &n.Class, &n.Serial); err != nil {
			return nil, fmt.Errorf("reading a reminder: %w", err)
		}
		n.EndsAt, n.MadeAt, n.ClosedAt = at(ends), at(made), at(closed)
		out = append(out, n)
	}
	return out, rows.Err()
}

// CountNotices implements subscriber.Store.
func (r reader) CountNotices(ctx context.Context, q subscriber.NoticeQuery) (int, error) {
	f := &filter{}
	f.inScope(q.Scope, "n.agency", "r.province")
	text := "select count(*) from expiry_notice n cross join registration r where r.certificate = n.certificate and n.closed_at = 0 and " + f.all()
	n := 0
	if err := r.rows.QueryRowContext(ctx, text, f.args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("counting reminders: %w", err)
	}
	return n, nil
}

// StaleExternals implements subscriber.Store.
func (r reader) StaleExternals(ctx context.Context, scope subscriber.Scope, now time.Time) ([]subscriber.ExternalTask, error) {
	f := &filter{}
	f.inScope(scope, "e.agency", "r.province")
	q := subscriber.Filter{At: now, Present: true}
	held := f.held(q)
	text := `select e.id, e.certificate, e.agency, e.system, e.name, e.account, e.guidance, e.since, r.holder, r.serial, r.renewed_by, c.status, ` + held + `, r.not_before, r.not_after
from external_registration e cross join registration r cross join certificate c
where r.certificate = e.certificate and c.id = e.certificate and e.until = '' and ` + f.all() + `
  and (r.renewed_by <> '' or c.status in ('revoked', 'revocation-pending') or r.not_after <= ` + f.bind(ms(now)) + `)
order by e.agency, e.certificate, e.id limit 1000`
	rows, err := r.rows.QueryContext(ctx, text, f.args...)
	if err != nil {
		return nil, fmt.Errorf("listing registrations outside: %w", err)
	}
	defer func() { _ = rows.Close() }() // read to its end, or given up
	var out []subscriber.ExternalTask
	for rows.Next() {
		var t subscriber.ExternalTask
		var status string
		var blocked bool
		var from, until int64
		err := rows.Scan(&t.ID, &t.Certificate, &t.Agency, &t.System, &t.Name, &t.Account, &t.Guidance, &t.Since, &t.Holder, &t.Serial, &t.Renewed, &status, &blocked, &from, &until)
		if err != nil {
			return nil, fmt.Errorf("reading a registration outside: %w", err)
		}
		t.State = subscriber.StateOf(signing.Status(status), blocked, at(from), at(until), now)
		out = append(out, t)
	}
	return out, rows.Err()
}

// OutsideLines implements subscriber.Store.
func (r reader) OutsideLines(ctx context.Context, scope subscriber.Scope, now time.Time) ([]subscriber.OutsideLine, error) {
	lines, err := r.Lines(ctx, scope, subscriber.Filter{Kind: subscriber.Outside, At: now, Present: true, Limit: 2000})
	if err != nil {
		return nil, err
	}
	out := make([]subscriber.OutsideLine, len(lines))
	for i, l := range lines {
		out[i].Line = l
		plan, err := r.Plan(ctx, l.Certificate)
		if err != nil && !errors.Is(err, subscriber.ErrNotFound) {
			return nil, err
		}
		out[i].Plan = plan
	}
	return out, nil
}

// InformationOpen implements subscriber.Store.
func (r reader) InformationOpen(ctx context.Context, scope subscriber.Scope) ([]subscriber.Information, error) {
	f := &filter{}
	f.inScope(scope, "i.agency", "a.province")
	text := `select i.id, i.person, i.agency, i.asked_by, i.paper, i.question, i.received_at, i.due_on, i.answer, i.answer_paper, i.answered_by, i.answered_at, i.entered_by
from information_request i cross join agency a where a.id = i.agency and ` + f.all() + ` order by i.answered_at <> 0, i.due_on, i.id limit 500`
	rows, err := r.rows.QueryContext(ctx, text, f.args...)
	if err != nil {
		return nil, fmt.Errorf("listing requests for information: %w", err)
	}
	defer func() { _ = rows.Close() }() // read to its end, or given up
	var out []subscriber.Information
	for rows.Next() {
		var i subscriber.Information
		var received, answered int64
		err := rows.Scan(&i.ID, &i.Person, &i.Agency, &i.AskedBy, &i.Paper, &i.Question, &received, &i.DueOn, &i.Answer, &i.AnswerPaper, &i.AnsweredBy, &answered, &i.By)
		if err != nil {
			return nil, fmt.Errorf("reading a request for information: %w", err)
		}
		i.ReceivedAt, i.AnsweredAt = at(received), at(answered)
		out = append(out, i)
	}
	return out, rows.Err()
}

// LinesOf implements subscriber.Store.
func (r reader) LinesOf(ctx context.Context, person org.PersonID, when time.Time) ([]subscriber.Line, error) {
	q := subscriber.Filter{At: when, Present: true, Order: subscriber.ByExpiry}
	f := &filter{}
	who := f.bind(string(person))
	head := f.head(q)
	text := head + `r.not_after, 0 from registration r cross join agency a where a.id = r.agency and r.certificate in (
  select o.certificate from registration o where o.person = ` + who + `
  union select k.certificate from custody k where k.holder = ` + who + ` and k.valid_from <= ` + f.bind(ms(when)) + ` and (k.valid_to = 0 or k.valid_to > ` + f.bind(ms(when)) + `))
order by r.not_after desc, r.certificate limit 200`
	lines, _, err := r.lines(ctx, text, f.args, q)
	return lines, err
}

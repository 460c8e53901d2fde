package request

import (
	"context"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Get gives one request for its page.
func (s *Service) Get(ctx context.Context, by org.Actor, id ID) (View, error) {
	r, err := s.load(ctx, by, id, ActRead)
	if err != nil {
		return View{}, err
	}
	p, err := s.law(r)
	if err != nil {
		return View{}, err
	}
	v := View{Summary: Summary{*r, r.Mark(s.Now())}, Conditions: conditions(r, p), Reasons: p.Subscribers.Requests.ReasonsOf(string(r.Kind))}
	if v.Columns, err = s.columns(ctx, r); err != nil {
		return View{}, err
	}
	if v.Steps, err = s.Store.Steps(ctx, id); err != nil {
		return View{}, err
	}
	if v.Contacts, err = s.Store.Contacts(ctx, id); err != nil {
		return View{}, err
	}
	if v.Notices, err = s.Store.Notices(ctx, id); err != nil {
		return View{}, err
	}
	if v.Deeds, err = s.deeds(ctx, by, r, p); err != nil {
		return View{}, err
	}
	if err := s.masked(ctx, by, p, &v); err != nil {
		return View{}, err
	}
	return v, s.addressed(ctx, &v, p)
}

// addressed says to whom the request goes, and who reads a copy (HT-09.3).
func (s *Service) addressed(ctx context.Context, v *View, p *profile.Profile) error {
	department, err := s.Department(ctx, v.Province)
	if err != nil {
		return err
	}
	v.Receiver = p.Exchange.CA.Name
	if v.Terms.To == ToDepartment {
		v.Receiver = department.Name
	}
	if v.Terms.To == ToAuthority && p.Subscribers.Requests.Copy {
		v.Department = department.Name
	}
	return nil
}

// summary is a line of a list; lists say no serial of a graded device to anybody,
// so that no view of a list need be written down.
func (s *Service) summary(r Request) Summary {
	if r.Secret {
		r.hide(r.DeviceSerial, r.Minutes.DeviceSerial)
	}
	return Summary{r, r.Mark(s.Now())}
}

func (s *Service) summaries(list []Request) []Summary {
	out := make([]Summary, len(list))
	for i, r := range list {
		out[i] = s.summary(r)
	}
	return out
}

// actionOf is the permission that a deed asks for; "" for what nobody does by hand.
func actionOf(d Deed) org.Action {
	switch d {
	case Edited, Taking:
		return ActDraft
	case Confirming:
		return ActConfirm
	case ToHead, Closing:
		return ActSubmit
	case PaperIn, Receiving, Accepting, Returning, Contacting, Declining, Forwarding:
		return ActDesk
	case Approving:
		return ActApprove
	case Reaching, Granting, Refusing:
		return ActResult
	}
	return ""
}

// deeds lists what the table and the permissions leave to the actor now; a
// page shows these as buttons, and the service asks again.
func (s *Service) deeds(ctx context.Context, by org.Actor, r *Request, p *profile.Profile) ([]Deed, error) {
	rel, err := s.relations(ctx, by, r)
	if err != nil {
		return nil, err
	}
	department, err := s.Department(ctx, r.Province)
	if err != nil {
		return nil, err
	}
	atDesk := by.Agency == department.ID && r.Terms.To == ToDepartment
	var out []Deed
	for _, m := range Moves() {
		if m.From != r.State || !m.on(r.Terms) {
			continue
		}
		action, open := actionOf(m.Deed), true
		switch m.Deed {
		case Restoring:
			action, open = ActResult, r.Kind == Recover && (atDesk || r.Terms.To == ToAuthority && by.Agency == r.Managing)
			if atDesk {
				action = ActDesk
			}
		case Declining, Contacting:
			open = r.Kind == Recover
		case Granting:
			open = r.Kind != Recover
		case Confirming:
			open = mayConfirm(by, r, p) == nil
		case ToHead:
			open = prepares(by, r.Managing)
		case PaperIn:
			open = checkChannel(Paper, p) == nil
		}
		if m.Who == ByResult && (r.Terms.To == ToDepartment) != atDesk {
			open = false
		}
		if open && action != "" && s.Guard.Can(by, action, rel...) {
			out = append(out, m.Deed)
		}
	}
	return out, nil
}

// scope narrows a query to what the actor may see: everything at the
// department and for who watches the province, else the own agency's, else
// one's own.
func (s *Service) scope(ctx context.Context, by org.Actor, q Query) (Query, error) {
	department, err := s.Department(ctx, by.Province)
	if err != nil {
		return q, err
	}
	var rel []org.Relation
	if by.Agency != "" && by.Agency == department.ID {
		rel = append(rel, org.OfRecipient)
	}
	if s.Guard.Can(by, ActRead, rel...) {
		return q, s.Guard.Allow(ctx, by, ActRead, rel...)
	}
	if err := s.Guard.Allow(ctx, by, ActRead, append(rel, org.OfAgency, org.Own)...); err != nil {
		return q, err
	}
	if s.Guard.Can(by, ActRead, org.OfAgency) {
		q.Managing, q.Dispatch, q.Document = by.Agency, "", ""
		return q, nil
	}
	q.Managing, q.Person, q.Dispatch, q.Document = "", by.Person, "", ""
	return q, nil
}

// List gives what the actor may see: everything at the department, else the own
// agency's, else one's own.
func (s *Service) List(ctx context.Context, by org.Actor, q Query) ([]Summary, error) {
	q, err := s.scope(ctx, by, q)
	if err != nil {
		return nil, err
	}
	if !q.DueBefore.IsZero() {
		list, err := s.Store.Due(ctx, by.Province, q.DueBefore, q.Managing, maxLines)
		return s.summaries(list), err
	}
	list, err := s.Store.List(ctx, by.Province, q)
	return s.summaries(ofProvince(list, by.Province)), err
}

// ofProvince drops what belongs to another deployment's province.
func ofProvince(list []Request, province string) []Request {
	out := list[:0]
	for _, r := range list {
		if r.Province == province {
			out = append(out, r)
		}
	}
	return out
}

// Counts counts them by state.
func (s *Service) Counts(ctx context.Context, by org.Actor) ([]Count, error) {
	q, err := s.scope(ctx, by, Query{})
	if err != nil || q.Person != "" {
		return nil, err
	}
	return s.Store.Counts(ctx, by.Province, q.Managing)
}

// Desk is the department's table of work.
func (s *Service) Desk(ctx context.Context, by org.Actor) (Desk, error) {
	if _, err := s.manages(ctx, by, ActDesk); err != nil {
		return Desk{}, err
	}
	counts, err := s.Store.Counts(ctx, by.Province, "")
	if err != nil {
		return Desk{}, err
	}
	d := Desk{Counts: counts}
	due, err := s.Store.Due(ctx, by.Province, endOfDay(s.Now()), "", maxLines)
	if err != nil {
		return Desk{}, err
	}
	for _, line := range s.summaries(due) {
		if line.Due == Overdue {
			d.Late = append(d.Late, line)
		} else {
			d.Today = append(d.Today, line)
		}
	}
	waiting, err := s.Store.List(ctx, by.Province, Query{Unassigned: true, Limit: maxLines})
	if err != nil {
		return Desk{}, err
	}
	approved, err := s.Store.List(ctx, by.Province, Query{States: []State{Approved}, Limit: maxLines})
	for _, line := range s.summaries(approved) {
		if line.Dispatch == "" {
			d.ToForward = append(d.ToForward, line)
		}
	}
	d.Unassigned = s.summaries(waiting)
	return d, err
}

// Undone lists the drafts that the records opened and nobody finished (LD-20.5-2).
func (s *Service) Undone(ctx context.Context, by org.Actor) ([]Summary, error) {
	q, err := s.scope(ctx, by, Query{Flag: FlagOpened, States: []State{Draft, Confirmed}, Limit: maxLines})
	if err != nil {
		return nil, err
	}
	list, err := s.Store.List(ctx, by.Province, q)
	return s.summaries(list), err
}

// Dispatches lists the newest consolidated dispatches with their lines by Query.Dispatch.
func (s *Service) Dispatches(ctx context.Context, by org.Actor) ([]Dispatch, error) {
	if _, err := s.manages(ctx, by, ActDesk); err != nil {
		return nil, err
	}
	return s.Store.Dispatches(ctx, by.Province, maxLines)
}

// Notices lists what the actor's agency was told, the newest first.
func (s *Service) Notices(ctx context.Context, by org.Actor) ([]Notice, error) {
	if !s.Guard.Can(by, ActRead, org.OfAgency) {
		return nil, nil
	}
	if err := s.Guard.Allow(ctx, by, ActRead, org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.NoticesTo(ctx, by.Agency, maxLines)
}

// Columns are what the form of the kind and subject asks today, filled from the
// records, for the page of a new draft.
func (s *Service) Columns(ctx context.Context, by org.Actor, in Input) ([]Column, []Condition, []profile.Choice, error) {
	r, p, err := s.begin(by, in)
	if err != nil {
		return nil, nil, nil, err
	}
	if err := s.allow(ctx, by, r, ActDraft); err != nil {
		return nil, nil, nil, err
	}
	// What the page cannot know yet refuses the draft later, not its blank form.
	if err := s.fill(ctx, by, r, in, p); err != nil {
		if _, refused := fault.From(err); !refused {
			return nil, nil, nil, err
		}
	}
	if len(r.Terms.Forms) == 0 {
		if r.Terms, err = s.terms(ctx, r, "", p); err != nil {
			return nil, nil, nil, err
		}
	}
	columns, err := s.columns(ctx, r)
	if graded(p) && r.saysSerial() && !s.seesSerial(by, r) {
		v := View{Columns: columns}
		v.hide(r.DeviceSerial, r.Minutes.DeviceSerial)
	}
	return columns, conditions(r, p), p.Subscribers.Requests.ReasonsOf(string(r.Kind)), err
}

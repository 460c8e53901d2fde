package subscriber

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Law gives the rules of a province on a day: profile.Set.At.
type Law func(province string, day time.Time) (*profile.Profile, error)

// Judge answers from the organisation and the province's rules who is entitled
// to a certificate and who manages whom. It stores nothing; requests and the
// register keep what it answered.
type Judge struct {
	org *org.Service
	law Law
}

// NewJudge asks the organisation and the rules of each day.
func NewJudge(o *org.Service, law Law) (*Judge, error) {
	if o == nil || law == nil {
		return nil, errors.New("subscriber judge: organisation or law is missing")
	}
	return &Judge{o, law}, nil
}

// EntitleAgency says by which khoản the agency may be a subscriber on that day,
// or refuses (CheckAgency).
func (j *Judge) EntitleAgency(ctx context.Context, id org.AgencyID, at time.Time) (Entitlement, error) {
	facts, law, err := j.agency(ctx, id, at)
	if err != nil {
		return Entitlement{}, err
	}
	return CheckAgency(law, facts, at)
}

// EntitlePerson says by which post the person may be a subscriber on that day
// through that agency, or refuses (CheckPerson). An empty agency looks at every
// post the person holds.
func (j *Judge) EntitlePerson(ctx context.Context, id org.PersonID, agency org.AgencyID, at time.Time) (Entitlement, error) {
	facts, law, err := j.person(ctx, id, agency, at)
	if err != nil {
		return Entitlement{}, err
	}
	return CheckPerson(law, facts, at)
}

// ManagingOf derives who manages the agency, or the person as one of its
// people, on that day; person may be empty. The tree of that day counts, so an
// earlier day gives what was derived then (HT-05.3).
func (j *Judge) ManagingOf(ctx context.Context, agency org.AgencyID, person org.PersonID, at time.Time) (Managing, error) {
	facts, law, err := j.agency(ctx, agency, at)
	if err != nil {
		return Managing{}, err
	}
	leads, err := j.leads(ctx, agency, person, at)
	if err != nil {
		return Managing{}, err
	}
	department, err := j.org.AgencyByName(ctx, facts.Province, law.Subscribers.AuthorisedDepartment, at)
	if err != nil && !errors.Is(err, org.ErrNotFound) {
		return Managing{}, err
	}
	return Derive(law, ManagingFacts{Agency: facts, Leads: leads, Person: person != "", Department: department}, at)
}

// Choose is ManagingOf where somebody named a managing agency: it refuses one
// that the rule does not give, or that may not be one at all (HT-05.0, HT-05.1).
func (j *Judge) Choose(ctx context.Context, agency org.AgencyID, person org.PersonID, chosen org.AgencyID, at time.Time) (Managing, error) {
	derived, err := j.ManagingOf(ctx, agency, person, at)
	if err != nil || chosen == "" {
		return derived, err
	}
	named, law, err := j.agency(ctx, chosen, at)
	if err != nil {
		return Managing{}, err
	}
	return derived, CheckChosen(law, derived, named.Agency)
}

func (j *Judge) leads(ctx context.Context, agency org.AgencyID, person org.PersonID, at time.Time) (bool, error) {
	if person == "" {
		return false, nil
	}
	posts, err := j.org.PostsOf(ctx, person, agency, at)
	for _, p := range posts {
		if p.LeadsAgency() {
			return true, nil
		}
	}
	return false, err
}

func (j *Judge) agency(ctx context.Context, id org.AgencyID, at time.Time) (AgencyFacts, *profile.Profile, error) {
	line, err := j.org.LineOf(ctx, id, at)
	if err != nil {
		return AgencyFacts{}, nil, err
	}
	law, err := j.law(line[0].Province, at)
	return chain(line), law, err
}

// chain hangs an agency under its superiors; line begins with the agency.
func chain(line []org.Agency) AgencyFacts {
	facts := AgencyFacts{Agency: line[0]}
	if len(line) > 1 {
		above := chain(line[1:])
		facts.Parent = &above
	}
	return facts
}

func (j *Judge) person(ctx context.Context, id org.PersonID, agency org.AgencyID, at time.Time) (PersonFacts, *profile.Profile, error) {
	who, err := j.org.PersonAt(ctx, id, at)
	if err != nil {
		return PersonFacts{}, nil, err
	}
	posts, err := j.org.PostsOfPerson(ctx, id)
	if err != nil {
		return PersonFacts{}, nil, err
	}
	facts := PersonFacts{Person: who}
	province := ""
	for _, p := range posts {
		if agency != "" && p.Agency != agency {
			continue
		}
		line, err := j.org.LineOf(ctx, p.Agency, at)
		if err != nil {
			return PersonFacts{}, nil, err
		}
		authority, err := j.authority(ctx, p, at)
		if err != nil {
			return PersonFacts{}, nil, err
		}
		facts.Posts = append(facts.Posts, PostFacts{Post: p, Agency: chain(line), Authority: authority})
		province = line[0].Province
	}
	if province == "" {
		if province, err = j.provinceOf(ctx, agency, posts, at); err != nil {
			return PersonFacts{}, nil, err
		}
	}
	law, err := j.law(province, at)
	return facts, law, err
}

// provinceOf a person without a post there: that of the agency asked about.
func (j *Judge) provinceOf(ctx context.Context, agency org.AgencyID, posts []org.Post, at time.Time) (string, error) {
	if agency == "" && len(posts) > 0 {
		agency = posts[0].Agency
	}
	if agency == "" {
		return "", fault.New(fault.NotFound, "subscriber.nowhere", "Người này chưa từng giữ chức vụ ở cơ quan nào trong hệ thống.")
	}
	line, err := j.org.LineOf(ctx, agency, at)
	if err != nil {
		return "", err
	}
	return line[0].Province, nil
}

func (j *Judge) authority(ctx context.Context, p org.Post, at time.Time) (org.AuthorityID, error) {
	rows, err := j.org.AuthoritiesOf(ctx, p.Person, p.Agency, at)
	for _, row := range rows {
		if row.Post == p.ID {
			return row.ID, nil
		}
	}
	return "", err
}

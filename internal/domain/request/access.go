package request

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Department is the agency that the province authorises: by the code of its
// contact, by its name, or, where neither is in the list of agencies, the one
// whose people manage subscribers. It is empty while there is none.
func (s *Service) Department(ctx context.Context, province string) (org.Agency, error) {
	p, err := s.Profiles.At(province, s.Now())
	if err != nil {
		return org.Agency{}, err
	}
	if code := p.Exchange.Department.Code; code != "" {
		if a, err := s.Org.AgencyByCode(ctx, code, s.Now()); err == nil {
			return a, nil
		}
	}
	list, err := s.agencies(ctx, province)
	if err != nil {
		return org.Agency{}, err
	}
	for _, a := range list {
		if Folded(a.Name) == Folded(p.Subscribers.AuthorisedDepartment) && a.Name != "" {
			return a, nil
		}
	}
	for _, a := range list {
		people, err := s.Org.PeopleWith(ctx, a.ID, org.SubscriberManager, s.Now())
		if err != nil || len(people) > 0 {
			return a, err
		}
	}
	return org.Agency{}, nil
}

// agencies lists those of the province that live now.
func (s *Service) agencies(ctx context.Context, province string) ([]org.Agency, error) {
	var all []org.Agency
	q := org.AgencyQuery{Province: province, At: s.Now(), Limit: 200}
	for {
		page, err := s.Org.Agencies(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("listing agencies: %w", err)
		}
		all = append(all, page...)
		if len(page) < q.Limit {
			return all, nil
		}
		q.After = page[len(page)-1].Code
	}
}

// authority is Cục as an agency of the list, which letters are addressed to.
func (s *Service) authority(ctx context.Context, p *profile.Profile) (org.Agency, error) {
	contact := p.Exchange.CA
	if contact.Code != "" {
		if a, err := s.Org.AgencyByCode(ctx, contact.Code, s.Now()); err == nil {
			return a, nil
		}
	}
	list, err := s.agencies(ctx, p.Province)
	if err != nil {
		return org.Agency{}, err
	}
	short, _, _ := strings.Cut(contact.Name, ",")
	for _, a := range list {
		if n := Folded(a.Name); n == Folded(contact.Name) || n == Folded(short) {
			return a, nil
		}
	}
	return org.Agency{}, fault.New(fault.Unready, "request.no-authority", "Danh mục cơ quan chưa có “"+short+"” nên chưa gửi văn bản được.").
		Under(p.Clause(keyRoute)).Do("Quản trị thêm cơ quan này với mã định danh của Cục rồi làm lại.")
}

// relations says how the actor stands to the request.
func (s *Service) relations(ctx context.Context, by org.Actor, r *Request) ([]org.Relation, error) {
	var rel []org.Relation
	if by.Person != "" && (by.Person == r.Person || by.Person == r.CreatedBy) {
		rel = append(rel, org.Own)
	}
	if by.Agency != "" && by.Agency == r.Managing {
		rel = append(rel, org.OfAgency)
	}
	department, err := s.Department(ctx, r.Province)
	if err != nil {
		return nil, err
	}
	if by.Agency != "" && by.Agency == department.ID && by.Province == r.Province {
		rel = append(rel, org.OfRecipient)
	}
	if by.Person != "" && by.Person == r.Officer {
		rel = append(rel, org.Asked)
	}
	return rel, nil
}

// allow asks the permission table once; what the actor may not even read does
// not exist.
func (s *Service) allow(ctx context.Context, by org.Actor, r *Request, action org.Action) error {
	rel, err := s.relations(ctx, by, r)
	if err != nil {
		return err
	}
	foreign := by.Province != r.Province && by.Account != ""
	if foreign || (!s.Guard.Can(by, ActRead, rel...) && by.Account != "") {
		return notHere()
	}
	return s.Guard.Allow(ctx, by, action, rel...)
}

func notHere() error {
	return fault.New(fault.NotFound, "request.absent", "Không có hồ sơ này, hoặc bạn không được xem.")
}

// load reads a request for an action of the actor.
func (s *Service) load(ctx context.Context, by org.Actor, id ID, action org.Action) (*Request, error) {
	r, err := s.Store.Request(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return nil, notHere()
	}
	if err != nil {
		return nil, fmt.Errorf("reading request %s: %w", id, err)
	}
	return &r, s.allow(ctx, by, &r, action)
}

// law is the profile under which the request was made.
func (s *Service) law(r *Request) (*profile.Profile, error) {
	return s.Profiles.At(r.Province, r.CreatedAt)
}

// prepares reports whether the actor makes dossiers for the agency, which a
// subscriber alone does not.
func prepares(by org.Actor, agency org.AgencyID) bool {
	if by.Agency != agency {
		return by.Has(org.SubscriberManager)
	}
	return slices.ContainsFunc([]org.Role{org.ITOfficer, org.Clerk, org.Leader, org.SubscriberManager, org.Administrator}, by.Has)
}

// onlyAgency refuses who acts for no agency (LD-07.3).
func onlyAgency(by org.Actor, r *Request, p *profile.Profile) error {
	if prepares(by, r.Managing) {
		return nil
	}
	return fault.New(fault.Forbidden, "request.agency-only", "Hồ sơ phải do cơ quan, tổ chức gửi.").
		Under(p.Clause(keyRoute)).Do("Chuyển hồ sơ cho người phụ trách chữ ký số của cơ quan.")
}

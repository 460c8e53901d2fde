package org

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"antin/internal/domain/audit"
	"antin/internal/event"
	"antin/internal/fault"
)

const maxName = 300 // characters; the longest official name known has 130

// CreateAgency gives the agency an id. Its code must not belong to another
// living agency; ValidFrom zero means from now. Kind and level are told from the
// name when empty. Kinds that the province wants under a superior are refused
// without one (LD-02.2, NA-02.3).
func (s *Service) CreateAgency(ctx context.Context, by Actor, a Agency) (Agency, error) {
	if err := named("name", a.Name); err != nil {
		return Agency{}, err
	}
	if err := named("code", a.Code); err != nil {
		return Agency{}, err
	}
	id, err := newID()
	if err != nil {
		return Agency{}, err
	}
	a.ID = AgencyID(id)
	if a.ValidFrom.IsZero() {
		a.ValidFrom = s.now()
	}
	a = a.filled()
	err = s.change(ctx, by, ActManage, nil, func(tx Tx) (audit.Entry, error) {
		if err := s.checkAgency(ctx, tx, a); err != nil {
			return audit.Entry{}, err
		}
		err := tx.AddAgency(ctx, a)
		if err == nil {
			err = tx.AddWords(ctx, WordsOfAgencies, id, wordsOf(a.Name+" "+a.ShortName+" "+a.Code))
		}
		return s.entry(by, "agency.created", id), taken(err, "org.code-taken", "Mã định danh "+a.Code+" đã thuộc về cơ quan khác.")
	})
	return a, err
}

// MergeAgency ends an agency; from then on its successor continues its work.
func (s *Service) MergeAgency(ctx context.Context, by Actor, id, successor AgencyID, at time.Time) error {
	return s.change(ctx, by, ActManage, nil, func(tx Tx) (audit.Entry, error) {
		a, err := tx.Agency(ctx, id)
		if err != nil {
			return audit.Entry{}, missing(err, "org.agency", "Không có cơ quan này.")
		}
		if !a.ValidTo.IsZero() || !at.After(a.ValidFrom) || id == successor {
			return audit.Entry{}, fault.New(fault.Conflict, "org.merge", "Cơ quan đã kết thúc hoạt động, hoặc ngày sáp nhập không hợp lệ.")
		}
		if _, err := tx.Agency(ctx, successor); err != nil {
			return audit.Entry{}, missing(err, "org.agency", "Không có cơ quan tiếp nhận.")
		}
		if err := tx.CloseAgency(ctx, id, successor, at); err != nil {
			return audit.Entry{}, err
		}
		ended := AgencyEnded{Agency: id, Successor: successor, From: at}
		return s.entry(by, "agency.merged", string(id), "successor", string(successor)), tx.Emit(ctx, event.New(EventAgencyMerged, string(id), ended))
	})
}

// CreateUnit adds a unit to a living agency.
func (s *Service) CreateUnit(ctx context.Context, by Actor, u Unit) (Unit, error) {
	if err := named("name", u.Name); err != nil {
		return Unit{}, err
	}
	id, err := newID()
	if err != nil {
		return Unit{}, err
	}
	u.ID = UnitID(id)
	if u.ValidFrom.IsZero() {
		u.ValidFrom = s.now()
	}
	err = s.change(ctx, by, ActManage, nil, func(tx Tx) (audit.Entry, error) {
		if _, err := tx.Agency(ctx, u.Agency); err != nil {
			return audit.Entry{}, missing(err, "org.agency", "Không có cơ quan này.")
		}
		if err := checkAbove(ctx, tx, u.Parent, u.Agency); err != nil {
			return audit.Entry{}, err
		}
		if err := tx.AddUnit(ctx, u); err != nil {
			return audit.Entry{}, err
		}
		return s.entry(by, "unit.created", id), tx.AddWords(ctx, WordsOfUnits, id, wordsOf(u.Name+" "+u.ShortName))
	})
	return u, err
}

// CreatePerson adds a person; posts and roles come by Appoint and GrantRole.
func (s *Service) CreatePerson(ctx context.Context, by Actor, p Person) (Person, error) {
	if err := named("name", p.Name); err != nil {
		return Person{}, err
	}
	id, err := newID()
	if err != nil {
		return Person{}, err
	}
	p.ID = PersonID(id)
	if p.Employment == "" {
		p.Employment = CivilServant
	}
	if !slices.Contains(Employments, p.Employment) {
		return Person{}, badEmployment()
	}
	p.Status = Working
	err = s.change(ctx, by, ActPeople, in(by, by.Agency), func(tx Tx) (audit.Entry, error) {
		if err := tx.AddPerson(ctx, p); err != nil {
			return audit.Entry{}, err
		}
		return s.entry(by, "person.created", id), tx.AddWords(ctx, WordsOfPeople, id, wordsOf(p.Name))
	})
	return p, err
}

// Appoint gives a person a post; From zero means from now.
func (s *Service) Appoint(ctx context.Context, by Actor, p Post) (Post, error) {
	if err := named("title", p.Title); err != nil {
		return Post{}, err
	}
	if p.From.IsZero() {
		p.From = s.now()
	}
	if !p.To.IsZero() && !p.To.After(p.From) {
		return Post{}, fault.New(fault.Invalid, "org.period", "Ngày thôi giữ chức vụ phải sau ngày bổ nhiệm.").At("to", "Phải sau ngày bổ nhiệm.")
	}
	id, err := newID()
	if err != nil {
		return Post{}, err
	}
	p.ID = PostID(id)
	err = s.change(ctx, by, ActManage, nil, func(tx Tx) (audit.Entry, error) {
		if err := checkPlace(ctx, tx, p.Person, p.Agency, p.Unit); err != nil {
			return audit.Entry{}, err
		}
		return s.entry(by, "post.appointed", id), tx.AddPost(ctx, p)
	})
	return p, err
}

// EndPost ends a post, and with it every signing authority that hung on it
// (NA-10.4). The end may lie ahead, never before the beginning.
func (s *Service) EndPost(ctx context.Context, by Actor, id PostID, at time.Time) error {
	return s.change(ctx, by, ActManage, nil, func(tx Tx) (audit.Entry, error) {
		p, err := tx.Post(ctx, id)
		if err != nil {
			return audit.Entry{}, missing(err, "org.post", "Không có chức vụ này.")
		}
		if at.Before(p.From) || (!p.To.IsZero() && at.After(p.To)) {
			return audit.Entry{}, fault.New(fault.Invalid, "org.period", "Ngày thôi giữ chức vụ không hợp lệ.")
		}
		if err := tx.EndPost(ctx, id, at); err != nil {
			return audit.Entry{}, err
		}
		_, anywhere, err := remaining(ctx, tx, p, Deed{At: at})
		if err != nil {
			return audit.Entry{}, err
		}
		left := PersonLeft{Person: p.Person, Agency: p.Agency, Post: id, Status: Working, LastPost: anywhere == 0, From: at}
		return s.entry(by, "post.ended", string(id), traceEnd, instant(at)), tx.Emit(ctx, event.New(EventPersonLeft, string(p.Person), left))
	})
}

// GrantRole opens the role's actions to the person in the agency, from now.
// Granting a role that is already held changes nothing but is written down.
func (s *Service) GrantRole(ctx context.Context, by Actor, person PersonID, agency AgencyID, role Role) error {
	if role == Anonymous || !known(role) {
		return fault.New(fault.Invalid, "org.role", "Không có vai trò này.")
	}
	id, err := newID()
	if err != nil {
		return err
	}
	return s.change(ctx, by, ActManageAccount, in(by, agency), func(tx Tx) (audit.Entry, error) {
		if err := s.onlyAdministrator(by, role); err != nil {
			return audit.Entry{}, err
		}
		if err := checkPlace(ctx, tx, person, agency, ""); err != nil {
			return audit.Entry{}, err
		}
		err := tx.AddRole(ctx, id, person, agency, role, s.now())
		return s.entry(by, "role.granted", string(person), "agency", string(agency), "role", string(role)), err
	})
}

// RevokeRole closes the role from now on.
func (s *Service) RevokeRole(ctx context.Context, by Actor, person PersonID, agency AgencyID, role Role) error {
	return s.change(ctx, by, ActManageAccount, in(by, agency), func(tx Tx) (audit.Entry, error) {
		if err := s.onlyAdministrator(by, role); err != nil {
			return audit.Entry{}, err
		}
		err := tx.EndRole(ctx, person, agency, role, s.now())
		return s.entry(by, "role.revoked", string(person), "agency", string(agency), "role", string(role)),
			missing(err, "org.role", "Người này không giữ vai trò đó.")
	})
}

// onlyAdministrator keeps roles that reach beyond one agency out of the hands
// of those who manage one agency, or they could raise themselves.
func (s *Service) onlyAdministrator(by Actor, role Role) error {
	beyond := role == Administrator || role == Inspector || role == SubscriberManager
	if beyond && !by.Has(Administrator) {
		return fault.New(fault.Forbidden, "org.role-beyond", "Chỉ quản trị hệ thống được cấp hoặc thu hồi vai trò "+role.Label()+".")
	}
	return nil
}

func in(by Actor, agency AgencyID) []Relation {
	if agency != "" && by.Agency == agency {
		return []Relation{OfAgency}
	}
	return nil
}

func known(role Role) bool { _, ok := roleWords[role]; return ok }

func named(field, value string) error {
	if strings.TrimSpace(value) == "" {
		return fault.New(fault.Invalid, "org."+field, "Còn thiếu thông tin bắt buộc.").At(field, "Không được để trống.")
	}
	if utf8.RuneCountInString(value) > maxName || !utf8.ValidString(value) {
		return fault.New(fault.Invalid, "org."+field, "Thông tin quá dài hoặc không phải chữ Unicode.").At(field, "Tối đa 300 ký tự.")
	}
	return nil
}

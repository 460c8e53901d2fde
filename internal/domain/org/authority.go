package org

import (
	"context"
	"errors"
	"strings"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/fault"
)

// GrantAuthority adds a row to the table of signing authority. The post must be
// of the agency and fit the capacity (CheckCapacity); From zero means from now.
func (s *Service) GrantAuthority(ctx context.Context, by Actor, a Authority) (Authority, error) {
	if err := named("type", a.Type); err != nil {
		return Authority{}, err
	}
	id, err := newID()
	if err != nil {
		return Authority{}, err
	}
	a.ID = AuthorityID(id)
	if a.From.IsZero() {
		a.From = s.now()
	}
	err = s.change(ctx, by, ActManage, nil, func(tx Tx) (audit.Entry, error) {
		post, err := tx.Post(ctx, a.Post)
		if err != nil {
			return audit.Entry{}, missing(err, "org.post", "Không có chức vụ này.")
		}
		if err := a.fit(post); err != nil {
			return audit.Entry{}, err
		}
		if by.Person != "" && post.Person == by.Person {
			return audit.Entry{}, fault.New(fault.Forbidden, "authority.self", "Không được tự giao quyền, ủy quyền ký cho chính mình.").
				At("post", "Chọn người khác.").Do("Đề nghị người khác có quyền ghi bảng thẩm quyền ký.")
		}
		return s.entry(by, "authority.granted", id), tx.AddAuthority(ctx, a)
	})
	return a, err
}

// AuthorityFor finds the row by which the person may sign such a document in
// that capacity at that time, a row for the very type before one for every
// type. The post must still be held: authority ends with it (NA-10.4).
func (s *Service) AuthorityFor(ctx context.Context, person PersonID, agency AgencyID, documentType string, c Capacity, at time.Time) (Authority, error) {
	rows, err := s.store.AuthoritiesOf(ctx, person, agency, at)
	if err != nil {
		return Authority{}, err
	}
	for _, wanted := range []string{documentType, "*"} {
		for _, a := range rows {
			if a.Type != wanted || a.Capacity != c || !within(at, a.From, a.To) {
				continue
			}
			ok, err := s.stillHeld(ctx, a, person, at)
			if err != nil {
				return Authority{}, err
			}
			if ok {
				return a, nil
			}
		}
	}
	return Authority{}, overreach(c)
}

// AuthoritiesOf lists the rows that are open to the person in the agency.
func (s *Service) AuthoritiesOf(ctx context.Context, person PersonID, agency AgencyID, at time.Time) ([]Authority, error) {
	return s.store.AuthoritiesOf(ctx, person, agency, at)
}

func (s *Service) stillHeld(ctx context.Context, a Authority, person PersonID, at time.Time) (bool, error) {
	post, err := s.store.Post(ctx, a.Post)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return post.Person == person && post.Agency == a.Agency && within(at, post.From, post.To) && CheckCapacity(post, a.Capacity) == nil, nil
}

func overreach(c Capacity) error {
	how := "ký trực tiếp"
	if c != InOwnRight {
		how = "ký " + string(c)
	}
	return fault.New(fault.Forbidden, "authority.beyond",
		"Vượt thẩm quyền ký theo chức danh: không có thẩm quyền "+how+" loại văn bản này, hoặc chức vụ đã hết hiệu lực.").
		Under("NA-04.3").Do("Chọn đúng người ký và tư cách ký, hoặc đề nghị quản trị hệ thống bổ sung bảng thẩm quyền ký.")
}

func (a Authority) fit(post Post) error {
	if post.Agency != a.Agency {
		return fault.New(fault.Invalid, "authority.agency", "Chức vụ không thuộc cơ quan của thẩm quyền ký.")
	}
	if !a.To.IsZero() && !a.To.After(a.From) || !post.To.IsZero() && !a.From.Before(post.To) {
		return fault.New(fault.Invalid, "authority.period", "Thời hạn thẩm quyền ký không nằm trong thời gian giữ chức vụ.")
	}
	if a.Capacity == Authorised && a.To.IsZero() {
		return fault.New(fault.Invalid, "authority.unlimited", "Ký thừa ủy quyền phải có thời hạn.").
			Under("NĐ 30/2020, Điều 13 khoản 3").At("to", "Ghi ngày hết hạn ủy quyền.")
	}
	return CheckCapacity(post, a.Capacity)
}

// CheckCapacity says whether the post can sign in that capacity at all: KT. is
// for deputies, TL. for heads of units and offices, Q. for acting heads
// (NĐ 30/2020, Điều 13 and Phụ lục I).
func CheckCapacity(post Post, c Capacity) error {
	deputy := deputyTitle(post.Title)
	var problem string
	switch c {
	case InOwnRight:
		if deputy {
			problem = "Cấp phó phải ký thay (KT.)."
		}
	case Deputy:
		if !deputy {
			problem = "Chỉ cấp phó được ký thay (KT.)."
		}
	case ByOrder:
		if deputy || !heads(post.Title) {
			problem = "Chỉ người đứng đầu đơn vị được ký thừa lệnh (TL.)."
		}
	case Acting:
		if deputy {
			problem = "Cấp phó không ký với tư cách quyền (Q.)."
		}
	case Collective, Authorised:
	default:
		problem = "Không có tư cách ký này."
	}
	if problem != "" {
		return fault.New(fault.Invalid, "authority.capacity", problem).Under("NĐ 30/2020, Điều 13").At("capacity", problem)
	}
	return nil
}

func deputyTitle(title string) bool { return strings.HasPrefix(strings.ToLower(title), "phó ") }

// heads tells a title that leads: "Trưởng phòng", "Chánh Văn phòng", "Cục trưởng".
func heads(title string) bool {
	t := strings.ToLower(title)
	if strings.Contains(t, "trưởng") {
		return true
	}
	for _, start := range []string{"chánh ", "giám đốc", "tổng giám đốc", "chủ tịch", "chủ nhiệm"} {
		if strings.HasPrefix(t, start) {
			return true
		}
	}
	return false
}

package task

import (
	"context"
	"fmt"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
	"antin/workday"
)

// maxTargets of one direction; the log entry names each.
const maxTargets = 30

// placed is one target with the names it has today.
type placed struct {
	Target
	person org.Person
	unit   org.Unit
	due    time.Time
}

// place finds the people and units of the targets, each once.
func (s *Service) place(ctx context.Context, by org.Actor, o *Order, c *workday.Calendar) ([]placed, error) {
	people, err := s.Org.PeopleOf(ctx, by.Agency, s.Now())
	if err != nil {
		return nil, err
	}
	leaders, err := s.Org.PeopleWith(ctx, by.Agency, org.UnitLeader, s.Now())
	if err != nil {
		return nil, err
	}
	out := make([]placed, 0, len(o.Targets))
	for _, t := range o.Targets {
		x := placed{Target: t}
		if t.Unit != "" {
			if x.unit, x.person, err = s.unitOf(ctx, by, t.Unit, leaders); err != nil {
				return nil, err
			}
		} else if x.person = find(people, t.Person); x.person.ID == "" {
			return nil, fault.New(fault.Invalid, "assign.nobody", "Chưa chọn người xử lý.").At("chu-tri", "Chọn người hoặc đơn vị trong cơ quan.")
		}
		day := t.DueOn
		if day == "" {
			day = o.DueOn
		}
		if x.Part != Know {
			if x.due, err = EndOf(c, day); err != nil {
				return nil, err
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// unitOf finds a unit of the agency with who leads it.
func (s *Service) unitOf(ctx context.Context, by org.Actor, id org.UnitID, leaders []org.Person) (org.Unit, org.Person, error) {
	u, err := s.Org.Unit(ctx, id)
	if err != nil || u.Agency != by.Agency || !u.ValidTo.IsZero() {
		return u, org.Person{}, fault.New(fault.Invalid, "assign.unit", "Không có đơn vị này trong cơ quan.").At("chu-tri", "Chọn đơn vị khác.")
	}
	for _, p := range leaders {
		posts, err := s.Org.PostsOf(ctx, p.ID, by.Agency, s.Now())
		if err != nil {
			return u, p, err
		}
		for _, post := range posts {
			if post.Unit == id {
				return u, p, nil
			}
		}
	}
	return u, org.Person{}, fault.New(fault.Invalid, "assign.unit-leader", "“"+u.Name+"” chưa có lãnh đạo đơn vị để nhận việc.").
		At("chu-tri", "Giao thẳng cho một người của đơn vị.")
}

func find(people []org.Person, id org.PersonID) org.Person {
	for _, p := range people {
		if p.ID == id && id != "" {
			return p
		}
	}
	return org.Person{}
}

// checkTargets holds the targets together: somebody, each once, one lead.
func checkTargets(p *plan) error {
	if len(p.to) == 0 {
		return fault.New(fault.Invalid, "assign.nobody", "Chưa chọn người xử lý.").At("chu-tri", "Chọn người hoặc đơn vị.")
	}
	if len(p.to) > maxTargets {
		return fault.New(fault.Invalid, "assign.many", fmt.Sprintf("Một lần giao tối đa %d người, đơn vị.", maxTargets))
	}
	seen, leads := map[org.PersonID]bool{}, 0
	for _, t := range p.to {
		if seen[t.person.ID] {
			return fault.New(fault.Invalid, "assign.twice", t.person.Name+" được chọn hai lần.").At("phoi-hop", "Bỏ bớt một chỗ.")
		}
		seen[t.person.ID] = true
		if t.Part == Lead {
			leads++
		}
	}
	if leads > 1 {
		return fault.New(fault.Invalid, "assign.two-leads", "Mỗi lần giao chỉ có một nơi chủ trì.").At("chu-tri", "Chọn một.")
	}
	return nil
}

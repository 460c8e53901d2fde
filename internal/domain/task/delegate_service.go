package task

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Delegate (ủy quyền) lets somebody assign incoming documents from one day to
// the end of another; only the head does it, in writing, and not for oneself.
func (s *Service) Delegate(ctx context.Context, by org.Actor, d Delegation) error {
	if err := s.onlyHead(ctx, by); err != nil {
		return err
	}
	p, err := s.law(by.Province)
	if err != nil {
		return err
	}
	if err := s.checkDelegation(ctx, by, &d, p.Tasks.DelegationDays); err != nil {
		return err
	}
	d.ID, d.Agency, d.By, d.ByName = DelegationID(newID()), by.Agency, by.Person, by.Name
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.PutDelegation(ctx, d); err != nil {
			return err
		}
		data := map[string]string{"person": string(d.Person), "from": d.From.UTC().Format(time.RFC3339), "to": d.To.UTC().Format(time.RFC3339)}
		return s.audit(ctx, tx, by, "task.delegate", string(d.ID), by.Province, data, "")
	})
}

func (s *Service) onlyHead(ctx context.Context, by org.Actor) error {
	if err := s.Guard.Allow(ctx, by, ActDelegate, org.OfAgency); err != nil {
		return err
	}
	posts, err := s.Org.PostsOf(ctx, by.Person, by.Agency, s.Now())
	if err != nil {
		return err
	}
	if slices.ContainsFunc(posts, org.Post.HeadsAgency) {
		return nil
	}
	p, err := s.law(by.Province)
	if err != nil {
		return err
	}
	return fault.New(fault.Forbidden, "task.not-head", "Chỉ người đứng đầu cơ quan được ủy quyền phân văn bản đến.").Under(p.Clause("tasks.assigners"))
}

func (s *Service) checkDelegation(ctx context.Context, by org.Actor, d *Delegation, days int) error {
	d.Decision = strings.TrimSpace(d.Decision)
	if d.Decision == "" {
		return fault.New(fault.Invalid, "delegation.paper", "Ghi số, ngày văn bản ủy quyền.").At("van-ban", "Ví dụ: Giấy ủy quyền số 03/GUQ-SKHCN ngày 20/11/2026.")
	}
	if d.Person == by.Person {
		return fault.New(fault.Invalid, "delegation.self", "Không tự ủy quyền cho mình được.").At("nguoi", "Chọn người khác.")
	}
	people, err := s.Org.PeopleOf(ctx, by.Agency, s.Now())
	if err != nil {
		return err
	}
	who := find(people, d.Person)
	if who.ID == "" {
		return fault.New(fault.Invalid, "delegation.nobody", "Chưa chọn người được ủy quyền.").At("nguoi", "Chọn người.")
	}
	d.Name = who.Name
	if !d.To.After(d.From) || d.To.Before(s.Now()) {
		return fault.New(fault.Invalid, "delegation.dates", "Ngày kết thúc ủy quyền phải sau ngày bắt đầu và chưa qua.").At("den-ngay", "Chọn ngày khác.")
	}
	if d.To.Sub(d.From) > time.Duration(days)*24*time.Hour {
		return fault.New(fault.Invalid, "delegation.long", fmt.Sprintf("Mỗi lần ủy quyền không quá %d ngày.", days)).At("den-ngay", "Chọn ngày sớm hơn.")
	}
	roles, err := s.Org.RolesOf(ctx, d.Person, by.Agency, s.Now())
	if err != nil {
		return err
	}
	if !slices.Contains(roles, org.Leader) && !slices.Contains(roles, org.Clerk) {
		return fault.New(fault.Invalid, "delegation.reader", d.Name+" không đọc được văn bản đến của cơ quan nên chưa ủy quyền được.").
			At("nguoi", "Chọn lãnh đạo cơ quan hoặc văn thư.")
	}
	return nil
}

// EndDelegation ends one before its time.
func (s *Service) EndDelegation(ctx context.Context, by org.Actor, id DelegationID) error {
	if err := s.onlyHead(ctx, by); err != nil {
		return err
	}
	list, err := s.Store.Delegations(ctx, by.Agency, s.Now())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(d Delegation) bool { return d.ID == id })
	if i < 0 {
		return fault.New(fault.NotFound, "delegation.absent", "Không có ủy quyền này, hoặc đã hết hạn.")
	}
	d := list[i]
	d.EndedAt = s.Now()
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.PutDelegation(ctx, d); err != nil {
			return err
		}
		return s.audit(ctx, tx, by, "task.delegation-ended", string(d.ID), by.Province, map[string]string{"person": string(d.Person)}, "")
	})
}

// Delegations lists those of the agency that have not run out.
func (s *Service) Delegations(ctx context.Context, by org.Actor) ([]Delegation, error) {
	if err := s.Guard.Allow(ctx, by, ActDelegate, org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.Delegations(ctx, by.Agency, s.Now())
}

// Phrases are the ready words of a leader's directions: the leader's own ones,
// or those of the profile.
func (s *Service) Phrases(ctx context.Context, by org.Actor) ([]string, error) {
	list, err := s.Store.Phrases(ctx, by.Person)
	if err != nil || len(list) > 0 {
		return list, err
	}
	p, err := s.law(by.Province)
	if err != nil {
		return nil, err
	}
	return p.Tasks.Phrases, nil
}

// SetPhrases keeps a leader's own words, at most 12 of at most 200 characters;
// none brings back those of the profile.
func (s *Service) SetPhrases(ctx context.Context, by org.Actor, list []string) error {
	if err := s.Guard.Allow(ctx, by, ActList); err != nil {
		return err
	}
	var kept []string
	for _, text := range list {
		if text = strings.TrimSpace(text); text != "" {
			kept = append(kept, text)
		}
	}
	if len(kept) > 12 || slices.ContainsFunc(kept, func(t string) bool { return len([]rune(t)) > 200 }) {
		return fault.New(fault.Invalid, "phrases.many", "Tối đa 12 câu, mỗi câu không quá 200 ký tự.").At("cau", "Bỏ bớt câu hoặc rút ngắn.")
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.SetPhrases(ctx, by.Person, kept); err != nil {
			return err
		}
		return s.audit(ctx, tx, by, "task.phrases", string(by.Person), by.Province, map[string]string{"count": fmt.Sprint(len(kept))}, "")
	})
}

package workfile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/fault"
	"antin/vntext"
)

// PlanOf gives the plan of the actor's agency for a year; a draft without rows
// when there is none yet.
func (s *Service) PlanOf(ctx context.Context, by org.Actor, year int) (Plan, error) {
	if err := s.Guard.Allow(ctx, by, ActCreate, org.OfAgency); err != nil {
		return Plan{}, err
	}
	p, err := s.Store.Plan(ctx, by.Agency, year)
	if errors.Is(err, ErrNotFound) {
		return Plan{Agency: by.Agency, Province: by.Province, Year: year}, nil
	}
	return p, err
}

// SavePlan replaces the rows of a draft.
func (s *Service) SavePlan(ctx context.Context, by org.Actor, year int, rows [][]string) error {
	if err := s.Guard.Allow(ctx, by, ActPlan, org.OfAgency); err != nil {
		return err
	}
	law, err := s.law(by.Province)
	if err != nil {
		return err
	}
	list, err := ReadPlan(rows, law)
	if err != nil {
		return err
	}
	return s.changePlan(ctx, by, year, "file.plan-saved", func(p *Plan) error {
		if p.Approved {
			return fault.New(fault.Conflict, "plan.approved", "Danh mục đã được duyệt nên không sửa được.").Do("Hồ sơ phát sinh được lập ngoài danh mục.")
		}
		p.Rows = list
		return nil
	})
}

// ApprovePlan (duyệt danh mục) is the head's: from then on it stands.
func (s *Service) ApprovePlan(ctx context.Context, by org.Actor, year int) error {
	if err := s.Guard.Allow(ctx, by, ActApprove, org.OfAgency); err != nil {
		return err
	}
	posts, err := s.Org.PostsOf(ctx, by.Person, by.Agency, s.Now())
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(posts, org.Post.HeadsAgency) {
		return fault.New(fault.Forbidden, "plan.not-head", "Danh mục hồ sơ do người đứng đầu cơ quan duyệt.").Under("NĐ 30/2020/NĐ-CP, Điều 28")
	}
	return s.changePlan(ctx, by, year, "file.plan-approved", func(p *Plan) error {
		if len(p.Rows) == 0 {
			return fault.New(fault.Conflict, "plan.empty", "Danh mục chưa có hồ sơ nào nên chưa duyệt được.")
		}
		p.Approved, p.ApprovedBy, p.ApprovedAt = true, by.Name, s.Now()
		return nil
	})
}

func (s *Service) changePlan(ctx context.Context, by org.Actor, year int, action string, do func(*Plan) error) error {
	law, err := s.law(by.Province)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		p, err := tx.Plan(ctx, by.Agency, year)
		if errors.Is(err, ErrNotFound) {
			p = Plan{Agency: by.Agency, Province: by.Province, Year: year}
		} else if err != nil {
			return err
		}
		if err := do(&p); err != nil {
			return err
		}
		if err := tx.SavePlan(ctx, &p); err != nil {
			return changed(err)
		}
		subject := string(by.Agency) + "/" + fmt.Sprint(year)
		return tx.Audit(ctx, s.entry(by, action, subject, law, map[string]string{"rows": fmt.Sprint(len(p.Rows)), "approved": fmt.Sprint(p.Approved)}))
	})
}

// List gives files of the actor's agency: one's own, or all to those who read all.
func (s *Service) List(ctx context.Context, by org.Actor, q Query) ([]File, error) {
	if err := s.Guard.Allow(ctx, by, ActCreate, org.OfAgency); err != nil {
		return nil, err
	}
	q.Agency, q.Text = by.Agency, vntext.Fold(q.Text)
	if !s.Guard.Can(by, ActRead, org.OfAgency) {
		q.Keeper = by.Person
	}
	return s.Store.List(ctx, q)
}

// DueSoon lists closed files that must be handed over within the days of the
// profile (30 of Phụ lục VI), the overdue ones included.
func (s *Service) DueSoon(ctx context.Context, by org.Actor) ([]File, error) {
	p, err := s.law(by.Province)
	if err != nil {
		return nil, err
	}
	return s.List(ctx, by, Query{State: Closed, DueBy: s.Now().In(zone).AddDate(0, 0, p.Files.NoticeDays).Format(time.DateOnly)})
}

// Of lists the files in which a document stands that the actor may read.
func (s *Service) Of(ctx context.Context, by org.Actor, id document.ID) ([]File, error) {
	if _, err := s.Documents.Get(ctx, by, id); err != nil {
		return nil, err
	}
	list, err := s.Store.Of(ctx, id)
	return slices.DeleteFunc(list, func(f File) bool { return !s.Can(by, &f, ActRead) }), err
}

// Unfiled lists documents of the agency that stand in no file: of a year, or of a
// month where the regulation asks for it monthly (month 0 is the whole year).
func (s *Service) Unfiled(ctx context.Context, by org.Actor, year, month int) ([]document.Summary, error) {
	if err := s.Guard.Allow(ctx, by, ActPlan, org.OfAgency); err != nil {
		return nil, err
	}
	from, to := time.Date(year, 1, 1, 0, 0, 0, 0, zone), time.Date(year+1, 1, 1, 0, 0, 0, 0, zone)
	if month > 0 {
		from = time.Date(year, time.Month(month), 1, 0, 0, 0, 0, zone)
		to = from.AddDate(0, 1, 0)
	}
	ids, err := s.Store.Unfiled(ctx, by.Agency, from.Format(time.DateOnly), to.Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	out := make([]document.Summary, 0, len(ids))
	for _, id := range ids {
		d, err := s.Documents.Store.Load(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("reading document %s: %w", id, err)
		}
		out = append(out, document.Summary{ID: d.ID, Direction: d.Direction, Type: d.Type, Subject: d.Subject, State: d.State, Number: d.Number, Symbol: d.Symbol, IssuedOn: d.IssuedOn, FromName: d.FromName, SenderRef: d.SenderRef, Arrival: d.Arrival})
	}
	return out, nil
}

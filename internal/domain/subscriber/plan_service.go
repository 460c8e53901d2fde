package subscriber

import (
	"context"
	"strconv"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Forecast counts how many certificates end in each of the next months, those
// that are renewed already left out.
func (s *Service) Forecast(ctx context.Context, by org.Actor, months int) ([]MonthCount, error) {
	if err := s.Guard.Allow(ctx, by, ActList, org.OfAgency); err != nil {
		return nil, err
	}
	scope, err := s.scope(ctx, by)
	if err != nil {
		return nil, err
	}
	from := s.Now()
	first := time.Date(from.In(zone).Year(), from.In(zone).Month(), 1, 0, 0, 0, 0, zone)
	return s.Store.Expiring(ctx, scope, from, first.AddDate(0, min(max(months, 1), 60), 0))
}

// BudgetRow is one line of the yearly plan with its amount in đồng.
type BudgetRow struct {
	profile.BudgetLine
	Count  int // proposed from the register, or what was entered for a lump sum
	Price  int64
	Amount int64
}

// YearPlan is what a year will need: counts from the register, prices as the
// department entered them.
type YearPlan struct {
	Year  int
	Rows  []BudgetRow
	Total int64
}

// YearPlan proposes the numbers of a year: renewals are the certificates that
// end in it, new ones as many as were first issued in the year before.
func (s *Service) YearPlan(ctx context.Context, by org.Actor, year int) (YearPlan, error) {
	if err := s.Guard.Allow(ctx, by, ActList, org.OfAgency); err != nil {
		return YearPlan{}, err
	}
	if year < 2015 || year > 2100 {
		return YearPlan{}, fault.New(fault.Invalid, "budget.year", "Năm không hợp lệ.")
	}
	law, err := s.law(by.Province)
	if err != nil {
		return YearPlan{}, err
	}
	scope, err := s.scope(ctx, by)
	if err != nil {
		return YearPlan{}, err
	}
	prices, err := s.Store.Prices(ctx, by.Province, year)
	if err != nil {
		return YearPlan{}, err
	}
	counts, err := s.proposed(ctx, scope, year)
	if err != nil {
		return YearPlan{}, err
	}
	plan := YearPlan{Year: year}
	for _, line := range law.Subscribers.Register.BudgetLines {
		row := BudgetRow{BudgetLine: line, Count: counts[line.Counts]}
		for _, p := range prices {
			if p.Line != line.Code {
				continue
			}
			row.Price = p.Price
			if line.Counts == "" {
				row.Count = p.Quantity
			}
		}
		row.Amount = row.Price * int64(row.Count)
		plan.Total += row.Amount
		plan.Rows = append(plan.Rows, row)
	}
	return plan, nil
}

func (s *Service) proposed(ctx context.Context, scope Scope, year int) (map[string]int, error) {
	first := time.Date(year, time.January, 1, 0, 0, 0, 0, zone)
	ends, err := s.Store.Expiring(ctx, scope, first, first.AddDate(1, 0, 0))
	if err != nil {
		return nil, err
	}
	renew := 0
	for _, m := range ends {
		renew += m.Count
	}
	figures, err := s.Store.Figures(ctx, scope, s.Now(), s.Now())
	if err != nil {
		return nil, err
	}
	fresh, standing := 0, 0
	for _, f := range figures {
		if f.Year == year-1 {
			fresh += f.Count
		}
		if f.State == InForce && f.Class == "person" {
			standing += f.Count
		}
	}
	return map[string]int{"renew": renew, "new": fresh, "device": fresh, "trainee": standing}, nil
}

// maxPrice bounds one price: a thousand billion đồng is a slip of the hand.
const maxPrice = 1_000_000_000_000

// SetPrice enters the unit price of a line, and the quantity of a lump sum.
func (s *Service) SetPrice(ctx context.Context, by org.Actor, p Price) error {
	if err := s.Guard.Allow(ctx, by, ActBudget, org.OfAgency); err != nil {
		return err
	}
	law, err := s.law(by.Province)
	if err != nil {
		return err
	}
	known := false
	for _, line := range law.Subscribers.Register.BudgetLines {
		known = known || line.Code == p.Line
	}
	if !known || p.Year < 2015 || p.Year > 2100 || p.Price < 0 || p.Price > maxPrice || p.Quantity < 0 || p.Quantity > 1_000_000 {
		return fault.New(fault.Invalid, "budget.price", "Đơn giá hoặc số lượng không hợp lệ.").At(p.Line, "Nhập số từ 0 trở lên.")
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.SavePrice(ctx, by.Province, p, by.Person, s.Now()); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "budget.price-set", p.Line, law.Version, "year", strconv.Itoa(p.Year), "price", strconv.FormatInt(p.Price, 10)))
	})
}

package request

import (
	"context"
	"slices"
	"strings"
)

// Remind tells the department on the due day, and again when the time has run
// out; each once. It is called every hour or so.
func (s *Service) Remind(ctx context.Context, province string) error {
	list, err := s.Store.Due(ctx, province, endOfDay(s.Now()), "", 2000)
	if err != nil {
		return err
	}
	for _, line := range list {
		if err := s.remind(ctx, line.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) remind(ctx context.Context, id ID) error {
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		r, err := tx.Load(ctx, id)
		if err != nil || r.DueAt.IsZero() {
			return err
		}
		text := "Đến hạn hôm nay"
		if r.Mark(s.Now()) == Overdue {
			text = r.OverdueText()
		}
		text += ": bước “" + r.State.Name() + "”, hạn " + r.DueAt.In(zone).Format("15:04 02/01/2006") + "."
		steps, err := tx.Steps(ctx, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(steps, func(st Step) bool { return st.Deed == Reminded && strings.EqualFold(st.Note, text) }) {
			return nil
		}
		p, err := s.law(&r)
		if err != nil {
			return err
		}
		agency := r.Managing
		if r.Waiting() {
			department, err := s.Department(ctx, r.Province)
			if err != nil {
				return err
			}
			agency = department.ID
		}
		if err := tx.AddNotice(ctx, Notice{ID: newID(), Request: id, Agency: agency, Text: r.Code + " (" + r.Whom + "): " + text, At: s.Now()}); err != nil {
			return err
		}
		d := &deed{&r, tx, system(&r), p, s.Now(), r.State}
		return s.save(ctx, d, Reminded, text, p.Clause(keyForward))
	})
}

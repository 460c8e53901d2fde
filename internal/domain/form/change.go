package form

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Change is what an administrator asks for.
type Change struct {
	Form   profile.Form // Set, Number and Version say which one was edited
	Reason string       // why, 3 to 300 signs
	From   time.Time    // first day of the new version (+07:00); today or later
}

var hanoi = time.FixedZone("+07", 7*60*60)

// Edit makes the next version of a template. Papers made before keep theirs;
// from the first day on new ones are made on it. A template that meanwhile got
// another version is a conflict, one that cannot be printed is refused with
// the line. HD2-10.2p, HT-12.1-2.
func (s *Service) Edit(ctx context.Context, by org.Actor, c Change) (profile.Form, error) {
	if err := s.Guard.Allow(ctx, by, ActionEdit, org.Any); err != nil {
		return profile.Form{}, err
	}
	law, err := s.Profiles.At(by.Province, s.Now())
	if err != nil {
		return profile.Form{}, err
	}
	if err := s.listed(law, c.Form.Set, c.Form.Number); err != nil {
		return profile.Form{}, err
	}
	if err := c.check(s.Now()); err != nil {
		return profile.Form{}, err
	}
	delivered, _ := s.Profiles.Form(c.Form.Set, c.Form.Number)
	next := c.Form
	next.Clause, next.From = delivered.Clause, c.From // the clause is the regulation's, not the administrator's
	next.Version++
	v := Version{ID: newID(), Province: by.Province, Form: next, Reason: strings.TrimSpace(c.Reason), By: by.Person, At: s.Now()}
	err = s.Store.Transact(ctx, func(tx Tx) error {
		before, err := tx.Versions(ctx, v.Province, next.Set, next.Number)
		if err != nil {
			return err
		}
		if last := delivered.Version + len(before); last != c.Form.Version {
			return stale()
		}
		if err := tx.AddVersion(ctx, v); err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(v.At, "form.edited", v.ID, "set", next.Set, "number", fmt.Sprint(next.Number),
			"version", fmt.Sprint(next.Version), "from", next.From.In(hanoi).Format(time.DateOnly)))
	})
	if errors.Is(err, ErrTaken) {
		return profile.Form{}, stale()
	}
	return next, err
}

func stale() error {
	return fault.New(fault.Conflict, "form.stale", "Mẫu này vừa có phiên bản khác.").Do("Mở lại mẫu, xem phiên bản mới rồi sửa.")
}

// check judges what was asked before anything is read.
func (c Change) check(now time.Time) error {
	reason := strings.TrimSpace(c.Reason)
	if n := utf8.RuneCountInString(reason); n < 3 || n > 300 {
		return fault.New(fault.Invalid, "form.no-reason", "Chưa ghi lý do sửa mẫu.").At("reason", "Ghi lý do, từ 3 đến 300 ký tự.")
	}
	y, m, d := now.In(hanoi).Date()
	if today := time.Date(y, m, d, 0, 0, 0, 0, hanoi); c.From.Before(today) {
		return fault.New(fault.Invalid, "form.past", "Ngày áp dụng không được trước hôm nay: giấy tờ đã lập giữ nguyên mẫu cũ.").
			At("from", "Chọn hôm nay hoặc ngày sau.")
	}
	if c.From.After(now.AddDate(5, 0, 0)) {
		return fault.New(fault.Invalid, "form.far", "Ngày áp dụng quá xa.").At("from", "Chọn ngày trong vòng 5 năm.")
	}
	return c.Form.Check()
}

// listed refuses a form that the province's regulation does not give.
func (s *Service) listed(law *profile.Profile, set string, number int) error {
	for _, ref := range law.Subscribers.FormRefs("") {
		if ref.Set == set && ref.Number == number {
			return nil
		}
	}
	return fault.New(fault.NotFound, "form.unlisted", fmt.Sprintf("Mẫu số %02d không có trong các mẫu của quy chế.", number)).
		Under(law.Clause("subscribers.forms")).Do("Chọn mẫu trong danh sách.")
}

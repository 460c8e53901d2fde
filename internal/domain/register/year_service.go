package register

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Note completes the columns of a line that the clerk keeps: who holds the
// record copy, how many copies, when it was handed on and who signed for it.
func (s *Service) Note(ctx context.Context, by org.Actor, series Series, number int, x Extra) error {
	p, err := s.begin(ctx, by, ActionNote)
	if err != nil {
		return err
	}
	series.Agency = by.Agency
	if x.Copies < 0 || x.Copies > 100000 {
		return fault.New(fault.Invalid, "register.note", "Chưa ghi được.").At("copies", "Số lượng bản từ 0 đến 100.000.")
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := s.open(ctx, tx, series); err != nil {
			return err
		}
		e, err := tx.Line(ctx, series, number)
		if errors.Is(err, ErrNotFound) {
			return fault.New(fault.NotFound, "register.no-number", "Sổ chưa có số này.")
		}
		if err != nil {
			return err
		}
		if e.Extra == x {
			return nil
		}
		e.Extra = x
		if err := tx.PutLine(ctx, e); err != nil {
			return err
		}
		data := map[string]string{"number": fmt.Sprint(number), "digest.marks": e.marks()}
		return tx.Audit(ctx, s.entry(by, p, ActionNote, series.String(), data))
	})
}

// Unsettled is what still stands in the way of closing a year.
type Unsettled struct {
	Held      []Entry // numbers without a paper, and documents under way
	Untended  []Entry // lines without a retention, where it is asked; at most 200
	TooEarly  bool
	FirstDay  string
	StandsNow Standing
}

// None reports that the year may be closed.
func (u Unsettled) None() bool { return len(u.Held) == 0 && len(u.Untended) == 0 && !u.TooEarly }

// Unsettled lists what has to be done before the year may be closed.
func (s *Service) Unsettled(ctx context.Context, by org.Actor, series Series) (Unsettled, error) {
	p, err := s.begin(ctx, by, ActionRead)
	if err != nil {
		return Unsettled{}, err
	}
	series.Agency = by.Agency
	u := Unsettled{FirstDay: fmt.Sprintf("%d-%s", series.Year, p.Registers.CloseFrom)}
	u.TooEarly = Day(s.Now()) < u.FirstDay
	if u.StandsNow, err = s.Store.Standing(ctx, series); err != nil {
		return u, err
	}
	err = s.walk(ctx, series, func(e Entry) {
		switch {
		case e.State == Reserved || e.State == IssuedEntry:
			u.Held = append(u.Held, e)
		case p.Registers.RetentionAsked && e.State == EnteredEntry && e.Retention == "" && len(u.Untended) < 200:
			u.Untended = append(u.Untended, e)
		}
	})
	return u, err
}

// walk visits all lines of a series from the last to the first.
func (s *Service) walk(ctx context.Context, series Series, visit func(Entry)) error {
	for below := 0; ; {
		list, err := s.Store.Find(ctx, Query{Series: series, Below: below, Limit: 500})
		if err != nil {
			return err
		}
		for _, e := range list {
			visit(e)
			below = e.Number
		}
		if len(list) == 0 || below <= 1 {
			return nil
		}
	}
}

// SetRetention gives one retention to all lines of a series that have none.
func (s *Service) SetRetention(ctx context.Context, by org.Actor, series Series, code string) (int, error) {
	p, err := s.begin(ctx, by, ActionNote)
	if err != nil {
		return 0, err
	}
	series.Agency = by.Agency
	label := ""
	for _, r := range p.Registers.Retentions {
		if r.Code == code {
			label = r.Label
		}
	}
	if label == "" {
		return 0, fault.New(fault.Invalid, "register.retention", "Chưa chọn thời hạn bảo quản.").At("retention", "Chọn thời hạn bảo quản.")
	}
	var todo []Entry
	if err := s.walk(ctx, series, func(e Entry) {
		if e.State == EnteredEntry && e.Retention == "" {
			todo = append(todo, e)
		}
	}); err != nil {
		return 0, err
	}
	for i, e := range todo {
		x := e.Extra
		x.Retention = label
		if err := s.Note(ctx, by, series, e.Number, x); err != nil {
			return i, err
		}
	}
	return len(todo), nil
}

// CloseYear ends a year (khóa sổ 31/12): every number is settled, the record
// carries the signed head of the log, and the book takes no more lines. The
// next year begins at 1.
func (s *Service) CloseYear(ctx context.Context, by org.Actor, series Series) (Closing, error) {
	p, err := s.begin(ctx, by, ActionClose)
	if err != nil {
		return Closing{}, err
	}
	series.Agency = by.Agency
	u, err := s.Unsettled(ctx, by, series)
	if err != nil {
		return Closing{}, err
	}
	if err := u.refusal(series, p); err != nil {
		return Closing{}, err
	}
	head, err := s.Heads.Head(ctx)
	if err != nil {
		return Closing{}, fmt.Errorf("reading the signed head of the log: %w", err)
	}
	var c Closing
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		now, err := tx.Lock(ctx, series)
		if err != nil {
			return err
		}
		if !now.Closed.IsZero() {
			c = now.Closing
			return nil // a second click: the first one closed it
		}
		if c, err = tx.Tally(ctx, series); err != nil {
			return err
		}
		if c.Last != now.Last || c.Entered+c.Cancelled != c.Last {
			return fault.New(fault.Conflict, "register.unsettled", "Sổ vừa có số mới chưa xử lý xong.").Do("Mở lại trang khóa sổ.")
		}
		c.At, c.By, c.ByName, c.Head = s.Now().Truncate(time.Millisecond), by.Person, by.Name, head
		if err := tx.Close(ctx, series, c); err != nil {
			return err
		}
		data := map[string]string{"last": fmt.Sprint(c.Last), "entered": fmt.Sprint(c.Entered), "cancelled": fmt.Sprint(c.Cancelled), "lines": c.Lines, "closing": c.digest()}
		return tx.Audit(ctx, s.entry(by, p, ActionClose, series.String(), data))
	})
	return c, err
}

func (c Closing) digest() string {
	return digest(c.At.UnixMilli(), c.By, c.ByName, c.Last, c.Entered, c.Cancelled, c.Lines, c.Head)
}

func (u Unsettled) refusal(series Series, p *profile.Profile) error {
	switch {
	case !u.StandsNow.Closed.IsZero():
		return ClosedRefusal(series)
	case u.TooEarly:
		return fault.New(fault.Conflict, "register.early", fmt.Sprintf("Sổ năm %d chỉ khóa được từ ngày 31/12/%d.", series.Year, series.Year)).
			Under(p.Clause("registers.close_from"))
	case len(u.Held) > 0:
		var list []string
		for _, e := range u.Held[:min(len(u.Held), 10)] {
			list = append(list, fmt.Sprint(e.Number))
		}
		return fault.New(fault.Conflict, "register.unsettled", fmt.Sprintf("Còn %d số chưa xử lý xong: %s.", len(u.Held), strings.Join(list, ", "))).
			Under("NĐ 30/2020/NĐ-CP, Điều 15").Do("Ghi văn bản vào số đã giữ hoặc hủy số với lý do, rồi khóa sổ.")
	case len(u.Untended) > 0:
		return fault.New(fault.Conflict, "register.retention", fmt.Sprintf("Còn %d văn bản chưa có thời hạn bảo quản.", len(u.Untended))).
			Under(p.Clause("registers.retention_required")).Do("Đặt thời hạn bảo quản rồi khóa sổ.")
	}
	return nil
}

// Find lists lines of a register of the actor's agency.
func (s *Service) Find(ctx context.Context, by org.Actor, q Query) ([]Entry, error) {
	if err := s.Guard.Allow(ctx, by, ActionRead, org.OfAgency); err != nil {
		return nil, err
	}
	q.Series.Agency = by.Agency
	return s.Store.Find(ctx, q)
}

// Line reads one line of a register of the actor's agency.
func (s *Service) Line(ctx context.Context, by org.Actor, series Series, number int) (Entry, error) {
	if err := s.Guard.Allow(ctx, by, ActionRead, org.OfAgency); err != nil {
		return Entry{}, err
	}
	series.Agency = by.Agency
	e, err := s.Store.Line(ctx, series, number)
	if errors.Is(err, ErrNotFound) {
		return e, fault.New(fault.NotFound, "register.no-number", "Sổ chưa có số này.")
	}
	return e, err
}

// Standing tells how far a register of the actor's agency has come.
func (s *Service) Standing(ctx context.Context, by org.Actor, series Series) (Standing, error) {
	if err := s.Guard.Allow(ctx, by, ActionRead, org.OfAgency); err != nil {
		return Standing{}, err
	}
	series.Agency = by.Agency
	return s.Store.Standing(ctx, series)
}

// Blocks lists the reserved blocks of a register of the actor's agency.
func (s *Service) Blocks(ctx context.Context, by org.Actor, series Series) ([]Block, error) {
	if err := s.Guard.Allow(ctx, by, ActionRead, org.OfAgency); err != nil {
		return nil, err
	}
	series.Agency = by.Agency
	return s.Store.Blocks(ctx, series)
}

// RefuseDeletion is the answer to whoever would delete what stands in a register.
func RefuseDeletion(p *profile.Profile) error {
	return fault.New(fault.Conflict, "register.no-deletion", p.Registers.NoDeletion).Under(p.Clause("registers.no_deletion")).
		Do("Văn bản sai thì thu hồi hoặc thay thế; số chưa phát hành thì hủy số với lý do.")
}

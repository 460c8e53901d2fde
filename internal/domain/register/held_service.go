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

// Holding is a wish for numbers to be used on paper.
type Holding struct {
	Book   string
	Count  int
	Date   string // the paper day: today or the next days; empty = today
	Reason string
}

// Hold reserves the next numbers of an outgoing register for a day on which
// work is done on paper. Each is settled later: filled or cancelled.
func (s *Service) Hold(ctx context.Context, by org.Actor, h Holding) (Block, error) {
	p, err := s.begin(ctx, by, ActionHold)
	if err != nil {
		return Block{}, err
	}
	book, err := s.BookOf(ctx, by, h.Book)
	if err != nil {
		return Block{}, err
	}
	if h.Date == "" {
		h.Date = Day(s.Now())
	}
	if err := s.holdable(h, book, p); err != nil {
		return Block{}, err
	}
	day, _ := time.ParseInLocation(time.DateOnly, h.Date, zone) // holdable read it
	b := Block{ID: newID(), Series: Series{by.Agency, book.Code, day.Year()}, Date: h.Date, Reason: strings.TrimSpace(h.Reason),
		By: by.Person, ByName: by.Name, At: s.Now()}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		now, err := tx.Lock(ctx, b.Series)
		if err != nil {
			return err
		}
		if !now.Closed.IsZero() {
			return ClosedRefusal(b.Series)
		}
		b.First, b.Last = now.Last+1, now.Last+h.Count
		if b, err = tx.AddBlock(ctx, b); err != nil {
			return err
		}
		data := map[string]string{"block": b.ID, "first": fmt.Sprint(b.First), "last": fmt.Sprint(b.Last), "date": b.Date}
		return tx.Audit(ctx, s.entry(by, p, ActionHold, b.Series.String(), data))
	})
	return b, err
}

func (s *Service) holdable(h Holding, book Book, p *profile.Profile) error {
	bad := func(field, message string) error {
		return fault.New(fault.Invalid, "register.hold", "Chưa giữ được số.").Under(p.Clause("registers.block_most")).At(field, message)
	}
	day, err := time.ParseInLocation(time.DateOnly, h.Date, zone)
	today := Day(s.Now())
	switch {
	case !book.Outgoing:
		return bad("book", "Chỉ giữ số trong sổ văn bản đi; số đến cấp khi vào sổ.")
	case h.Count < 1 || h.Count > p.Registers.BlockMost:
		return bad("count", fmt.Sprintf("Giữ từ 1 đến %d số một lần.", p.Registers.BlockMost))
	case err != nil:
		return bad("date", "Ghi ngày làm việc trên giấy.")
	case h.Date < today:
		return bad("date", "Không giữ số cho ngày đã qua.")
	case h.Date > Day(s.Now().AddDate(0, 0, 7)):
		return bad("date", "Chỉ giữ số trước nhiều nhất một tuần.")
	case h.Date[:4] != today[:4]:
		return bad("date", fmt.Sprintf("Số của năm %d mở từ ngày 01/01.", day.Year()))
	case strings.TrimSpace(h.Reason) == "":
		return bad("reason", "Ghi lý do giữ số, ví dụ mất điện.")
	}
	return nil
}

// ClosedRefusal says that a year takes no more lines.
func ClosedRefusal(s Series) error {
	return fault.New(fault.Conflict, "register.closed", fmt.Sprintf("Sổ năm %d đã khóa, chỉ xem và in được.", s.Year)).
		Under("NĐ 30/2020/NĐ-CP, Điều 15").Do("Ghi vào sổ của năm nay.")
}

// Filling is what the clerk copies from a paper that got a held number.
type Filling struct {
	Series     Series
	Number     int
	Date       string // of the paper; empty = the paper day of the block
	Symbol     string // whole: "05/QĐ-SKHCN"
	Type       string
	Subject    string
	Signer     string
	Recipients string
	Pages      int
	Late       string // why it is entered after its day
	Extra
}

// Fill enters a paper under its held number. The date may lie before today only
// as far as the profile lets it, with a reason, and the line is marked so.
func (s *Service) Fill(ctx context.Context, by org.Actor, f Filling) error {
	p, err := s.begin(ctx, by, ActionFill)
	if err != nil {
		return err
	}
	f.Series.Agency = by.Agency
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := s.open(ctx, tx, f.Series); err != nil {
			return err
		}
		e, err := freeLine(ctx, tx, f.Series, f.Number)
		if err != nil {
			return err
		}
		if f.Date == "" {
			f.Date = e.Date
		}
		if err := f.sound(e, p); err != nil {
			return err
		}
		if e.Late, err = LateMark(p, f.Date, f.Late, s.Now()); err != nil {
			return err
		}
		e.State, e.Paper, e.Date, e.Symbol, e.Type, e.Subject = EnteredEntry, true, f.Date, strings.TrimSpace(f.Symbol), f.Type, strings.TrimSpace(f.Subject)
		e.Signer, e.Recipients, e.Pages, e.Extra = strings.TrimSpace(f.Signer), strings.TrimSpace(f.Recipients), f.Pages, f.Extra
		if err := tx.PutLine(ctx, e); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, p, ActionFill, f.Series.String(), lineData(e)))
	})
}

func (f Filling) sound(e Entry, p *profile.Profile) error {
	refusal := fault.New(fault.Invalid, "register.fill", "Chưa ghi được vào sổ.").Under("NĐ 30/2020/NĐ-CP, Điều 16")
	bad := false
	want := func(field, value, message string) {
		if strings.TrimSpace(value) == "" {
			refusal, bad = refusal.At(field, message), true
		}
	}
	want("symbol", f.Symbol, "Ghi số, ký hiệu như trên bản giấy.")
	want("subject", f.Subject, "Ghi trích yếu nội dung.")
	want("signer", f.Signer, "Ghi người ký.")
	want("recipients", f.Recipients, "Ghi nơi nhận.")
	if _, ok := p.Documents.Type(f.Type); !ok {
		refusal, bad = refusal.At("type", "Chọn loại văn bản."), true
	}
	if f.Symbol != "" && !strings.HasPrefix(strings.TrimLeft(f.Symbol, "0"), fmt.Sprintf("%d/", f.Number)) {
		refusal, bad = refusal.At("symbol", fmt.Sprintf("Số trên bản giấy phải là %d, đúng số đã giữ.", f.Number)), true
	}
	if f.Date < e.Date || f.Date[:min(4, len(f.Date))] != fmt.Sprint(f.Series.Year) {
		refusal, bad = refusal.At("date", "Ngày văn bản không trước ngày giữ số và phải trong năm của sổ."), true
	}
	if !bad {
		return nil
	}
	return refusal
}

// LateMark decides whether a line of a day may still be entered and gives what
// stands on it; empty: it is of today.
func LateMark(p *profile.Profile, date, why string, now time.Time) (string, error) {
	today := Day(now)
	if date == today {
		return "", nil
	}
	why = strings.TrimSpace(why)
	refuse := func(field, message string) error {
		return fault.New(fault.Invalid, "register.late", "Không ghi lùi ngày được.").Under(p.Clause("registers.late_days")).At(field, message)
	}
	switch {
	case date > today:
		return "", refuse("date", "Ngày văn bản không được sau hôm nay.")
	case date < Day(now.AddDate(0, 0, -p.Registers.LateDays)):
		return "", refuse("date", fmt.Sprintf("Chỉ ghi vào sổ trong %d ngày kể từ ngày văn bản; số này chỉ còn hủy được.", p.Registers.LateDays))
	case p.Registers.LateReason && why == "":
		return "", refuse("late", "Ghi lý do vào sổ sau ngày văn bản.")
	}
	return strings.TrimSpace(p.Registers.LateMark + ": " + why), nil
}

// CancelHeld gives up a held number with a reason; it is never used again.
func (s *Service) CancelHeld(ctx context.Context, by org.Actor, series Series, number int, reason string) error {
	p, err := s.begin(ctx, by, ActionFill)
	if err != nil {
		return err
	}
	series.Agency = by.Agency
	if strings.TrimSpace(reason) == "" {
		return fault.New(fault.Invalid, "register.cancel-reason", "Hủy số phải nêu lý do.").At("reason", "Ghi lý do.")
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := s.open(ctx, tx, series); err != nil {
			return err
		}
		e, err := freeLine(ctx, tx, series, number)
		if err != nil {
			return err
		}
		e.State, e.Reason = CancelledEntry, strings.TrimSpace(reason)
		if err := tx.PutLine(ctx, e); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, p, "register.cancel", series.String(), lineData(e)))
	})
}

// open locks a series and refuses a closed one.
func (s *Service) open(ctx context.Context, tx Tx, series Series) error {
	now, err := tx.Lock(ctx, series)
	if err == nil && !now.Closed.IsZero() {
		return ClosedRefusal(series)
	}
	return err
}

func freeLine(ctx context.Context, tx Reader, series Series, number int) (Entry, error) {
	e, err := tx.Line(ctx, series, number)
	if errors.Is(err, ErrNotFound) {
		return e, fault.New(fault.NotFound, "register.no-number", "Sổ chưa có số này.")
	}
	if err == nil && !e.Free() {
		return e, fault.New(fault.Conflict, "register.taken", fmt.Sprintf("Số %d đã dùng hoặc đã hủy.", number)).Do("Mở lại sổ để xem số còn giữ.")
	}
	return e, err
}

// lineData is what the log keeps of a line that has no document.
func lineData(e Entry) map[string]string {
	return map[string]string{"number": fmt.Sprint(e.Number), "state": string(e.State), "digest.line": e.Digest(), "digest.marks": e.marks()}
}

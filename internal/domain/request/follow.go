package request

import (
	"context"
	"errors"

	"antin/internal/event"
	"antin/internal/fault"
)

// HandleDocument moves requests on when their letter was signed, released,
// returned or cancelled; the event's subject is the document. What counts is
// how the document stands, so that an event that comes late or twice does no harm.
func (s *Service) HandleDocument(ctx context.Context, e event.Event) error {
	return s.follow(ctx, e.Subject)
}

func (s *Service) follow(ctx context.Context, document string) error {
	if d, err := s.Store.DispatchByDocument(ctx, document); err == nil {
		return s.followDispatch(ctx, d)
	} else if !errors.Is(err, ErrNotFound) {
		return err
	}
	list, err := s.Store.List(ctx, "", Query{Document: document})
	if err != nil || len(list) == 0 {
		return err
	}
	paper, err := s.Papers.State(ctx, document)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		for _, line := range list {
			r, err := tx.Load(ctx, line.ID)
			if err != nil {
				return err
			}
			if r.Document != document {
				continue
			}
			if err := s.abreast(ctx, tx, &r, paper); err != nil {
				return err
			}
		}
		return nil
	})
}

// abreast brings one request to where its letter is.
func (s *Service) abreast(ctx context.Context, tx Tx, r *Request, paper PaperState) error {
	switch paper.State {
	case PaperDrafting, PaperCancelled:
		if r.State != Signing && r.State != HeadSigned {
			return nil
		}
		return s.move(ctx, tx, system(r), r, Back, func(ctx context.Context, d *deed) (string, error) {
			letter := d.Document
			d.Document, d.Snapshot = "", ""
			if err := s.unblock(ctx, d); err != nil {
				return "", err
			}
			return "Văn bản đề nghị bị trả lại hoặc hủy số.", tx.VoidLetter(ctx, letter, "Hồ sơ trong văn bản này đã được lập lại ở văn bản khác.", d.at)
		})
	case PaperSigned, PaperReleased:
		if r.State == Signing {
			if err := s.headSigned(ctx, tx, r, paper); err != nil {
				return err
			}
		}
		if paper.State == PaperReleased && r.State == HeadSigned {
			return s.sent(ctx, tx, r, paper)
		}
	}
	return nil
}

// headSigned keeps who took responsibility for which data (LD-17.3, HT-09.2).
func (s *Service) headSigned(ctx context.Context, tx Tx, r *Request, paper PaperState) error {
	name := ""
	if person, err := s.Org.Person(ctx, paper.Signer); err == nil {
		name = person.Name
	}
	by := system(r)
	by.Person, by.Name = paper.Signer, name
	return s.move(ctx, tx, by, r, HeadSigns, func(_ context.Context, d *deed) (string, error) {
		if d.Snapshot == "" || d.Snapshot != d.digest() {
			return "", fault.New(fault.Conflict, "request.snapshot", "Nội dung hồ sơ không còn như lúc trình ký.")
		}
		return "Thủ trưởng ký xác nhận; mã băm dữ liệu " + d.Snapshot[:16] + "….", nil
	})
}

// sent is the release of the letter: number and date are known, the request is
// with whom it asks.
func (s *Service) sent(ctx context.Context, tx Tx, r *Request, paper PaperState) error {
	return s.move(ctx, tx, system(r), r, Sending, func(ctx context.Context, d *deed) (string, error) {
		d.Cover, d.SentAt = paper.Cover, d.at
		note := "Văn bản số " + paper.Cover.Symbol + " ngày " + shortDay(paper.Cover.Date) + "."
		if d.Terms.To == ToDepartment {
			if err := s.assign(ctx, d); err != nil {
				return "", err
			}
		}
		if d.Kind != Revoke {
			return note, nil
		}
		return note, s.pending(ctx, d)
	})
}

// assign routes a request to the officer in whose scope it lies (HD2-13.1).
func (s *Service) assign(ctx context.Context, d *deed) error {
	department, err := s.Department(ctx, d.Province)
	if err != nil || department.ID == "" {
		return err
	}
	officers, err := d.tx.Officers(ctx, department.ID, d.at)
	if err != nil {
		return err
	}
	for _, o := range officers {
		if o.covers(d.Request) {
			d.Officer, d.OfficerName = o.Person, o.Name
			return nil
		}
	}
	return nil
}

// voidLetter takes every line out of a letter that no longer says what the
// requests do.
func (s *Service) voidLetter(ctx context.Context, d *deed, letter string) error {
	const why = "Nội dung hồ sơ đã sửa sau khi trình; văn bản này không còn giá trị."
	if err := d.tx.VoidLetter(ctx, letter, why, d.at); err != nil {
		return err
	}
	others, err := d.tx.List(ctx, "", Query{Document: letter})
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.ID == d.ID {
			continue
		}
		other, err := d.tx.Load(ctx, o.ID)
		if err != nil {
			return err
		}
		if other.State != Signing && other.State != HeadSigned {
			other.Document, other.Snapshot = "", ""
			if err := d.tx.Save(ctx, &other); err != nil {
				return err
			}
			continue
		}
		err = s.move(ctx, d.tx, d.by, &other, Back, func(ctx context.Context, od *deed) (string, error) {
			od.Document, od.Snapshot = "", ""
			return "Một hồ sơ khác trong cùng văn bản đã sửa, phải trình lại.", s.unblock(ctx, od)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// CheckLetter refuses to sign, seal or release a letter whose requests were
// changed after it was made; every other document passes.
func (s *Service) CheckLetter(ctx context.Context, document string) error {
	why, err := s.Store.Voided(ctx, document)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "request.letter-void", why).Do("Trả lại văn bản này; hồ sơ được trình lại bằng văn bản khác.")
}

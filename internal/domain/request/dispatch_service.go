package request

import (
	"context"
	"io"
	"strconv"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Forward bundles approved requests of one kind and subject into a letter to
// the authority and puts it to the signer (LD-09-2): whoever watches the desk
// prepares it, the manager's signature forwards. The lines are forwarded
// when that letter is released. Again after a crash it finishes what was begun.
func (s *Service) Forward(ctx context.Context, by org.Actor, ids []ID, signer Signer) (string, error) {
	lines, p, err := s.forwardable(ctx, by, ids)
	if err != nil {
		return "", err
	}
	if signer, err = s.forwarder(ctx, by, signer, p); err != nil {
		return "", err
	}
	to, err := s.authority(ctx, p)
	if err != nil {
		return "", err
	}
	d, err := s.bundle(ctx, by, lines)
	if err != nil {
		return "", err
	}
	l, err := s.letter(ctx, by, d.Document, lines, signer, to)
	if err != nil {
		return "", err
	}
	return d.ID, s.Papers.Draft(ctx, by, l)
}

// forwarder is who signs the letter, the head when nobody is named: where the
// profile names one office as manager, nobody else forwards (HD2-06).
func (s *Service) forwarder(ctx context.Context, by org.Actor, signer Signer, p *profile.Profile) (Signer, error) {
	if signer.Person == "" {
		agency, err := s.Org.Agency(ctx, by.Agency)
		if err != nil {
			return signer, err
		}
		if signer, err = s.head(ctx, agency); err != nil {
			return signer, err
		}
	}
	return signer, s.isManager(ctx, org.Actor{Person: signer.Person, Agency: by.Agency}, p)
}

func (s *Service) forwardable(ctx context.Context, by org.Actor, ids []ID) ([]Request, *profile.Profile, error) {
	if len(ids) == 0 || len(ids) > maxLines {
		return nil, nil, invalid("none", "Chưa chọn hồ sơ nào, hoặc chọn quá 200 hồ sơ.")
	}
	var lines []Request
	var p *profile.Profile
	for _, id := range sorted(ids) {
		r, law, err := s.desk(ctx, by, id, ActDesk)
		if err != nil {
			return nil, nil, err
		}
		if _, err := r.find(Forwarding); err != nil {
			return nil, nil, err
		}
		if len(lines) > 0 && (r.Kind != lines[0].Kind || r.Subject != lines[0].Subject || r.Dispatch != lines[0].Dispatch) {
			return nil, nil, invalid("mixed", "Một văn bản tổng hợp chỉ gồm các hồ sơ cùng loại yêu cầu và cùng loại thuê bao.").Do("Tổng hợp từng loại riêng.")
		}
		lines, p = append(lines, *r), law
	}
	return lines, p, nil
}

// bundle writes the dispatch and its lines down before its document is made.
func (s *Service) bundle(ctx context.Context, by org.Actor, lines []Request) (Dispatch, error) {
	if id := lines[0].Dispatch; id != "" {
		return s.Store.Dispatch(ctx, id)
	}
	first := lines[0]
	d := Dispatch{ID: newID(), Province: first.Province, Agency: by.Agency, Kind: first.Kind, Subject: first.Subject, Document: newID(), CreatedBy: by.Person, CreatedAt: s.Now()}
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.SaveDispatch(ctx, d); err != nil {
			return err
		}
		if err := tx.AddLetter(ctx, d.Document, s.Now()); err != nil {
			return err
		}
		for _, line := range lines {
			r, err := tx.Load(ctx, line.ID)
			if err != nil {
				return err
			}
			if r.State != Approved || r.Dispatch != "" {
				return ErrChanged
			}
			r.Dispatch = d.ID
			if err := tx.Save(ctx, &r); err != nil {
				return err
			}
		}
		entry := by.Entry(s.Now(), "request.bundled", d.ID, "document", d.Document, "lines", strconv.Itoa(len(lines)))
		return tx.Audit(ctx, entry)
	})
	return d, changed(err)
}

// followDispatch forwards the lines when their letter has gone, or frees them
// when it will not go.
func (s *Service) followDispatch(ctx context.Context, d Dispatch) error {
	paper, err := s.Papers.State(ctx, d.Document)
	if err != nil {
		return err
	}
	if paper.State != PaperReleased && paper.State != PaperCancelled && paper.State != PaperDrafting {
		return nil
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		lines, err := tx.List(ctx, d.Province, Query{Dispatch: d.ID})
		if err != nil {
			return err
		}
		if paper.State == PaperReleased && d.Cover.Symbol == "" {
			d.Cover, d.SentAt = paper.Cover, s.Now()
			if err := tx.SaveDispatch(ctx, d); err != nil {
				return err
			}
		}
		for _, line := range lines {
			r, err := tx.Load(ctx, line.ID)
			if err != nil {
				return err
			}
			if r.State != Approved || r.Dispatch != d.ID {
				continue
			}
			if err := s.forwarded(ctx, tx, &r, paper); err != nil {
				return err
			}
		}
		if paper.State == PaperReleased {
			return nil
		}
		return tx.VoidLetter(ctx, d.Document, "Các hồ sơ trong văn bản này đã được tổng hợp lại.", s.Now())
	})
}

func (s *Service) forwarded(ctx context.Context, tx Tx, r *Request, paper PaperState) error {
	if paper.State != PaperReleased {
		r.Dispatch = ""
		return tx.Save(ctx, r)
	}
	return s.move(ctx, tx, system(r), r, Forwarding, func(ctx context.Context, d *deed) (string, error) {
		d.ForwardedAt = d.at
		text := "Văn bản tổng hợp số " + paper.Cover.Symbol + " ngày " + shortDay(paper.Cover.Date) + " gửi Cục."
		return text, s.tell(ctx, d, "Hồ sơ "+d.Code+" ("+d.Whom+") đã chuyển Cục. "+text)
	})
}

// Export writes the approved requests (or those of a dispatch) as a workbook.
func (s *Service) Export(ctx context.Context, by org.Actor, dispatch string, w io.Writer) error {
	lines, err := s.exported(ctx, by, dispatch)
	if err != nil {
		return err
	}
	lines, told, err := s.covered(ctx, by, lines)
	if err != nil {
		return err
	}
	title := "Danh sách đã duyệt"
	if told {
		title += " - " + device.Mark
	}
	t := Table{Title: title, Header: []string{"STT", "Mã hồ sơ", "Loại yêu cầu", "Loại thuê bao", "Thuê bao", "Cơ quan quản lý trực tiếp",
		"Số hiệu chứng thư", "Số hiệu thiết bị", "Lý do", "Thư điện tử công vụ", "Văn bản đề nghị", "Ngày"}}
	for i, r := range lines {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), r.Code, r.Kind.Name(), r.Subject.Name(), r.Whom, r.ManagingName, r.Serial, r.DeviceSerial,
			r.ReasonLabel, r.Fields["email"], r.Cover.Symbol, shortDay(r.Cover.Date)})
	}
	return s.Workbook.Write(w, t)
}

func (s *Service) exported(ctx context.Context, by org.Actor, dispatch string) ([]Request, error) {
	department, err := s.Department(ctx, by.Province)
	if err != nil {
		return nil, err
	}
	var rel []org.Relation
	if by.Agency == department.ID {
		rel = append(rel, org.OfRecipient)
	}
	if err := s.Guard.Allow(ctx, by, ActApprove, rel...); err != nil {
		return nil, err
	}
	q := Query{States: []State{Approved}, Limit: maxLines}
	if dispatch != "" { // its lines are what they are, wherever they have got since
		q = Query{Dispatch: dispatch, Limit: maxLines}
	}
	lines, err := s.Store.List(ctx, by.Province, q)
	if err == nil && len(lines) == 0 {
		return nil, fault.New(fault.NotFound, "request.nothing", "Chưa có hồ sơ nào đã duyệt.")
	}
	return lines, err
}

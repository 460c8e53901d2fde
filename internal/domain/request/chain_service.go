package request

import (
	"context"
	"slices"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/failpoint"
	"antin/internal/fault"
)

// ToHead (Trình ký) makes one letter of confirmed requests of one agency, kind
// and subject and puts it to the head; it gives the document. Again after a
// crash it finishes what was begun: the document's id is written down before
// the document is made, and making it twice makes one.
func (s *Service) ToHead(ctx context.Context, by org.Actor, ids []ID, signer Signer) (string, error) {
	lines, p, err := s.together(ctx, by, ids)
	if err != nil {
		return "", err
	}
	to, err := s.receiver(ctx, &lines[0], p)
	if err != nil {
		return "", err
	}
	letter, err := s.intend(ctx, by, ids)
	if err != nil {
		return "", err
	}
	failpoint.Hit("request.intended")
	l, err := s.letter(ctx, by, letter, lines, signer, to)
	if err != nil {
		return "", err
	}
	if err := s.Papers.Draft(ctx, by, l); err != nil {
		return "", err
	}
	failpoint.Hit("request.drafted")
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		for _, id := range sorted(ids) {
			r, err := tx.Load(ctx, id)
			if err != nil {
				return err
			}
			if r.State == Signing && r.Document == letter {
				continue // the answer to the first try was lost
			}
			if err := s.move(ctx, tx, by, &r, ToHead, s.submitted(letter)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return letter, changed(err)
	}
	return letter, s.lost(ctx, by, lines)
}

// lost enters in the book of devices what the minutes of a loss say, unless it
// was reported before (HT-06.2c-2).
func (s *Service) lost(ctx context.Context, by org.Actor, lines []Request) error {
	for _, r := range lines {
		if r.Kind != Revoke || r.Reason != ReasonLost || r.Device == "" {
			continue
		}
		on, err := s.Book.Device(ctx, r.Device)
		if err != nil {
			return err
		}
		if on.State == device.Lost {
			continue
		}
		found, err := time.ParseInLocation(time.DateOnly, r.Minutes.Date, zone)
		if err != nil {
			found = r.CreatedAt
		}
		report := device.Reporting{Device: r.Device, Kind: device.IncidentLost, FoundAt: found, Note: "Theo đề nghị thu hồi " + r.Code + "."}
		if f := r.file(r.Minutes.File, LossForm); f.ID != "" {
			report.Minutes = device.File{SHA256: f.SHA256, Name: f.Name, Size: f.Size}
		}
		if _, err := s.Devices.Report(ctx, by, report); err != nil {
			return err
		}
	}
	return nil
}

// together loads lines that can go in one letter, complete and confirmed.
func (s *Service) together(ctx context.Context, by org.Actor, ids []ID) ([]Request, *profile.Profile, error) {
	if len(ids) == 0 || len(ids) > maxLines {
		return nil, nil, invalid("none", "Chưa chọn hồ sơ nào, hoặc chọn quá 200 hồ sơ.")
	}
	var lines []Request
	var p *profile.Profile
	for _, id := range sorted(ids) {
		r, err := s.load(ctx, by, id, ActSubmit)
		if err != nil {
			return nil, nil, err
		}
		if p, err = s.law(r); err != nil {
			return nil, nil, err
		}
		if err := onlyAgency(by, r, p); err != nil {
			return nil, nil, err
		}
		if _, err := r.find(ToHead); err != nil && r.State != Signing {
			return nil, nil, err
		}
		if _, err := s.complete(ctx, r, p); err != nil {
			return nil, nil, err
		}
		first := r
		if len(lines) > 0 {
			first = &lines[0]
		}
		if r.Kind != first.Kind || r.Subject != first.Subject || r.Managing != first.Managing || r.Terms.To != first.Terms.To {
			return nil, nil, invalid("mixed", "Một văn bản chỉ gồm các hồ sơ cùng loại yêu cầu, cùng loại thuê bao và cùng nơi nhận.").Do("Trình từng loại riêng.")
		}
		lines = append(lines, *r)
	}
	return lines, p, nil
}

const maxLines = 200

func sorted(ids []ID) []ID {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// intend writes down which document the letter will be, and what it says.
func (s *Service) intend(ctx context.Context, by org.Actor, ids []ID) (string, error) {
	letter := ""
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		letter = ""
		var list []Request
		for _, id := range sorted(ids) {
			r, err := tx.Load(ctx, id)
			if err != nil {
				return err
			}
			if letter == "" {
				letter = r.Document
			}
			if r.Document != letter {
				return invalid("mixed-letters", "Các hồ sơ này đã nằm trong những văn bản khác nhau.").Do("Trình tiếp từng văn bản.")
			}
			list = append(list, r)
		}
		if letter == "" {
			letter = newID()
			if err := tx.AddLetter(ctx, letter, s.Now()); err != nil {
				return err
			}
		}
		for _, r := range list {
			if r.Document == letter {
				continue
			}
			r.Document, r.Snapshot = letter, r.digest()
			if err := tx.Save(ctx, &r); err != nil {
				return err
			}
		}
		return nil
	})
	return letter, changed(err)
}

// submitted is the rule of Trình ký: what goes to the head is what was filled in.
func (s *Service) submitted(letter string) rule {
	return func(ctx context.Context, d *deed) (string, error) {
		if d.Document != letter || d.Snapshot != d.digest() {
			return "", ErrChanged
		}
		d.Submitter = d.by.Account
		return "Trình thủ trưởng ký văn bản.", s.block(ctx, d)
	}
}

// Send sends a signed request whose letter is released; it is what the release
// does by itself, and says to others why not: an individual cannot send, the
// head has to sign, the clerk has to release.
func (s *Service) Send(ctx context.Context, by org.Actor, id ID) error {
	r, err := s.load(ctx, by, id, ActRead)
	if err != nil {
		return err
	}
	p, err := s.law(r)
	if err != nil {
		return err
	}
	if err := onlyAgency(by, r, p); err != nil {
		return err
	}
	if err := s.Guard.Allow(ctx, by, ActSubmit, org.OfAgency); err != nil {
		return err
	}
	if r.Document != "" && (r.State == Signing || r.State == HeadSigned) {
		if err := s.follow(ctx, r.Document); err != nil {
			return err
		}
		if *r, err = s.Store.Request(ctx, id); err != nil {
			return err
		}
	}
	switch r.State {
	case Draft, Confirmed, Signing:
		return fault.New(fault.Forbidden, "request.head", p.Subscribers.Requests.HeadRefusal+".").
			Under(p.Clause("subscribers.requests.head_refusal")).Do("Trình thủ trưởng ký văn bản đề nghị.")
	case HeadSigned:
		return fault.New(fault.Conflict, "request.unreleased", "Văn bản đề nghị chưa được văn thư ký số cơ quan và phát hành.").
			Under(p.Clause(keyRoute)).Do("Chuyển văn thư phát hành văn bản.")
	}
	return nil
}

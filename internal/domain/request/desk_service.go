package request

import (
	"context"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// desk loads a request for the department; what is not its to decide is refused
// in the words of the province (NA-13.3).
func (s *Service) desk(ctx context.Context, by org.Actor, id ID, action org.Action) (*Request, *profile.Profile, error) {
	r, err := s.load(ctx, by, id, action)
	if err != nil {
		return nil, nil, err
	}
	p, err := s.law(r)
	if err != nil {
		return nil, nil, err
	}
	if r.Terms.To == ToDepartment {
		return r, p, nil
	}
	if r.Terms.Route == RouteDelegated {
		return nil, nil, fault.New(fault.Forbidden, "request.not-delegated", p.Subscribers.Requests.DelegateRefusal+".").
			Under(p.Clause("subscribers.requests.delegate_refusal")).Do("Cơ quan quản lý trực tiếp gửi Cục.")
	}
	return nil, nil, fault.New(fault.Forbidden, "request.no-department", "Yêu cầu này gửi thẳng Cục, không qua bước duyệt của tỉnh.").
		Under(p.Clause(keyRoute))
}

// Receive takes a sent request at the department; its signatures must verify.
func (s *Service) Receive(ctx context.Context, by org.Actor, id ID) error {
	r, p, err := s.desk(ctx, by, id, ActDesk)
	if err != nil {
		return err
	}
	if r.Channel == Electronic && r.Document != "" {
		problem, err := s.Papers.Verify(ctx, r.Document)
		if err != nil {
			return err
		}
		if problem != "" {
			return fault.New(fault.Signed, "request.signature", "Chữ ký số trên văn bản đề nghị không hợp lệ: "+problem+".").
				Under(p.Clause(keyChannel)).Do("Trả lại và đề nghị cơ quan ký, gửi lại.")
		}
	}
	return s.act(ctx, by, id, Receiving, func(_ context.Context, d *deed) (string, error) {
		d.ReceivedAt = d.at
		return "", nil
	})
}

// ReceivePaper takes a dossier that came on paper, where the profile has that
// channel: a scan, the day of receipt and who received it (LD-09-1).
func (s *Service) ReceivePaper(ctx context.Context, by org.Actor, id ID, in PaperDossier) error {
	r, err := s.load(ctx, by, id, ActDesk)
	if err != nil {
		return err
	}
	p, err := s.law(r)
	if err != nil {
		return err
	}
	if err := checkChannel(Paper, p); err != nil {
		return err
	}
	if r, p, err = s.desk(ctx, by, id, ActDesk); err != nil {
		return err
	}
	received, wrong := s.paperFields(r, in, p)
	entitled, incomplete := s.complete(ctx, r, p)
	if err := all(wrong, incomplete); err != nil {
		return err
	}
	return s.act(ctx, by, id, PaperIn, func(ctx context.Context, d *deed) (string, error) {
		d.entitle(entitled)
		d.Channel, d.ReceivedAt, d.SentAt, d.Snapshot = Paper, received, received, d.digest()
		d.Cover, d.Officer, d.OfficerName, d.Submitter = Cover{Symbol: strings.TrimSpace(in.Symbol), Date: in.Dated}, by.Person, by.Name, by.Account
		if d.Kind == Revoke {
			if err := s.pending(ctx, d); err != nil {
				return "", err
			}
		}
		return "Hồ sơ giấy nhận ngày " + shortDay(in.Date) + ", người nhận " + by.Name + ".", nil
	})
}

// paperFields checks what a paper dossier must come with.
func (s *Service) paperFields(r *Request, in PaperDossier, p *profile.Profile) (time.Time, error) {
	lack := invalid("paper", "Hồ sơ giấy phải có bản quét, ngày nhận và số, ngày của văn bản đề nghị.").Under(p.Clause(keyChannel))
	if r.file(in.Scan, Scan).ID == "" {
		lack = lack.At("scan", "Tải bản quét hồ sơ lên.")
	}
	received, err := time.ParseInLocation(time.DateOnly, in.Date, zone)
	if err != nil || received.After(s.Now()) {
		lack = lack.At("date", "Ghi ngày nhận, không sau hôm nay.")
	}
	if _, err := time.Parse(time.DateOnly, in.Dated); err != nil {
		lack = lack.At("dated", "Ghi ngày của văn bản đề nghị.")
	}
	if strings.TrimSpace(in.Symbol) == "" || len(in.Symbol) > 100 {
		lack = lack.At("symbol", "Ghi số, ký hiệu của văn bản đề nghị.")
	}
	if len(lack.Fields) > 0 {
		return time.Time{}, lack
	}
	if day(received) == day(s.Now()) {
		received = s.Now()
	}
	return received.UTC(), nil
}

// Accept says that the dossier is valid: the clock starts.
func (s *Service) Accept(ctx context.Context, by org.Actor, id ID) error {
	r, p, err := s.desk(ctx, by, id, ActDesk)
	if err != nil {
		return err
	}
	if _, err := s.complete(ctx, r, p); err != nil {
		return err
	}
	return s.act(ctx, by, id, Accepting, func(_ context.Context, d *deed) (string, error) {
		d.ValidAt = d.at
		return "Hồ sơ hợp lệ, bắt đầu tính thời hạn.", nil
	})
}

// Return gives a request back with the reason; a new round may follow.
func (s *Service) Return(ctx context.Context, by org.Actor, id ID, why string) error {
	if _, _, err := s.desk(ctx, by, id, ActDesk); err != nil {
		return err
	}
	why, err := reason(why)
	if err != nil {
		return err
	}
	return s.act(ctx, by, id, Returning, func(ctx context.Context, d *deed) (string, error) {
		d.Answer = Answer{Reason: why, At: d.at}
		more, err := s.lift(ctx, d, d.carrier(), why)
		if err != nil {
			return "", err
		}
		return why + more, s.tell(ctx, d, "Hồ sơ "+d.Code+" ("+d.Whom+") bị trả lại: "+why)
	})
}

// RecordContact writes down that the department reached the agency (LD-08.2).
func (s *Service) RecordContact(ctx context.Context, by org.Actor, id ID, c Contact) error {
	if _, _, err := s.desk(ctx, by, id, ActDesk); err != nil {
		return err
	}
	c.Agency, c.Result = strings.TrimSpace(c.Agency), strings.TrimSpace(c.Result)
	lack := invalid("contact", "Ghi đầu mối đã liên hệ và kết quả.")
	if c.Agency == "" || len(c.Agency) > maxNote {
		lack = lack.At("agency", "Ghi đầu mối: họ tên, điện thoại.")
	}
	if c.Result == "" || len(c.Result) > maxNote {
		lack = lack.At("result", "Ghi kết quả liên hệ.")
	}
	if len(lack.Fields) > 0 {
		return lack
	}
	return s.act(ctx, by, id, Contacting, func(ctx context.Context, d *deed) (string, error) {
		if c.At.IsZero() || c.At.After(d.at) || c.At.Before(d.ValidAt) {
			c.At = d.at
		}
		c.By, c.ByName = by.Person, by.Name
		if d.ContactedAt.IsZero() {
			d.ContactedAt = c.At
		}
		return "Liên hệ " + c.Agency + ": " + c.Result, d.tx.AddContact(ctx, d.ID, c)
	})
}

// Approve approves a list, line by line: what may not be approved is told by
// line, and the others are approved. Nobody approves what the same account or
// person made (LD-16.1b).
func (s *Service) Approve(ctx context.Context, by org.Actor, ids []ID) (map[ID]error, error) {
	if len(ids) == 0 || len(ids) > maxLines {
		return nil, invalid("none", "Chưa chọn hồ sơ nào, hoặc chọn quá 200 hồ sơ.")
	}
	failed := map[ID]error{}
	for _, id := range sorted(ids) {
		err := s.approve(ctx, by, id)
		if _, refused := fault.From(err); err != nil && !refused {
			return failed, err
		}
		if err != nil {
			failed[id] = err
		}
	}
	return failed, nil
}

func (s *Service) approve(ctx context.Context, by org.Actor, id ID) error {
	r, p, err := s.desk(ctx, by, id, ActApprove)
	if err != nil {
		return err
	}
	if err := s.isManager(ctx, by, p); err != nil {
		return err
	}
	submitter, err := s.personOf(ctx, r.Submitter)
	if err != nil {
		return err
	}
	return s.act(ctx, by, id, Approving, func(_ context.Context, d *deed) (string, error) {
		if d.Submitter != r.Submitter {
			return "", ErrChanged
		}
		if d.Submitter != "" && (d.Submitter == by.Account || submitter == by.Person) || d.CreatedBy == by.Person {
			return "", fault.New(fault.Forbidden, "request.own-approval", "Người lập hoặc trình hồ sơ "+d.Code+" không được duyệt chính hồ sơ đó.").
				Under(d.law.Clause(keyManager)).Do("Chuyển người khác duyệt.")
		}
		return "", nil
	})
}

// personOf is who signs in with an account: a second account is no second person.
func (s *Service) personOf(ctx context.Context, account org.AccountID) (org.PersonID, error) {
	if account == "" {
		return "", nil
	}
	a, err := s.Org.Account(ctx, account)
	if err != nil {
		return "", fmt.Errorf("reading who submitted a request: %w", err)
	}
	return a.Person, nil
}

// isManager keeps approval and forwarding to the office that the decision of
// the province names, where the profile says so (HD2-06).
func (s *Service) isManager(ctx context.Context, by org.Actor, p *profile.Profile) error {
	rules := p.Subscribers
	if !rules.Requests.OnlyManager || rules.ManagerTitle == "" {
		return nil
	}
	posts, err := s.Org.PostsOf(ctx, by.Person, by.Agency, s.Now())
	if err != nil {
		return err
	}
	agency, err := s.Org.Agency(ctx, by.Agency)
	if err != nil {
		return err
	}
	for _, post := range posts {
		title := Folded(post.Title)
		if title == Folded(rules.ManagerTitle) || title+" "+Folded(rules.AuthorisedDepartment) == Folded(rules.ManagerTitle) || title+" "+Folded(agency.Name) == Folded(rules.ManagerTitle) {
			return nil
		}
	}
	text := "Chỉ " + rules.ManagerTitle + " được duyệt và chuyển đề nghị"
	if rules.ManagerBasis != "" {
		text += " (" + rules.ManagerBasis + ")"
	}
	return fault.New(fault.Forbidden, "request.manager", text+".").Under(p.Clause(keyManager)).Do("Trình người quản lý thuê bao.")
}

// tell leaves a message for the agency that sent the request.
func (s *Service) tell(ctx context.Context, d *deed, text string) error {
	return d.tx.AddNotice(ctx, Notice{ID: newID(), Request: d.ID, Agency: d.Managing, Text: text, At: d.at})
}

// shortDay shows a stored day as people write it.
func shortDay(text string) string {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return t.Format("02/01/2006")
}

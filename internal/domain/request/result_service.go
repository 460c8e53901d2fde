package request

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// result loads a request for whoever enters what the authority decided: the
// department where it went through it, else the agency that sent it.
func (s *Service) result(ctx context.Context, by org.Actor, id ID) (*Request, *profile.Profile, error) {
	r, err := s.load(ctx, by, id, ActResult)
	if err != nil {
		return nil, nil, err
	}
	p, err := s.law(r)
	if err != nil {
		return nil, nil, err
	}
	if r.Terms.To != ToDepartment {
		if by.Agency == r.Managing {
			return r, p, nil
		}
		return nil, nil, fault.New(fault.Forbidden, "request.result-agency", "Kết quả do cơ quan quản lý trực tiếp nhập, vì hồ sơ gửi thẳng Cục.").Under(p.Clause(keyRoute))
	}
	department, err := s.Department(ctx, r.Province)
	if err != nil || by.Agency == department.ID {
		return r, p, err
	}
	return nil, nil, fault.New(fault.Forbidden, "request.result-department", "Kết quả do "+department.Name+" nhập.").Under(p.Clause(keyRoute))
}

// answer reads the authority's document, which came in through exchange.
func (s *Service) answer(ctx context.Context, by org.Actor, r Result, required bool, p *profile.Profile) (Answer, error) {
	if r.Answer == "" {
		if required {
			return Answer{}, invalid("answer", "Chưa chọn văn bản trả lời của Cục.").Under(p.Clause(keyLimits)).At("answer", "Chọn văn bản đến của Cục.")
		}
		return Answer{At: s.Now(), Reason: r.Reason}, nil
	}
	paper, err := s.Papers.Received(ctx, by, r.Answer)
	if err != nil {
		return Answer{}, err
	}
	if !paper.Valid {
		return Answer{}, fault.New(fault.Signed, "request.answer-signature", "Văn bản trả lời không có chữ ký số hợp lệ: "+paper.Problem+".").Under(p.Clause(keyLimits))
	}
	return Answer{Document: r.Answer, Symbol: paper.Cover.Symbol, Date: paper.Cover.Date, Reason: r.Reason, At: s.Now()}, nil
}

// Reached records that the authority has received it.
func (s *Service) Reached(ctx context.Context, by org.Actor, id ID, at time.Time) error {
	if _, _, err := s.result(ctx, by, id); err != nil {
		return err
	}
	return s.act(ctx, by, id, Reaching, func(_ context.Context, d *deed) (string, error) {
		if at.IsZero() || at.After(d.at) {
			at = d.at
		}
		return "Cục tiếp nhận lúc " + at.In(zone).Format("15:04 02/01/2006") + ".", nil
	})
}

// Grant enters the authority's result: a certificate, a return, or, for a
// revocation, the time from which it counts. The certificate is registered
// first; doing it again finds it there.
func (s *Service) Grant(ctx context.Context, by org.Actor, id ID, in Result) error {
	r, p, err := s.result(ctx, by, id)
	if err != nil {
		return err
	}
	if r.Kind == Recover {
		return s.Restore(ctx, by, id, in)
	}
	if _, err := r.find(Granting); err != nil {
		return err
	}
	answer, err := s.answer(ctx, by, in, r.Kind == Revoke, p)
	if err != nil {
		return err
	}
	var issued signing.Certificate
	if r.Kind == New || r.Kind == Renew || r.Kind == Change {
		if len(in.Certificate) == 0 {
			return invalid("certificate-file", "Chưa có tệp chứng thư số được cấp.").At("certificate", "Chọn tệp .cer, .crt hoặc .pem.")
		}
		former := r.Certificate
		if r.Kind == New {
			former = r.Former
		}
		if issued, err = s.Register.Enter(ctx, by, r, in, former); err != nil {
			return err
		}
	}
	return s.act(ctx, by, id, Granting, func(ctx context.Context, d *deed) (string, error) {
		d.Answer = answer
		if d.Kind == Revoke {
			return s.revoked(ctx, d, in.At)
		}
		return s.granted(ctx, d, issued, in)
	})
}

// granted links the new certificate, and puts it on the device that stays in use.
func (s *Service) granted(ctx context.Context, d *deed, issued signing.Certificate, in Result) (string, error) {
	d.Issued = issued.ID
	note := "Cục đã trả kết quả."
	if issued.ID != "" {
		note = "Chứng thư số mới " + strings.ToUpper(issued.Serial) + "."
	}
	serial := strings.TrimSpace(in.DeviceSerial)
	if serial == "" || issued.ID == "" {
		return note, s.tell(ctx, d, "Hồ sơ "+d.Code+" ("+d.Whom+"): "+note)
	}
	on, err := d.tx.Device().BySerial(ctx, serial)
	switch {
	case isNoDevice(err):
		d.DeviceSerial = serial // entered in the book when it arrives
	case err != nil:
		return "", err
	default:
		d.Device, d.DeviceSerial = on.ID, on.Serial
		if err := s.Devices.AttachIn(ctx, d.tx.Device(), d.by, on.ID, issued.ID); err != nil {
			return "", err
		}
	}
	return note + " Ghi vào " + d.named() + ".", s.tell(ctx, d, "Hồ sơ "+d.Code+" ("+d.Whom+"): "+note)
}

// revoked ends the certificate in our register: not before the authority has
// said so. What it signed before stays what it is.
func (s *Service) revoked(ctx context.Context, d *deed, at time.Time) (string, error) {
	if at.IsZero() || at.After(d.at) {
		return "", invalid("revoked-at", "Ghi thời điểm thu hồi có hiệu lực theo văn bản của Cục, không sau hiện tại.").At("at", "Ghi ngày, giờ.")
	}
	d.EffectiveAt = at
	text := "Cục thu hồi, có hiệu lực từ " + at.In(zone).Format("15:04 02/01/2006")
	tx := d.tx.Signing()
	status, err := tx.LockCertificate(ctx, d.Certificate)
	if err != nil {
		return "", err
	}
	if status != signing.Revoked {
		if err := s.Signing.MoveIn(ctx, tx, d.by, d.Certificate, signing.Revoked, text+" (văn bản "+d.Answer.Symbol+")"); err != nil {
			return "", err
		}
	}
	if err := s.unblock(ctx, d); err != nil {
		return "", err
	}
	return text + ".", s.tell(ctx, d, "Hồ sơ "+d.Code+" ("+d.Whom+"): "+text+".")
}

// Refuse enters the authority's refusal with its document and reason.
func (s *Service) Refuse(ctx context.Context, by org.Actor, id ID, in Result) error {
	_, p, err := s.result(ctx, by, id)
	if err != nil {
		return err
	}
	if in.Reason, err = reason(in.Reason); err != nil {
		return err
	}
	answer, err := s.answer(ctx, by, in, true, p)
	if err != nil {
		return err
	}
	return s.act(ctx, by, id, Refusing, func(ctx context.Context, d *deed) (string, error) {
		d.Answer = answer
		more, err := s.lift(ctx, d, answer.Document, in.Reason)
		if err != nil {
			return "", err
		}
		return "Văn bản " + answer.Symbol + ": " + in.Reason + more, s.tell(ctx, d, "Hồ sơ "+d.Code+" ("+d.Whom+") không được chấp nhận: "+in.Reason)
	})
}

// Restore completes a recovery: by the department where it is delegated, or as
// the authority's result. The agency is told in the same transaction (NA-13.2b-1).
func (s *Service) Restore(ctx context.Context, by org.Actor, id ID, in Result) error {
	r, p, err := s.restoring(ctx, by, id)
	if err != nil {
		return err
	}
	if r.Kind != Recover {
		return invalid("not-recovery", "Hồ sơ này không phải đề nghị khôi phục thiết bị.")
	}
	outcome := strings.TrimSpace(in.Reason)
	if outcome == "" || len(outcome) > maxNote {
		return invalid("outcome", "Ghi kết quả khôi phục thiết bị.").Under(p.Clause(keyRecovery)).At("result", "Ghi kết quả.")
	}
	var answer Answer
	if r.Terms.To == ToAuthority || in.Answer != "" {
		if answer, err = s.answer(ctx, by, in, false, p); err != nil {
			return err
		}
	}
	return s.act(ctx, by, id, Restoring, func(ctx context.Context, d *deed) (string, error) {
		if answer.At.IsZero() {
			answer.At = d.at
		}
		answer.Reason = outcome
		d.Answer = answer
		if err := s.unlock(ctx, d); err != nil {
			return "", err
		}
		return outcome, s.tell(ctx, d, "Đã khôi phục "+d.named()+" ("+d.Whom+") theo hồ sơ "+d.Code+": "+outcome)
	})
}

// unlock puts a locked device back in use; one that was not locked stays so.
func (s *Service) unlock(ctx context.Context, d *deed) error {
	if d.Device == "" {
		return nil
	}
	on, err := d.tx.Device().Device(ctx, d.Device)
	if err != nil || on.State != device.Locked {
		return err
	}
	return s.Devices.RestoreIn(ctx, d.tx.Device(), d.by, d.Device, string(d.ID))
}

// restoring is the desk where the service is delegated, else who enters results;
// the department has no part in what is not delegated.
func (s *Service) restoring(ctx context.Context, by org.Actor, id ID) (*Request, *profile.Profile, error) {
	r, err := s.load(ctx, by, id, ActRead)
	if err != nil {
		return nil, nil, err
	}
	department, err := s.Department(ctx, r.Province)
	if err != nil {
		return nil, nil, err
	}
	if r.Terms.Route == RouteDelegated && (r.Terms.To == ToDepartment || by.Agency == department.ID && by.Agency != r.Managing) {
		return s.desk(ctx, by, id, ActDesk)
	}
	return s.result(ctx, by, id)
}

// Decline refuses a delegated recovery; it needs a reason and an issued
// document (NA-13.2b-2).
func (s *Service) Decline(ctx context.Context, by org.Actor, id ID, in Result) error {
	_, p, err := s.desk(ctx, by, id, ActDesk)
	if err != nil {
		return err
	}
	lack := fault.New(fault.Invalid, "request.decline-paper", "Phải thông báo bằng văn bản nêu rõ lý do.").Under(p.Clause(keyRecovery))
	why := strings.TrimSpace(in.Reason)
	if why == "" || len(why) > maxNote {
		return lack.At("reason", "Ghi lý do.")
	}
	if in.Answer == "" {
		return lack.At("answer", "Chọn văn bản đã phát hành.")
	}
	paper, err := s.Papers.State(ctx, in.Answer)
	if err != nil && nothingMissing(err) != nil {
		return err
	}
	if paper.State != PaperReleased || paper.Cover.Symbol == "" {
		return lack.At("answer", "Văn bản chưa phát hành.")
	}
	return s.act(ctx, by, id, Declining, func(ctx context.Context, d *deed) (string, error) {
		d.Answer = Answer{Document: in.Answer, Symbol: paper.Cover.Symbol, Date: paper.Cover.Date, Reason: why, At: d.at}
		text := "Văn bản số " + paper.Cover.Symbol + " ngày " + shortDay(paper.Cover.Date) + ": " + why
		return text, s.tell(ctx, d, "Không chấp nhận khôi phục theo hồ sơ "+d.Code+". "+text)
	})
}

// Close ends a request whose result is in use. One that brings a new device
// closes by itself when the holder confirms the handover.
func (s *Service) Close(ctx context.Context, by org.Actor, id ID) error {
	if _, err := s.load(ctx, by, id, ActSubmit); err != nil {
		return err
	}
	return s.act(ctx, by, id, Closing, func(context.Context, *deed) (string, error) { return "", nil })
}

package request

import (
	"context"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

func invalid(code, message string) *fault.Fault {
	return fault.New(fault.Invalid, "request."+code, message)
}

// checkKind refuses what such a request can never be about: an ended
// certificate to renew, a lost device to recover, a change of nothing.
func (s *Service) checkKind(ctx context.Context, r *Request, c *signing.Certificate, on *device.Device, p *profile.Profile) error {
	switch r.Kind {
	case New:
		return s.checkNew(ctx, r, p)
	case Renew:
		return s.checkRenewal(*c, p)
	case Change:
		return checkChange(r, *c, p)
	case Revoke:
		if c.Status == signing.Revoked {
			return invalid("revoked", "Chứng thư số này đã bị thu hồi.").Under(p.Clause(keyForms))
		}
	case Recover:
		return checkRecovery(*on, p)
	case ReturnDevice:
		if on.State == device.Lost || on.State == device.HandedBack || on.State == device.Returned {
			return invalid("device-gone", "Thiết bị "+on.Serial+" "+deviceState(on.State)+", không lập đề nghị thu hồi thiết bị.").Under(p.Clause(keyForms))
		}
	}
	return nil
}

// checkNew refuses a new issue while the device of a certificate that ended is
// neither returned nor accounted for (HD2-08), and remembers that certificate.
func (s *Service) checkNew(ctx context.Context, r *Request, p *profile.Profile) error {
	former, err := s.formerOf(ctx, r)
	if err != nil {
		return err
	}
	for _, c := range former {
		if c.Status == signing.Active && s.Now().Before(c.NotAfter) {
			continue
		}
		r.Former = c.ID
		on, err := s.Book.OfCertificate(ctx, c.ID)
		if err != nil {
			if isNoDevice(err) {
				continue
			}
			return err
		}
		switch on.State {
		case device.Lost, device.Returned, device.HandedBack:
			continue
		}
		used, err := s.stillUsed(ctx, on)
		if err != nil {
			return err
		}
		if !used {
			return invalid("old-device", p.Subscribers.Requests.TokenRefusal+": thiết bị "+on.Serial+".").
				Under(p.Clause("subscribers.requests.token_refusal")).Do("Thu hồi thiết bị cũ, hoặc lập biên bản nếu đã mất, rồi lập lại hồ sơ.")
		}
	}
	return nil
}

// formerOf lists the certificates that the subject has or had.
func (s *Service) formerOf(ctx context.Context, r *Request) ([]signing.Certificate, error) {
	switch r.Subject {
	case ForPerson:
		return s.Signing.OfPerson(ctx, r.Person)
	case ForAgency:
		return s.Signing.OfAgency(ctx, r.Agency)
	}
	return nil, nil // systems are told apart by name alone
}

// stillUsed reports whether the device carries a certificate that is in force.
func (s *Service) stillUsed(ctx context.Context, on device.Device) (bool, error) {
	for _, id := range on.Certificates {
		c, err := s.Signing.Certificate(ctx, id)
		if err != nil {
			return false, err
		}
		if c.Status == signing.Active && s.Now().Before(c.NotAfter) {
			return true, nil
		}
	}
	return false, nil
}

// checkRenewal wants a certificate in force, early enough (NA-11-2, HD2-07b).
func (s *Service) checkRenewal(c signing.Certificate, p *profile.Profile) error {
	rules := p.Subscribers.Requests
	again := "Lập hồ sơ cấp mới."
	switch left := c.NotAfter.Sub(s.Now()); {
	case c.Status == signing.Revoked || c.Status == signing.RevocationPending:
		return invalid("renew-revoked", "Chứng thư đã thu hồi hoặc đang chờ thu hồi, phải đề nghị cấp mới.").
			Under(p.Clause("subscribers.requests.renew_refusal")).Do(again)
	case left <= 0:
		return invalid("renew-expired", rules.RenewRefusal+".").Under(p.Clause("subscribers.requests.renew_refusal")).Do(again)
	case left < time.Duration(rules.RenewDays)*24*time.Hour:
		return invalid("renew-late", "Đề nghị gia hạn phải lập trước ngày hết hạn ít nhất "+strconv.Itoa(rules.RenewDays)+" ngày; chứng thư hết hạn ngày "+
			c.NotAfter.In(zone).Format("02/01/2006")+", phải đề nghị cấp mới.").
			Under(p.Clause("subscribers.requests.renew_min_days")).Do(again)
	}
	return nil
}

// checkChange wants something changed (NA-11-3).
func checkChange(r *Request, c signing.Certificate, p *profile.Profile) error {
	if c.Status == signing.Revoked {
		return invalid("change-revoked", "Chứng thư đã thu hồi, phải đề nghị cấp mới.").Under(p.Clause(keyForms)).Do("Lập hồ sơ cấp mới.")
	}
	if len(r.changes()) == 0 {
		return invalid("change-nothing", "Chưa có thông tin nào thay đổi.").Under(p.Clause(keyForms)).
			At("new", "Ghi giá trị mới cho ít nhất một mục.")
	}
	return nil
}

// changes lists what differs, in the order of the page.
func (r *Request) changes() []Column {
	var out []Column
	for _, c := range changeable(r.Subject) {
		if fresh := strings.TrimSpace(r.Fields[c.Code]); fresh != "" && fresh != r.Old[c.Code] {
			out = append(out, Column{Code: c.Code, Label: c.Label, Value: fresh, Old: r.Old[c.Code]})
		}
	}
	return out
}

// checkRecovery wants a device in use or locked (LD-08.1, NA-13.1, HT-06.2d).
func checkRecovery(on device.Device, p *profile.Profile) error {
	if on.State == device.InUse || on.State == device.Locked {
		return nil
	}
	return invalid("recover-state", "Thiết bị "+on.Serial+" "+deviceState(on.State)+", không khôi phục được; chỉ khôi phục thiết bị đang dùng hoặc bị khóa.").
		Under(p.Clause(keyForms)).At("device", "Chọn thiết bị đang dùng hoặc bị khóa.")
}

func deviceState(s device.State) string { return "đang ở trạng thái “" + s.Name() + "”" }

// checkReason wants a reason of the profile's list where it has one.
func checkReason(r *Request, p *profile.Profile) error {
	list := p.Subscribers.Requests.ReasonsOf(string(r.Kind))
	if len(list) == 0 {
		return nil
	}
	for _, c := range list {
		if c.Code == r.Reason {
			r.ReasonLabel = c.Label
			return nil
		}
	}
	return invalid("reason", "Lý do không thuộc danh mục lý do "+strings.ToLower(r.Kind.Name())+".").
		Under(p.Clause("subscribers.requests.reasons")).At("reason", "Chọn một lý do trong danh mục.")
}

// checkChannel wants a channel that the profile opens (LD-09-1, NA-08.2).
func checkChannel(c Channel, p *profile.Profile) error {
	for _, open := range p.Subscribers.RequestChannels {
		if Channel(open) == c {
			return nil
		}
	}
	return invalid("channel", p.Subscribers.ChannelRefusal+".").Under(p.Clause(keyChannel)).At("channel", p.Subscribers.ChannelRefusal+".")
}

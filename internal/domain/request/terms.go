package request

import (
	"context"
	"slices"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
)

// terms freezes what the profile says today about such a request (HT-06.2).
func (s *Service) terms(ctx context.Context, r *Request, kind device.Kind, p *profile.Profile) (Terms, error) {
	forms, err := s.Forms.For(ctx, p, string(r.Kind), string(r.Subject), s.Now())
	if err != nil {
		return Terms{}, err
	}
	rules := p.Subscribers
	t := Terms{
		Profile: p.Version, Source: rules.FormsSource, Route: rules.RequestRoute, To: ToAuthority, Checklist: rules.Requests.Version,
		Forward: limitOf(rules.ForwardLimit(string(r.Kind))), Recovery: Limit{Days: rules.RecoveryDays},
		Authority: limitOf(rules.AuthorityLimit(string(r.Kind))), FromReceipt: !rules.ClockStartsWhenValid,
	}
	for _, f := range forms {
		t.Forms = append(t.Forms, f.Ref())
	}
	department, err := s.Department(ctx, r.Province)
	if err != nil {
		return Terms{}, err
	}
	if goesToDepartment(rules, r.Kind, kind) && department.ID != "" && department.ID != r.Managing {
		t.To = ToDepartment
	}
	return t, nil
}

func limitOf(l profile.StepLimit) Limit { return Limit{l.WorkingDays, l.Hours} }

// goesToDepartment reads the route: everything, or the delegated services alone
// (NA-08.1, NA-13.3).
func goesToDepartment(rules profile.Subscribers, kind Kind, on device.Kind) bool {
	switch rules.RequestRoute {
	case RouteDepartment:
		return true
	case RouteDelegated:
		return kind == Recover && slices.Contains(rules.DelegatedServices, "khôi phục "+deviceName(on)) &&
			slices.Contains(rules.RecoveryDevices, deviceName(on))
	}
	return false
}

// deviceName is the kind of a device in the words of the profile.
func deviceName(k device.Kind) string {
	switch k {
	case device.Token:
		return "PKI Token"
	case device.SIM:
		return "SIM PKI"
	case device.HSM:
		return "HSM"
	case device.Remote:
		return "Ký số từ xa"
	}
	return string(k)
}

// receiver is the agency to which the letter goes.
func (s *Service) receiver(ctx context.Context, r *Request, p *profile.Profile) (org.Agency, error) {
	if r.Terms.To == ToDepartment {
		return s.Department(ctx, r.Province)
	}
	return s.authority(ctx, p)
}

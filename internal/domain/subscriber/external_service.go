package subscriber

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// AddExternal writes down that a certificate is known in a system outside
// (Thuế, BHXH, Kho bạc, khác), from when, and where its guidance is.
func (s *Service) AddExternal(ctx context.Context, by org.Actor, e External) (External, error) {
	r, law, err := s.ofMine(ctx, by, e.Certificate)
	if err != nil {
		return External{}, err
	}
	known, err := checkExternal(law, &e)
	if err != nil {
		return External{}, err
	}
	if e.Guidance == "" {
		e.Guidance = known.Guidance
	}
	if e.ID, err = newID(); err != nil {
		return External{}, err
	}
	e.Agency, e.By, e.At, e.Until = r.Agency, by.Person, s.Now(), ""
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddExternal(ctx, e); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "external-registration.added", string(e.Certificate), law.Version, "id", e.ID, "system", e.System))
	})
	return e, err
}

// EndExternal writes down that the registration outside was ended or moved to
// the next certificate; the task that asked for it is then done.
func (s *Service) EndExternal(ctx context.Context, by org.Actor, id, until string) error {
	e, err := s.Store.ExternalByID(ctx, id)
	if err != nil {
		return missing(err, "external.unknown", "Không có đăng ký này.")
	}
	_, law, err := s.ofMine(ctx, by, e.Certificate)
	if err != nil {
		return err
	}
	if until == "" {
		until = s.Now().In(zone).Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, until); err != nil || until < e.Since {
		return fault.New(fault.Invalid, "external.until", "Ngày cập nhật không hợp lệ.").At("until", "Phải từ ngày đăng ký trở đi.")
	}
	if e.Until != "" {
		return fault.New(fault.Conflict, "external.ended", "Đăng ký này đã được cập nhật trước đó.")
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.EndExternal(ctx, id, until); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "external-registration.ended", string(e.Certificate), law.Version, "id", id))
	})
}

// ExternalTasks lists "cập nhật tại hệ thống ngoài": each open registration of
// a certificate that was revoked, blocked, renewed, changed or has ended.
func (s *Service) ExternalTasks(ctx context.Context, by org.Actor) ([]ExternalTask, error) {
	if err := s.Guard.Allow(ctx, by, ActList, org.OfAgency); err != nil {
		return nil, err
	}
	scope, err := s.scope(ctx, by)
	if err != nil {
		return nil, err
	}
	return s.Store.StaleExternals(ctx, scope, s.Now())
}

// ofMine is a registration that the actor may write to.
func (s *Service) ofMine(ctx context.Context, by org.Actor, id signing.CertificateID) (Registration, *profile.Profile, error) {
	r, err := s.registration(ctx, id)
	if err != nil {
		return r, nil, err
	}
	if err := s.mayRegister(ctx, by, r.Agency); err != nil {
		return r, nil, err
	}
	law, err := s.law(r.Province)
	return r, law, err
}

func checkExternal(law *profile.Profile, e *External) (profile.ExternalSystem, error) {
	clause := law.Clause("subscribers.register.external_systems")
	e.Name, e.Account, e.Guidance = strings.TrimSpace(e.Name), strings.TrimSpace(e.Account), strings.TrimSpace(e.Guidance)
	list := law.Subscribers.Register.ExternalSystems
	i := slices.IndexFunc(list, func(x profile.ExternalSystem) bool { return x.Code == e.System })
	bad := func(field, hint string) error {
		return fault.New(fault.Invalid, "external."+field, "Đăng ký tại hệ thống ngoài chưa đủ thông tin.").Under(clause).At(field, hint)
	}
	switch {
	case i < 0:
		return profile.ExternalSystem{}, bad("system", "Chọn hệ thống.")
	case e.System == "other" && e.Name == "":
		return list[i], bad("name", "Ghi tên hệ thống.")
	case max(len(e.Name), len(e.Account), len(e.Guidance)) > 1000:
		return list[i], bad("name", "Nội dung quá dài.")
	}
	if _, err := time.Parse(time.DateOnly, e.Since); err != nil {
		return list[i], bad("since", "Ghi ngày đăng ký.")
	}
	if e.Guidance != "" {
		if u, err := url.Parse(e.Guidance); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			return list[i], bad("guidance", "Địa chỉ hướng dẫn phải bắt đầu bằng https://.")
		}
	}
	return list[i], nil
}

// SavePlan changes the plan to leave a certificate of another authority.
func (s *Service) SavePlan(ctx context.Context, by org.Actor, p Plan) error {
	r, law, err := s.ofMine(ctx, by, p.Certificate)
	if err != nil {
		return err
	}
	if r.Kind != Outside {
		return fault.New(fault.Conflict, "plan.official", "Chứng thư số chuyên dùng không cần kế hoạch chuyển đổi.")
	}
	if err := p.check(law, s.Now()); err != nil {
		return err
	}
	if p.State != PlanDone {
		p.State = PlanOpen
	}
	p.At = s.Now()
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.SavePlan(ctx, p, by.Person); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "migration-plan.saved", string(p.Certificate), law.Version, "target", p.Target, "state", string(p.State)))
	})
}

// Outsiders lists the certificates of other authorities with their plans;
// those without a plan, or past its day, come first.
func (s *Service) Outsiders(ctx context.Context, by org.Actor) ([]OutsideLine, error) {
	if err := s.Guard.Allow(ctx, by, ActList, org.OfAgency); err != nil {
		return nil, err
	}
	scope, err := s.scope(ctx, by)
	if err != nil {
		return nil, err
	}
	list, err := s.Store.OutsideLines(ctx, scope, s.Now())
	today := s.Now().In(zone).Format(time.DateOnly)
	slices.SortStableFunc(list, func(a, b OutsideLine) int { return order(b.Plan.Late(today)) - order(a.Plan.Late(today)) })
	return list, err
}

func order(late bool) int {
	if late {
		return 1
	}
	return 0
}

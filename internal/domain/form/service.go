package form

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Actions of permissions.toml.
const (
	ActionRead org.Action = "form.read"
	ActionEdit org.Action = "form.edit"
	ActionFill org.Action = "form.fill" // of the record whose data go into the file
)

// newID makes a UUIDv7.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// Config is what the Service needs; everything is required.
type Config struct {
	Store    Store
	Guard    *org.Guard
	Profiles *profile.Set
	Now      func() time.Time
}

// Service gives the templates of the day, changes them and records their use.
type Service struct{ Config }

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Guard == nil || c.Profiles == nil || c.Now == nil {
		return nil, errors.New("form service: a part is missing")
	}
	return &Service{c}, nil
}

// For gives the templates for a kind of request and its subject ("person",
// "agency", "service"; empty for any) as they stand at that moment, in order of
// number. The law lists them; none listed is refused. It asks no permission:
// whoever makes a request needs its forms.
func (s *Service) For(ctx context.Context, law *profile.Profile, kind, subject string, at time.Time) ([]profile.Form, error) {
	var list []profile.Form
	for _, ref := range law.Subscribers.FormRefs(kind) {
		f, err := s.at(ctx, law.Province, ref, at)
		if err != nil {
			return nil, err
		}
		if f.Serves(kind, subject) {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		return nil, fault.New(fault.Invalid, "form.none", "Quy chế không có biểu mẫu nào cho yêu cầu này.").
			Under(law.Clause("subscribers.forms")).Do("Chọn loại yêu cầu khác hoặc hỏi quản trị hệ thống.")
	}
	slices.SortStableFunc(list, func(a, b profile.Form) int { return a.Number - b.Number })
	return list, nil
}

// Exact gives the version to which an earlier paper refers.
func (s *Service) Exact(ctx context.Context, province string, ref profile.FormRef) (profile.Form, error) {
	if f, ok := s.Profiles.Form(ref.Set, ref.Number); ok && ref.Version == f.Version {
		return f, nil
	}
	versions, err := s.Store.Versions(ctx, province, ref.Set, ref.Number)
	if err != nil {
		return profile.Form{}, err
	}
	for _, v := range versions {
		if v.Form.Version == ref.Version {
			return v.Form, nil
		}
	}
	return profile.Form{}, fault.New(fault.NotFound, "form.unknown", fmt.Sprintf("Không có Mẫu %02d, phiên bản %d.", ref.Number, ref.Version))
}

// at gives the template as it stands at a moment: the newest version whose
// first day has come, or the delivered one.
func (s *Service) at(ctx context.Context, province string, ref profile.FormRef, at time.Time) (profile.Form, error) {
	f, ok := s.Profiles.Form(ref.Set, ref.Number)
	if !ok {
		return f, fmt.Errorf("the profile of %s lists form %d of %s, which is not there", province, ref.Number, ref.Set)
	}
	versions, err := s.Store.Versions(ctx, province, ref.Set, ref.Number)
	if err != nil {
		return f, err
	}
	for _, v := range versions {
		if !at.Before(v.Form.From) && !at.Before(v.At) {
			f = v.Form
		}
	}
	return f, nil
}

package subscriber

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// Actions that this package asks the guard about.
const (
	ActRegister org.Action = "registration.enter"   // enter certificates, plans and external registrations
	ActConfirm  org.Action = "registration.confirm" // the department's entry of an agency's certificate
	ActList     org.Action = "registration.read"    // lists, figures, forecasts of the own branch
	ActOwn      org.Action = "registration.own"     // one's own certificates
	ActInform   org.Action = "registration.inform"  // requests of authorities for information
	ActBudget   org.Action = "registration.budget"  // prices of the yearly plan
)

// Anchors are those of Ban Cơ yếu Chính phủ; signing.Evidence has them.
type Anchors interface {
	Anchors() []*x509.Certificate
	Intermediates() []*x509.Certificate
}

// Devices tells on what a certificate is; package device behind it decides who
// sees serials.
type Devices interface {
	// OnDevices gives the devices of certificates that have one at that time;
	// zero is now.
	OnDevices(ctx context.Context, by org.Actor, ids []signing.CertificateID, at time.Time) (map[signing.CertificateID]DeviceLine, error)
}

// DeviceLine is a device in a list.
type DeviceLine struct {
	ID     string
	Serial string // masked where the reader may not see it
	State  string // in words
}

// Config is what a Service needs. Devices and Documents may be nil: lists are
// then without devices, statistics without documents.
type Config struct {
	Store     Store
	Org       *org.Service
	Signing   *signing.Service
	Guard     *org.Guard
	Profiles  *profile.Set
	Anchors   Anchors
	Devices   Devices
	Documents Documents
	Now       func() time.Time
}

// Service is the one way to change and ask about the register of subscribers.
type Service struct{ Config }

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Org == nil || c.Signing == nil || c.Guard == nil || c.Profiles == nil || c.Anchors == nil || c.Now == nil {
		return nil, errors.New("subscriber service: store, org, signing, guard, profiles, anchors or clock is missing")
	}
	return &Service{c}, nil
}

// law is the profile of the actor's province now.
func (s *Service) law(province string) (*profile.Profile, error) {
	return s.Profiles.At(province, s.Now())
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("making an id: %w", err)
	}
	return id.String(), nil
}

// missing turns a store's ErrNotFound into a refusal; other errors pass.
func missing(err error, code, message string) error {
	if errors.Is(err, ErrNotFound) {
		return fault.New(fault.NotFound, code, message)
	}
	return err
}

// within is the relation of who acts to an agency: its own agency, or one below it.
func (s *Service) within(ctx context.Context, by org.Actor, agency org.AgencyID) ([]org.Relation, error) {
	if by.Agency == "" || agency == "" {
		return nil, nil
	}
	seen := 0
	for id := agency; id != "" && seen < maxDepth; seen++ {
		if id == by.Agency {
			return []org.Relation{org.OfAgency}, nil
		}
		a, err := s.Org.Agency(ctx, id)
		if err != nil {
			return nil, err
		}
		id = a.Parent
	}
	return nil, nil
}

// maxDepth of the tree of agencies: nation, province, department, unit and spare.
const maxDepth = 12

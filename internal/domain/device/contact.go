package device

import (
	"context"
	"errors"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// SetContact records who receives certificates for the agency.
func (s *Service) SetContact(ctx context.Context, by org.Actor, agency org.AgencyID, person org.PersonID) error {
	if err := s.guard.Allow(ctx, by, ActApprove, inAgency(by, agency)...); err != nil {
		return err
	}
	if _, err := s.org.Person(ctx, person); err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.SetContact(ctx, agency, person, s.now()); err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.now(), "device.contact-set", string(agency), "person", string(person)))
	})
}

// Contact tells who receives certificates for the agency; NotFound when nobody
// was named.
func (s *Service) Contact(ctx context.Context, agency org.AgencyID) (org.Person, error) {
	person, err := s.store.Contact(ctx, agency)
	if errors.Is(err, ErrNotFound) {
		return org.Person{}, fault.New(fault.NotFound, "device.no-contact", "Cơ quan chưa cử cán bộ tiếp nhận chứng thư số.")
	}
	if err != nil {
		return org.Person{}, err
	}
	return s.org.Person(ctx, person)
}

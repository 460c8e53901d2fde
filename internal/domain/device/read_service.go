package device

import (
	"context"
	"errors"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// Device gives one row; in a province of the grade Mật the serial is masked for
// who may not see it and every view is logged.
func (s *Service) Device(ctx context.Context, by org.Actor, id ID) (Device, error) {
	d, err := s.store.Device(ctx, id)
	if err != nil {
		return d, missing(err, "device.unknown", "Không có thiết bị này trong sổ.")
	}
	if err := s.guard.Allow(ctx, by, ActRead, relations(by, d)...); err != nil {
		return Device{}, err
	}
	list, err := s.shown(ctx, by, []Device{d})
	if err != nil {
		return Device{}, err
	}
	return list[0], nil
}

// Devices lists as Device gives; Agency empty is for who may see every agency.
func (s *Service) Devices(ctx context.Context, by org.Actor, q Query) ([]Device, error) {
	if err := s.guard.Allow(ctx, by, ActRead, inAgency(by, q.Agency)...); err != nil {
		return nil, err
	}
	list, err := s.store.Devices(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, by, list)
}

// Mine lists what the actor holds or keeps now.
func (s *Service) Mine(ctx context.Context, by org.Actor) ([]Device, error) {
	list, err := s.store.KeptBy(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, by, list)
}

// OfCertificate finds the device of a certificate, without its serial;
// NotFound when it is on none.
func (s *Service) OfCertificate(ctx context.Context, c signing.CertificateID) (Device, error) {
	d, err := s.store.OfCertificate(ctx, c)
	d.Serial = ""
	return d, missing(err, "device.none", "Chứng thư số này chưa ghi vào thiết bị nào.")
}

// Has says whether the certificate is on a device of the book; it is the Minuted
// of signing.Config.
func (s *Service) Has(ctx context.Context, c signing.CertificateID) (bool, error) {
	_, err := s.store.OfCertificate(ctx, c)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// readable asks whether the actor may read about the device.
func (s *Service) readable(ctx context.Context, by org.Actor, id ID, people ...org.PersonID) error {
	d, err := s.store.Device(ctx, id)
	if err != nil {
		return missing(err, "device.unknown", "Không có thiết bị này trong sổ.")
	}
	return s.guard.Allow(ctx, by, ActRead, append(relations(by, d), own(by, people...)...)...)
}

// History lists everything that happened to a device, oldest first.
func (s *Service) History(ctx context.Context, by org.Actor, id ID) ([]Event, error) {
	if err := s.readable(ctx, by, id); err != nil {
		return nil, err
	}
	return s.store.History(ctx, id)
}

// Handover gives one sheet of minutes, to its parties too.
func (s *Service) Handover(ctx context.Context, by org.Actor, id string) (Handover, error) {
	h, err := s.handover(ctx, id)
	if err != nil {
		return h, err
	}
	return h, s.readable(ctx, by, h.Device, h.Giver, h.Receiver, h.Contact)
}

// Handovers lists the minutes of a device, oldest first: who kept it from when.
func (s *Service) Handovers(ctx context.Context, by org.Actor, id ID) ([]Handover, error) {
	if err := s.readable(ctx, by, id); err != nil {
		return nil, err
	}
	return s.store.Handovers(ctx, id)
}

// MyHandovers lists the open minutes in which the actor gives, receives or
// stands as contact.
func (s *Service) MyHandovers(ctx context.Context, by org.Actor) ([]Handover, error) {
	return s.store.HandoversOf(ctx, by.Person)
}

// Unconfirmed lists the agency's minutes that have waited longer than the
// profile's days (HT-11.3-1), oldest first.
func (s *Service) Unconfirmed(ctx context.Context, by org.Actor, agency org.AgencyID) ([]Handover, error) {
	if err := s.guard.Allow(ctx, by, ActRead, inAgency(by, agency)...); err != nil {
		return nil, err
	}
	law, err := s.lawOf(ctx, agency)
	if err != nil {
		return nil, err
	}
	before := s.now().Add(-time.Duration(law.Subscribers.Custody.UnconfirmedFor) * 24 * time.Hour)
	return s.store.Unconfirmed(ctx, agency, before, maxList)
}

// OnTheWay lists the transfers that the agency or department has not confirmed.
func (s *Service) OnTheWay(ctx context.Context, by org.Actor, agency org.AgencyID) ([]Transfer, error) {
	if err := s.guard.Allow(ctx, by, ActRead, inAgency(by, agency)...); err != nil {
		return nil, err
	}
	return s.store.OpenTransfers(ctx, agency, maxList)
}

// Incidents lists the reports about a device, newest first.
func (s *Service) Incidents(ctx context.Context, by org.Actor, id ID) ([]Incident, error) {
	if err := s.readable(ctx, by, id); err != nil {
		return nil, err
	}
	return s.store.Incidents(ctx, id)
}

// IncidentsIn lists the reports of an agency in a period, newest first, for the
// periodic reports.
func (s *Service) IncidentsIn(ctx context.Context, by org.Actor, agency org.AgencyID, from, to time.Time) ([]Incident, error) {
	if err := s.guard.Allow(ctx, by, ActRead, inAgency(by, agency)...); err != nil {
		return nil, err
	}
	return s.store.IncidentsIn(ctx, agency, from, to, maxList)
}

// OpenDuties lists what the agency still has to do, by due time.
func (s *Service) OpenDuties(ctx context.Context, by org.Actor, agency org.AgencyID) ([]Duty, error) {
	if err := s.guard.Allow(ctx, by, ActRead, inAgency(by, agency)...); err != nil {
		return nil, err
	}
	return s.store.OpenDuties(ctx, agency, "", maxList)
}

// MyDuties lists what the actor still has to do.
func (s *Service) MyDuties(ctx context.Context, by org.Actor) ([]Duty, error) {
	if by.Person == "" {
		return nil, nil
	}
	return s.store.OpenDuties(ctx, "", by.Person, maxList)
}

// Checks lists the duties of one kind of a device, newest first: the last
// sighting is the first that is not open.
func (s *Service) Checks(ctx context.Context, by org.Actor, id ID, kind DutyKind) ([]Duty, error) {
	if err := s.readable(ctx, by, id); err != nil {
		return nil, err
	}
	return s.store.DutiesOf(ctx, kind, string(id), 200)
}

// Notices is the actor's work list of device matters, newest first.
func (s *Service) Notices(ctx context.Context, by org.Actor) ([]Notice, error) {
	return s.store.Notices(ctx, by.Agency, by.Person, by.Roles, 200)
}

// SeeNotice takes one from the list of everybody who had it.
func (s *Service) SeeNotice(ctx context.Context, by org.Actor, id string) error {
	n, err := s.store.Notice(ctx, id)
	if err != nil {
		return missing(err, "notice.unknown", "Không có thông báo này.")
	}
	mine := n.Person != "" && n.Person == by.Person || n.Person == "" && n.Agency == by.Agency && by.Has(n.Role)
	if !mine {
		return fault.New(fault.NotFound, "notice.unknown", "Không có thông báo này.")
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		err := tx.SeeNotice(ctx, id, by.Person, s.now())
		if errors.Is(err, ErrNotFound) {
			return nil // seen already
		}
		if err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.now(), "device-notice.seen", id))
	})
}

// Answerable says who answers for an agency's certificate (BG-21.2).
type Answerable struct {
	Head    org.Person
	Keeper  org.Person // zero when nobody keeps it
	Custody signing.Custody
}

// Answerable tells the head and the keeper at that time; a signature made then
// belongs to that keeper, a temporary one too (NA-21.2-2).
func (s *Service) Answerable(ctx context.Context, c signing.CertificateID, at time.Time) (Answerable, error) {
	row, err := s.signing.Certificate(ctx, c)
	if err != nil {
		return Answerable{}, err
	}
	var a Answerable
	if a.Head, err = s.head(ctx, row.Agency, at); err != nil {
		return a, err
	}
	a.Custody, err = s.signing.CustodianOf(ctx, c, at)
	if fault.Is(err, "custody.nobody") {
		return a, nil
	}
	if err != nil {
		return a, err
	}
	a.Keeper, err = s.org.Person(ctx, a.Custody.Holder)
	return a, err
}

// head is the leader of the agency whose title is no deputy's; zero when there
// is none.
func (s *Service) head(ctx context.Context, agency org.AgencyID, at time.Time) (org.Person, error) {
	leaders, err := s.org.PeopleWith(ctx, agency, org.Leader, at)
	if err != nil {
		return org.Person{}, err
	}
	for _, p := range leaders {
		posts, err := s.org.PostsOf(ctx, p.ID, agency, at)
		if err != nil {
			return org.Person{}, err
		}
		for _, post := range posts {
			if post.Unit == "" && !strings.HasPrefix(strings.ToLower(post.Title), "phó ") {
				return p, nil
			}
		}
	}
	return org.Person{}, nil
}

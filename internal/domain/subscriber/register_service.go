package subscriber

import (
	"context"
	"errors"
	"strings"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/fault"
)

// Look judges a certificate as Register would, and saves nothing.
func (s *Service) Look(ctx context.Context, by org.Actor, in Incoming) (Preview, error) {
	if err := s.mayRegister(ctx, by, in.Agency); err != nil {
		return Preview{}, err
	}
	j, err := s.judge(ctx, by, in)
	if err != nil {
		return Preview{}, err
	}
	return j.preview(), nil
}

// Register enters a certificate into the register: the chain decides whether it
// is official, the profile whether any other is taken at all; its validity, its
// subject and its holder's post are held against the rules of the province. The
// refusal names the first rule that fails; what another authority issued is
// written down with issuer and serial. An agency's certificate that somebody
// other than the department enters begins under a hold where the profile wants
// the department's entry (BG-21.1).
func (s *Service) Register(ctx context.Context, by org.Actor, in Incoming) (signing.Certificate, error) {
	if err := s.mayRegister(ctx, by, in.Agency); err != nil {
		return signing.Certificate{}, err
	}
	j, err := s.judge(ctx, by, in)
	if err != nil {
		return signing.Certificate{}, s.logRefusal(ctx, by, err)
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return s.enter(ctx, tx, by, j) })
	return j.certificate, err
}

func (s *Service) mayRegister(ctx context.Context, by org.Actor, agency org.AgencyID) error {
	rel, err := s.within(ctx, by, agency)
	if err != nil {
		return err
	}
	return s.Guard.Allow(ctx, by, ActRegister, rel...)
}

// EventRegistered says that a certificate is in the register; the subject is
// the certificate, the payload RegisteredMessage.
const EventRegistered = "certificate.registered"

// RegisteredMessage is the payload of EventRegistered.
type RegisteredMessage struct {
	RenewalOf signing.CertificateID `json:"renewal_of"`
	Agency    org.AgencyID          `json:"agency"`
	Person    org.PersonID          `json:"person"`
}

// enter saves a judged certificate.
func (s *Service) enter(ctx context.Context, tx Tx, by org.Actor, j *judged) error {
	r := j.registration
	if err := s.Signing.Add(ctx, tx.Signing(), by, j.certificate); err != nil {
		return err
	}
	if err := tx.AddRegistration(ctx, r); err != nil {
		if errors.Is(err, ErrTaken) {
			return fault.New(fault.Conflict, "registration.renewed-twice", "Chứng thư số được gia hạn đã có chứng thư khác thay thế.").
				At("renews", "Chọn chứng thư số khác.")
		}
		return err
	}
	if j.renewed != nil {
		if err := s.replace(ctx, tx, j); err != nil {
			return err
		}
	}
	if j.plan.Certificate != "" {
		j.plan.State = PlanOpen
		if err := tx.SavePlan(ctx, j.plan, by.Person); err != nil {
			return err
		}
	}
	if j.hold != nil {
		if err := s.Signing.PutHold(ctx, tx.Signing(), by, *j.hold); err != nil {
			return err
		}
	}
	if err := tx.Emit(ctx, event.New(EventRegistered, string(r.Certificate), RegisteredMessage{r.RenewalOf, r.Agency, r.Person})); err != nil {
		return err
	}
	return tx.Audit(ctx, s.entry(by, "registration.entered", string(r.Certificate), r.Rules, "serial", bounded(r.Serial), "kind", string(r.Kind)))
}

// replace links the renewed certificate and ends its reminders.
func (s *Service) replace(ctx context.Context, tx Tx, j *judged) error {
	if err := tx.SetRenewed(ctx, j.renewed.Certificate, j.certificate.ID); err != nil {
		return err
	}
	return tx.CloseNotices(ctx, j.renewed.Certificate, 0, s.Now())
}

func (s *Service) entry(by org.Actor, action, subject, rules string, data ...string) audit.Entry {
	e := by.Entry(s.Now(), action, subject, data...)
	e.Profile = rules
	return e
}

// Confirm is the department's entry of an agency's certificate that somebody
// else registered, with the minutes of its hand-over; from then on it signs
// (BG-21.1).
func (s *Service) Confirm(ctx context.Context, by org.Actor, id signing.CertificateID, minutes string) error {
	r, err := s.registration(ctx, id)
	if err != nil {
		return err
	}
	if err := s.Guard.Allow(ctx, by, ActConfirm); err != nil {
		return err
	}
	law, err := s.law(r.Province)
	if err != nil {
		return err
	}
	if minutes = strings.TrimSpace(minutes); minutes == "" || len([]rune(minutes)) > maxText {
		return fault.New(fault.Invalid, "registration.minutes", "Ghi vào sổ phải có số biên bản bàn giao chứng thư số.").
			Under(law.Clause("subscribers.register.department_enters")).At("minutes", "Ghi số, ngày biên bản bàn giao.")
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.SetMinutes(ctx, id, minutes); err != nil {
			return err
		}
		if err := s.Signing.EndHold(ctx, tx.Signing(), by, id, signing.CauseNotRegistered, string(id)); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "registration.confirmed", string(id), law.Version))
	})
}

func (s *Service) registration(ctx context.Context, id signing.CertificateID) (Registration, error) {
	r, err := s.Store.Registration(ctx, id)
	return r, missing(err, "registration.unknown", "Không có chứng thư số này trong danh sách.")
}

// Adopt enters certificates that only package signing knows, as official and
// without judging them again: those of the time before there was a register.
func (s *Service) Adopt(ctx context.Context, by org.Actor) (int, error) {
	n := 0
	for after := signing.CertificateID(""); ; {
		ids, err := s.Store.Unregistered(ctx, after, 200)
		if err != nil || len(ids) == 0 {
			return n, err
		}
		for _, id := range ids {
			if err := s.adopt(ctx, by, id); err != nil {
				return n, err
			}
			n, after = n+1, id
		}
	}
}

func (s *Service) adopt(ctx context.Context, by org.Actor, id signing.CertificateID) error {
	c, err := s.Signing.Certificate(ctx, id)
	if err != nil {
		return err
	}
	agency, err := s.Org.Agency(ctx, c.Agency)
	if err != nil {
		return err
	}
	r := Registration{
		Certificate: id, Kind: Official, Class: c.Class, Agency: c.Agency, Person: c.Person, Holder: agency.Name, Title: c.Title, Serial: c.Serial,
		KeyKind: c.KeyKind, NotBefore: c.NotBefore, NotAfter: c.NotAfter, Province: agency.Province, By: by.Person, ByAgency: by.Agency, At: c.AddedAt,
	}
	if leaf, err := c.Leaf(); err == nil {
		r.Email = emailIn(leaf)
		if c.Class == signing.ClassService {
			r.Holder, r.System, r.SystemKind = leaf.Subject.CommonName, leaf.Subject.CommonName, "service"
		}
	}
	if c.Class == signing.ClassPerson {
		person, err := s.Org.Person(ctx, c.Person)
		if err != nil {
			return err
		}
		r.Holder = person.Name
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		err := tx.AddRegistration(ctx, r)
		if errors.Is(err, ErrTaken) {
			return nil // another process was here
		}
		if err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "registration.adopted", string(id), ""))
	})
}

package signing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Custody is an assignment of an agency's certificate to one clerk (NA-10.3,
// LD-11.1). To zero means that it lasts.
type Custody struct {
	ID          string
	Certificate CertificateID
	Holder      org.PersonID
	Assigner    org.PersonID
	Decision    string // number of the minutes or decision
	From        time.Time
	To          time.Time
}

// AssignCustody gives the certificate of an agency to one of its clerks. The
// custody before it ends at that moment: the old custodian cannot sign after,
// the new one not before (HT-11.3-2). From zero means now; a From before the
// present custody began is refused, because periods would overlap.
func (s *Service) AssignCustody(ctx context.Context, by org.Actor, in Custody) (Custody, error) {
	c, err := s.Certificate(ctx, in.Certificate)
	if err != nil {
		return Custody{}, err
	}
	if err := s.guard.Allow(ctx, by, ActCustody, inAgency(by, c.Agency)...); err != nil {
		return Custody{}, err
	}
	if err := s.checkMinuted(ctx, c); err != nil {
		return Custody{}, err
	}
	in.Assigner = by.Person
	err = s.store.Transact(ctx, func(tx Tx) error {
		in, err = s.AssignCustodyIn(ctx, tx, by, in)
		return err
	})
	return in, err
}

// AssignCustodyIn is AssignCustody inside the transaction of the subject that
// wrote the minutes; who may do it is the caller's question, and in.Assigner
// says who gave it. A period that ends needs another one laid after it, or the
// certificate is nobody's then.
func (s *Service) AssignCustodyIn(ctx context.Context, tx Tx, by org.Actor, in Custody) (Custody, error) {
	c, err := tx.Certificate(ctx, in.Certificate)
	if err != nil {
		return Custody{}, missing(err, "certificate.unknown", "Không có chứng thư số này trong danh sách.")
	}
	if in.From.IsZero() {
		in.From = s.now()
	}
	if err := s.checkCustody(ctx, c, in); err != nil {
		return Custody{}, err
	}
	if in.ID, err = newID(); err != nil {
		return Custody{}, err
	}
	if _, err := tx.LockCertificate(ctx, in.Certificate); err != nil {
		return Custody{}, err
	}
	if err := makeRoom(ctx, tx, in, s.now()); err != nil {
		return Custody{}, err
	}
	if err := tx.AddCustody(ctx, in); err != nil {
		return Custody{}, err
	}
	return in, s.auditCustodies(ctx, tx, by.Entry(s.now(), "custody.assigned", string(in.Certificate), "holder", string(in.Holder)))
}

// auditCustodies writes the entry with the digest of all periods, by which a
// changed row is found.
func (s *Service) auditCustodies(ctx context.Context, tx Tx, entry audit.Entry) error {
	all, err := tx.Custodies(ctx, CertificateID(entry.Subject))
	if err != nil {
		return err
	}
	if entry.Data == nil {
		entry.Data = map[string]string{}
	}
	entry.Data[traceCustodies] = custodiesDigest(all)
	if err := tx.Audit(ctx, entry); err != nil {
		return fmt.Errorf("writing the audit entry: %w", err)
	}
	return nil
}

// ReturnCustodyIn ends a temporary custody now: the period laid after it, of the
// keeper to whom it goes back, begins now instead. NotFound when no custody
// with an end runs.
func (s *Service) ReturnCustodyIn(ctx context.Context, tx Tx, by org.Actor, id CertificateID) error {
	now := s.now()
	if _, err := tx.LockCertificate(ctx, id); err != nil {
		return missing(err, "certificate.unknown", "Không có chứng thư số này trong danh sách.")
	}
	all, err := tx.Custodies(ctx, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c Custody) bool { return c.at(now) && !c.To.IsZero() })
	if i < 0 {
		return fault.New(fault.NotFound, "custody.not-temporary", "Không có lần giao có thời hạn nào đang chạy.")
	}
	next := slices.IndexFunc(all, func(c Custody) bool { return c.From.Equal(all[i].To) && !c.empty() })
	if err := tx.EndCustody(ctx, all[i].ID, now); err != nil {
		return err
	}
	holder := all[i].Holder
	if next >= 0 {
		back := all[next]
		if err := tx.EndCustody(ctx, back.ID, back.From); err != nil {
			return err
		}
		if back.ID, err = newID(); err != nil {
			return err
		}
		back.From, holder = now, back.Holder
		if err := tx.AddCustody(ctx, back); err != nil {
			return err
		}
	}
	return s.auditCustodies(ctx, tx, by.Entry(now, "custody.returned", string(id), "holder", string(holder)))
}

// at says that the period holds then.
func (c Custody) at(t time.Time) bool {
	return !t.Before(c.From) && (c.To.IsZero() || t.Before(c.To))
}

// empty says that the period was taken back before it began.
func (c Custody) empty() bool { return c.From.Equal(c.To) }

// checkMinuted refuses to give away beside the minutes what is on a device of
// the book.
func (s *Service) checkMinuted(ctx context.Context, c Certificate) error {
	if s.minuted == nil {
		return nil
	}
	minuted, err := s.minuted(ctx, c.ID)
	if err != nil || !minuted {
		return err
	}
	law, err := s.lawOf(ctx, c)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "custody.by-minutes", "Chứng thư số này nằm trên thiết bị đã vào sổ: thay người giữ phải lập biên bản bàn giao thiết bị.").
		Under(law.Clause("subscribers.handover_form")).Do("Lập biên bản bàn giao của thiết bị.")
}

func (s *Service) checkCustody(ctx context.Context, c Certificate, in Custody) error {
	law, err := s.lawOf(ctx, c)
	if err != nil {
		return err
	}
	if c.Class != ClassAgency {
		return fault.New(fault.Invalid, "custody.personal", law.Subscribers.Custody.NotHolder).Under(law.Clause("subscribers.custody.not_holder_refusal"))
	}
	if strings.TrimSpace(in.Decision) == "" || len(in.Decision) > 300 {
		return fault.New(fault.Invalid, "custody.decision", "Giao chứng thư số cơ quan phải ghi số biên bản hoặc quyết định.").
			Under(law.Clause("subscribers.handover_paper")).At("decision", "Ghi số biên bản hoặc quyết định.")
	}
	if !in.To.IsZero() && !in.To.After(in.From) {
		return fault.New(fault.Invalid, "custody.period", "Thời hạn giao không hợp lệ.").At("to", "Phải sau ngày giao.")
	}
	clerk, err := s.org.HasRole(ctx, in.Holder, c.Agency, org.Clerk, s.now())
	if err != nil {
		return err
	}
	if !clerk {
		return fault.New(fault.Invalid, "custody.not-clerk", law.Subscribers.Custody.NotClerk).
			Under(law.Clause("subscribers.custody.not_clerk_refusal")).At("holder", "Chọn người có vai trò văn thư.")
	}
	return nil
}

// makeRoom ends the period before at the moment of the new one. One that began
// at that very moment, which is not past, gives way: the last word counts.
func makeRoom(ctx context.Context, tx Tx, in Custody, now time.Time) error {
	all, err := tx.Custodies(ctx, in.Certificate)
	if err != nil {
		return err
	}
	for _, old := range all {
		if old.empty() || !old.To.IsZero() && !old.To.After(in.From) {
			continue
		}
		givesWay := old.From.Equal(in.From) && !in.From.Before(now)
		if !old.From.Before(in.From) && !givesWay || !old.To.IsZero() && in.From.Before(old.From) {
			return fault.New(fault.Conflict, "custody.overlap", "Thời gian giao trùng với lần giao khác của chứng thư số này.").Under("NA-10.3")
		}
		if err := tx.EndCustody(ctx, old.ID, in.From); err != nil {
			return err
		}
	}
	return nil
}

// CustodianOf tells who may use the agency's certificate at that time; a
// refusal of kind NotFound means nobody.
func (s *Service) CustodianOf(ctx context.Context, id CertificateID, at time.Time) (Custody, error) {
	c, err := s.store.CustodyAt(ctx, id, at)
	return c, missing(err, "custody.nobody", "Chứng thư số cơ quan chưa được giao cho văn thư quản lý.")
}

// Custodies lists who held the certificate, oldest first.
func (s *Service) Custodies(ctx context.Context, id CertificateID) ([]Custody, error) {
	return s.store.Custodies(ctx, id)
}

// CustodiesOf lists what the person holds at that time.
func (s *Service) CustodiesOf(ctx context.Context, holder org.PersonID, at time.Time) ([]Custody, error) {
	return s.store.CustodiesOf(ctx, holder, at)
}

// CheckHolder refuses everybody but the one who may sign with the certificate
// now: its owner, or the custodian of the agency's. The refusal is written to
// the audit log as a security event (HD2-10.3).
func (s *Service) CheckHolder(ctx context.Context, by org.Actor, c Certificate) error {
	ok, err := s.holds(ctx, by, c)
	if err != nil || ok {
		return err
	}
	law, err := s.lawOf(ctx, c)
	if err != nil {
		return err
	}
	if err := s.recordIntruder(ctx, by, c); err != nil {
		return err
	}
	return s.notHolder(ctx, law, c)
}

// lawOf is the law of the province whose agency manages the certificate.
func (s *Service) lawOf(ctx context.Context, c Certificate) (*profile.Profile, error) {
	agency, err := s.org.Agency(ctx, c.Agency)
	if err != nil {
		return nil, err
	}
	return s.law(agency.Province, s.now())
}

func (s *Service) holds(ctx context.Context, by org.Actor, c Certificate) (bool, error) {
	if by.Person == "" {
		return false, nil
	}
	if c.Class == ClassPerson {
		return c.Person == by.Person, nil
	}
	now := s.now()
	custody, err := s.store.CustodyAt(ctx, c.ID, now)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil || custody.Holder != by.Person || by.Agency != c.Agency {
		return false, err
	}
	return s.org.HasRole(ctx, by.Person, c.Agency, org.Clerk, now) // a clerk who left the desk left the key
}

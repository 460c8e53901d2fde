package signing

import (
	"context"
	"errors"
	"strings"
	"time"

	"antin/internal/domain/org"
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
	if in.From.IsZero() {
		in.From = s.now()
	}
	if err := s.checkCustody(ctx, c, in); err != nil {
		return Custody{}, err
	}
	if in.ID, err = newID(); err != nil {
		return Custody{}, err
	}
	in.Assigner = by.Person
	entry := by.Entry(s.now(), "custody.assigned", string(in.Certificate), "holder", string(in.Holder))
	err = s.commit(ctx, entry, func(tx Tx) error {
		if _, err := tx.LockCertificate(ctx, in.Certificate); err != nil {
			return err
		}
		if err := makeRoom(ctx, tx, in); err != nil {
			return err
		}
		if err := tx.AddCustody(ctx, in); err != nil {
			return err
		}
		all, err := tx.Custodies(ctx, in.Certificate)
		entry.Data[traceCustodies] = custodiesDigest(all)
		return err
	})
	return in, err
}

func (s *Service) checkCustody(ctx context.Context, c Certificate, in Custody) error {
	if c.Class != ClassAgency {
		return fault.New(fault.Invalid, "custody.personal", "Thiết bị cá nhân phải do chính cá nhân giữ").Under("LD-11.5")
	}
	if strings.TrimSpace(in.Decision) == "" || len(in.Decision) > 300 {
		return fault.New(fault.Invalid, "custody.decision", "Giao chứng thư số cơ quan phải ghi số biên bản hoặc quyết định.").
			Under("NA-10.1").At("decision", "Ghi số biên bản hoặc quyết định.")
	}
	if !in.To.IsZero() && !in.To.After(in.From) {
		return fault.New(fault.Invalid, "custody.period", "Thời hạn giao không hợp lệ.").At("to", "Phải sau ngày giao.")
	}
	clerk, err := s.org.HasRole(ctx, in.Holder, c.Agency, org.Clerk, s.now())
	if err != nil {
		return err
	}
	if !clerk {
		return fault.New(fault.Invalid, "custody.not-clerk", "Chỉ giao chứng thư số cơ quan cho văn thư của cơ quan.").
			Under("LD-11.1").At("holder", "Chọn người có vai trò văn thư.")
	}
	return nil
}

func makeRoom(ctx context.Context, tx Tx, in Custody) error {
	all, err := tx.Custodies(ctx, in.Certificate)
	if err != nil {
		return err
	}
	for _, old := range all {
		if !old.To.IsZero() && !old.To.After(in.From) {
			continue
		}
		if !old.From.Before(in.From) || !old.To.IsZero() && in.From.Before(old.From) {
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
	if err := s.record(ctx, by, "signing.not-holder", c.ID); err != nil {
		return err
	}
	if c.Class == ClassPerson {
		return fault.New(fault.Forbidden, "signing.not-owner", "Chứng thư số không thuộc người đang đăng nhập").
			Under("HD2-10.3").Do("Ký bằng chứng thư số cá nhân của chính mình.")
	}
	return fault.New(fault.Forbidden, "signing.not-custodian", "Bạn không được giao chứng thư số cơ quan").
		Under("LD-11.1").Do("Chuyển cho văn thư đang được giao quản lý chứng thư số của cơ quan.")
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

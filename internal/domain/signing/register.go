package signing

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Incoming is a certificate on its way into the register.
type Incoming struct {
	DER     []byte
	Chain   [][]byte // issuer first, up to but not needing the anchor
	Class   Class
	Person  org.PersonID // owner of a personal certificate, else empty
	Agency  org.AgencyID // owner, or the agency that manages it
	KeyKind KeyKind
	History bool // it is over already, and is wanted only to know old signatures by
}

// Import puts a certificate into the register as active. A second one with the
// same issuer and serial is refused, and so is anything of a practice authority
// in production.
func (s *Service) Import(ctx context.Context, by org.Actor, in Incoming) (Certificate, error) {
	if err := s.guard.Allow(ctx, by, ActManage, inAgency(by, in.Agency)...); err != nil {
		return Certificate{}, err
	}
	c, err := s.Prepare(ctx, in)
	if err != nil {
		return Certificate{}, err
	}
	err = s.store.Transact(ctx, func(tx Tx) error { return s.Add(ctx, tx, by, c) })
	return c, err
}

// Prepare reads and judges a certificate on its way into the register, without
// saving it: what its bytes say, its owner, its dates. It has its id already.
func (s *Service) Prepare(ctx context.Context, in Incoming) (Certificate, error) {
	c, err := s.read(in)
	if err != nil {
		return Certificate{}, err
	}
	if err := s.checkOwner(ctx, c); err != nil {
		return Certificate{}, err
	}
	id, err := newID()
	if err != nil {
		return Certificate{}, err
	}
	c.ID, c.Status, c.AddedAt = CertificateID(id), Active, s.now()
	return c, nil
}

// Add saves a prepared certificate as active in a transaction of the subject
// that registers it, with its audit entry. Who may do it is the caller's
// question. The same issuer and serial a second time are refused.
func (s *Service) Add(ctx context.Context, tx Tx, by org.Actor, c Certificate) error {
	change, err := newID()
	if err != nil {
		return err
	}
	if err := tx.AddCertificate(ctx, c); err != nil {
		return known(err)
	}
	err = tx.AddChange(ctx, Change{ID: change, Certificate: c.ID, Status: Active, Actor: by.Person, Reason: "nhập chứng thư số", At: c.AddedAt})
	if err != nil {
		return err
	}
	if err := tx.Audit(ctx, by.Entry(c.AddedAt, "certificate.imported", string(c.ID), "sha256", c.SHA256)); err != nil {
		return fmt.Errorf("writing the audit entry: %w", err)
	}
	return nil
}

// known turns a second certificate of the same issuer and serial into a refusal.
func known(err error) error {
	if errors.Is(err, ErrTaken) {
		return fault.New(fault.Conflict, "certificate.known", "Chứng thư số này đã có trong danh sách.").
			Do("Mở chứng thư số đã có để xem đang gắn với ai.")
	}
	return err
}

func (s *Service) read(in Incoming) (Certificate, error) {
	c, leaf, err := ReadCertificate(in.DER)
	if err != nil {
		return Certificate{}, err
	}
	if err := readChain(leaf, in.Chain); err != nil {
		return Certificate{}, err
	}
	c.Chain, c.Class, c.Person, c.Agency, c.KeyKind = in.Chain, in.Class, in.Person, in.Agency, in.KeyKind
	c.Practice = s.isPractice(leaf)
	switch {
	case s.refusePractice && (c.Practice || c.KeyKind == KeyPractice):
		return Certificate{}, unfit("practice.in-production", "Chứng thư số thực hành không được dùng ở chế độ chính thức.")
	case c.Class != ClassPerson && c.Class != ClassAgency && c.Class != ClassService:
		return Certificate{}, unfit("certificate.class", "Chưa chọn loại chứng thư số.")
	case (c.Class == ClassPerson) != (c.Person != ""):
		return Certificate{}, unfit("certificate.owner", "Chứng thư số cá nhân phải ghi người được cấp; chứng thư số cơ quan thì không.")
	case !in.History && !s.now().Before(c.NotAfter):
		return Certificate{}, unfit("certificate.expired", "Chứng thư số đã hết hạn.")
	}
	return c, nil
}

func (s *Service) checkOwner(ctx context.Context, c Certificate) error {
	if _, err := s.org.Agency(ctx, c.Agency); err != nil {
		return err
	}
	if c.Class != ClassPerson {
		return nil
	}
	_, err := s.org.Person(ctx, c.Person)
	return err
}

// Certificate gives one row of the register.
func (s *Service) Certificate(ctx context.Context, id CertificateID) (Certificate, error) {
	c, err := s.store.Certificate(ctx, id)
	return c, missing(err, "certificate.unknown", "Không có chứng thư số này trong danh sách.")
}

// ByFingerprint finds the certificate of a signature by the SHA-256 of its DER,
// hex. A refusal of kind NotFound means that the signer is unknown to us, never
// that the signature is bad.
func (s *Service) ByFingerprint(ctx context.Context, sha256 string) (Certificate, error) {
	c, err := s.store.CertificateBySHA256(ctx, strings.ToLower(sha256))
	return c, missing(err, "certificate.unknown", "Chứng thư số không có trong danh sách.")
}

// OfPerson lists a person's certificates, the longest-lived first.
func (s *Service) OfPerson(ctx context.Context, person org.PersonID) ([]Certificate, error) {
	return s.store.CertificatesOfPerson(ctx, person)
}

// OfAgency lists the certificates that speak for the agency, the longest-lived first.
func (s *Service) OfAgency(ctx context.Context, agency org.AgencyID) ([]Certificate, error) {
	return s.store.CertificatesOfAgency(ctx, agency, ClassAgency)
}

// Choices lists what the actor can sign with at this step now: own active
// certificates, or active ones of the agency that the actor keeps; the
// longest-lived first, without those whose practice key is locked. CheckUsable
// still has the last word.
func (s *Service) Choices(ctx context.Context, by org.Actor, purpose Purpose) ([]Certificate, error) {
	return s.choices(ctx, by, purpose, func(left int) bool { return left != 0 })
}

func (s *Service) choices(ctx context.Context, by org.Actor, purpose Purpose, wanted func(triesLeft int) bool) ([]Certificate, error) {
	all, err := s.store.CertificatesOfPerson(ctx, by.Person)
	if purpose == ForAgency {
		all, err = s.store.CertificatesOfAgency(ctx, by.Agency, ClassAgency)
	}
	if err != nil {
		return nil, err
	}
	now, usable := s.now(), make([]Certificate, 0, len(all))
	for _, c := range all {
		if c.Status != Active || c.checkClass(purpose) != nil || now.Before(c.NotBefore) || now.After(c.NotAfter) {
			continue
		}
		holds, err := s.holds(ctx, by, c)
		if err != nil {
			return nil, err
		}
		if !holds {
			continue
		}
		left, err := s.TriesLeft(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		if wanted(left) {
			usable = append(usable, c)
		}
	}
	return usable, nil
}

// SetStatus changes what our register says of a certificate, with a written
// reason (LD-05.1). Revoked is final.
func (s *Service) SetStatus(ctx context.Context, by org.Actor, id CertificateID, next Status, reason string) error {
	c, err := s.Certificate(ctx, id)
	if err != nil {
		return err
	}
	if err := s.guard.Allow(ctx, by, ActManage, inAgency(by, c.Agency)...); err != nil {
		return err
	}
	return s.move(ctx, by, id, next, reason)
}

// ReportLoss blocks a certificate at once: its owner, its custodian or whoever
// manages certificates says that the key or its device is lost or was seen by
// others. Reporting twice changes nothing; what waits for its revocation already
// stays blocked even if that is refused.
func (s *Service) ReportLoss(ctx context.Context, by org.Actor, id CertificateID, reason string) error {
	c, err := s.Certificate(ctx, id)
	if err != nil {
		return err
	}
	own, err := s.holds(ctx, by, c)
	if err != nil {
		return err
	}
	rel := inAgency(by, c.Agency)
	if own {
		rel = append(rel, org.Own)
	}
	if err := s.guard.Allow(ctx, by, ActReport, rel...); err != nil {
		return err
	}
	switch c.Status {
	case Revoked:
		return nil
	case RevocationPending:
		return s.holdLost(ctx, by, c)
	}
	return s.move(ctx, by, id, RevocationPending, reason)
}

func (s *Service) move(ctx context.Context, by org.Actor, id CertificateID, next Status, reason string) error {
	if strings.TrimSpace(reason) == "" || len(reason) > 2000 {
		return fault.New(fault.Invalid, "certificate.reason", "Phải ghi lý do thay đổi trạng thái chứng thư số (tối đa 2.000 ký tự).").
			Under("LD-05.1").At("reason", "Ghi lý do.")
	}
	change, err := newID()
	if err != nil {
		return err
	}
	return s.commit(ctx, by.Entry(s.now(), "certificate."+string(next), string(id)), func(tx Tx) error {
		now, err := tx.LockCertificate(ctx, id)
		if err != nil {
			return missing(err, "certificate.unknown", "Không có chứng thư số này trong danh sách.")
		}
		if !now.mayBecome(next) {
			return fault.New(fault.Conflict, "certificate.status", "Chứng thư số "+now.label()+", không chuyển được sang trạng thái này.")
		}
		if err := tx.SetStatus(ctx, id, next); err != nil {
			return err
		}
		return tx.AddChange(ctx, Change{ID: change, Certificate: id, Status: next, Actor: by.Person, Reason: reason, At: s.now()})
	})
}

// Changes lists a certificate's history, oldest first.
func (s *Service) Changes(ctx context.Context, by org.Actor, id CertificateID) ([]Change, error) {
	c, err := s.Certificate(ctx, id)
	if err != nil {
		return nil, err
	}
	rel := inAgency(by, c.Agency)
	if c.Person != "" && c.Person == by.Person {
		rel = append(rel, org.Own)
	}
	if err := s.guard.Allow(ctx, by, ActRead, rel...); err != nil {
		return nil, err
	}
	return s.store.Changes(ctx, id)
}

func (s Status) label() string {
	switch s {
	case Active:
		return "đang có hiệu lực"
	case Suspended:
		return "đang tạm dừng"
	case RevocationPending:
		return "đã được báo mất hoặc đề nghị thu hồi"
	case Revoked:
		return "đã bị thu hồi"
	default:
		return "ở trạng thái không rõ"
	}
}

func inAgency(by org.Actor, agency org.AgencyID) []org.Relation {
	if agency != "" && by.Agency == agency {
		return []org.Relation{org.OfAgency}
	}
	return nil
}

// History is Changes for a subject that asked the guard itself.
func (s *Service) History(ctx context.Context, id CertificateID) ([]Change, error) {
	return s.store.Changes(ctx, id)
}

// AllHolds lists every hold of a certificate, ended ones too, oldest first.
func (s *Service) AllHolds(ctx context.Context, id CertificateID) ([]Hold, error) {
	return s.store.Holds(ctx, id)
}

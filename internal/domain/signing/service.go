package signing

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/pades"
)

// Actions that this package asks the guard about.
const (
	ActManage  org.Action = "certificate.manage"
	ActReport  org.Action = "certificate.report"
	ActRead    org.Action = "certificate.read"
	ActCustody org.Action = "custody.assign"
	ActUseKey  org.Action = "practice-key.use"
	ActImage   org.Action = "image.manage"
)

// ErrWrongPassword is what a KeyOpener wraps when the password does not open
// the box; every other error means that the box itself is broken.
var ErrWrongPassword = errors.New("signing: the password does not open the key")

// KeyOpener opens the box of a practice key.
type KeyOpener interface {
	OpenKey(box []byte, password string) (crypto.Signer, error)
}

// Config is what a Service needs. Opener may be nil where practice keys are
// refused.
type Config struct {
	Store  Store
	Org    *org.Service
	Guard  *org.Guard
	Law    func(province string, at time.Time) (*profile.Profile, error)
	Opener KeyOpener
	// IsPractice says whether a certificate was issued by a practice authority.
	IsPractice func(*x509.Certificate) bool
	// RefusePractice is the production setting: no practice key or certificate.
	RefusePractice bool
	Now            func() time.Time
	// Memory saves work over many certificates; nil is none.
	Memory *pades.Memory
	// Minuted says that the certificate is on a device of the book, so that only
	// minutes give it to another; nil is never.
	Minuted func(ctx context.Context, id CertificateID) (bool, error)
	// Intruder hears that somebody tried to sign with what is another's: it writes
	// the entry and an incident in one transaction. Nil writes the entry alone.
	Intruder func(ctx context.Context, by org.Actor, c Certificate, entry audit.Entry) error
}

// Service is the one way to change and ask about certificates and their keys.
type Service struct {
	store          Store
	org            *org.Service
	guard          *org.Guard
	law            func(string, time.Time) (*profile.Profile, error)
	opener         KeyOpener
	isPractice     func(*x509.Certificate) bool
	refusePractice bool
	now            func() time.Time
	memory         *pades.Memory
	minuted        func(context.Context, CertificateID) (bool, error)
	intruder       func(context.Context, org.Actor, Certificate, audit.Entry) error
}

// NewService checks that nothing is missing. Call CheckStart before serving.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Org == nil || c.Guard == nil || c.Law == nil || c.IsPractice == nil || c.Now == nil {
		return nil, errors.New("signing service: store, org, guard, law, practice test or clock is missing")
	}
	if c.Opener == nil && !c.RefusePractice {
		return nil, errors.New("signing service: practice keys are allowed, but nothing opens them")
	}
	return &Service{store: c.Store, org: c.Org, guard: c.Guard, law: c.Law, opener: c.Opener,
		isPractice: c.IsPractice, refusePractice: c.RefusePractice, now: c.Now, memory: c.Memory,
		minuted: c.Minuted, intruder: c.Intruder}, nil
}

// HasPracticeKeys reports whether the table has any practice key.
func (s *Service) HasPracticeKeys(ctx context.Context) (bool, error) {
	n, err := s.store.CountPracticeKeys(ctx)
	return n > 0, err
}

// CheckStart refuses to go on when production finds practice keys.
func (s *Service) CheckStart(ctx context.Context) error {
	if !s.refusePractice {
		return nil
	}
	has, err := s.HasPracticeKeys(ctx)
	if err != nil {
		return fmt.Errorf("looking for practice keys: %w", err)
	}
	if has {
		return fault.New(fault.Unready, "practice.in-production",
			"Cơ sở dữ liệu có khóa thực hành, không được chạy ở chế độ chính thức.").
			Do("Dùng cơ sở dữ liệu mới cho chế độ chính thức.")
	}
	return nil
}

// commit saves what do changes together with its audit entry.
func (s *Service) commit(ctx context.Context, entry audit.Entry, do func(Tx) error) error {
	return s.store.Transact(ctx, func(tx Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		if err := tx.Audit(ctx, entry); err != nil {
			return fmt.Errorf("writing the audit entry: %w", err)
		}
		return nil
	})
}

// record writes only an audit entry: something was tried and refused.
func (s *Service) record(ctx context.Context, by org.Actor, action string, id CertificateID) error {
	return s.commit(ctx, by.Entry(s.now(), action, string(id)), func(Tx) error { return nil })
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("making an id: %w", err)
	}
	return id.String(), nil
}

func missing(err error, code, message string) error {
	if errors.Is(err, ErrNotFound) {
		return fault.New(fault.NotFound, code, message)
	}
	return err
}

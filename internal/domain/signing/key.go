package signing

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// PracticeTries is how many wrong passwords lock a practice key.
const PracticeTries = 5

// Key signs with an opened practice key. It is a crypto.Signer for this one
// act; do not keep it, for what was checked at Unlock may change.
type Key struct {
	Row         Certificate
	Certificate *x509.Certificate
	Chain       []*x509.Certificate
	signer      crypto.Signer
}

// Public is the key of Certificate.
func (k *Key) Public() crypto.PublicKey { return k.signer.Public() }

// Sign signs a digest as crypto.Signer says.
func (k *Key) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return k.signer.Sign(random, digest, opts)
}

// PutPracticeKey stores the sealed box of a certificate's practice key, once.
func (s *Service) PutPracticeKey(ctx context.Context, by org.Actor, id CertificateID, box []byte) error {
	c, err := s.Certificate(ctx, id)
	if err != nil {
		return err
	}
	if err := s.guard.Allow(ctx, by, ActManage, inAgency(by, c.Agency)...); err != nil {
		return err
	}
	if s.refusePractice {
		return fault.New(fault.Forbidden, "practice.in-production", "Khóa thực hành không được dùng ở chế độ chính thức.")
	}
	if c.KeyKind != KeyPractice || !c.Practice || len(box) == 0 || len(box) > 16<<10 {
		return unfit("practice.not", "Chứng thư số này không phải chứng thư số thực hành, hoặc khóa không hợp lệ.")
	}
	return s.commit(ctx, by.Entry(s.now(), "practice-key.stored", string(id)), func(tx Tx) error {
		err := tx.PutPracticeKey(ctx, id, box, PracticeTries, s.now())
		if errors.Is(err, ErrTaken) {
			return fault.New(fault.Conflict, "practice.known", "Chứng thư số này đã có khóa thực hành.")
		}
		return err
	})
}

// Unlock opens a practice key for the one who may use it now (CheckHolder) while
// the certificate is active. Each try is taken on disk before the password is
// looked at and all are given back by the right one; after five wrong ones the
// key stays locked.
func (s *Service) Unlock(ctx context.Context, by org.Actor, id CertificateID, password string) (*Key, error) {
	if s.refusePractice {
		return nil, fault.New(fault.Forbidden, "practice.in-production", "Khóa thực hành không được dùng ở chế độ chính thức.")
	}
	c, err := s.Certificate(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := s.CheckHolder(ctx, by, c); err != nil {
		return nil, err
	}
	if err := s.guard.Allow(ctx, by, ActUseKey, org.Own); err != nil {
		return nil, err
	}
	if err := c.checkStatus(); err != nil {
		return nil, err
	}
	if err := s.checkHolds(ctx, c.ID); err != nil {
		return nil, err
	}
	key, err := s.open(ctx, by, c, password)
	if err != nil {
		return nil, err
	}
	err = s.commit(ctx, by.Entry(s.now(), "practice-key.opened", string(id)), func(tx Tx) error {
		return tx.RestoreTries(ctx, id, PracticeTries)
	})
	if err != nil {
		return nil, err
	}
	return key, nil
}

// open takes one try and looks at the password.
func (s *Service) open(ctx context.Context, by org.Actor, c Certificate, password string) (*Key, error) {
	box, _, err := s.store.PracticeBox(ctx, c.ID)
	if err != nil {
		return nil, missing(err, "practice.none", "Chứng thư số này không có khóa thực hành.")
	}
	left, err := s.takeTry(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	signer, err := s.opener.OpenKey(box, password)
	if errors.Is(err, ErrWrongPassword) {
		return nil, s.refusePassword(ctx, by, c.ID, left)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the practice key of certificate %s: %w", c.ID, err)
	}
	return newKey(c, signer)
}

func newKey(c Certificate, signer crypto.Signer) (*Key, error) {
	leaf, err := c.Leaf()
	if err != nil {
		return nil, err
	}
	above, err := c.Above()
	if err != nil {
		return nil, err
	}
	public, ok := leaf.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(signer.Public()) {
		return nil, fmt.Errorf("the practice key of certificate %s is not the key of that certificate", c.ID)
	}
	return &Key{Row: c, Certificate: leaf, Chain: above, signer: signer}, nil
}

func (s *Service) takeTry(ctx context.Context, id CertificateID) (left int, err error) {
	err = s.store.Transact(ctx, func(tx Tx) error {
		left, err = tx.TakeTry(ctx, id)
		if errors.Is(err, ErrNotFound) {
			return locked()
		}
		return err
	})
	return left, err
}

func (s *Service) refusePassword(ctx context.Context, by org.Actor, id CertificateID, left int) error {
	action := "practice-key.wrong-password"
	if left == 0 {
		action = "practice-key.locked"
	}
	if err := s.record(ctx, by, action, id); err != nil {
		return err
	}
	if left == 0 {
		return locked()
	}
	message := fmt.Sprintf("Mật khẩu khóa thực hành không đúng. Còn %d lần thử.", left)
	return fault.New(fault.Invalid, "practice.wrong-password", message).At("password", message)
}

func locked() error {
	return fault.New(fault.Forbidden, "practice.locked", "Khóa thực hành đã bị khóa vì nhập sai mật khẩu 5 lần.").
		Do("Đề nghị người quản lý thuê bao mở khóa.")
}

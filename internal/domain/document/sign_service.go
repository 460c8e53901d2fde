package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/failpoint"
	"antin/internal/fault"
)

// With names the key for one act; the password opens a practice key.
type With struct {
	Certificate signing.CertificateID
	Password    string
	Transaction string // kind of electronic transaction, where the profile lists them (HT-03.1)
}

// Sign makes the competent person's signature on exactly the approved PDF with a
// practice key and hands the document to the clerk. A second call after a crash
// or a second click finds the state moved on and is refused without harm. A key
// on a device signs by OpenTicket.
func (s *Service) Sign(ctx context.Context, by org.Actor, id ID, hash string, with With) error {
	return s.tried(ctx, by, id, "document.sign", with, s.sign(ctx, by, id, hash, with))
}

func (s *Service) sign(ctx context.Context, by org.Actor, id ID, hash string, with With) error {
	d, err := s.load(ctx, by, id, "document.sign")
	if err != nil {
		return s.outOfTurn(d, by, err)
	}
	if step, ok := d.TurnOf(by, false); ok {
		return s.signStep(ctx, by, d, step, hash, with)
	}
	prepared, row, err := s.signable(ctx, by, d, hash, with)
	if err != nil {
		return err
	}
	key, err := s.unlock(ctx, by, row, with)
	if err != nil {
		return err
	}
	f, err := s.signMain(ctx, d, prepared, key)
	if err != nil {
		return err
	}
	failpoint.Hit("sign.stored")
	check, err := s.recheckFile(ctx, by, f, "sign")
	if err != nil {
		return err
	}
	err = s.act(ctx, by, id, "document.sign", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		d.AddCheck(check)
		d.changes.Signed, d.changes.Transaction, d.changes.Certificate = true, with.Transaction, string(with.Certificate)
		return nil, d.SignatureMade(by, f, at)
	})
	failpoint.Hit("sign.recorded")
	return err
}

// signable asks everything that the signer's own signature needs but the key:
// step, the very bytes that were approved, authority, and then the certificate
// with its holder and title.
func (s *Service) signable(ctx context.Context, by org.Actor, d *Document, hash string, with With) (File, signing.Certificate, error) {
	none := signing.Certificate{}
	if err := s.signersTurn(d); err != nil {
		return File{}, none, err
	}
	base, ok := d.signBase()
	if approval, has := d.standing(Approval); !ok || !has || base.SHA256 != hash || approval.Hash != hash {
		return File{}, none, fault.New(fault.Conflict, "sign.unapproved", "Chỉ ký được đúng bản đã duyệt.").Under("NA-16.1b-1").Do("Mở lại, đọc bản mới rồi duyệt.")
	}
	if err := s.maySign(ctx, d, with); err != nil {
		return File{}, none, err
	}
	row, err := s.usable(ctx, by, with, signing.ForPerson)
	if err != nil {
		return File{}, none, err
	}
	if err := s.titleFits(ctx, d, row); err != nil {
		return File{}, none, err
	}
	return base, row, s.signedSoFar(ctx, d)
}

// signersTurn refuses while the chain waits for others.
func (s *Service) signersTurn(d *Document) error {
	if d.State == Collecting {
		p, err := s.Profile(d.Province)
		if err != nil {
			return err
		}
		return flowOrder(p, d.Sequence().awaited())
	}
	return d.at(AwaitingSignature)
}

// usable is the certificate after the register said that it may do this now.
func (s *Service) usable(ctx context.Context, by org.Actor, with With, purpose signing.Purpose) (signing.Certificate, error) {
	if with.Certificate == "" {
		return signing.Certificate{}, fault.New(fault.Invalid, "sign.no-certificate", "Chưa chọn chứng thư số.").At("certificate", "Chọn chứng thư số.")
	}
	c, err := s.Signing.Certificate(ctx, with.Certificate)
	if err != nil {
		return c, s.stranger(by, err)
	}
	if err := s.Signing.CheckHolder(ctx, by, c); err != nil {
		return c, err
	}
	return c, s.Signing.CheckUsable(ctx, c, purpose, s.Now(), s.Evidence)
}

// unlock opens a practice key; the others are in devices.
func (s *Service) unlock(ctx context.Context, by org.Actor, row signing.Certificate, with With) (*signing.Key, error) {
	if row.KeyKind != signing.KeyPractice {
		return nil, fault.New(fault.Invalid, "sign.needs-device", "Khóa của chứng thư số này nằm trong thiết bị, không ký bằng mật khẩu được.").
			At("certificate", "Bấm “Ký bằng thiết bị”.").Do("Cắm thiết bị rồi bấm “Ký bằng thiết bị”.")
	}
	return s.Keys.Unlock(ctx, by, with.Certificate, with.Password)
}

// titleFits holds the title in the certificate against the post of the signer.
func (s *Service) titleFits(ctx context.Context, d *Document, row signing.Certificate) error {
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	if row.Agency != d.Agency {
		return fault.New(fault.Forbidden, "sign.other-agency", p.Signing.AuthorityRefusal+": chứng thư số được cấp ở cơ quan khác.").
			Under(p.Clause("signing.authority_refusal")).Do("Chọn chứng thư số của cơ quan ban hành văn bản.")
	}
	post, err := s.Org.Post(ctx, d.Signer.Post)
	if err != nil {
		return err
	}
	return signing.CheckTitle(row, post, d.Signer.Capacity, p)
}

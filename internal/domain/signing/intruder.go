package signing

import (
	"context"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// notHolder is the refusal of who signs with what is another's; of a certificate
// on a device of the book it says first that the device is another's (LD-05.3).
func (s *Service) notHolder(ctx context.Context, law *profile.Profile, c Certificate) error {
	f := fault.New(fault.Forbidden, "signing.not-custodian", law.Subscribers.Custody.OtherSigner).
		Under(law.Clause("subscribers.custody.other_signer_refusal")).Do("Chuyển cho văn thư đang được giao quản lý chứng thư số của cơ quan.")
	if c.Class == ClassPerson {
		f = fault.New(fault.Forbidden, "signing.not-owner", "Chứng thư số không thuộc người đang đăng nhập").
			Under("HD2-10.3").Do("Ký bằng chứng thư số cá nhân của chính mình.")
	}
	on := false
	if s.minuted != nil {
		var err error
		if on, err = s.minuted(ctx, c.ID); err != nil {
			return err
		}
	}
	if on && law.Subscribers.Custody.NotKeeper != "" {
		f.Message = law.Subscribers.Custody.NotKeeper + ". " + f.Message
		f.Clause = law.Clause("subscribers.custody.not_keeper_refusal")
	}
	return f
}

// recordIntruder writes the refused attempt to the log; the subject of devices,
// where there is one, raises an incident in the same transaction.
func (s *Service) recordIntruder(ctx context.Context, by org.Actor, c Certificate) error {
	if s.intruder != nil && by.Person != "" {
		return s.intruder(ctx, by, c, by.Entry(s.now(), "signing.not-holder", string(c.ID)))
	}
	return s.record(ctx, by, "signing.not-holder", c.ID)
}

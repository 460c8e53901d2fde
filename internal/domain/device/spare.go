package device

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// SpareIn is called in the transaction that takes back a revocation that was
// asked for and will not come: a device that was recalled by that very request
// (source, as RecallIn got it) is again what it was before. One that was recalled
// for another reason, came back meanwhile, or holds nothing that is in force
// stays where it is. It tells whether the device moved.
func (s *Service) SpareIn(ctx context.Context, tx Tx, by org.Actor, c signing.CertificateID, source string) (bool, error) {
	d, err := tx.OfCertificate(ctx, c)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if d, err = lock(ctx, tx, d.ID); err != nil || d.State != ReturnDue {
		return false, err
	}
	law, err := s.lawOf(ctx, d.Agency)
	if err != nil {
		return false, err
	}
	return deed{s: s, tx: tx, by: by, law: law, d: &d}.spare(ctx, source)
}

func (x deed) spare(ctx context.Context, source string) (bool, error) {
	inForce, err := x.inForce(ctx)
	if err != nil || !inForce {
		return false, err
	}
	history, err := x.tx.History(ctx, x.d.ID)
	if err != nil {
		return false, err
	}
	to := before(history, source)
	if to == "" {
		return false, nil
	}
	note := "Không thu hồi chứng thư số nữa: thiết bị trở lại “" + to.Name() + "”."
	if err := x.moveTo(ctx, DeedSpare, to, time.Time{}, note, source); err != nil {
		return false, err
	}
	if err := x.close(ctx, DutyReturn, note); err != nil {
		return false, err
	}
	if err := x.tell(ctx, x.d.Keeper, "spared", source, note); err != nil {
		return false, err
	}
	if err := x.tellAgency(ctx, "spared", source, note, org.ITOfficer, org.SubscriberManager); err != nil {
		return false, err
	}
	return true, x.audit(ctx, "device.spared", "source", source)
}

// before is the state that the recall by source ended; empty when another one
// recalled the device. What broke while it waited is broken.
func before(history []Event, source string) State {
	var was, state State
	for _, e := range history {
		switch {
		case e.Deed == string(DeedRecall) && e.Source == source:
			was = state
		case e.Deed == string(DeedRecall):
			was = ""
		case e.Deed == string(DeedBreak) && was != "":
			was = Broken
		}
		state = e.State
	}
	return was
}

// inForce tells whether a certificate of the device can be signed with.
func (x deed) inForce(ctx context.Context) (bool, error) {
	for _, id := range x.d.Certificates {
		c, err := x.tx.Signing().Certificate(ctx, id)
		if err != nil {
			return false, err
		}
		if c.Status != signing.Revoked && c.Status != signing.RevocationPending && x.s.now().Before(c.NotAfter) {
			return true, nil
		}
	}
	return false, nil
}

package subscriber

import (
	"context"
	"errors"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// forgedIssuer is the code of a certificate whose issuer did not sign it (LD-05.3).
const forgedIssuer = "registration.forged"

// stranger is the refusal of a certificate by its issuer; its facts go to the log.
type stranger struct {
	*fault.Fault
	issuer, serial, sha256 string
	suspicion              string // "nghi giả mạo"; empty for none
}

func (e *stranger) Unwrap() error { return e.Fault }

// logRefusal writes down who issued what was refused (LD-01.1), and passes the
// refusal on without its facts.
func (s *Service) logRefusal(ctx context.Context, by org.Actor, refusal error) error {
	var e *stranger
	if !errors.As(refusal, &e) {
		return refusal
	}
	entry := by.Entry(s.Now(), "registration.refused", e.sha256, "issuer", bounded(e.issuer), "serial", bounded(e.serial))
	entry.Clause = e.Clause
	if e.suspicion != "" {
		entry.Data["suspicion"] = e.suspicion
	}
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return tx.Audit(ctx, entry) })
	if err != nil {
		return errors.Join(e.Fault, err)
	}
	return e.Fault
}

func (s *Service) strange(law *profile.Profile, j *judged, code, message, action string) error {
	clause := law.Clause("subscribers.outside_ca_record")
	f := fault.New(fault.Signed, code, message).Under(clause).Do(action).At("file", message)
	e := &stranger{Fault: f, issuer: j.issuer, serial: j.certificate.Serial, sha256: j.certificate.SHA256}
	if code == forgedIssuer {
		e.suspicion = "nghi giả mạo"
	}
	return e
}

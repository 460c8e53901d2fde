package document

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// SecretStub is all that may be kept of a secret paper: that it came, from whom
// and under which number; no title, no file (BG-16.7).
type SecretStub struct {
	From, Ref, IssuedOn string
	Level               Secrecy
}

// Stub enters a line without title for a secret paper, where the profile allows
// it; the paper itself is kept in the register of secret papers.
func (s *Service) Stub(ctx context.Context, by org.Actor, in SecretStub) (int, error) {
	if err := s.Guard.Allow(ctx, by, "incoming.attach", org.OfAgency); err != nil {
		return 0, err
	}
	p, err := s.Profile(by.Province)
	if err != nil {
		return 0, err
	}
	if !p.Incoming.SecretStub {
		return 0, fault.New(fault.Invalid, "incoming.no-stub", p.Documents.SecretRefusal).Under(p.Clause("incoming.secret_stub")).
			Do("Vào sổ văn bản mật bằng giấy.")
	}
	d, err := in.document(by, p, s.Now())
	if err != nil {
		return 0, err
	}
	number := 0
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		line := s.incomingEntry(d, p, s.Now())
		line.Type, line.Subject = "", ""
		var err error
		if number, _, err = tx.Reserve(ctx, line); err != nil {
			return err
		}
		entered := *d
		if err := entered.Register(by, number, s.Now()); err != nil {
			return err
		}
		line.Number, line.State = number, EnteredEntry
		if err := enter(ctx, tx, &entered, line); err != nil {
			return err
		}
		return s.save(ctx, tx, by, &entered, p, "incoming.stub")
	})
	return number, err
}

func (in SecretStub) document(by org.Actor, p *profile.Profile, at time.Time) (*Document, error) {
	if strings.TrimSpace(in.From) == "" {
		return nil, fault.New(fault.Invalid, "incoming.stub", "Chưa ghi nơi gửi.").At("from", "Ghi cơ quan gửi.")
	}
	if p.Documents.SecrecyAllowed(string(in.Level)) {
		return nil, fault.New(fault.Invalid, "incoming.stub", "Văn bản không mật thì vào sổ như thường.").At("secrecy", "Chọn độ mật.")
	}
	d := NewArrival(Arrival{
		Agency: by.Agency, Province: by.Province, Delivery: "mat/" + newID(), FromName: clip(in.From), SenderRef: clip(in.Ref), Date: in.IssuedOn, ReceivedAt: at,
		Intake: Intake{Channel: ByPaper, Paper: true, By: by.Person, ByName: by.Name, At: at},
	})
	d.Secrecy = in.Level
	return d, d.move(Valid)
}

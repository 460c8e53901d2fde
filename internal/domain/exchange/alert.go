package exchange

import (
	"context"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Overdue lists what was entered in the register and had not gone out when its
// day was over (NA-16.1c-2.2): deliveries that still wait, and released
// documents whose deliveries were never opened. Days are those of +07:00.
func (s *Service) Overdue(ctx context.Context, by org.Actor) ([]Delivery, error) {
	if err := s.Guard.Allow(ctx, by, "delivery.read", org.OfAgency); err != nil {
		return nil, err
	}
	today := document.Day(s.Now())
	problems, err := s.Store.Problems(ctx, by.Agency, alertLimit)
	if err != nil {
		return nil, err
	}
	var late []Delivery
	for _, d := range problems {
		if (d.State == Waiting || d.State == Unreached) && document.Day(d.CreatedAt) < today {
			late = append(late, d)
		}
	}
	unopened, err := s.unopened(ctx, by.Agency, today)
	return append(late, unopened...), err
}

// alertLimit bounds one look; an office releases fewer a day.
const alertLimit = 100

// unopened finds the recipients of released documents to whom no delivery was
// made, as when the jobs stand still.
func (s *Service) unopened(ctx context.Context, agency org.AgencyID, today string) ([]Delivery, error) {
	list, err := s.Documents.Store.List(ctx, document.Query{
		Agency: agency, Direction: document.Outgoing, States: []document.State{document.Released}, Limit: alertLimit,
	})
	if err != nil {
		return nil, err
	}
	var late []Delivery
	for _, row := range list {
		if document.Day(row.UpdatedAt) >= today {
			continue
		}
		opened, err := s.Store.OfDocument(ctx, row.ID)
		if err != nil {
			return nil, err
		}
		if len(opened) == row.Recipients {
			continue
		}
		missing, err := s.notAmong(ctx, row, agency, opened)
		if err != nil {
			return nil, err
		}
		late = append(late, missing...)
	}
	return late, nil
}

func (s *Service) notAmong(ctx context.Context, row document.Summary, agency org.AgencyID, opened []Delivery) ([]Delivery, error) {
	d, err := s.Documents.Store.Load(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	has := map[string]bool{}
	for _, o := range opened {
		has[o.Recipient.Code] = true
	}
	var missing []Delivery
	for _, r := range d.Recipients {
		if !has[r.Code] {
			missing = append(missing, Delivery{Document: d.ID, Sender: agency, Recipient: r, State: Waiting, CreatedAt: row.UpdatedAt})
		}
	}
	return missing, nil
}

// CorrectTime is what a wish to type a time of sending or receiving comes to:
// it is refused and logged, whoever asks (NA-15.6).
func (s *Service) CorrectTime(ctx context.Context, by org.Actor, id DeliveryID, wanted time.Time) error {
	if err := s.Guard.Allow(ctx, by, "delivery.read", org.OfAgency); err != nil {
		return err
	}
	p, err := s.Profiles.At(by.Province, s.Now())
	if err != nil {
		return err
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		e := s.entry(by.Agency, "delivery.time-refused", string(id), p, map[string]string{"wanted": wanted.UTC().Format(time.RFC3339)})
		e.Account, e.Person, e.Clause = string(by.Account), string(by.Person), p.Clause("exchange.times_by_server")
		return tx.Audit(ctx, e)
	})
	if err != nil {
		return err
	}
	return fault.New(fault.Forbidden, "delivery.time", p.Exchange.TimeRefusal).Under(p.Clause("exchange.times_by_server"))
}

package document

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/profile"
	"antin/internal/domain/register"
)

// seriesOf is the register in which an outgoing document is numbered: the one
// where its line stands already, else that of its type, advisory body and year.
func (s *Service) seriesOf(ctx context.Context, d *Document, p *profile.Profile, at time.Time) (Series, error) {
	year := at.In(zone).Year()
	if d.Number != 0 {
		year = yearOf(d.IssuedOn)
	}
	var own []register.Book
	if s.Books != nil {
		if d.Number != 0 {
			e, err := s.Books.Store.LineOf(ctx, d.Agency, d.ID)
			if err == nil || !errors.Is(err, register.ErrNotFound) {
				return e.Series, err
			}
		}
		var err error
		if own, err = s.Books.Store.Books(ctx, d.Agency); err != nil {
			return Series{}, err
		}
	}
	book, ok := register.Choose(p, own, d.Type, d.Unit, year)
	if !ok {
		return Series{}, errors.New("the profile has no outgoing register")
	}
	return Series{Agency: d.Agency, Book: book, Year: year}, nil
}

package document

import (
	"context"
	"errors"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// MaxTyped is the most that is kept of a form that was not sent.
const MaxTyped = 64 << 10

// KeepTyped keeps what the actor typed into a form (place: "moi" or a document
// that the actor may edit), so that a closed window loses nothing. It is no
// document yet: no entry in the log, nobody else sees it, and it goes when the
// form is sent.
func (s *Service) KeepTyped(ctx context.Context, by org.Actor, place, fields string) error {
	if err := s.mayType(ctx, by, place); err != nil {
		return err
	}
	if len(fields) > MaxTyped {
		return fault.New(fault.TooLarge, "form.typed", "Nội dung nhập quá dài, chưa lưu tạm được.").Do("Bấm lưu dự thảo.")
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		return tx.PutTypedForm(ctx, by.Person, TypedForm{Place: place, Fields: fields, At: s.Now()})
	})
}

// Typed is what was kept; ok is false when there is nothing.
func (s *Service) Typed(ctx context.Context, by org.Actor, place string) (f TypedForm, ok bool, err error) {
	if err := s.mayType(ctx, by, place); err != nil {
		return f, false, err
	}
	f, err = s.Store.TypedForm(ctx, by.Person, place)
	if errors.Is(err, ErrNotFound) {
		return f, false, nil
	}
	return f, err == nil, err
}

// DropTyped forgets it.
func (s *Service) DropTyped(ctx context.Context, by org.Actor, place string) error {
	if err := s.mayType(ctx, by, place); err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		return tx.DropTypedForm(ctx, by.Person, place)
	})
}

// NewPlace is the place of the form of a new draft.
const NewPlace = "moi"

func (s *Service) mayType(ctx context.Context, by org.Actor, place string) error {
	if place == NewPlace {
		return s.Guard.Allow(ctx, by, "document.draft", org.OfAgency)
	}
	_, err := s.load(ctx, by, ID(place), "document.edit")
	return err
}

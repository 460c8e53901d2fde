package document

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
)

// NewFormID is the id under which a form will make its draft, however often it
// is sent.
func NewFormID() ID { return ID(newID()) }

// CreateOnce makes the draft under the id that its form was given. When the
// same form comes again (a double click, the back button) it changes nothing
// and fresh is false.
func (s *Service) CreateOnce(ctx context.Context, by org.Actor, id ID, f Fields) (fresh bool, err error) {
	if err := s.Door(ctx, by, f.Secrecy); err != nil {
		return false, err
	}
	if u, err := uuid.Parse(string(id)); err != nil || u.Version() != 7 || u.String() != string(id) {
		return false, fault.New(fault.Invalid, "document.form", "Biểu mẫu soạn văn bản không còn dùng được.").Do("Mở lại trang soạn văn bản.")
	}
	if there, err := s.isMine(ctx, by, id); there || err != nil {
		return false, err
	}
	p, err := s.Profile(by.Province)
	if err != nil {
		return false, err
	}
	if err := s.complete(ctx, by.Agency, &f); err != nil {
		return false, err
	}
	d := NewDraft(by, f, s.Now())
	d.ID = id
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		return s.save(ctx, tx, by, d, p, "document.draft")
	})
	if err == nil {
		return true, nil
	}
	if there, again := s.isMine(ctx, by, id); there && again == nil {
		return false, nil // the other one was quicker
	}
	return false, err
}

func (s *Service) isMine(ctx context.Context, by org.Actor, id ID) (bool, error) {
	d, err := s.Store.Load(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if d.Drafter != by.Person || d.Agency != by.Agency {
		return false, notHere()
	}
	return true, nil
}

// AddVersionFrom is AddVersion for files that come one after the other, as in
// the stream of a form: next gives io.EOF after the last.
func (s *Service) AddVersionFrom(ctx context.Context, by org.Actor, id ID, next func() (Upload, error)) error {
	d, err := s.load(ctx, by, id, "document.edit")
	if err != nil {
		return err
	}
	if err := d.editable(by); err != nil {
		return err
	}
	var files []File
	for {
		u, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if len(files) == MaxFiles {
			return tooManyFiles()
		}
		f, err := s.store(ctx, u)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	if files, err = s.convertSource(ctx, files); err != nil {
		return err
	}
	return s.act(ctx, by, id, "document.edit", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.NewVersion(by, files, at)
	})
}

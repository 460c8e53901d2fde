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

// Revise makes a version of the new files, which come one after the other as in
// the stream of a form (next gives io.EOF after the last), and of what the
// current version has beside them: attachments and appendices stay unless they
// are dropped by their id or one of the same name comes; the text stays when no
// new one comes. Nothing new and nothing dropped makes no version.
func (s *Service) Revise(ctx context.Context, by org.Actor, id ID, drop []FileID, next func() (Upload, error)) error {
	return s.addVersion(ctx, by, id, next, func(d *Document, fresh []File) []File { return d.carried(fresh, drop) })
}

func (s *Service) addVersion(ctx context.Context, by org.Actor, id ID, next func() (Upload, error), keep func(*Document, []File) []File) error {
	d, err := s.load(ctx, by, id, "document.edit")
	if err != nil {
		return err
	}
	if err := d.editable(by); err != nil {
		return err
	}
	files, err := s.storeAll(ctx, next)
	if err != nil {
		return err
	}
	if err := s.refuseStamped(ctx, by, files); err != nil {
		return err
	}
	kept, seen := keep(d, files), d.Version
	if len(files) == 0 && len(kept) > 0 && len(kept) == len(d.carried(nil, nil)) {
		return nil
	}
	if files, err = s.convertSource(ctx, append(files, kept...)); err != nil {
		return err
	}
	return s.act(ctx, by, id, "document.edit", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		if d.Version != seen {
			return nil, fault.New(fault.Conflict, "document.changed", "Dự thảo vừa có phiên bản khác.").Do("Xem lại phiên bản mới rồi sửa.")
		}
		return nil, d.NewVersion(by, files, at)
	})
}

func (s *Service) storeAll(ctx context.Context, next func() (Upload, error)) ([]File, error) {
	var files []File
	for {
		u, err := next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if len(files) == MaxFiles {
			return nil, tooManyFiles()
		}
		f, err := s.store(ctx, u)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
}

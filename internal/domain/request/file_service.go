package request

import (
	"context"
	"io"
	"slices"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/fault"
	"antin/vntext"
)

const (
	// MaxFile is the largest paper of a request: a scan of many pages.
	MaxFile  = 50 << 20
	maxFiles = 40
)

// Attach stores a paper of the request. It is on the disk before the row that
// refers to it.
func (s *Service) Attach(ctx context.Context, by org.Actor, id ID, u Upload) (File, error) {
	r, err := s.load(ctx, by, id, ActRead)
	if err != nil {
		return File{}, err
	}
	action := ActDraft
	if u.Role == Scan {
		action = ActDesk
	}
	if err := s.allow(ctx, by, r, action); err != nil {
		return File{}, err
	}
	name, ok := vntext.TypedLine(strings.TrimSpace(u.Name))
	if !ok || name == "" || len(name) > 255 || !slices.Contains([]FileRole{Scan, LossForm, Evidence}, u.Role) {
		return File{}, invalid("file-name", "Tên tệp hoặc loại giấy tờ không hợp lệ.").At("file", "Đổi tên tệp rồi chọn lại.")
	}
	if len(r.Files) >= maxFiles {
		return File{}, fault.New(fault.TooLarge, "request.files", "Hồ sơ có quá nhiều tệp (tối đa 40).").At("file", "Gộp các tệp lại.")
	}
	f := File{ID: newID(), Role: u.Role, Name: name, At: s.Now()}
	if f.SHA256, f.Size, err = s.Vault.Put(ctx, u.Body, MaxFile); err != nil {
		return File{}, err
	}
	if f.Size == 0 {
		return File{}, invalid("file-empty", "Tệp “"+name+"” rỗng.").At("file", "Chọn tệp khác.")
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		r, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		return s.attach(ctx, tx, by, &r, f)
	})
	return f, changed(err)
}

// attach adds the file; what waits for the head or is signed is not touched.
func (s *Service) attach(ctx context.Context, tx Tx, by org.Actor, r *Request, f File) error {
	if r.State != Draft && r.State != Confirmed {
		_, err := r.find(Confirming)
		return err
	}
	p, err := s.law(r)
	if err != nil {
		return err
	}
	r.Files = append(r.Files, f)
	if r.Document != "" { // a letter was begun and not finished: it says less than this
		if err := tx.VoidLetter(ctx, r.Document, "Hồ sơ có thêm giấy tờ.", s.Now()); err != nil {
			return err
		}
		r.Document, r.Snapshot = "", ""
	}
	if err := tx.AddFile(ctx, r.ID, f); err != nil {
		return err
	}
	d := &deed{r, tx, by, p, s.Now(), r.State}
	return s.save(ctx, d, Attached, "Thêm tệp “"+f.Name+"”.", p.Clause(keyForms))
}

// OpenFile opens a stored paper of a request that the actor may read.
func (s *Service) OpenFile(ctx context.Context, by org.Actor, id ID, file string) (File, io.ReadCloser, error) {
	r, err := s.load(ctx, by, id, ActRead)
	if err != nil {
		return File{}, nil, err
	}
	for _, f := range r.Files {
		if f.ID == file {
			body, err := s.Vault.Open(ctx, f.SHA256)
			return f, body, err
		}
	}
	return File{}, nil, notHere()
}

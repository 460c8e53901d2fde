package workfile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Actions of the permission table.
const (
	ActPlan    org.Action = "file.plan"
	ActApprove org.Action = "file.approve"
	ActRead    org.Action = "file.read"
	ActKeep    org.Action = "file.keep"
	ActCreate  org.Action = "file.create"
	ActArchive org.Action = "file.archive"
)

// Config is what the Service needs; everything is required.
type Config struct {
	Store     Store
	Guard     *org.Guard
	Org       *org.Service
	Documents *document.Service
	Profiles  *profile.Set
	Now       func() time.Time
}

// Service is the one way to change plans and files.
type Service struct{ Config }

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Guard == nil || c.Org == nil || c.Documents == nil || c.Profiles == nil || c.Now == nil {
		return nil, errors.New("workfile service: a part is missing")
	}
	return &Service{c}, nil
}

func (s *Service) law(province string) (*profile.Profile, error) {
	return s.Profiles.At(province, s.Now())
}

func relations(by org.Actor, f *File) []org.Relation {
	if by.Agency != f.Agency || by.Person == "" {
		return nil
	}
	out := []org.Relation{org.OfAgency}
	if f.Keeper == by.Person {
		out = append(out, org.Own)
	}
	if f.Unit != "" && f.Unit == by.Unit {
		out = append(out, org.OfUnit)
	}
	return out
}

// Can reports whether the actor would be allowed the action on the file.
func (s *Service) Can(by org.Actor, f *File, action org.Action) bool {
	return s.Guard.Can(by, action, relations(by, f)...)
}

// Get gives one file to somebody who may read it.
func (s *Service) Get(ctx context.Context, by org.Actor, id ID) (File, error) {
	return s.load(ctx, by, id, ActRead)
}

func (s *Service) load(ctx context.Context, by org.Actor, id ID, action org.Action) (File, error) {
	f, err := s.Store.File(ctx, id)
	if errors.Is(err, ErrNotFound) || err == nil && !s.Can(by, &f, ActRead) {
		return File{}, fault.New(fault.NotFound, "file.absent", "Không có hồ sơ này, hoặc bạn không được xem.")
	}
	if err != nil {
		return f, fmt.Errorf("reading work file %s: %w", id, err)
	}
	return f, s.Guard.Allow(ctx, by, action, relations(by, &f)...)
}

// act is one command on a file: permission, lock, rule, save, audit.
func (s *Service) act(ctx context.Context, by org.Actor, id ID, action org.Action, deed Deed, rule func(f *File, p *profile.Profile, at time.Time) error) error {
	before, err := s.load(ctx, by, id, action)
	if err != nil {
		return err
	}
	p, err := s.law(before.Province)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		f, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		had := len(f.Items)
		if err := rule(&f, p, s.Now()); err != nil {
			return err
		}
		f.UpdatedAt = s.Now()
		if err := tx.Save(ctx, &f, f.DueOn(p)); err != nil {
			return changed(err)
		}
		for _, item := range f.Items[had:] {
			if err := tx.AddItem(ctx, id, item); err != nil {
				return err
			}
		}
		return tx.Audit(ctx, s.entry(by, "file."+string(deed), string(id), p, map[string]string{
			"state": string(f.State), "items": fmt.Sprint(len(f.Items)), "contents": f.Contents(),
		}))
	})
}

// Contents is the hash over the list of contents: every message with its hash
// and time.
func (f *File) Contents() string {
	rows := make([]any, len(f.Items))
	for i, x := range f.Items {
		rows[i] = []any{x.Seq, x.Document, x.SHA256, x.At.UnixMilli()}
	}
	raw, err := json.Marshal([]any{f.ID, rows})
	if err != nil {
		panic("workfile: a list of contents that JSON cannot say: " + err.Error()) // strings and numbers only
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

func (s *Service) entry(by org.Actor, action, subject string, p *profile.Profile, data map[string]string) audit.Entry {
	return audit.Entry{
		At: s.Now(), Account: string(by.Account), Person: string(by.Person), Agency: string(by.Agency),
		Action: action, Subject: subject, Profile: p.Version, Data: data,
	}
}

func changed(err error) error {
	if errors.Is(err, ErrChanged) {
		return fault.New(fault.Conflict, "file.changed", "Người khác vừa cập nhật hồ sơ này.").Do("Mở lại hồ sơ rồi làm lại.")
	}
	if errors.Is(err, ErrTaken) {
		return fault.New(fault.Conflict, "file.code-taken", "Số và ký hiệu hồ sơ này đã có trong năm.").At("ky-hieu", "Chọn số và ký hiệu khác.")
	}
	return err
}

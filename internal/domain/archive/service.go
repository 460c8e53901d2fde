package archive

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"antin/algorithm"
	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/failpoint"
	"antin/pades"
)

// Config is what the Service needs; Store, the services, Profiles and Now are
// required.
type Config struct {
	Store     Store
	Documents *document.Service
	Signing   *signing.Service
	Org       *org.Service
	Profiles  *profile.Set
	// Stamper gives time-stamps; nil when no authority is configured.
	Stamper pades.Stamper
	// Answers fetches what is missing, not older than a time; nil fetches nothing.
	Answers func(since time.Time) pades.Answers
	// Statement names the practice statement of the authority whose certificates
	// do not say where it is.
	Statement string
	// Algorithms is the dated list that says when a time-stamp ends; nil is
	// algorithm.Default.
	Algorithms *algorithm.List
	// Margin is how long before its end a bundle is renewed, a year when zero; a
	// third of the time its time-stamp gives, if that is shorter.
	Margin time.Duration
	Now    func() time.Time
	Memory *pades.Memory
}

// Service collects and gives evidence.
type Service struct {
	Config
	woken chan struct{}
}

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Documents == nil || c.Signing == nil || c.Org == nil || c.Profiles == nil || c.Now == nil {
		return nil, errors.New("archive service: a part is missing")
	}
	return &Service{Config: c, woken: make(chan struct{}, 1)}, nil
}

// HandleSigned hears that a document was sealed here or arrived; it opens the
// bundles, which Run or CollectDue work on: an authority may take minutes, and
// the jobs of others wait for none of them. It may run twice.
func (s *Service) HandleSigned(ctx context.Context, e event.Event) error {
	d, err := s.Documents.Store.Load(ctx, document.ID(e.Subject))
	if err != nil {
		return fmt.Errorf("reading the document: %w", err)
	}
	if d.State == document.Refused {
		return nil
	}
	if err := s.open(ctx, d); err != nil {
		return err
	}
	failpoint.Hit("archive.opened")
	s.wake()
	return nil
}

// signedFiles are those that carry or should carry signatures: sealed ones of
// ours, everything that came in.
func signedFiles(d *document.Document) []document.File {
	var out []document.File
	for _, f := range d.Files {
		if f.Version != d.Version {
			continue
		}
		if d.Direction == document.Incoming || f.Stage == document.Sealed {
			out = append(out, f)
		}
	}
	return out
}

func (s *Service) open(ctx context.Context, d *document.Document) error {
	files := signedFiles(d)
	if len(files) == 0 {
		return nil
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		now := s.Now()
		for _, f := range files {
			_, err := tx.Open(ctx, Bundle{
				ID: BundleID(uuid.Must(uuid.NewV7()).String()), Document: d.ID, File: f.ID, Agency: d.Agency, Direction: d.Direction,
				Name: f.Name, SHA256: f.SHA256, State: Waiting, NextAt: now, CreatedAt: now,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Collect makes one try for a bundle that is due; one that is not, or that
// another worker has, is left alone. That something cannot be had is no error:
// the bundle says what and when it is tried again.
func (s *Service) Collect(ctx context.Context, id BundleID) error {
	b, ok, err := s.take(ctx, id)
	if err != nil || !ok {
		return err
	}
	failpoint.Hit("archive.taken")
	found, err := s.collect(ctx, b)
	if err != nil {
		return errors.Join(err, s.postpone(ctx, b))
	}
	failpoint.Hit("archive.collected")
	body := found.zip()
	defer body.Close()
	if found.blob, found.size, err = s.Documents.Blobs.Put(ctx, body, maxBundle); err != nil {
		return errors.Join(fmt.Errorf("storing evidence: %w", err), s.postpone(ctx, b))
	}
	failpoint.Hit("archive.stored")
	err = s.record(ctx, b, found)
	failpoint.Hit("archive.recorded")
	return err
}

// take holds a due bundle for a while; after a crash it is due again.
func (s *Service) take(ctx context.Context, id BundleID) (b Bundle, ok bool, err error) {
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		ok = false
		if b, err = tx.Load(ctx, id); err != nil {
			return err
		}
		now := s.Now()
		if b.NextAt.IsZero() || b.NextAt.After(now) {
			return nil
		}
		if s.settled(b) {
			b.NextAt = s.renewAt(b)
			return tx.Save(ctx, b)
		}
		b.Attempts++
		b.NextAt, b.UpdatedAt, ok = now.Add(hold).Truncate(time.Millisecond), now, true // as it is stored
		return tx.Save(ctx, b)
	})
	return b, ok, err
}

// postpone gives a bundle back after an error of ours.
func (s *Service) postpone(ctx context.Context, taken Bundle) error {
	ctx = context.WithoutCancel(ctx)
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		b, err := tx.Load(ctx, taken.ID)
		if err != nil || !b.NextAt.Equal(taken.NextAt) {
			return err
		}
		b.NextAt, b.Why = s.Now().Add(delay(b.Attempts)), "Có lỗi khi thu thập, hệ thống sẽ tự làm lại."
		return tx.Save(ctx, b)
	})
}

// record adds an edition when there is more than in the last one, and says what
// comes next.
func (s *Service) record(ctx context.Context, taken Bundle, found *collected) error {
	p, err := s.Profiles.At(found.document.Province, s.Now())
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		b, err := tx.Load(ctx, taken.ID)
		if err != nil {
			return err
		}
		if !b.NextAt.Equal(taken.NextAt) {
			return nil // held for too long: another worker has it now
		}
		editions, err := tx.Editions(ctx, b.ID)
		if err != nil {
			return err
		}
		better := len(editions) == 0 || s.better(found, b)
		if len(b.Stamp) == 0 {
			b.Stamp = found.stamp
		}
		if better {
			b.Summary, b.Level = found.summary, found.level
		}
		s.next(&b, found)
		b.UpdatedAt = s.Now()
		if err := tx.Save(ctx, b); err != nil || !better {
			return err
		}
		e := Edition{Bundle: b.ID, No: len(editions) + 1, SHA256: found.blob, Size: found.size, Level: found.level, At: b.UpdatedAt}
		if err := tx.AddEdition(ctx, e); err != nil {
			return err
		}
		return tx.Audit(ctx, audit.Entry{
			At: b.UpdatedAt, Agency: string(b.Agency), Action: actionKept, Subject: string(b.ID), Profile: p.Version, Clause: "TT 41/2017/TT-BTTTT Điều 9",
			Data: map[string]string{
				"document": string(b.Document), "file": b.SHA256, "evidence": e.SHA256, "edition": strconv.Itoa(e.No), "level": string(e.Level), "state": string(b.State),
			},
		})
	})
}

// next decides when the bundle is looked at again.
func (s *Service) next(b *Bundle, found *collected) {
	now := s.Now()
	b.Why, b.NextAt = found.why, time.Time{}
	switch {
	case found.renewing:
		s.afterRenewal(b, found)
	case len(b.Stamp) == 0:
		b.State, b.NextAt = Waiting, now.Add(delay(b.Attempts))
	case found.whole() && found.old() && b.Attempts < renewals:
		b.State, b.NextAt = Kept, now.Add(newer)
	case found.whole():
		b.State, b.Attempts, b.NextAt = Kept, 0, s.renewAt(*b)
	case found.hopeless || b.Attempts >= tries:
		b.State = Partial
	default:
		b.State, b.NextAt = Waiting, now.Add(delay(b.Attempts))
	}
}

package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/workday"
)

// Actions that this package asks the guard about.
const (
	ActManage   org.Action = "device.manage"
	ActRead     org.Action = "device.read"
	ActSerials  org.Action = "device.serials" // see serials of the grade Mật
	ActHandOver org.Action = "device.hand-over"
	ActApprove  org.Action = "device.approve"
	ActConfirm  org.Action = "device.confirm"
	ActReceive  org.Action = "device.receive"
	ActReport   org.Action = "device.report"
	ActCheck    org.Action = "device.check"
	ActExport   org.Action = "device.export"
)

// Files keeps what is attached: minutes, decisions, permissions.
type Files interface {
	Put(ctx context.Context, r io.Reader, limit int64) (sha256 string, size int64, err error)
	Open(ctx context.Context, sha256 string) (io.ReadSeekCloser, error)
}

// Config is what a Service needs; everything is required.
type Config struct {
	Store   Store
	Org     *org.Service
	Signing *signing.Service
	Guard   *org.Guard
	Law     func(province string, at time.Time) (*profile.Profile, error)
	Files   Files
	Now     func() time.Time
}

// Service is the one way to change and ask about devices.
type Service struct {
	store   Store
	org     *org.Service
	signing *signing.Service
	guard   *org.Guard
	law     func(string, time.Time) (*profile.Profile, error)
	files   Files
	now     func() time.Time
	days    *workday.Calendar
}

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Org == nil || c.Signing == nil || c.Guard == nil || c.Law == nil || c.Files == nil || c.Now == nil {
		return nil, errors.New("device service: a part is missing")
	}
	days, err := workday.New(workday.Options{Plans: []workday.Plan{workday.OfficeWeek()}})
	if err != nil {
		return nil, fmt.Errorf("making the calendar of the office: %w", err)
	}
	return &Service{store: c.Store, org: c.Org, signing: c.Signing, guard: c.Guard, law: c.Law, files: c.Files, now: c.Now, days: days}, nil
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("making an id: %w", err)
	}
	return id.String(), nil
}

func missing(err error, code, message string) error {
	if errors.Is(err, ErrNotFound) {
		return fault.New(fault.NotFound, code, message)
	}
	return err
}

func inAgency(by org.Actor, agency org.AgencyID) []org.Relation {
	if agency != "" && by.Agency == agency {
		return []org.Relation{org.OfAgency}
	}
	return nil
}

package request

import (
	"errors"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/form"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
)

// Config is what the Service needs; everything is required.
type Config struct {
	Store    Store
	Guard    *org.Guard
	Org      *org.Service
	Signing  *signing.Service
	Profiles *profile.Set
	Papers   Papers
	Forms    *form.Service
	Printer  Printer
	Workbook Workbook
	Devices  *device.Service
	Book     device.Reader // of devices, for rules
	Vault    Vault
	Eligible Eligible
	Register Register
	Now      func() time.Time
}

// Service is the one way to change requests.
type Service struct{ Config }

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Guard == nil || c.Org == nil || c.Signing == nil || c.Profiles == nil || c.Papers == nil ||
		c.Forms == nil || c.Printer == nil || c.Workbook == nil || c.Devices == nil || c.Book == nil || c.Vault == nil || c.Eligible == nil || c.Register == nil || c.Now == nil {
		return nil, errors.New("request service: a part is missing")
	}
	return &Service{c}, nil
}

// Actions of the permission table.
const (
	ActRead    org.Action = "request.read"
	ActDraft   org.Action = "request.draft"
	ActConfirm org.Action = "request.confirm"
	ActSubmit  org.Action = "request.submit"
	ActDesk    org.Action = "request.desk"
	ActApprove org.Action = "request.approve"
	ActResult  org.Action = "request.result"
	ActOfficer org.Action = "request.officer"
)

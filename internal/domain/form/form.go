package form

import (
	"errors"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
)

// ErrTaken is what a store says when that version is already there.
var ErrTaken = errors.New("form: version already there")

// Version is one change of a template made in the installation.
type Version struct {
	ID       string
	Province string
	Form     profile.Form // with its Version and the day From of its use
	Reason   string       // why it was changed, in words
	By       org.PersonID
	At       time.Time
}

// Purpose says for what a file was made.
type Purpose string

// Purposes of files.
const (
	Blank     Purpose = "blank"     // để trống
	Prefilled Purpose = "prefilled" // điền sẵn từ hồ sơ
	Requested Purpose = "request"   // of a request
)

// Use records one file made from a form (HT-12.1-2).
type Use struct {
	ID       string
	Province string
	Form     profile.FormRef
	Purpose  Purpose
	Subject  string // id of the subscriber, device or request it was filled from
	Person   org.PersonID
	Agency   org.AgencyID
	SHA256   string // of the file
	At       time.Time
}

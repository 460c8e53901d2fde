package subscriber

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/event"
)

// ErrNotFound is what a store says when a row does not exist.
var ErrNotFound = errors.New("subscriber: no such row")

// ErrTaken is what a store says when a unique value is already in use.
var ErrTaken = errors.New("subscriber: value already in use")

// Store keeps the register. Both engines pass the suite of package subscribertest.
type Store interface {
	Reader
	Transact(ctx context.Context, do func(ctx context.Context, tx Tx) error) error
}

// Tx is one transaction.
type Tx interface {
	Reader
	Writer
	// Signing is the subject of certificates in this transaction.
	Signing() signing.Tx
	Emit(ctx context.Context, e event.Event) error
	// Audit appends to the log and locks its head: the last call.
	Audit(ctx context.Context, e audit.Entry) error
}

// Scope is what a reader may see of the lists: everything of a province, some
// agencies, or the own certificates alone.
type Scope struct {
	Province string
	All      bool
	Agencies []org.AgencyID
}

// Reader finds rows. Missing ones are ErrNotFound; lists may be empty.
type Reader interface {
	Registration(ctx context.Context, id signing.CertificateID) (Registration, error)
	// Lines lists what the filter asks for in its order, at most Limit.
	Lines(ctx context.Context, scope Scope, f Filter) ([]Line, error)
	// Counted lists as Lines does and tells how many lines there are from the
	// cursor on, up to most of them.
	Counted(ctx context.Context, scope Scope, f Filter, most int) ([]Line, int, error)
	// Misplaced lists registrations that lists find where their certificates do
	// not stand: by status, hold or last use.
	Misplaced(ctx context.Context, limit int) ([]signing.CertificateID, error)
	// LinesOf are the certificates of a person, the longest-lived first, with
	// those of agencies that the person keeps.
	LinesOf(ctx context.Context, person org.PersonID, at time.Time) ([]Line, error)
	// Unregistered lists certificates that only package signing knows.
	Unregistered(ctx context.Context, after signing.CertificateID, limit int) ([]signing.CertificateID, error)
	// Figures counts lines by groups: the figures of the statistics.
	Figures(ctx context.Context, scope Scope, at, usedSince time.Time) ([]Figure, error)
	// Expiring counts ends by month ("2026-12") and class.
	Expiring(ctx context.Context, scope Scope, from, until time.Time) ([]MonthCount, error)

	Plan(ctx context.Context, id signing.CertificateID) (Plan, error)
	// OutsideLines lists the certificates of other authorities with their plans.
	OutsideLines(ctx context.Context, scope Scope, now time.Time) ([]OutsideLine, error)

	// DueReminders lists certificates that end until then, in order of their
	// ends, after a cursor.
	DueReminders(ctx context.Context, province string, now, until time.Time, after Cursor, limit int) ([]Reminder, error)
	Notices(ctx context.Context, q NoticeQuery) ([]Notice, error)
	CountNotices(ctx context.Context, q NoticeQuery) (int, error)

	Externals(ctx context.Context, id signing.CertificateID) ([]External, error)
	ExternalByID(ctx context.Context, id string) (External, error)
	// StaleExternals lists open registrations of certificates that do not stand
	// any more: revoked, blocked, ended or replaced.
	StaleExternals(ctx context.Context, scope Scope, now time.Time) ([]ExternalTask, error)

	Acceptances(ctx context.Context, person org.PersonID) ([]Acceptance, error)
	Information(ctx context.Context, id string) (Information, error)
	InformationOpen(ctx context.Context, scope Scope) ([]Information, error)
	InformationOf(ctx context.Context, person org.PersonID) ([]Information, error)

	// Uses lists signatures of certificates, the newest first.
	Uses(ctx context.Context, q UseQuery) ([]Use, error)
	Rollout(ctx context.Context, province string) ([]Rollout, error)
	Prices(ctx context.Context, province string, year int) ([]Price, error)

	Import(ctx context.Context, id ImportID) (Import, error)
	Imports(ctx context.Context, agency org.AgencyID, limit int) ([]Import, error)
	ImportRows(ctx context.Context, id ImportID, state RowState, after, limit int) ([]ImportRow, error)
}

// Writer saves rows.
type Writer interface {
	AddRegistration(ctx context.Context, r Registration) error
	SetRenewed(ctx context.Context, old, next signing.CertificateID) error
	// Settle puts a registration where its certificate stands.
	Settle(ctx context.Context, id signing.CertificateID) error
	SetMinutes(ctx context.Context, id signing.CertificateID, minutes string) error
	SavePlan(ctx context.Context, p Plan, by org.PersonID) error
	// AddNotice is false when the rung was written before.
	AddNotice(ctx context.Context, n Notice) (bool, error)
	// CloseNotices ends the reminders of a certificate but those of a rung.
	CloseNotices(ctx context.Context, id signing.CertificateID, but int, at time.Time) error
	// CloseStale ends the reminders of what was renewed, revoked or has ended,
	// and says how many.
	CloseStale(ctx context.Context, at time.Time) (int, error)
	AddExternal(ctx context.Context, e External) error
	EndExternal(ctx context.Context, id, until string) error
	AddAcceptance(ctx context.Context, a Acceptance) error
	AddInformation(ctx context.Context, i Information) error
	AnswerInformation(ctx context.Context, i Information) error
	// AddUse is false when the use was written before.
	AddUse(ctx context.Context, u Use) (bool, error)
	// FirstUse keeps the earliest time.
	FirstUse(ctx context.Context, agency org.AgencyID, at time.Time) error
	SavePrice(ctx context.Context, province string, p Price, by org.PersonID, at time.Time) error
	AddImport(ctx context.Context, i Import) error
	AddImportRow(ctx context.Context, id ImportID, r ImportRow) error
	// LockImport keeps others from working on the same list.
	LockImport(ctx context.Context, id ImportID) (Import, error)
	SaveImportRow(ctx context.Context, id ImportID, r ImportRow) error
	SaveImport(ctx context.Context, i Import) error
}

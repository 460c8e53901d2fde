package form

import (
	"context"

	"antin/internal/domain/audit"
	"antin/internal/domain/profile"
)

// Store keeps the rows of this subject; its own reads see what was committed.
type Store interface {
	Reader
	// Transact runs do once or, when the database asks for it, again from the
	// start; it commits when do returns nil.
	Transact(ctx context.Context, do func(Tx) error) error
}

// Tx is one transaction: rows and audit entry are saved together.
type Tx interface {
	Reader
	AddVersion(ctx context.Context, v Version) error
	AddUse(ctx context.Context, u Use) error
	Audit(ctx context.Context, entry audit.Entry) error
}

// Reader finds rows; lists may be empty.
type Reader interface {
	// Versions of one template, oldest first.
	Versions(ctx context.Context, province, set string, number int) ([]Version, error)
	// AllVersions of a province, by set, number and version.
	AllVersions(ctx context.Context, province string) ([]Version, error)
	// Uses of one template, newest first, at most limit.
	Uses(ctx context.Context, province string, form profile.FormRef, limit int) ([]Use, error)
	// UsesOf one subscriber, device or request, newest first, at most limit.
	UsesOf(ctx context.Context, subject string, limit int) ([]Use, error)
}

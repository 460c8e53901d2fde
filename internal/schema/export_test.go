package schema

import (
	"context"
	"database/sql"

	"antin/internal/platform/sqldb"
)

// Merge is merge, for the tests.
var Merge = merge

// MigrateTo makes the database that an older program left: schema version and
// no newer.
func MigrateTo(ctx context.Context, db *sqldb.DB, version int64) error {
	return db.Migration(ctx, func(pool *sql.DB) error {
		p, err := provider(db.Engine(), pool)
		if err != nil {
			return err
		}
		_, err = p.UpTo(ctx, version)
		return err
	})
}

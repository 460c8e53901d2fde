package schema

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"antin/internal/platform/sqldb"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed *.sql sqlite/*.sql postgres/*.sql
var files embed.FS

// lockID is the advisory lock that migrating processes share on PostgreSQL.
const lockID = 0x616e74696e // "antin"

// TooNewError says that a newer binary has migrated this database.
type TooNewError struct{ Found, Known int64 }

// Error tells both numbers.
func (e *TooNewError) Error() string {
	return fmt.Sprintf("the database has schema %d and this program knows only %d: use the newer program", e.Found, e.Known)
}

// Options of Migrate.
type Options struct {
	// Now names the backup; time.Now when nil.
	Now func() time.Time
	// NoBackup leaves out the copy of the SQLite file, for tests.
	NoBackup bool
}

// Report says what Migrate did.
type Report struct {
	From, To int64
	Backup   string // file, empty when none was made
}

// Migrate brings db to the newest schema. It refuses a database that a newer
// program has migrated with TooNewError, and changes nothing then.
func Migrate(ctx context.Context, db *sqldb.DB, o Options) (Report, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if db.Engine() == sqldb.SQLite {
		unlock, err := lockFolder(ctx, db.Path())
		if err != nil {
			return Report{}, err
		}
		defer func() { _ = unlock() }() // closing a folder that was only locked
	}
	var r Report
	err := db.Migration(ctx, func(pool *sql.DB) (err error) {
		r, err = migrate(ctx, db, pool, o)
		return err
	})
	return r, err
}

func migrate(ctx context.Context, db *sqldb.DB, pool *sql.DB, o Options) (Report, error) {
	var r Report
	p, err := provider(db.Engine(), pool)
	if err != nil {
		return r, err
	}
	if r.From, err = p.GetDBVersion(ctx); err != nil {
		return r, fmt.Errorf("reading the schema's number: %w", err)
	}
	r.To = r.From
	known := newest(p)
	if r.From > known {
		return r, &TooNewError{Found: r.From, Known: known}
	}
	if r.From == known {
		return r, nil
	}
	if db.Engine() == sqldb.SQLite && r.From > 0 && !o.NoBackup {
		if r.Backup, err = backup(ctx, pool, db.Path(), r.From, o.Now()); err != nil {
			return r, err
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return r, fmt.Errorf("migrating from schema %d: %w", r.From, err)
	}
	r.To = known
	return r, nil
}

// Version is the newest schema that this program knows for the engine.
func Version(engine sqldb.Engine) (int64, error) {
	fsys, err := For(engine)
	if err != nil {
		return 0, err
	}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return 0, err
	}
	if len(entries) == 0 {
		return 0, errors.New("no migrations")
	}
	return number(entries[len(entries)-1].Name())
}

func newest(p *goose.Provider) int64 {
	sources := p.ListSources()
	return sources[len(sources)-1].Version
}

func provider(engine sqldb.Engine, pool *sql.DB) (*goose.Provider, error) {
	fsys, err := For(engine)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()), goose.WithTableName("schema_version"),
	}
	dialect := goose.DialectSQLite3
	if engine == sqldb.Postgres {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(lockID), lock.WithLockTimeout(1, 120))
		if err != nil {
			return nil, fmt.Errorf("preparing the migration lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, pool, fsys, options...)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	return p, nil
}

// number reads NNNN of "NNNN_name.sql".
func number(name string) (int64, error) {
	digits, _, ok := strings.Cut(path.Base(name), "_")
	if !ok || len(digits) != 4 {
		return 0, fmt.Errorf("migration %s: a name is NNNN_name.sql", name)
	}
	return strconv.ParseInt(digits, 10, 64)
}

package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // driver "sqlite"
)

// Options tune a DB; the zero value is right for the server.
type Options struct {
	// Readers bounds the reader pool of SQLite, and all connections of PostgreSQL.
	Readers int
	// BusyTimeout is how long SQLite waits for another process; 5 s when zero.
	BusyTimeout time.Duration
	// MaxBatch bounds how many waiting transactions share one COMMIT on
	// SQLite; 64 when zero, 1 turns sharing off.
	MaxBatch int
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine Engine
	dsn    string
	path   string  // file, SQLite only
	read   *sql.DB // everything, on PostgreSQL
	write  *sql.DB // SQLite only
	group  *group  // SQLite only
	reader DBTX    // read, with prepared statements on SQLite
}

// Open opens "sqlite:/path/antin.db" (created when absent, readable by this
// user alone) or "postgres://…". It does not migrate.
func Open(ctx context.Context, dsn string, o Options) (*DB, error) {
	if o.MaxBatch <= 0 {
		o.MaxBatch = 64
	}
	if o.BusyTimeout <= 0 {
		o.BusyTimeout = 5 * time.Second
	}
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		return openSQLite(ctx, dsn, path, o)
	}
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return openPostgres(ctx, dsn, o)
	}
	return nil, errors.New(`database address must begin with "sqlite:" or "postgres://"`)
}

func openSQLite(ctx context.Context, dsn, path string, o Options) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("finding the database file: %w", err)
	}
	// SQLite would create it with the mode of the umask; it holds personal data.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the database file: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("opening the database file: %w", err)
	}
	if o.Readers <= 0 {
		o.Readers = max(4, runtime.GOMAXPROCS(0))
	}
	db := &DB{engine: SQLite, dsn: dsn, path: path}
	if db.write, err = sql.Open("sqlite", sqliteURI(path, o, false)); err != nil {
		return nil, fmt.Errorf("opening the writer: %w", err)
	}
	db.write.SetMaxOpenConns(1)
	db.group = &group{pool: db.write, max: o.MaxBatch, maxAge: maxBatchAge}
	// The writer comes first: it turns WAL on, which a query_only reader cannot.
	if err := db.write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the writer: %w", err), db.write.Close())
	}
	if db.read, err = sql.Open("sqlite", sqliteURI(path, o, true)); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the readers: %w", err), db.write.Close())
	}
	db.read.SetMaxOpenConns(o.Readers)
	db.read.SetMaxIdleConns(o.Readers)
	db.reader = prepared(db.read)
	if err := db.read.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the readers: %w", err), db.Close())
	}
	return db, nil
}

func sqliteURI(path string, o Options, readOnly bool) string {
	q := url.Values{}
	for _, p := range []string{
		fmt.Sprintf("busy_timeout(%d)", o.BusyTimeout.Milliseconds()),
		"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "temp_store(MEMORY)",
		"cache_size(-16000)", "trusted_schema(0)",
	} {
		q.Add("_pragma", p)
	}
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func openPostgres(ctx context.Context, dsn string, o Options) (*DB, error) {
	if o.Readers <= 0 {
		o.Readers = 32
	}
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("opening PostgreSQL: %w", err)
	}
	// Pages ask for a few lines in a few milliseconds: compiling a statement, or
	// starting workers for it, takes longer than any of them. An address may say
	// otherwise.
	for name, value := range map[string]string{"jit": "off", "max_parallel_workers_per_gather": "0"} {
		if _, ok := config.RuntimeParams[name]; !ok {
			config.RuntimeParams[name] = value
		}
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(o.Readers)
	pool.SetMaxIdleConns(o.Readers)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening PostgreSQL: %w", err), pool.Close())
	}
	return &DB{engine: Postgres, dsn: dsn, read: pool, reader: pool}, nil // pgx prepares by itself
}

// Engine tells which of the paired statements to use.
func (db *DB) Engine() Engine { return db.engine }

// Path is the file of a SQLite database, empty on PostgreSQL.
func (db *DB) Path() string { return db.path }

// Close lets the running transactions end and refuses new ones.
func (db *DB) Close() error {
	if db.engine == Postgres {
		return db.read.Close()
	}
	return errors.Join(db.group.close(), db.read.Close(), db.write.Close())
}

// Reader gives reads outside a transaction; each statement sees the newest
// commit. Writing through it is refused on SQLite and is a mistake on both.
func (db *DB) Reader() DBTX { return db.reader }

// Migration lends a connection pool to the schema's migrations, when nothing
// else writes. Everybody else uses Transact.
func (db *DB) Migration(ctx context.Context, fn func(*sql.DB) error) error {
	if db.engine == Postgres {
		return fn(db.read)
	}
	pool, err := sql.Open("sqlite", sqliteURI(db.path, Options{BusyTimeout: 30 * time.Second}, false))
	if err != nil {
		return fmt.Errorf("opening for migration: %w", err)
	}
	pool.SetMaxOpenConns(1)
	if err := pool.PingContext(ctx); err != nil {
		return errors.Join(fmt.Errorf("opening for migration: %w", err), pool.Close())
	}
	return errors.Join(fn(pool), pool.Close())
}

package sqldb

import (
	"errors"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// ErrNested says that Transact was called inside Transact: the inner work
// belongs to the outer transaction, so pass its Tx on instead.
var ErrNested = errors.New("a transaction was begun inside a transaction")

// ErrClosed says that the database was closed, here or by Close elsewhere.
var ErrClosed = errors.New("the database is closed")

// ErrTxDone says that a Tx was used after its function had returned.
var ErrTxDone = errors.New("the transaction is over")

// IsUnique reports whether a unique index or primary key refused err's row.
func IsUnique(err error) bool {
	switch sqliteCode(err) {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_ROWID:
		return true
	}
	return pgCode(err) == "23505"
}

// IsForeignKey reports whether a row was refused because of a missing or a
// still used other row.
func IsForeignKey(err error) bool {
	return sqliteCode(err) == lib.SQLITE_CONSTRAINT_FOREIGNKEY || pgCode(err) == "23503"
}

// IsNoSpace reports whether the disk of the database (or a limit of the
// process on file size) is full.
func IsNoSpace(err error) bool {
	return sqliteCode(err)&0xff == lib.SQLITE_FULL || pgCode(err) == "53100" ||
		errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// isRetryable reports whether running the same function again may succeed.
func isRetryable(err error) bool {
	switch sqliteCode(err) & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return true
	}
	switch pgCode(err) {
	case "40001", "40P01":
		return true
	}
	return errors.Is(err, errNeighbour)
}

func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

func pgCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

package sessionsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"antin/internal/platform/sqldb"
)

const (
	findSession = `select data from http_session where token = $1 and expires_at > $2`
	putSession  = `insert into http_session (token, data, expires_at) values ($1, $2, $3)
on conflict (token) do update set data = excluded.data, expires_at = excluded.expires_at`
	deleteSession = `delete from http_session where token = $1`
	sweepSessions = `delete from http_session where expires_at <= $1`
)

// Store is a session store over one database.
type Store struct {
	db  *sqldb.DB
	now func() time.Time
}

// New keeps sessions in db, whose schema must be migrated.
func New(db *sqldb.DB, now func() time.Time) *Store { return &Store{db: db, now: now} }

// FindCtx gives the data of a session that has not expired.
func (s *Store) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data []byte
	err := s.db.Reader().QueryRowContext(ctx, findSession, token, s.now().UnixMilli()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("finding a session: %w", err)
	}
	return data, true, nil
}

// CommitCtx writes a session, new or known.
func (s *Store) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	if err := s.exec(ctx, putSession, token, data, expiry.UnixMilli()); err != nil {
		return fmt.Errorf("writing a session: %w", err)
	}
	return nil
}

// DeleteCtx removes a session; one that is not there is no error.
func (s *Store) DeleteCtx(ctx context.Context, token string) error {
	if err := s.exec(ctx, deleteSession, token); err != nil {
		return fmt.Errorf("deleting a session: %w", err)
	}
	return nil
}

// Sweep removes all sessions that have expired.
func (s *Store) Sweep(ctx context.Context) error {
	if err := s.exec(ctx, sweepSessions, s.now().UnixMilli()); err != nil {
		return fmt.Errorf("sweeping sessions: %w", err)
	}
	return nil
}

// Find is FindCtx for callers without a context; the session manager has one.
func (s *Store) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for callers without a context.
func (s *Store) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx for callers without a context.
func (s *Store) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func (s *Store) exec(ctx context.Context, statement string, args ...any) error {
	return s.db.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	})
}

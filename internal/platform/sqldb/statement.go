package sqldb

import (
	"context"
	"database/sql"
	"sync"
)

// statements runs each text through a statement that is prepared once: parsing
// takes SQLite longer than running most of our statements. Texts are few, all
// written by us; beyond a bound they run unprepared.
type statements struct {
	on    DBTX
	mu    sync.Mutex
	ready map[string]*sql.Stmt
}

// maxStatements is well above the number of statements in the program; lists
// with filters bring a few texts each.
const maxStatements = 1000

func prepared(on DBTX) *statements {
	return &statements{on: on, ready: map[string]*sql.Stmt{}}
}

// find gives the prepared statement of a text, or nil where there is none.
func (s *statements) find(ctx context.Context, query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	if st := s.ready[query]; st != nil {
		return st
	}
	if len(s.ready) >= maxStatements {
		return nil
	}
	st, err := s.on.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil // running it unprepared says the same, to who asked
	}
	s.ready[query] = st
	return st
}

func (s *statements) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if st := s.find(ctx, query); st != nil {
		return st.ExecContext(ctx, args...)
	}
	return s.on.ExecContext(ctx, query, args...)
}

func (s *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if st := s.find(ctx, query); st != nil {
		return st.QueryContext(ctx, args...)
	}
	return s.on.QueryContext(ctx, query, args...)
}

func (s *statements) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if st := s.find(ctx, query); st != nil {
		return st.QueryRowContext(ctx, args...)
	}
	return s.on.QueryRowContext(ctx, query, args...)
}

func (s *statements) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return s.on.PrepareContext(ctx, query)
}

// forget closes the statements, before their connection goes.
func (s *statements) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, st := range s.ready {
		_ = st.Close() // the connection goes too
	}
	s.ready = map[string]*sql.Stmt{}
}

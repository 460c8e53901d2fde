package schema

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// backup copies the file with VACUUM INTO, which sees one commit and leaves a
// file without journal, and makes it durable before the change begins.
func backup(ctx context.Context, pool *sql.DB, file string, version int64, at time.Time) (string, error) {
	to := fmt.Sprintf("%s.schema-%04d.%s.bak", file, version, at.UTC().Format("20060102T150405.000Z"))
	if _, err := pool.ExecContext(ctx, "vacuum into $1", to); err != nil {
		return "", fmt.Errorf("copying the database before migrating: %w", err)
	}
	if err := os.Chmod(to, 0o600); err != nil {
		return "", fmt.Errorf("protecting the copy of the database: %w", err)
	}
	for _, name := range []string{to, filepath.Dir(to)} {
		if err := syncPath(name); err != nil {
			return "", fmt.Errorf("writing the copy of the database out: %w", err)
		}
	}
	return to, nil
}

func syncPath(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		_ = f.Close() // the first error says more
		return err
	}
	return f.Close()
}

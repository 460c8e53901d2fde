package documentsql

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"antin/internal/domain/document"
	"antin/internal/platform/sqldb"
)

const (
	addAccess = `insert into document_access (id, document, person, person_name, account, agency, kind, at)
values ($1, $2, $3, $4, $5, $6, $7, $8)`
	listAccess = `select document, person, person_name, account, agency, kind, at from document_access
where document = $1 order by at desc, id desc limit 200`
)

// AddAccess implements document.AccessStore.
func (s *Store) AddAccess(ctx context.Context, a document.Access) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, addAccess, uuid.Must(uuid.NewV7()).String(), string(a.Document), string(a.Person), a.PersonName,
			string(a.Account), string(a.Agency), string(a.Kind), millis(a.At))
		return err
	})
}

// Accesses implements document.AccessStore.
func (s *Store) Accesses(ctx context.Context, id document.ID) ([]document.Access, error) {
	rows, err := s.database.Reader().QueryContext(ctx, listAccess, string(id))
	if err != nil {
		return nil, fmt.Errorf("listing uses: %w", err)
	}
	defer rows.Close()
	var out []document.Access
	for rows.Next() {
		var a document.Access
		var at int64
		if err := rows.Scan(&a.Document, &a.Person, &a.PersonName, &a.Account, &a.Agency, &a.Kind, &at); err != nil {
			return nil, fmt.Errorf("listing uses: %w", err)
		}
		a.At = instant(at)
		out = append(out, a)
	}
	return out, rows.Err()
}

package documentsql

import (
	"context"

	"antin/internal/domain/document"
	"antin/internal/domain/register"
	"antin/internal/domain/register/registersql"
	"antin/internal/platform/sqldb"
)

// lines are the registers inside a transaction of documents.
func lines(tx *sqldb.Tx, log Append) register.Lines {
	return registersql.In(tx, registersql.Append(log))
}

// Entries implements document.Store.
func (s *Store) Entries(ctx context.Context, series document.Series, below, limit int) ([]document.Entry, error) {
	return registersql.New(s.database, nil).Find(ctx, register.Query{Series: series, Below: below, Limit: limit})
}

// LastNumber implements document.Store.
func (s *Store) LastNumber(ctx context.Context, series document.Series) (int, error) {
	now, err := registersql.New(s.database, nil).Standing(ctx, series)
	return now.Last, err
}

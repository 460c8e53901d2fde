package documentsql

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

// signedFile says that the file that left carries the agency's signature.
const signedFile = "exists (select 1 from document_file f where f.document = d.id and f.stage = 'sealed' and f.role = 'main')"

const issuedWhere = ` from document d where d.direction = 'outgoing' and d.state = 'released' and d.issued_on >= $1 and d.issued_on <= $2`

const usageOfAll = `select d.agency, d.type, count(*), sum(case when ` + signedFile + ` then 1 else 0 end)` + issuedWhere +
	` group by d.agency, d.type order by d.agency, d.type`

const usageOfOne = `select d.agency, d.type, count(*), sum(case when ` + signedFile + ` then 1 else 0 end)` + issuedWhere +
	` and d.agency = $3 group by d.agency, d.type order by d.agency, d.type`

const issuedList = `select d.id, d.type, d.subject, d.number, d.symbol, d.issued_on, ` + signedFile + issuedWhere +
	` and d.agency = $3 order by d.issued_on desc, d.number desc limit 500`

// Usage implements document.UsageStore.
func (s *Store) Usage(ctx context.Context, agency org.AgencyID, from, to string) ([]document.Usage, error) {
	text, args := usageOfAll, []any{from, to}
	if agency != "" {
		text, args = usageOfOne, append(args, string(agency))
	}
	var out []document.Usage
	err := s.each(ctx, text, args, func(rows *sql.Rows) error {
		var u document.Usage
		var of string
		err := rows.Scan(&of, &u.Type, &u.Issued, &u.Signed)
		u.Agency = org.AgencyID(of)
		out = append(out, u)
		return err
	})
	return out, err
}

// Issued implements document.UsageStore.
func (s *Store) Issued(ctx context.Context, agency org.AgencyID, from, to string) ([]document.Issue, error) {
	var out []document.Issue
	err := s.each(ctx, issuedList, []any{from, to, string(agency)}, func(rows *sql.Rows) error {
		var i document.Issue
		var id string
		err := rows.Scan(&id, &i.Type, &i.Subject, &i.Number, &i.Symbol, &i.IssuedOn, &i.Signed)
		i.ID = document.ID(id)
		out = append(out, i)
		return err
	})
	return out, err
}

// each reads the rows of one statement.
func (s *Store) each(ctx context.Context, text string, args []any, read func(*sql.Rows) error) error {
	rows, err := s.database.Reader().QueryContext(ctx, text, args...)
	if err != nil {
		return fmt.Errorf("counting issued documents: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows); err != nil {
			return fmt.Errorf("counting issued documents: %w", err)
		}
	}
	return rows.Err()
}

const signingsList = `select document, kind, hash, at from document_decision
where person = $1 and kind in ('signature', 'seal', 'step-signature') and at < $2 order by at desc limit $3`

// Signings implements document.UsageStore.
func (s *Store) Signings(ctx context.Context, person org.PersonID, before time.Time, limit int) ([]document.Signing, error) {
	var out []document.Signing
	err := s.each(ctx, signingsList, []any{string(person), millis(before), limit}, func(rows *sql.Rows) error {
		var x document.Signing
		var id, kind string
		var at int64
		err := rows.Scan(&id, &kind, &x.Hash, &at)
		x.Document, x.Kind, x.At = document.ID(id), document.DecisionKind(kind), instant(at)
		out = append(out, x)
		return err
	})
	return out, err
}

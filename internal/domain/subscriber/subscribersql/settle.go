package subscribersql

import (
	"context"
	"fmt"

	"antin/internal/domain/signing"
)

// Misplaced implements subscriber.Store: it asks the certificates, holds and uses
// themselves, by another way than the triggers that keep the rows.
func (r reader) Misplaced(ctx context.Context, limit int) ([]signing.CertificateID, error) {
	const text = `select r.certificate from registration r cross join certificate c where c.id = r.certificate
  and (r.standing <> case when c.status = 'revoked' then 'revoked'
      when c.status = 'revocation-pending' or exists (select 1 from certificate_hold h where h.certificate = r.certificate and h.valid_to = 0) then 'blocked' else c.status end
    or r.last_use <> coalesce((select max(u.at) from certificate_use u where u.certificate = r.certificate), 0))
order by r.certificate limit $1`
	rows, err := r.rows.QueryContext(ctx, text, limit)
	if err != nil {
		return nil, fmt.Errorf("holding registrations against their certificates: %w", err)
	}
	defer func() { _ = rows.Close() }() // read to its end, or given up
	var out []signing.CertificateID
	for rows.Next() {
		var id signing.CertificateID
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("reading a misplaced registration: %w", err)
		}
		out = append(out, id)
	}
	return out, rows.Err()
}

// Settle implements subscriber.Store: the triggers work the row out anew.
func (t *transaction) Settle(ctx context.Context, id signing.CertificateID) error {
	_, err := t.tx.ExecContext(ctx, "update registration set settled_at = -1 where certificate = $1", string(id))
	return saved(err, "the standing of a registration")
}

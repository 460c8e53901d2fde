package orgsql

import (
	"context"
	"fmt"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql/db"
	"antin/internal/platform/sqldb"
)

// Settings lists what counts now.
func (s *Store) Settings(ctx context.Context, province string) ([]org.Setting, error) {
	rows, err := db.New(s.database.Reader()).Settings(ctx, province)
	if err != nil {
		return nil, fmt.Errorf("listing settings: %w", err)
	}
	return settings(rows), nil
}

// SettingHistory lists what one key ever was set to.
func (s *Store) SettingHistory(ctx context.Context, province, key string) ([]org.Setting, error) {
	rows, err := db.New(s.database.Reader()).SettingHistory(ctx, province, key)
	if err != nil {
		return nil, fmt.Errorf("listing the history of setting %s: %w", key, err)
	}
	return settings(rows), nil
}

// AddSetting saves a row and its entry in the log.
func (s *Store) AddSetting(ctx context.Context, row org.Setting, entry audit.Entry) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		err := db.New(tx).AddSetting(ctx, db.AddSettingParams{ID: row.ID, Province: row.Province, Key: row.Key, Value: row.Value,
			Reason: row.Reason, Paper: row.Paper, Person: string(row.Person), At: ms(row.At)})
		if err != nil {
			return saved(err, "a setting")
		}
		return s.log(ctx, tx, entry)
	})
}

func settings(rows []db.ProfileSetting) []org.Setting {
	out := make([]org.Setting, len(rows))
	for i, r := range rows {
		out[i] = org.Setting{ID: r.ID, Province: r.Province, Key: r.Key, Value: r.Value, Reason: r.Reason, Paper: r.Paper, Person: org.PersonID(r.Person), At: at(r.At)}
	}
	return out
}

package orgsql

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql/db"
)

func (r reader) Deed(ctx context.Context, id org.DeedID) (org.Deed, error) {
	row, err := r.q.Deed(ctx, string(id))
	if err != nil {
		return org.Deed{}, found(err, "a deed")
	}
	return deed(row)
}

func (r reader) DueDeeds(ctx context.Context, when time.Time, limit int) ([]org.Deed, error) {
	rows, err := r.q.DueDeeds(ctx, ms(when), int32(min(limit, 1<<30)))
	if err != nil {
		return nil, found(err, "deeds that are due")
	}
	return deeds(rows)
}

func (r reader) DeedsAbout(ctx context.Context, q org.DeedQuery) ([]org.Deed, error) {
	rows, err := r.q.DeedsAbout(ctx, q.Subject, int32(min(q.Limit, 1<<30)))
	if err != nil {
		return nil, found(err, "deeds")
	}
	return deeds(rows)
}

func deeds(rows []db.OrgDeed) ([]org.Deed, error) {
	all := make([]org.Deed, len(rows))
	for i, row := range rows {
		d, err := deed(row)
		if err != nil {
			return nil, err
		}
		all[i] = d
	}
	return all, nil
}

func deed(r db.OrgDeed) (org.Deed, error) {
	d := org.Deed{ID: org.DeedID(r.ID), Kind: org.DeedKind(r.Kind), Reason: r.Reason, Paper: r.Paper, At: at(r.EffectiveAt),
		DecidedBy: org.PersonID(r.DecidedBy), DecidedAt: at(r.DecidedAt), DoneAt: at(r.DoneAt), CancelledAt: at(r.CancelledAt)}
	if err := json.Unmarshal([]byte(r.Data), &d.DeedData); err != nil {
		return d, fmt.Errorf("reading deed %s: %w", r.ID, err)
	}
	return d, nil
}

func (w writer) AddDeed(ctx context.Context, d org.Deed, subjects []string) error {
	data, err := json.Marshal(d.DeedData)
	if err != nil {
		return fmt.Errorf("writing deed %s: %w", d.ID, err)
	}
	err = w.w.AddDeed(ctx, db.AddDeedParams{ID: string(d.ID), Kind: string(d.Kind), Data: string(data), Reason: d.Reason, Paper: d.Paper,
		EffectiveAt: ms(d.At), DecidedBy: string(d.DecidedBy), DecidedAt: ms(d.DecidedAt), DoneAt: ms(d.DoneAt)})
	if err != nil {
		return saved(err, "a deed")
	}
	for _, subject := range subjects {
		if err := w.w.AddDeedSubject(ctx, subject, string(d.ID), ms(d.At)); err != nil {
			return saved(err, "the subject of a deed")
		}
	}
	return nil
}

func (w writer) DoneDeed(ctx context.Context, id org.DeedID, when time.Time) error {
	rows, err := w.w.DoneDeed(ctx, string(id), ms(when))
	return one(rows, err, "the effect of a deed")
}

func (w writer) CancelDeed(ctx context.Context, id org.DeedID, when time.Time) error {
	rows, err := w.w.CancelDeed(ctx, string(id), ms(when))
	return one(rows, err, "the end of a deed")
}

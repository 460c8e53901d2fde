package app

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/adminweb"
)

// openSettings lays what administrators set over the profiles. A setting that
// this program no longer understands is told and left out: the office works on
// by the text.
func (a *App) openSettings(ctx context.Context, store org.SettingStore) {
	a.Settings = &org.Settings{Store: store, Guard: a.Guard, Profiles: a.Profiles, Now: a.Now}
	if err := a.Settings.Load(ctx); err != nil {
		a.Log.Error("reading the settings of the profiles", "error", err)
	}
}

const settingsEvery = time.Minute // another process may have set one

// followSettings takes over what other processes of the installation set.
func (a *App) followSettings(ctx context.Context) {
	tick := time.NewTicker(settingsEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := a.Settings.Load(ctx); err != nil && !errors.Is(err, context.Canceled) {
			a.Log.Error("reading the settings of the profiles", "error", err)
		}
	}
}

func (a *App) administration() web.Module {
	return adminweb.New(adminweb.Config{Org: a.Org, Settings: a.Settings, Profiles: a.Profiles, Log: auditDesk{a}, Now: a.Now})
}

// auditDesk reads the log for those who may.
type auditDesk struct{ a *App }

func (d auditDesk) Newest(ctx context.Context, by org.Actor, below int64, limit int) ([]adminweb.Entry, error) {
	if err := d.a.Guard.Allow(ctx, by, "audit.read", org.Any); err != nil {
		return nil, err
	}
	rows, err := d.a.Audit.Newest(ctx, below, limit)
	return entries(rows), err
}

func (d auditDesk) Of(ctx context.Context, by org.Actor, subject string, below int64, limit int) ([]adminweb.Entry, error) {
	if err := d.a.Guard.Allow(ctx, by, "audit.read", org.Any); err != nil {
		return nil, err
	}
	rows, err := d.a.Audit.Of(ctx, subject, below, limit)
	return entries(rows), err
}

func entries(rows []auditsql.Stored) []adminweb.Entry {
	out := make([]adminweb.Entry, len(rows))
	for i, row := range rows {
		out[i] = adminweb.Entry{Seq: row.Seq, Entry: row.Entry}
	}
	return out
}

func (d auditDesk) Prove(ctx context.Context, by org.Actor, seq int64) (audit.Proof, error) {
	if err := d.a.Guard.Allow(ctx, by, "audit.read", org.Any); err != nil {
		return audit.Proof{}, err
	}
	return d.a.Audit.Prove(ctx, seq)
}

func (d auditDesk) Check(ctx context.Context, by org.Actor) (audit.Report, error) {
	if err := d.a.Guard.Allow(ctx, by, "audit.read", org.Any); err != nil {
		return audit.Report{}, err
	}
	return d.a.logReport(ctx)
}

func (d auditDesk) Verifier() string { return d.a.AuditKey.Public }

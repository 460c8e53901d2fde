package app

import (
	"context"
	"io"
	"time"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/subscriberweb"
	"antin/internal/platform/sheet"
)

// subscriberPages are the pages of the register.
func (a *App) subscriberPages() web.Module {
	return subscriberweb.New(subscriberweb.Config{
		Subscribers: a.Subscribers, Signing: a.Signing, Org: a.Org, Profiles: a.Profiles, Lists: lists{}, Now: a.Now,
	})
}

// lists is subscriberweb.Lists over package sheet.
type lists struct{}

func (lists) Read(r io.Reader, bytes int64, rows, cells int) ([][]string, error) {
	return sheet.Read(r, sheet.Limits{Bytes: bytes, Rows: rows, Cells: cells})
}

func (lists) CSV(w io.Writer) subscriberweb.Rows { return sheet.NewCSV(w) }

func (lists) XLSX(w io.Writer, name string) (subscriberweb.Rows, error) {
	return sheet.NewXLSX(w, name)
}

// remindEvery is how often the ladder of expiry is looked at; a rung is written
// once, so that more often does no harm.
const remindEvery = 6 * time.Hour

// remind enters certificates of the time before the register, then writes the
// reminders of expiry until ctx ends.
func (a *App) remind(ctx context.Context) {
	if _, err := a.Subscribers.Adopt(ctx, org.Installer(a.Config.Province)); err != nil && ctx.Err() == nil {
		a.Log.Error("entering older certificates into the register", "error", err)
	}
	tick := time.NewTicker(remindEvery)
	defer tick.Stop()
	for {
		if _, err := a.Subscribers.Sweep(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("reminding of certificates that end", "error", err)
		}
		if err := a.digests(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("making the digests of the day", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

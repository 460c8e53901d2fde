package app

import (
	"io"

	"antin/internal/face/web"
	"antin/internal/face/web/registerweb"
	"antin/internal/platform/sheet"
)

// registerPages are the clerk's registers and what follows a release.
func (a *App) registerPages() web.Module {
	return registerweb.New(registerweb.Config{
		Registers: a.Register, Documents: a.Documents, Exchange: a.Exchange, Signing: a.Signing, Org: a.Org, Profiles: a.Profiles,
		Sheets: registerSheets{}, Now: a.Now,
	})
}

// registerSheets is registerweb.Sheets over package sheet.
type registerSheets struct{}

func (registerSheets) CSV(w io.Writer) registerweb.Rows { return sheet.NewCSV(w) }

func (registerSheets) XLSX(w io.Writer, name string) (registerweb.Rows, error) {
	return sheet.NewXLSX(w, name)
}

package agent

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"antin/ticket"
)

// reportTime bounds what the doctor tries for a page that waits.
const reportTime = 20 * time.Second

// report is what the doctor tells one server: what it found here, without what
// concerns other servers, and without the name of the account in paths.
func (a *Agent) report(ctx context.Context, s Server) []ticket.Finding {
	ctx, cancel := context.WithTimeout(ctx, reportTime)
	defer cancel()
	settings := a.Store.Get()
	settings.Servers = []Server{s}
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	var out []ticket.Finding
	for _, f := range Examine(ctx, a.Devices(), settings, a.Version, a.Now()) {
		if len(out) == ticket.MaxFindings {
			break
		}
		out = append(out, ticket.Finding{Code: f.Code, Grade: string(f.Grade), Subject: plain(f.Subject, home), Message: plain(f.Message, home), Mend: plain(f.Mend, home)})
	}
	return out
}

// plain keeps to the limit of the wire and says nothing of the account.
func plain(text, home string) string {
	if len(home) > 1 {
		text = strings.ReplaceAll(text, home, "~")
	}
	if len(text) > ticket.MaxText {
		text = strings.ToValidUTF8(text[:ticket.MaxText-3], "") + "…"
	}
	return text
}

// spell says a time as people do.
func spell(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d ngày", int(d.Hours()/24))
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d giờ", int(d.Hours()))
	case d >= 2*time.Minute:
		return fmt.Sprintf("%d phút", int(d.Minutes()))
	}
	return "hơn một phút"
}

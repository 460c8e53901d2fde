package app

import (
	"context"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/face/web/ticketweb"
)

// tickets is what the pages for signing at a desk need.
func (a *App) tickets() ticketweb.Config {
	return ticketweb.Config{
		Documents: a.Documents, Signing: a.Signing, Org: a.Org, Now: a.Now, Name: a.installation, Program: program,
		Practice: a.Config.Mode == Practice, Origin: a.Config.Origin, Agent: a.Config.Agent.origin(), Service: a.Config.Agent.service(), TLSKey: a.Config.Agent.TLSKey,
		Anchors: a.Evidence.Anchors, Places: a.places,
	}
}

// program is the version that agents are told.
const program = "antin/1"

// installation is its name for people.
func (a *App) installation(ctx context.Context) string {
	head, err := a.letterhead(ctx, org.Actor{})
	if err != nil {
		return "Ấn Tín"
	}
	return head.Name
}

// places are the addresses that the doctor at a desk tries.
func (a *App) places() ticketweb.Places {
	return ticketweb.Places{TSA: a.Config.Timestamp.Authorities}
}

// agentLog gives the last entries of a subject for the list of desks.
func (a *App) agentLog(ctx context.Context, subject string) ([]audit.Entry, error) {
	stored, err := a.Audit.Of(ctx, subject, 0, 500)
	out := make([]audit.Entry, len(stored))
	for i, e := range stored {
		out[i] = e.Entry
	}
	return out, err
}

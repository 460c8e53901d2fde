package ticketweb

import (
	"strings"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// agentName is how the program at a desk names itself, before its version.
const agentName = "antin-agent/"

// current asks whether the program that came is new enough; others than ours
// have versions of their own.
func (m *module) current(r *web.Request, secret string) error {
	version, ours := strings.CutPrefix(r.UserAgent(), agentName)
	if !ours {
		return nil
	}
	return m.known(r, m.Documents.CheckAgent(r.Context(), secret, version))
}

type deskRow struct {
	State                        ui.Chip
	Person, Address, Version, At string
}

// desks are the signing programs of the agency, for who looks after them.
func (m *module) desks(r *web.Request) ([]deskRow, error) {
	if !r.Can("device.manage", org.OfAgency) {
		return nil, nil
	}
	list, err := m.Documents.Workstations(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	var out []deskRow
	for _, w := range list {
		who, err := m.Org.Person(r.Context(), w.Person)
		if err != nil {
			return nil, err
		}
		row := deskRow{State: ui.Chip{Tone: ui.Good, Text: "Bản mới nhất"}, Person: who.Name, Address: w.Address, Version: w.Version, At: ui.Day(w.At)}
		switch {
		case w.Refused:
			row.State = ui.Chip{Tone: ui.Bad, Text: "Phải cập nhật"}
		case w.Outdated:
			row.State = ui.Chip{Tone: ui.Warn, Text: "Bản cũ"}
		}
		out = append(out, row)
	}
	return out, nil
}

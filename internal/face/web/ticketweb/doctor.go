package ticketweb

import (
	"net/http"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/ticket"
)

// doctorPage is the check of what a person signs with: what our side sees, and
// the way to what only the desk can see.
type doctorPage struct {
	ui.Page
	Examined string
	Person   string
	People   []ui.Choice // for who looks after the devices of others
	Own      bool
	At       time.Time
	Verdict  ui.Chip
	Findings []findingRow
	Agent    string
	Ping     string
	Program  string
	Helps    []ticket.Help
	Desks    []deskRow // for who looks after the programs of the agency
}

type findingRow struct {
	document.Finding
	State ui.Chip
}

func (m *module) doctor(w http.ResponseWriter, r *web.Request) error {
	person := org.PersonID(r.URL.Query().Get("nguoi"))
	if person == "" {
		person = r.Actor.Person
	}
	list, err := m.Documents.Examine(r.Context(), r.Actor, person)
	if err != nil {
		return err
	}
	who, err := m.Org.Person(r.Context(), person)
	if err != nil {
		return err
	}
	page := &doctorPage{
		Page:     ui.Page{Title: "Kiểm tra thiết bị ký", Lead: "Những gì cần cho việc ký, xem từ máy chủ và từ máy của bạn.", Scripts: []string{"agent.js"}},
		Examined: who.Name, Person: string(person), Own: person == r.Actor.Person, At: m.Now(), Agent: m.Agent, Ping: m.Agent + "/api/about",
		Program: m.Program, Helps: ticket.Helps(), Verdict: ui.Chip{Tone: ui.Good, Text: "Ký được"},
	}
	for _, f := range list {
		row := findingRow{f, ui.Chip{Tone: ui.Good, Text: "Tốt"}}
		switch f.Grade {
		case document.Broken:
			row.State = ui.Chip{Tone: ui.Bad, Text: "Phải sửa"}
			page.Verdict = ui.Chip{Tone: ui.Bad, Text: "Có chỗ phải sửa"}
		case document.Caution:
			row.State = ui.Chip{Tone: ui.Warn, Text: "Lưu ý"}
			if page.Verdict.Tone == ui.Good {
				page.Verdict = ui.Chip{Tone: ui.Warn, Text: "Ký được, có điểm cần lưu ý"}
			}
		case document.Fine:
		}
		page.Findings = append(page.Findings, row)
	}
	if r.Can("device.examine", org.OfAgency) {
		if page.People, err = m.people(r); err != nil {
			return err
		}
	}
	if page.Desks, err = m.desks(r); err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) people(r *web.Request) ([]ui.Choice, error) {
	list, err := m.Org.PeopleOf(r.Context(), r.Actor.Agency, m.Now())
	if err != nil {
		return nil, err
	}
	out := make([]ui.Choice, len(list))
	for i, p := range list {
		out[i] = ui.Choice{Value: string(p.ID), Text: p.Name}
	}
	return out, nil
}

// read opens a ticket by which the agent tells what the device holds.
func (m *module) read(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	t, _, err := m.Documents.OpenReading(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Go(w, HandOver(t.ID))
}

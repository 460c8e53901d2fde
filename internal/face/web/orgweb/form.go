package orgweb

import (
	"context"
	"net/http"
	"slices"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// formPage is every form of this module: what it is about, its fields, one deed.
type formPage struct {
	ui.Page
	Post   string
	About  []ui.Pair
	Fields []ui.Input
	Days   []dayField
	Rest   []ui.Input
	Hidden []ui.Hidden
	Deed   ui.Deed
	Back   ui.Link
}

// dayField is a date in three boxes.
type dayField struct {
	Name, Label string
	Optional    bool
	Value       dayParts
	Error       string
}

// refuse shows the form again: its fields take their messages from the refusal.
func (p *formPage) refuse(w http.ResponseWriter, r *web.Request, err error) error {
	f, ok := fault.From(err)
	if !ok {
		return err
	}
	refusal := ui.Refused(f, r.Actor.Province)
	for _, list := range [][]ui.Input{p.Fields, p.Rest} {
		for i := range list {
			list[i].Error = refusal.At(list[i].Name)
		}
	}
	for i := range p.Days {
		p.Days[i].Error = refusal.At(p.Days[i].Name + "-day")
		if p.Days[i].Error == "" {
			p.Days[i].Error = refusal.At(p.Days[i].Name)
		}
	}
	return r.Refuse(w, err, p)
}

func refusalOf(err error) (string, bool) {
	f, ok := fault.From(err)
	if !ok {
		return "", false
	}
	return f.Message, true
}

// agencyChoices are the living agencies of the province; the first choice is
// empty with these words.
func (m *module) agencyChoices(ctx context.Context, by org.Actor, first string, without org.AgencyID) ([]ui.Choice, error) {
	list, err := m.Org.Agencies(ctx, org.AgencyQuery{Province: by.Province, At: m.Now(), Limit: maxAgencies})
	out := []ui.Choice{{Value: "", Text: first}}
	for _, a := range list {
		if a.ID != without {
			out = append(out, ui.Choice{Value: string(a.ID), Text: a.Name + " (" + a.Code + ")"})
		}
	}
	return out, err
}

// placeChoices are agencies and their units: "agency" or "agency/unit". Of a
// large province only the units of the agencies named here are listed.
func (m *module) placeChoices(ctx context.Context, by org.Actor, near ...org.AgencyID) ([]ui.Choice, error) {
	list, err := m.Org.Agencies(ctx, org.AgencyQuery{Province: by.Province, At: m.Now(), Limit: maxAgencies})
	if err != nil {
		return nil, err
	}
	out := []ui.Choice{{Value: "", Text: "Chọn cơ quan, đơn vị"}}
	for _, a := range list {
		out = append(out, ui.Choice{Value: string(a.ID), Text: a.Name})
		if len(list) > 300 && !slices.Contains(near, a.ID) {
			continue
		}
		units, err := m.Org.UnitsAt(ctx, a.ID, m.Now())
		if err != nil {
			return nil, err
		}
		for _, u := range units {
			out = append(out, ui.Choice{Value: string(a.ID) + "/" + string(u.ID), Text: a.Name + " – " + u.Name})
		}
	}
	return out, nil
}

// textOf is the choice with this value in words.
func textOf(choices []ui.Choice, value string) string {
	for _, c := range choices {
		if c.Value == value {
			return c.Text
		}
	}
	return value
}

// value is what was typed, or what the address says.
func value(r *web.Request, name string) string {
	if r.Method == "POST" {
		return r.Text(name)
	}
	return r.URL.Query().Get(name)
}

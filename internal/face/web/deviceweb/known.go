package deviceweb

import (
	"context"
	"errors"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// names remembers who and what was named on one page.
type names struct {
	m        *module
	people   map[org.PersonID]string
	agencies map[org.AgencyID]string
}

func (m *module) names() names {
	return names{m, map[org.PersonID]string{}, map[org.AgencyID]string{}}
}

func (n names) person(ctx context.Context, id org.PersonID) (string, error) {
	if id == "" {
		return "", nil
	}
	if name, ok := n.people[id]; ok {
		return name, nil
	}
	p, err := n.m.Org.Person(ctx, id)
	n.people[id] = p.Name
	return p.Name, err
}

func (n names) agency(ctx context.Context, id org.AgencyID) (string, error) {
	if name, ok := n.agencies[id]; ok {
		return name, nil
	}
	a, err := n.m.Org.Agency(ctx, id)
	n.agencies[id] = a.Name
	return a.Name, err
}

// whose says who answers for the device: the keeper, or else the holder.
func (n names) whose(ctx context.Context, d device.Device) (string, error) {
	id := d.Keeper
	if id == "" {
		id = d.Holder
	}
	return n.person(ctx, id)
}

// device reads the device of the address; one that the reader may not see is
// not there.
func (m *module) device(r *web.Request) (device.Device, error) {
	d, err := m.Devices.Device(r.Context(), r.Actor, device.ID(r.PathValue("id")))
	return d, hidden(err, "device.unknown", "Không có thiết bị này trong sổ.")
}

// hidden turns a refusal to read into "there is none".
func hidden(err error, code, message string) error {
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind == fault.Forbidden {
		return fault.New(fault.NotFound, code, message).Do("Mở lại từ danh sách thiết bị.")
	}
	return err
}

// relations says how the reader stands to a device, to show or not to show a deed.
func relations(by org.Actor, d device.Device) []org.Relation {
	var rel []org.Relation
	if by.Agency != "" && by.Agency == d.Agency {
		rel = append(rel, org.OfAgency)
	}
	if by.Person != "" && (by.Person == d.Holder || by.Person == d.Keeper) {
		rel = append(rel, org.Own)
	}
	return rel
}

// with lists the people of the agency who have one of the roles.
func (m *module) with(ctx context.Context, agency org.AgencyID, roles ...org.Role) ([]ui.Choice, error) {
	out := []ui.Choice{{Value: "", Text: "Chọn người"}}
	seen := map[org.PersonID]bool{}
	for _, role := range roles {
		people, err := m.Org.PeopleWith(ctx, agency, role, m.Now())
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if !seen[p.ID] {
				seen[p.ID] = true
				out = append(out, ui.Choice{Value: string(p.ID), Text: p.Name})
			}
		}
	}
	return out, nil
}

// all lists the people of the agency.
func (m *module) all(ctx context.Context, agency org.AgencyID) ([]ui.Choice, error) {
	people, err := m.Org.PeopleOf(ctx, agency, m.Now())
	out := []ui.Choice{{Value: "", Text: "Chọn người"}}
	for _, p := range people {
		out = append(out, ui.Choice{Value: string(p.ID), Text: p.Name})
	}
	return out, err
}

// everywhere says that the reader sees the devices of all agencies.
func everywhere(r *web.Request) bool { return r.Can(device.ActRead) }

func (m *module) agencies(r *web.Request, first string) ([]ui.Choice, error) {
	list, err := m.Org.Agencies(r.Context(), org.AgencyQuery{Province: r.Actor.Province, At: m.Now(), Limit: 2000})
	var out []ui.Choice
	if first != "" {
		out = append(out, ui.Choice{Value: "", Text: first})
	}
	for _, a := range list {
		out = append(out, ui.Choice{Value: string(a.ID), Text: a.Name})
	}
	return out, err
}

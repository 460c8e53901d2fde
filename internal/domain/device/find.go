package device

import (
	"context"
	"slices"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/vntext"
)

// Search asks for one page of the list of devices. Empty fields do not count.
type Search struct {
	Agency  org.AgencyID // empty is for who may see every agency
	States  []State
	Overdue bool   // only those whose return is past its day
	Text    string // part of a serial, a name, a system or a place, without marks
	After   ID     // the last one of the page before
	Limit   int    // 1 to 500
}

const findPage = 500

// Find lists by serial as Devices does. The words are held against the serial
// only for who may see it, so that a search cannot guess one; only serials that
// are shown are logged. More says that there is another page.
func (s *Service) Find(ctx context.Context, by org.Actor, q Search) (list []Device, more bool, err error) {
	if err := s.guard.Allow(ctx, by, ActRead, inAgency(by, q.Agency)...); err != nil {
		return nil, false, err
	}
	f := finder{Service: s, by: by, q: q, words: vntext.Fold(q.Text), names: map[org.PersonID]string{}, laws: map[org.AgencyID]*profile.Profile{}}
	if list, more, err = f.walk(ctx); err != nil {
		return nil, false, err
	}
	list, err = s.shown(ctx, by, list)
	return list, more, err
}

// oneState is the only state that can be found, empty when there are several: the
// store leaves the others out.
func (q Search) oneState() State {
	switch {
	case q.Overdue:
		return ReturnDue
	case len(q.States) == 1:
		return q.States[0]
	}
	return ""
}

// walk goes through the book from where the last page ended.
func (f finder) walk(ctx context.Context) (list []Device, more bool, err error) {
	next := Query{Agency: f.q.Agency, State: f.q.oneState(), Limit: findPage}
	if f.q.After != "" {
		last, err := f.store.Device(ctx, f.q.After)
		if err != nil {
			return nil, false, missing(err, "device.unknown", "Không có thiết bị này trong sổ.")
		}
		next.After, next.AfterID = last.Serial, last.ID
	}
	for {
		page, err := f.store.Devices(ctx, next)
		if err != nil {
			return nil, false, err
		}
		for _, d := range page {
			ok, err := f.fits(ctx, d)
			switch {
			case err != nil:
				return nil, false, err
			case ok && len(list) == f.q.Limit:
				return list, true, nil
			case ok:
				list = append(list, d)
			}
			next.After, next.AfterID = d.Serial, d.ID
		}
		if len(page) < findPage {
			return list, false, nil
		}
	}
}

// finder holds one search against devices and remembers names.
type finder struct {
	*Service
	by    org.Actor
	q     Search
	words string
	names map[org.PersonID]string
	laws  map[org.AgencyID]*profile.Profile
}

func (f finder) fits(ctx context.Context, d Device) (bool, error) {
	switch {
	case len(f.q.States) > 0 && !slices.Contains(f.q.States, d.State):
		return false, nil
	case f.q.Overdue && (d.State != ReturnDue || d.DueAt.IsZero() || !f.now().After(d.DueAt)):
		return false, nil
	case f.words == "":
		return true, nil
	}
	texts := []string{d.System, d.Place, d.Model}
	law, ok := f.laws[d.Agency]
	if !ok {
		var err error
		if law, err = f.lawOf(ctx, d.Agency); err != nil {
			return false, err
		}
		f.laws[d.Agency] = law
	}
	if !restricted(law) || f.guard.Can(f.by, ActSerials, relations(f.by, d)...) {
		texts = append(texts, d.Serial)
	}
	for _, id := range []org.PersonID{d.Holder, d.Keeper} {
		name, err := f.name(ctx, id)
		if err != nil {
			return false, err
		}
		texts = append(texts, name)
	}
	return slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(vntext.Fold(t), f.words) }), nil
}

func (f finder) name(ctx context.Context, id org.PersonID) (string, error) {
	if id == "" {
		return "", nil
	}
	if name, ok := f.names[id]; ok {
		return name, nil
	}
	p, err := f.org.Person(ctx, id)
	f.names[id] = p.Name
	return p.Name, err
}

// Masked is the serial as it stands where the actor may not see it.
const Masked = hidden

// Transfer gives one transfer, to who may read about the devices of its agency.
func (s *Service) Transfer(ctx context.Context, by org.Actor, id string) (Transfer, error) {
	t, err := s.store.Transfer(ctx, id)
	if err != nil {
		return t, missing(err, "transfer.unknown", "Không có lần giao nhận này.")
	}
	return t, s.guard.Allow(ctx, by, ActRead, inAgency(by, t.Agency)...)
}

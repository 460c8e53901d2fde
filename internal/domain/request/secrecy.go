package request

import (
	"context"
	"maps"
	"slices"
	"strings"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
)

// masked hides the serial of the device where the province grades devices Mật
// and the actor may not see serials, as the book of devices does (HT-02.3); who
// may see it is written down.
func (s *Service) masked(ctx context.Context, by org.Actor, p *profile.Profile, v *View) error {
	if p.Subscribers.DeviceSecrecy == "" || v.DeviceSerial == "" && v.Minutes.DeviceSerial == "" {
		return nil
	}
	var rel []org.Relation
	if by.Person != "" && by.Person == v.Person {
		rel = append(rel, org.Own)
	}
	if by.Agency != "" && by.Agency == v.Managing {
		rel = append(rel, org.OfAgency)
	}
	if s.Guard.Can(by, device.ActSerials, rel...) {
		return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
			return tx.Audit(ctx, by.Entry(s.Now(), "device.serial-viewed", string(v.Device), "agency", string(v.Managing), "request", string(v.ID)))
		})
	}
	v.hide(v.DeviceSerial, v.Minutes.DeviceSerial)
	return nil
}

// hide puts the mask in place of serials wherever the page says them.
func (v *View) hide(serials ...string) {
	for _, serial := range serials {
		if serial == "" {
			continue
		}
		over := func(text string) string { return strings.ReplaceAll(text, serial, device.Masked) }
		v.DeviceSerial, v.Minutes.DeviceSerial, v.Note = over(v.DeviceSerial), over(v.Minutes.DeviceSerial), over(v.Note)
		for i := range v.Columns {
			v.Columns[i].Value, v.Columns[i].Old = over(v.Columns[i].Value), over(v.Columns[i].Old)
		}
		v.Fields, v.Old = maps.Clone(v.Fields), maps.Clone(v.Old)
		for _, texts := range []map[string]string{v.Fields, v.Old} {
			for k, text := range texts {
				texts[k] = over(text)
			}
		}
		for i := range v.Notices {
			v.Notices[i].Text = over(v.Notices[i].Text)
		}
		v.Steps = slices.Clone(v.Steps)
		for i := range v.Steps {
			v.Steps[i].Note = over(v.Steps[i].Note)
		}
	}
}

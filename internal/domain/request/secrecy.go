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

// graded says that the province gives devices a grade of secrecy (HT-02.3).
func graded(p *profile.Profile) bool { return p.Subscribers.DeviceSecrecy != "" }

// saysSerial says that there is a serial to hide.
func (r *Request) saysSerial() bool { return r.DeviceSerial != "" || r.Minutes.DeviceSerial != "" }

// seesSerial asks the table as the book of devices does.
func (s *Service) seesSerial(by org.Actor, r *Request) bool {
	var rel []org.Relation
	if by.Person != "" && by.Person == r.Person {
		rel = append(rel, org.Own)
	}
	if by.Agency != "" && by.Agency == r.Managing {
		rel = append(rel, org.OfAgency)
	}
	return s.Guard.Can(by, device.ActSerials, rel...)
}

// covered gives the lines as the actor may see them in a file or form that is
// about to be shown: serials of graded devices are masked, and each one that is
// shown is written down. told says that at least one is.
func (s *Service) covered(ctx context.Context, by org.Actor, lines []Request) (out []Request, told bool, err error) {
	var seen []Request
	for _, r := range lines {
		p, err := s.law(&r)
		if err != nil {
			return nil, false, err
		}
		switch {
		case !graded(p) || !r.saysSerial():
		case s.seesSerial(by, &r):
			seen = append(seen, r)
		default:
			r.hide(r.DeviceSerial, r.Minutes.DeviceSerial)
		}
		out = append(out, r)
	}
	return out, len(seen) > 0, s.viewed(ctx, by, seen...)
}

// viewed writes down who saw serials of graded devices.
func (s *Service) viewed(ctx context.Context, by org.Actor, lines ...Request) error {
	if len(lines) == 0 {
		return nil
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		for _, r := range lines {
			entry := by.Entry(s.Now(), "device.serial-viewed", string(r.Device), "agency", string(r.Managing), "request", string(r.ID))
			if err := tx.Audit(ctx, entry); err != nil {
				return err
			}
		}
		return nil
	})
}

// masked hides the serial of the device on the page of a request where the
// actor may not see it; who may see it is written down.
func (s *Service) masked(ctx context.Context, by org.Actor, p *profile.Profile, v *View) error {
	if !graded(p) || !v.saysSerial() {
		return nil
	}
	if s.seesSerial(by, &v.Request) {
		return s.viewed(ctx, by, v.Request)
	}
	v.hide(v.DeviceSerial, v.Minutes.DeviceSerial)
	return nil
}

// over puts the mask in place of serials in a text.
func over(text string, serials []string) string {
	for _, serial := range serials {
		if serial != "" {
			text = strings.ReplaceAll(text, serial, device.Masked)
		}
	}
	return text
}

// hide puts the mask wherever the request says a serial. What it holds in maps
// is copied first.
func (r *Request) hide(serials ...string) {
	r.DeviceSerial, r.Minutes.DeviceSerial, r.Note = over(r.DeviceSerial, serials), over(r.Minutes.DeviceSerial, serials), over(r.Note, serials)
	r.Fields, r.Old = maps.Clone(r.Fields), maps.Clone(r.Old)
	for _, texts := range []map[string]string{r.Fields, r.Old} {
		for k, text := range texts {
			texts[k] = over(text, serials)
		}
	}
}

// hide puts the mask wherever the page of a request says a serial.
func (v *View) hide(serials ...string) {
	v.Request.hide(serials...)
	for i := range v.Columns {
		v.Columns[i].Value, v.Columns[i].Old = over(v.Columns[i].Value, serials), over(v.Columns[i].Old, serials)
	}
	for i := range v.Notices {
		v.Notices[i].Text = over(v.Notices[i].Text, serials)
	}
	v.Steps = slices.Clone(v.Steps)
	for i := range v.Steps {
		v.Steps[i].Note = over(v.Steps[i].Note, serials)
	}
}

// unmasked takes back into what a page sends the serial that it did not show:
// who may not see it can still correct the rest. Only the request's own device
// comes into the place of the mask.
func (r *Request) unmasked(in Input) Input {
	if !r.Secret {
		return in
	}
	back := func(text, serial string) string { return strings.ReplaceAll(text, device.Masked, serial) }
	in.Note = back(in.Note, r.DeviceSerial)
	in.Minutes.DeviceSerial = back(in.Minutes.DeviceSerial, r.Minutes.DeviceSerial)
	in.Fields = maps.Clone(in.Fields)
	for code, text := range in.Fields {
		in.Fields[code] = back(text, r.DeviceSerial)
	}
	return in
}

// named is the device in notices that many people read: without its serial where
// devices are graded.
func (r *Request) named() string {
	if r.Secret || r.DeviceSerial == "" {
		return "thiết bị"
	}
	return "thiết bị " + r.DeviceSerial
}

package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/form"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	printed "antin/internal/face/form"
	"antin/internal/face/web"
	"antin/internal/face/web/deviceweb"
	"antin/internal/face/web/ui"
	"antin/internal/platform/sheet"
)

// devicePages are the pages about devices that hold keys.
func (a *App) devicePages() web.Module {
	return deviceweb.New(deviceweb.Config{
		Devices: a.Device, Signing: a.Signing, Org: a.Org, Guard: a.Guard, Profiles: a.Profiles,
		Minutes: minutesPrinter{a.Forms, a.Org, a.Signing, a.Profiles, a.Now},
		XLSX:    func(w io.Writer, name string) (deviceweb.Rows, error) { return sheet.NewXLSX(w, name) }, Now: a.Now,
	})
}

// minutesPrinter is deviceweb.Minutes over the forms of the province.
type minutesPrinter struct {
	forms    *form.Service
	org      *org.Service
	signing  *signing.Service
	profiles *profile.Set
	now      func() time.Time
}

// Print implements deviceweb.Minutes; the form is that which stood when the
// minutes were made.
func (p minutesPrinter) Print(ctx context.Context, by org.Actor, d device.Device, h device.Handover) (deviceweb.Printed, error) {
	law, err := p.profiles.At(by.Province, h.CreatedAt)
	if err != nil {
		return deviceweb.Printed{}, err
	}
	subject := "agency"
	switch {
	case d.Holder != "":
		subject = "person"
	case d.System != "":
		subject = "service"
	}
	list, err := p.forms.For(ctx, law, "handover", subject, h.CreatedAt)
	if err != nil {
		return deviceweb.Printed{}, err
	}
	f := list[0]
	data, err := p.data(ctx, d, h)
	if err != nil {
		return deviceweb.Printed{}, err
	}
	data.At = p.now()
	data.Footer = fmt.Sprintf("Mẫu số %02d, %s, phiên bản %d; %s tạo lúc %s", f.Number, f.Set, f.Version, by.Name, ui.Exact(data.At))
	raw, err := printed.PDF(f, data)
	if err != nil {
		return deviceweb.Printed{}, err
	}
	_, err = p.forms.Record(ctx, by, f, form.Prefilled, h.ID, raw)
	return deviceweb.Printed{Name: f.Title + ".pdf", PDF: raw}, err
}

func (p minutesPrinter) data(ctx context.Context, d device.Device, h device.Handover) (printed.Data, error) {
	agency, err := p.org.Agency(ctx, h.Agency)
	if err != nil {
		return printed.Data{}, err
	}
	data := printed.Data{Superior: agency.Superior, Agency: agency.Name, Symbol: agency.ShortName, Place: agency.Place, Date: h.Date,
		Head: map[string]string{"at_place": h.Place}, Signers: map[string]printed.Signer{}}
	for code, id := range map[string]org.PersonID{"giver": h.Giver, "taker": h.Receiver} {
		if err := p.party(ctx, &data, code, id, h.CreatedAt); err != nil {
			return data, err
		}
	}
	subject := agency.Name
	switch {
	case d.System != "":
		subject = d.System
	case d.Holder != "":
		holder, err := p.org.Person(ctx, d.Holder)
		if err != nil {
			return data, err
		}
		subject = holder.Name
	}
	row := func(serial string) map[string]string {
		return map[string]string{"name": subject, "device": d.Serial, "serial": serial, "state": h.Condition, "quantity": "1"}
	}
	for _, id := range d.Certificates {
		c, err := p.signing.Certificate(ctx, id)
		if err != nil {
			return data, err
		}
		data.Rows = append(data.Rows, row(c.Serial))
	}
	if len(data.Rows) == 0 {
		data.Rows = append(data.Rows, row(""))
	}
	return data, nil
}

// party fills name, title and agency of one side, as they were then.
func (p minutesPrinter) party(ctx context.Context, data *printed.Data, code string, id org.PersonID, at time.Time) error {
	who, err := p.org.Person(ctx, id)
	if err != nil {
		return err
	}
	data.Signers[code] = printed.Signer{Name: who.Name}
	data.Head[code+"_name"] = who.Name
	posts, err := p.org.PostsOfPerson(ctx, id)
	if err != nil {
		return err
	}
	for _, post := range posts {
		if at.Before(post.From) || !post.To.IsZero() && !at.Before(post.To) {
			continue
		}
		agency, err := p.org.Agency(ctx, post.Agency)
		if err != nil {
			return err
		}
		data.Head[code+"_title"], data.Head[code+"_agency"] = post.Title, agency.Name
		return nil
	}
	return nil
}

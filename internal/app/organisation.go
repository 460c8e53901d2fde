package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web/orgweb"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// openOrganisation makes names findable and opens the rules of who may be a
// subscriber.
func (a *App) openOrganisation(ctx context.Context) (err error) {
	if a.Judge, err = subscriber.NewJudge(a.Org, a.Profiles.At); err != nil {
		return err
	}
	return a.Org.IndexNames(ctx)
}

const decisionsEvery = 5 * time.Minute // a decision counts from its day, whenever it is carried out

// decisions lets the deeds of the organisation take effect on their day.
func (a *App) decisions(ctx context.Context) {
	tick := time.NewTicker(decisionsEvery)
	defer tick.Stop()
	for {
		if _, err := a.Org.ApplyDue(ctx); err != nil && !errors.Is(err, context.Canceled) {
			a.Log.Error("letting decisions take effect", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// most of what a question before a deed lists; a merger may touch hundreds.
const mostTouched = 200

// concerned lists the certificates in force of those whom a deed touches, with
// the devices on which they are.
func (a *App) concerned(ctx context.Context, _ org.Actor, c org.Concern) ([]orgweb.Touched, error) {
	var found []signing.Certificate
	for _, id := range c.People {
		rows, err := a.Signing.OfPerson(ctx, id)
		if err != nil {
			return nil, err
		}
		found = append(found, rows...)
	}
	for _, id := range c.Agencies {
		rows, err := a.Signing.OfAgency(ctx, id)
		if err != nil {
			return nil, err
		}
		found = append(found, rows...)
	}
	now, seen := a.Now(), map[signing.CertificateID]bool{}
	found = slices.DeleteFunc(found, func(c signing.Certificate) bool {
		gone := seen[c.ID] || c.Status == signing.Revoked || c.NotAfter.Before(now)
		seen[c.ID] = true
		return gone
	})
	out := make([]orgweb.Touched, 0, len(found))
	for _, c := range found[:min(len(found), mostTouched)] {
		touched, err := a.touched(ctx, c)
		if err != nil {
			return nil, err
		}
		out = append(out, touched)
	}
	if rest := len(found) - len(out); rest > 0 {
		out = append(out, orgweb.Touched{Title: "và " + ui.Number(rest) + " chứng thư số khác"})
	}
	return out, nil
}

func (a *App) touched(ctx context.Context, c signing.Certificate) (orgweb.Touched, error) {
	name := "Chứng thư số cơ quan"
	if c.Class == signing.ClassPerson {
		who, err := a.Org.Person(ctx, c.Person)
		if err != nil {
			return orgweb.Touched{}, err
		}
		name = "Chứng thư số của " + who.Name
	}
	detail := []string{"số " + c.Serial, "đến " + ui.Day(c.NotAfter)}
	d, err := a.Device.OfCertificate(ctx, c.ID)
	if err != nil && !fault.Is(err, "device.none") {
		return orgweb.Touched{}, err
	}
	if err == nil {
		detail = append(detail, "trong "+deviceWord(d))
	}
	return orgweb.Touched{Title: name, Detail: strings.Join(detail, ", ")}, nil
}

// deviceWord says what kind of device it is; its serial may be secret.
func deviceWord(d device.Device) string {
	switch d.Kind {
	case device.Token:
		return "thiết bị USB Token"
	case device.SIM:
		return "SIM PKI"
	case device.HSM:
		return "thiết bị HSM"
	case device.Remote:
		return "hệ thống ký từ xa"
	}
	return "thiết bị lưu khóa"
}

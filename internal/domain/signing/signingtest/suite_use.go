package signingtest

import (
	"image/color"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// testRelease goes on where the leader's key is locked.
func testRelease(t *testing.T, d *Desk) {
	t.Helper()
	ctx, s, id := t.Context(), d.Signing, d.Leaders.ID
	choices, err := s.Choices(ctx, d.Leader, signing.ForPerson)
	must(t, err)
	locked, err := s.Locked(ctx, d.Leader, signing.ForPerson)
	must(t, err)
	if len(choices) != 0 || len(locked) != 1 || locked[0].ID != id {
		t.Errorf("a locked key: %d choices, locked %+v", len(choices), locked)
	}
	for _, other := range []org.Actor{d.Leader, d.Clerk, {}} {
		if err := s.ReleasePracticeKey(ctx, other, id); err == nil {
			t.Errorf("%s released a key", other.Name)
		}
	}
	must(t, s.ReleasePracticeKey(ctx, d.Admin, id))
	keys, err := s.PracticeKeys(ctx, d.Admin, d.Agency.ID)
	if err != nil || len(keys) < 2 || keys[0].Class != signing.ClassAgency || keys[1].TriesLeft != signing.PracticeTries {
		t.Errorf("keys of the agency: %+v, %v", keys, err)
	}
	_, err = s.Unlock(ctx, d.Leader, id, Password)
	must(t, err)
}

func testPictures(t *testing.T, d *Desk) {
	ctx, s := t.Context(), d.Signing
	clear := color.NRGBA{}
	const person, seal = "Hình ảnh chữ ký phải màu xanh, .png nền trong suốt", "Hình ảnh dấu phải màu đỏ, .png nền trong suốt, có kích thước thật"
	own := signing.Image{Kind: signing.PersonImage, Owner: string(d.Leader.Person), WidthMM: 40, HeightMM: 20}
	agency := signing.Image{Kind: signing.SealImage, Owner: string(d.Agency.ID), WidthMM: 36, HeightMM: 36}
	for name, c := range map[string]struct {
		by      org.Actor
		in      signing.Image
		png     []byte
		message string
	}{
		"blue signature":           {d.Leader, own, Picture(t, Blue, clear, 200), ""},
		"red signature":            {d.Leader, own, Picture(t, Red, clear, 200), person},
		"white background":         {d.Leader, own, Picture(t, Blue, White, 200), person},
		"blue background":          {d.Leader, own, Picture(t, Blue, Blue, 200), person},
		"black signature":          {d.Leader, own, Picture(t, color.NRGBA{A: 255}, clear, 200), person},
		"not a picture":            {d.Leader, own, []byte("\x89PNG\r\n\x1a\nhello"), person},
		"empty":                    {d.Leader, own, Picture(t, clear, clear, 200), person},
		"red seal":                 {d.Clerk, agency, Picture(t, Red, clear, 200), ""},
		"blue seal":                {d.Clerk, agency, Picture(t, Blue, clear, 200), seal},
		"seal without size":        {d.Clerk, signing.Image{Kind: signing.SealImage, Owner: string(d.Agency.ID)}, Picture(t, Red, clear, 200), seal},
		"too many pixels":          {d.Clerk, agency, Picture(t, Red, clear, 2100), "Hình ảnh có quá nhiều điểm ảnh (tối đa 4 triệu)."},
		"signature of somebody":    {d.Clerk, own, Picture(t, Blue, clear, 200), "Bạn không được quản lý hình ảnh chữ ký, con dấu này"},
		"seal of another's agency": {d.OtherClerk, agency, Picture(t, Red, clear, 200), "Bạn không được quản lý hình ảnh chữ ký, con dấu này"},
	} {
		in := c.in
		in.PNG = c.png
		_, err := s.SaveImage(ctx, c.by, in)
		f, _ := fault.From(err)
		if c.message == "" && err != nil || c.message != "" && (f == nil || !strings.HasPrefix(f.Message, c.message)) {
			t.Errorf("%s: %v, want %q", name, err, c.message)
		}
	}
}

func testPictureHistory(t *testing.T, d *Desk) {
	ctx, s := t.Context(), d.Signing
	in := signing.Image{Kind: signing.SealImage, Owner: string(d.Agency.ID), WidthMM: 36.5, HeightMM: 35.25, PNG: Picture(t, Red, color.NRGBA{}, 64)}
	first, err := s.SaveImage(ctx, d.Clerk, in)
	must(t, err)
	d.Clock.Add(time.Minute)
	in.PNG = Picture(t, Red, color.NRGBA{}, 80)
	second, err := s.SaveImage(ctx, d.Clerk, in)
	must(t, err)
	now, err := s.CurrentImage(ctx, signing.SealImage, in.Owner)
	if err != nil || now.ID != second.ID || now.WidthMM != 36.5 || now.HeightMM != 35.25 || string(now.PNG) != string(in.PNG) {
		t.Errorf("in use: %s %v × %v, %v", now.ID, now.WidthMM, now.HeightMM, err)
	}
	old, err := s.Image(ctx, first.ID)
	if err != nil || old.To.IsZero() || old.SHA256 != first.SHA256 {
		t.Errorf("the old one: %+v, %v", old.To, err)
	}
	history, err := s.ImageHistory(ctx, d.Clerk, signing.SealImage, in.Owner)
	if err != nil || len(history) != 2 || history[0].ID != second.ID {
		t.Errorf("history %d, %v", len(history), err)
	}
	_, err = s.CurrentImage(ctx, signing.PersonImage, string(d.Leader.Person))
	refused(t, err, "image.none")
}

func testUsable(t *testing.T, d *Desk) {
	ctx, s, now := t.Context(), d.Signing, d.Clock.Now()
	must(t, s.CheckUsable(ctx, d.Leaders, signing.ForPerson, now, d.Authority))
	must(t, s.CheckUsable(ctx, d.Agencys, signing.ForAgency, now, d.Authority))
	refused(t, s.CheckUsable(ctx, d.Agencys, signing.ForPerson, now, d.Authority), "signing.agency-certificate")
	refused(t, s.CheckUsable(ctx, d.Leaders, signing.ForAgency, now, d.Authority), "signing.personal-certificate")
	refused(t, s.CheckUsable(ctx, d.Leaders, signing.ForPerson, d.Leaders.NotAfter.Add(time.Second), d.Authority), "signing.validity")
	refused(t, s.CheckUsable(ctx, d.Leaders, signing.ForPerson, now, NewAuthority(t, d.Clock.Now)), "signing.chain")
	leaf, err := d.Leaders.Leaf()
	must(t, err)
	d.Authority.Revoke(leaf)
	d.Clock.Add(time.Minute)
	refused(t, s.CheckUsable(ctx, d.Leaders, signing.ForPerson, d.Clock.Now(), d.Authority), "signing.revoked")
	d.Authority.Silence()
	refused(t, s.CheckUsable(ctx, d.Agencys, signing.ForAgency, d.Clock.Now(), d.Authority), "signing.revocation-unknown")
}

func testChoices(t *testing.T, d *Desk) {
	ctx, s := t.Context(), d.Signing
	for name, c := range map[string]struct {
		by      org.Actor
		purpose signing.Purpose
		want    signing.CertificateID
	}{
		"leader":                   {d.Leader, signing.ForPerson, d.Leaders.ID},
		"leader with the agency's": {d.Leader, signing.ForAgency, ""},
		"clerk":                    {d.Clerk, signing.ForPerson, ""},
		"clerk with the agency's":  {d.Clerk, signing.ForAgency, d.Agencys.ID},
		"clerk of another agency":  {d.OtherClerk, signing.ForAgency, ""},
	} {
		got, err := s.Choices(ctx, c.by, c.purpose)
		if err != nil || (c.want == "") != (len(got) == 0) || c.want != "" && got[0].ID != c.want {
			t.Errorf("%s: %d certificates, %v", name, len(got), err)
		}
	}
	must(t, s.ReportLoss(ctx, d.Clerk, d.Agencys.ID, "mất thiết bị"))
	if got, err := s.Choices(ctx, d.Clerk, signing.ForAgency); err != nil || len(got) != 0 {
		t.Errorf("after a reported loss: %d certificates, %v", len(got), err)
	}
}

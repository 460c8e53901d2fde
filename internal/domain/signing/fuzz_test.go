package signing_test

import (
	"image/color"
	"testing"
	"time"

	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingtest"
	"antin/internal/fault"
)

func FuzzReadCertificate(f *testing.F) {
	authority := signingtest.NewAuthority(f, func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) })
	der, _ := authority.Issue(f, "Nguyễn Văn A", "Giám đốc", nil)
	f.Add(der)
	f.Add(authority.Certificate.Raw)
	f.Add([]byte{0x30, 0x82, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, der []byte) {
		c, leaf, err := signing.ReadCertificate(der)
		if err == nil && (leaf.IsCA || len(c.SHA256) != 64 || len(c.DER) != len(der)) {
			t.Errorf("accepted %+v", c)
		}
		if _, ok := fault.From(err); err != nil && !ok {
			t.Errorf("not a refusal: %v", err)
		}
	})
}

func FuzzPicture(f *testing.F) {
	laws, err := profile.Load()
	if err != nil {
		f.Fatal(err)
	}
	law, err := laws.At("NA", time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signingtest.Picture(f, signingtest.Blue, color.NRGBA{}, 20))
	f.Add(signingtest.Picture(f, signingtest.Red, signingtest.White, 20))
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		err := signing.CheckImage(signing.Image{Kind: signing.PersonImage, WidthMM: 40, HeightMM: 20, PNG: data}, law)
		if _, ok := fault.From(err); err != nil && !ok {
			t.Errorf("not a refusal: %v", err)
		}
	})
}

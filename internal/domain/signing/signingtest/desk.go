package signingtest

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"sync/atomic"
	"testing"

	"antin/internal/domain/org"
	"antin/internal/domain/org/orgtest"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
)

// Password opens every practice key of a Desk.
const Password = "mật khẩu khóa thực hành"

// Desk is a province in which the leader has a certificate and the clerk keeps
// the agency's.
type Desk struct {
	*orgtest.Province
	Signing   *signing.Service
	Rows      signing.Store
	Authority *Authority
	Opener    *Opener
	Leaders   signing.Certificate // of the person Leader
	Agencys   signing.Certificate // of the agency Agency, with Clerk
	config    signing.Config
}

// Opener stands in for the practice keys of the platform: a box is a password
// and a key, in the clear.
type Opener struct {
	Looked atomic.Int64 // how many passwords were looked at
	keys   map[string]crypto.Signer
}

// OpenKey is strict about the box and the password.
func (o *Opener) OpenKey(box []byte, password string) (crypto.Signer, error) {
	o.Looked.Add(1)
	name, right, ok := bytes.Cut(box, []byte("|"))
	key := o.keys[string(name)]
	if !ok || key == nil {
		return nil, errors.New("not a box")
	}
	if string(right) != password {
		return nil, fmt.Errorf("opening %s: %w", name, signing.ErrWrongPassword)
	}
	return key, nil
}

// NewDesk fills two empty stores of one database.
func NewDesk(t testing.TB, people org.Store, rows signing.Store) *Desk {
	t.Helper()
	d := &Desk{Province: orgtest.NewProvince(t, people), Rows: rows, Opener: &Opener{keys: map[string]crypto.Signer{}}}
	d.Authority = NewAuthority(t, d.Clock.Now)
	laws, err := profile.Load()
	must(t, err)
	d.config = signing.Config{
		Store: rows, Org: d.Service, Guard: d.Guard, Law: laws.At, Opener: d.Opener, Now: d.Clock.Now,
		IsPractice: func(c *x509.Certificate) bool { return c.CheckSignatureFrom(d.Authority.Certificate) == nil },
	}
	d.Signing, err = signing.NewService(d.config)
	must(t, err)
	d.Leaders = d.Certificate(t, signing.ClassPerson, d.Leader.Person, d.Leader.Name, "Giám đốc")
	d.Agencys = d.Certificate(t, signing.ClassAgency, "", d.Agency.Name, "")
	_, err = d.Signing.AssignCustody(t.Context(), d.Leader, signing.Custody{Certificate: d.Agencys.ID, Holder: d.Clerk.Person, Decision: "01/BB-SKHCN"})
	must(t, err)
	return d
}

// Certificate issues and imports one with a practice key.
func (d *Desk) Certificate(t testing.TB, class signing.Class, person org.PersonID, name, title string) signing.Certificate {
	t.Helper()
	der, key := d.Authority.Issue(t, name, title, nil)
	c, err := d.Signing.Import(t.Context(), d.Admin, signing.Incoming{DER: der, Chain: [][]byte{d.Authority.Certificate.Raw},
		Class: class, Person: person, Agency: d.Agency.ID, KeyKind: signing.KeyPractice})
	must(t, err)
	d.Opener.keys[string(c.ID)] = key
	must(t, d.Signing.PutPracticeKey(t.Context(), d.Admin, c.ID, []byte(string(c.ID)+"|"+Password)))
	return c
}

// Production is the same desk with the setting of production.
func (d *Desk) Production(t testing.TB) *signing.Service {
	t.Helper()
	config := d.config
	config.Opener, config.RefusePractice = nil, true
	s, err := signing.NewService(config)
	must(t, err)
	return s
}

// Colours of ink.
var (
	Blue  = color.NRGBA{R: 20, G: 60, B: 200, A: 255}
	Red   = color.NRGBA{R: 214, G: 24, B: 32, A: 255}
	White = color.NRGBA{R: 255, G: 255, B: 255, A: 255}
)

// Picture draws a ring of the colour on the background.
func Picture(t testing.TB, ink, background color.NRGBA, side int) []byte {
	t.Helper()
	canvas := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			dx, dy := 2*x-side, 2*y-side
			r := dx*dx + dy*dy
			canvas.SetNRGBA(x, y, background)
			if r < side*side*9/10 && r > side*side*6/10 {
				canvas.SetNRGBA(x, y, ink)
			}
		}
	}
	var b bytes.Buffer
	must(t, png.Encode(&b, canvas))
	return b.Bytes()
}

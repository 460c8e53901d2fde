package app

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
)

// What follows fills the registry of subscribers of the province that the first
// start makes: the certification authority of practice, identity cards, devices
// with their minutes, requests under way. The bare province of tests has none
// of it.

// practiceAuthority plays Cục: it takes letters in and answers them. Its code is
// that which the profile names.
var practiceAuthority = agencyRow{
	code: "G11.07.05", name: "Cục Chứng thực số và Bảo mật thông tin (thực hành)", superior: "BAN CƠ YẾU CHÍNH PHỦ", short: "CTSBMTT",
	place: "Hà Nội", sealMM: 36,
	units: []unitRow{{"Văn phòng", "VP"}},
	people: []personRow{
		{"cuctruong.cts", "Phan Đình Khôi", "Cục trưởng", "", []org.Role{org.Leader}, ownRight},
		{"chanhvanphong.cts", "Chu Văn Tấn", "Chánh Văn phòng", "VP", []org.Role{org.UnitLeader}, nil},
		{"chuyenvien.cts", "Mai Thị Thu", "Chuyên viên", "VP", []org.Role{org.Officer, org.FormatChecker}, nil},
		{"vanthu.cts", "Đoàn Thị Nhàn", "Văn thư", "VP", []org.Role{org.Clerk}, nil},
	},
}

// practiceOfficers get a role in the registry beside their own.
var practiceOfficers = map[string]org.Role{"chuyenvien.snv": org.ITOfficer, "congchuc.kimlien": org.ITOfficer}

// manager looks after the subscribers of the practice province.
const manager = "thuebao.skhcn"

// registry fills the registry.
func (p *province) registry(ctx context.Context) error {
	if err := p.book(ctx); err != nil {
		return err
	}
	return p.requests(ctx)
}

// book fills the register of certificates and the book of devices.
func (p *province) book(ctx context.Context) error {
	law, err := p.app.Profiles.At(p.app.Config.Province, p.app.Now())
	if err != nil {
		return err
	}
	authority := practiceAuthority
	authority.code = cmp.Or(law.Exchange.CA.Code, authority.code)
	if err := p.agency(ctx, authority); err != nil {
		return fmt.Errorf("making the authority: %w", err)
	}
	for account, role := range practiceOfficers {
		by, err := p.actor(ctx, account)
		if err == nil {
			err = p.app.Org.GrantRole(ctx, p.by, by.Person, by.Agency, role)
		}
		if err != nil {
			return fmt.Errorf("role of %s: %w", account, err)
		}
	}
	if err := p.cards(ctx); err != nil {
		return err
	}
	if err := p.devices(ctx); err != nil {
		return err
	}
	if _, err := p.app.Subscribers.Adopt(ctx, p.by); err != nil {
		return fmt.Errorf("entering the certificates into the register: %w", err)
	}
	return nil
}

// cards gives everybody an identity card and a telephone that nobody has: the
// numbers count up.
func (p *province) cards(ctx context.Context) error {
	by, err := p.actor(ctx, manager)
	if err != nil {
		return err
	}
	for i, l := range p.logins {
		who, err := p.actor(ctx, l.Account)
		if err != nil {
			return err
		}
		birth := time.Date(1970+i%25, time.Month(1+i%12), 1+i%28, 0, 0, 0, 0, hanoi)
		err = p.app.Org.SaveIdentity(ctx, by, org.Identity{
			Person: who.Person, Birth: birth, Number: fmt.Sprintf("0400%02d%06d", birth.Year()%100, i+1),
			IssuedAt: time.Date(2021, 4, 1+i%28, 0, 0, 0, 0, hanoi), IssuedBy: "Cục Cảnh sát QLHC về TTXH",
		})
		if err == nil {
			err = p.app.Org.SaveContact(ctx, p.by, who.Person, fmt.Sprintf("0900000%03d", i+1), org.CivilServant)
		}
		if err != nil {
			return fmt.Errorf("identity card of %s: %w", l.Account, err)
		}
	}
	return nil
}

// onToken gives a person one more certificate, whose key only the device has.
// It is never used to sign here, so that the quicker sort of key will do.
func (p *province) onToken(ctx context.Context, account string, from, to time.Time) (signing.Certificate, error) {
	by, err := p.actor(ctx, account)
	if err != nil {
		return signing.Certificate{}, err
	}
	l := p.login(account)
	cert, _, err := p.app.PKI.IssuePerson(practice.Person{Name: l.Name, Title: l.Title, Agency: l.Agency, Email: account + "@nghean.gov.vn"}, p.app.Now(),
		practice.WithECDSA(), practice.ValidFrom(from), practice.ValidTo(to))
	if err != nil {
		return signing.Certificate{}, err
	}
	in := signing.Incoming{
		DER: cert.Raw, Class: signing.ClassPerson, Person: by.Person, Agency: by.Agency, KeyKind: signing.KeyToken, History: !p.app.Now().Before(to),
	}
	for _, above := range p.app.PKI.Chain() {
		in.Chain = append(in.Chain, above.Raw)
	}
	return p.app.Signing.Import(ctx, p.by, in)
}

// held is a device on its way to who will answer for it.
type held struct {
	device.Entering
	receiver string // account
	paper    device.Paper
}

// enter puts a device into the book with the next serial.
func (p *province) enter(ctx context.Context, in device.Entering) (device.Device, error) {
	by, err := p.actor(ctx, manager)
	if err != nil {
		return device.Device{}, err
	}
	p.tokens++
	in.Serial, in.Kind, in.Model = fmt.Sprintf("TH-%06d", p.tokens), device.Token, "USB Token thực hành"
	return p.app.Device.Enter(ctx, by, in)
}

package subscribertest

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingtest"
	"antin/internal/domain/subscriber"
	"antin/internal/fault"
)

// Desk is a province with a register; Manager manages subscribers for all of
// it, Officer keeps the lists of the department.
type Desk struct {
	*signingtest.Desk
	Register *subscriber.Service
	Rows     subscriber.Store
	Manager  org.Actor
	IT       org.Actor
	Foreign  *signingtest.Authority // no anchor of the province
	laws     *profile.Set
}

// NewDesk fills empty stores of one database; sets lay down values of the profile.
func NewDesk(t testing.TB, people org.Store, certificates signing.Store, rows subscriber.Store, sets ...Set) *Desk {
	t.Helper()
	d := &Desk{Desk: signingtest.NewDesk(t, people, certificates), Rows: rows}
	d.Foreign = signingtest.NewAuthority(t, d.Clock.Now)
	d.Manager = d.NewPerson(t, d.Agency, "Đinh Văn Lực", "thuebao", "Chuyên viên", org.SubscriberManager)
	d.IT = d.NewPerson(t, d.Agency, "Cao Xuân Huy", "cntt", "Chuyên viên", org.ITOfficer)
	var err error
	d.laws, err = profile.Load()
	must(t, err)
	d.Under(t, sets...)
	_, err = d.Register.Adopt(t.Context(), org.Installer("NA"))
	must(t, err)
	return d
}

// Set is a value of the profile.
type Set struct {
	Key   string
	Value any
}

// Under opens the register again with other values of the profile.
func (d *Desk) Under(t testing.TB, sets ...Set) {
	t.Helper()
	laws := d.laws
	var err error
	for _, s := range sets {
		laws, err = laws.With("NA", s.Key, s.Value)
		must(t, err)
	}
	d.Register, err = subscriber.NewService(subscriber.Config{
		Store: d.Rows, Org: d.Service, Signing: d.Signing, Guard: d.Guard, Profiles: laws, Anchors: d.Authority, Now: d.Clock.Now,
	})
	must(t, err)
}

// Issue gives a certificate of the authority as PEM with its chain.
func (d *Desk) Issue(t testing.TB, by *signingtest.Authority, name, title string, change func(*x509.Certificate)) []byte {
	t.Helper()
	der, _ := by.Issue(t, name, title, change)
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: by.Certificate.Raw})...)
}

// Personal is a certificate of a person on its way into the register.
func (d *Desk) Personal(t testing.TB, who org.Actor, title string, change func(*x509.Certificate)) subscriber.Incoming {
	t.Helper()
	return subscriber.Incoming{File: d.Issue(t, d.Authority, who.Name, title, change), Class: signing.ClassPerson, Person: who.Person, Agency: who.Agency, KeyKind: signing.KeyToken}
}

// Seal is a certificate of the department on its way into the register.
func (d *Desk) Seal(t testing.TB, change func(*x509.Certificate)) subscriber.Incoming {
	t.Helper()
	return subscriber.Incoming{File: d.Issue(t, d.Authority, d.Agency.Name, "", change), Class: signing.ClassAgency, Agency: d.Agency.ID,
		KeyKind: signing.KeyToken, HeadName: d.Leader.Name, HeadTitle: "Giám đốc", Minutes: "Biên bản 05"}
}

// Ends makes a certificate end after so many days.
func (d *Desk) Ends(days int) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.NotAfter = d.Clock.Now().Add(time.Duration(days) * 24 * time.Hour) }
}

// Mail puts an address into a certificate.
func Mail(address string) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.EmailAddresses = []string{address} }
}

// Fields sets O, L and C of a certificate.
func Fields(o, l, country string) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.Subject.Organization, c.Subject.Locality, c.Subject.Country = []string{o}, []string{l}, []string{country}
	}
}

// Enter registers and ends the test on a refusal.
func (d *Desk) Enter(t testing.TB, in subscriber.Incoming) signing.CertificateID {
	t.Helper()
	c, err := d.Register.Register(t.Context(), d.Manager, in)
	must(t, err)
	return c.ID
}

// Names lists the holders of a filter in their order.
func (d *Desk) Names(t testing.TB, by org.Actor, f subscriber.Filter) []string {
	t.Helper()
	var names []string
	must(t, d.Register.Each(t.Context(), by, f, func(l subscriber.Line) error {
		names = append(names, l.Holder)
		return nil
	}))
	return names
}

// InTx runs do in one transaction of the register.
func (d *Desk) InTx(t testing.TB, do func(ctx context.Context, tx subscriber.Tx) error) {
	t.Helper()
	must(t, d.Rows.Transact(t.Context(), do))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Refused wants a refusal with this code and gives it.
func Refused(t testing.TB, err error, code string) *fault.Fault {
	t.Helper()
	f, ok := fault.From(err)
	if !ok || f.Code != code {
		t.Fatalf("got %v, want the refusal %s", err, code)
	}
	if f.Message == "" {
		t.Errorf("%s says nothing", code)
	}
	return f
}

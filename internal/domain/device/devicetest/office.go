package devicetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgtest"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingtest"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/internal/testkit/clause"
)

// Stores are three empty stores of one database; the last tells emit of every
// event, in its transaction.
type Stores struct {
	People       org.Store
	Certificates signing.Store
	Devices      device.Store
}

// NewStores makes them for one test.
type NewStores func(t testing.TB, emit func(event.Event) error) Stores

// Office is an agency of a province with its people, signed in.
type Office struct {
	t         testing.TB
	Province  string
	Org       *org.Service
	Signing   *signing.Service
	Device    *device.Service
	Rows      device.Store
	Clock     *orgtest.Clock
	Authority *signingtest.Authority
	Law       *profile.Profile

	Department, Agency                                     org.Agency
	Head, Deputy, Clerk, Second, Officer, IT, IT2, Manager org.Actor
	Stranger                                               org.Actor // a clerk of the department

	Seal, Personal, System signing.Certificate

	mu     sync.Mutex
	events []event.Event
	broken error // what emitting answers
	files  map[string][]byte
}

// Open makes the province; change may set values of the profile.
func Open(t testing.TB, stores NewStores, province string, change ...func(*profile.Set) (*profile.Set, error)) *Office {
	t.Helper()
	o := &Office{t: t, Province: province, Clock: orgtest.NewClock(), files: map[string][]byte{}}
	rows := stores(t, o.emit)
	laws, err := profile.Load()
	o.must(err)
	for _, c := range change {
		laws, err = c(laws)
		o.must(err)
	}
	o.Law, err = laws.At(province, o.Clock.Now())
	o.must(err)
	guard, err := org.NewGuard(func(province string, action org.Action) { clause.Saw(t, province, "service "+string(action)) })
	o.must(err)
	o.Org, err = org.NewService(org.Config{Store: rows.People, Guard: guard, Now: o.Clock.Now, Hashing: orgtest.Hashing, Law: laws.At})
	o.must(err)
	o.Authority = signingtest.NewAuthority(t, o.Clock.Now)
	o.Signing, err = signing.NewService(signing.Config{
		Store: rows.Certificates, Org: o.Org, Guard: guard, Law: laws.At, Now: o.Clock.Now, RefusePractice: true,
		IsPractice: func(*x509.Certificate) bool { return false },
		Minuted:    func(ctx context.Context, id signing.CertificateID) (bool, error) { return o.Device.Has(ctx, id) },
		Intruder: func(ctx context.Context, by org.Actor, c signing.Certificate, entry audit.Entry) error {
			return o.Device.Misused(ctx, by, c, entry)
		},
	})
	o.must(err)
	o.Rows = rows.Devices
	o.Device, err = device.NewService(device.Config{
		Store: rows.Devices, Org: o.Org, Signing: o.Signing, Guard: guard, Law: laws.At, Files: o, Now: o.Clock.Now,
	})
	o.must(err)
	o.people()
	o.certificates()
	return o
}

func (o *Office) people() {
	by := org.Installer(o.Province)
	var err error
	o.Department, err = o.Org.CreateAgency(o.t.Context(), by, org.Agency{Code: "H00.01", Name: "Đầu mối được ủy quyền", Province: o.Province, Place: "Tỉnh"})
	o.must(err)
	o.Agency, err = o.Org.CreateAgency(o.t.Context(), by, org.Agency{Code: "H00.02", Name: "Sở Tài chính", Province: o.Province, Place: "Tỉnh"})
	o.must(err)
	o.Head = o.person(o.Agency, "Nguyễn Thị Hòa", "giamdoc", "Giám đốc", org.Leader)
	o.Deputy = o.person(o.Agency, "Trần Văn Đức", "phogiamdoc", "Phó Giám đốc", org.Leader)
	o.Clerk = o.person(o.Agency, "Hoàng Lan Anh", "vanthu", "Văn thư", org.Clerk)
	o.Second = o.person(o.Agency, "Ngô Thị Mai", "vanthu2", "Văn thư", org.Clerk)
	o.Officer = o.person(o.Agency, "Phạm Minh Ánh", "chuyenvien", "Chuyên viên", org.Officer)
	o.IT = o.person(o.Agency, "Đỗ Văn Khoa", "cntt", "Chuyên viên", org.ITOfficer)
	o.IT2 = o.person(o.Agency, "Vũ Thị Hằng", "cntt2", "Chuyên viên", org.ITOfficer)
	o.Manager = o.person(o.Department, "Đinh Văn Lực", "thuebao", "Chuyên viên", org.SubscriberManager)
	o.Stranger = o.person(o.Department, "Đặng Thị Nga", "vanthu.khac", "Văn thư", org.Clerk)
}

func (o *Office) person(agency org.Agency, name, account, title string, role org.Role) org.Actor {
	o.t.Helper()
	ctx, by := o.t.Context(), org.Installer(o.Province)
	person, err := o.Org.CreatePerson(ctx, by, org.Person{Name: name, Email: account + "@tinh.example"})
	o.must(err)
	_, err = o.Org.Appoint(ctx, by, org.Post{Person: person.ID, Agency: agency.ID, Title: title})
	o.must(err)
	o.must(o.Org.GrantRole(ctx, by, person.ID, agency.ID, role))
	created, err := o.Org.CreateAccount(ctx, by, person.ID, agency.ID, account, orgtest.Password)
	o.must(err)
	actor, err := o.Org.ActorOf(ctx, created.ID)
	o.must(err)
	return actor
}

func (o *Office) certificates() {
	o.Seal = o.Certificate(signing.ClassAgency, "", o.Agency.Name)
	o.Personal = o.Certificate(signing.ClassPerson, o.Officer.Person, o.Officer.Name)
	o.System = o.Certificate(signing.ClassService, "", "Cổng dịch vụ")
}

// Certificate issues and imports one for two years.
func (o *Office) Certificate(class signing.Class, person org.PersonID, name string) signing.Certificate {
	o.t.Helper()
	der, _ := o.Authority.Issue(o.t, name, "", nil)
	c, err := o.Signing.Import(o.t.Context(), org.Installer(o.Province), signing.Incoming{
		DER: der, Chain: [][]byte{o.Authority.Certificate.Raw}, Class: class, Person: person, Agency: o.Agency.ID, KeyKind: signing.KeyToken,
	})
	o.must(err)
	return c
}

// Enter puts a device into the book; fill may change what is entered.
func (o *Office) Enter(serial string, c signing.Certificate, fill ...func(*device.Entering)) device.Device {
	o.t.Helper()
	in := device.Entering{Serial: serial, Kind: device.Token, Model: "GCA-01", Agency: o.Agency.ID, Place: "Tủ văn thư", Certificates: []signing.CertificateID{c.ID}}
	switch c.Class {
	case signing.ClassPerson:
		in.Holder = c.Person
	case signing.ClassService:
		in.System, in.Keeper = "Cổng dịch vụ công", o.IT.Person
	}
	for _, f := range fill {
		f(&in)
	}
	d, err := o.Device.Enter(o.t.Context(), o.Manager, in)
	o.must(err)
	return d
}

// Paper is a whole decision.
func (o *Office) Paper(number string) device.Paper {
	o.t.Helper()
	f, err := o.Device.KeepFile(o.t.Context(), o.Head, number+".pdf", bytes.NewReader([]byte("%PDF-1.7 "+number)))
	o.must(err)
	return device.Paper{Number: number, Date: o.Clock.Now(), Signer: o.Head.Name, By: o.Head.Person, File: f}
}

// Minutes are ready to be drafted.
func (o *Office) Minutes(d device.Device, giver, receiver org.Actor) device.Handover {
	o.t.Helper()
	return device.Handover{Device: d.ID, Giver: giver.Person, Receiver: receiver.Person, Condition: "Hoạt động bình thường", Place: "Trụ sở",
		Storage: "Tủ sắt phòng văn thư", Paper: o.Paper("12/QĐ-STC")}
}

// HandOver plays the whole handover: draft by the head, both confirm.
func (o *Office) HandOver(d device.Device, giver, receiver org.Actor) device.Handover {
	o.t.Helper()
	return o.Confirm(o.Draft(o.Head, o.Minutes(d, giver, receiver)), giver, receiver)
}

// Draft makes minutes that must be accepted.
func (o *Office) Draft(by org.Actor, h device.Handover) device.Handover {
	o.t.Helper()
	h, err := o.Device.Draft(o.t.Context(), by, h)
	o.must(err)
	return h
}

// Confirm has both sides confirm.
func (o *Office) Confirm(h device.Handover, giver, receiver org.Actor) device.Handover {
	o.t.Helper()
	o.must(o.Device.ConfirmGiving(o.t.Context(), giver, h.ID))
	o.must(o.Receive(h, receiver))
	h, err := o.Rows.Handover(o.t.Context(), h.ID)
	o.must(err)
	return h
}

// Receive is the receiver's confirmation with the right serial.
func (o *Office) Receive(h device.Handover, receiver org.Actor) error {
	d := o.Load(h.Device)
	version, _, err := o.Device.Duties(o.t.Context(), receiver)
	o.must(err)
	return o.Device.ConfirmReceipt(o.t.Context(), receiver, h.ID, device.Receipt{Serial: d.Serial, Duties: version})
}

// Sign says whether the person can sign with the certificate now: the keeper is
// asked for first, then what makes it usable.
func (o *Office) Sign(by org.Actor, c signing.Certificate) error {
	if err := o.Signing.CheckHolder(o.t.Context(), by, c); err != nil {
		return err
	}
	purpose := signing.ForPerson
	if c.Class == signing.ClassAgency {
		purpose = signing.ForAgency
	}
	return o.Signing.CheckUsable(o.t.Context(), c, purpose, o.Clock.Now(), o.Authority)
}

// Load reads the row.
func (o *Office) Load(id device.ID) device.Device {
	o.t.Helper()
	d, err := o.Rows.Device(o.t.Context(), id)
	o.must(err)
	return d
}

// In fails unless the device is in that state.
func (o *Office) In(id device.ID, want device.State) device.Device {
	o.t.Helper()
	d := o.Load(id)
	if d.State != want {
		o.t.Fatalf("the device is %q, want %q", d.State, want)
	}
	return d
}

// Incidents of an agency up to now.
func (o *Office) Incidents(by org.Actor) []device.Incident {
	o.t.Helper()
	list, err := o.Device.IncidentsIn(o.t.Context(), by, o.Agency.ID, time.UnixMilli(0), o.Clock.Now().Add(time.Second))
	o.must(err)
	return list
}

// Told says whether the work list of the person has a notice of that kind.
func (o *Office) Told(by org.Actor, kind string) bool {
	o.t.Helper()
	list, err := o.Device.Notices(o.t.Context(), by)
	o.must(err)
	for _, n := range list {
		if n.Kind == kind {
			return true
		}
	}
	return false
}

// Events that were emitted, of one kind.
func (o *Office) Events(kind string) []event.Event {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []event.Event
	for _, e := range o.events {
		if e.Kind == kind {
			list = append(list, e)
		}
	}
	return list
}

func (o *Office) emit(e event.Event) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.broken != nil {
		return o.broken
	}
	o.events = append(o.events, e)
	return nil
}

// Put implements device.Files in memory.
func (o *Office) Put(_ context.Context, r io.Reader, limit int64) (string, int64, error) {
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return "", 0, err
	}
	if int64(len(raw)) > limit {
		return "", 0, fault.New(fault.TooLarge, "file.size", "Tệp quá lớn.")
	}
	sum := sha256.Sum256(raw)
	name := hex.EncodeToString(sum[:])
	o.mu.Lock()
	defer o.mu.Unlock()
	o.files[name] = raw
	return name, int64(len(raw)), nil
}

// Open implements device.Files.
func (o *Office) Open(_ context.Context, sum string) (io.ReadSeekCloser, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	raw, ok := o.files[sum]
	if !ok {
		return nil, errors.New("no such file")
	}
	return struct {
		io.ReadSeeker
		io.Closer
	}{bytes.NewReader(raw), io.NopCloser(nil)}, nil
}

func (o *Office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// Refused wants a refusal of that code and, when words are given, that message.
func (o *Office) Refused(err error, code string, words ...string) *fault.Fault {
	o.t.Helper()
	f, ok := fault.From(err)
	if !ok || f.Code != code {
		o.t.Fatalf("got %v, want the refusal %s", err, code)
	}
	for _, w := range words {
		if f.Message != w {
			o.t.Errorf("message %q, want %q", f.Message, w)
		}
	}
	return f
}

func with(key string, value any) func(*profile.Set) (*profile.Set, error) {
	return func(s *profile.Set) (*profile.Set, error) {
		for _, province := range s.Provinces() {
			next, err := s.With(province, key, value)
			if err != nil {
				return nil, fmt.Errorf("setting %s: %w", key, err)
			}
			s = next
		}
		return s, nil
	}
}

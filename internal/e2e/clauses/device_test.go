package clauses

import (
	"slices"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/testkit/clause"
)

// deviceManager looks after subscribers and devices.
const deviceManager = "thuebao.skhcn"

// keep puts the personal certificate of a practice person on a device and plays
// the handover to that person.
func (w *world) keep(account, serial string) (device.Device, signing.Certificate) {
	w.t.Helper()
	by, it := w.as(account), w.as(deviceManager)
	key, err := w.Personal(w.ctx, account)
	w.must(err)
	c, err := w.Signing.Certificate(w.ctx, key.Certificate)
	w.must(err)
	if d, err := w.Device.OfCertificate(w.ctx, c.ID); err == nil { // the practice province gave one already
		return d, c
	}
	d, err := w.Device.Enter(w.ctx, it, device.Entering{
		Serial: serial, Kind: device.Token, Model: "Thực hành", Agency: by.Agency, Holder: by.Person, Certificates: []signing.CertificateID{c.ID},
	})
	w.must(err)
	if w.law().Subscribers.Custody.ReceptionContact {
		w.must(w.Device.SetContact(w.ctx, w.as(director), by.Agency, by.Person))
	}
	h, err := w.Device.Draft(w.ctx, it, device.Handover{
		Device: d.ID, Giver: it.Person, Receiver: by.Person, Condition: "Tốt", Place: "Trụ sở",
	})
	w.must(err)
	w.must(w.Device.ConfirmGiving(w.ctx, it, h.ID))
	version, _, err := w.Device.Duties(w.ctx, by)
	w.must(err)
	w.must(w.Device.ConfirmReceipt(w.ctx, by, h.ID, device.Receipt{Serial: serial, Duties: version}))
	w.settle()
	return d, c
}

// reported plays one incident and gives what was opened about the certificate.
func (w *world) reported(d device.Device, c signing.Certificate, by org.Actor, kind device.IncidentKind) (device.Incident, []request.Summary) {
	w.t.Helper()
	found := w.clock.now().Add(-2 * time.Hour)
	i, err := w.Device.Report(w.ctx, by, device.Reporting{Device: d.ID, Kind: kind, FoundAt: found, Note: "Để quên trên xe"})
	w.must(err)
	if !i.FoundAt.Equal(found) || !i.ReportedAt.Equal(w.clock.now()) || i.Elapsed() != 2*time.Hour {
		w.t.Errorf("times of the report: %+v", i)
	}
	told, err := w.Device.Notices(w.ctx, w.as(director))
	w.must(err)
	if !slices.ContainsFunc(told, func(n device.Notice) bool { return n.Kind == "incident" && n.Subject == i.ID }) {
		w.t.Errorf("%s: the managing agency was not told at once", kind)
	}
	w.settle()
	all, err := w.Requests.List(w.ctx, w.as(deviceManager), request.Query{Limit: 200})
	w.must(err)
	var about []request.Summary
	for _, r := range all {
		if r.Certificate == c.ID && r.State == request.Draft {
			about = append(about, r)
		}
	}
	return i, about
}

// blocked says with which words the certificate is refused on our side.
func (w *world) blocked(c signing.Certificate) string {
	w.t.Helper()
	holds, err := w.Signing.Holds(w.ctx, c.ID, w.clock.now())
	w.must(err)
	var causes []string
	for _, h := range holds {
		if h.Cause != signing.CauseRequested {
			causes = append(causes, string(h.Cause))
		}
	}
	return strings.Join(causes, " ")
}

// TestReportedDeviceOpensARequest: what is lost or unsafe is blocked at once and
// its revocation drafted, what is locked gets a draft of recovery, what is broken
// one of a new issue that follows the certificate on it.
func TestReportedDeviceOpensARequest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		province string
		rows     []string
		kind     device.IncidentKind
		blocked  string
		opened   request.Kind
	}{
		{"LD", []string{"LD-19.2"}, device.IncidentLocked, "device-locked", request.Recover},
		{"LD", []string{"LD-19.2"}, device.IncidentLost, "device-lost", request.Revoke},
		{"LD", []string{"LD-19.2"}, device.IncidentCompromised, "compromised", request.Revoke},
		{"NA", []string{"NA-20-2"}, device.IncidentLost, "device-lost", request.Revoke},
		{"NA", []string{"NA-20-2"}, device.IncidentCompromised, "compromised", request.Revoke},
		{"HT", []string{"HT-10.4-2"}, device.IncidentLost, "device-lost", request.Revoke},
		{"HT", []string{"HT-10.4-2"}, device.IncidentCompromised, "compromised", request.Revoke},
		{"HD", []string{"HD2-15.2"}, device.IncidentLost, "device-lost", request.Revoke},
		{"HD", []string{"HD2-15.2"}, device.IncidentLocked, "device-locked", request.Recover},
		{"HD", []string{"HD2-15.2"}, device.IncidentBroken, "device-broken", request.New},
		{"HD", []string{"HD2-15.2"}, device.IncidentCompromised, "compromised", request.Revoke},
		{"HD", []string{"HD2-15.2"}, device.IncidentRetired, "", request.Revoke},
		{"HD", []string{"HD2-15.2"}, device.IncidentMoved, "", request.Revoke},
	} {
		t.Run(c.province+"/"+string(c.kind), func(t *testing.T) {
			t.Parallel()
			clause.Covers(t, c.rows...)
			w := open(t, c.province)
			d, certificate := w.keep(deputy, "TEST-0001")
			if got := w.blocked(certificate); got != "" {
				t.Fatalf("blocked before: %s", got)
			}
			_, opened := w.reported(d, certificate, w.as(deputy), c.kind)
			if got := w.blocked(certificate); got != c.blocked {
				t.Errorf("blocked by %q, want %q", got, c.blocked)
			}
			if len(opened) != 1 || opened[0].Kind != c.opened {
				t.Errorf("opened %+v, want one of %s", opened, c.opened)
			}
			if c.opened == request.New && opened[0].Former != certificate.ID {
				t.Errorf("the new issue follows %q", opened[0].Former)
			}
			list, err := w.Device.IncidentsIn(w.ctx, w.as(director), w.as(director).Agency, start, w.clock.now().Add(time.Second))
			w.must(err)
			if len(list) != 1 || list[0].Elapsed() != 2*time.Hour {
				t.Errorf("for the reports: %+v", list)
			}
		})
	}
}

// TestKeepersAreBorneOutByTheLog: the practice clerk's custody gives way to
// minutes, a temporary one ends earlier, and the rows are as the log says (the
// end of every test asks that); the seal is set by who keeps the device alone.
func TestKeepersAreBorneOutByTheLog(t *testing.T) {
	t.Parallel()
	w := open(t, "LD")
	by, second, it := w.as(clerk), w.as(officer), w.as(deviceManager)
	key, err := w.AgencyKey(w.ctx, clerk)
	w.must(err)
	w.must(w.Org.GrantRole(w.ctx, w.Installer(), second.Person, second.Agency, org.Clerk))
	d, err := w.Device.OfCertificate(w.ctx, key.Certificate)
	if err != nil {
		d, err = w.Device.Enter(w.ctx, it, device.Entering{Serial: "SEAL-1", Kind: device.Token, Agency: by.Agency, Certificates: []signing.CertificateID{key.Certificate}})
		w.must(err)
	}
	file, err := w.Device.KeepFile(w.ctx, by, "quyet-dinh.pdf", strings.NewReader("%PDF-1.7"))
	w.must(err)
	paper := device.Paper{Number: "01/QĐ", Date: w.clock.now(), Signer: "Giám đốc", By: w.as(director).Person, File: file}
	hand := func(giver, receiver org.Actor, to time.Time) device.Handover {
		h, err := w.Device.Draft(w.ctx, w.as(director), device.Handover{Device: d.ID, Giver: giver.Person, Receiver: receiver.Person,
			Condition: "Tốt", Place: "Trụ sở", Storage: "Tủ sắt", Paper: paper, To: to})
		w.must(err)
		w.must(w.Device.ConfirmGiving(w.ctx, giver, h.ID))
		version, _, err := w.Device.Duties(w.ctx, receiver)
		w.must(err)
		own, err := w.Device.Device(w.ctx, w.as(director), d.ID)
		w.must(err)
		w.must(w.Device.ConfirmReceipt(w.ctx, receiver, h.ID, device.Receipt{Serial: own.Serial, Duties: version}))
		return h
	}
	if d.State != device.InUse {
		hand(it, by, time.Time{})
	}
	w.clock.pass(time.Hour)
	lent := hand(by, second, w.clock.now().Add(72*time.Hour))
	keeps := func() org.PersonID {
		c, err := w.Signing.CustodianOf(w.ctx, key.Certificate, w.clock.now())
		w.must(err)
		return c.Holder
	}
	if keeps() != second.Person {
		t.Error("not lent")
	}
	w.clock.pass(time.Hour)
	w.must(w.Device.EndTemporary(w.ctx, by, lent.ID))
	if keeps() != by.Person {
		t.Error("not returned")
	}
	w.must(w.Device.Sweep(w.ctx))
	w.settle()
}

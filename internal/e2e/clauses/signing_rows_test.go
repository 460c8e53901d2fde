package clauses

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
)

// TestForeignDeviceIsSuspected: who signs with a device that another keeps is
// refused, and what is known of it stands in an incident; a certificate that only
// names the authority as its issuer is written down as suspected.
func TestForeignDeviceIsSuspected(t *testing.T) {
	t.Parallel()
	proves(t, "LD", "LD-05.3")
	w := open(t, "LD")
	d, c := w.keep(director, "TEST-0105")
	j := w.write(draft{}).to("approve")
	ctx := org.WithAddress(w.ctx, "10.20.30.40")
	with := w.fit(document.With{Certificate: c.ID, Password: w.KeyPassword(director)})
	err := j.Documents.Sign(ctx, j.as(deputy), j.id, j.prepared(), with)
	refused(t, err, "signing.not-owner", "Thiết bị không do bạn quản lý")
	book, err := w.Device.Device(w.ctx, w.as(deviceManager), d.ID)
	w.must(err)
	log := w.logged(string(c.ID), "signing.not-holder")
	if len(log) != 1 || log[0].Data["serial"] != book.Serial || log[0].Data["address"] != "10.20.30.40" || log[0].Account != string(j.as(deputy).Account) || !log[0].At.Equal(w.clock.now()) {
		t.Errorf("the log of the attempt: %+v, want the device %q", log, book.Serial)
	}
	list, err := w.Device.IncidentsIn(w.ctx, w.as(director), w.as(director).Agency, start, w.clock.now().Add(time.Second))
	w.must(err)
	if len(list) != 1 || list[0].Kind != device.IncidentMisuse || list[0].Kind.Name() != "nghi sử dụng trái phép" || list[0].Violator != j.as(deputy).Person ||
		!strings.Contains(list[0].Note, book.Serial) || !strings.Contains(list[0].Note, "10.20.30.40") {
		t.Errorf("incidents: %+v", list)
	}
	j.must(j.sign()) // with what is the deputy's own

	forged, _, err := practiceTwin(t, w).IssuePerson(practice.Person{Name: w.as(officer).Name}, w.clock.now(), practice.WithECDSA())
	w.must(err)
	in := w.personal(officer)
	in.File = pemOf(forged.Raw)
	_, err = w.Subscribers.Register(w.ctx, w.as(manager), in)
	refused(t, err, "registration.forged")
	facts, _, err := signing.ReadCertificate(forged.Raw)
	w.must(err)
	if log := w.logged(facts.SHA256, "registration.refused"); len(log) != 1 || log[0].Data["suspicion"] != "nghi giả mạo" {
		t.Errorf("the log of the forged certificate: %+v", log)
	}
}

// TestSealStaysInTheOffice: the agency signs after the competent person or on a
// copy of its own, by the clerk alone, and its device leaves the office only by a
// recorded permission; each refusal names what is missing.
func TestSealStaysInTheOffice(t *testing.T) {
	t.Parallel()
	proves(t, "HT", "HT-11.1-2")
	w := open(t, "HT")
	j := w.write(draft{}).to("approve")
	refused(t, j.seal(), "seal.unsigned", "Không ký số khống")
	j.must(j.sign())
	refused(t, j.seal(), "seal.unchecked", "chưa kiểm tra lại")
	j.must(j.recheck())
	key, err := w.AgencyKey(w.ctx, clerk)
	w.must(err)
	w.must(w.Org.GrantRole(w.ctx, w.Installer(), w.as(checker).Person, w.as(checker).Agency, org.Clerk))
	refused(t, w.Documents.Seal(w.ctx, w.as(checker), j.id, w.fit(key)), "signing.not-custodian")
	refused(t, w.Documents.Seal(w.ctx, w.as(clerk), j.id, w.fit(document.With{Certificate: key.Certificate})), "practice.wrong-password")
	unsigned := w.write(draft{}).to("approve")
	_, err = w.Documents.MakeCopy(w.ctx, w.as(clerk), document.Copying{Document: unsigned.id, Form: "SY", Direction: "e-paper"}, w.fit(key))
	refused(t, err, "copy.unsigned")
	_, err = w.Documents.MakeCopy(w.ctx, w.as(clerk), copying("SY", "paper-e"), w.fit(key))
	w.must(err) // a copy of its own needs no other signature
	j.must(j.seal())
	w.takesOut(key.Certificate)
}

// keepSeal puts the agency's certificate on a device and hands it to the clerk.
func (w *world) keepSeal(c signing.CertificateID, file device.File) device.Device {
	w.t.Helper()
	by, it := w.as(clerk), w.as(deviceManager)
	d, err := w.Device.Enter(w.ctx, it, device.Entering{Serial: "SEAL-1", Kind: device.Token, Agency: by.Agency, Certificates: []signing.CertificateID{c}})
	w.must(err)
	h, err := w.Device.Draft(w.ctx, it, device.Handover{Device: d.ID, Giver: it.Person, Receiver: by.Person, Condition: "Tốt", Place: "Trụ sở", Storage: "Tủ sắt",
		Paper: device.Paper{Number: "01/QĐ", Date: w.clock.now(), Signer: "Giám đốc", By: w.as(director).Person, File: file}})
	w.must(err)
	w.must(w.Device.ConfirmGiving(w.ctx, it, h.ID))
	version, _, err := w.Device.Duties(w.ctx, by)
	w.must(err)
	w.must(w.Device.ConfirmReceipt(w.ctx, by, h.ID, device.Receipt{Serial: "SEAL-1", Duties: version}))
	return d
}

// takesOut plays the agency's device leaving the office.
func (w *world) takesOut(c signing.CertificateID) {
	w.t.Helper()
	by := w.as(clerk)
	file, err := w.Device.KeepFile(w.ctx, by, "cho-phep.pdf", strings.NewReader("%PDF-1.7"))
	w.must(err)
	d := w.keepSeal(c, file)
	out := device.Outing{Device: d.ID, Place: "Hội trường tỉnh", Until: w.clock.now().Add(4 * time.Hour)}
	const words = "Chưa có văn bản cho phép mang thiết bị ra ngoài trụ sở"
	refused(w.t, w.Device.TakeOut(w.ctx, by, out), "outing.not-allowed", words, "paper-number")
	out.Paper = device.Paper{Number: "07/GP", Date: w.clock.now(), Signer: "Giám đốc", By: w.as(officer).Person, File: file}
	refused(w.t, w.Device.TakeOut(w.ctx, by, out), "outing.not-allowed", words, "phải là lãnh đạo")
	refused(w.t, w.Device.TakeOut(w.ctx, w.as(officer), out), "guard.forbidden")
	out.Paper.By = w.as(director).Person
	w.must(w.Device.TakeOut(w.ctx, by, out))
	if log := w.logged(string(d.ID), "device.taken-out"); len(log) != 1 || log[0].Data["paper"] != file.SHA256 || log[0].Data["permitted"] != string(out.Paper.By) {
		w.t.Errorf("the log of the outing: %+v", log)
	}
}

// TestOldProgramSignsNothing: each desk tells the version of its program, old
// ones are listed for who looks after them, and one below the minimum gets
// nothing to sign.
func TestOldProgramSignsNothing(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-17.1")
	w := open(t, "HD", set{"signing.agent_minimum", "1.2.0"})
	_, err := w.Hire(w.ctx, clerk, "cntt.skhcn", org.ITOfficer)
	w.must(err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	w.must(err)
	row, err := w.Equip(w.ctx, deputy, "Phó Giám đốc", key)
	w.must(err)
	j := w.write(draft{}).to("approve")
	_, secret, err := w.Documents.OpenTicket(w.ctx, j.as(deputy), document.TicketSign,
		[]document.TicketTarget{{Document: j.id, Hash: j.prepared()}}, w.fit(document.With{Certificate: row.ID}))
	w.must(err)
	server, err := w.Server()
	w.must(err)
	ask := func(version, address string) (int, string) {
		r := httptest.NewRequestWithContext(w.ctx, http.MethodGet, "/agent/v1/tickets/"+secret, http.NoBody)
		r.RemoteAddr = address + ":40000"
		r.Header.Set("User-Agent", "antin-agent/"+version)
		out := httptest.NewRecorder()
		server.Handler.ServeHTTP(out, r)
		return out.Code, out.Body.String()
	}
	if code, body := ask("v1.1.9", "10.0.0.5"); code != http.StatusConflict || !strings.Contains(body, "Phải cập nhật phần mềm ký số") {
		t.Errorf("the old program got %d %s", code, body)
	}
	if code, body := ask("v1.10.0", "10.0.0.6"); code != http.StatusOK || !strings.Contains(body, "signed_attributes") {
		t.Errorf("the new program got %d %s", code, body)
	}
	list, err := w.Documents.Workstations(w.ctx, w.as("cntt.skhcn"))
	w.must(err)
	if len(list) != 2 || list[0].Version != "v1.10.0" || list[0].Outdated || list[1].Address != "10.0.0.5" || !list[1].Outdated || !list[1].Refused || list[1].Person != w.as(deputy).Person {
		t.Errorf("desks: %+v", list)
	}
	_, err = w.Documents.Workstations(w.ctx, w.as(officer))
	refused(t, err, "guard.forbidden")
}

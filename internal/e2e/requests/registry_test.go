package requests

import (
	"context"

	"antin/internal/domain/device"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
)

// issue makes a certificate of the person as the authority would, in PEM or DER
// that a file has.
func (w *world) issue(account string, options ...practice.Option) []byte {
	w.t.Helper()
	by := w.as(account)
	agency, err := w.Org.Agency(w.ctx, by.Agency)
	w.must(err)
	person, err := w.Org.Person(w.ctx, by.Person)
	w.must(err)
	posts, err := w.Org.PostsOf(w.ctx, by.Person, by.Agency, w.clock.now())
	w.must(err)
	cert, _, err := w.PKI.IssuePerson(practice.Person{Name: person.Name, Title: posts[0].Title, Agency: agency.Name, Email: person.Email, ID: account},
		w.clock.now(), append([]practice.Option{practice.WithECDSA()}, options...)...)
	w.must(err)
	return cert.Raw
}

// chain is what stands above practice certificates.
func (w *world) chain() [][]byte {
	var out [][]byte
	for _, c := range w.PKI.Chain() {
		out = append(out, c.Raw)
	}
	return out
}

// has gives the account a certificate that is in the register.
func (w *world) has(account string, options ...practice.Option) signing.Certificate {
	w.t.Helper()
	by := w.as(account)
	c, err := w.Signing.Import(w.ctx, w.Installer(), signing.Incoming{
		DER: w.issue(account, options...), Chain: w.chain(), Class: signing.ClassPerson, Person: by.Person, Agency: by.Agency, KeyKind: signing.KeyToken,
	})
	w.must(err)
	return c
}

// token enters a device of the account in the book, in that state.
func (w *world) token(account, serial string, kind device.Kind, state device.State, on ...signing.CertificateID) device.Device {
	w.t.Helper()
	by := w.as(account)
	d, err := w.Device.Enter(w.ctx, w.as("thuebao.skhcn"), device.Entering{
		Serial: serial, Kind: kind, Agency: by.Agency, Holder: by.Person, State: device.Awaiting, Certificates: on,
	})
	w.must(err)
	return w.put(d.ID, state)
}

// put sets the state of a device in the book, as if its way had led there.
func (w *world) put(id device.ID, state device.State) device.Device {
	w.t.Helper()
	store := w.Requests.Book.(device.Store)
	var d device.Device
	w.must(store.Transact(w.ctx, func(ctx context.Context, tx device.Tx) error {
		var err error
		if d, err = tx.LockDevice(ctx, id); err != nil {
			return err
		}
		d.State = state
		return tx.SaveDevice(ctx, d)
	}))
	return d
}

func (w *world) stateOf(id device.ID) device.State {
	w.t.Helper()
	d, err := w.Requests.Book.Device(w.ctx, id)
	w.must(err)
	return d.State
}

func (w *world) statusOf(id signing.CertificateID) signing.Status {
	w.t.Helper()
	c, err := w.Signing.Certificate(w.ctx, id)
	w.must(err)
	return c.Status
}

// recovery asks for the recovery of the device.
func (w *world) recovery(d device.Device) request.Input {
	return request.Input{Kind: request.Recover, Subject: request.ForPerson, Device: d.ID, Reason: "locked", Fields: fields, Ticks: ticked()}
}

// revocation asks for the end of the certificate.
func (w *world) revocation(c signing.Certificate, reason string) request.Input {
	return request.Input{Kind: request.Revoke, Subject: request.ForPerson, Certificate: c.ID, Reason: reason, Fields: fields, Ticks: ticked()}
}

// ctxt shortens the signature of transactions in tests.
type ctxt = context.Context

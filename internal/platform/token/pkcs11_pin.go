//go:build cgo

package token

import (
	"errors"

	"github.com/miekg/pkcs11"
)

// open logs in. The flags are read first, so that a PIN is not sent to a token
// that would lock by it or takes none.
func (d *driver) open(id ID, lastTry bool, pin []byte) error {
	if d.opened {
		return refused{CodeDriver, "session already open"}
	}
	slot, info, err := d.find(id)
	if err != nil {
		return err
	}
	if p := pinOf(info); p.ToChange || !p.Set {
		return refused{CodeMustSet, ""}
	}
	if err := mayTry(pinOf(info), lastTry, pin); err != nil {
		return err
	}
	session, err := d.p11.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION)
	if err != nil {
		return d.failure(err)
	}
	if err := d.p11.Login(session, pkcs11.CKU_USER, string(pin)); err != nil {
		_ = d.p11.CloseSession(session) // nothing was done in it
		return d.failure(err)
	}
	d.slot, d.session, d.opened, d.pin = slot, session, true, append([]byte(nil), pin...)
	return nil
}

func mayTry(p PIN, lastTry bool, pin []byte) error {
	switch {
	case p.Locked:
		return refused{CodeLocked, ""}
	case !p.Keypad && (len(pin) < p.Min || p.Max > 0 && len(pin) > p.Max || len(pin) == 0):
		return refused{CodePINForm, ""}
	case p.LastTry && !lastTry:
		return refused{CodeLastTry, ""}
	}
	return nil
}

func fitsForm(p PIN, pin []byte) bool {
	return len(pin) > 0 && len(pin) >= p.Min && (p.Max == 0 || len(pin) <= p.Max)
}

// change sets a new PIN by the old one (C_SetPIN), also the forced first one.
func (d *driver) change(id ID, lastTry bool, old, fresh []byte) error {
	slot, info, err := d.find(id)
	if err != nil {
		return err
	}
	if err := mayTry(pinOf(info), lastTry, old); err != nil {
		return err
	}
	if !fitsForm(pinOf(info), fresh) {
		return refused{CodePINForm, ""}
	}
	session, err := d.p11.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	if err != nil {
		return d.failure(err)
	}
	defer d.p11.CloseSession(session) //nolint:errcheck // the child ends
	if err := d.p11.Login(session, pkcs11.CKU_USER, string(old)); err != nil && !is(err, pkcs11.CKR_PIN_EXPIRED) {
		return d.failure(err)
	}
	if err := d.p11.SetPIN(session, string(old), string(fresh)); err != nil {
		return d.failure(err)
	}
	return nil
}

// unlock sets a new user PIN by the code of the security officer (C_InitPIN),
// which frees a locked token and leaves its keys.
func (d *driver) unlock(id ID, lastTry bool, so, fresh []byte) error {
	slot, info, err := d.find(id)
	if err != nil {
		return err
	}
	p := pinOf(info)
	switch {
	case p.SOLocked:
		return refused{CodeLocked, "SO PIN"}
	case p.SOLastTry && !lastTry:
		return refused{CodeLastTry, "SO PIN"}
	case !fitsForm(p, so) || !fitsForm(p, fresh):
		return refused{CodePINForm, ""}
	}
	session, err := d.p11.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	if err != nil {
		return d.failure(err)
	}
	defer d.p11.CloseSession(session) //nolint:errcheck // the child ends
	if err := d.p11.Login(session, pkcs11.CKU_SO, string(so)); err != nil {
		return d.failure(err)
	}
	if err := d.p11.InitPIN(session, string(fresh)); err != nil {
		return d.failure(err)
	}
	return nil
}

// failure says what a PKCS#11 result means to a person. Some drivers answer
// with a general failure when the token is gone, so the slot is asked.
func (d *driver) failure(err error) error {
	switch {
	case is(err, pkcs11.CKR_PIN_INCORRECT):
		return refused{CodeWrongPIN, ""}
	case is(err, pkcs11.CKR_PIN_LOCKED):
		return refused{CodeLocked, ""}
	case is(err, pkcs11.CKR_PIN_LEN_RANGE, pkcs11.CKR_PIN_INVALID):
		return refused{CodePINForm, ""}
	case is(err, pkcs11.CKR_PIN_EXPIRED, pkcs11.CKR_USER_PIN_NOT_INITIALIZED):
		return refused{CodeMustSet, ""}
	case is(err, pkcs11.CKR_MECHANISM_INVALID, pkcs11.CKR_MECHANISM_PARAM_INVALID, pkcs11.CKR_KEY_TYPE_INCONSISTENT, pkcs11.CKR_KEY_FUNCTION_NOT_PERMITTED):
		return refused{CodeAlgorithm, result(err)}
	case isGone(err), d.opened && d.vanished():
		return refused{CodeRemoved, ""}
	}
	return refused{CodeDriver, result(err)}
}

func (d *driver) vanished() bool {
	_, err := d.p11.GetTokenInfo(d.slot)
	return err != nil
}

func isGone(err error) bool {
	return is(err, pkcs11.CKR_DEVICE_REMOVED, pkcs11.CKR_TOKEN_NOT_PRESENT, pkcs11.CKR_SESSION_HANDLE_INVALID, pkcs11.CKR_SESSION_CLOSED, pkcs11.CKR_SLOT_ID_INVALID)
}

func is(err error, results ...pkcs11.Error) bool {
	var e pkcs11.Error
	if !errors.As(err, &e) {
		return false
	}
	for _, r := range results {
		if e == r {
			return true
		}
	}
	return false
}

// result is the name of a PKCS#11 result.
func result(err error) string {
	var e pkcs11.Error
	if errors.As(err, &e) {
		return e.Error()
	}
	return "PKCS#11"
}

//go:build cgo

package token

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/miekg/pkcs11"
)

// driver is a loaded PKCS#11 library, used by one goroutine of a child process
// that ends soon.
type driver struct {
	path    string
	p11     *pkcs11.Ctx
	slot    uint // of the open session
	session pkcs11.SessionHandle
	opened  bool
	pin     []byte // for keys that want it for each signature; wiped by end
	keys    map[string]pkcs11.ObjectHandle
}

func load(path string) (engine, error) {
	p := pkcs11.New(path)
	if p == nil {
		return nil, refused{CodeMissing, path}
	}
	if err := p.Initialize(); err != nil && !is(err, pkcs11.CKR_CRYPTOKI_ALREADY_INITIALIZED) {
		p.Destroy()
		return nil, refused{CodeMissing, result(err)}
	}
	return &driver{path: path, p11: p, keys: map[string]pkcs11.ObjectHandle{}}, nil
}

func (d *driver) end() {
	Wipe(d.pin)
	if d.opened {
		_ = d.p11.Logout(d.session) // a token that is gone is logged out
		_ = d.p11.CloseSession(d.session)
	}
	_ = d.p11.Finalize()
	d.p11.Destroy()
}

func (d *driver) look() (*Library, error) {
	info, err := d.p11.GetInfo()
	if err != nil {
		return nil, refused{CodeDriver, result(err)}
	}
	library := &Library{
		Maker: clean(info.ManufacturerID), About: clean(info.LibraryDescription),
		Version: fmt.Sprintf("%d.%d", info.LibraryVersion.Major, info.LibraryVersion.Minor),
	}
	slots, err := d.p11.GetSlotList(true)
	if err != nil {
		return nil, refused{CodeDriver, result(err)}
	}
	for _, slot := range slots {
		t, present, err := d.read(slot)
		if err != nil {
			return nil, err
		}
		if present && len(library.Tokens) < maxTokens {
			library.Tokens = append(library.Tokens, t)
		}
	}
	return library, nil
}

// read tells what a slot holds; a token that was never set up, or was pulled
// out meanwhile, is not there.
func (d *driver) read(slot uint) (Token, bool, error) {
	info, err := d.p11.GetTokenInfo(slot)
	if isGone(err) {
		return Token{}, false, nil
	}
	if err != nil {
		return Token{}, false, refused{CodeDriver, result(err)}
	}
	if info.Flags&pkcs11.CKF_TOKEN_INITIALIZED == 0 {
		return Token{}, false, nil
	}
	t := Token{
		ID:    ID{Module: d.path, Serial: clean(info.SerialNumber), Label: clean(info.Label)},
		Model: clean(info.Model), Maker: clean(info.ManufacturerID),
		Firmware: fmt.Sprintf("%d.%d", info.FirmwareVersion.Major, info.FirmwareVersion.Minor), PIN: pinOf(info),
	}
	session, err := d.p11.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION)
	if isGone(err) {
		return Token{}, false, nil
	}
	if err != nil {
		return Token{}, false, refused{CodeDriver, result(err)}
	}
	defer d.p11.CloseSession(session) //nolint:errcheck // read only; the child ends anyway
	objects, err := d.certificates(session)
	if err != nil {
		return Token{}, false, refused{CodeDriver, result(err)}
	}
	t.sort(objects)
	return t, true, nil
}

func pinOf(info pkcs11.TokenInfo) PIN {
	has := func(flag uint) bool { return info.Flags&flag != 0 }
	return PIN{
		Set: has(pkcs11.CKF_USER_PIN_INITIALIZED), Low: has(pkcs11.CKF_USER_PIN_COUNT_LOW), LastTry: has(pkcs11.CKF_USER_PIN_FINAL_TRY),
		Locked: has(pkcs11.CKF_USER_PIN_LOCKED), ToChange: has(pkcs11.CKF_USER_PIN_TO_BE_CHANGED),
		Keypad: has(pkcs11.CKF_PROTECTED_AUTHENTICATION_PATH), Min: int(min(info.MinPinLen, maxSecret)), Max: int(min(info.MaxPinLen, maxSecret)),
		SOLow: has(pkcs11.CKF_SO_PIN_COUNT_LOW), SOLastTry: has(pkcs11.CKF_SO_PIN_FINAL_TRY), SOLocked: has(pkcs11.CKF_SO_PIN_LOCKED),
	}
}

// find gives the slot of a token and what it says now.
func (d *driver) find(id ID) (uint, pkcs11.TokenInfo, error) {
	slots, err := d.p11.GetSlotList(true)
	if err != nil {
		return 0, pkcs11.TokenInfo{}, refused{CodeDriver, result(err)}
	}
	for _, slot := range slots {
		info, err := d.p11.GetTokenInfo(slot)
		if err == nil && clean(info.SerialNumber) == id.Serial && clean(info.Label) == id.Label {
			return slot, info, nil
		}
	}
	return 0, pkcs11.TokenInfo{}, refused{CodeAbsent, ""}
}

func (d *driver) certificates(session pkcs11.SessionHandle) ([]object, error) {
	handles, err := d.list(session, pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE),
		pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509))
	if err != nil {
		return nil, err
	}
	keys, err := d.keyIDs(session)
	if err != nil {
		return nil, err
	}
	var all []object
	for _, h := range handles {
		o := object{der: d.attribute(session, h, pkcs11.CKA_VALUE), id: d.attribute(session, h, pkcs11.CKA_ID)}
		if len(o.der) == 0 || len(o.der) > maxObject {
			continue
		}
		o.label = clean(string(d.attribute(session, h, pkcs11.CKA_LABEL)))
		o.key = len(o.id) > 0 && slices.ContainsFunc(keys, func(k []byte) bool { return bytes.Equal(k, o.id) })
		all = append(all, o)
	}
	return all, nil
}

// keyIDs are those of the keys that show without login.
func (d *driver) keyIDs(session pkcs11.SessionHandle) ([][]byte, error) {
	var ids [][]byte
	for _, class := range []uint{pkcs11.CKO_PRIVATE_KEY, pkcs11.CKO_PUBLIC_KEY} {
		handles, err := d.list(session, pkcs11.NewAttribute(pkcs11.CKA_CLASS, class))
		if err != nil {
			return nil, err
		}
		for _, h := range handles {
			ids = append(ids, d.attribute(session, h, pkcs11.CKA_ID))
		}
	}
	return ids, nil
}

func (d *driver) list(session pkcs11.SessionHandle, template ...*pkcs11.Attribute) ([]pkcs11.ObjectHandle, error) {
	if err := d.p11.FindObjectsInit(session, template); err != nil {
		return nil, err
	}
	handles, _, err := d.p11.FindObjects(session, maxHeld)
	return handles, errors.Join(err, d.p11.FindObjectsFinal(session))
}

// attribute is empty when the token has none.
func (d *driver) attribute(session pkcs11.SessionHandle, h pkcs11.ObjectHandle, kind uint) []byte {
	got, err := d.p11.GetAttributeValue(session, h, []*pkcs11.Attribute{pkcs11.NewAttribute(kind, nil)})
	if err != nil || len(got) != 1 {
		return nil
	}
	return got[0].Value
}

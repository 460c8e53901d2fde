package token

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
)

// ID finds a token again: in which driver, and what it says of itself. It is no
// proof of anything, as a device may say what it likes.
type ID struct {
	Module string `json:"module"` // path of the driver
	Serial string `json:"serial"`
	Label  string `json:"label"`
}

// Key is a short text of the ID for forms and addresses.
func (id ID) Key() string {
	sum := sha256.Sum256([]byte(id.Module + "\x00" + id.Serial + "\x00" + id.Label))
	return hex.EncodeToString(sum[:12])
}

// Token is a device that is plugged in.
type Token struct {
	ID       ID     `json:"id"`
	Model    string `json:"model"`
	Maker    string `json:"maker"`
	Firmware string `json:"firmware"`
	PIN      PIN    `json:"pin"`
	// Certificates that may stand for a person, an agency or a system, in the
	// order of the device; those of authorities are in Authorities.
	Certificates []Certificate `json:"certificates"`
	Authorities  [][]byte      `json:"authorities"` // DER
}

// Certificate on a token.
type Certificate struct {
	DER   []byte `json:"der"`
	Label string `json:"label"`
	Key   bool   `json:"key"` // a key of the same id was seen; private keys show only after login on some devices
}

// Parsed reads the certificate.
func (c Certificate) Parsed() (*x509.Certificate, error) { return x509.ParseCertificate(c.DER) }

// Fingerprint is the SHA-256 of the DER in lower hexadecimal.
func (c Certificate) Fingerprint() string { return Fingerprint(c.DER) }

// Fingerprint of a certificate in DER: SHA-256 in lower hexadecimal.
func Fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// PIN is what the token tells of its PINs by flags. The number of tries left is
// not among it: PKCS#11 knows "some were wrong", "one is left" and "locked".
type PIN struct {
	Set      bool `json:"set"`
	Low      bool `json:"low"`       // at least one wrong since the last right one
	LastTry  bool `json:"last_try"`  // the next wrong one locks
	Locked   bool `json:"locked"`    // takes no PIN until it is unlocked
	ToChange bool `json:"to_change"` // the first PIN must be changed before use
	Keypad   bool `json:"keypad"`    // typed at the device itself
	Min      int  `json:"min"`       // shortest
	Max      int  `json:"max"`       // longest

	SOLow     bool `json:"so_low"` // the same of the unlock code (SO PIN)
	SOLastTry bool `json:"so_last_try"`
	SOLocked  bool `json:"so_locked"`
}

// Library is a driver with what it shows, or why it does not.
type Library struct {
	Module  Module  `json:"module"`
	Maker   string  `json:"maker"`
	About   string  `json:"about"`
	Version string  `json:"version"`
	Tokens  []Token `json:"tokens"`
	Err     error   `json:"-"`
}

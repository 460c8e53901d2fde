package practice

import (
	"context"
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
)

// Keys locks and opens boxes of practice keys. Gate bounds how many are worked
// at once in the process, since each takes the memory of its parameters; share
// one among all users.
type Keys struct {
	Gate *semaphore.Weighted
	Cost Cost // of new boxes; zero means DefaultCost
}

// Cost is the work of one try at a password, written into each box.
type Cost struct {
	Passes    uint32
	MemoryKiB uint32
	Lanes     uint8
}

// DefaultCost is the second choice of RFC 9106, 4.
func DefaultCost() Cost { return Cost{Passes: 3, MemoryKiB: 64 << 10, Lanes: 4} }

// bearable: a box made elsewhere cannot ask for more work than this.
func (c Cost) bearable() bool {
	return c.Passes >= 1 && c.Passes <= 8 && c.MemoryKiB >= 1<<10 && c.MemoryKiB <= 256<<10 && c.Lanes >= 1 && c.Lanes <= 8
}

// What opening a box can say; compare with errors.Is.
var (
	ErrWrongPassword = errors.New("wrong password of a practice key")
	ErrBox           = errors.New("not a box of a practice key")
)

// The box: magic, passes, memory in KiB, lanes, salt, nonce, then PKCS#8 under
// AES-256-GCM with all before it as additional data. Numbers are big-endian.
const (
	boxMagic  = "antin-practice-key/1\n"
	saltSize  = 16
	nonceSize = 12
	boxHeader = len(boxMagic) + 4 + 4 + 1 + saltSize + nonceSize

	maxBox      = 16 << 10
	maxPassword = 256
)

// LockKey puts a key (PKCS#8 in DER) under a practice password, which is never
// called a PIN: a PIN belongs to a device that counts tries.
func (k Keys) LockKey(pkcs8 []byte, password string) ([]byte, error) {
	if _, err := signer(pkcs8); err != nil {
		return nil, fmt.Errorf("locking a practice key: %w", err)
	}
	if password == "" || len(password) > maxPassword {
		return nil, fmt.Errorf("locking a practice key: password of %d bytes", len(password))
	}
	cost := k.Cost
	if cost == (Cost{}) {
		cost = DefaultCost()
	}
	box := make([]byte, 0, boxHeader+len(pkcs8)+16)
	box = append(box, boxMagic...)
	box = binary.BigEndian.AppendUint32(box, cost.Passes)
	box = binary.BigEndian.AppendUint32(box, cost.MemoryKiB)
	box = append(box, cost.Lanes)
	box = box[:boxHeader]
	if _, err := rand.Read(box[boxHeader-saltSize-nonceSize:]); err != nil {
		return nil, fmt.Errorf("locking a practice key: %w", err)
	}
	aead, err := k.cipher(box, password)
	if err != nil {
		return nil, err
	}
	return aead.Seal(box, box[boxHeader-nonceSize:], pkcs8, box), nil
}

// OpenKey opens a box. It counts no tries: that is the caller's.
func (k Keys) OpenKey(box []byte, password string) (crypto.Signer, error) {
	if len(box) < boxHeader+16 || len(box) > maxBox || string(box[:len(boxMagic)]) != boxMagic {
		return nil, ErrBox
	}
	if len(password) > maxPassword {
		return nil, ErrWrongPassword
	}
	header := box[:boxHeader:boxHeader]
	aead, err := k.cipher(header, password)
	if err != nil {
		return nil, err
	}
	pkcs8, err := aead.Open(nil, header[boxHeader-nonceSize:], box[boxHeader:], header)
	if err != nil {
		return nil, ErrWrongPassword
	}
	return signer(pkcs8)
}

func (k Keys) cipher(header []byte, password string) (cipher.AEAD, error) {
	at := len(boxMagic)
	cost := Cost{binary.BigEndian.Uint32(header[at:]), binary.BigEndian.Uint32(header[at+4:]), header[at+8]}
	if !cost.bearable() {
		return nil, fmt.Errorf("%w: parameters", ErrBox)
	}
	if k.Gate == nil {
		return nil, errors.New("practice keys: no gate")
	}
	if err := k.Gate.Acquire(context.Background(), 1); err != nil {
		return nil, err
	}
	key := argon2.IDKey([]byte(password), header[at+9:at+9+saltSize], cost.Passes, cost.MemoryKiB, cost.Lanes, 32)
	k.Gate.Release(1)
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func signer(pkcs8 []byte) (crypto.Signer, error) {
	key, err := x509.ParsePKCS8PrivateKey(pkcs8)
	if err != nil {
		return nil, fmt.Errorf("%w: the key does not parse", ErrBox)
	}
	s, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("%w: a key that cannot sign", ErrBox)
	}
	return s, nil
}

package org

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"antin/internal/fault"
)

// Hashing says how hard a password is to guess and how many are worked at once.
type Hashing struct {
	MemoryKiB uint32
	Passes    uint32
	Lanes     uint8
	AtOnce    int // each takes MemoryKiB: the product bounds what strangers can make us use
}

// DefaultHashing is the second recommended choice of RFC 9106, section 4.
func DefaultHashing() Hashing { return Hashing{MemoryKiB: 64 << 10, Passes: 3, Lanes: 4, AtOnce: 2} }

const (
	saltSize      = 16
	keySize       = 32
	minPassword   = 10  // characters
	maxPassword   = 256 // bytes: longer input only costs work
	maxMemoryKiB  = 1 << 20
	maxPasses     = 16
	hashSeparator = "$"
)

type hasher struct {
	want  Hashing
	slots chan struct{}
	decoy string // hash of nothing anybody knows: unknown names cost the same work
}

func newHasher(want Hashing) (*hasher, error) {
	if want == (Hashing{}) {
		want = DefaultHashing()
	}
	if want.MemoryKiB < 8 || want.MemoryKiB > maxMemoryKiB || want.Passes < 1 || want.Passes > maxPasses || want.Lanes < 1 || want.AtOnce < 1 {
		return nil, fmt.Errorf("password hashing: %+v is out of range", want)
	}
	h := &hasher{want: want, slots: make(chan struct{}, want.AtOnce)}
	decoy, err := h.hash(context.Background(), rand.Text())
	h.decoy = decoy
	return h, err
}

// hash gives "$argon2id$v=19$m=…,t=…,p=…$salt$key".
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("making a salt: %w", err)
	}
	key, err := h.work(ctx, h.want, password, salt)
	if err != nil {
		return "", err
	}
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.want.MemoryKiB, h.want.Passes, h.want.Lanes, enc.EncodeToString(salt), enc.EncodeToString(key)), nil
}

// verify compares in constant time; stale says that the parameters were raised since.
func (h *hasher) verify(ctx context.Context, password, stored string) (ok, stale bool, err error) {
	p, salt, key, err := parseHash(stored)
	if err != nil {
		return false, false, err
	}
	if len(password) > maxPassword {
		password = "" // no stored password is empty; the work stays the same
	}
	got, err := h.work(ctx, p, password, salt)
	if err != nil {
		return false, false, err
	}
	stale = p.MemoryKiB != h.want.MemoryKiB || p.Passes != h.want.Passes || p.Lanes != h.want.Lanes
	return subtle.ConstantTimeCompare(got, key) == 1, stale, nil
}

func (h *hasher) work(ctx context.Context, p Hashing, password string, salt []byte) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for a place to hash: %w", ctx.Err())
	}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(password), salt, p.Passes, p.MemoryKiB, p.Lanes, keySize), nil
}

func parseHash(stored string) (Hashing, []byte, []byte, error) {
	bad := errors.New("stored password hash has a form that we do not write")
	parts := strings.Split(stored, hashSeparator)
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return Hashing{}, nil, nil, bad
	}
	var p Hashing
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.MemoryKiB, &p.Passes, &p.Lanes); err != nil {
		return Hashing{}, nil, nil, bad
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errKey != nil || len(key) != keySize || p.Lanes == 0 || p.Passes == 0 || p.Passes > maxPasses || p.MemoryKiB > maxMemoryKiB {
		return Hashing{}, nil, nil, bad
	}
	return p, salt, key, nil
}

// goodPassword follows NIST SP 800-63B: length counts, not kinds of characters.
func goodPassword(password, name string) error {
	refuse := func(message string) error {
		return fault.New(fault.Invalid, "account.password", message).At("password", message)
	}
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return refuse("Mật khẩu phải có ít nhất 10 ký tự.")
	case len(password) > maxPassword:
		return refuse("Mật khẩu quá dài.")
	case strings.Contains(strings.ToLower(password), name):
		return refuse("Mật khẩu không được chứa tên đăng nhập.")
	}
	return nil
}

package org

import (
	"strings"
	"testing"
)

var cheap = Hashing{MemoryKiB: 64, Passes: 1, Lanes: 1, AtOnce: 1}

func TestPasswordHashIsReadBack(t *testing.T) {
	t.Parallel()
	h, err := newHasher(cheap)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := h.hash(t.Context(), "đúng mật khẩu")
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{"đúng mật khẩu": true, "sai mật khẩu": false, "": false, strings.Repeat("x", 1000): false} {
		if ok, stale, err := h.verify(t.Context(), password, stored); err != nil || ok != want || stale {
			t.Errorf("%.20q: %v, stale %v, %v", password, ok, stale, err)
		}
	}
	if again, _ := h.hash(t.Context(), "đúng mật khẩu"); again == stored {
		t.Error("two hashes of one password have the same salt")
	}
}

func TestDefaultHashingIsStrong(t *testing.T) {
	t.Parallel()
	if d := DefaultHashing(); d.MemoryKiB < 64<<10 || d.Passes < 3 {
		t.Errorf("%+v is weaker than RFC 9106 recommends", d)
	}
}

func FuzzStoredHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=4294967295,t=1,p=1$AA$AA")
	f.Add("$2a$10$abc")
	f.Fuzz(func(t *testing.T, stored string) {
		p, _, key, err := parseHash(stored)
		if err == nil && (p.MemoryKiB > maxMemoryKiB || p.Passes > maxPasses || len(key) != keySize) {
			t.Errorf("%q asks for %+v", stored, p)
		}
	})
}

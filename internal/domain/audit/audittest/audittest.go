package audittest

import (
	"testing"
	"time"

	"antin/internal/domain/audit"

	"golang.org/x/mod/sumdb/note"
)

// Origin is the name in the keys that Keys makes.
const Origin = "antin.test/audit"

// Keys makes a new key pair for the heads of one log.
func Keys(t testing.TB) (note.Signer, note.Verifier) {
	t.Helper()
	s, v, err := audit.NewKey(Origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(s)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(v)
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

// Entry is a whole entry of the practice province about one subject.
func Entry(action, subject string) audit.Entry {
	return audit.Entry{
		At: time.UnixMilli(1_760_000_000_123), Account: "account", Person: "person", Agency: "agency",
		Action: action, Subject: subject, Profile: "NA@1", Clause: "NA-16", Data: map[string]string{"z": "<1>", "a": "2"},
	}
}

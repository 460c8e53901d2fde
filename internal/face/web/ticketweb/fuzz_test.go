package ticketweb

import "testing"

// FuzzItemID: an id that is taken is written the same again, so that one file of
// a ticket has one name.
func FuzzItemID(f *testing.F) {
	for _, id := range []string{"1-0", "500-12", "01-0", "-1-0", "1-", "1-0-0", "+1-0", "99999999999999999999-0", ""} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		seq, part, err := readItemID(id)
		if err == nil && itemID(seq, part) != id {
			t.Errorf("%q is read as %d and %d", id, seq, part)
		}
	})
}

func TestKeyIsGroupedAsTheAgentShowsIt(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{"sha256:0a1b2c3d4e": "0A1B 2C3D 4E", "sha256:0a1b": "0A1B", "": ""} {
		if got := grouped(key); got != want {
			t.Errorf("%q is shown as %q", key, got)
		}
	}
}

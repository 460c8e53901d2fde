package request

import "testing"

// Form 7 of TT 185 asks which service is wanted; nobody types it.
func TestServiceIsTheKind(t *testing.T) {
	t.Parallel()
	for kind, want := range map[Kind]string{Renew: Renew.Name(), Change: Change.Name(), New: ""} {
		r := Request{Kind: kind, Subject: ForPerson, Fields: map[string]string{}, Old: map[string]string{}}
		if got := r.row()["service"]; got != want {
			t.Errorf("%s says %q, want %q", kind, got, want)
		}
	}
}

package document

import "testing"

// The date follows every part that the sealed PDF fills in; a part that the
// page prints stays.
func TestDateFollowsThePartsOfTheSealedPDF(t *testing.T) {
	t.Parallel()
	for _, k := range []struct {
		name, on string
		pf       proof
		want     string
	}{
		{"whole", "2020-02-03", proof{sealed: true, day: "22", month: "11", year: "2026"}, "2026-11-22"},
		{"the page prints 20…", "2020-11-22", proof{sealed: true, day: "22", month: "11", year: "26"}, "2026-11-22"},
		{"January has a zero", "2026-11-05", proof{sealed: true, day: "05", month: "01"}, "2026-01-05"},
		{"the day alone", "2026-11-05", proof{sealed: true, day: "22"}, "2026-11-22"},
		{"words prove nothing", "2026-11-05", proof{sealed: true, day: "x", month: "-1"}, "2026-11-05"},
		{"not sealed yet", "2026-11-05", proof{day: "22"}, ""},
		{"no date", "", proof{sealed: true, day: "22"}, ""},
	} {
		d := &Document{IssuedOn: k.on}
		if got := d.provenDay(k.pf); got != k.want {
			t.Errorf("%s: %q, want %q", k.name, got, k.want)
		}
	}
}

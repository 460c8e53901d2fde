package profile_test

import (
	"testing"
	"time"

	"antin/internal/domain/profile"
)

func TestCalendarOfTheProfile(t *testing.T) {
	t.Parallel()
	set := load(t)
	received := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC) // Friday 09:00
	p := at(t, set, "LD", "2026-11-20")
	if due := p.Calendar().AddDays(received, 2); due.UTC().Format(time.DateTime) != "2026-11-25 10:00:00" {
		t.Errorf("two working days over 24/11: %s", due)
	}
	changed, err := set.With("LD", "workday.days", []any{map[string]any{"date": "2026-11-23", "off": true, "name": "Nghỉ, làm bù ngày 28/11"}})
	if err != nil {
		t.Fatal(err)
	}
	if due := at(t, changed, "LD", "2026-11-20").Calendar().AddDays(received, 1); due.UTC().Format(time.DateTime) != "2026-11-25 10:00:00" {
		t.Errorf("with Monday off: %s", due)
	}
	for _, bad := range []map[string]any{
		{"days": []any{"monday"}, "sessions": []any{"07:30-11:30"}},
		{"days": []any{"mon"}, "sessions": []any{"11:30-07:30"}},
		{"days": []any{"mon"}, "sessions": []any{"7h-11h"}},
		{"from": "1/10/2026", "days": []any{"mon"}, "sessions": []any{"07:30-11:30"}},
	} {
		if _, err := set.With("LD", "workday.weeks", []any{bad}); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}

// Both sets of forms, chosen by the day and by the words of the province.
func TestFormSetByDayAndProvince(t *testing.T) {
	t.Parallel()
	set := load(t)
	for _, test := range []struct {
		province, day, kind string
		want                []profile.FormRef
	}{
		{"BG", "2021-03-01", "revoke", []profile.FormRef{{"TT185", 9, 1}, {"TT185", 10, 1}}}, // no words of its own: the nation's set of the day
		{"BG", "2026-11-22", "revoke", []profile.FormRef{{"ND68", 5, 1}}},
		{"NA", "2026-11-22", "recover", []profile.FormRef{{"ND68", 6, 1}}},
		{"HT", "2026-11-22", "recover", []profile.FormRef{{"TT185", 11, 1}, {"TT185", 12, 1}}},
		{"HT", "2026-11-22", "return", nil},
		{"LD", "2026-11-22", "recover", []profile.FormRef{{"TT185", 11, 1}, {"TT185", 12, 1}}},
		{"HD", "2026-11-22", "handover", []profile.FormRef{{"HD", 1, 1}}},
	} {
		got := at(t, set, test.province, test.day).Subscribers.FormRefs(test.kind)
		if len(got) != len(test.want) {
			t.Errorf("%s %s %s: %v, want %v", test.province, test.day, test.kind, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%s %s %s: %v, want %v", test.province, test.day, test.kind, got, test.want)
			}
		}
	}
	for _, province := range set.Provinces() {
		for _, ref := range at(t, set, province, "2026-11-22").Subscribers.FormRefs("") {
			if _, ok := set.Form(ref.Set, ref.Number); !ok {
				t.Errorf("%s lists %v, which is not delivered", province, ref)
			}
		}
	}
}

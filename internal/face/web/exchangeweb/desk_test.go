package exchangeweb

import (
	"testing"
	"time"
)

func TestDeskShowsTenPagesAtOnce(t *testing.T) {
	t.Parallel()
	cases := []struct {
		asked    string
		all      int
		from, to int
		back, on string
	}{
		{"", 3, 1, 3, "", ""},
		{"", 25, 1, 10, "", "?tep=f&trang=11"},
		{"11", 25, 11, 20, "?tep=f&trang=1", "?tep=f&trang=21"},
		{"21", 25, 21, 25, "?tep=f&trang=11", ""},
		{"-5", 25, 1, 10, "", "?tep=f&trang=11"},
		{"999", 25, 25, 25, "?tep=f&trang=15", ""},
		{"x", 1, 1, 1, "", ""},
	}
	for _, c := range cases {
		k := desk{All: c.all}
		k.cut(c.asked, "?tep=f")
		if k.From != c.from || k.To != c.to || k.Back != c.back || k.On != c.on {
			t.Errorf("page %q of %d: %+v", c.asked, c.all, k)
		}
	}
}

func TestDueDayIsARealDayFromToday(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC) // already the 23rd in Vietnam
	cases := []struct {
		day, month, year, want string
		ok                     bool
	}{
		{"", "", "", "", true},
		{"23", "11", "2026", "2026-11-23", true},
		{"1", "3", "2028", "2028-03-01", true},
		{"22", "11", "2026", "", false},
		{"31", "2", "2027", "", false},
		{"5", "", "2027", "", false},
		{"năm", "1", "2027", "", false},
		{"1", "1", "27", "", false},
	}
	for _, c := range cases {
		got, err := dueDay(assignDeed{Day: c.day, Month: c.month, Year: c.year}, now)
		if got != c.want || (err == nil) != c.ok {
			t.Errorf("%s/%s/%s: %q, %v", c.day, c.month, c.year, got, err)
		}
	}
}

func TestCellsAreNoFormulas(t *testing.T) {
	t.Parallel()
	row := harmless([]string{"=1+1", "+84", "-x", "@a", "V/v a=b", ""})
	for i, want := range []string{"'=1+1", "'+84", "'-x", "'@a", "V/v a=b", ""} {
		if row[i] != want {
			t.Errorf("%q", row[i])
		}
	}
}

package workday_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"antin/workday"
)

var hanoi = time.FixedZone("+07", 7*60*60)

func office(t testing.TB, o workday.Options) *workday.Calendar {
	t.Helper()
	if o.Plans == nil {
		o.Plans = []workday.Plan{workday.OfficeWeek()}
	}
	c, err := workday.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func when(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, hanoi)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// The first days of the lunar years as the calendars of Vietnam printed them.
func TestTet(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12",
		"2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26",
		"2029-02-13", "2030-02-02", "2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19", "2035-02-08",
		"1985-01-21", "2007-02-17", // a month, a day before the Chinese new year
	} {
		d, err := workday.ParseDate(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := workday.Tet(d.Year); got != d {
			t.Errorf("Tết %d: %s, want %s", d.Year, got, want)
		}
	}
	if workday.Tet(1899) != (workday.Date{}) || workday.Tet(2200) != (workday.Date{}) {
		t.Error("years outside the range have a Tết")
	}
}

// Whole years as they were announced.
func TestDaysOff(t *testing.T) {
	t.Parallel()
	c := office(t, workday.Options{})
	for _, test := range []struct {
		day string
		off bool
		why string
	}{
		{"2026-01-01", true, "Tết Dương lịch"}, {"2026-01-02", true, "Nghỉ, làm bù ngày 10/01/2026"},
		{"2026-02-13", false, ""}, {"2026-02-16", true, "Tết Âm lịch"}, {"2026-02-20", true, "Tết Âm lịch"}, {"2026-02-23", false, ""},
		{"2026-04-26", true, "Giỗ Tổ Hùng Vương"}, {"2026-04-27", true, "Nghỉ bù Giỗ Tổ Hùng Vương"}, {"2026-04-28", false, ""},
		{"2026-08-22", false, ""}, {"2026-08-31", true, "Nghỉ, làm bù ngày 22/08/2026"},
		{"2026-09-01", true, "Nghỉ liền kề Quốc khánh"}, {"2026-09-02", true, "Quốc khánh"}, {"2026-09-03", false, ""},
		{"2026-11-22", true, "Chủ nhật"}, {"2026-11-23", false, ""}, {"2026-11-24", true, "Ngày Văn hóa Việt Nam"}, {"2025-11-24", false, ""},
		{"2025-01-27", true, "Tết Âm lịch"}, {"2025-01-31", true, "Tết Âm lịch"}, {"2025-04-07", true, "Giỗ Tổ Hùng Vương"},
		{"2025-04-26", false, ""}, {"2025-05-02", true, "Nghỉ, làm bù ngày 26/04/2025"}, {"2025-09-01", true, "Nghỉ liền kề Quốc khánh"},
		// 29/4/2023 (Giỗ Tổ) and 30/4 on a weekend: two days made up after 1/5.
		{"2023-05-02", true, "Nghỉ bù Giỗ Tổ Hùng Vương"}, {"2023-05-03", true, "Nghỉ bù Ngày Chiến thắng"}, {"2023-05-04", false, ""},
		{"2023-09-01", true, "Nghỉ liền kề Quốc khánh"}, {"2023-09-04", true, "Nghỉ bù Quốc khánh"},
		{"2024-09-03", true, "Nghỉ liền kề Quốc khánh"}, {"2022-09-01", true, "Nghỉ liền kề Quốc khánh"},
		// 24/11/2029 is a Saturday: outside Điều 112 khoản 1, nothing is made up.
		{"2029-11-26", false, ""},
	} {
		d, _ := workday.ParseDate(test.day)
		reason, off := c.Why(d)
		if off != test.off || reason.Why != test.why || c.IsWorking(when(t, test.day+" 12:00")) == test.off {
			t.Errorf("%s: off %v %q, want %v %q", test.day, off, reason.Why, test.off, test.why)
		}
	}
}

func TestAddDays(t *testing.T) {
	t.Parallel()
	c := office(t, workday.Options{})
	late := office(t, workday.Options{LateCountsNextDay: true})
	for _, test := range []struct {
		c    *workday.Calendar
		from string
		n    int
		want string
	}{
		{c, "2026-11-19 09:00", 1, "2026-11-20 17:00"},
		{c, "2026-11-20 09:00", 1, "2026-11-23 17:00"},
		{c, "2026-11-20 09:00", 3, "2026-11-26 17:00"}, // 24/11 left out
		{c, "2026-11-21 10:00", 1, "2026-11-23 17:00"},
		{late, "2026-11-21 10:00", 1, "2026-11-25 17:00"}, // counts as received on Monday
		{late, "2026-11-20 17:30", 1, "2026-11-25 17:00"},
		{late, "2026-11-20 16:30", 1, "2026-11-23 17:00"},
		{c, "2026-08-21 09:00", 1, "2026-08-22 17:00"}, // a Saturday worked in exchange
		{c, "2026-11-24 09:00", 0, "2026-11-25 17:00"},
	} {
		if got := test.c.AddDays(when(t, test.from), test.n); !got.Equal(when(t, test.want)) {
			t.Errorf("%s + %d: %s, want %s", test.from, test.n, got.In(hanoi), test.want)
		}
	}
}

func TestHours(t *testing.T) {
	t.Parallel()
	c := office(t, workday.Options{})
	for _, test := range []struct {
		from  string
		hours float64
		want  string
	}{
		{"2026-11-23 08:00", 2, "2026-11-23 10:00"},
		{"2026-11-23 10:30", 2, "2026-11-23 14:30"}, // lunch stands still
		{"2026-11-23 16:00", 2, "2026-11-25 08:30"}, // and the holiday
		{"2026-11-22 08:00", 7.5, "2026-11-23 17:00"},
		{"2026-11-22 08:00", 0, "2026-11-22 08:00"},
	} {
		got := c.AddHours(when(t, test.from), time.Duration(test.hours*float64(time.Hour)))
		if !got.Equal(when(t, test.want)) {
			t.Errorf("%s + %vh: %s, want %s", test.from, test.hours, got.In(hanoi), test.want)
		}
	}
	if got := c.MorningOfNext(when(t, "2026-11-23 16:00")); !got.Equal(when(t, "2026-11-25 11:30")) {
		t.Errorf("morning of the next working day: %s", got)
	}
	left := c.Left(when(t, "2026-11-25 10:00"), when(t, "2026-11-23 16:00"))
	if !left.Overdue || left.Working != 3*time.Hour+30*time.Minute || left.Today {
		t.Errorf("overdue: %+v", left)
	}
	left = c.Left(when(t, "2026-11-23 07:30"), when(t, "2026-11-26 17:00"))
	if left.Overdue || left.Days != 3 {
		t.Errorf("three days left: %+v", left)
	}
}

func TestExplainNamesTheDaysLeftOut(t *testing.T) {
	t.Parallel()
	c := office(t, workday.Options{})
	from := when(t, "2026-11-20 09:00")
	e := c.Explain(from, c.AddDays(from, 3))
	if len(e.Counted) != 3 || len(e.LeftOut) != 3 || e.LeftOut[0].Why != "Thứ Bảy" || e.LeftOut[2].Why != "Ngày Văn hóa Việt Nam" ||
		e.LeftOut[2].Clause != "Nghị quyết 28/2026/QH16, Điều 2" {
		t.Errorf("got %+v", e)
	}
}

func TestOverridesAndDatedWeeksWin(t *testing.T) {
	t.Parallel()
	winter := workday.Plan{From: workday.Date{Year: 2026, Month: 10, Day: 1}, Week: map[time.Weekday][]workday.Session{
		time.Monday: {{From: 8 * 60, To: 12 * 60}}, time.Saturday: {{From: 8 * 60, To: 12 * 60}}}}
	c := office(t, workday.Options{Plans: []workday.Plan{winter, workday.OfficeWeek()}, Overrides: []workday.Override{
		{Date: workday.Date{Year: 2026, Month: 11, Day: 24}, Name: "Làm việc"},
		{Date: workday.Date{Year: 2026, Month: 11, Day: 23}, Off: true, Name: "Nghỉ, làm bù ngày 28/11"},
	}})
	if c.IsWorking(when(t, "2026-11-23 09:00")) || !c.IsWorking(when(t, "2026-11-24 09:00")) || !c.IsWorking(when(t, "2026-11-28 09:00")) {
		t.Error("rows of the caller or the week of winter do not count")
	}
	if got := c.AddDays(when(t, "2026-11-22 09:00"), 1); !got.Equal(when(t, "2026-11-24 12:00")) {
		t.Errorf("hours of the dated week: %s", got)
	}
	if list := c.Holidays(2026); len(list) < 14 {
		t.Errorf("the list of the year has %d rows", len(list))
	}
	for name, o := range map[string]workday.Options{
		"no week": {}, "empty week": {Plans: []workday.Plan{{}}},
		"backwards": {Plans: []workday.Plan{{Week: map[time.Weekday][]workday.Session{1: {{From: 600, To: 500}}}}}},
		"no name":   {Plans: []workday.Plan{workday.OfficeWeek()}, Overrides: []workday.Override{{Date: workday.Date{Year: 2026, Month: 1, Day: 5}}}},
	} {
		if _, err := workday.New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Properties of counting, at random moments of a century.
func TestCountingHolds(t *testing.T) {
	t.Parallel()
	c := office(t, workday.Options{})
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		from := time.Unix(r.Int64N(80*365*86400)+788918400, 0) // 1995–2075
		check(t, c, from, r.IntN(60), time.Duration(r.IntN(200*60))*time.Minute)
	}
}

func FuzzCount(f *testing.F) {
	f.Add(int64(1795000000), 3, int64(180))
	f.Add(int64(-1), 0, int64(0))
	f.Add(int64(4102444800), 400, int64(100000))
	c := office(f, workday.Options{})
	f.Fuzz(func(t *testing.T, unix int64, days int, minutes int64) {
		if unix < -2e9 || unix > 8e9 || days > 500 || minutes > 100000 {
			t.Skip()
		}
		check(t, c, time.Unix(unix, 0), days, time.Duration(minutes)*time.Minute)
	})
}

// check holds what must be true of every deadline.
func check(t *testing.T, c *workday.Calendar, from time.Time, n int, hours time.Duration) {
	t.Helper()
	due, next := c.AddDays(from, n), c.AddDays(from, n+1)
	if !c.IsWorking(due) || n >= 1 && !due.After(from) {
		t.Errorf("%s + %d lands on %s", from.In(hanoi), n, due.In(hanoi))
	}
	if next.Before(due) || n >= 1 && !next.After(due) {
		t.Errorf("%s: %d days end at %s, one more at %s", from.In(hanoi), n, due.In(hanoi), next.In(hanoi))
	}
	if later := c.AddDays(from.Add(time.Hour), n); later.Before(due) {
		t.Errorf("%s: an hour later gives an earlier deadline", from.In(hanoi))
	}
	if e := c.Explain(from, due); n >= 1 && n < 500 && len(e.Counted) != n {
		t.Errorf("%s + %d: %d days explained", from.In(hanoi), n, len(e.Counted))
	}
	if end := c.AddHours(from, hours); hours > 0 {
		if got := c.Between(from, end); got != hours {
			t.Errorf("%s + %s: %s lie between", from.In(hanoi), hours, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"07:30", "24:00", "2026-11-24", "7:30", "25:00", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := workday.ParseClock(text); err == nil && c.String() != text {
			t.Errorf("%q reads as %s", text, c)
		}
		if d, err := workday.ParseDate(text); err == nil && d.String() != text {
			t.Errorf("%q reads as %s", text, d)
		}
	})
}

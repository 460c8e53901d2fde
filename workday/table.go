package workday

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
)

//go:embed holidays.toml
var holidayFile string

// table is what holidays.toml says.
type table struct {
	Fixed  []feast `toml:"fixed"`
	Lunar  []feast `toml:"lunar"`
	Tet    feast   `toml:"tet"`
	Beside feast   `toml:"beside_national_day"`
	Years  []year  `toml:"year"`
}

// feast is a holiday that comes every year.
type feast struct {
	Name     string `toml:"name"`
	Month    int    `toml:"month"`
	Day      int    `toml:"day"`
	Days     int    `toml:"days"`
	Before   int    `toml:"before"`
	FromYear int    `toml:"from_year"`
	MakeUp   bool   `toml:"make_up"`
	Clause   string `toml:"clause"`
}

// year is what was decided for one year.
type year struct {
	Year        int    `toml:"year"`
	Source      string `toml:"source"`
	TetBefore   int    `toml:"tet_before"`
	NationalDay string `toml:"national_day"` // "before", "after"
	Swaps       []struct {
		Off  string `toml:"off"`
		Work string `toml:"work"`
	} `toml:"swaps"`
}

// holidays reads the embedded table once. It panics on a broken table, which
// is a programmer's mistake that every test of the package would meet.
var holidays = sync.OnceValue(func() table {
	var t table
	meta, err := toml.Decode(holidayFile, &t)
	if err != nil {
		panic(fmt.Sprintf("workday: reading holidays.toml: %v", err))
	}
	if left := meta.Undecoded(); len(left) > 0 {
		panic(fmt.Sprintf("workday: holidays.toml has the unknown key %s", left[0]))
	}
	return t
})

// Default marks a day that no decision fixed yet: a later one may move it.
const Default = "mặc định, chờ thông báo của năm"

// generate lists the days of a year that are off or worked by law and by the
// decision of that year, without make-up days.
func (t table) generate(y int) (rows []Override, makeUp []Date) {
	add := func(d Date, f feast, source string) {
		rows = append(rows, Override{Date: d, Off: true, Name: f.Name, Clause: f.Clause, Source: source})
		if f.MakeUp {
			makeUp = append(makeUp, d)
		}
	}
	for _, f := range t.Fixed {
		if y >= f.FromYear {
			add(Date{y, time.Month(f.Month), f.Day}, f, "")
		}
	}
	for _, f := range t.Lunar {
		if d := fromLunar(f.Day, f.Month, y); d != (Date{}) {
			add(d, f, "")
		}
	}
	decided, source := t.decided(y)
	if first := Tet(y); first != (Date{}) {
		f := t.Tet
		f.MakeUp = true
		for i := range f.Days {
			add(first.Add(i-decided.TetBefore), f, source)
		}
	}
	if y >= t.Beside.FromYear {
		f := t.Beside
		f.MakeUp = true
		add(besideNationalDay(y, decided.NationalDay), f, source)
	}
	for _, swap := range decided.Swaps {
		rows = append(rows, swapped(swap.Off, swap.Work, source)...)
	}
	return rows, makeUp
}

// decided finds the decision of a year, or the defaults with the word for it.
func (t table) decided(y int) (year, string) {
	i := slices.IndexFunc(t.Years, func(d year) bool { return d.Year == y })
	if i < 0 {
		return year{Year: y, TetBefore: t.Tet.Before}, Default
	}
	return t.Years[i], t.Years[i].Source
}

// besideNationalDay is 1/9 or 3/9. Undecided, it is the side that joins the
// weekend, as it was in every year since 2021.
func besideNationalDay(y int, side string) Date {
	day := Date{y, time.September, 2}
	if side == "" {
		side = "before"
		if w := day.Weekday(); w == time.Monday || w == time.Thursday {
			side = "after"
		}
	}
	if side == "after" {
		return day.Add(1)
	}
	return day.Add(-1)
}

// swapped makes the two rows of an exchange; a day that cannot be read is a
// mistake in the embedded table.
func swapped(off, work, source string) []Override {
	a, errA := ParseDate(off)
	b, errB := ParseDate(work)
	if errA != nil || errB != nil {
		panic(fmt.Sprintf("workday: holidays.toml: swap %q, %q", off, work))
	}
	return []Override{
		{Date: a, Off: true, Name: "Nghỉ, làm bù ngày " + b.short(), Source: source},
		{Date: b, Name: "Làm bù cho ngày " + a.short(), Source: source},
	}
}

func (d Date) short() string { return d.start().Format("02/01/2006") }

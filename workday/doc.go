// Package workday counts working days and hours of a Vietnamese office.
//
// The first call is New with the hours of the week, then AddDays for a
// deadline given in working days:
//
//	c, err := workday.New(workday.Options{Plans: []workday.Plan{workday.OfficeWeek()}})
//	due := c.AddDays(received, 1) // end of the next working day
//
// Holidays are those of Điều 112 Bộ luật Lao động 2019, generated for each
// year with the Vietnamese lunisolar calendar at UTC+7 (Tết, Giỗ Tổ), with the
// make-up days of Điều 111 khoản 3, and 24/11 from 2026 (Nghị quyết
// 28/2026/QH16, Điều 2). What the Prime Minister decides each year (how Tết is
// laid, the day beside 2/9, swapped Saturdays) stands in holidays.toml by year
// and can be added by the caller; years without a decision get a default that
// Source marks as such.
//
// Counting follows Điều 147 and 148 of Bộ luật Dân sự 2015: a period in days
// begins on the day after the event, one in hours at the moment itself. Every
// day is a day at +07:00, whatever zone a time is given in. A Calendar never
// changes and may be used by many at once.
package workday

package workday

import (
	"math"
	"time"
)

// The Vietnamese lunisolar calendar at UTC+7: a month begins on the day of the
// new moon, the winter solstice falls in month 11, and in a year of thirteen
// months the first one without a major solar term is the leap month. New moon
// and longitude of the sun after Jean Meeus, Astronomical Algorithms (1998),
// in the short series that Hồ Ngọc Đức published for this calendar. Good for
// the years 1900–2199.

const (
	firstYear, lastYear = 1900, 2199
	synodicMonth        = 29.530588853
	epochNewMoon        = 2415021.076998695 // Julian day of the new moon k = 0, January 1900
)

// Tet gives the first day of the lunar year that begins in that year. Years
// outside 1900–2199 give the zero Date.
func Tet(year int) Date { return fromLunar(1, 1, year) }

// fromLunar gives the solar day of a day of a regular (not leap) lunar month.
func fromLunar(day, month, year int) Date {
	if year < firstYear || year > lastYear {
		return Date{}
	}
	eleven, next := monthEleven(year-1), monthEleven(year)
	if month >= 11 {
		eleven, next = monthEleven(year), monthEleven(year+1)
	}
	after := (month - 11 + 12) % 12
	if next-eleven > 365 { // thirteen months: one of them is leap
		if leap := leapAfter(eleven); after >= leap {
			after++
		}
	}
	k := int(0.5 + (float64(eleven)-epochNewMoon)/synodicMonth)
	return fromJulian(newMoonDay(k+after) + day - 1)
}

// monthEleven gives the Julian day on which the lunar month with the winter
// solstice of the year begins.
func monthEleven(year int) int {
	k := int(math.Floor(float64(julian(Date{year, time.December, 31})-2415021) / synodicMonth))
	start := newMoonDay(k)
	if sunSector(start) >= 9 { // the sun already passed the solstice
		start = newMoonDay(k - 1)
	}
	return start
}

// leapAfter counts the months from month 11 to the leap month.
func leapAfter(eleven int) int {
	k := int((float64(eleven)-epochNewMoon)/synodicMonth + 0.5)
	last := -1
	for i := 1; i < 14; i++ {
		sector := sunSector(newMoonDay(k + i))
		if sector == last {
			return i - 1
		}
		last = sector
	}
	return 14
}

// newMoonDay is the Julian day at +07:00 of the k-th new moon since 1900.
func newMoonDay(k int) int { return int(math.Floor(newMoon(float64(k)) + 0.5 + 7.0/24)) }

// newMoon is the moment of the k-th new moon as Julian day, UTC.
func newMoon(k float64) float64 {
	const rad = math.Pi / 180
	t := k / 1236.85 // Julian centuries from 1900-01-00.5
	t2, t3 := t*t, t*t*t
	jd := 2415020.75933 + 29.53058868*k + 0.0001178*t2 - 0.000000155*t3 +
		0.00033*math.Sin((166.56+132.87*t-0.009173*t2)*rad)
	sun := (359.2242 + 29.10535608*k - 0.0000333*t2 - 0.00000347*t3) * rad
	moon := (306.0253 + 385.81691806*k + 0.0107306*t2 + 0.00001236*t3) * rad
	node := (21.2964 + 390.67050646*k - 0.0016528*t2 - 0.00000239*t3) * rad
	c := (0.1734-0.000393*t)*math.Sin(sun) + 0.0021*math.Sin(2*sun) -
		0.4068*math.Sin(moon) + 0.0161*math.Sin(2*moon) - 0.0004*math.Sin(3*moon) +
		0.0104*math.Sin(2*node) - 0.0051*math.Sin(sun+moon) - 0.0074*math.Sin(sun-moon) +
		0.0004*math.Sin(2*node+sun) - 0.0004*math.Sin(2*node-sun) - 0.0006*math.Sin(2*node+moon) +
		0.0010*math.Sin(2*node-moon) + 0.0005*math.Sin(2*moon+sun)
	deltaT := -0.000278 + 0.000265*t + 0.000262*t2
	if t < -11 {
		deltaT = 0.001 + 0.000839*t + 0.0002261*t2 - 0.00000845*t3 - 0.000000081*t*t3
	}
	return jd + c - deltaT
}

// sunSector is the twelfth of the ecliptic in which the sun stands at the
// beginning of the day at +07:00; 0 begins at the March equinox.
func sunSector(day int) int {
	const rad = math.Pi / 180
	t := (float64(day) - 0.5 - 7.0/24 - 2451545) / 36525
	t2 := t * t
	mean := (357.52910 + 35999.05030*t - 0.0001559*t2 - 0.00000048*t*t2) * rad
	longitude := 280.46645 + 36000.76983*t + 0.0003032*t2 +
		(1.914600-0.004817*t-0.000014*t2)*math.Sin(mean) +
		(0.019993-0.000101*t)*math.Sin(2*mean) + 0.000290*math.Sin(3*mean)
	longitude = math.Mod(longitude, 360)
	if longitude < 0 {
		longitude += 360
	}
	return int(longitude / 30)
}

// julian is the Julian day number of a Gregorian day at noon.
func julian(d Date) int {
	const unixEpoch = 2440588
	return unixEpoch + int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix()/(24*60*60))
}

func fromJulian(day int) Date {
	const unixEpoch = 2440588
	y, m, d := time.Unix(int64(day-unixEpoch)*24*60*60, 0).UTC().Date()
	return Date{y, m, d}
}

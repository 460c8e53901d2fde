package subscriber

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"antin/internal/domain/org"
)

// maxCalendar bounds the events of one file; an agency has a few hundred.
const maxCalendar = 5000

// Calendar gives the ends of the actor's own certificates as a calendar file.
func (s *Service) Calendar(ctx context.Context, by org.Actor) ([]byte, error) {
	lines, err := s.Mine(ctx, by)
	if err != nil {
		return nil, err
	}
	return s.calendar(by.Province, "Chứng thư số của tôi", lines)
}

// AgencyCalendar gives those of the reader's lists that end within two years.
func (s *Service) AgencyCalendar(ctx context.Context, by org.Actor) ([]byte, error) {
	now := s.Now()
	var lines []Line
	err := s.Each(ctx, by, Filter{State: InForce, EndsFrom: now, EndsUntil: now.AddDate(2, 0, 0), Order: ByExpiry}, func(l Line) error {
		if len(lines) < maxCalendar {
			lines = append(lines, l)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.calendar(by.Province, "Chứng thư số của cơ quan", lines)
}

// calendar writes one all-day event on the last day of each certificate that is
// in force and not renewed, with an alarm for each rung (RFC 5545). The UID hangs
// on the certificate, so that a file taken again moves no event.
func (s *Service) calendar(province, name string, lines []Line) ([]byte, error) {
	law, err := s.law(province)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	put := func(format string, args ...any) { fold(&b, fmt.Sprintf(format, args...)) }
	put("BEGIN:VCALENDAR")
	put("VERSION:2.0")
	put("PRODID:-//An Tin//So thue bao//VI")
	put("CALSCALE:GREGORIAN")
	put("METHOD:PUBLISH")
	put("X-WR-CALNAME:%s", escaped(name))
	for _, l := range lines {
		if l.State != InForce && l.State != Early || l.Renewed {
			continue
		}
		last := l.NotAfter.In(zone)
		put("BEGIN:VEVENT")
		put("UID:%s@chung-thu.antin", l.Certificate)
		put("DTSTAMP:%s", s.Now().UTC().Format("20060102T150405Z"))
		put("DTSTART;VALUE=DATE:%s", last.Format("20060102"))
		put("DTEND;VALUE=DATE:%s", last.AddDate(0, 0, 1).Format("20060102"))
		put("SUMMARY:%s", escaped("Hết hạn chứng thư số: "+l.Holder))
		put("DESCRIPTION:%s", escaped("Số sê-ri "+l.Serial+". Hết hạn lúc "+last.Format("15:04 02/01/2006")+". Đề nghị gia hạn trước ngày này."))
		put("TRANSP:TRANSPARENT")
		for _, days := range law.Subscribers.ExpiryReminders {
			put("BEGIN:VALARM")
			put("ACTION:DISPLAY")
			put("TRIGGER:-P%dD", days)
			put("DESCRIPTION:%s", escaped(fmt.Sprintf("Còn %d ngày: chứng thư số của %s", days, l.Holder)))
			put("END:VALARM")
		}
		put("END:VEVENT")
	}
	put("END:VCALENDAR")
	return []byte(b.String()), nil
}

// zone is the time in which people count days.
var zone = time.FixedZone("+07:00", 7*3600)

// escaped writes a text value (RFC 5545, 3.3.11).
func escaped(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(text)
}

// fold writes one content line, broken after at most 75 octets and never inside
// a letter (RFC 5545, 3.1).
func fold(b *strings.Builder, line string) {
	room := 75
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], 74
	}
	b.WriteString(line + "\r\n")
}

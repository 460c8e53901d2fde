package searchweb

import (
	"net/url"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/search"
	"antin/vntext"
)

// asked reads the address of a search; what is not known is left out. A day
// that is not one stays as typed, and the search refuses it in words.
func asked(v url.Values) search.Query {
	text := func(name string) string {
		s, _ := vntext.TypedLine(strings.TrimSpace(v.Get(name)))
		return s
	}
	q := search.Query{Text: text("q"), Person: text("nguoi"), Agency: text("co-quan"), Type: text("loai"), From: typedDay(text("tu-ngay")), To: typedDay(text("den-ngay"))}
	switch d := document.Direction(v.Get("huong")); d {
	case document.Outgoing, document.Incoming:
		q.Direction = d
	}
	switch s := search.Stage(v.Get("tinh-trang")); s {
	case search.UnderWay, search.Done, search.Ended:
		q.Stage = s
	}
	return q
}

// address is the other way round of asked.
func address(q search.Query) url.Values {
	v := url.Values{}
	for name, value := range map[string]string{
		"q": q.Text, "nguoi": q.Person, "co-quan": q.Agency, "loai": q.Type, "tu-ngay": shownDay(q.From), "den-ngay": shownDay(q.To),
		"huong": string(q.Direction), "tinh-trang": string(q.Stage),
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

const dayForm = "02/01/2006"

func typedDay(s string) string {
	if d, err := time.Parse("2/1/2006", s); err == nil {
		return d.Format(time.DateOnly)
	}
	return s
}

func shownDay(s string) string {
	if d, err := time.Parse(time.DateOnly, s); err == nil {
		return d.Format(dayForm)
	}
	return s
}

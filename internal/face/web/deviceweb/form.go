package deviceweb

import (
	"net/http"
	"slices"
	"time"

	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// formPage is the form of one deed.
type formPage struct {
	ui.Page
	Post   string
	Method string // "get" for the first of two steps
	Files  bool
	Hidden []ui.Hidden
	About  []ui.Pair
	Lines  []string
	Fields []ui.Input
	More   string // heading of Rest, which is folded away until something is wrong there
	Rest   []ui.Input
	Unfold bool
	Picks  picks
	Button string
	Back   ui.Link
	Clause string
	Empty  *ui.Empty // stands in place of a form that has nothing to choose from
}

// picks is a group of boxes to tick.
type picks struct {
	Name, Label, Hint, Error string
	Boxes                    []box
}

type box struct {
	Value, Text, Detail string
	Ticked              bool
}

// builder makes the page of a form with what was typed.
type builder func(r *web.Request, page *formPage) error

// open shows a form for the first time.
func (m *module) open(w http.ResponseWriter, r *web.Request, build builder) error {
	page := &formPage{}
	if err := build(r, page); err != nil {
		return err
	}
	return r.Render(w, page)
}

// again shows it with the refusal; what nobody may see or do is refused whole.
func (m *module) again(w http.ResponseWriter, r *web.Request, refused error, build builder) error {
	f, ok := fault.From(refused)
	if !ok || f.Code == "guard.forbidden" || f.Kind == fault.NotFound && len(f.Fields) == 0 {
		return refused
	}
	page := &formPage{}
	page.Fault = ui.Refused(f, r.Actor.Province)
	if err := build(r, page); err != nil {
		return refused
	}
	for _, in := range page.Rest {
		page.Unfold = page.Unfold || in.Error != "" || in.Value != ""
	}
	page.Picks.Error = page.Fault.At(page.Picks.Name)
	return r.Refuse(w, refused, page)
}

// value is what was typed, or what the address of the form says.
func value(r *web.Request, name string) string {
	if r.Method == http.MethodPost {
		return r.Text(name)
	}
	return r.URL.Query().Get(name)
}

// or is what was typed, or a proposal on the first showing.
func or(r *web.Request, name, proposal string) string {
	if v := value(r, name); v != "" || r.Method == http.MethodPost {
		return v
	}
	return proposal
}

func ticked(r *web.Request, name, one string) bool {
	if r.Method == http.MethodPost {
		return slices.Contains(r.PostForm[name], one)
	}
	return slices.Contains(r.URL.Query()[name], one)
}

const (
	dayForm    = "02/01/2006"
	momentForm = "02/01/2006 15:04"
)

// day reads a date of the form; empty is zero.
func day(r *web.Request, name string) (time.Time, error) { return moment(r, name, dayForm) }

func moment(r *web.Request, name, layout string) (time.Time, error) {
	text := r.Text(name)
	if text == "" {
		return time.Time{}, nil
	}
	for _, l := range []string{layout, momentForm, "2/1/2006", "2/1/2006 15:04", "2006-01-02", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(l, text, ui.Hanoi); err == nil && t.Year() > 1990 && t.Year() < 2200 {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "device.date", "Ngày giờ chưa đúng.").At(name, "Ghi ngày/tháng/năm, ví dụ 22/11/2026.")
}

func today(m *module) string { return m.Now().In(ui.Hanoi).Format(dayForm) }

package documentweb

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

const pointsPerMM = 72 / 25.4

// placePage moves the fields on the page: by buttons without script, and with
// it also by arrow keys and by dragging.
type placePage struct {
	ui.Page
	Post    string
	Chosen  string
	Shown   int // page
	Pages   int
	Width   float64
	Height  float64
	Picture string
	Rows    []placeRow
	Unsaved bool
	Back    ui.Link
	Steps   []placeStep
}

// placeRow is one field of the form; its rectangle is drawn when it stands on
// the page shown.
type placeRow struct {
	document.Place
	Label  string
	Chosen bool
	OnPage bool
	Where  string
	View   placeView
}

type placeStep struct{ Value, Text, Name string }

func placeSteps() []placeStep {
	return []placeStep{
		{"left 5", "← 5", "Sang trái 5 mm"}, {"left 1", "← 1", "Sang trái 1 mm"}, {"right 1", "1 →", "Sang phải 1 mm"}, {"right 5", "5 →", "Sang phải 5 mm"},
		{"up 5", "↑ 5", "Lên 5 mm"}, {"up 1", "↑ 1", "Lên 1 mm"}, {"down 1", "1 ↓", "Xuống 1 mm"}, {"down 5", "5 ↓", "Xuống 5 mm"},
	}
}

func (m *module) placeForm(w http.ResponseWriter, r *web.Request) error {
	d, places, err := m.places(r)
	if err != nil {
		return err
	}
	page, err := m.placePage(r, d, places, orDash(r.URL.Query().Get("cho"), document.PlaceSeal))
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

// places are those that stand, or would be found on the page now.
func (m *module) places(r *web.Request) (dossier, []document.Place, error) {
	d, err := m.open(r.Context(), r)
	if err != nil {
		return d, nil, err
	}
	if !m.mayPlace(r, d) && m.Documents.Can(r.Actor, d.Document, "document.place") {
		return d, nil, fault.New(fault.Conflict, "document.order", "Văn bản đang ở bước “"+d.State.Name()+"”, bạn không chỉnh chỗ đặt được.").Do("Mở lại văn bản để xem bước hiện tại.")
	}
	places, err := m.Documents.Plan(r.Context(), r.Actor, d.ID)
	return d, append([]document.Place(nil), places...), err
}

func (m *module) placePage(r *web.Request, d dossier, places []document.Place, selected string) (*placePage, error) {
	f, ok := d.Current(document.Main)
	if !ok {
		return nil, fault.New(fault.Conflict, "document.no-pdf", "Chưa có bản PDF của văn bản.")
	}
	sheets, err := m.Documents.Sheets(r.Context(), r.Actor, d.ID, f.ID)
	if err != nil {
		return nil, err
	}
	page := &placePage{Page: ui.Page{Title: "Chỗ đặt số, ngày, chữ ký và dấu", Lead: d.Subject, Crumbs: []ui.Link{{Text: "Văn bản", Href: href(d.ID)}}, Scripts: []string{"place.js"},
		Keys: []ui.Key{{Press: "← ↑ ↓ →", Does: "dời ô đang chọn 1 mm (thêm Shift: 5 mm)"}}},
		Post: href(d.ID, "cho-dat"), Chosen: selected, Pages: len(sheets), Steps: placeSteps(), Back: ui.Link{Text: "Bỏ, về văn bản", Href: href(d.ID)}}
	page.Shown = 1
	for _, p := range places {
		if p.Field == selected && p.Page >= 1 && p.Page <= len(sheets) {
			page.Shown = p.Page
		}
	}
	if len(sheets) == 0 {
		return nil, fault.New(fault.Conflict, "document.no-pdf", "Chưa có bản PDF của văn bản.")
	}
	size := sheets[page.Shown-1]
	page.Width, page.Height = size.Width, size.Height
	page.Picture = href(d.ID, "tep", string(f.ID), "trang", strconv.Itoa(page.Shown)+".png?w=1200")
	for _, p := range places {
		v := placeOf(p, size)
		v.Label = placeLabel(p)
		page.Rows = append(page.Rows, placeRow{Place: p, Label: placeLabel(p), Chosen: p.Field == selected, OnPage: p.Page == page.Shown && !p.Absent, View: v, Where: where(p)})
	}
	return page, nil
}

// where is the position in the clerk's measure.
func where(p document.Place) string {
	return fmt.Sprintf("cách trái %s mm, cách đáy %s mm", decimal(strconv.FormatFloat(p.X0/pointsPerMM, 'f', 0, 64)), decimal(strconv.FormatFloat(p.Y0/pointsPerMM, 'f', 0, 64)))
}

func (m *module) savePlaces(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	d, places, err := m.places(r)
	if err != nil {
		return err
	}
	if r.Text("deed") == "reset" {
		if err := m.Documents.Replace(r.Context(), r.Actor, d.ID); err != nil {
			return m.refusePlaces(w, r, d, places, err)
		}
		return r.Done(w, href(d.ID, "cho-dat"), "Đã đặt lại theo chữ trên trang.")
	}
	selected := r.Text("field")
	moved := typedPlaces(r.PostForm, places)
	if step := r.Text("move"); step != "" {
		nudge(moved, selected, step)
		page, err := m.placePage(r, d, moved, selected)
		if err != nil {
			return err
		}
		page.Unsaved = true
		return r.Render(w, page)
	}
	changed := changedPlaces(places, moved)
	if len(changed) == 0 {
		return r.Done(w, href(d.ID), "Chỗ đặt không thay đổi.")
	}
	if err := m.Documents.MovePlaces(r.Context(), r.Actor, d.ID, changed); err != nil {
		return m.refusePlaces(w, r, d, moved, err)
	}
	return r.Done(w, href(d.ID), "Đã lưu chỗ đặt.")
}

func (m *module) refusePlaces(w http.ResponseWriter, r *web.Request, d dossier, places []document.Place, err error) error {
	page, broken := m.placePage(r, d, places, orDash(r.Text("field"), document.PlaceSeal))
	if broken != nil {
		return broken
	}
	page.Unsaved = true
	return r.Refuse(w, err, page)
}

// typedPlaces puts the places where the form has them; their sizes stay.
func typedPlaces(form url.Values, places []document.Place) []document.Place {
	out := append([]document.Place(nil), places...)
	for i := range out {
		p := &out[i]
		x, errX := strconv.ParseFloat(form.Get(p.Field+"-x"), 64)
		y, errY := strconv.ParseFloat(form.Get(p.Field+"-y"), 64)
		if n, err := strconv.Atoi(form.Get(p.Field + "-page")); err == nil {
			p.Page = n
		}
		if errX == nil && errY == nil && within(x) && within(y) {
			shift(p, x-p.X0, y-p.Y0)
		}
	}
	return out
}

// within keeps numbers from outside to what a page can be; false for NaN.
func within(v float64) bool { return v >= -2000 && v <= 20000 }

func shift(p *document.Place, dx, dy float64) {
	p.X0, p.X1, p.Y0, p.Y1 = p.X0+dx, p.X1+dx, p.Y0+dy, p.Y1+dy
}

// nudge moves one field by a step such as "left 5", in millimetres.
func nudge(places []document.Place, field, step string) {
	way, text, _ := strings.Cut(step, " ")
	mm, err := strconv.Atoi(text)
	if err != nil || mm < 1 || mm > 50 {
		return
	}
	by := float64(mm) * pointsPerMM
	for i := range places {
		if places[i].Field != field {
			continue
		}
		switch way {
		case "left":
			shift(&places[i], -by, 0)
		case "right":
			shift(&places[i], by, 0)
		case "up":
			shift(&places[i], 0, by)
		case "down":
			shift(&places[i], 0, -by)
		}
	}
}

func changedPlaces(before, after []document.Place) []document.Place {
	var out []document.Place
	for i := range after {
		a, b := after[i], before[i]
		if a.Page != b.Page || far(a.X0, b.X0) || far(a.Y0, b.Y0) {
			out = append(out, a)
		}
	}
	return out
}

// far ignores what the writing of a number in a form loses.
func far(a, b float64) bool { return a-b > 0.05 || b-a > 0.05 }

package orgweb

import (
	"net/http"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// decide asks once more, goes back to the form, or records the deed, as the
// button says.
func (m *module) decide(w http.ResponseWriter, r *web.Request) error {
	kind, words, err := kindOf(r)
	if err != nil {
		return err
	}
	if err := r.Parse(); err != nil {
		return err
	}
	page, err := m.form(r, kind)
	if err != nil {
		return err
	}
	if r.Text("step") == "edit" {
		return r.Render(w, page)
	}
	d, err := typedDeed(r, kind)
	if err != nil {
		return page.refuse(w, r, err)
	}
	if ui.Day(d.At) == ui.Day(m.Now()) {
		d.At = m.Now() // today means from now: what was done this morning was done by right
	}
	if r.Text("step") != "do" {
		concern, err := m.Org.Concerned(r.Context(), r.Actor, d)
		if err != nil {
			return page.refuse(w, r, err)
		}
		return m.ask(w, r, page, d, concern)
	}
	done, err := m.Org.Decide(r.Context(), r.Actor, d)
	if err != nil {
		return page.refuse(w, r, err)
	}
	notice := "Đã ghi: " + words.past + " từ ngày " + ui.Day(done.At) + "."
	if done.Pending() {
		notice = "Đã ghi: " + words.past + ". Quyết định tự có hiệu lực ngày " + ui.Day(done.At) + "."
	}
	return r.Done(w, m.back(r), notice)
}

// ask shows the deed once more with what it touches.
func (m *module) ask(w http.ResponseWriter, r *web.Request, form *formPage, d org.Deed, concern org.Concern) error {
	words := deedWords[d.Kind]
	page := &checkPage{Page: ui.Page{Title: words.title, Lead: "Xem lại trước khi ghi. Ghi rồi thì không xóa được."}, Question: words.title + "?", About: form.About, People: len(concern.People),
		Post: form.Post, Deed: ui.Deed{Label: words.button, Press: "Ctrl S", Name: "step", Value: "do"}, Untold: m.Concerned == nil}
	for _, field := range append(form.Fields, form.Rest...) {
		if field.Value != "" {
			page.About = append(page.About, ui.Pair{Label: field.Label, Value: textOf(field.Choices, field.Value)})
		}
	}
	effect := ui.Day(d.At)
	if d.At.After(m.Now()) {
		effect += ", tự có hiệu lực khi đến ngày"
	}
	page.About = append(page.About, ui.Pair{Label: "Từ ngày", Value: effect})
	for _, name := range carried {
		if v := r.Text(name); v != "" {
			page.Hidden = append(page.Hidden, ui.Hidden{Name: name, Value: v})
		}
	}
	if m.Concerned != nil {
		var err error
		if page.Touched, err = m.Concerned(r.Context(), r.Actor, concern); err != nil {
			return err
		}
	}
	return r.Render(w, page)
}

// cancel takes back a deed that waits for its day.
func (m *module) cancel(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	back := r.Text("back")
	if !within(back) {
		back = "/to-chuc"
	}
	if err := m.Org.CancelDeed(r.Context(), r.Actor, org.DeedID(r.PathValue("id"))); err != nil {
		return err
	}
	return r.Done(w, back, "Đã hủy quyết định chưa đến ngày hiệu lực.")
}

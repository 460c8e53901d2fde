package formweb

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"antin/internal/domain/form"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	printed "antin/internal/face/form"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// formPage shows one form as it looks, its versions and the files made of it.
type formPage struct {
	ui.Page
	Here     string
	Pictures []picture
	About    []ui.Pair
	Note     string
	Chips    []ui.Chip
	People   []ui.Choice
	Person   string
	Editable bool
	Versions []version
	Uses     []use
}

type picture struct {
	Src, Alt      string
	Width, Height int
}

type version struct {
	Number, From, Who, Reason string
	Current                   bool
}

type use struct{ When, Who, Version, Purpose string }

func (m *module) show(w http.ResponseWriter, r *web.Request) error {
	page, err := m.page(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) page(r *web.Request) (*formPage, error) {
	set, number, err := asked(r)
	if err != nil {
		return nil, err
	}
	f, versions, err := m.Forms.History(r.Context(), r.Actor, set, number)
	if err != nil {
		return nil, err
	}
	page := &formPage{Page: ui.Page{Title: label(f) + ": " + f.Title, Lead: f.Basis, Crumbs: []ui.Link{{Text: "Biểu mẫu", Href: "/bieu-mau"}}},
		Here: here(set, number), Note: f.Note, Editable: r.Can(form.ActionEdit, org.Any)}
	if f.Uncertain() && f.Version == 1 {
		page.Chips = append(page.Chips, unchecked())
	}
	page.About = []ui.Pair{{Label: "Dùng khi", Value: kindWords(f)}, {Label: "Bên lập", Value: makerWord(f.Maker)},
		{Label: "Căn cứ", Value: ui.ClauseText(f.Clause)}, {Label: "Phiên bản", Value: strconv.Itoa(f.Version)}}
	if err := m.pictures(page, f); err != nil {
		return nil, err
	}
	if err := m.versions(r, page, f, versions); err != nil {
		return nil, err
	}
	return page, m.people(r, page)
}

// pictures gives an address for each page of the blank form.
func (m *module) pictures(page *formPage, f profile.Form) error {
	raw, err := printed.PDF(f, printed.Data{})
	if err != nil {
		return err
	}
	width, height := 1200, 1697 // A4
	if printed.Wide(f) {
		height = 849
	}
	for n := 1; n <= pagesOf(raw); n++ {
		page.Pictures = append(page.Pictures, picture{fmt.Sprintf("%s/%d/trang/%d.png", page.Here, f.Version, n), fmt.Sprintf("%s, trang %d", label(f), n), width, height})
	}
	return nil
}

// pagesOf counts the pages of a PDF that this program has just printed.
func pagesOf(raw []byte) int { return strings.Count(string(raw), "/Type /Page\n") }

func (m *module) versions(r *web.Request, page *formPage, f profile.Form, list []form.Version) error {
	page.Versions = []version{{Number: "1", From: "Từ đầu", Who: "Có sẵn trong hệ thống", Reason: "Theo văn bản ban hành mẫu", Current: f.Version == 1}}
	for _, v := range list {
		who, err := m.name(r, v.By)
		if err != nil {
			return err
		}
		page.Versions = append(page.Versions, version{strconv.Itoa(v.Form.Version), "Từ " + ui.Day(v.Form.From), who + ", " + ui.When(v.At), v.Reason, v.Form.Version == f.Version})
	}
	if !page.Editable {
		return nil
	}
	uses, err := m.Forms.Uses(r.Context(), r.Actor, f.Set, f.Number)
	if err != nil {
		return err
	}
	for _, u := range uses {
		who, err := m.name(r, u.Person)
		if err != nil {
			return err
		}
		page.Uses = append(page.Uses, use{ui.When(u.At), who, strconv.Itoa(u.Form.Version), purposeWord[u.Purpose]})
	}
	return nil
}

var purposeWord = map[form.Purpose]string{form.Blank: "Để trống", form.Prefilled: "Điền sẵn", form.Requested: "Kèm yêu cầu"}

func (m *module) name(r *web.Request, id org.PersonID) (string, error) {
	if id == "" {
		return "Hệ thống", nil
	}
	person, err := m.Org.Person(r.Context(), id)
	if err != nil {
		return "", err
	}
	return person.Name, nil
}

func (m *module) people(r *web.Request, page *formPage) error {
	people, err := m.Records.People(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, p := range people {
		page.People = append(page.People, ui.Choice{Value: string(p.ID), Text: p.Name})
	}
	return nil
}

package registerweb

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
)

// copyPage makes a copy (Sao văn bản) or shows one that was made.
type copyPage struct {
	ui.Page
	Post              string
	Of                string // the document; empty for a paper
	Source            []ui.Pair
	Forms, Directions []ui.Choice
	Certificates      []ui.Choice
	In                document.Copying
	Copies, Key       string
	Made              []ui.Pair
	File              string
	Unsigned          bool
}

func copyRowOf(law *profile.Profile, c document.Copy) copyRow {
	state := "Đã vào sổ"
	if c.Done.IsZero() {
		state = "Chờ ký số cơ quan"
	}
	return copyRow{"/sao/" + string(c.ID), c.Symbol, typeName(law, c.Form), ui.When(c.At), state}
}

func (m *module) copyForm(w http.ResponseWriter, r *web.Request) error {
	page, err := m.copyPage(r, r.URL.Query().Get("van-ban"))
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) copyPage(r *web.Request, of string) (*copyPage, error) {
	law, err := m.law(r)
	if err != nil {
		return nil, err
	}
	page := &copyPage{Page: ui.Page{Title: "Sao văn bản", Lead: "Bản sao lấy số trong sổ đăng ký bản sao; bản sao điện tử được ký số cơ quan ở góc trên bên phải trang đầu."}, Post: "/sao/moi", Of: of, Copies: "1"}
	page.In.Form = "SY"
	page.Forms = []ui.Choice{{Text: "Chọn hình thức sao"}}
	for _, f := range law.Copying.Forms {
		page.Forms = append(page.Forms, ui.Choice{Value: f.Code, Text: f.Label})
	}
	for _, c := range law.Copying.Directions {
		if strings.HasPrefix(c.Code, "e-") == (of != "") {
			page.Directions = append(page.Directions, ui.Choice{Value: c.Code, Text: c.Label})
		}
	}
	if of != "" {
		d, err := m.Documents.Get(r.Context(), r.Actor, document.ID(of))
		if err != nil {
			return nil, err
		}
		symbol := d.SenderRef
		if d.Direction == document.Outgoing {
			symbol = document.WholeSymbol(law.Numbering, d.Number, d.Symbol)
		}
		page.Crumbs = []ui.Link{{Text: symbol, Href: "/van-ban/" + of + "/sau-phat-hanh"}}
		page.Source = []ui.Pair{{Label: "Văn bản được sao", Value: symbol, Strong: true, Symbol: true}, {Label: "Trích yếu", Value: d.Subject}}
	}
	page.Certificates, err = m.keys(r)
	return page, err
}

// keys are the practice keys of the agency that the clerk may open.
func (m *module) keys(r *web.Request) ([]ui.Choice, error) {
	list, err := m.Signing.Choices(r.Context(), r.Actor, signing.ForAgency)
	var out []ui.Choice
	for _, c := range list {
		if c.KeyKind == signing.KeyPractice {
			out = append(out, ui.Choice{Value: string(c.ID), Text: keyName(c) + ", đến " + ui.Day(c.NotAfter)})
		}
	}
	return out, err
}

func (m *module) makeCopy(w http.ResponseWriter, r *web.Request) error {
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	typed, file, err := copyParts(parts)
	if err != nil {
		return err
	}
	copies, _ := strconv.Atoi(typed.Get("copies")) // none is one
	x := document.Copying{Document: document.ID(typed.Get("of")), Form: typed.Get("form"), Direction: typed.Get("direction"), OfSymbol: typed.Get("of_symbol"),
		OfAgency: typed.Get("of_agency"), Subject: typed.Get("subject"), Recipients: typed.Get("recipients"), Copies: copies}
	if file != nil {
		x.File = &document.Upload{Role: document.Main, Name: file.FileName(), Body: file}
	}
	with := document.With{Certificate: signing.CertificateID(typed.Get("certificate")), Password: typed.Get("password")}
	id, err := m.Documents.MakeCopy(r.Context(), r.Actor, x, with)
	if err != nil && id == "" {
		page, broken := m.copyPage(r, typed.Get("of"))
		if broken != nil {
			return broken
		}
		page.In, page.Copies, page.Key = x, typed.Get("copies"), typed.Get("certificate")
		return r.Refuse(w, err, page)
	}
	if err != nil {
		return m.copyRefused(w, r, id, err)
	}
	return r.Done(w, "/sao/"+string(id), "Đã cấp số và ghi sổ bản sao.")
}

// copyParts reads the fields, which stand before the file, and the file.
func copyParts(parts *multipart.Reader) (url.Values, *multipart.Part, error) {
	typed := url.Values{}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return typed, nil, nil
		}
		if err != nil {
			return nil, nil, web.Broken(err)
		}
		if part.FormName() == "file" {
			if part.FileName() == "" {
				continue
			}
			return typed, part, nil
		}
		text, err := io.ReadAll(io.LimitReader(part, 4096))
		if err != nil {
			return nil, nil, web.Broken(err)
		}
		if len(typed) < 50 {
			typed.Set(part.FormName(), strings.TrimSpace(string(text)))
		}
	}
}

func (m *module) copyShow(w http.ResponseWriter, r *web.Request) error {
	page, err := m.copyMade(r, document.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) copyMade(r *web.Request, id document.ID) (*copyPage, error) {
	law, err := m.law(r)
	if err != nil {
		return nil, err
	}
	c, err := m.Documents.CopyFor(r.Context(), r.Actor, id)
	if err != nil {
		return nil, err
	}
	page := &copyPage{Page: ui.Page{Title: "Bản sao " + c.Symbol, Lead: c.Subject, Crumbs: []ui.Link{{Text: "Sổ đăng ký bản sao", Href: address("SAO", c.Year)}}},
		Post: "/sao/" + string(id) + "/ky", Unsigned: c.Done.IsZero()}
	page.Made = []ui.Pair{{Label: "Số, ký hiệu bản sao", Value: c.Symbol, Strong: true, Symbol: true}, {Label: "Hình thức", Value: typeName(law, c.Form)},
		{Label: "Cách sao", Value: directionName(law, c.Direction)}, {Label: "Sao từ", Value: strings.TrimSpace(c.OfSymbol + " " + c.OfAgency)},
		{Label: "Nơi nhận", Value: c.Recipients}, {Label: "Số lượng bản", Value: strconv.Itoa(c.Copies)}, {Label: "Người sao", Value: c.ByName + ", " + ui.When(c.At)}}
	if c.Document != "" {
		page.Of = string(c.Document)
	}
	if !page.Unsigned && (c.SHA256 != "" || c.Base != "") {
		page.File = "/sao/" + string(id) + "/tep"
	}
	if page.Unsigned {
		page.Certificates, err = m.keys(r)
	}
	return page, err
}

func directionName(law *profile.Profile, code string) string {
	for _, c := range law.Copying.Directions {
		if c.Code == code {
			return c.Label
		}
	}
	return code
}

func (m *module) copyRefused(w http.ResponseWriter, r *web.Request, id document.ID, err error) error {
	page, broken := m.copyMade(r, id)
	if broken != nil {
		return broken
	}
	return r.Refuse(w, err, page)
}

func (m *module) signCopy(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	id := document.ID(r.PathValue("id"))
	with := document.With{Certificate: signing.CertificateID(r.Text("certificate")), Password: r.PostForm.Get("password")}
	if err := m.Documents.FinishCopy(r.Context(), r.Actor, id, with); err != nil {
		return m.copyRefused(w, r, id, err)
	}
	return r.Done(w, "/sao/"+string(id), "Đã ký số bản sao và ghi sổ.")
}

func (m *module) copyFile(w http.ResponseWriter, r *web.Request) error {
	_, blob, err := m.Documents.CopyFile(r.Context(), r.Actor, document.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	defer blob.Close()
	checkweb.Attach(w, "application/pdf", "ban-sao.pdf")
	_, _ = io.Copy(w, io.NewSectionReader(blob, 0, blob.Size())) // the browser went away: nothing to do
	return nil
}

// keyName is whose certificate it is: the common name, or the whole subject
// where there is none.
func keyName(c signing.Certificate) string {
	leaf, err := c.Leaf()
	if err != nil || leaf.Subject.CommonName == "" {
		return c.Subject
	}
	return strings.TrimSpace(leaf.Subject.CommonName)
}

package exchangeweb

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/vntext"
)

// bringPage brings files in that did not come by the exchange.
type bringPage struct {
	ui.Page
	bringForm
	IsPaper bool
	Levels  []ui.Choice
	Sources []ui.Choice
	Results []brought
}

// bringForm is what was typed; in the stream it stands before the files.
type bringForm struct {
	Form, Channel, Secrecy, Source, Address, Transfer, Together string
}

// brought is one file with what became of it.
type brought struct {
	Name, Href, Why, Do string
	Chip                ui.Chip
}

func (m *module) bring(w http.ResponseWriter, r *web.Request) error {
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return err
	}
	f := bringForm{Form: string(document.NewFormID()), Channel: r.URL.Query().Get("kenh"), Secrecy: string(document.Ordinary)}
	return r.Render(w, m.bringPage(f, law))
}

func (m *module) bringPage(f bringForm, law *profile.Profile) *bringPage {
	page := &bringPage{Page: ui.Page{Title: "Đưa văn bản đến vào hệ thống", Crumbs: []ui.Link{{Text: "Tiếp nhận", Href: "/den"}}}, bringForm: f}
	page.Lead = "Chọn được nhiều tệp; mỗi tệp thành một văn bản đến và được đọc thông tin, kiểm tra chữ ký ngay."
	if f.Channel == string(document.ByPaper) {
		page.IsPaper, page.Title = true, "Văn bản giấy quét vào hệ thống"
		page.Lead = "Quét 200-300 dpi thành PDF; chữ trên trang được nhận dạng để điền sổ. Bản giấy vẫn là bản chính."
	}
	for _, s := range law.Documents.Secrecies {
		page.Levels = append(page.Levels, ui.Choice{Value: s.Code, Text: s.Label})
	}
	page.Sources = []ui.Choice{{Text: "Chọn nguồn"}}
	for _, s := range law.Incoming.Sources {
		page.Sources = append(page.Sources, ui.Choice{Value: s.Code, Text: s.Label})
	}
	return page
}

func (m *module) take(w http.ResponseWriter, r *web.Request) error {
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return err
	}
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	f, first, err := readBring(parts)
	if err != nil {
		return err
	}
	next := func() (document.Upload, error) {
		for part := first; ; part = nil {
			first = nil
			if part == nil {
				var err error
				if part, err = parts.NextPart(); errors.Is(err, io.EOF) {
					return document.Upload{}, io.EOF
				} else if err != nil {
					return document.Upload{}, web.Broken(err)
				}
			}
			if part.FileName() != "" {
				return document.Upload{Role: document.Main, Name: part.FileName(), Body: part}, nil
			}
		}
	}
	list, err := m.Documents.Attach(r.Context(), r.Actor, f.in(), next)
	page := m.bringPage(f, law)
	page.results(list)
	if err != nil {
		return r.Refuse(w, err, page)
	}
	return m.taken(w, r, page, list)
}

// taken goes on to the document, to the desk, or stays where a file was refused.
func (m *module) taken(w http.ResponseWriter, r *web.Request, page *bringPage, list []document.Brought) error {
	refused := 0
	for _, b := range list {
		if b.Err != nil {
			refused++
		}
	}
	switch {
	case refused > 0:
		page.Form = string(document.NewFormID()) // what was taken is taken
		f := fault.New(fault.Invalid, "incoming.some-refused", fmt.Sprintf("%d trên %d tệp chưa nhận được.", refused, len(list))).Do("Xem lý do từng tệp bên dưới, sửa rồi chọn lại những tệp đó.")
		return r.Refuse(w, f, page)
	case len(list) == 1:
		return r.Done(w, here(list[0].ID), "Đã nhận tệp. Hệ thống đang đọc thông tin và kiểm tra chữ ký.")
	}
	return r.Done(w, "/den", fmt.Sprintf("Đã nhận %d tệp. Hệ thống đang đọc thông tin và kiểm tra chữ ký.", len(list)))
}

func (p *bringPage) results(list []document.Brought) {
	for _, b := range list {
		row := brought{Name: b.Name, Chip: ui.Chip{Tone: ui.Good, Text: "Đã nhận"}, Href: here(b.ID)}
		if b.Err != nil {
			row.Chip, row.Href, row.Why = ui.Chip{Tone: ui.Bad, Text: "Chưa nhận"}, "", b.Err.Error()
			if f, ok := fault.From(b.Err); ok {
				row.Why, row.Do = f.Message, f.Action
			}
		}
		p.Results = append(p.Results, row)
	}
}

func (f bringForm) in() document.BringIn {
	return document.BringIn{
		Form: document.ID(f.Form), Channel: f.channel(), Source: f.Source, Address: f.Address, Transfer: f.Transfer,
		Secrecy: document.Secrecy(f.Secrecy), Together: f.Together == "yes",
	}
}

func (f bringForm) channel() document.Channel {
	if f.Channel == string(document.ByPaper) {
		return document.ByPaper
	}
	return document.ByUpload
}

// Limits of the typed part.
const (
	maxTyped = 4 << 10
	maxItems = 64
)

// readBring reads the typed fields and stops before the first file.
func readBring(parts *multipart.Reader) (f bringForm, first *multipart.Part, err error) {
	for range maxItems {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, nil, nil
		}
		if err != nil {
			return f, nil, web.Broken(err)
		}
		if part.FileName() != "" {
			return f, part, nil
		}
		raw, err := io.ReadAll(io.LimitReader(part, maxTyped+1))
		if err != nil {
			return f, nil, web.Broken(err)
		}
		text, ok := vntext.TypedLine(string(raw))
		if !ok || len(raw) > maxTyped {
			return f, nil, web.Untypable(part.FormName(), "")
		}
		f.set(part.FormName(), strings.TrimSpace(text))
	}
	return f, nil, fault.New(fault.TooLarge, "web.form-too-large", "Biểu mẫu có quá nhiều mục.")
}

func (f *bringForm) set(name, value string) {
	for key, to := range map[string]*string{
		"form": &f.Form, "channel": &f.Channel, "secrecy": &f.Secrecy, "source": &f.Source, "address": &f.Address, "transfer": &f.Transfer, "together": &f.Together,
	} {
		if key == name {
			*to = value
		}
	}
}

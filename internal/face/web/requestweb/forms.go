package requestweb

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/pdf"
)

// formsPage shows the filled forms as they will be signed.
type formsPage struct {
	ui.Page
	Sheets []sheetView
	Note   string
	Back   ui.Link
	Empty  ui.Empty
}

type sheetView struct {
	Name, Href string
	Pages      int
	Size       int64
	Pictures   []sheetPicture
}

type sheetPicture struct {
	Address, Alt  string
	Width, Height int
	Later         bool // loaded when it comes into sight
}

// maxSheetPages bounds what one page of the browser loads.
const maxSheetPages = 20

// forms shows the forms of one request.
func (m *module) forms(w http.ResponseWriter, r *web.Request) error {
	v, err := m.Requests.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	page := &formsPage{Page: ui.Page{Title: "Mẫu đơn của yêu cầu " + v.Code, Crumbs: []ui.Link{{Text: v.Kind.Name() + ": " + v.Whom, Href: href(v.ID)}}},
		Note: formSource(v) + ", điền từ hồ sơ lúc này. Bản trình ký được giữ nguyên sau khi thủ trưởng ký.", Back: ui.Link{Text: "Về yêu cầu", Href: href(v.ID)}}
	return m.showForms(w, r, page, href(v.ID, "mau"), "")
}

// formsOfList shows the forms of a dispatch before it is made.
func (m *module) formsOfList(w http.ResponseWriter, r *web.Request) error {
	back := "/yeu-cau/tong-hop?" + r.URL.RawQuery
	page := &formsPage{Page: ui.Page{Title: "Xem trước văn bản tổng hợp", Crumbs: []ui.Link{{Text: "Tổng hợp gửi Cục", Href: back}}},
		Note: "Danh sách các yêu cầu đã chọn, như sẽ trình ký.", Back: ui.Link{Text: "Về trang tổng hợp", Href: back}}
	return m.showForms(w, r, page, "/yeu-cau/tong-hop/mau", "?"+r.URL.RawQuery)
}

func (m *module) showForms(w http.ResponseWriter, r *web.Request, page *formsPage, base, query string) error {
	sheets, err := m.sheets(r)
	if err != nil {
		return err
	}
	page.Empty = ui.Empty{Title: "Chưa có mẫu nào.", From: "Quy chế của tỉnh không quy định mẫu cho loại yêu cầu này."}
	for i, s := range sheets {
		pages, err := pagesOf(s)
		if err != nil {
			return err
		}
		at := base + "/" + strconv.Itoa(i+1)
		view := sheetView{Name: s.Name, Href: at + query, Pages: len(pages), Size: int64(len(s.PDF))}
		for p, one := range pages[:min(len(pages), maxSheetPages)] {
			picture := sheetPicture{Address: fmt.Sprintf("%s/trang/%d.png%s", at, p+1, query), Alt: fmt.Sprintf("Trang %d của %s", p+1, s.Name), Later: i > 0 || p > 0, Width: pictureWidth}
			if w, h := one.CropBox.X1-one.CropBox.X0, one.CropBox.Y1-one.CropBox.Y0; w > 0 {
				picture.Height = int(pictureWidth * h / w)
			}
			view.Pictures = append(view.Pictures, picture)
		}
		page.Sheets = append(page.Sheets, view)
	}
	return r.Render(w, page)
}

// sheets fills the forms of the request in the address, or of the rows picked
// in its query.
func (m *module) sheets(r *web.Request) ([]request.Sheet, error) {
	if id := idOf(r); id != "" {
		return m.Requests.Preview(r.Context(), r.Actor, []request.ID{id})
	}
	var ids []request.ID
	for _, value := range r.URL.Query()["chon"] {
		id, _, _ := strings.Cut(value, ":")
		ids = append(ids, request.ID(id))
	}
	if len(ids) == 0 || len(ids) > maxBatch {
		return nil, fault.New(fault.Invalid, "request.none-picked", "Chưa chọn yêu cầu nào để xem trước.").Do("Quay lại trang tổng hợp, đánh dấu các dòng rồi xem.")
	}
	return m.Requests.PreviewList(r.Context(), r.Actor, ids)
}

// pagesOf reads how many pages a filled form has and how large they are.
func pagesOf(s request.Sheet) ([]*pdf.Page, error) {
	file, err := pdf.Open(bytes.NewReader(s.PDF), int64(len(s.PDF)))
	if err != nil {
		return nil, fmt.Errorf("reading a filled form: %w", err)
	}
	pages, err := file.Last().Pages()
	if err != nil {
		return nil, fmt.Errorf("reading the pages of a filled form: %w", err)
	}
	return pages, nil
}

// sheet draws the form that the address names.
func (m *module) sheet(r *web.Request) (request.Sheet, error) {
	sheets, err := m.sheets(r)
	if err != nil {
		return request.Sheet{}, err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > len(sheets) {
		return request.Sheet{}, fault.New(fault.NotFound, "request.no-sheet", "Yêu cầu không có mẫu này.")
	}
	return sheets[n-1], nil
}

func (m *module) form(w http.ResponseWriter, r *web.Request) error {
	s, err := m.sheet(r)
	if err != nil {
		return err
	}
	sendFile(w, s.Name, "application/pdf", int64(len(s.PDF)))
	_, _ = w.Write(s.PDF) // the browser went away: nothing to do
	return nil
}

const pictureWidth = 1000

// memory is a PDF that was just drawn, for the renderer.
type memory struct{ *bytes.Reader }

// Close has nothing to end.
func (memory) Close() error { return nil }

func (m *module) formPicture(w http.ResponseWriter, r *web.Request) error {
	s, err := m.sheet(r)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(r.PathValue("page"), ".png"))
	if err != nil || n < 1 || n > maxSheetPages {
		return fault.New(fault.NotFound, "request.no-page", "Mẫu không có trang này.")
	}
	sum := sha256.Sum256(s.PDF)
	png, err := m.Documents.Pages.Picture(r.Context(), hex.EncodeToString(sum[:]), memory{bytes.NewReader(s.PDF)}, n, pictureWidth)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store") // nothing of a person stays on the machine after sign-out
	_, _ = w.Write(png)                         // the browser went away: nothing to do
	return nil
}

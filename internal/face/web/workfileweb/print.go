package workfileweb

import (
	"io"
	"net/http"
	"strconv"

	"antin/internal/domain/profile"
	"antin/internal/face/form"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// listForm is the Mục lục văn bản of Phụ lục V.
func listForm() profile.Form {
	return profile.Form{
		Title: "Mục lục văn bản, tài liệu", Basis: "Nghị định 30/2020/NĐ-CP, Phụ lục V",
		Blocks: []profile.Block{{Fields: []profile.FormField{{Code: "code", Label: "Số và ký hiệu hồ sơ"}, {Code: "title", Label: "Tiêu đề hồ sơ"}, {Code: "keep", Label: "Thời hạn bảo quản"}, {Code: "keeper", Label: "Người lập hồ sơ"}}}},
		Columns: []profile.FormField{
			{Code: profile.ColumnOrder, Label: "STT", Width: 5}, {Code: "symbol", Label: "Số, ký hiệu văn bản", Width: 14}, {Code: "date", Label: "Ngày tháng năm", Width: 12},
			{Code: "subject", Label: "Tên loại và trích yếu nội dung", Width: 30}, {Code: "organ", Label: "Tác giả", Width: 17}, {Code: "pages", Label: "Số trang", Width: 6}, {Code: "note", Label: "Ghi chú", Width: 16},
		},
	}
}

func (m *module) listPDF(w http.ResponseWriter, r *web.Request) error {
	f, list, err := m.Files.ContentsList(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	agency, err := m.Org.Agency(r.Context(), f.Agency)
	if err != nil {
		return err
	}
	raw, err := form.PDF(listForm(), form.Data{
		Superior: agency.Superior, Agency: agency.Name, Place: agency.Place, Date: m.Now(), At: m.Now(), Rows: list.Rows(),
		Head:   map[string]string{"code": f.Code, "title": f.Title, "keep": list.Maintenance, "keeper": f.KeeperName},
		Footer: "In từ hệ thống lúc " + ui.When(m.Now()) + " bởi " + r.Actor.Name,
	})
	if err != nil {
		return err
	}
	send(w, "application/pdf", "muc-luc.pdf", raw)
	return nil
}

func (m *module) listXML(w http.ResponseWriter, r *web.Request) error {
	_, list, err := m.Files.ContentsList(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	raw, err := list.XML()
	if err != nil {
		return err
	}
	send(w, "application/xml; charset=utf-8", "muc-luc.xml", raw)
	return nil
}

func send(w http.ResponseWriter, kind, name string, raw []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = w.Write(raw) // the browser went away: nothing to do
}

// download gives the bytes of a message, compared with their hash anew.
func (m *module) download(w http.ResponseWriter, r *web.Request) error {
	seq, err := strconv.Atoi(r.PathValue("seq"))
	if err != nil {
		seq = 0
	}
	x, blob, err := m.Files.Retrieve(r.Context(), r.Actor, idOf(r), seq)
	if err != nil {
		return err
	}
	defer func() { _ = blob.Close() }() // only read
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `attachment; filename="van-ban-`+strconv.Itoa(x.Seq)+`.pdf"`)
	w.Header().Set("Content-Length", strconv.FormatInt(blob.Size(), 10))
	_, _ = io.Copy(w, io.NewSectionReader(blob, 0, blob.Size())) // the status is out; the browser sees a short file
	return nil
}

package deviceweb

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"antin/internal/domain/device"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/vntext"
)

// Limits of forms with a file.
const (
	fileLimit = 20 << 20
	maxUpload = fileLimit + web.Envelope
	maxText   = 16 << 10 // bytes of one typed field
	maxParts  = 64
)

// typed reads a form that may bring one file, which stands last: the fields are
// then where Request.Text finds them, and the file is kept. File is empty where
// none was chosen.
func (m *module) typed(r *web.Request) (device.File, error) {
	parts, err := r.Parts()
	if err != nil {
		return device.File{}, err
	}
	r.PostForm = url.Values{}
	r.Form = r.PostForm
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return device.File{}, nil
		}
		if err != nil {
			return device.File{}, web.Broken(err)
		}
		if name := part.FileName(); name != "" {
			f, err := m.Devices.KeepFile(r.Context(), r.Actor, name, http.MaxBytesReader(nil, part, fileLimit))
			return f, at20(err, part.FormName())
		}
		raw, err := io.ReadAll(io.LimitReader(part, maxText+1))
		if err != nil {
			return device.File{}, web.Broken(err)
		}
		if len(raw) > maxText {
			return device.File{}, fault.New(fault.TooLarge, "web.form-too-large", "Nội dung một mục quá dài.").Do("Rút ngắn rồi gửi lại.")
		}
		text, ok := vntext.Typed(string(raw))
		if !ok {
			return device.File{}, web.Untypable(part.FormName(), labels()[part.FormName()])
		}
		r.PostForm.Add(part.FormName(), text)
	}
	return device.File{}, fault.New(fault.TooLarge, "web.form-too-large", "Biểu mẫu có quá nhiều mục.")
}

// at20 puts a refusal of the file at its field and says the limit.
func at20(err error, field string) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fault.New(fault.TooLarge, "device.file-size", "Tệp đính kèm tối đa 20 MB.").At(field, "Chọn tệp nhỏ hơn.")
	}
	if f, ok := fault.From(err); ok && len(f.Fields) > 0 {
		return fault.New(f.Kind, f.Code, f.Message).At(field, f.Fields[0].Message)
	}
	return err
}

// file gives an attachment to who may read about the device.
func (m *module) file(w http.ResponseWriter, r *web.Request) error {
	body, f, err := m.Devices.OpenFile(r.Context(), r.Actor, device.ID(r.PathValue("id")), r.PathValue("sum"))
	if err != nil {
		return hidden(err, "device.no-file", "Thiết bị này không có tệp đính kèm đó.")
	}
	defer func() { _ = body.Close() }()
	pdfHead(w, f.Name, "application/octet-stream")
	http.ServeContent(w, r.Request, "", time.Time{}, body)
	return nil
}

func fileLink(d device.ID, f device.File) *ui.Link {
	if f.SHA256 == "" {
		return nil
	}
	return &ui.Link{Text: f.Name, Href: "/tep-thiet-bi/" + string(d) + "/" + f.SHA256}
}

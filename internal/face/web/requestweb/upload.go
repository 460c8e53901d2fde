package requestweb

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"

	"antin/internal/domain/document"
	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/fault"
	"antin/vntext"
)

// Limits of forms with a file.
const (
	fileLimit        = request.MaxFile
	certificateLimit = 64 << 10
	maxText          = 16 << 10 // of one typed field
	maxParts         = 64
)

// readParts reads the typed fields up to the first file, which is given
// unread; what is typed after it does not count. The fields stand where
// Request.Text finds them.
func readParts(r *web.Request) (*multipart.Part, error) {
	parts, err := r.Parts()
	if err != nil {
		return nil, err
	}
	r.PostForm = url.Values{}
	r.Form = r.PostForm
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, errNoFile
		}
		if err != nil {
			return nil, web.Broken(err)
		}
		if part.FileName() != "" {
			return part, nil
		}
		text, err := io.ReadAll(io.LimitReader(part, maxText+1))
		if err != nil {
			return nil, web.Broken(err)
		}
		if len(text) > maxText {
			return nil, fault.New(fault.TooLarge, "web.form-too-large", "Nội dung một mục quá dài.").Do("Rút ngắn rồi gửi lại.")
		}
		typed, ok := vntext.Typed(string(text))
		if !ok {
			return nil, web.Untypable(part.FormName(), labels()[part.FormName()])
		}
		r.PostForm.Add(part.FormName(), typed)
	}
	return nil, fault.New(fault.TooLarge, "web.form-too-large", "Biểu mẫu có quá nhiều mục.")
}

// errNoFile says that the form ended without a file.
var errNoFile = errors.New("the form has no file")

// withFile does a deed whose form may bring a file; file is nil without one.
func (m *module) withFile(w http.ResponseWriter, r *web.Request, form, done string, names map[string]string, do func(v request.View, file *multipart.Part) error) error {
	file, err := readParts(r)
	if err != nil && !errors.Is(err, errNoFile) {
		return err
	}
	v, err := m.fresh(r)
	if err == nil {
		err = do(v, file)
	}
	if err != nil {
		return m.refuse(w, r, err, form, names)
	}
	return r.Done(w, href(idOf(r)), done)
}

func missingFile(field string) error {
	return fault.New(fault.Invalid, "request.no-file", "Chưa chọn tệp.").At(field, "Chọn tệp cần gửi.")
}

func (m *module) attach(w http.ResponseWriter, r *web.Request) error {
	return m.withFile(w, r, "tep", "Đã đính kèm.", map[string]string{"file": "tep", "role": "loai-tep"}, func(v request.View, file *multipart.Part) error {
		if file == nil {
			return missingFile("tep")
		}
		_, err := m.Requests.Attach(r.Context(), r.Actor, v.ID, request.Upload{Role: request.FileRole(r.Text("loai-tep")), Name: file.FileName(), Body: file})
		return err
	})
}

func (m *module) receivePaper(w http.ResponseWriter, r *web.Request) error {
	names := map[string]string{"scan": "ban-quet", "date": "ngay-nhan", "symbol": "so-den-giay", "dated": "ngay-van-ban", "file": "ban-quet"}
	return m.withFile(w, r, "giay", "Đã nhận hồ sơ giấy.", names, func(v request.View, file *multipart.Part) error {
		if file != nil && !slices.Contains(v.Deeds, request.PaperIn) { // nothing is stored for whoever cannot go on
			return m.Requests.ReceivePaper(r.Context(), r.Actor, v.ID, request.PaperDossier{})
		}
		in := request.PaperDossier{Date: isoOf(r, "ngay-nhan"), Symbol: r.Text("so-den-giay"), Dated: isoOf(r, "ngay-van-ban")}
		if file != nil {
			kept, err := m.Requests.Attach(r.Context(), r.Actor, v.ID, request.Upload{Role: request.Scan, Name: file.FileName(), Body: file})
			if err != nil {
				return err
			}
			in.Scan = kept.ID
		}
		return m.Requests.ReceivePaper(r.Context(), r.Actor, v.ID, in)
	})
}

// grant enters what the authority gave: its document, the certificate, the device.
func (m *module) grant(w http.ResponseWriter, r *web.Request) error {
	names := map[string]string{"answer": "van-ban-kq", "certificate": "chung-thu", "device_serial": "so-thiet-bi", "device": "so-thiet-bi", "at": "hieu-luc"}
	return m.withFile(w, r, "ket-qua", "Đã nhập kết quả của Cục.", names, func(v request.View, file *multipart.Part) error {
		answer, err := m.entered(r, document.Incoming, "van-ban-kq")
		if err != nil {
			return err
		}
		out := request.Result{Answer: answer, DeviceSerial: r.Text("so-thiet-bi")}
		if out.At, err = m.moment(r.Text("hieu-luc"), "hieu-luc"); err != nil {
			return err
		}
		if file != nil {
			if out.Certificate, err = readCertificate(file); err != nil {
				return err
			}
		}
		return m.Requests.Grant(r.Context(), r.Actor, v.ID, out)
	})
}

func readCertificate(file io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(file, certificateLimit+1))
	if err != nil {
		return nil, web.Broken(err)
	}
	if len(raw) > certificateLimit {
		return nil, fault.New(fault.TooLarge, "request.certificate-too-large", "Tệp quá lớn, không phải một chứng thư.").At("chung-thu", "Chọn tệp chứng thư .cer hoặc .pem, tối đa 64 KB.")
	}
	return raw, nil
}

func (m *module) download(w http.ResponseWriter, r *web.Request) error {
	f, body, err := m.Requests.OpenFile(r.Context(), r.Actor, idOf(r), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }() // only read
	sendFile(w, f.Name, "application/octet-stream", f.Size)
	_, _ = io.Copy(w, io.LimitReader(body, fileLimit)) // the status is out; the browser sees a short file
	return nil
}

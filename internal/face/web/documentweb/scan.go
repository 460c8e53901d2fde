package documentweb

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// byPaper reports that the document is signed and sealed by hand and then
// scanned, where the regulation of the province has that order.
func byPaper(d dossier) bool {
	if d.Origin != document.Scanned {
		return false
	}
	for _, f := range d.law.Documents.Flows {
		if f.Code == "scan-agency" {
			return true
		}
	}
	return false
}

// paperDeed is what the clerk does with such a document before it is sealed:
// give the paper its number, then attach the scan.
func (m *module) paperDeed(r *web.Request, d dossier) (deed, bool, error) {
	if !byPaper(d) || !m.Documents.Can(r.Actor, d.Document, "document.seal") {
		return deed{}, false, nil
	}
	switch d.State {
	case document.Drafting:
		n, symbol, err := m.Documents.NextNumber(r.Context(), d.Document)
		return deed{Kind: numberPaper, Facts: []ui.Pair{{Label: "Số sẽ cấp", Value: document.WholeSymbol(d.law.Numbering, n, symbol), Strong: true, Symbol: true},
			{Label: "Ngày", Value: ui.Day(m.Now())}}}, true, err
	case document.Numbered:
		if _, ok := d.Standing(document.ScanAttested); !ok {
			return deed{Kind: attachScan, Text: d.law.Signing.AttestationText, Facts: []ui.Pair{{Label: "Số, ký hiệu", Value: symbolText(d.law, d.Number, d.Symbol), Strong: true, Symbol: true}}}, true, nil
		}
	default:
	}
	return deed{}, false, nil
}

func (m *module) numberPaper(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã cấp số. Ghi số, ngày vào bản giấy, trình ký và đóng dấu, rồi tải bản quét lên.", func(id document.ID) error {
		_, _, err := m.Documents.NumberPaper(r.Context(), r.Actor, id)
		return err
	})
}

// attachScan reads the clerk's word before the files, and nothing of them
// without it.
func (m *module) attachScan(w http.ResponseWriter, r *web.Request) error {
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	attested, first, err := attestation(parts)
	if err == nil && !attested {
		err = fault.New(fault.Invalid, "scan.unattested", "Chưa xác nhận bản quét từ bản gốc giấy.").At("attested", "Đánh dấu xác nhận rồi tải lên.")
	}
	if err == nil && first == nil {
		err = fault.New(fault.Invalid, "document.no-file", "Chưa có tệp nào.").At("file", "Chọn tệp PDF đã quét.")
	}
	if err == nil {
		err = m.Documents.AttachScan(r.Context(), r.Actor, idOf(r), []document.Upload{{Role: document.Main, Name: first.FileName(), Body: body{first}}}, attested)
	}
	if err != nil {
		return m.refuse(w, r, atFields(err))
	}
	return r.Done(w, href(idOf(r)), "Đã nhận bản quét. Ký cơ quan được.")
}

func attestation(parts *multipart.Reader) (attested bool, file *multipart.Part, err error) {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return attested, nil, nil
		}
		if err != nil {
			return false, nil, web.Broken(err)
		}
		if part.FileName() != "" {
			return attested, part, nil
		}
		if part.FormName() == "attested" {
			text, err := io.ReadAll(io.LimitReader(part, 16))
			if err != nil {
				return false, nil, web.Broken(err)
			}
			attested = strings.TrimSpace(string(text)) == "yes"
		}
	}
}

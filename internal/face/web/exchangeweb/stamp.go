package exchangeweb

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"codeberg.org/go-pdf/fpdf"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/metadata"
	"antin/typeface"
)

// The dấu "Đến" of NĐ 30/2020/NĐ-CP, Phụ lục IV: a box of 35 × 50 mm.
const (
	stampWidth, stampHeight = 50.0, 35.0
	stampLeft               = 22.0 // where the page gives no better place
	stampTop                = 62.0 // below number, symbol and subject
	printWidth              = 1654 // pixels of a page, 200 dpi on A4
	printPages              = 200  // of one printed copy
	millimetre              = 25.4 / 72
)

// stamped is a copy to be printed with the dấu "Đến"; the bytes of the document
// stay as they are.
func (m *module) stamped(w http.ResponseWriter, r *web.Request) error {
	d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	main, ok := d.Current(document.Main)
	if d.Intake == nil || d.Intake.Stamp == nil || !ok || main.Pages == 0 {
		return fault.New(fault.NotFound, "stamp.absent", "Văn bản chưa vào sổ nên chưa có dấu “Đến”.").Do("Vào sổ đến trước khi in.")
	}
	if main.Pages > printPages {
		return fault.New(fault.TooLarge, "stamp.pages", fmt.Sprintf("Văn bản dài hơn %d trang nên không in ở đây được.", printPages)).Do("Tải tệp gốc để in.")
	}
	sheets, err := m.Documents.Sheets(r.Context(), r.Actor, d.ID, main.ID)
	if err != nil {
		return err
	}
	out := fpdf.New("P", "mm", "A4", "")
	out.SetCatalogSort(true)
	out.SetAutoPageBreak(false, 0)
	for _, name := range []string{"", "B"} {
		if err := addFace(out, name); err != nil {
			return err
		}
	}
	out.SetTitle("Bản in có dấu Đến: "+d.Subject, true)
	out.SetLang("vi")
	for n, size := range sheets {
		raw, err := m.Documents.Picture(r.Context(), r.Actor, d.ID, main.ID, n+1, printWidth)
		if err != nil {
			return err
		}
		width, height := size.Width*millimetre, size.Height*millimetre
		out.AddPageFormat("P", fpdf.SizeType{Wd: width, Ht: height})
		name := fmt.Sprintf("trang-%d", n+1)
		out.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(raw))
		out.ImageOptions(name, 0, 0, width, height, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
		if n == 0 {
			drawStamp(out, d, width)
		}
		out.SetFont(stampFace, "", 8)
		out.Text(20, height-6, "In từ hệ thống lúc "+ui.When(m.Now())+". Bản gốc điện tử không có dấu này.")
	}
	var file bytes.Buffer
	if err := out.Output(&file); err != nil {
		return fmt.Errorf("making the printed copy: %w", err)
	}
	checkweb.Attach(w, "application/pdf", fmt.Sprintf("van-ban-den-%d.pdf", d.Arrival))
	_, _ = w.Write(file.Bytes()) // the browser went away: nothing to do
	return nil
}

const stampFace = "Tinos"

func addFace(out *fpdf.Fpdf, style string) error {
	face := typeface.Regular
	if style == "B" {
		face = typeface.Bold
	}
	raw, err := io.ReadAll(typeface.Tinos(face).Program())
	if err != nil {
		return fmt.Errorf("reading the face of the stamp: %w", err)
	}
	out.AddUTF8FontFromBytes(stampFace, style, raw)
	return out.Error()
}

// drawStamp draws the box in the blank below the subject, or below the number.
func drawStamp(out *fpdf.Fpdf, d *document.Document, width float64) {
	s := d.Intake.Stamp
	x, y := stampLeft, stampTop
	for _, name := range []metadata.Name{metadata.Subject, metadata.Number} {
		if p := metadata.Find(d.Intake.Reading, name).Place; p.Page == 1 && p.X0*millimetre < width/2 && (name == metadata.Number || d.Type == "CV") {
			y = p.Y1*millimetre + 3
			break
		}
	}
	out.SetDrawColor(0x9E, 0x2A, 0x2B)
	out.SetTextColor(0x9E, 0x2A, 0x2B)
	out.SetFillColor(255, 255, 255)
	out.SetLineWidth(0.4)
	out.Rect(x, y, stampWidth, stampHeight, "FD")
	row := stampHeight / 7
	line := func(n float64, style string, size float64, text string) {
		out.SetFont(stampFace, style, size)
		for size > 5 && out.GetStringWidth(text) > stampWidth-4 {
			size -= 0.5
			out.SetFontSize(size)
		}
		out.Text(x+2, y+n*row-1.4, text)
	}
	line(1.1, "B", 9, s.Agency)
	out.Line(x, y+1.4*row, x+stampWidth, y+1.4*row)
	line(2.5, "B", 11, "ĐẾN")
	out.SetFont(stampFace, "", 9)
	out.Text(x+16, y+2.4*row-1.4, fmt.Sprintf("Số: %d", s.Number))
	out.Text(x+16, y+3.4*row-1.4, "Ngày: "+dayText(s.Date))
	out.Line(x+14, y+1.4*row, x+14, y+3.6*row)
	out.Line(x, y+3.6*row, x+stampWidth, y+3.6*row)
	line(4.9, "", 9, "Chuyển: "+s.To)
	line(6.4, "", 9, "Số và ký hiệu HS: "+s.File)
	out.SetTextColor(0, 0, 0)
}

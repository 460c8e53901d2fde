package signcmd

import (
	"strconv"
	"strings"

	"antin/pades"
	"antin/pdf"
)

// PlaceFlags say what the signature shows, and where. Without a place it is
// invisible.
type PlaceFlags struct {
	Field string `default:"ChuKy" help:"Ô chữ ký: dùng ô có sẵn tên này, chưa có thì tạo mới. Ô đã ký thì thêm số: ChuKy2, ChuKy3…"`
	Page  int    `default:"1" help:"Trang đặt hình chữ ký, 1 là trang đầu."`
	Rect  string `placeholder:"X,Y,RỘNG,CAO" help:"Chỗ đặt hình, tính bằng mm từ góc trên bên trái trang. Không có thì chữ ký không hiện trên trang."`
	Image string `placeholder:"FILE" help:"Hình chữ ký hoặc con dấu, PNG."`
	Text  string `help:"Chữ hiện ở chỗ đặt khi không có hình; \\n để xuống dòng."`
}

// look is what the flags ask to be drawn, the same for every file.
type look struct {
	appearance pades.Appearance
	place      [4]float64 // mm: left, top, width, height; zero when invisible
}

func (f PlaceFlags) look() (*look, error) {
	if f.Rect == "" {
		if f.Image != "" || f.Text != "" {
			return nil, refuse("Có hình hoặc chữ thì phải có chỗ đặt: thêm --rect.")
		}
		return &look{}, nil
	}
	var l look
	parts := strings.Split(f.Rect, ",")
	if len(parts) != 4 {
		return nil, refuse("--rect cần bốn số cách nhau bằng dấu phẩy: trái, trên, rộng, cao (mm).")
	}
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || v < 0 || v > 5000 || i > 1 && v == 0 {
			return nil, refuse("--rect: «%s» không phải độ dài tính bằng mm.", p)
		}
		l.place[i] = v
	}
	switch {
	case f.Image != "":
		data, err := readLimited(f.Image, 4<<20)
		if err != nil {
			return nil, refuse("Không đọc được hình: %w", err)
		}
		if l.appearance.Image, err = pades.NewImage(data); err != nil {
			return nil, refuse("%s", explain(err))
		}
	case f.Text != "":
		l.appearance.Lines = strings.Split(strings.ReplaceAll(f.Text, `\n`, "\n"), "\n")
	default:
		return nil, refuse("--rect cần thêm --image hoặc --text.")
	}
	return &l, nil
}

// mm is one millimetre in points.
const mm = 72 / 25.4

// spot is the place on the page of a file, whatever its rotation.
func (l *look) spot(file *pdf.File, page int) (*pades.Spot, error) {
	if l.place[2] == 0 {
		return &pades.Spot{Page: page}, nil
	}
	pages, err := file.Last().Pages()
	if err != nil {
		return nil, err
	}
	if page < 1 || page > len(pages) {
		return nil, &pades.Refusal{Code: pades.RefusedPage}
	}
	p := pages[page-1]
	_, height := p.Shown()
	shown := pdf.Rect{X0: l.place[0] * mm, Y0: height - (l.place[1]+l.place[3])*mm, X1: (l.place[0] + l.place[2]) * mm, Y1: height - l.place[1]*mm}
	return &pades.Spot{Page: page, Rect: p.FromShown(shown)}, nil
}

// maxTries bounds the search for a field that is free.
const maxTries = 100

// numbered is the name of the first, second … field of a name.
func numbered(name string, i int) string {
	if i == 1 {
		return name
	}
	return name + strconv.Itoa(i)
}

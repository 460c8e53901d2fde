package documentweb

import (
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// sheetView is one page of a file as a picture, with what stands on it.
type sheetView struct {
	Name          string // of the file, for the picture's text
	Picture       string
	Page, Pages   int
	Width, Height float64 // points
	Places        []placeView
	Prev, Next    string
	Files         []fileView // of the version, to switch between
	Stage         string
	Old           bool // an earlier stage or version is shown
}

// placeView is a field as a rectangle from the top left corner, as SVG counts.
type placeView struct {
	Field, Label     string
	X, Y, W, H       float64
	MiddleX, MiddleY float64
	Colour           string
	Size             float64 // of the words in it
}

var placeLabels = map[string]string{
	document.PlaceNumber: "Số", document.PlaceDay: "Ngày", document.PlaceMonth: "Tháng", document.PlaceYear: "Năm",
	document.PlaceSigner: "Chữ ký người ký", document.PlaceSeal: "Dấu cơ quan",
}

// placeLabel names a place; those of the chain say what is signed there.
func placeLabel(p document.Place) string {
	if label, ok := placeLabels[p.Field]; ok {
		return label
	}
	what, _, _ := strings.Cut(p.Why, ",")
	return orDash(what, "Chữ ký trong chuỗi ký")
}

// sheet finds what is to be seen: a file that was asked for, or else the
// document itself at its latest stage.
func (m *module) sheet(r *web.Request, d dossier, asked, page string) (*sheetView, error) {
	f, ok := chosen(d.Document, document.FileID(asked))
	if !ok {
		return nil, nil
	}
	sheets, err := m.Documents.Sheets(r.Context(), r.Actor, d.ID, f.ID)
	if err != nil || len(sheets) == 0 {
		return nil, err
	}
	n, err := strconv.Atoi(page)
	if err != nil || n < 1 || n > len(sheets) {
		n = 1
	}
	size := sheets[n-1]
	v := &sheetView{Name: f.Name, Page: n, Pages: len(sheets), Width: size.Width, Height: size.Height, Stage: stageNames[f.Stage],
		Picture: href(d.ID, "tep", string(f.ID), "trang", strconv.Itoa(n)+".png?w=1200")}
	current, _ := d.Current(document.Main)
	if asked == "" || f.ID == current.ID {
		v.Places = placesOn(d.Document, f, n, size)
	}
	v.Old = f.Version != d.Version || f.Role == document.Main && f.ID != current.ID
	here := href(d.ID) + "?tep=" + string(f.ID) + "&trang="
	if n > 1 {
		v.Prev = here + strconv.Itoa(n-1)
	}
	if n < len(sheets) {
		v.Next = here + strconv.Itoa(n+1)
	}
	v.Files = switcher(d, f.ID)
	return v, nil
}

func chosen(d *document.Document, asked document.FileID) (document.File, bool) {
	for _, f := range d.Files {
		if f.ID == asked && f.Pages > 0 {
			return f, true
		}
	}
	f, ok := d.Current(document.Main)
	return f, ok && f.Pages > 0
}

// switcher lists the current files that have pages, when there are several.
func switcher(d dossier, shown document.FileID) []fileView {
	current, _ := filesOf(d)
	var out []fileView
	for _, f := range current {
		if f.Show != "" {
			f.Current = f.Show == href(d.ID)+"?tep="+string(shown)
			out = append(out, f)
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// placesOn marks what is still empty on this page: after a signature its field
// shows itself.
func placesOn(d *document.Document, f document.File, page int, size document.Sheet) []placeView {
	if f.Role != document.Main || f.Version != d.Version || f.Stage == document.Sealed {
		return nil
	}
	var out []placeView
	for _, p := range d.Places {
		if p.Absent || p.Page != page || p.Field == document.PlaceSigner && f.Stage == document.Signed {
			continue
		}
		out = append(out, placeOf(p, size))
	}
	return out
}

func placeOf(p document.Place, size document.Sheet) placeView {
	v := placeView{Field: p.Field, Label: placeLabel(p), X: p.X0, Y: size.Height - p.Y1, W: p.X1 - p.X0, H: p.Y1 - p.Y0, Colour: "#1E4A7A", Size: 9}
	v.MiddleX, v.MiddleY = v.X+v.W/2, v.Y+v.H/2+3
	switch p.Field {
	case document.PlaceSeal:
		v.Colour = "#9E2A2B"
		v.MiddleX = v.X + v.W/3 // beside the signature that it covers
	case document.PlaceSigner:
	default:
		v.Label = "" // too small for words; the list beside names it
	}
	return v
}

// Place says which page of how many.
func (v *sheetView) Place() string {
	return "Trang " + ui.Number(v.Page) + "/" + ui.Number(v.Pages)
}

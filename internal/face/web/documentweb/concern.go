package documentweb

import (
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/pades"
)

// concernView is one thing that was found in the PDF before signing.
type concernView struct {
	Chip  ui.Chip
	What  string
	Do    string
	Pages []ui.Link // to look at the place
}

// Words begin with a capital.
func (c concernView) Words() string {
	r := []rune(c.What)
	return strings.ToUpper(string(r[:min(1, len(r))])) + string(r[min(1, len(r)):])
}

// presignView is the check before signing: what needs a look, and what is only
// worth knowing.
type presignView struct {
	Look  []concernView
	Known []concernView
}

// presign looks the PDF through for those who check it and sign it.
func (m *module) presign(r *web.Request, d dossier, out *deed) error {
	at := ""
	switch out.Kind {
	case format, recheck:
		at = href(d.ID)
	case signNow:
		at = href(d.ID, "ky")
	default:
		return nil
	}
	list, err := m.Documents.Concerns(r.Context(), d.Document)
	if err != nil {
		return err
	}
	out.Presign = &presignView{}
	for _, c := range list {
		v := concernView{Chip: gravityChip(c.Gravity), What: c.What, Do: c.Do, Pages: pageLinks(at, c)}
		if c.Gravity == pades.Note {
			out.Presign.Known = append(out.Presign.Known, v)
		} else {
			out.Presign.Look = append(out.Presign.Look, v)
		}
	}
	return nil
}

// Good is the chip of a file in which nothing needs a look.
func (presignView) Good() ui.Chip {
	return ui.Chip{Tone: ui.Good, Text: "Không thấy gì bất thường"}
}

func pageLinks(at string, c document.Concern) []ui.Link {
	out := make([]ui.Link, len(c.Pages))
	for i, n := range c.Pages {
		out[i] = ui.Link{Text: "trang " + ui.Number(n), Href: at + "?trang=" + strconv.Itoa(n)}
	}
	return out
}

func gravityChip(g pades.Gravity) ui.Chip {
	switch g {
	case pades.Refuse:
		return ui.Chip{Tone: ui.Bad, Text: "Không ký"}
	case pades.Warn:
		return ui.Chip{Tone: ui.Warn, Text: "Cần xem"}
	case pades.Note:
	}
	return ui.Chip{Tone: ui.Wait, Text: "Để biết"}
}

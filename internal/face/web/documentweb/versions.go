package documentweb

import (
	"net/http"
	"strconv"

	"antin/docx"
	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// versionsPage lists the versions of a draft and shows the words that two of
// them do not share.
type versionsPage struct {
	ui.Page
	Post          string
	Rows          []versionRow
	Before, After string
	Choices       []ui.Choice
	Changes       []changeView
	Same          bool // nothing differs
	Hidden        int  // paragraphs that are equal and left out
	CanEdit       bool
	Limit         string
}

type versionRow struct {
	No, Author, At string
	Current        bool
	Word, Print    string // addresses of the files
	Diff           string
}

type changeView struct {
	Where  string
	Chip   ui.Chip
	Pieces []docx.Piece
}

// maxChanges that one page shows; more are read in Word.
const maxChanges = 400

func (m *module) showVersions(w http.ResponseWriter, r *web.Request) error {
	page, err := m.versionsPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) versionsPage(r *web.Request) (*versionsPage, error) {
	d, err := m.open(r.Context(), r)
	if err != nil {
		return nil, err
	}
	page := &versionsPage{Page: ui.Page{Title: "Phiên bản và khác biệt", Crumbs: []ui.Link{{Text: orDash(d.Subject, "Dự thảo"), Href: href(d.ID)}}},
		Post: href(d.ID), CanEdit: m.mayEdit(r, d), Limit: web.FileLimitText}
	for _, v := range m.versions(r.Context(), d) {
		row := versionRow{No: strconv.Itoa(v.No), Author: v.Author, At: v.At, Current: v.No == d.Version}
		for _, f := range d.Files {
			if f.Version != v.No || f.Stage != document.Uploaded && f.Stage != document.Converted {
				continue
			}
			if f.Role == document.Source {
				row.Word = href(d.ID, "tep", string(f.ID))
			}
			if f.Role == document.Main {
				row.Print = href(d.ID) + "?tep=" + string(f.ID)
			}
		}
		if v.No > 1 {
			row.Diff = href(d.ID, "phien-ban") + "?tu=" + strconv.Itoa(v.No-1) + "&den=" + row.No
		}
		page.Rows = append(page.Rows, row)
		page.Choices = append(page.Choices, ui.Choice{Value: row.No, Text: "Phiên bản " + row.No + ", " + row.At})
	}
	return page, m.compare(r, d, page)
}

// compare shows the two versions that were asked for, or the last two.
func (m *module) compare(r *web.Request, d dossier, page *versionsPage) error {
	before, _ := strconv.Atoi(r.URL.Query().Get("tu")) // zero: the one before the last
	after, _ := strconv.Atoi(r.URL.Query().Get("den"))
	if after <= 0 || after > d.Version {
		after = d.Version
	}
	if before <= 0 || before > d.Version {
		before = after - 1
	}
	if before <= 0 || before == after {
		return nil
	}
	page.Before, page.After = strconv.Itoa(before), strconv.Itoa(after)
	changes, err := m.Documents.CompareVersions(r.Context(), r.Actor, d.ID, before, after)
	if _, refused := fault.From(err); refused {
		page.Fault = ui.Refused(mustFault(err), r.Actor.Province)
		return nil
	}
	if err != nil {
		return err
	}
	for _, c := range changes {
		switch {
		case c.Kind == docx.Same:
			page.Hidden++
		case len(page.Changes) < maxChanges:
			page.Changes = append(page.Changes, changeOf(c))
		}
	}
	page.Same = len(page.Changes) == 0
	return nil
}

func mustFault(err error) *fault.Fault {
	f, _ := fault.From(err)
	return f
}

func changeOf(c docx.Change) changeView {
	out := changeView{Pieces: c.Pieces}
	switch c.Kind {
	case docx.Added:
		out.Chip, out.Where = ui.Chip{Tone: ui.Good, Text: "Thêm đoạn"}, "Đoạn "+strconv.Itoa(c.After)
	case docx.Removed:
		out.Chip, out.Where = ui.Chip{Tone: ui.Bad, Text: "Bỏ đoạn"}, "Đoạn "+strconv.Itoa(c.Before)+" cũ"
	default:
		out.Chip, out.Where = ui.Chip{Tone: ui.Warn, Text: "Sửa đoạn"}, "Đoạn "+strconv.Itoa(c.After)
	}
	return out
}

// newVersion takes the file that was edited in Word.
func (m *module) newVersion(w http.ResponseWriter, r *web.Request) error {
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	_, files, err := readForm(parts)
	if err != nil {
		return err
	}
	release, err := m.sending.take(r.Context(), string(idOf(r)))
	if err != nil {
		return err
	}
	defer release()
	if !files.any() {
		err = fault.New(fault.Invalid, "document.no-file", "Chưa chọn tệp.").At("file", "Chọn tệp Word đã sửa.")
	} else {
		err = m.Documents.Revise(r.Context(), r.Actor, idOf(r), nil, files.next)
	}
	if err != nil {
		page, broken := m.versionsPage(r)
		if broken != nil {
			return err
		}
		return r.Refuse(w, atFields(err), page)
	}
	return r.Done(w, href(idOf(r), "phien-ban"), "Đã nhận phiên bản mới. Các chỗ khác với bản trước hiện ở dưới.")
}

func (m *module) restore(w http.ResponseWriter, r *web.Request) error {
	no, err := strconv.Atoi(r.Text("version"))
	if err != nil {
		return fault.New(fault.Invalid, "version.absent", "Chưa chọn phiên bản.")
	}
	if err := m.Documents.Restore(r.Context(), r.Actor, idOf(r), no); err != nil {
		page, broken := m.versionsPage(r)
		if broken != nil {
			return err
		}
		return r.Refuse(w, err, page)
	}
	return r.Done(w, href(idOf(r), "phien-ban"), "Đã lấy lại phiên bản "+strconv.Itoa(no)+" thành phiên bản mới nhất.")
}

package formweb

import (
	"net/http"
	"slices"
	"strings"

	"antin/internal/domain/form"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// listPage is the forms of the province by act.
type listPage struct {
	ui.Page
	Sets  []listedSet
	Empty ui.Empty
}

type listedSet struct {
	Name  string
	Lines []listedForm
}

type listedForm struct {
	Href, Number, Title, For, Maker string
	Chips                           []ui.Chip
}

func (m *module) list(w http.ResponseWriter, r *web.Request) error {
	list, err := m.Forms.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	law, err := m.law(r.Actor)
	if err != nil {
		return err
	}
	page := &listPage{Page: ui.Page{Title: "Biểu mẫu", Lead: "Theo " + law.Subscribers.FormsSource + ". Tải mẫu để trống hoặc điền sẵn từ hồ sơ."},
		Empty: ui.Empty{Title: "Quy chế không nêu biểu mẫu nào.", From: "Mẫu hiện ở đây khi quy chế của tỉnh có danh mục biểu mẫu."}}
	for _, set := range m.Profiles.FormSets() {
		group := listedSet{Name: set.Name}
		for _, l := range list {
			if l.Form.Set == set.Code {
				group.Lines = append(group.Lines, line(l))
			}
		}
		slices.SortStableFunc(group.Lines, func(a, b listedForm) int { return strings.Compare(a.Number, b.Number) })
		if len(group.Lines) > 0 {
			page.Sets = append(page.Sets, group)
		}
	}
	return r.Render(w, page)
}

func line(l form.Listed) listedForm {
	out := listedForm{Href: here(l.Form.Set, l.Form.Number), Number: label(l.Form), Title: l.Form.Title,
		For: kindWords(l.Form), Maker: makerWord(l.Form.Maker)}
	switch {
	case l.Next.Number != 0:
		out.Chips = append(out.Chips, ui.Chip{Text: "Đổi mẫu từ " + ui.Day(l.Next.From)})
	case l.Versions > 1:
		out.Chips = append(out.Chips, ui.Chip{Tone: ui.Good, Text: "Đã sửa tại tỉnh"})
	case l.Form.Uncertain():
		out.Chips = append(out.Chips, unchecked())
	}
	return out
}

func unchecked() ui.Chip { return ui.Chip{Tone: ui.Warn, Text: "Chưa đối chiếu hết"} }

var kindWord = map[string]string{
	"new": "cấp mới", "renew": "gia hạn", "change": "thay đổi thông tin", "revoke": "thu hồi chứng thư", "recover": "khôi phục thiết bị",
	"return": "thu hồi thiết bị", "handover": "bàn giao thiết bị", "loss": "thất lạc thiết bị", "certificate": "mẫu chứng thư",
}

var subjectWord = map[string]string{"person": "cá nhân", "agency": "cơ quan, tổ chức", "service": "thiết bị, dịch vụ, phần mềm"}

// kindWords says for which requests and whom a form is.
func kindWords(f profile.Form) string {
	var kinds, subjects []string
	for _, k := range f.Kinds {
		kinds = append(kinds, kindWord[k])
	}
	for _, s := range f.Subjects {
		subjects = append(subjects, subjectWord[s])
	}
	text := strings.Join(kinds, ", ")
	if len(subjects) == 1 {
		text += " cho " + subjects[0]
	}
	return upperFirst(text)
}

func upperFirst(text string) string {
	for i, r := range text {
		return strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}

func makerWord(maker string) string {
	if maker == profile.MadeBySubscriber {
		return "Thuê bao"
	}
	return "Cơ quan quản lý trực tiếp"
}

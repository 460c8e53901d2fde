package adminweb

import (
	"net/http"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/vntext"
)

// rulesPage lists every value of the profile with the clause it comes from.
type rulesPage struct {
	ui.Page
	Parts    []ui.Pair
	Search   string
	Source   ui.Input
	Sections []ruleGroup
	Count    string
	Empty    ui.Empty
}

type ruleGroup struct {
	Title string
	Rules []ruleLine
}

type ruleLine struct {
	Key, Href string
	Value     string
	Clause    string
	Layer     string
	Chip      ui.Chip
}

// groupWords name the sections of a profile.
var groupWords = map[string]string{
	"documents": "Văn bản", "numbering": "Cấp số", "signing": "Ký số", "verification": "Kiểm tra chữ ký", "exchange": "Gửi, nhận",
	"subscribers": "Thuê bao, chứng thư, thiết bị", "onestop": "Một cửa", "portal": "Cổng dịch vụ công", "reports": "Báo cáo",
	"administration": "Quản trị", "workday": "Thời gian làm việc", "registers": "Sổ đăng ký", "paper": "Bản giấy", "copying": "Bản sao",
	"incoming": "Văn bản đến", "tasks": "Giao việc", "files": "Hồ sơ công việc",
}

// markChip says how a value is known.
func markChip(s profile.Source) ui.Chip {
	switch {
	case s.Part == profile.Administrator:
		return ui.Chip{Tone: ui.Plain, Text: "Quản trị đặt"}
	case s.Mark == profile.ByDefault:
		return ui.Chip{Tone: ui.Wait, Text: "Mặc định, đặt được"}
	case s.Mark == profile.Reading:
		return ui.Chip{Tone: ui.Plain, Text: "Cách hiểu"}
	case s.Mark == profile.Unverified:
		return ui.Chip{Tone: ui.Warn, Text: "Chưa đối chiếu"}
	}
	return ui.Chip{Tone: ui.Good, Text: "Theo văn bản"}
}

func layerWords(s profile.Source) string {
	if s.Layer == profile.National {
		return "Quy định chung"
	}
	return "Quy chế tỉnh"
}

func (m *module) rules(w http.ResponseWriter, r *web.Request) error {
	p, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	page := &rulesPage{Page: ui.Page{Title: "Quy chế và giá trị", Lead: "Mỗi giá trị mà hệ thống dùng, kèm điều khoản quy định nó."},
		Search: r.URL.Query().Get("tim"), Empty: ui.Empty{Title: "Không có giá trị nào khớp.", From: "Tìm theo tên khóa, giá trị hoặc điều khoản, không cần dấu."}}
	for _, part := range p.Parts {
		name := part.Title
		if part.Draft {
			name += " (dự thảo)"
		} else {
			name += ", Quyết định " + part.Decision
		}
		page.Parts = append(page.Parts, ui.Pair{Label: "Từ " + ui.Day(part.From), Value: name})
	}
	source := r.URL.Query().Get("nguon")
	page.Source = page.Input("nguon", "Nguồn", source).OneOf([]ui.Choice{{Text: "Tất cả"}, {Value: "province", Text: "Quy chế tỉnh"}, {Value: "national", Text: "Quy định chung"},
		{Value: "open", Text: "Đặt được"}, {Value: "set", Text: "Quản trị đã đặt"}})
	n := 0
	for _, key := range p.Keys() {
		line := ruleOf(p, key)
		if !wanted(p.Source(key), source) || !matches(line, page.Search) {
			continue
		}
		section, _, _ := strings.Cut(key, ".")
		if len(page.Sections) == 0 || page.Sections[len(page.Sections)-1].Title != groupWords[section] {
			page.Sections = append(page.Sections, ruleGroup{Title: groupWords[section]})
		}
		g := &page.Sections[len(page.Sections)-1]
		g.Rules = append(g.Rules, line)
		n++
	}
	page.Count = ui.Number(n) + " giá trị"
	return r.Render(w, page)
}

func ruleOf(p *profile.Profile, key string) ruleLine {
	s := p.Source(key)
	text, editable := p.Text(key)
	if !editable {
		text = "bảng"
	}
	if cut := []rune(text); len(cut) > 160 {
		text = string(cut[:160]) + "…"
	}
	return ruleLine{Key: key, Href: "/quan-tri/quy-che/" + key, Value: text, Clause: ui.ClauseText(s.Clause), Layer: layerWords(s), Chip: markChip(s)}
}

func wanted(s profile.Source, filter string) bool {
	switch filter {
	case "province":
		return s.Layer != profile.National
	case "national":
		return s.Layer == profile.National
	case "open":
		return s.Mark == profile.ByDefault
	case "set":
		return s.Part == profile.Administrator
	}
	return true
}

func matches(line ruleLine, search string) bool {
	search = vntext.Fold(strings.TrimSpace(search))
	return search == "" || strings.Contains(vntext.Fold(line.Key+" "+line.Value+" "+line.Clause), search)
}

// rulePage is one value: where it comes from, what it was, and setting it.
type rulePage struct {
	ui.Page
	Here     string
	About    []ui.Pair
	Table    string // a table in the words of the file, shown only
	Set      bool
	Fields   []ui.Input
	History  []ui.Step
	Calendar bool
}

func (m *module) ruleOf(r *web.Request) (*rulePage, error) {
	p, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return nil, err
	}
	key := r.PathValue("key")
	if !p.Known(key) {
		return nil, fault.New(fault.NotFound, "setting.key", "Không có giá trị này.")
	}
	s := p.Source(key)
	text, editable := p.Text(key)
	chip := markChip(s)
	page := &rulePage{Page: ui.Page{Title: key, Lead: layerWords(s) + ", " + ui.ClauseText(s.Clause), Crumbs: []ui.Link{{Text: "Quy chế và giá trị", Href: "/quan-tri/quy-che"}}},
		Here: "/quan-tri/quy-che/" + key, Calendar: key == "workday.days"}
	page.About = []ui.Pair{{Label: "Căn cứ", Value: ui.ClauseText(s.Clause), Chip: &chip}, {Label: "Văn bản", Value: s.Part}}
	if s.Note != "" {
		page.About = append(page.About, ui.Pair{Label: "Ghi chú", Value: s.Note})
	}
	if !editable {
		page.Table = text
	} else {
		page.About = append([]ui.Pair{{Label: "Đang dùng", Value: text, Strong: true}}, page.About...)
	}
	if page.Set = editable && s.Mark == profile.ByDefault && r.Can(org.ActSet); page.Set {
		value := page.Input("value", "Giá trị", text).Hinted("Để trống để trở lại giá trị ban đầu.").Optional()
		if strings.Contains(text, "\n") {
			value = value.Area(6).Hinted("Mỗi dòng một mục. Để trống để trở lại giá trị ban đầu.")
		}
		page.Fields = []ui.Input{value, page.Input("reason", "Lý do", ""), page.Input("paper", "Số, ngày của quyết định", "").Optional()}
	}
	return page, m.ruleHistory(r, key, page)
}

func (m *module) ruleHistory(r *web.Request, key string, page *rulePage) error {
	rows, err := m.Settings.History(r.Context(), r.Actor, key)
	if err != nil {
		return err
	}
	for _, row := range rows {
		who, err := m.Org.Person(r.Context(), row.Person)
		if err != nil {
			return err
		}
		value := row.Value
		if value == "" {
			value = "giá trị ban đầu"
		}
		page.History = append(page.History, ui.Step{Stage: ui.Done, Title: value, Rest: who.Name, At: row.At, Detail: strings.Trim(row.Paper+" · "+row.Reason, " ·")})
	}
	return nil
}

func (m *module) rule(w http.ResponseWriter, r *web.Request) error {
	page, err := m.ruleOf(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) setRule(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	key := r.PathValue("key")
	err := m.Settings.Set(r.Context(), r.Actor, key, r.Text("value"), r.Text("reason"), r.Text("paper"))
	if err == nil {
		return r.Done(w, "/quan-tri/quy-che/"+key, "Đã đặt giá trị. Có hiệu lực ngay.")
	}
	page, pageErr := m.ruleOf(r)
	if pageErr != nil {
		return pageErr
	}
	f, ok := fault.From(err)
	if !ok {
		return err
	}
	refusal := ui.Refused(f, r.Actor.Province)
	for i, field := range page.Fields {
		page.Fields[i].Value, page.Fields[i].Error = r.Text(field.Name), refusal.At(field.Name)
	}
	return r.Refuse(w, err, page)
}

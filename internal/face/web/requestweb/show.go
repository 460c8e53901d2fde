package requestweb

import (
	"net/http"
	"slices"
	"strings"

	"antin/internal/domain/profile"
	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// requestPage is one request with the deed of the moment.
type requestPage struct {
	ui.Page
	State   ui.Chip
	Due     *ui.Chip
	Refusal *refusalNote
	Facts   []ui.Pair
	Changes []change
	Fields  []ui.Pair
	Checks  []check
	Forms   []formLink
	Files   []formLink
	Deed    deedCard
	Why     *whyDue
	Papers  []ui.Pair
	Steps   []ui.Step
}

// refusalNote says why a request was given back or refused and the way out.
type refusalNote struct{ Title, Text, By, Do string }

// change is one field of a request that changes what a certificate says.
type change struct {
	Label, Old, New string
	Differs         bool
}

// check is one condition with its evidence.
type check struct {
	Tone                         ui.Tone
	Word, Text, Evidence, Clause string
	Do                           string
}

// formLink leads to one paper.
type formLink struct{ Name, Href, Source string }

func (m *module) show(w http.ResponseWriter, r *web.Request) error {
	v, err := m.Requests.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	page, err := m.page(r, v)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

// refuse shows the request's page again with a refusal at the fields of the
// deed's form, where what was typed still stands. names bring the service's
// fields to those of the form.
func (m *module) refuse(w http.ResponseWriter, r *web.Request, refused error, deed string, names map[string]string) error {
	v, err := m.Requests.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return refused
	}
	page, err := m.page(r, v)
	if err != nil {
		return err
	}
	refused = atFields(refused, names)
	f, ok := fault.From(refused)
	if !ok {
		return refused
	}
	said := ui.Refused(f, r.Actor.Province)
	for i := range page.Deed.Blocks {
		if b := &page.Deed.Blocks[i]; b.Name == deed {
			b.Open = true
			b.keep(r, said)
		}
	}
	return r.Refuse(w, refused, page)
}

// keep puts what was typed and what is wrong with it into the fields.
func (b *block) keep(r *web.Request, said *ui.Refusal) {
	for j := range b.Fields {
		f := &b.Fields[j]
		f.Error = said.At(f.Name)
		if f.Type != "file" && r.PostForm.Has(f.Name) {
			f.Value = r.Text(f.Name)
		}
	}
}

// atFields brings the names of the service's fields to those of a form; fields
// without a place in it are told at the top alone.
func atFields(err error, names map[string]string) error {
	f, ok := fault.From(err)
	if !ok || len(names) == 0 {
		return err
	}
	out := *f
	out.Fields = nil
	for _, field := range f.Fields {
		if name, known := names[field.Name]; known {
			field.Name = name
		}
		out.Fields = append(out.Fields, field)
	}
	return &out
}

// page puts the whole page together for this person.
func (m *module) page(r *web.Request, v request.View) (*requestPage, error) {
	page := &requestPage{Page: ui.Page{Title: v.Kind.Name() + ": " + v.Whom, Crumbs: m.crumbs(r, &v.Request)}, State: stateChip(v.State)}
	if !v.DueAt.IsZero() {
		chip, err := m.dueChip(&v.Request)
		if err != nil {
			return nil, err
		}
		page.Due = &chip
	}
	facts, err := m.facts(r, v)
	if err != nil {
		return nil, err
	}
	page.Facts, page.Papers = facts, m.papers(r, v)
	page.Changes, page.Fields = fieldsOf(v)
	page.Checks = checksOf(v)
	page.Refusal = refusalOf(v)
	page.Forms = []formLink{{Name: "Xem các mẫu đã điền", Href: href(v.ID, "mau"), Source: formSource(v)}}
	page.Files = filesOf(v)
	page.Steps = stepsOf(v)
	if page.Deed, err = m.deedOf(r, &page.Page, v); err != nil {
		return nil, err
	}
	w, ok, err := m.why(&v.Request, lastClause(v))
	if ok {
		page.Why = &w
	}
	return page, err
}

func (m *module) crumbs(r *web.Request, q *request.Request) []ui.Link {
	if m.atDesk(r.Context(), r.Actor) && q.Managing != r.Actor.Agency {
		return []ui.Link{{Text: "Tiếp nhận yêu cầu chứng thực", Href: "/yeu-cau/tiep-nhan"}}
	}
	return []ui.Link{{Text: "Yêu cầu chứng thực", Href: "/yeu-cau"}}
}

func (m *module) facts(r *web.Request, v request.View) ([]ui.Pair, error) {
	out := []ui.Pair{
		{Label: "Mã yêu cầu", Value: v.Code, Strong: true, Symbol: true},
		{Label: "Việc", Value: v.Kind.Name()},
		{Label: "Cho", Value: v.Subject.Name() + ": " + v.Whom},
		{Label: "Cơ quan gửi", Value: v.ManagingName},
		{Label: "Nơi nhận", Value: orElse(v.Receiver, "Chưa rõ")},
	}
	add := func(label, value string) {
		if value != "" {
			out = append(out, ui.Pair{Label: label, Value: value})
		}
	}
	add("Gửi để biết", v.Department)
	if v.Serial != "" {
		out = append(out, ui.Pair{Label: "Số chứng thư", Value: ui.Serial(v.Serial)})
	}
	add("Số thiết bị", v.DeviceSerial)
	add("Lý do", reasonName(v))
	add("Ghi chú", v.Note)
	add("Kênh gửi", channelName(v.Channel))
	if !v.EffectiveAt.IsZero() {
		add("Thu hồi từ", ui.When(v.EffectiveAt))
	}
	add("Người theo dõi", v.OfficerName)
	by, err := m.Org.Person(r.Context(), v.CreatedBy)
	if err == nil {
		add("Người lập", by.Name)
	} else if v.Flag != "" || v.CreatedBy == "" {
		add("Người lập", "Hệ thống, theo thay đổi nhân sự, tổ chức")
	}
	return out, nil
}

func reasonName(v request.View) string {
	i := slices.IndexFunc(v.Reasons, func(c profile.Choice) bool { return c.Code == v.Reason })
	if i < 0 {
		return v.Reason
	}
	return v.Reasons[i].Label
}

func channelName(c request.Channel) string {
	switch c {
	case request.Paper:
		return "Hồ sơ giấy"
	case request.Electronic:
		return "Văn bản điện tử ký số"
	}
	return ""
}

// fieldsOf shows what the form asks; a change stands side by side.
func fieldsOf(v request.View) (changes []change, fields []ui.Pair) {
	for _, c := range v.Columns {
		if v.Kind == request.Change {
			changes = append(changes, change{Label: columnLabel(c), Old: c.Old, New: c.Value, Differs: c.Value != c.Old})
			continue
		}
		fields = append(fields, ui.Pair{Label: columnLabel(c), Value: orElse(c.Value, "(chưa có)")})
	}
	return changes, fields
}

func checksOf(v request.View) []check {
	var out []check
	for _, c := range v.Conditions {
		line := check{Tone: ui.Wait, Word: "Chưa có", Text: c.Label, Do: "Chưa nêu giấy tờ, thông tin chứng minh."}
		if c.Evidence != "" {
			line = check{Tone: ui.Good, Word: "Đạt", Text: c.Label, Evidence: "Chứng minh: " + c.Evidence}
		}
		out = append(out, line)
	}
	return out
}

func formSource(v request.View) string {
	if v.Terms.Source == "" {
		return "Mẫu điền từ hồ sơ"
	}
	return "Theo " + v.Terms.Source
}

var fileRoles = map[request.FileRole]string{
	request.Scan: "Bản quét hồ sơ giấy", request.LossForm: "Biên bản xác nhận thất lạc", request.Evidence: "Giấy tờ chứng minh",
}

func filesOf(v request.View) []formLink {
	var out []formLink
	for _, f := range v.Files {
		out = append(out, formLink{Name: f.Name, Href: href(v.ID, "tep", f.ID), Source: fileRoles[f.Role] + " · " + ui.Size(f.Size)})
	}
	return out
}

// refusalOf tells why, by which paper, and what can be done about it.
func refusalOf(v request.View) *refusalNote {
	switch v.State {
	case request.Returned:
		n := &refusalNote{Title: "Bị trả lại", Text: v.Answer.Reason, Do: "Cơ quan sửa theo lý do trên rồi bấm “Lập lại từ bản này” để gửi lượt mới."}
		if last := lastStep(v); last != nil {
			n.Text, n.By = orElse(n.Text, last.Note), "Người trả lại: "+last.ActorName+", "+ui.When(last.At)
		}
		return n
	case request.Refused:
		n := &refusalNote{Title: "Không được chấp nhận", Text: v.Answer.Reason, Do: "Khi đã đủ điều kiện, bấm “Lập lại từ bản này” để đề nghị lại."}
		if v.Answer.Symbol != "" {
			n.By = "Văn bản số " + v.Answer.Symbol + " ngày " + dayText(v.Answer.Date)
		}
		return n
	default:
	}
	return nil
}

// columnLabel tells the lines about who receives devices from those about the
// subscriber, which the forms print in a block of their own.
func columnLabel(c request.Column) string {
	if strings.HasPrefix(c.Code, "receiver_") {
		return "Người tiếp nhận: " + lower(c.Label)
	}
	return c.Label
}

package adminweb

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// Limits of one page: how many lines it shows, and how many entries a filter
// looks through before it asks to go on.
const (
	logPageSize = 50
	logLook     = 2000
)

type logPage struct {
	ui.Page
	Action, Person, Subject string
	Lines                   []logLine
	Pager                   ui.Pager
	Looked                  string // how far a filter has looked
	Empty                   ui.Empty
	Findings                []string
	Checked                 string
}

type logLine struct {
	Seq, Href    string
	At           string
	Who          string
	What, Action string
	Subject      string
}

func (m *module) log(w http.ResponseWriter, r *web.Request) error {
	page, err := m.logOf(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) logOf(r *web.Request) (*logPage, error) {
	q := r.URL.Query()
	page := &logPage{Page: ui.Page{Title: "Nhật ký hệ thống", Lead: "Mỗi thay đổi là một dòng không sửa, không xóa được. Nhật ký giữ mã và hàm băm, không giữ nội dung."},
		Action: strings.TrimSpace(q.Get("viec")), Person: strings.TrimSpace(q.Get("nguoi")), Subject: strings.TrimSpace(q.Get("ve")),
		Empty: ui.Empty{Title: "Không có dòng nào khớp.", From: "Bỏ bớt điều kiện lọc để xem các dòng khác."}}
	below, err := strconv.ParseInt(q.Get("truoc"), 10, 64)
	if err != nil || below < 0 {
		below = 0
	}
	names := map[string]string{}
	for looked := 0; looked < logLook && len(page.Lines) < logPageSize; {
		list, err := m.read(r, page.Subject, below)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			looked, below = looked+1, e.Seq
			if len(page.Lines) == logPageSize {
				break
			}
			line := m.lineOf(r, e, names)
			if strings.HasPrefix(e.Action, page.Action) && (page.Person == "" || strings.Contains(strings.ToLower(line.Who), strings.ToLower(page.Person))) {
				page.Lines = append(page.Lines, line)
			}
		}
		if len(list) < logPageSize*4 {
			below = 0
			break
		}
	}
	if below > 0 {
		next := r.URL.Query()
		next.Set("truoc", strconv.FormatInt(below, 10))
		page.Pager.Next = "/quan-tri/nhat-ky?" + next.Encode()
		page.Looked = "Đã xem đến dòng " + ui.Number(int(below)) + "."
	}
	return page, nil
}

func (m *module) read(r *web.Request, subject string, below int64) ([]Entry, error) {
	if subject != "" {
		return m.Log.Of(r.Context(), r.Actor, subject, below, logPageSize*4)
	}
	return m.Log.Newest(r.Context(), r.Actor, below, logPageSize*4)
}

func (m *module) lineOf(r *web.Request, e Entry, names map[string]string) logLine {
	number := strconv.FormatInt(e.Seq, 10)
	return logLine{Seq: number, Href: "/quan-tri/nhat-ky/" + number, At: ui.When(e.At), Who: m.nameOf(r, e.Person, names), What: actionWords(e.Action), Action: e.Action, Subject: e.Subject}
}

// nameOf is the person in words; the system itself has none.
func (m *module) nameOf(r *web.Request, id string, names map[string]string) string {
	if id == "" {
		return "Hệ thống"
	}
	name, ok := names[id]
	if !ok {
		name = id
		if p, err := m.Org.Person(r.Context(), org.PersonID(id)); err == nil {
			name = p.Name
		}
		names[id] = name
	}
	return name
}

// check computes the whole log anew and tells what does not fit.
func (m *module) check(w http.ResponseWriter, r *web.Request) error {
	report, err := m.Log.Check(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page, err := m.logOf(r)
	if err != nil {
		return err
	}
	if report.OK() {
		page.Checked = "Đã tính lại " + ui.Number(int(report.Entries)) + " dòng và " + ui.Number(report.Heads) + " đầu nhật ký đã ký: khớp hết."
		return r.Render(w, page)
	}
	for _, f := range report.Findings {
		page.Findings = append(page.Findings, "Dòng "+ui.Number(int(f.Seq))+": "+f.Message)
	}
	return r.Render(w, page)
}

type entryPage struct {
	ui.Page
	About []ui.Pair
	Data  []ui.Pair
	Leaf  string
	Proof string
	Same  string
}

func (m *module) proofOf(r *web.Request) (audit.Proof, audit.Entry, error) {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil || seq < 0 {
		return audit.Proof{}, audit.Entry{}, noEntry()
	}
	proof, err := m.Log.Prove(r.Context(), r.Actor, seq)
	if errors.Is(err, audit.ErrNoEntry) {
		return proof, audit.Entry{}, noEntry()
	}
	if err != nil {
		return proof, audit.Entry{}, err
	}
	e, err := audit.ParseLeaf(proof.Leaf)
	return proof, e, err
}

func noEntry() error {
	return fault.New(fault.NotFound, "audit.entry", "Không có dòng nhật ký này.")
}

func (m *module) entry(w http.ResponseWriter, r *web.Request) error {
	proof, e, err := m.proofOf(r)
	if err != nil {
		return err
	}
	number := strconv.FormatInt(proof.Seq, 10)
	page := &entryPage{Page: ui.Page{Title: actionWords(e.Action), Lead: "Dòng " + number + " của nhật ký", Crumbs: []ui.Link{{Text: "Nhật ký hệ thống", Href: "/quan-tri/nhat-ky"}}},
		Leaf: proof.Leaf, Proof: "/quan-tri/nhat-ky/" + number + "/bang-chung.json", Same: "/quan-tri/nhat-ky?ve=" + e.Subject}
	agency := ""
	if a, err := m.Org.Agency(r.Context(), org.AgencyID(e.Agency)); err == nil {
		agency = a.Name
	}
	page.About = []ui.Pair{{Label: "Lúc", Value: ui.When(e.At), Symbol: true}, {Label: "Người làm", Value: m.nameOf(r, e.Person, map[string]string{}), Strong: true}, {Label: "Cơ quan", Value: agency},
		{Label: "Việc", Value: e.Action}, {Label: "Về", Value: e.Subject}, {Label: "Quy chế", Value: e.Profile}, {Label: "Điều khoản", Value: ui.ClauseText(e.Clause)}}
	keys := make([]string, 0, len(e.Data))
	for key := range e.Data {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		page.Data = append(page.Data, ui.Pair{Label: key, Value: e.Data[key]})
	}
	return r.Render(w, page)
}

// proof is a file that shows, without this server, that the line stands in the
// signed log: leaf, path and head (RFC 6962 hashes, golang.org/x/mod/sumdb/note).
func (m *module) proof(w http.ResponseWriter, r *web.Request) error {
	proof, _, err := m.proofOf(r)
	if err != nil {
		return err
	}
	path := make([]string, len(proof.Path))
	for i, hash := range proof.Path {
		path[i] = base64.StdEncoding.EncodeToString(hash[:])
	}
	raw, err := json.MarshalIndent(map[string]any{
		"seq": proof.Seq, "leaf": proof.Leaf, "path": path, "head": string(proof.Head), "verifier": m.Log.Verifier(),
	}, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="nhat-ky-`+r.PathValue("seq")+`.json"`)
	_, err = w.Write(append(raw, '\n'))
	return err
}

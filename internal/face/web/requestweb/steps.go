package requestweb

import (
	"net/http"
	"regexp"
	"strconv"
	"time"

	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
)

// stepsOf is the history with the clause of each step, and what comes now.
func stepsOf(v request.View) []ui.Step {
	var out []ui.Step
	for _, s := range v.Steps {
		step := ui.Step{Stage: ui.Done, Title: s.Deed.Name(), At: s.At}
		switch s.State {
		case request.Returned, request.Refused, request.Withdrawn:
			step.Stage = ui.Stopped
		default:
		}
		step.Rest = clauseInWords.ReplaceAllStringFunc(s.Note, ui.ClauseText)
		step.Detail = s.ActorName
		if s.Clause != "" {
			step.Detail = join(step.Detail, ui.ClauseText(s.Clause))
		}
		out = append(out, step)
	}
	for _, c := range v.Contacts {
		out = insertByTime(out, ui.Step{Stage: ui.Done, Title: "Liên hệ đầu mối:", Rest: c.Agency, At: c.At, Detail: join(c.ByName, c.Result)})
	}
	if now := waitsFor(&v.Request); now != "" {
		out = append(out, ui.Step{Stage: ui.Now, Title: now})
	}
	return out
}

// clauseInWords finds the ids of requirements in the notes of the rules.
var clauseInWords = regexp.MustCompile(`\b(?:NA|LD|HT|BG|HD[12]?)-\d+(?:\.\d+[a-zđ]?)?(?:-\d+)?`)

func insertByTime(steps []ui.Step, s ui.Step) []ui.Step {
	i := len(steps)
	for i > 0 && steps[i-1].At.After(s.At) {
		i--
	}
	return append(steps[:i:i], append([]ui.Step{s}, steps[i:]...)...)
}

func join(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + " · " + b
}

func lastStep(v request.View) *request.Step {
	if len(v.Steps) == 0 {
		return nil
	}
	return &v.Steps[len(v.Steps)-1]
}

// lastClause is the rule of the step that brought the limit under way.
func lastClause(v request.View) string {
	for i := len(v.Steps) - 1; i >= 0; i-- {
		if v.Steps[i].Clause != "" {
			return ui.ClauseText(v.Steps[i].Clause)
		}
	}
	return ""
}

// papers are the documents of a request: its letter, the dispatch, the answer.
func (m *module) papers(r *web.Request, v request.View) []ui.Pair {
	var out []ui.Pair
	if v.Document != "" {
		p := ui.Pair{Label: "Văn bản đề nghị", Value: "Chưa có số"}
		if v.Cover.Number > 0 {
			p.Value = v.Cover.Symbol + " ngày " + dayText(v.Cover.Date)
		}
		if v.Managing == r.Actor.Agency {
			p.Href = "/van-ban/" + v.Document
		}
		out = append(out, p)
	}
	if v.Dispatch != "" {
		p := ui.Pair{Label: "Văn bản tổng hợp", Value: "Đã lập"}
		if m.atDesk(r.Context(), r.Actor) {
			p.Href = "/yeu-cau/tong-hop#" + v.Dispatch
		}
		out = append(out, p)
	}
	if v.Answer.Symbol != "" {
		out = append(out, ui.Pair{Label: "Văn bản trả lời", Value: v.Answer.Symbol + " ngày " + dayText(v.Answer.Date)})
	}
	if v.Previous != "" {
		out = append(out, ui.Pair{Label: "Lượt trước", Value: "Xem yêu cầu trước", Href: href(v.Previous)})
	}
	return out
}

// dayText turns YYYY-MM-DD into the day as people write it.
func dayText(iso string) string {
	t, err := time.ParseInLocation("2006-01-02", iso, ui.Hanoi)
	if err != nil {
		return orElse(iso, "(không ghi)")
	}
	return ui.Day(t)
}

// sendFile begins a download.
func sendFile(w http.ResponseWriter, name, kind string, size int64) {
	checkweb.Attach(w, kind, name)
	if size > 0 {
		w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	}
}

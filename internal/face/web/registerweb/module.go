package registerweb

import (
	"context"
	"embed"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

//go:embed *.html
var templates embed.FS

// Rows takes the rows of a spreadsheet one after the other.
type Rows interface {
	Row(cells []string) error
	Close() error
}

// Sheets writes spreadsheets.
type Sheets interface {
	CSV(w io.Writer) Rows
	XLSX(w io.Writer, name string) (Rows, error)
}

// Config names the services behind the pages; everything is required but Origin.
type Config struct {
	Registers *register.Service
	Documents *document.Service
	Exchange  *exchange.Service
	Signing   *signing.Service
	Org       *org.Service
	Profiles  *profile.Set
	Sheets    Sheets
	Origin    string // of this installation, for codes on prints; empty takes that of the request
	Now       func() time.Time
}

type module struct{ Config }

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{c}
	return web.Module{
		Templates: templates,
		Pages: []ui.File{
			{Name: "book.html", Page: &bookPage{}}, {Name: "line.html", Page: &linePage{}}, {Name: "held.html", Page: &heldPage{}},
			{Name: "close.html", Page: &closePage{}}, {Name: "paper.html", Page: &paperPage{}}, {Name: "fault.html", Page: &faultPage{}},
			{Name: "after.html", Page: &afterPage{}}, {Name: "copy.html", Page: &copyPage{}},
		},
		Queues: m.queues,
		Labels: map[string]string{"reason": "Lý do", "symbol": "Số, ký hiệu", "subject": "Trích yếu", "recipients": "Nơi nhận", "cause": "Nguyên nhân", "remedy": "Cách khắc phục"},
		Routes: append(m.reading(), m.deeds()...),
	}
}

func (m *module) reading() []web.Route {
	get := func(path string, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: register.ActionRead, Handler: do}
	}
	large := func(r web.Route) web.Route { r.Slow = true; return r }
	return []web.Route{
		get("/so/{book}/{year}", m.book), large(get("/so/{book}/{year}/csv", m.bookCSV)), large(get("/so/{book}/{year}/xlsx", m.bookXLSX)),
		large(get("/so/{book}/{year}/pdf", m.bookPDF)), get("/so/{book}/{year}/so/{number}", m.line),
		get("/so/{book}/{year}/giu-so", m.held), get("/so/{book}/{year}/khoa-so", m.closing),
		get("/giay", m.paper), large(get("/giay/so-buu-dien/{year}", m.postal)), get("/su-co", m.faults),
		get("/van-ban/{id}/sau-phat-hanh", m.after), get("/sao/moi", m.copyForm), get("/sao/{id}", m.copyShow), large(get("/sao/{id}/tep", m.copyFile)),
	}
}

func (m *module) deeds() []web.Route {
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	withFile := func(r web.Route) web.Route { r.Body, r.Secret = web.Upload, true; return r }
	withPassword := func(r web.Route) web.Route { r.Secret = true; return r }
	return []web.Route{
		post("/so/{book}/{year}/giu-so", register.ActionHold, m.hold),
		post("/so/{book}/{year}/so/{number}/ghi", register.ActionFill, m.fill),
		post("/so/{book}/{year}/so/{number}/huy", register.ActionFill, m.cancelHeld),
		post("/so/{book}/{year}/so/{number}/cot", register.ActionNote, m.note),
		post("/so/{book}/{year}/bao-quan", register.ActionNote, m.retain),
		post("/so/{book}/{year}/khoa-so", register.ActionClose, m.closeYear),
		post("/giay/{id}", register.ActionPaper, m.sent),
		post("/su-co", register.ActionFault, m.openFault), post("/su-co/{id}/ket-thuc", register.ActionFault, m.closeFault),
		post("/van-ban/{id}/gui-giay", "document.seal", m.leave),
		post("/van-ban/{id}/in", "document.print", m.print),
		post("/van-ban/{id}/thu-hoi", "document.recall", m.recall), post("/van-ban/{id}/huy-thu-hoi", "incoming.destroy", m.destroy),
		withFile(post("/sao/moi", "document.copy", m.makeCopy)), withPassword(post("/sao/{id}/ky", "document.copy", m.signCopy)),
	}
}

// queues are the tasks and rooms of the clerk.
func (m *module) queues(ctx context.Context, by org.Actor) ([]web.Queue, error) {
	if by.Province == "" || !m.Registers.Guard.Can(by, register.ActionRead, org.OfAgency) {
		return nil, nil
	}
	owed, err := m.Registers.Slips(ctx, by, register.SlipQuery{Limit: 1000})
	if err != nil {
		return nil, err
	}
	waiting, err := m.Registers.Waiting(ctx, by)
	if err != nil {
		return nil, err
	}
	overdue := false
	for _, w := range waiting {
		overdue = overdue || w.Overdue
	}
	own, err := m.Registers.Store.Books(ctx, by.Agency)
	if err != nil {
		return nil, err
	}
	out := []web.Queue{
		{Group: "Sổ", Title: "Gửi thêm bản giấy", Href: "/giay", Count: len(owed)},
		{Group: "Sổ", Title: "Ca sự cố", Href: "/su-co", Count: len(waiting), Hot: overdue},
	}
	for _, b := range own {
		out = append(out, web.Queue{Group: "Sổ", Title: b.Name, Href: address(b.Code, m.year()), Count: -1})
	}
	return out, nil
}

func (m *module) year() int { return m.Now().In(ui.Hanoi).Year() }

func (m *module) law(r *web.Request) (*profile.Profile, error) {
	return m.Profiles.At(r.Actor.Province, m.Now())
}

// address is where a register of a year stands, or something in it.
func address(book string, year int, rest ...string) string {
	out := "/so/" + url.PathEscape(book) + "/" + strconv.Itoa(year)
	for _, r := range rest {
		out += "/" + r
	}
	return out
}

// opened is the register that the address names.
type opened struct {
	register.Book
	Series register.Series
	law    *profile.Profile
}

func (m *module) open(r *web.Request) (opened, error) {
	law, err := m.law(r)
	if err != nil {
		return opened{}, err
	}
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || year < 2000 || year > 2200 {
		return opened{}, fault.New(fault.NotFound, "register.absent", "Không có sổ này.")
	}
	b, err := m.Registers.BookOf(r.Context(), r.Actor, r.PathValue("book"))
	return opened{b, register.Series{Agency: r.Actor.Agency, Book: b.Code, Year: year}, law}, err
}

func (o opened) at(rest ...string) string { return address(o.Code, o.Series.Year, rest...) }

func (o opened) crumb() ui.Link { return ui.Link{Text: o.Name, Href: o.at()} }

func typeName(law *profile.Profile, code string) string {
	if t, ok := law.Documents.Type(code); ok {
		return t.Name
	}
	if f, ok := law.Copying.Form(code); ok {
		return f.Label
	}
	return code
}

// dayText turns YYYY-MM-DD into the day as people write it.
func dayText(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("02/01/2006")
}

// typedDay reads a day as people write it; what is no day stays as it is and is
// refused by the rule.
func typedDay(text string) string {
	for _, layout := range []string{"2/1/2006", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return text
}

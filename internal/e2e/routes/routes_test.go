package routes

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/testkit/site"
)

var update = flag.Bool("update", false, "rewrite table.txt")

func TestMain(m *testing.M) { flag.Parse(); os.Exit(site.Done(m.Run())) }

// column is one who asks. Like names the practice person whose agency and unit
// a new person of this role gets; empty means the account itself.
type column struct {
	name, account, like string
	role                org.Role
}

// columns are every role alone, in the agency of the document, and then those
// who stand in a relation to it or in none.
func columns() []column {
	out := []column{{name: "nobody"}}
	for _, role := range org.Roles {
		switch role {
		case org.Anonymous:
		case org.UnitLeader:
			out = append(out, column{name: string(role), account: "vai." + string(role), like: site.UnitLeader, role: role})
		default:
			out = append(out, column{name: string(role), account: "vai." + string(role), like: site.Clerk, role: role})
		}
	}
	return append(out,
		column{name: "drafter", account: site.Officer}, column{name: "signer", account: site.Deputy},
		column{name: "to:clerk", account: site.OtherClerk}, column{name: "to:leader", account: site.OtherLeader},
		column{name: "to:assignee", account: site.OtherOfficer}, column{name: "else:clerk", account: "vanthu.kimlien"},
	)
}

// things are the real ids of the patterns: a document that was released, and
// what became of it at the receiver. Both are at their end, so that no deed of
// the table changes anything.
type things struct {
	deviceThings
	out, in               document.ID
	outFile, inFile       document.FileID
	delivery, image, year string
	outBundle, inBundle   string
	ticket, secret        string // of a reading of the signer's device that has ended
	agency, person        string // of the signer
	certificate           string // the signer's
	request               string // a withdrawn one about it
}

func prepare(t *testing.T, s *site.Site) things {
	t.Helper()
	officer := s.As(site.Officer)
	at := officer.Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	s.Jobs()
	incoming := s.As(site.OtherClerk).Get("/viec/den-cho-vao-so").Follow(site.Subject)
	incoming.FormTo("/vao-so").Press("Vào sổ").See("Đã vào sổ")
	s.As(site.OtherLeader).Get(incoming.At).FormTo("/phan-cong").Pick("person", "Đậu Thị Hoa").Press("Phân công").See("Đã phân công")
	s.As(site.OtherOfficer).Get(incoming.At).FormTo("/hoan-thanh").Set("result", "Xong.").Press("Ghi kết quả").See("Đã ghi")
	s.Jobs()
	ctx := t.Context()
	x := things{out: document.ID(strings.TrimPrefix(at, "/van-ban/")), in: document.ID(strings.TrimPrefix(incoming.At, "/den/"))}
	for id, file := range map[document.ID]*document.FileID{x.out: &x.outFile, x.in: &x.inFile} {
		d, err := s.Documents.Store.Load(ctx, id)
		site.Must(t, err)
		f, ok := d.Current(document.Main)
		if !ok {
			t.Fatalf("document %s has no main file", id)
		}
		*file = f.ID
		x.year = d.IssuedOn[:4]
	}
	_, err := s.Archive.CollectDue(ctx, 10)
	site.Must(t, err)
	for id, bundle := range map[document.ID]*string{x.out: &x.outBundle, x.in: &x.inBundle} {
		kept, err := s.Archive.Store.OfDocument(ctx, id)
		site.Must(t, err)
		*bundle = string(kept[0].ID)
	}
	list, err := s.Exchange.Store.OfDocument(ctx, x.out)
	site.Must(t, err)
	x.delivery = string(list[0].ID)
	signer, err := s.Actor(ctx, site.Deputy)
	site.Must(t, err)
	image, err := s.Signing.CurrentImage(ctx, signing.PersonImage, string(signer.Person))
	site.Must(t, err)
	x.image = string(image.ID)
	x.agency, x.person = string(signer.Agency), string(signer.Person)
	own, err := s.Signing.OfPerson(ctx, signer.Person)
	site.Must(t, err)
	x.certificate = string(own[0].ID)
	x.request = withdrawn(t, s, own[0].ID)
	reading, secret, err := s.Documents.OpenReading(ctx, signer)
	site.Must(t, err)
	_, err = s.Documents.KeepReading(ctx, secret, "[]")
	site.Must(t, err)
	x.ticket, x.secret = string(reading.ID), secret
	x.deviceThings = prepareDevice(t, s, signer)
	return x
}

const absent = "01a00000-0000-7000-8000-000000000000"

// withdrawn is a request at its end, made by the clerk of the signer's agency.
func withdrawn(t *testing.T, s *site.Site, certificate signing.CertificateID) string {
	t.Helper()
	by, err := s.Actor(t.Context(), site.Clerk)
	site.Must(t, err)
	id, err := s.Requests.Draft(t.Context(), by, request.Input{Kind: request.Renew, Subject: request.ForPerson, Certificate: certificate})
	site.Must(t, err)
	site.Must(t, s.Requests.Withdraw(t.Context(), by, id, "Không cần nữa."))
	return string(id)
}

// path fills the pattern with what is there, or with what nobody has.
func (x things) path(pattern string, real bool) string {
	id, file, bundle := string(x.out), string(x.outFile), x.outBundle
	if strings.HasPrefix(pattern, "/den/") {
		id, file, bundle = string(x.in), string(x.inFile), x.inBundle
	}
	switch {
	case strings.HasPrefix(pattern, "/to-chuc/co-quan/"):
		id = x.agency
	case strings.HasPrefix(pattern, "/to-chuc/nguoi/"):
		id = x.person
	case strings.HasPrefix(pattern, "/yeu-cau/{id}"):
		id = x.request
	case strings.HasPrefix(pattern, "/chung-thu/{id}"):
		id = x.certificate
	case strings.HasPrefix(pattern, "/ky-thiet-bi/"):
		id = x.ticket
	}
	if of := x.deviceThings.id(pattern); of != "" {
		id = of
	}
	values := map[string]string{"{number}": "1", "{incident}": x.incident, "{id}": id, "{n}": "1", "{officer}": "none", "{kind}": "retire", "{file}": file, "{page}": "1.png", "{revision}": "1", "{delivery}": x.delivery, "{bundle}": bundle,
		"{image}": x.image, "{book}": "VB-DI", "{year}": x.year, "{code}": "cho-cap-so", "{ticket}": x.secret}
	if !real {
		for name := range values {
			values[name] = absent
		}
	}
	for name, value := range values {
		pattern = strings.ReplaceAll(pattern, name, value)
	}
	return pattern
}

// class is the kind of an answer.
func class(page *site.Page) string {
	switch {
	case page.Status == http.StatusSeeOther && strings.HasPrefix(page.Header.Get("Location"), "/login"):
		return "sign-in"
	case page.Status < 400:
		return "ok"
	case page.Status == http.StatusForbidden:
		return "FORBIDDEN"
	case page.Status == http.StatusNotFound:
		return "absent"
	case page.Status == http.StatusConflict:
		return "too-late"
	case page.Status == http.StatusUnprocessableEntity:
		return "invalid"
	}
	return fmt.Sprintf("?%d", page.Status)
}

// beside are the addresses that stand beside the pages.
var beside = []string{"GET /practice/issuing.crl", "GET /practice/root.crl", "GET /khong-co-trang-nay"}

// lines are what is asked: every route, with patterns once for each kind of id.
func lines(t *testing.T, s *site.Site) []string {
	t.Helper()
	routes, err := s.Routes()
	site.Must(t, err)
	var out []string
	for _, r := range routes {
		if strings.Contains(r.Pattern, "{") {
			out = append(out, r.Method+" "+r.Pattern+" there", r.Method+" "+r.Pattern+" none")
			continue
		}
		out = append(out, r.Method+" "+r.Pattern+" -")
	}
	for _, b := range beside {
		out = append(out, b+" -")
	}
	return out
}

func TestEveryRouteAsEveryRole(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	x := prepare(t, s)
	asked := lines(t, s)
	got := map[string][]string{}
	cols := columns()
	for _, c := range cols {
		p := person(t, s, c)
		for _, line := range asked {
			parts := strings.Fields(line)
			answer := ask(t, s, c, p, parts[0], parts[1], x.path(parts[1], parts[2] != "none"))
			if strings.HasPrefix(answer, "?") {
				t.Errorf("%s as %s answered %s", line, c.name, answer)
			}
			got[line] = append(got[line], answer)
		}
	}
	text := write(asked, cols, got)
	if *update {
		site.Must(t, os.WriteFile("table.txt", []byte(text), 0o644))
		return
	}
	raw, err := os.ReadFile("table.txt")
	site.Must(t, err)
	compare(t, string(raw), text)
}

func person(t *testing.T, s *site.Site, c column) *site.Person {
	t.Helper()
	if c.like != "" {
		_, err := s.Hire(t.Context(), c.like, c.account, c.role)
		site.Must(t, err)
	}
	p := site.Guest(t, s.URL)
	if c.account != "" {
		p = s.As(c.account)
	}
	stay(p)
	return p
}

func stay(p *site.Person) {
	p.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
}

// ask sends one request; signing out is done in a session of its own.
func ask(t *testing.T, s *site.Site, c column, p *site.Person, method, pattern, path string) string {
	t.Helper()
	if path == "/logout" && c.account != "" {
		p = s.As(c.account)
		stay(p)
	}
	if method == http.MethodGet {
		return class(p.Get(path))
	}
	form := whole()
	if path == "/login" {
		form = nil // a wrong name costs everybody at this address a wait
	}
	if files[pattern] {
		return class(p.PostFile(path, form, "file", "du-thao.pdf", []byte("%PDF-1.7 không phải PDF")))
	}
	return class(p.Post(path, form))
}

// files are the routes that take a form with files.
var files = map[string]bool{"/van-ban/moi": true, "/van-ban/{id}/sua": true, "/van-ban/{id}/ban-quet": true, "/toi/chu-ky/anh": true, "/kiem-tra": true, "/api/kiem-tra": true,
	"/lap-ban-giao/{id}": true, "/thiet-bi/{id}/bao-su-co": true, "/thu-hoi-thiet-bi/{id}": true, "/su-co-thiet-bi/{id}/{incident}": true}

// whole fills every form well enough that what refuses is who asks, or the
// state of the thing, and not a field that is empty.
func whole() url.Values {
	return url.Values{
		"secrecy": {"normal"}, "draft": {string(document.NewFormID())}, "version": {"1"}, "type": {"CV"}, "subject": {"V/v thử"},
		"comment": {"Ghi chú"}, "text": {"Ý kiến"}, "due": {"2099-01-01"}, "people": {absent}, "answer": {"tiep-thu"}, "opinion": {absent},
		"hash": {absent}, "certificate": {absent}, "password": {"khoa"}, "reason": {"Lý do"}, "field": {"seal"}, "deed": {"save"}, "seal-x": {"90"}, "seal-y": {"90"},
		"code": {"altered"}, "person": {absent}, "result": {"Xong"}, "kind": {"person"}, "old": {"sai"}, "again": {"khac"},
	}
}

func write(asked []string, cols []column, got map[string][]string) string {
	var b strings.Builder
	b.WriteString("# What every route answers to every role. there: an id of a document at its end;\n# none: an id that nobody has. too-late and invalid come from behind the door:\n# the person may do it, but not now or not so.\n")
	row := func(route, thing string, cells []string) {
		line := fmt.Sprintf("%-62s %-6s", route, thing)
		for i, cell := range cells {
			line += fmt.Sprintf(" %-*s", max(len(cols[i].name), 9), cell)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.name
	}
	row("# route", "id", names)
	for _, line := range asked {
		parts := strings.Fields(line)
		row(parts[0]+" "+parts[1], parts[2], got[line])
	}
	return b.String()
}

// compare names the lines that differ.
func compare(t *testing.T, want, got string) {
	t.Helper()
	known := byRoute(want)
	now := byRoute(got)
	for route, cells := range now {
		switch old, ok := known[route]; {
		case !ok:
			t.Errorf("route %s has no line in table.txt", route)
		case old != cells:
			t.Errorf("route %s answers\n  %s\nand table.txt says\n  %s", route, cells, old)
		}
	}
	for route := range known {
		if _, ok := now[route]; !ok {
			t.Errorf("table.txt has a line for %s, which is no route", route)
		}
	}
}

func byRoute(table string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(table) {
		parts := strings.Fields(line)
		if len(parts) > 3 && (parts[0] == "GET" || parts[0] == "POST") {
			out[strings.Join(parts[:3], " ")] = strings.Join(parts[3:], " ")
		}
	}
	return out
}

package ticketweb

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/fault"
	"antin/ticket"
)

// speak answers programs: JSON both ways, a refusal as a Problem. What is no
// refusal goes to the shell, which shows an incident number.
func (m *module) speak(do func(*web.Request) (any, error)) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		out, err := do(r)
		status := http.StatusOK
		if f, refused := fault.From(err); refused {
			status, out, err = statusOf(f), ticket.Problem{Code: f.Code, Message: f.Message, Action: f.Action}, nil
			if f.Code == tooMany {
				w.Header().Set("Retry-After", "60")
			}
		}
		if err != nil {
			return err
		}
		raw, err := json.Marshal(out)
		if err != nil {
			return fmt.Errorf("writing an answer to the agent: %w", err)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(raw) // the agent went away: nothing to do
		return nil
	}
}

func statusOf(f *fault.Fault) int {
	if f.Code == tooMany {
		return http.StatusTooManyRequests
	}
	switch f.Kind {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Forbidden, fault.SignInNeed:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unready:
		return http.StatusServiceUnavailable
	case fault.Invalid, fault.Signed:
	}
	return http.StatusUnprocessableEntity
}

func (m *module) about(r *web.Request) (any, error) {
	a := ticket.About{
		Version: ticket.Version, Name: m.Name(r.Context()), Program: m.Program, Practice: m.Practice, Now: m.Now().UTC(), Origins: []string{m.origin(r)},
	}
	if m.Anchors != nil {
		for _, c := range m.Anchors() {
			a.Anchors = append(a.Anchors, c.Raw)
		}
	}
	if m.Places != nil {
		p := m.Places()
		a.CRL, a.OCSP, a.TSA = p.CRL, p.OCSP, p.TSA
	}
	return a, nil
}

// origin is where our pages are as browsers see them.
func (m *module) origin(r *web.Request) string {
	if m.Origin != "" {
		return strings.TrimRight(m.Origin, "/")
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// secret is the ticket of the path, when it can be one.
func (m *module) secret(r *web.Request) (string, error) {
	secret := r.PathValue("ticket")
	if !ticket.ValidID(secret) {
		return "", m.known(r, fault.New(fault.NotFound, "ticket.unknown", "Không có lượt ký này."))
	}
	return secret, nil
}

// known notes who asks for tickets that are not there, and answers nothing else
// to who asked for too many. A ticket that is there is always answered: others
// share the address of who guesses.
func (m *module) known(r *web.Request, err error) error {
	if !fault.Is(err, "ticket.unknown") {
		return err
	}
	if !m.strangers.may(r.Address()) {
		return fault.New(fault.Unready, tooMany, "Máy này hỏi quá nhiều lượt ký không có. Chờ một phút rồi thử lại.")
	}
	m.strangers.note(r.Address())
	return err
}

func (m *module) fetch(r *web.Request) (any, error) {
	secret, err := m.secret(r)
	if err != nil {
		return nil, err
	}
	if err := m.current(r, secret); err != nil {
		return nil, err
	}
	t, by, err := m.Documents.FetchTicket(r.Context(), secret)
	if err != nil {
		return nil, m.known(r, err)
	}
	out := ticket.Ticket{
		Version: ticket.Version, ID: secret, Deed: ticket.Sign, Server: m.Name(r.Context()), Person: by.Name, Action: actionWords(t),
		Practice: m.Practice, Return: m.origin(r) + Outcome(t.ID), Now: m.Now().UTC(), Expires: t.ExpiresAt,
	}
	if t.Action == document.TicketRead {
		out.Deed = ticket.Read
		return out, nil
	}
	if out.Items, err = m.items(r, by, t); err != nil {
		return nil, err
	}
	if len(out.Items) == 0 {
		return nil, nothingLeft(t)
	}
	return out, nil
}

// nothingLeft says why no item of a ticket can be signed, in the words of the first.
func nothingLeft(t *document.Ticket) error {
	for _, i := range t.Items {
		if i.State == document.ItemRefused {
			return fault.New(fault.Conflict, i.Refusal.Code, i.Refusal.Message).Do(i.Refusal.Do)
		}
	}
	return fault.New(fault.Conflict, "ticket.over", "Lượt ký này đã xong, không dùng lại được.")
}

func actionWords(t *document.Ticket) string {
	_, _, waiting := t.Count()
	switch t.Action {
	case document.TicketRead:
		return "Đọc chứng thư số trong thiết bị"
	case document.TicketSeal:
		return fmt.Sprintf("Cấp số và ký cơ quan %d văn bản", waiting)
	case document.TicketSign:
	}
	return fmt.Sprintf("Ký %d văn bản", waiting)
}

// items are the signatures that wait, one for each file of each document.
func (m *module) items(r *web.Request, by org.Actor, t *document.Ticket) ([]ticket.Item, error) {
	row, err := m.Signing.Certificate(r.Context(), t.Certificate)
	if err != nil {
		return nil, err
	}
	lines, err := m.Documents.TicketLines(r.Context(), by, t)
	if err != nil {
		return nil, err
	}
	purpose := ticket.ForPerson
	if row.Class == signing.ClassAgency {
		purpose = ticket.ForAgency
	}
	var out []ticket.Item
	for _, i := range t.Items {
		if i.State != document.ItemPrepared {
			continue
		}
		for _, p := range i.Parts {
			if p.Plain() {
				continue
			}
			out = append(out, ticket.Item{
				ID: itemID(i.Seq, p.No), Title: short(lines[i.Seq].Title), Summary: short(summary(lines[i.Seq], p)),
				View: m.origin(r) + "/van-ban/" + string(i.Document), Purpose: purpose, Version: p.Base, Attributes: p.Attributes,
				Hash: p.Algorithm(), PSS: p.PSS, Certificates: []string{row.SHA256},
			})
		}
	}
	return out, nil
}

func summary(l document.TicketLine, p document.PreparedPart) string {
	var words []string
	if p.No > 0 {
		words = append(words, "tệp kèm theo “"+p.Name+"”")
	}
	if l.Number != "" {
		words = append(words, "số "+l.Number)
	}
	if p.Pages > 0 {
		words = append(words, fmt.Sprintf("%d trang", p.Pages))
	}
	if l.Signer != "" {
		words = append(words, "người ký: "+l.Signer)
	}
	return strings.Join(words, ", ")
}

// short keeps to the limit of the wire without cutting a letter.
func short(text string) string {
	if len(text) <= ticket.MaxText {
		return text
	}
	return strings.ToValidUTF8(text[:ticket.MaxText-3], "") + "…"
}

func itemID(seq, part int) string { return fmt.Sprintf("%d-%d", seq, part) }

func readItemID(id string) (seq, part int, err error) {
	a, b, ok := strings.Cut(id, "-")
	seq, broken := strconv.Atoi(a)
	part, worse := strconv.Atoi(b)
	if !ok || broken != nil || worse != nil || itemID(seq, part) != id {
		return 0, 0, fault.New(fault.Invalid, "ticket.item", "Kết quả không thuộc lượt ký này.")
	}
	return seq, part, nil
}

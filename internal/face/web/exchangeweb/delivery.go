package exchangeweb

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// problemsPage lists what the clerk has to look after.
type problemsPage struct {
	ui.Page
	Rows  []deliveryRow
	Empty ui.Empty
}

// deliveriesPage shows every recipient of one document.
type deliveriesPage struct {
	ui.Page
	About []ui.Pair
	Rows  []deliveryRow
	Empty ui.Empty
}

// deliveryRow is one document on its way to one recipient.
type deliveryRow struct {
	Chip               ui.Chip
	Href               string // of the document
	Symbol, Subject    string
	To, Code           string
	Created, Sent      time.Time
	Received, Answered time.Time
	Arrival            int
	Late               bool // was to go out before today
	Reason, Text       string
	Do                 string
	Receipt            string
}

func row(d exchange.Delivery, law *profile.Profile) deliveryRow {
	out := deliveryRow{
		Chip: deliveryChip(d.State), Href: "/van-ban/" + string(d.Document) + "/gui", Symbol: d.Manifest.Symbol, Subject: d.Manifest.Subject,
		To: d.Recipient.Name, Code: d.Recipient.Code, Created: d.CreatedAt, Sent: d.SentAt, Received: d.ReceivedAt, Answered: d.AnsweredAt,
		Arrival: d.Arrival, Text: d.Reason.Text, Do: d.Remedy(),
	}
	if d.State == exchange.RefusedBy || d.State == exchange.HeldBy {
		out.Reason = reasonLabel(law, d.Reason.Code)
	}
	if d.Receipt != "" {
		out.Receipt = "/van-ban/" + string(d.Document) + "/gui/" + string(d.ID) + "/bien-nhan.json"
	}
	return out
}

func (m *module) problems(w http.ResponseWriter, r *web.Request) error {
	list, err := m.Exchange.Problems(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return err
	}
	page := &problemsPage{
		Page:  ui.Page{Title: "Gửi đi cần xử lý", Lead: "Văn bản đã phát hành mà nơi nhận từ chối, hoặc chưa gửi được."},
		Empty: ui.Empty{Title: "Không có văn bản nào vướng.", From: "Văn bản bị nơi nhận từ chối hoặc chưa gửi được sẽ về đây, kèm lý do và cách xử lý."},
	}
	late, unopened, err := m.late(r, law)
	if err != nil {
		return err
	}
	page.Rows = append(page.Rows, unopened...)
	for _, d := range list {
		line := row(d, law)
		line.Late = late[d.ID]
		page.Rows = append(page.Rows, line)
	}
	return r.Render(w, page)
}

// late finds what had not gone out when its day was over (NA-16.1c-2.2): the
// deliveries that wait, and the recipients for whom there is none yet.
func (m *module) late(r *web.Request, law *profile.Profile) (map[exchange.DeliveryID]bool, []deliveryRow, error) {
	list, err := m.Exchange.Overdue(r.Context(), r.Actor)
	if err != nil {
		return nil, nil, err
	}
	late, unopened := map[exchange.DeliveryID]bool{}, []deliveryRow(nil)
	for _, d := range list {
		if d.ID != "" {
			late[d.ID] = true
			continue
		}
		line := row(d, law)
		line.Late = true
		of, err := m.Documents.Get(r.Context(), r.Actor, d.Document)
		if err != nil {
			return nil, nil, err
		}
		line.Subject, line.Symbol = of.Subject, document.WholeSymbol(law.Numbering, of.Number, of.Symbol)
		unopened = append(unopened, line)
	}
	return late, unopened, nil
}

func (m *module) deliveries(w http.ResponseWriter, r *web.Request) error {
	d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	list, err := m.Exchange.OfDocument(r.Context(), r.Actor, d.ID)
	if err != nil {
		return err
	}
	law, err := m.Documents.Profile(d.Province)
	if err != nil {
		return err
	}
	page := &deliveriesPage{
		Page:  ui.Page{Title: "Gửi và nhận", Lead: d.Subject, Crumbs: []ui.Link{{Text: "Văn bản", Href: "/van-ban/" + string(d.ID)}}},
		Empty: ui.Empty{Title: "Văn bản chưa gửi đi đâu.", From: "Sau khi phát hành, mỗi nơi nhận có một dòng ở đây: gửi lúc nào, đã vào sổ hay bị từ chối."},
		About: summary(d, list, law),
	}
	for _, x := range list {
		page.Rows = append(page.Rows, row(x, law))
	}
	return r.Render(w, page)
}

// summary counts the recipients by how far it came with them.
func summary(d *document.Document, list []exchange.Delivery, law *profile.Profile) []ui.Pair {
	count := map[exchange.State]int{}
	for _, x := range list {
		count[x.State]++
	}
	var words []string
	for _, s := range []exchange.State{exchange.Accepted, exchange.Received, exchange.Sent, exchange.RefusedBy, exchange.HeldBy, exchange.Waiting, exchange.Unreached} {
		if n := count[s]; n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, strings.ToLower(s.Name())))
		}
	}
	symbol := "Chưa có số"
	if d.Number > 0 {
		symbol = document.WholeSymbol(law.Numbering, d.Number, d.Symbol)
	}
	return []ui.Pair{
		{Label: "Số, ký hiệu", Value: symbol, Symbol: true},
		{Label: "Nơi nhận", Value: orDash(strings.Join(words, "; "), fmt.Sprintf("%d nơi, chưa gửi", len(d.Recipients)))},
	}
}

// receipt is the answer as it came, with the signed head of the receiver's log.
func (m *module) receipt(w http.ResponseWriter, r *web.Request) error {
	list, err := m.Exchange.OfDocument(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	for _, d := range list {
		if string(d.ID) == r.PathValue("delivery") && d.Receipt != "" {
			name := strings.NewReplacer("/", "-", " ", "-").Replace("bien-nhan-" + d.Manifest.Symbol + "-" + d.Recipient.Code + ".json")
			checkweb.Attach(w, "application/json", name)
			_, _ = w.Write([]byte(d.Receipt + "\n")) // the browser went away: nothing to do
			return nil
		}
	}
	return fault.New(fault.NotFound, "delivery.no-receipt", "Nơi nhận chưa trả lời nên chưa có biên nhận.")
}

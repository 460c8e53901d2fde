package documentweb

import (
	"net/http"
	"strconv"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// signingsPage is a person's own history of signing: when, what for, with
// which certificate.
type signingsPage struct {
	ui.Page
	Rows  []signingRow
	Pager ui.Pager
	Empty ui.Empty
}

type signingRow struct {
	At                            time.Time
	Act, Title, Symbol, Href, Key string
}

var signingActs = map[document.DecisionKind]string{
	document.SignatureMade: "Ký văn bản", document.SealMade: "Ký cơ quan", document.StepSignature: "Ký trong chuỗi ký",
}

func (m *module) signings(w http.ResponseWriter, r *web.Request) error {
	var before time.Time
	if ms, err := strconv.ParseInt(r.URL.Query().Get("truoc"), 10, 64); err == nil {
		before = time.UnixMilli(ms)
	}
	list, err := m.Documents.MySignings(r.Context(), r.Actor, before)
	if err != nil {
		return err
	}
	page := &signingsPage{Page: ui.Page{Title: "Lịch sử ký của tôi", Lead: "Mọi lần bạn đã ký số: cho văn bản nào, bằng chứng thư số nào."},
		Empty: ui.Empty{Title: "Bạn chưa ký văn bản nào.", From: "Mỗi lần ký số xong, một dòng sẽ hiện ở đây."}}
	for _, x := range list {
		row := signingRow{At: x.At, Act: signingActs[x.Kind], Title: "Văn bản bạn không còn được xem"}
		d, err := m.Documents.Get(r.Context(), r.Actor, x.Document)
		if _, hidden := fault.From(err); err != nil && !hidden {
			return err
		}
		if err == nil {
			row.Title, row.Href = orDash(d.Subject, "(chưa có trích yếu)"), href(d.ID)
			row.Key = certificateOf(d, x)
			if law, err := m.Documents.Profile(d.Province); err == nil && d.Number > 0 {
				row.Symbol = symbolText(law, d.Number, d.Symbol)
			}
		}
		page.Rows = append(page.Rows, row)
	}
	if len(list) == 50 {
		page.Pager.Next = "/toi/lich-su-ky?truoc=" + strconv.FormatInt(list[49].At.UnixMilli(), 10)
	}
	return r.Render(w, page)
}

// certificateOf is the serial of the certificate in the newest signature of the
// file that was made, as it was verified then.
func certificateOf(d *document.Document, x document.Signing) string {
	for _, c := range d.Checks {
		if c.SHA256 != x.Hash || c.Report == "" {
			continue
		}
		report, err := exchange.Report(c)
		if err != nil {
			return ""
		}
		last := -1
		for i, s := range report.Signatures {
			if last < 0 || s.Revision >= report.Signatures[last].Revision {
				last = i
			}
		}
		if last >= 0 && report.Signatures[last].Certificate != nil {
			return report.Signatures[last].Certificate.Serial
		}
	}
	return ""
}

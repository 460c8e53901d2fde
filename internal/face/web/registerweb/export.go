package registerweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/face/form"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
)

// Columns of Phụ lục IV.
var (
	outgoingColumns = []profile.FormField{
		{Code: "symbol", Label: "Số, ký hiệu văn bản", Width: 9}, {Code: "day", Label: "Ngày tháng văn bản", Width: 9},
		{Code: "matter", Label: "Tên loại và trích yếu nội dung văn bản", Width: 24}, {Code: "signer", Label: "Người ký", Width: 10},
		{Code: "to", Label: "Nơi nhận văn bản", Width: 14}, {Code: "keeper", Label: "Đơn vị, người nhận bản lưu", Width: 9},
		{Code: "copies", Label: "Số lượng bản", Width: 5}, {Code: "handed", Label: "Ngày chuyển", Width: 8},
		{Code: "signed", Label: "Ký nhận", Width: 7}, {Code: "note", Label: "Ghi chú", Width: 9},
	}
	incomingColumns = []profile.FormField{
		{Code: "day", Label: "Ngày đến", Width: 8}, {Code: "number", Label: "Số đến", Width: 5}, {Code: "from", Label: "Tác giả", Width: 12},
		{Code: "symbol", Label: "Số, ký hiệu văn bản", Width: 10}, {Code: "issued", Label: "Ngày tháng văn bản", Width: 8},
		{Code: "matter", Label: "Tên loại và trích yếu nội dung", Width: 24}, {Code: "to", Label: "Đơn vị hoặc người nhận", Width: 12},
		{Code: "handed", Label: "Ngày chuyển", Width: 8}, {Code: "signed", Label: "Ký nhận", Width: 7}, {Code: "note", Label: "Ghi chú", Width: 9},
	}
	postalColumns = []profile.FormField{
		{Code: "handed", Label: "Ngày chuyển", Width: 10}, {Code: "symbol", Label: "Số, ký hiệu văn bản", Width: 16}, {Code: "to", Label: "Nơi nhận văn bản", Width: 30},
		{Code: "envelopes", Label: "Số lượng bì", Width: 8}, {Code: "signed", Label: "Ký nhận và dấu bưu điện", Width: 18}, {Code: "note", Label: "Ghi chú", Width: 18},
	}
)

func columnsOf(o opened) []profile.FormField {
	if o.Outgoing {
		return outgoingColumns
	}
	return incomingColumns
}

func (row bookRow) cells() map[string]string {
	var notes []string
	for _, n := range []string{row.Late, row.Note} {
		if n != "" {
			notes = append(notes, n)
		}
	}
	if row.State.Tone == ui.Bad {
		notes = append([]string{"Số đã hủy"}, notes...)
	}
	if row.State.Tone == ui.Warn {
		notes = append([]string{"Số đang giữ"}, notes...)
	}
	symbol := row.Symbol
	if symbol == "" {
		symbol = row.Number
	}
	return map[string]string{"symbol": symbol, "number": row.Number, "day": row.Day, "matter": strings.TrimPrefix(row.Kind+": "+row.Subject, ": "), "signer": row.Signer,
		"to": row.Recipients, "keeper": row.Keeper, "copies": row.Copies, "handed": row.Handed, "signed": row.SignedFor, "note": strings.Join(notes, ". "),
		"from": row.From, "issued": row.Issued}
}

// whole reads all lines that the address asks for, from the first number on.
func (m *module) whole(r *web.Request) (opened, []bookRow, error) {
	o, err := m.open(r)
	if err != nil {
		return o, nil, err
	}
	q := query(r, o)
	q.Below, q.Limit = 0, 1000
	var out []bookRow
	for {
		list, err := m.Registers.Find(r.Context(), r.Actor, q)
		if err != nil {
			return o, nil, err
		}
		rows, err := m.rows(r, o, list)
		if err != nil {
			return o, nil, err
		}
		out = append(out, rows...)
		if len(list) < q.Limit {
			slices.Reverse(out)
			return o, out, nil
		}
		q.Below = list[len(list)-1].Number
	}
}

func (m *module) bookCSV(w http.ResponseWriter, r *web.Request) error {
	o, rows, err := m.whole(r)
	if err != nil {
		return err
	}
	checkweb.Attach(w, "text/csv; charset=utf-8", fileName(o, "csv"))
	return write(m.Sheets.CSV(w), columnsOf(o), rows)
}

func (m *module) bookXLSX(w http.ResponseWriter, r *web.Request) error {
	o, rows, err := m.whole(r)
	if err != nil {
		return err
	}
	checkweb.Attach(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", fileName(o, "xlsx"))
	out, err := m.Sheets.XLSX(w, fmt.Sprintf("%d", o.Series.Year))
	if err != nil {
		return err
	}
	return write(out, columnsOf(o), rows)
}

func write(out Rows, columns []profile.FormField, rows []bookRow) error {
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = c.Label
	}
	err := out.Row(head)
	for _, row := range rows {
		if err != nil {
			break
		}
		cells, line := row.cells(), make([]string, len(columns))
		for i, c := range columns {
			line[i] = cells[c.Code]
		}
		err = out.Row(line)
	}
	if err != nil {
		panic(http.ErrAbortHandler) // the status is out: a cut answer must not look whole
	}
	_ = out.Close() // the browser went away: nothing to do
	return nil
}

func fileName(o opened, ending string) string {
	name := map[string]string{"VB-DI": "so-van-ban-di", "VB-DEN": "so-van-ban-den", "SAO": "so-ban-sao"}[o.Code]
	if name == "" {
		name = "so-" + strings.ToLower(o.Code)
	}
	return fmt.Sprintf("%s-%d.%s", name, o.Series.Year, ending)
}

// bookPDF prints the register with its cover; a closed one carries its record.
func (m *module) bookPDF(w http.ResponseWriter, r *web.Request) error {
	o, rows, err := m.whole(r)
	if err != nil {
		return err
	}
	agency, err := m.Org.Agency(r.Context(), r.Actor.Agency)
	if err != nil {
		return err
	}
	b := form.Book{Superior: agency.Superior, Agency: agency.Name, Title: o.Name, Year: o.Series.Year, Columns: columnsOf(o), At: m.Now(),
		Footer: o.law.Documents.PrintFooter}
	for _, row := range rows {
		b.Rows = append(b.Rows, row.cells())
	}
	if len(rows) > 0 {
		b.From, b.To = rows[0].Day, rows[len(rows)-1].Day
		_, _ = fmt.Sscan(rows[0].Number, &b.First) // our own writing
		_, _ = fmt.Sscan(rows[len(rows)-1].Number, &b.Last)
	}
	now, err := m.Registers.Standing(r.Context(), r.Actor, o.Series)
	if err != nil {
		return err
	}
	if !now.Closed.IsZero() {
		b.Closing = closingLines(now)
	}
	raw, err := form.BookPDF(b)
	if err != nil {
		return err
	}
	checkweb.Attach(w, "application/pdf", fileName(o, "pdf"))
	_, _ = w.Write(raw) // the browser went away: nothing to do
	return nil
}

func closingLines(now register.Standing) []string {
	c := now.Closing
	return []string{
		fmt.Sprintf("Khóa sổ ngày %s: từ số 1 đến số %d, %d văn bản, %d số đã hủy. Người khóa sổ: %s.", ui.Day(c.At), c.Last, c.Entered, c.Cancelled, c.ByName),
		"Mã kiểm tra các dòng (SHA-256): " + c.Lines,
	}
}

package document

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
)

// Trace is what the log says last of one document.
type Trace map[string]string

// Add takes the next entry about the document, in the order of the log. What
// was mended by the PDFs is held against the entries before it.
func (t Trace) Add(e audit.Entry) {
	if e.Action == rebuilt {
		return
	}
	if _, saved := e.Data[traceFields]; !saved && e.Data["state"] == "" {
		return // an attempt, an incident
	}
	register, line := t[traceRegister], t[traceLine]
	clear(t)
	t[traceRegister], t[traceLine] = register, line // of the last entry that touched the line
	maps.Copy(t, e.Data)
}

// Known reports whether the log says that such a document was ever saved.
func (t Trace) Known() bool { return t["state"] != "" }

// Register gives the series and the number of the document's line, if the log
// has one, as book/year.
func (t Trace) Register() (series string, number int, ok bool) {
	var year int
	parts := strings.Split(t[traceRegister], "/")
	if len(parts) != 3 {
		return "", 0, false
	}
	if _, err := fmt.Sscan(parts[1]+" "+parts[2], &year, &number); err != nil {
		return "", 0, false
	}
	return parts[0] + "/" + parts[1], number, true
}

// Untrue names everything in the rows of a document that is not as the log
// says it was saved; the agency of a document whose row is gone is empty.
func (s *Service) Untrue(ctx context.Context, id ID, t Trace) (lines []string, agency org.AgencyID, err error) {
	d, err := s.Store.Load(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return []string{"nhật ký có văn bản này (" + State(t["state"]).Name() + ") nhưng dòng của nó không còn trong cơ sở dữ liệu"}, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	now := d.trace()
	for _, c := range []struct{ key, name string }{
		{"state", "trạng thái"}, {"number", "số"}, {"issued_on", "ngày ban hành"}, {"symbol", "ký hiệu"}, {"arrival", "số đến"},
		{"version", "phiên bản"}, {"content", "mã băm nội dung"},
	} {
		if (t[traceFields] != "" || c.key == "state" || c.key == "number") && now[c.key] != t[c.key] {
			lines = append(lines, fmt.Sprintf("%s ghi %q, nhật ký là %q", c.name, now[c.key], t[c.key]))
		}
	}
	for _, c := range []struct{ key, name string }{
		{traceFields, "thông tin của văn bản (trích yếu, nơi nhận, người ký, trạng thái, số, ngày…)"},
		{traceChain, "chuỗi ký (người ký, thứ tự, trạng thái từng bước)"},
		{traceDecisions, "các quyết định (duyệt, ký, đóng dấu, phát hành…)"}, {traceFiles, "danh sách tệp và phiên bản"},
		{traceWork, "ý kiến, phân công, chỗ ký hoặc phiếu kiểm tra"},
		{traceIntake, "cách văn bản đến, căn cứ pháp lý hoặc người chịu trách nhiệm"},
	} {
		if t[c.key] != "" && now[c.key] != t[c.key] {
			lines = append(lines, c.name+" đã bị sửa, không như lúc ghi nhật ký")
		}
	}
	line, err := s.untrueLine(ctx, d, t)
	return append(lines, line...), d.Agency, err
}

// untrueLine holds the line in the register against the log.
func (s *Service) untrueLine(ctx context.Context, d *Document, t Trace) ([]string, error) {
	name, number, ok := t.Register()
	if !ok {
		return nil, nil
	}
	book, year, _ := strings.Cut(name, "/")
	series := Series{Agency: d.Agency, Book: book}
	if _, err := fmt.Sscan(year, &series.Year); err != nil {
		return nil, fmt.Errorf("year of the register %s: %w", name, err)
	}
	rows, err := s.Store.Entries(ctx, series, number+1, 1)
	if err != nil {
		return nil, err
	}
	switch {
	case len(rows) == 0 || rows[0].Number != number:
		return []string{fmt.Sprintf("dòng số %d trong sổ %s không còn", number, name)}, nil
	case rows[0].Document != d.ID:
		return []string{fmt.Sprintf("dòng số %d trong sổ %s ghi cho văn bản %s", number, name, rows[0].Document)}, nil
	case rows[0].Digest() != t[traceLine]:
		return []string{fmt.Sprintf("dòng số %d trong sổ %s đã bị sửa%s", number, name, s.changed(d, rows[0]))}, nil
	}
	return nil, nil
}

// changed names the columns of a line that are not what the document says.
func (s *Service) changed(d *Document, e Entry) string {
	p, err := s.Profiles.At(d.Province, e.At)
	if err != nil {
		return ""
	}
	want := s.incomingEntry(d, p, e.At)
	want.State = EnteredEntry
	if d.Direction == Outgoing {
		want = s.lineIn(e.Series, d, p)
		want.State = map[State]EntryState{Numbered: Reserved, SealedState: IssuedEntry, Released: EnteredEntry, CancelledState: CancelledEntry}[d.State]
	}
	var names []string
	for _, c := range []struct{ name, got, want string }{
		{"trạng thái", string(e.State), string(want.State)}, {"ngày", e.Date, want.Date}, {"số, ký hiệu", e.Symbol, want.Symbol},
		{"loại", e.Type, want.Type}, {"trích yếu", e.Subject, want.Subject}, {"người ký", e.Signer, want.Signer},
		{"nơi nhận", e.Recipients, want.Recipients}, {"mã băm tệp", e.SHA256, want.SHA256}, {"nơi gửi", e.From, want.From},
	} {
		if c.got != c.want {
			names = append(names, c.name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ": " + strings.Join(names, ", ")
}

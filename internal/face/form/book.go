package form

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/profile"
)

// MaxLines of one printed register; a year of the largest office has fewer.
const MaxLines = 100000

// Book is a register to be printed: the cover of Phụ lục IV, then its columns.
type Book struct {
	Superior, Agency string
	Title            string // "SỔ ĐĂNG KÝ VĂN BẢN ĐI"
	Year             int
	From, To         string // days of the first and the last line, dd/mm/yyyy
	First, Last      int    // numbers
	Volume           int    // quyển số
	Columns          []profile.FormField
	Rows             []map[string]string
	Closing          []string // lines beneath a closed register
	Footer           string
	At               time.Time
}

// BookPDF prints a register on A4, its table on its side, the head of the
// columns again on every page.
func BookPDF(b Book) ([]byte, error) {
	if len(b.Rows) > MaxLines {
		return nil, fmt.Errorf("a register with %d lines: %w", len(b.Rows), ErrTooLong)
	}
	columns := b.Columns
	p, err := newPrinter(profile.Form{Title: b.Title, Columns: columns}, Data{Rows: b.Rows, Footer: b.Footer, At: b.At})
	if err != nil {
		return nil, err
	}
	p.SetTitle(fmt.Sprintf("%s năm %d", b.Title, b.Year), true)
	p.cover(b)
	p.newPage()
	p.table()
	for _, line := range b.Closing {
		p.room(lead)
		p.y += 1.5
		p.paragraph(line, regular)
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("printing the register: %w", err)
	}
	return out.Bytes(), nil
}

// cover prints the first page as Phụ lục IV lays it down: whose register, year,
// from which day and number to which, and the volume.
func (p *printer) cover(b Book) {
	middle := p.left + p.measure()/2
	p.y += 6
	if b.Superior != "" {
		p.y, _, _ = p.column(middle, p.y, p.measure(), strings.ToUpper(b.Superior), regular, 14, 6.5)
	}
	y, x0, x1 := p.column(middle, p.y, p.measure(), strings.ToUpper(b.Agency), bold, 14, 6.5)
	p.y = p.underline(x0, x1, y, 0.45) + 32
	p.y, _, _ = p.column(middle, p.y, p.measure(), strings.ToUpper(b.Title), bold, 24, 11)
	p.y += 6
	p.y, _, _ = p.column(middle, p.y, p.measure(), fmt.Sprintf("Năm: %d", b.Year), bold, 16, 8)
	p.y += 14
	for _, line := range []string{
		fmt.Sprintf("Từ ngày %s đến ngày %s", p.or(b.From, "................"), p.or(b.To, "................")),
		fmt.Sprintf("Từ số %s đến số %s", numberOr(b.First), numberOr(b.Last)),
		fmt.Sprintf("Quyển số: %02d", max(b.Volume, 1)),
	} {
		p.y, _, _ = p.column(middle, p.y, p.measure(), line, regular, 14, 8)
	}
}

func numberOr(n int) string {
	if n == 0 {
		return "............"
	}
	return fmt.Sprint(n)
}

package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"antin/internal/fault"
)

// Limits of one list.
type Limits struct {
	Bytes int64 // of the file
	Rows  int
	Cells int // of one row
}

// maxUnpacked is how much more than its own size a spreadsheet may unpack to:
// text packs to a tenth, and a bomb to a thousandth.
const maxUnpacked = 256 << 20

// Read gives the rows of the first sheet of a spreadsheet, or of a CSV file, as
// text. What goes beyond the limits is refused before it is read on.
func Read(r io.Reader, limits Limits) ([][]string, error) {
	raw, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return nil, err
	}
	if int64(len(raw)) > limits.Bytes {
		return nil, fault.New(fault.TooLarge, "sheet.size", fmt.Sprintf("Tệp lớn hơn %d MB.", limits.Bytes>>20)).At("file", "Tệp quá lớn.")
	}
	switch {
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return readXLSX(raw, limits)
	case bytes.HasPrefix(raw, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return nil, broken("Tệp .xls kiểu cũ chưa đọc được.", "Mở tệp và lưu lại dạng .xlsx.")
	}
	return readCSV(raw, limits)
}

func broken(message, action string) error {
	return fault.New(fault.Invalid, "sheet.unreadable", message).Do(action).At("file", message)
}

func readXLSX(raw []byte, limits Limits) (rows [][]string, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: 16 << 20, RawCellValue: true})
	if err != nil {
		return nil, broken("Không đọc được tệp bảng tính, hoặc tệp giải nén quá lớn.", "Mở tệp bằng phần mềm bảng tính, lưu lại dạng .xlsx rồi thử lại.")
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return nil, broken("Tệp bảng tính không có trang nào.", "Chọn tệp khác.")
	}
	lines, err := f.Rows(sheets[0])
	if err != nil {
		return nil, broken("Không đọc được trang đầu của tệp bảng tính.", "Lưu lại dạng .xlsx rồi thử lại.")
	}
	defer func() { err = errors.Join(err, lines.Close()) }()
	for lines.Next() {
		cells, err := lines.Columns()
		if err != nil {
			return nil, broken("Không đọc được một dòng của tệp bảng tính.", "Lưu lại dạng .xlsx rồi thử lại.")
		}
		if rows, err = add(rows, cells, limits); err != nil {
			return nil, err
		}
	}
	return trimmed(rows), lines.Error()
}

// trimmed drops empty rows at the end, which spreadsheets keep.
func trimmed(rows [][]string) [][]string {
	for len(rows) > 0 && len(rows[len(rows)-1]) == 0 {
		rows = rows[:len(rows)-1]
	}
	return rows
}

func add(rows [][]string, cells []string, limits Limits) ([][]string, error) {
	if len(rows) >= limits.Rows && len(cells) > 0 {
		return nil, fault.New(fault.TooLarge, "sheet.rows", fmt.Sprintf("Danh sách có nhiều hơn %d dòng.", limits.Rows-1)).
			Do("Chia thành nhiều tệp rồi nhập lần lượt.").At("file", "Quá nhiều dòng.")
	}
	if len(rows) > 4*limits.Rows || len(cells) > limits.Cells {
		return nil, fault.New(fault.TooLarge, "sheet.cells", fmt.Sprintf("Danh sách có dòng nhiều hơn %d cột.", limits.Cells)).At("file", "Quá nhiều cột.")
	}
	for _, c := range cells {
		if !utf8.ValidString(c) {
			return nil, broken("Tệp không phải chữ Unicode (UTF-8).", "Lưu lại dạng CSV UTF-8 hoặc .xlsx.")
		}
	}
	return append(rows, cells), nil
}

func readCSV(raw []byte, limits Limits) ([][]string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return nil, broken("Tệp không phải bảng tính .xlsx hay CSV dạng UTF-8.", "Lưu lại dạng CSV UTF-8 hoặc .xlsx.")
	}
	in := csv.NewReader(bytes.NewReader(raw))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = separator(raw), -1, true
	var rows [][]string
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return trimmed(rows), nil
		}
		if err != nil {
			return nil, broken("Không đọc được tệp CSV.", "Kiểm tra dấu phân cách và dấu nháy, hoặc lưu lại dạng .xlsx.")
		}
		if rows, err = add(rows, cells, limits); err != nil {
			return nil, err
		}
	}
}

// separator is the one that the first line has most of.
func separator(raw []byte) rune {
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	best, count := ',', bytes.Count(first, []byte(","))
	for _, c := range []rune{';', '\t'} {
		if n := bytes.Count(first, []byte(string(c))); n > count {
			best, count = c, n
		}
	}
	return best
}

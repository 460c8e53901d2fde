package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Writer takes the rows of a list one after the other; Close finishes it.
type Writer interface {
	Row(cells []string) error
	Close() error
}

// NewCSV writes CSV as table calculations open it.
func NewCSV(w io.Writer) Writer {
	_, err := w.Write([]byte("\ufeff"))
	return &csvWriter{csv.NewWriter(w), err}
}

type csvWriter struct {
	out *csv.Writer
	err error
}

func (w *csvWriter) Row(cells []string) error {
	if w.err != nil {
		return w.err
	}
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = Harmless(c)
	}
	return w.out.Write(safe)
}

func (w *csvWriter) Close() error {
	w.out.Flush()
	return w.out.Error()
}

// Harmless keeps a table calculation from taking words for a formula.
func Harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// NewXLSX writes a spreadsheet with one sheet of that name; its cells are text,
// which no table calculation takes for a formula.
func NewXLSX(w io.Writer, name string) (Writer, error) {
	f := excelize.NewFile()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, fmt.Errorf("naming the sheet: %w", err)
	}
	stream, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, fmt.Errorf("beginning the sheet: %w", err)
	}
	return &xlsxWriter{file: f, stream: stream, to: w}, nil
}

type xlsxWriter struct {
	file   *excelize.File
	stream *excelize.StreamWriter
	to     io.Writer
	row    int
}

func (w *xlsxWriter) Row(cells []string) error {
	w.row++
	at, err := excelize.CoordinatesToCellName(1, w.row)
	if err != nil {
		return err
	}
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = c
	}
	return w.stream.SetRow(at, values)
}

func (w *xlsxWriter) Close() error {
	if err := w.stream.Flush(); err != nil {
		return err
	}
	if err := w.file.Write(w.to); err != nil {
		return err
	}
	return w.file.Close()
}

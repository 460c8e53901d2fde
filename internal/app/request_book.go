package app

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"antin/internal/domain/request"
)

// workbook is request.Workbook. Every cell is text: what people typed is never
// a formula.
type workbook struct{}

// Write implements request.Workbook.
func (workbook) Write(w io.Writer, t request.Table) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // nothing is kept
	const sheet = "Danh sách"
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return fmt.Errorf("naming the sheet: %w", err)
	}
	if err := book.SetCellStr(sheet, "A1", t.Title); err != nil {
		return fmt.Errorf("writing the title: %w", err)
	}
	for i, row := range append([][]string{t.Header}, t.Rows...) {
		for j, text := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+3)
			if err != nil {
				return fmt.Errorf("naming a cell: %w", err)
			}
			if err := book.SetCellStr(sheet, cell, text); err != nil {
				return fmt.Errorf("writing %s: %w", cell, err)
			}
		}
	}
	if err := book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 3, TopLeftCell: "A4", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("freezing the header: %w", err)
	}
	return book.Write(w)
}

package form_test

import (
	"bytes"
	"strings"
	"testing"

	"antin/internal/domain/profile"
	"antin/internal/face/form"
)

// Whatever stands in a record is printed or left out, and never stops the paper.
func FuzzPDF(f *testing.F) {
	f.Add("Nguyễn Văn A", "Địa chỉ", 10, 3)
	f.Add(strings.Repeat("4f3a90", 400), strings.Repeat("nhãn ", 30), 1, 1)
	f.Add("\x00\xff\u202e😀\n\t", "x", 100, 0)
	f.Fuzz(func(t *testing.T, value, label string, width, rows int) {
		if rows < 0 || rows > 20 || len(value) > 5000 {
			t.Skip()
		}
		tpl := profile.Form{Set: "X", Number: 1, Title: "Mẫu thử", Maker: profile.MadeByAgency, To: []string{value}, Opening: value, Closing: label,
			Blocks:     []profile.Block{{Title: label, Fields: []profile.FormField{{Code: "a", Label: label}}}},
			Columns:    []profile.FormField{{Code: profile.ColumnOrder, Label: "STT"}, {Code: "a", Label: label, Width: width}, {Code: "b", Label: "Cột", Width: 1}},
			Signatures: []profile.Signature{{Code: "head", Title: label}}}
		if tpl.Check() != nil {
			t.Skip()
		}
		d := form.Data{Agency: value, Superior: value, Place: value, Head: map[string]string{"a": value}, Signers: map[string]form.Signer{"head": {Name: value}}}
		for range rows {
			d.Rows = append(d.Rows, map[string]string{"a": value, "b": value})
		}
		out, err := form.PDF(tpl, d)
		if err != nil {
			t.Fatal(err)
		}
		if pages := bytes.Count(out, []byte("/Type /Page\n")); pages > 500 {
			t.Errorf("%d pages", pages)
		}
	})
}

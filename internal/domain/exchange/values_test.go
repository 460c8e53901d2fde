package exchange

import (
	"testing"

	"antin/internal/domain/document"
	"antin/pades"
)

func TestContradictionOfNumberAndDateIsNamed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		ref, day                             string
		number, fillDay, fillMonth, fillYear string
		bad                                  bool
	}{
		{"05/SKHCN-CĐS", "2026-11-22", "05", "22", "11", "2026", false},
		{"05/SKHCN-CĐS", "2026-02-02", "05", "02", "02", "26", false},
		{"05/SKHCN-CĐS", "2026-11-22", "", "", "", "", false},
		{"5/SKHCN-CĐS", "2026-11-22", "05", "22", "", "", false},
		{"15/SKHCN-CĐS", "2026-11-22", "05", "22", "11", "2026", true},
		{"05/SKHCN-CĐS", "2026-11-21", "05", "22", "11", "2026", true},
		{"05/SKHCN-CĐS", "2026-10-22", "05", "22", "11", "2026", true},
		{"05/SKHCN-CĐS", "2025-11-22", "05", "22", "11", "2026", true},
		{"05/SKHCN-CĐS", "2026-11-22", "năm", "22", "11", "2026", true},
	} {
		d := &document.Document{SenderRef: test.ref, IssuedOn: test.day}
		r := &pades.Report{Values: []pades.FieldValue{
			{Field: pades.FieldNumber, Value: test.number}, {Field: pades.FieldDay, Value: test.fillDay},
			{Field: pades.FieldMonth, Value: test.fillMonth}, {Field: pades.FieldYear, Value: test.fillYear},
		}}
		if text := contradicts(d, r); (text != "") != test.bad {
			t.Errorf("%+v: %q", test, text)
		}
	}
}

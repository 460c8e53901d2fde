package form_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/profile"
	"antin/internal/face/form"
)

func loaded(t testing.TB) *profile.Set {
	t.Helper()
	set, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func template(t testing.TB, set *profile.Set, code string, number int) profile.Form {
	t.Helper()
	f, ok := set.Form(code, number)
	if !ok {
		t.Fatalf("no form %d in %s", number, code)
	}
	return f
}

// filled is data for every field of a form.
func filled(f profile.Form, rows int) form.Data {
	d := form.Data{
		Superior: "Ủy ban nhân dân tỉnh Nghệ An", Agency: "Sở Nội vụ tỉnh Nghệ An", Symbol: "SNV-VP", Place: "Nghệ An",
		Head: map[string]string{"at_place": "trụ sở Sở Nội vụ tỉnh Nghệ An"}, Signers: map[string]form.Signer{},
		Footer: "ANTIN-FOOT",
	}
	values := map[string]string{"name": "Nguyễn Thị Thu Hương", "email": "huongntt.snv@nghean.gov.vn", "identity": "040188001234, 22/11/2021, Cục Cảnh sát QLHC về TTXH",
		"agency": "Sở Nội vụ tỉnh Nghệ An", "province": "Nghệ An", "title": "Phó Trưởng phòng", "phone": "0912 345 678", "birth": "05/3/1988",
		"serial": "4f3a90bc77d1e2a98c0f4f3a90bc77d1", "device": "BIT4ID-00417-2024", "reason": "Chuyển công tác sang cơ quan khác"}
	for _, b := range f.Blocks {
		for _, field := range b.Fields {
			d.Head[field.Code] = values[field.Code]
			if d.Head[field.Code] == "" {
				d.Head[field.Code] = "Giá trị của " + strings.ToLower(field.Label)
			}
		}
	}
	for i := range rows {
		row := map[string]string{}
		for _, c := range f.Columns {
			if c.Code != profile.ColumnOrder {
				row[c.Code] = values[c.Code]
			}
		}
		row["name"] = fmt.Sprintf("%s %d", values["name"], i+1)
		d.Rows = append(d.Rows, row)
	}
	for _, s := range f.Signatures {
		d.Signers[s.Code] = form.Signer{Name: "Trần Văn Bình"}
	}
	return d
}

func TestEveryFormPrintsBlankAndFilled(t *testing.T) {
	t.Parallel()
	set := loaded(t)
	keep := os.Getenv("ANTIN_KEEP_FORMS") // a folder to look at the pages
	for _, s := range set.FormSets() {
		for _, f := range s.Forms {
			for name, d := range map[string]form.Data{"blank": {}, "filled": filled(f, 3)} {
				out, err := form.PDF(f, d)
				if err != nil {
					t.Fatalf("%s %d %s: %v", s.Code, f.Number, name, err)
				}
				again, err := form.PDF(f, d)
				if err != nil || !bytes.Equal(out, again) {
					t.Errorf("%s %d %s: the same data gave other bytes (%v)", s.Code, f.Number, name, err)
				}
				if !bytes.HasPrefix(out, []byte("%PDF-1.4")) || !bytes.Contains(out, []byte("/Lang (vi)")) {
					t.Errorf("%s %d %s: not PDF 1.4 in Vietnamese: %.20q", s.Code, f.Number, name, out)
				}
				if keep != "" {
					if err := os.WriteFile(filepath.Join(keep, fmt.Sprintf("%s-%02d-%s.pdf", s.Code, f.Number, name)), out, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

func TestLongListIsQuickAndBounded(t *testing.T) {
	t.Parallel()
	f := template(t, loaded(t), "ND68", 1)
	start := time.Now()
	out, err := form.PDF(f, filled(f, form.MaxRows))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows: %d bytes in %s", form.MaxRows, len(out), time.Since(start))
	if _, err := form.PDF(f, filled(f, form.MaxRows+1)); err == nil {
		t.Error("a longer list was printed")
	}
}

package formweb

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/fault"
)

// typed reads the posted template over the one that was shown. Rows without a
// label and code that were offered empty are left out, those ticked to be
// removed, too; the rest goes by its order.
func typed(r *web.Request, f profile.Form) (profile.Form, error) {
	version, err := strconv.Atoi(r.Text("version"))
	if err != nil {
		return f, fault.New(fault.Invalid, "form.version", "Thiếu phiên bản của mẫu đang sửa.").Do("Mở lại trang sửa mẫu.")
	}
	f.Version = version
	f.Title, f.Opening, f.Closing, f.TableTitle = r.Text("title"), r.Text("opening"), r.Text("closing"), r.Text("table_title")
	f.To = lines(r.Text("to"))
	before := map[string]profile.Mark{}
	for _, field := range f.Fields() {
		before[field.Code+"\n"+field.Label] = field.Mark
	}
	columns, err := rows(r, "columns", before)
	if err != nil {
		return f, err
	}
	f.Columns = columns[0]
	byBlock, err := rows(r, "fields", before)
	if err != nil {
		return f, err
	}
	blocks := slices.Clone(f.Blocks)
	f.Blocks = nil
	for i, b := range blocks {
		b.Title, b.Fields = r.Text(fmt.Sprintf("blocks.%d.title", i)), byBlock[i]
		if len(b.Fields) > 0 {
			f.Blocks = append(f.Blocks, b)
		}
	}
	f.Signatures = signatures(r)
	return f, nil
}

type placed struct {
	order int
	field profile.FormField
}

// rows reads one table of rows, by block.
func rows(r *web.Request, table string, before map[string]profile.Mark) (map[int][]profile.FormField, error) {
	found := map[int][]placed{}
	for i := range maxRows {
		name := table + "." + strconv.Itoa(i)
		if _, ok := r.PostForm[name+".label"]; !ok {
			break
		}
		field := profile.FormField{Label: r.Text(name + ".label"), Code: r.Text(name + ".code"), Required: r.Text(name+".required") != ""}
		if r.Text(name+".remove") != "" || r.Text(name+".fresh") != "" && field.Label == "" && field.Code == "" {
			continue
		}
		if text := r.Text(name + ".width"); text != "" {
			width, err := strconv.Atoi(text)
			if err != nil || width < 0 || width > 100 {
				return inOrder(found), fault.New(fault.Invalid, "form.bad-template", "Độ rộng cột là số từ 0 đến 100.").At(name+".width", "Độ rộng là số từ 0 đến 100.")
			}
			field.Width = width
		}
		field.Mark = profile.ByDefault // a line of our own, until it is as it was
		if mark, ok := before[field.Code+"\n"+field.Label]; ok {
			field.Mark = mark
		}
		order, err := strconv.Atoi(r.Text(name + ".order"))
		if err != nil {
			order = maxRows + i // no place asked: behind the others
		}
		block, _ := strconv.Atoi(r.Text(name + ".block")) // columns have none
		found[block] = append(found[block], placed{order, field})
	}
	return inOrder(found), nil
}

func inOrder(found map[int][]placed) map[int][]profile.FormField {
	out := map[int][]profile.FormField{}
	for block, list := range found {
		slices.SortStableFunc(list, func(a, b placed) int { return cmp.Compare(a.order, b.order) })
		for _, p := range list {
			out[block] = append(out[block], p.field)
		}
	}
	return out
}

// signatures reads the places to sign; one without a title is left out.
func signatures(r *web.Request) []profile.Signature {
	var list []profile.Signature
	for i := range 3 {
		name := "signatures." + strconv.Itoa(i)
		if title := r.Text(name + ".title"); title != "" {
			list = append(list, profile.Signature{Code: r.Text(name + ".code"), Title: title, Note: r.Text(name + ".note")})
		}
	}
	return list
}

func lines(text string) []string {
	var list []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

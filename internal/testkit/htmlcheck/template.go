package htmlcheck

import (
	"reflect"
	"testing"
	"time"

	"antin/internal/face/web/ui"
)

// Templates renders every page twice, with an empty struct and with every field
// filled, so that both arms of the conditions run and a field that a template
// names and the struct lacks is found before a person finds it.
func Templates(t *testing.T, set *ui.Set, pages []ui.File) {
	t.Helper()
	for _, file := range pages {
		for _, filled := range []bool{false, true} {
			page := reflect.New(reflect.TypeOf(file.Page).Elem())
			if filled {
				fill(page.Elem(), 0)
			}
			framed, ok := page.Interface().(ui.Framed)
			if !ok {
				t.Fatalf("%s: its page does not embed ui.Page", file.Name)
			}
			framed.Frame().Scripts, framed.Frame().Title = nil, "Trang"
			out, err := set.Render(framed)
			if err != nil {
				t.Errorf("%s, filled %v: %v", file.Name, filled, err)
				continue
			}
			Check(t, string(out), NoInlineScript(), NoInlineStyle(), Count("h1", 1))
		}
	}
}

// fill sets everything that can be set to something that shows.
func fill(v reflect.Value, depth int) {
	if depth > 6 || !v.CanSet() {
		return
	}
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 11, 22, 2, 41, 7, 0, time.UTC)))
		return
	case ui.Chip:
		v.Set(reflect.ValueOf(ui.Chip{Tone: ui.Warn, Text: "Chữ"}))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("Chữ")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), depth+1)
		fill(v.Index(1), depth+1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth+1)
		}
	}
}

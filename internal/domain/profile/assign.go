package profile

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"
)

// leafKeys lists the dotted keys of every field, found once from the types.
var leafKeys = sync.OnceValue(func() []string {
	return slices.Sorted(maps.Keys(fieldsOf(reflect.ValueOf(&sections{}).Elem(), "")))
})

// fieldsOf finds the settable fields of a section by dotted key; a struct is
// a table, anything else a value.
func fieldsOf(v reflect.Value, prefix string) map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	for sf, field := range v.Fields() {
		key := prefix + sf.Tag.Get("toml")
		if field.Kind() == reflect.Struct {
			maps.Copy(fields, fieldsOf(field, key+"."))
			continue
		}
		fields[key] = field
	}
	return fields
}

// assign puts one value of the file into a field. It is strict: no number
// becomes text, no entry of a list may have a key that its type does not know.
func assign(into reflect.Value, value any) error {
	switch v := value.(type) {
	case string:
		if into.Kind() == reflect.String {
			into.SetString(v)
			return nil
		}
	case bool:
		if into.Kind() == reflect.Bool {
			into.SetBool(v)
			return nil
		}
	case int64:
		if into.Kind() == reflect.Int {
			into.SetInt(v)
			return nil
		}
	case float64:
		if into.Kind() == reflect.Float64 {
			into.SetFloat(v)
			return nil
		}
	case []any:
		return assignList(into, len(v), func(i int) any { return v[i] })
	case []map[string]any:
		return assignList(into, len(v), func(i int) any { return v[i] })
	case map[string]any:
		return assignEntry(into, v)
	}
	return fmt.Errorf("%v does not fit %s", value, into.Type())
}

func assignList(into reflect.Value, n int, entry func(int) any) error {
	if into.Kind() != reflect.Slice {
		return fmt.Errorf("a list does not fit %s", into.Type())
	}
	list := reflect.MakeSlice(into.Type(), n, n)
	for i := range n {
		if err := assign(list.Index(i), entry(i)); err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
	}
	into.Set(list)
	return nil
}

func assignEntry(into reflect.Value, entry map[string]any) error {
	if into.Kind() != reflect.Struct {
		return fmt.Errorf("an entry with keys does not fit %s", into.Type())
	}
	fields := fieldsOf(into, "")
	for key, value := range entry {
		field, ok := fields[key]
		if !ok {
			return fmt.Errorf("unknown key %q", key)
		}
		if err := assign(field, value); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

package profile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// maxSetting bounds what an administrator may type for one value, in bytes.
const maxSetting = 8 << 10

// Text is the value of a key as an administrator reads and types it: a list has
// a line for each entry. Editable is false for tables, which have pages of their
// own. It panics on a key that does not exist, as Source does.
func (p *Profile) Text(key string) (text string, editable bool) {
	field := p.field(key)
	switch v := field.Interface().(type) {
	case string:
		return v, true
	case bool:
		if v {
			return "có", true
		}
		return "không", true
	case int:
		return strconv.Itoa(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case []string:
		return strings.Join(v, "\n"), true
	case []int:
		lines := make([]string, len(v))
		for i, n := range v {
			lines[i] = strconv.Itoa(n)
		}
		return strings.Join(lines, "\n"), true
	}
	raw, err := json.Marshal(field.Interface())
	if err != nil {
		return "", false
	}
	return string(raw), false
}

func (p *Profile) field(key string) reflect.Value {
	p.Source(key)
	s := sections{p.Documents, p.Numbering, p.Signing, p.Verification, p.Exchange, p.Subscribers, p.Onestop, p.Portal, p.Reports,
		p.Administration, p.Workday, p.Registers, p.Paper, p.Copying, p.Incoming, p.Tasks, p.Files}
	return fieldsOf(reflect.ValueOf(&s).Elem(), "")[key]
}

// Typed reads what an administrator typed for a key into a value for With. The
// error says in Vietnamese what does not fit.
func (p *Profile) Typed(key, text string) (any, error) {
	if len(text) > maxSetting {
		return nil, fmt.Errorf("giá trị quá dài")
	}
	text = strings.TrimSpace(text)
	switch p.field(key).Interface().(type) {
	case string:
		return text, nil
	case bool:
		switch strings.ToLower(text) {
		case "có":
			return true, nil
		case "không":
			return false, nil
		}
		return nil, fmt.Errorf("ghi “có” hoặc “không”")
	case int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("ghi một số nguyên")
		}
		return n, nil
	case float64:
		n, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
		if err != nil || n != n || n > 1e12 || n < -1e12 {
			return nil, fmt.Errorf("ghi một số")
		}
		return n, nil
	case []string:
		return lines(text), nil
	case []int:
		var list []int
		for _, line := range lines(text) {
			n, err := strconv.Atoi(line)
			if err != nil {
				return nil, fmt.Errorf("mỗi dòng ghi một số nguyên")
			}
			list = append(list, n)
		}
		return list, nil
	}
	return nil, fmt.Errorf("giá trị này là một bảng, không sửa được ở đây")
}

func lines(text string) []string {
	list := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// Stored reads the text under which a setting is kept: what was typed, or JSON
// for a table such as the days of the calendar.
func (p *Profile) Stored(key, text string) (any, error) {
	if _, editable := p.Text(key); editable {
		return p.Typed(key, text)
	}
	return thawed(text)
}

// thawed reads a table; whole numbers stay whole.
func thawed(text string) (any, error) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, fmt.Errorf("reading a setting: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("reading a setting: something follows the value")
	}
	return thaw(value), nil
}

func thaw(value any) any {
	switch v := value.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, _ := v.Float64() // a JSON number always is one
		return f
	case []any:
		for i := range v {
			v[i] = thaw(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = thaw(v[key])
		}
	}
	return value
}

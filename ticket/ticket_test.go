package ticket

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"
)

func sample() Ticket {
	at := time.Date(2026, 11, 22, 1, 2, 3, 0, time.UTC)
	return Ticket{
		Version: 1, ID: strings.Repeat("aB3-_", 5), Deed: Sign, Server: "Tỉnh thực hành", Person: "Trần Thị Bình",
		Action: "Ký 1 văn bản", Return: "https://vanban.example.vn/documents", Now: at, Expires: at.Add(Lifetime),
		Items: []Item{{
			ID: "1", Title: "Quyết định", Purpose: ForPerson, Version: strings.Repeat("0f", 32), Attributes: []byte{0x31, 0},
			Hash: "SHA-256", Certificates: []string{strings.Repeat("a0", 32)},
		}},
	}
}

func TestTicketKeepsWhatItSays(t *testing.T) {
	t.Parallel()
	raw, err := Bytes(sample())
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseTicket(raw)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, sample()) {
		t.Errorf("got %+v", got)
	}
}

func TestParseTicketRefuses(t *testing.T) {
	t.Parallel()
	for why, change := range map[string]func(*Ticket){
		"newer version":        func(t *Ticket) { t.Version = Version + 1 },
		"short id":             func(t *Ticket) { t.ID = "abc" },
		"id with a path":       func(t *Ticket) { t.ID = "../../" + t.ID },
		"other deed":           func(t *Ticket) { t.Deed = "unlock" },
		"nothing to sign":      func(t *Ticket) { t.Items = nil },
		"script to return to":  func(t *Ticket) { t.Return = "javascript:alert(1)" },
		"hidden host":          func(t *Ticket) { t.Return = "https://a@b.example/" },
		"no title":             func(t *Ticket) { t.Items[0].Title = "" },
		"item twice":           func(t *Ticket) { t.Items = append(t.Items, t.Items[0]) },
		"anybody may sign":     func(t *Ticket) { t.Items[0].Certificates = nil },
		"fingerprint in upper": func(t *Ticket) { t.Items[0].Certificates = []string{strings.Repeat("A0", 32)} },
		"weak hash":            func(t *Ticket) { t.Items[0].Hash = "SHA-1" },
		"no attributes":        func(t *Ticket) { t.Items[0].Attributes = nil },
		"long title":           func(t *Ticket) { t.Items[0].Title = strings.Repeat("a", MaxText+1) },
		"too many":             func(t *Ticket) { t.Items = make([]Item, MaxItems+1) },
		"no end":               func(t *Ticket) { t.Expires = time.Time{} },
	} {
		bad := sample()
		change(&bad)
		raw, err := Bytes(bad)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseTicket(raw); err == nil {
			t.Errorf("%s was taken", why)
		}
	}
	if _, err := ParseTicket(make([]byte, MaxBytes+1)); err == nil {
		t.Error("too many bytes were taken")
	}
}

func TestParseAnswerRefuses(t *testing.T) {
	t.Parallel()
	for why, result := range map[string]Result{
		"value and refusal":      {Item: "1", Value: []byte{1}, Chain: [][]byte{{1}}, Refusal: &Refusal{Code: Locked, Message: "x"}},
		"refusal without a word": {Item: "1", Refusal: &Refusal{Code: Locked}},
		"value of nobody":        {Item: "1", Value: []byte{1}},
		"neither":                {Item: "1"},
		"long value":             {Item: "1", Value: make([]byte, MaxValue+1), Chain: [][]byte{{1}}},
	} {
		raw, err := Bytes(Answer{Version: 1, Agent: "1", Results: []Result{result}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseAnswer(raw); err == nil {
			t.Errorf("%s was taken", why)
		}
	}
}

// The PIN never passes through the server: no type of the wire has a place for
// it, in any depth (NA-20-1).
func TestNoTypeCarriesAPIN(t *testing.T) {
	t.Parallel()
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(k reflect.Type) {
		for k.Kind() == reflect.Pointer || k.Kind() == reflect.Slice {
			k = k.Elem()
		}
		if k.Kind() != reflect.Struct || seen[k] || k == reflect.TypeFor[time.Time]() {
			return
		}
		seen[k] = true
		for f := range k.Fields() {
			name := strings.ToLower(f.Name + " " + f.Tag.Get("json"))
			for _, word := range []string{"pin", "password", "secret", "puk", "matkhau"} {
				if strings.Contains(name, word) {
					t.Errorf("%s.%s may carry a PIN", k.Name(), f.Name)
				}
			}
			walk(f.Type)
		}
	}
	for _, k := range []reflect.Type{
		reflect.TypeFor[Ticket](), reflect.TypeFor[Answer](), reflect.TypeFor[Receipt](), reflect.TypeFor[Problem](), reflect.TypeFor[About](),
	} {
		walk(k)
	}
}

func FuzzParse(f *testing.F) {
	at := time.Date(2026, 11, 22, 1, 2, 3, 0, time.UTC)
	t1, _ := Bytes(sample())
	a1, _ := Bytes(Answer{Version: 1, Agent: "0.1", Results: []Result{
		{Item: "1", Value: []byte{1}, Chain: [][]byte{{0x30, 0}}}, {Item: "2", Refusal: &Refusal{Code: Removed, Message: "Đã rút thiết bị."}},
	}})
	r1, _ := Bytes(Receipt{Version: 1, Outcomes: []Outcome{{Item: "1", Done: true}}})
	b1, _ := Bytes(About{Version: 1, Name: "n", Program: "1", Now: at, Origins: []string{"https://a.example"}})
	p1, _ := Bytes(Problem{Code: "c", Message: "m"})
	for _, s := range [][]byte{t1, a1, r1, b1, p1, []byte(`{}`), []byte(`[`)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		again(t, raw, ParseTicket)
		again(t, raw, ParseAnswer)
		again(t, raw, ParseReceipt)
		again(t, raw, ParseAbout)
		again(t, raw, ParseProblem)
	})
}

// again holds that what was taken is written and read the same.
func again[M Ticket | Answer | Receipt | Problem | About](t *testing.T, raw []byte, parse func([]byte) (M, error)) {
	t.Helper()
	m, err := parse(raw)
	if err != nil {
		return
	}
	first, err := Bytes(m)
	if err != nil {
		return // a time outside of what JSON may write
	}
	if len(first) > MaxBytes {
		return
	}
	n, err := parse(first)
	if err != nil {
		t.Fatalf("own writing is refused: %v", err)
	}
	second, err := Bytes(n)
	if err != nil || !bytes.Equal(first, second) {
		t.Fatalf("written %q, then %q (%v)", first, second, err)
	}
}

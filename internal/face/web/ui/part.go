package ui

import "time"

// Tone says how a thing stands. It is shown as word, icon and colour together.
type Tone string

// Tones. Only Seal uses cinnabar: the deed that seals.
const (
	Plain Tone = ""     // ink: neutral, or with time left
	Good  Tone = "ok"   // leaf: valid, done
	Warn  Tone = "warn" // turmeric: not enough evidence, due soon
	Bad   Tone = "bad"  // invalid, overdue, refused
	Wait  Tone = "wait" // not begun
)

// Icon is the sign that belongs to the tone.
func (t Tone) Icon() string {
	switch t {
	case Good:
		return "check"
	case Warn, Bad:
		return "alert"
	case Wait:
		return "wait"
	case Plain:
	}
	return "clock"
}

// Chip is a state in one or two words.
type Chip struct {
	Tone Tone
	Text string
	Sign string // icon other than that of the tone
}

// Icon is the sign shown before the words.
func (c Chip) Icon() string {
	if c.Sign != "" {
		return c.Sign
	}
	return c.Tone.Icon()
}

// Signature is the card of one signature: who, as what, when, which revision.
type Signature struct {
	Tone    Tone
	Verdict string // "Hợp lệ"; read out, because colour alone says nothing
	Who     string
	As      string // "ký thay Giám đốc (KT.)"
	Detail  []string
	Links   []Link // "Xem bản tại thời điểm ký"
}

// Stage is where a step of a timeline stands.
type Stage string

// Stages of a timeline.
const (
	Done    Stage = "done"
	Now     Stage = "now"
	Later   Stage = ""
	Stopped Stage = "stopped"
)

// Step is one line of a timeline.
type Step struct {
	Stage  Stage
	Title  string
	Rest   string // after the title in ordinary weight
	At     time.Time
	Detail string
}

// Word says the stage for those who do not see the dot.
func (s Step) Word() string {
	switch s.Stage {
	case Done:
		return "Đã xong:"
	case Now:
		return "Đang ở bước:"
	case Stopped:
		return "Dừng ở bước:"
	case Later:
	}
	return "Sắp tới:"
}

// Pair is a line of a pairs list.
type Pair struct {
	Label, Value string
	Strong       bool
	Symbol       bool // tabular figures, does not wrap
	Chip         *Chip
	Href         string
}

// Pager leads through a list by cursor: empty addresses are not shown.
type Pager struct {
	First, Next string
	Shown       string // "50 văn bản mới nhất"
}

// Empty is what stands in place of an empty list: what will come here, from where.
type Empty struct {
	Title, From string
	Link        *Link
}

// Deed is the one primary action of a page, named by what it does.
type Deed struct {
	Label string
	Press string // key shown on it, "Ctrl S"; empty shows none
	Seals bool   // cinnabar: only the deed that seals
	Name  string // name and value of the button, when the form has several
	Value string
}

// Hidden is a form value that is carried along and not shown.
type Hidden struct{ Name, Value string }

// Confirm asks once more before a deed that cannot be undone.
type Confirm struct {
	Question string
	Effects  []string // what will happen, a line each
	Post     string   // where the answer goes
	Hidden   []Hidden // what the form carries along
	Deed     Deed
	Back     Link
}

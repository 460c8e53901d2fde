package ui

// Input is one labelled field of a form. Build it with Page.Input so that a
// refusal finds it: {{template "input" (.Input "subject" "Trích yếu" .Subject)}}.
type Input struct {
	Name, Label, Value string
	Type               string // "text" unless told; "textarea", "select", "password", "date", "file" …
	Hint               string
	Error              string
	Complete           string // autocomplete token, WCAG 1.3.5
	IsOptional         bool
	First              bool // takes the focus when the page opens
	Choices            []Choice
	Accepts            string // of a file field: ".pdf,.docx"
	Lines              int    // of a textarea
}

// Choice is one option of a select or one radio button.
type Choice struct{ Value, Text string }

// Input makes a field with the message that the last refusal has for it.
func (p *Page) Input(name, label, value string) Input {
	return Input{Name: name, Label: label, Value: value, Type: "text", Error: p.Fault.At(name)}
}

// Optional marks the label "(không bắt buộc)"; there are no asterisks.
func (i Input) Optional() Input { i.IsOptional = true; return i }

// Hinted adds a line under the label.
func (i Input) Hinted(text string) Input { i.Hint = text; return i }

// As sets the type of the field.
func (i Input) As(kind string) Input { i.Type = kind; return i }

// Completed sets the autocomplete token.
func (i Input) Completed(token string) Input { i.Complete = token; return i }

// Focused gives the field the focus when the page opens.
func (i Input) Focused() Input { i.First = true; return i }

// Accept limits a file field to these endings and makes it a file field.
func (i Input) Accept(endings string) Input { i.Type, i.Accepts = "file", endings; return i }

// Area makes a text area of so many lines.
func (i Input) Area(lines int) Input { i.Type, i.Lines = "textarea", lines; return i }

// OneOf makes a select.
func (i Input) OneOf(choices []Choice) Input { i.Type, i.Choices = "select", choices; return i }

// Radio makes a group of radio buttons.
func (i Input) Radio(choices []Choice) Input { i.Type, i.Choices = "radio", choices; return i }

// Describes lists the ids that describe the field, for aria-describedby.
func (i Input) Describes() string {
	switch {
	case i.Hint != "" && i.Error != "":
		return i.Name + "-hint " + i.Name + "-error"
	case i.Hint != "":
		return i.Name + "-hint"
	case i.Error != "":
		return i.Name + "-error"
	}
	return ""
}

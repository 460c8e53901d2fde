package document

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"antin/docx"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/layout"
)

// speaksFor reports that the opinion was asked of a unit that the actor leads.
func (o Opinion) speaksFor(by org.Actor) bool {
	return o.Unit != "" && o.Unit == by.Unit && by.Has(org.UnitLeader)
}

// Who is asked, as lists name it.
func (o Opinion) Who() string {
	switch {
	case o.Unit == "":
		return o.PersonName
	case o.PersonName == "":
		return o.UnitName
	}
	return o.UnitName + " (" + o.PersonName + ")"
}

// Late reports that the opinion came after its time, or is still out after it.
func (o Opinion) Late(now time.Time) bool {
	if o.GivenAt.IsZero() {
		return now.After(o.DueAt)
	}
	return o.GivenAt.After(o.DueAt)
}

func (d *Document) asksUnitOf(by org.Actor) bool {
	for _, o := range d.Opinions {
		if o.Round == d.round() && o.speaksFor(by) {
			return true
		}
	}
	return false
}

// AskUnits opens a round of comments by units and people; each unit answers
// once, by its leader.
func (d *Document) AskUnits(by org.Actor, units []org.Unit, people []org.Person, due, at time.Time) error {
	if len(units) == 0 {
		return d.AskOpinions(by, people, due, at)
	}
	asked := append([]org.Person(nil), people...)
	for _, u := range units {
		asked = append(asked, org.Person{Name: u.Name})
	}
	if err := d.AskOpinions(by, asked, due, at); err != nil {
		return err
	}
	// The last rows are those of the units.
	first := len(d.Opinions) - len(units)
	for i, u := range units {
		o := d.Opinions[first+i]
		o.Unit, o.UnitName, o.PersonName = u.ID, u.Name, ""
		d.Opinions[first+i] = o
		d.changes.Opinions[len(d.changes.Opinions)-len(units)+i] = o
	}
	return nil
}

// Consult asks units and people of the agency for their opinions until a time.
func (s *Service) Consult(ctx context.Context, by org.Actor, id ID, units []org.UnitID, people []org.PersonID, due time.Time) error {
	all, err := s.Org.Units(ctx, by.Agency)
	if err != nil {
		return err
	}
	var asked []org.Unit
	for _, u := range all {
		if oneOf(u.ID, units) {
			asked = append(asked, u)
		}
	}
	colleagues, err := s.Org.PeopleOf(ctx, by.Agency, s.Now())
	if err != nil {
		return err
	}
	var persons []org.Person
	for _, c := range colleagues {
		if oneOf(c.ID, people) && c.ID != by.Person {
			persons = append(persons, c)
		}
	}
	return s.act(ctx, by, id, "document.opinion-ask", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.AskUnits(by, asked, persons, due, at)
	})
}

// DueIn is the end of a number of working days from now, by the calendar of the
// province; the end of that day's work.
func (s *Service) DueIn(province string, days int) (time.Time, error) {
	p, err := s.Profile(province)
	if err != nil {
		return time.Time{}, err
	}
	return p.Calendar().AddDays(s.Now(), min(max(days, 1), 60)), nil
}

// Remind tells all who have not answered that their opinion is waited for.
func (d *Document) Remind(by org.Actor, at time.Time) error {
	if by.Person != d.Drafter {
		return fault.New(fault.Forbidden, "document.not-drafter", "Chỉ người soạn thảo mới nhắc góp ý.")
	}
	if err := d.at(Consulting); err != nil {
		return err
	}
	n := 0
	for _, o := range d.Opinions {
		if o.Round == d.round() && o.GivenAt.IsZero() {
			o.RemindedAt = at
			d.setOpinion(o)
			n++
		}
	}
	if n == 0 {
		return fault.New(fault.Conflict, "opinion.all-given", "Mọi đơn vị, cá nhân được hỏi đã góp ý.").Do("Kết thúc xin ý kiến.")
	}
	return nil
}

// RemindOpinions reminds those who have not answered.
func (s *Service) RemindOpinions(ctx context.Context, by org.Actor, id ID) error {
	return s.act(ctx, by, id, "document.edit", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.Remind(by, at)
	})
}

// OpinionSummary (bản tổng hợp ý kiến) is a Word file of all opinions of all
// rounds: who, what, how it was taken; who kept silent stands in it too.
// asPDF gives it as PDF, where a word processor is installed.
func (s *Service) OpinionSummary(ctx context.Context, by org.Actor, id ID, asPDF bool) ([]byte, error) {
	d, err := s.Get(ctx, by, id)
	if err != nil {
		return nil, err
	}
	if len(d.Opinions) == 0 {
		return nil, fault.New(fault.NotFound, "opinion.none", "Dự thảo này chưa xin ý kiến lần nào.")
	}
	agency, err := s.Org.Agency(ctx, d.Agency)
	if err != nil {
		return nil, err
	}
	raw, err := docx.Write(summary(d, agency, s.Now()))
	if err != nil || !asPDF {
		return raw, err
	}
	pdf, _, err := s.Convert.PDF(ctx, held{bytes.NewReader(raw)})
	if err != nil {
		return nil, err
	}
	defer pdf.Close()
	return io.ReadAll(pdf)
}

// held is a Blob over bytes in memory.
type held struct{ *bytes.Reader }

// Close implements io.Closer.
func (held) Close() error { return nil }

func summary(d *Document, agency org.Agency, now time.Time) *docx.Content {
	late := 0
	rows := [][]string{{"STT", "Đơn vị, cá nhân", "Nội dung góp ý", "Tiếp thu, giải trình"}}
	for i, o := range d.Opinions {
		text, answer := o.Text, taken(o)
		if o.GivenAt.IsZero() {
			text = "Chưa góp ý, hạn " + o.DueAt.In(zone).Format("15:04 02/01/2006")
		}
		if o.Late(now) {
			late++
			text += " (quá hạn)"
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), o.Who(), text, answer})
	}
	at := now.In(zone)
	c := layout.Compose(layout.Parts{
		Superior: strings.ToUpper(agency.Superior), Agency: strings.ToUpper(agency.Name), Number: "/", Place: agency.Place,
		Day: at.Format("02"), Month: month(at), Year: at.Format("2006"), Type: "BẢNG TỔNG HỢP", Subject: "Ý kiến góp ý dự thảo: " + d.Subject,
		Body:     []string{fmt.Sprintf("Tổng số %d ý kiến được hỏi, %d quá hạn.", len(d.Opinions), late)},
		Capacity: []string{"NGƯỜI TỔNG HỢP"}, Keep: "VT",
	})
	table := docx.Block{Table: opinionTable(rows)}
	end := len(c.Blocks) - 2
	c.Blocks = append(c.Blocks[:end:end], append([]docx.Block{table}, c.Blocks[end:]...)...)
	return c
}

// month has a leading zero only where the decree asks for one.
func month(at time.Time) string {
	if at.Month() <= time.February {
		return at.Format("01")
	}
	return at.Format("1")
}

func taken(o Opinion) string {
	switch o.Answer {
	case "tiep-thu":
		return strings.TrimSuffix("Tiếp thu. "+o.AnswerText, ". ")
	case "giai-trinh":
		return "Giải trình: " + o.AnswerText
	}
	return ""
}

func opinionTable(rows [][]string) *docx.Table {
	t := &docx.Table{Borders: true, Widths: []float64{30, 110, 180, 150}}
	for i, row := range rows {
		var cells []docx.Cell
		for _, text := range row {
			run := docx.Run{Text: text, Font: "Times New Roman", Size: 12, Bold: i == 0}
			cells = append(cells, docx.Cell{Span: 1, Blocks: []docx.Block{{Paragraph: &docx.Paragraph{Align: docx.Left, Line: 1, Runs: []docx.Run{run}}}}})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

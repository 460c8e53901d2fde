package document

import (
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// AskOpinions opens a round of comments (NA-16.1a-1.2).
func (d *Document) AskOpinions(by org.Actor, people []org.Person, due, at time.Time) error {
	if by.Person != d.Drafter {
		return fault.New(fault.Forbidden, "document.not-drafter", "Chỉ người soạn thảo mới xin ý kiến cho dự thảo này.")
	}
	if d.Version == 0 {
		return fault.New(fault.Invalid, "document.no-file", "Tải tệp dự thảo lên trước khi xin ý kiến.").At("main", "Chưa có tệp.")
	}
	if len(people) == 0 {
		return fault.New(fault.Invalid, "opinion.nobody", "Chưa chọn người góp ý.").At("people", "Chọn ít nhất một người.")
	}
	if !due.After(at) {
		return fault.New(fault.Invalid, "opinion.due", "Hạn góp ý phải ở sau thời điểm này.").At("due", "Chọn hạn góp ý muộn hơn.")
	}
	if err := d.move(Consulting); err != nil {
		return err
	}
	round := d.round() + 1
	for _, person := range people {
		d.setOpinion(Opinion{ID: OpinionID(newID()), Round: round, Person: person.ID, PersonName: person.Name, DueAt: due})
	}
	d.decide(OpinionRound, by, d.ContentHash(), true, at)
	d.UpdatedAt = at
	return nil
}

func (d *Document) round() int {
	n := 0
	for _, o := range d.Opinions {
		n = max(n, o.Round)
	}
	return n
}

func (d *Document) setOpinion(o Opinion) {
	for i := range d.Opinions {
		if d.Opinions[i].ID == o.ID {
			d.Opinions[i] = o
			d.changes.Opinions = append(d.changes.Opinions, o)
			return
		}
	}
	d.Opinions = append(d.Opinions, o)
	d.changes.Opinions = append(d.changes.Opinions, o)
}

// GiveOpinion stores the comment of the person who was asked.
func (d *Document) GiveOpinion(by org.Actor, text string, at time.Time) error {
	if err := d.at(Consulting); err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return fault.New(fault.Invalid, "opinion.empty", "Ý kiến còn trống.").At("text", "Ghi ý kiến, hoặc “Thống nhất”.")
	}
	for _, o := range d.Opinions {
		if (o.Person == by.Person && o.Unit == "" || o.speaksFor(by)) && o.Round == d.round() {
			if o.Unit != "" {
				o.Person, o.PersonName = by.Person, by.Name
			}
			o.Text, o.GivenAt = strings.TrimSpace(text), at
			o.Answer, o.AnswerText, o.AnsweredAt = "", "", time.Time{} // the answer was to other words
			d.setOpinion(o)
			d.UpdatedAt = at
			return nil
		}
	}
	return fault.New(fault.Forbidden, "opinion.not-asked", "Bạn không được hỏi ý kiến về dự thảo này.")
}

// AnswerOpinion records how the drafter took one comment: "tiep-thu" or
// "giai-trinh" with an explanation.
func (d *Document) AnswerOpinion(by org.Actor, id OpinionID, answer, text string, at time.Time) error {
	if by.Person != d.Drafter {
		return fault.New(fault.Forbidden, "document.not-drafter", "Chỉ người soạn thảo mới trả lời ý kiến góp ý.")
	}
	if answer != "tiep-thu" && answer != "giai-trinh" {
		return fault.New(fault.Invalid, "opinion.answer", "Chọn “Tiếp thu” hoặc “Giải trình”.").At("answer", "Chưa chọn.")
	}
	if answer == "giai-trinh" && strings.TrimSpace(text) == "" {
		return fault.New(fault.Invalid, "opinion.explain", "Giải trình cần có nội dung.").At("text", "Ghi nội dung giải trình.")
	}
	if err := d.at(Drafting, Consulting); err != nil {
		return err
	}
	for _, o := range d.Opinions {
		if o.ID == id && !o.GivenAt.IsZero() {
			o.Answer, o.AnswerText, o.AnsweredAt = answer, strings.TrimSpace(text), at
			d.setOpinion(o)
			d.UpdatedAt = at
			return nil
		}
	}
	return fault.New(fault.NotFound, "opinion.absent", "Không có ý kiến này.")
}

// CloseOpinions ends the round and returns the draft to the drafter.
func (d *Document) CloseOpinions(by org.Actor, at time.Time) error {
	if by.Person != d.Drafter {
		return fault.New(fault.Forbidden, "document.not-drafter", "Chỉ người soạn thảo mới kết thúc việc xin ý kiến.")
	}
	if err := d.at(Consulting); err != nil {
		return err
	}
	if err := d.move(Drafting); err != nil {
		return err
	}
	d.decide(OpinionClosed, by, d.ContentHash(), true, at)
	d.UpdatedAt = at
	return nil
}

// opinionsDone refuses the submission of a type that needs comments until a
// round was opened, closed, and every comment answered.
func (d *Document) opinionsDone(p *profile.Profile) error {
	for _, o := range d.Opinions {
		if !o.GivenAt.IsZero() && o.AnsweredAt.IsZero() {
			return fault.New(fault.Conflict, "opinion.unanswered", "Còn ý kiến góp ý chưa được tiếp thu hoặc giải trình.").
				Under(p.Clause("documents.types")).Do("Trả lời từng ý kiến rồi trình.")
		}
	}
	t, ok := p.Documents.Type(d.Type)
	if !ok {
		return fault.New(fault.Invalid, "document.type", "Loại văn bản không có trong danh mục.").At("type", "Chọn loại văn bản.")
	}
	if !t.RequiresComments {
		return nil
	}
	for _, dec := range d.Decisions {
		if dec.Kind == OpinionClosed {
			return nil
		}
	}
	return fault.New(fault.Conflict, "opinion.required", "Loại văn bản này phải xin ý kiến trước khi trình.").
		Under(p.Clause("documents.types")).Do("Mở đợt xin ý kiến, kết thúc rồi trình.")
}

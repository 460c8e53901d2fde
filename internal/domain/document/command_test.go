package document_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// command is one rule with the arguments of somebody who knows the document,
// or, where dice are thrown, of somebody who does not.
type command struct {
	name string
	do   func(d *document.Document, by org.Actor, p *profile.Profile, dice *rand.Rand, at time.Time) error
}

func people(actors ...org.Actor) []org.Person {
	var out []org.Person
	for _, a := range actors {
		out = append(out, org.Person{ID: a.Person, Name: a.Name})
	}
	return out
}

// text makes content that is new each time.
func text(d *document.Document) string { return fmt.Sprint(d.ID, len(d.Files), len(d.Decisions)) }

func fields(dice *rand.Rand) document.Fields {
	f := documenttest.Fields()
	f.Subject = fmt.Sprint("V/v số ", dice.IntN(3))
	f.Type = []string{"CV", "QĐ", "ĐA"}[dice.IntN(3)]
	if dice.IntN(8) == 0 {
		f.Recipients = append(f.Recipients, document.Recipient{Name: "Nơi không có mã"})
	}
	if dice.IntN(8) == 0 {
		f.Origin = document.Scanned
	}
	return f
}

// outgoing are all rules of documents that go out.
var outgoing = []command{
	{"edit", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		return d.Edit(by, fields(dice), at)
	}},
	{"new version", func(d *document.Document, by org.Actor, _ *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.NewVersion(by, documenttest.Version(text(d)), at)
	}},
	{"ask", func(d *document.Document, by org.Actor, _ *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.AskOpinions(by, people(documenttest.Colleague, documenttest.UnitHead), at.Add(time.Hour), at)
	}},
	{"give opinion", func(d *document.Document, by org.Actor, _ *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.GiveOpinion(by, "Thống nhất.", at)
	}},
	{"answer opinion", func(d *document.Document, by org.Actor, _ *profile.Profile, _ *rand.Rand, at time.Time) error {
		for _, o := range d.Opinions {
			if !o.GivenAt.IsZero() && o.AnsweredAt.IsZero() {
				return d.AnswerOpinion(by, o.ID, "tiep-thu", "", at)
			}
		}
		return d.AnswerOpinion(by, "none", "tiep-thu", "", at)
	}},
	{"close opinions", func(d *document.Document, by org.Actor, _ *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.CloseOpinions(by, at)
	}},
	{"discard", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		if d.State != document.Consulting && dice.IntN(12) > 0 { // rarely, or no walk comes far
			return fault.New(fault.Conflict, "walk.not-now", "Chưa bỏ.")
		}
		return d.Discard(by, "Không dùng nữa.", at)
	}},
	{"submit", func(d *document.Document, by org.Actor, p *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.Submit(by, p, at)
	}},
	{"unit approve", func(d *document.Document, by org.Actor, p *profile.Profile, dice *rand.Rand, at time.Time) error {
		return d.UnitApprove(by, anyHash(d, d.Binding(), dice), "", dice.IntN(4) == 0, p, at)
	}},
	{"return", func(d *document.Document, by org.Actor, _ *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.Return(by, "Sửa lại.", at)
	}},
	{"lay", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		return documenttest.Lay(d, by, text(d), dice.IntN(2) == 0, at)
	}},
	{"format passed", func(d *document.Document, by org.Actor, _ *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.FormatPassed(by, d.Seen(), "", at)
	}},
	{"format failed", func(d *document.Document, by org.Actor, p *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.FormatFailed(by, []string{p.Documents.FormatFaults[0].Code}, "", p, at)
	}},
	{"approve", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		prepared, _ := d.AtStage(document.Prepared)
		return d.Approve(by, anyHash(d, prepared.SHA256, dice), at)
	}},
	{"sign", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		prepared, _ := d.AtStage(document.Prepared)
		return d.SignatureMade(by, document.File{SHA256: documenttest.Hash("signed" + text(d)), Pages: 2, From: anyHash(d, prepared.SHA256, dice)}, at)
	}},
	{"recheck", func(d *document.Document, by org.Actor, p *profile.Profile, dice *rand.Rand, at time.Time) error {
		if dice.IntN(4) == 0 {
			return d.Rechecked(by, d.Seen(), []string{p.Documents.FormatFaults[0].Code}, "", at)
		}
		return d.Rechecked(by, d.Seen(), nil, "", at)
	}},
	{"number", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		return d.Numbered(by, 1+dice.IntN(100), "SKHCN-CĐS", at)
	}},
	{"seal", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		base, _ := d.AtStage(document.Signed)
		if _, scan := d.Standing(document.ScanAttested); scan {
			base, _ = d.AtStage(document.Uploaded)
		}
		separate := make([]document.File, len(d.Separate()))
		if dice.IntN(4) == 0 {
			separate = nil
		}
		return d.SealStored(by, document.File{SHA256: documenttest.Hash("sealed" + text(d)), Pages: 2, From: anyHash(d, base.SHA256, dice)}, separate, at)
	}},
	{"release", func(d *document.Document, by org.Actor, p *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.Release(by, p, at)
	}},
	{"cancel", func(d *document.Document, by org.Actor, _ *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.Cancel(by, "Cấp nhầm.", at)
	}},
	{"number on paper", func(d *document.Document, by org.Actor, p *profile.Profile, dice *rand.Rand, at time.Time) error {
		return d.NumberedOnPaper(by, 1+dice.IntN(100), "SKHCN-CĐS", p, at)
	}},
	{"scan", func(d *document.Document, by org.Actor, p *profile.Profile, dice *rand.Rand, at time.Time) error {
		return d.ScanStored(by, []document.File{documenttest.Upload(document.Main, text(d))}, dice.IntN(4) > 0, p, at)
	}},
}

// incoming are all rules of documents that come in.
var incoming = []command{
	{"judge", func(d *document.Document, _ org.Actor, p *profile.Profile, dice *rand.Rand, at time.Time) error {
		v := document.Verdict{OK: dice.IntN(3) == 0, Inconclusive: dice.IntN(2) == 0, Reason: documenttest.Reason}
		if v.Inconclusive {
			v.Reason.Code = "indeterminate"
		}
		return d.Judge(v, p, at)
	}},
	{"refuse", func(d *document.Document, by org.Actor, p *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.Refuse(by, documenttest.Reason, p, at)
	}},
	{"second tool", func(d *document.Document, by org.Actor, p *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.Second(by, document.SecondOpinion{Tool: "công cụ", Indication: "TOTAL-PASSED"}, p, at)
	}},
	{"register pending", func(d *document.Document, by org.Actor, p *profile.Profile, dice *rand.Rand, at time.Time) error {
		law := *p
		law.Documents.HoldWhenUnverifiable = true
		return d.RegisterPending(by, 1+dice.IntN(100), &law, at)
	}},
	{"send back", func(d *document.Document, by org.Actor, p *profile.Profile, _ *rand.Rand, at time.Time) error {
		return d.SendBack(by, documenttest.Reason, p, at)
	}},
	{"register", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		return d.Register(by, 1+dice.IntN(100), at)
	}},
	{"assign", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		to := documenttest.EveryActor[dice.IntN(len(documenttest.EveryActor))]
		a := documenttest.Hand(to)
		if dice.IntN(4) == 0 {
			a.Ended = document.EndedKnow
		}
		return d.Hand(by, a, at)
	}},
	{"complete", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		return d.Finish(by, anyHand(d, dice), "Đã xong.", at)
	}},
	{"take back", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		return d.LetGo(by, anyHand(d, dice), document.EndedRecalled, at)
	}},
	{"not enough", func(d *document.Document, by org.Actor, _ *profile.Profile, dice *rand.Rand, at time.Time) error {
		return d.Resume(by, anyHand(d, dice), at)
	}},
}

// anyHand is one of the assignments, at times one that the document has not.
func anyHand(d *document.Document, dice *rand.Rand) document.AssignmentID {
	if len(d.Assignments) == 0 || dice.IntN(5) == 0 {
		return "none"
	}
	return d.Assignments[dice.IntN(len(d.Assignments))].ID
}

// anyHash is the right one, at times that of some other file.
func anyHash(d *document.Document, right string, dice *rand.Rand) string {
	if len(d.Files) == 0 || dice.IntN(5) > 0 {
		return right
	}
	return d.Files[dice.IntN(len(d.Files))].SHA256
}

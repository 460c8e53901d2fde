package clauses

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/docx"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/testkit/clause"
	"antin/layout"
)

// parts is a draft in Word with the two lists of recipients as given.
func (j *journey) word(change func(*layout.Parts)) []byte {
	j.t.Helper()
	p, err := j.Documents.Parts(j.ctx, j.load(), "")
	j.must(err)
	if change != nil {
		change(&p)
	}
	raw, err := docx.Write(layout.Compose(p))
	j.must(err)
	return raw
}

func (j *journey) reported() []string {
	j.t.Helper()
	report, err := j.Documents.LayoutOf(j.ctx, j.load())
	j.must(err)
	var out []string
	for _, f := range report.Findings {
		if strings.HasPrefix(string(f.Rule.Code), "recipients-") && f.Rule.Clause == "BG-06p" {
			out = append(out, string(f.Rule.Code)+" "+f.Is)
		}
	}
	return out
}

// TestRecipientsStandInTwoBlocks: the template puts paper above and electronic
// copies below in one style, the list for the network is what stands below, and
// who stands nowhere or twice is reported.
func TestRecipientsStandInTwoBlocks(t *testing.T) {
	under(t, []string{"BG"}, func(t *testing.T, province string) {
		clause.Covers(t, "BG-06")
		w := open(t, province)
		j := w.write(draft{to: []document.Recipient{{Code: receiver}, {Name: "Ông Nguyễn Văn Bảy", Kind: document.PersonToAct}}})
		other := j.load().Recipients[0].Name
		put := func(change func(*layout.Parts)) {
			t.Helper()
			j.must(j.upload(draft{main: j.word(change), name: "du-thao.docx"}))
		}
		put(nil)
		source, _ := j.load().Current(document.Source)
		file, err := docx.Open(w.bytes(source.SHA256))
		w.must(err)
		shape := layout.FromDOCX(file.Content())
		paper, online := layout.Entries(shape)
		if !slices.Equal(online, []string{other}) || !slices.Contains(paper, "Ông Nguyễn Văn Bảy") || slices.Contains(paper, other) {
			t.Fatalf("paper %v, electronic %v", paper, online)
		}
		if got := j.reported(); len(got) > 0 {
			t.Errorf("reported of a good draft: %v", got)
		}
		put(func(p *layout.Parts) { p.Paper = []string{"Như trên"} })
		if got := j.reported(); len(got) != 1 || !strings.Contains(got[0], "recipients-nowhere “Ông Nguyễn Văn Bảy”") {
			t.Errorf("somebody stands nowhere: %v", got)
		}
		put(func(p *layout.Parts) { p.Paper = append(p.Paper, other) })
		if got := j.reported(); len(got) != 1 || !strings.Contains(got[0], "recipients-both “"+other+"”") {
			t.Errorf("somebody stands twice: %v", got)
		}
		w.takes(j, other)
	})
}

// takes: the record follows the second block, and tells whom it does not know.
func (w *world) takes(j *journey, other string) {
	w.t.Helper()
	j.must(j.upload(draft{main: j.word(func(p *layout.Parts) { p.Online = []string{other, "Sở Không Có Thật"} }), name: "du-thao.docx"}))
	f := j.load().Fields
	f.Recipients = f.Recipients[1:]
	w.must(j.Documents.Edit(w.ctx, w.as(officer), j.id, f))
	unknown, err := j.Documents.TakeRecipients(w.ctx, w.as(officer), j.id)
	w.must(err)
	list := j.load().Recipients
	if !slices.Equal(unknown, []string{"Sở Không Có Thật"}) || len(list) != 2 || list[0].Name != other || list[0].Agency == "" {
		w.t.Errorf("unknown %v, recipients %+v", unknown, list)
	}
}

// TestPresentationFollowsTheRuleOfTheProvince: one block or two.
func TestPresentationFollowsTheRuleOfTheProvince(t *testing.T) {
	t.Parallel()
	two, one := clause.Parameter(t, "BG-06p", func(blocks []string) string {
		w := open(t, "BG", set{"documents.recipient_blocks", blocks})
		j := w.write(draft{})
		report, err := j.Documents.LayoutOf(w.ctx, j.load())
		w.must(err)
		if report.Rule != w.law().Documents.FormatRule || report.Clause != "BG-06p" {
			t.Errorf("checked against %q (%s)", report.Rule, report.Clause)
		}
		f, err := docx.Open(j.word(nil))
		w.must(err)
		return strings.Join(slices.DeleteFunc(f.Content().Texts(), func(s string) bool { return !strings.HasSuffix(s, "nhận:") && !strings.HasSuffix(s, "điện tử:") }), " ")
	}, []string{"Nơi nhận:", "Bản điện tử:"}, []string{"Nơi nhận:"})
	if two != "Nơi nhận: Bản điện tử:" || one != "Nơi nhận:" {
		t.Errorf("two blocks %q, one %q", two, one)
	}
}

// TestStampOfSecrecyHoldsAFile: the level is asked before anything is taken, and
// a file with a stamp is not saved before the clerk says that it is no secret.
func TestStampOfSecrecyHoldsAFile(t *testing.T) {
	under(t, []string{"BG", "NA"}, func(t *testing.T, province string) {
		proves(t, province, "BG-16.8")
		w := open(t, province)
		j := w.write(draft{})
		for _, level := range []document.Secrecy{"", document.Secret, document.TopSecret, document.UltraSecret} {
			if w.Documents.Door(w.ctx, w.as(officer), level) == nil {
				t.Errorf("the editor opens for %q", level)
			}
		}
		stamped := j.word(func(p *layout.Parts) { p.Urgency = "TỐI MẬT" })
		files := draft{main: stamped, name: "du-thao.docx"}
		refused(t, j.upload(files), "document.stamp", "TỐI MẬT", "văn thư xác nhận")
		if v := j.load().Version; v != 1 {
			t.Fatalf("version %d was saved", v)
		}
		held, err := w.Documents.StampHolds(w.ctx, w.as(clerk))
		w.must(err)
		if len(held) != 1 || held[0].Stamp != "TỐI MẬT" || held[0].Person != w.as(officer).Person {
			t.Fatalf("held %+v", held)
		}
		entries := w.logged(held[0].SHA256, "document.stamp-found")
		if len(entries) != 1 || len(entries[0].Data) != 1 || entries[0].Data["stamp"] != "TỐI MẬT" {
			t.Errorf("the log holds more than the stamp: %+v", entries)
		}
		refused(t, w.Documents.ConfirmStamp(w.ctx, w.as(officer), held[0].SHA256), "guard.forbidden")
		w.must(w.Documents.ConfirmStamp(w.ctx, w.as(clerk), held[0].SHA256))
		j.must(j.upload(files))
		sentence := j.word(func(p *layout.Parts) {
			p.Body = []string{"Thực hiện quy định về văn bản mật và bảo vệ bí mật nhà nước."}
		})
		j.must(j.upload(draft{main: sentence, name: "du-thao.docx"}))
	})
}

// TestOwnTypesOfAnAgency: an agency's own internal types go out electronically
// only, in that agency alone.
func TestOwnTypesOfAnAgency(t *testing.T) {
	t.Parallel()
	with, without := clause.Parameter(t, "NA-05.3", func(own bool) string {
		w := open(t, "NA", set{"documents.own_types", own})
		rule := document.TypeRule{Sector: document.OwnSector, Code: "PYC", Symbol: "PYC", Name: "Phiếu yêu cầu", ElectronicOnly: true, Source: "15/QĐ-SKHCN", From: "2026-01-01"}
		_, err := w.Documents.SaveTypeRule(w.ctx, w.as(clerk), rule)
		if err != nil {
			refused(t, err, "type-rule.own", "không cho cơ quan quy định thêm")
			return "refused"
		}
		if _, err := w.Documents.RegimeOf(w.ctx, w.as(otherClerk).Agency, "PYC"); err == nil {
			t.Error("another agency has the type")
		}
		early := rule
		early.Code, early.From = "PYC2", "2026-12-01"
		_, err = w.Documents.SaveTypeRule(w.ctx, w.as(clerk), early)
		w.must(err)
		if _, err := w.Documents.RegimeOf(w.ctx, w.as(clerk).Agency, "PYC2"); err == nil {
			t.Error("the type counts before its day")
		}
		rule.Source = ""
		_, err = w.Documents.SaveTypeRule(w.ctx, w.as(clerk), rule)
		refused(t, err, "type-rule.incomplete", "Ghi số quyết định")
		j := w.write(draft{typeCode: "PYC"}).to("seal")
		if !strings.HasPrefix(j.load().Symbol, "PYC-") {
			t.Errorf("symbol %q", j.load().Symbol)
		}
		err = w.Documents.ReleaseWith(w.ctx, w.as(clerk), j.id, document.Wish{Paper: []string{receiver}})
		return refused(t, err, "type.no-paper", "15/QĐ-SKHCN").Clause
	}, true, false)
	if with != "NA-05.3" || without != "refused" {
		t.Errorf("with own types %q, without %q", with, without)
	}
}

// TestCatalogueOfTheState: a type of the list goes without paper and not without
// signatures.
func TestCatalogueOfTheState(t *testing.T) {
	t.Parallel()
	listed, free := clause.Parameter(t, "LD-04.2", func(noPaper bool) string {
		w := open(t, "LD")
		_, err := w.Documents.SaveTypeRule(w.ctx, w.as(clerk), document.TypeRule{
			Sector: document.StateSector, Code: "CV", ElectronicOnly: noPaper, Source: "775/VPCP-KSTT ngày 04/02/2020", From: "2020-02-04",
		})
		w.must(err)
		j := w.write(draft{}).to("approve")
		if err := j.release(); err == nil {
			t.Error("it was issued without signatures")
		}
		j.from("sign", "seal")
		return outcome(t, w.Documents.ReleaseWith(w.ctx, w.as(clerk), j.id, document.Wish{Paper: []string{receiver}}))
	}, true, false)
	if !strings.Contains(listed, "type.no-paper") || free != "done" {
		t.Errorf("listed: %q, free: %q", listed, free)
	}
}

// TestCatalogueOfTheParty: the list of the Party counts for Party agencies only.
func TestCatalogueOfTheParty(t *testing.T) {
	t.Parallel()
	party, state := clause.Parameter(t, "LD-04.1", func(sector document.Sector) string {
		w := open(t, "LD")
		a, err := w.Org.CreateAgency(w.ctx, w.as(administrator), org.Agency{
			Code: "A41.01", Name: "Tỉnh ủy", ShortName: "TU", Place: "Lâm Đồng", Kind: org.KindParty, Level: org.LevelProvince, Province: "LD", ValidFrom: start.Add(-time.Hour),
		})
		w.must(err)
		_, err = w.Documents.SaveTypeRule(w.ctx, w.as(clerk), document.TypeRule{Sector: sector, Code: "BC", ElectronicOnly: true, Source: "Danh mục số 01", From: "2026-01-01"})
		w.must(err)
		r, err := w.Documents.RegimeOf(w.ctx, a.ID, "BC")
		w.must(err)
		if !r.NoPaper {
			return "paper may go along"
		}
		return r.Source + ", " + r.Clause
	}, document.PartySector, document.StateSector)
	if party != "Danh mục số 01, LD-04.1" || state != "paper may go along" {
		t.Errorf("party list %q, state list %q", party, state)
	}
}

// TestOpinionsOfUnits: a unit answers by its leader, silence is late, the summary
// names all.
func TestOpinionsOfUnits(t *testing.T) {
	under(t, []string{"NA"}, func(t *testing.T, province string) {
		proves(t, province, "NA-16.1a-1.2")
		w := open(t, province)
		j := w.write(draft{})
		leader := w.as(unitLeader)
		due, err := w.Documents.DueIn(province, 2)
		w.must(err)
		units := []org.UnitID{leader.Unit}
		w.must(w.Documents.Consult(w.ctx, w.as(officer), j.id, units, []org.PersonID{w.as(officer2).Person}, due))
		refused(t, w.Documents.GiveOpinion(w.ctx, w.as(clerk), j.id, "chen ngang"), "guard.forbidden")
		w.must(w.Documents.GiveOpinion(w.ctx, leader, j.id, "Thống nhất"))
		w.clock.pass(5 * 24 * time.Hour)
		w.must(w.Documents.RemindOpinions(w.ctx, w.as(officer), j.id))
		var late []string
		for _, o := range j.load().Opinions {
			if o.Late(w.clock.now()) {
				late = append(late, o.Who())
			}
			if o.Unit != "" && (o.Person != leader.Person || o.Text != "Thống nhất" || !o.RemindedAt.IsZero()) {
				t.Errorf("opinion of the unit %+v", o)
			}
		}
		if len(late) != 1 {
			t.Errorf("late: %v", late)
		}
		raw, err := w.Documents.OpinionSummary(w.ctx, w.as(officer), j.id, false)
		w.must(err)
		f, err := docx.Open(raw)
		w.must(err)
		text := strings.Join(f.Content().Texts(), "\n")
		if !strings.Contains(text, "Thống nhất") || !strings.Contains(text, late[0]) || !strings.Contains(text, "quá hạn") {
			t.Errorf("summary: %s", text)
		}
		if !bytes.HasPrefix(raw, []byte("PK")) {
			t.Error("no Word file")
		}
	})
}

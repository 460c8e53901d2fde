package clauses

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/testkit/clause"
	"antin/pades"
)

// person is somebody outside, who gets paper.
func person(name string, kind document.RecipientKind) document.Recipient {
	return document.Recipient{Name: name, Kind: kind}
}

// typed lays types down beside those of the profile, or in place of them, as
// the file writes them.
func typed(w *world, more ...profile.DocumentType) set {
	var rows []any
	seen := map[string]bool{}
	for _, t := range append(more, w.law().Documents.Types...) {
		if seen[t.Code] {
			continue
		}
		seen[t.Code] = true
		rows = append(rows, map[string]any{"code": t.Code, "symbol": t.Symbol, "name": t.Name, "requires_comments": t.RequiresComments,
			"requires_signature": t.RequiresSign, "requires_seal": t.RequiresSeal, "electronic_only": t.ElectronicOnly,
			"paper_required": t.PaperRequired, "paper_basis": t.PaperBasis})
	}
	return set{"documents.types", rows}
}

// TestPaperThatFollows: the type, the law behind it and who the recipient is
// decide; the task stays until the clerk says when and how it was sent.
func TestPaperThatFollows(t *testing.T) {
	t.Parallel()
	proves(t, "BG", "BG-03.2", "BG-03.2a", "BG-03.2d", "BG-14.3")
	w := open(t, "BG")
	by := w.as(clerk)
	own := w.as(officer2)
	j := w.write(draft{to: []document.Recipient{{Code: receiver}, person("Ông Nguyễn Văn An", document.PersonToAct), person("Bà Lê Thị Hoa", document.PersonToKnow),
		{Name: own.Name, Agency: own.Agency, Kind: document.PersonToAct}}}).to("seal")
	needs, _, err := w.Documents.PaperNeeds(w.ctx, j.load())
	w.must(err)
	var paper []string
	for _, n := range needs {
		if n.Paper {
			paper = append(paper, n.Recipient.Name+": "+n.Cause+" "+n.Clause)
		}
	}
	if len(paper) != 1 || paper[0] != "Ông Nguyễn Văn An: Gửi cá nhân để thực hiện BG-03.2d" {
		t.Errorf("paper for %q", paper)
	}
	refused(t, w.Documents.ReleaseWith(w.ctx, by, j.id, document.Wish{Leave: []string{"Ông Nguyễn Văn An"}}), "paper.fixed", "phải được gửi thêm bản giấy")
	refused(t, w.Documents.ReleaseWith(w.ctx, by, j.id, document.Wish{Paper: []string{own.Name}}), "paper.internal", "Không phải gửi kèm bản giấy (khoản 3 Điều 14)")
	w.must(w.Documents.ReleaseWith(w.ctx, by, j.id, document.Wish{Paper: []string{receiver}}))
	owed, err := w.Register.Slips(w.ctx, by, register.SlipQuery{})
	w.must(err)
	if len(owed) != 2 {
		t.Fatalf("owed: %+v", owed)
	}
	for _, s := range owed {
		w.must(w.Register.Sent(w.ctx, by, s.ID, register.Sending{On: "2026-03-10", Method: "post"}))
	}
	if owed, err = w.Register.Slips(w.ctx, by, register.SlipQuery{}); len(owed) != 0 || err != nil {
		t.Errorf("still owed: %+v, %v", owed, err)
	}
	if sent, err := w.Register.Slips(w.ctx, by, register.SlipQuery{Sent: true, Year: 2026}); len(sent) != 2 || sent[0].Method != "post" || err != nil {
		t.Errorf("postal register: %+v, %v", sent, err)
	}

	normative := w.again(typed(w, profile.DocumentType{Code: "QPPL", Symbol: "QĐ", Name: "Văn bản quy phạm pháp luật", RequiresSign: true, RequiresSeal: true}))
	d := normative.write(draft{}).load()
	d.Type = "QPPL"
	needs, _, err = normative.Documents.PaperNeeds(w.ctx, d)
	if err != nil || len(needs) != 1 || !needs[0].Paper || !needs[0].Fixed || needs[0].Cause != "Văn bản quy phạm pháp luật" {
		t.Errorf("a normative document: %+v, %v", needs, err)
	}
}

// TestTypesThatWantPaper: the catalogue says so, with its basis.
func TestTypesThatWantPaper(t *testing.T) {
	t.Parallel()
	a, b := clause.Parameter(t, "BG-03.2c", func(wanted bool) string {
		w := open(t, "BG")
		w = w.again(typed(w, profile.DocumentType{Code: "HSG", Name: "Hồ sơ giấy", PaperRequired: wanted, PaperBasis: "Luật Đất đai 2024, Điều 135"}))
		d := w.write(draft{}).load()
		d.Type = "HSG"
		needs, _, err := w.Documents.PaperNeeds(w.ctx, d)
		w.must(err)
		return needs[0].Cause + "|" + needs[0].Basis
	}, true, false)
	if a != "Pháp luật quy định phải là văn bản giấy|Luật Đất đai 2024, Điều 135" || b != "|" {
		t.Errorf("%q and %q", a, b)
	}
}

// noPaper is what a clerk hears who wants paper of a type.
func noPaper(w *world) string {
	j := w.write(draft{}).to("seal")
	return outcome(w.t, w.Documents.ReleaseWith(w.ctx, w.as(clerk), j.id, document.Wish{Paper: []string{receiver}}))
}

// TestTypesWithoutPaper: those of the national list, and of the agency's own.
func TestTypesWithoutPaper(t *testing.T) {
	t.Parallel()
	electronic := func(province string) func(bool) string {
		return func(only bool) string {
			w := open(t, province)
			letter, _ := w.law().Documents.Type("CV")
			letter.ElectronicOnly = only
			return noPaper(w.again(typed(w, letter)))
		}
	}
	if a, b := clause.Parameter(t, "LD-04.2", electronic("LD"), true, false); a != "type.no-paper" || b != "done" {
		t.Errorf("Lâm Đồng: %s and %s", a, b)
	}
	own := func(only bool) string {
		w := open(t, "NA")
		if only {
			_, err := w.Documents.SaveTypeRule(w.ctx, w.as(clerk), document.TypeRule{Sector: document.OwnSector, Code: "CV", Name: "Công văn nội bộ", ElectronicOnly: true,
				Source: "Quyết định 12/QĐ-SKHCN", From: "2026-01-01"})
			w.must(err)
		}
		return noPaper(w)
	}
	if a, b := clause.Parameter(t, "NA-05.3", own, true, false); a != "type.no-paper" || b != "done" {
		t.Errorf("Nghệ An: %s and %s", a, b)
	}
}

func read(t *testing.T, blob document.Blob, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer blob.Close()
	raw, err := io.ReadAll(io.NewSectionReader(blob, 0, blob.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestPrintOnPaper: the signed file as it is, recorded under its line, no number.
func TestPrintOnPaper(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.1c-3")
	w := open(t, "NA")
	by := w.as(clerk)
	j := w.write(draft{}).to("recheck")
	_, _, err := w.Documents.Print(w.ctx, by, j.id, document.Printing{Copies: 1})
	refused(t, err, "print.unsigned")
	j.from("seal", "release")
	before, err := w.Register.Standing(w.ctx, by, register.Series{Book: "VB-DI", Year: 2026})
	w.must(err)
	_, _, err = w.Documents.Print(w.ctx, by, j.id, document.Printing{})
	refused(t, err, "print.copies")
	f, blob, err := w.Documents.Print(w.ctx, by, j.id, document.Printing{Copies: 3, Purpose: "gửi xã"})
	if raw := read(t, blob, err); !bytes.Equal(raw, w.bytes(j.at(document.Sealed).SHA256)) || f.SHA256 != j.at(document.Sealed).SHA256 {
		t.Error("the print is not the signed file")
	}
	prints, err := w.Register.Store.PrintsOf(w.ctx, j.id)
	if err != nil || len(prints) != 1 || prints[0].Copies != 3 || prints[0].ByName != by.Name || !prints[0].At.Equal(w.clock.now().Truncate(time.Millisecond)) {
		t.Errorf("prints %+v, %v", prints, err)
	}
	after, err := w.Register.Standing(w.ctx, by, register.Series{Book: "VB-DI", Year: 2026})
	if err != nil || after.Last != before.Last {
		t.Errorf("a print took a number: %d after %d", after.Last, before.Last)
	}
}

// copying digitises a paper.
func copying(form, direction string) document.Copying {
	return document.Copying{Form: form, Direction: direction, OfSymbol: "15/SY-UBND", OfAgency: "UBND tỉnh", Subject: "Về việc sao", Recipients: "Phòng Hành chính",
		File: &document.Upload{Role: document.Main, Name: "quet.pdf", Body: bytes.NewReader(attachment())}}
}

// TestElectronicCopies: signed by the agency in the corner of page 1, as text,
// with form, agency and the time of the signature.
func TestElectronicCopies(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-15.2-2")
	w := open(t, "NA")
	by := w.as(clerk)
	with, err := w.AgencyKey(w.ctx, clerk)
	w.must(err)
	none := copying("", "paper-e")
	_, err = w.Documents.MakeCopy(w.ctx, by, none, with)
	refused(t, err, "copy.no-form", "Chưa chọn hình thức sao")
	for n, c := range []struct{ form, words string }{{"SY", "SAO Y"}, {"SL", "SAO LỤC"}, {"TrS", "TRÍCH SAO"}} {
		w.clock.pass(time.Minute)
		id, err := w.Documents.MakeCopy(w.ctx, by, copying(c.form, "paper-e"), with)
		w.must(err)
		made, blob, err := w.Documents.CopyFile(w.ctx, by, id)
		raw := read(t, blob, err)
		if r := w.verify(raw); r.Indication != pades.TotalPassed || len(r.Signatures) != 1 || !r.Signatures[0].CoversFile {
			t.Errorf("%s is %s", c.form, r.Indication)
		}
		want := w.clock.now().Format("2006-01-02T15:04:05-07:00")
		if got := text(t, raw, "1", corner...); !strings.Contains(got, c.words) || !strings.Contains(got, "Sở Khoa học và Công nghệ") || !strings.Contains(got, want) {
			t.Errorf("%s says %q in its corner", c.form, got)
		}
		line, err := w.Register.Line(w.ctx, by, register.Series{Book: "SAO", Year: 2026}, n+1)
		if err != nil || line.State != register.EnteredEntry || line.Document != id || line.Symbol != made.Symbol || line.SHA256 != made.SHA256 {
			t.Errorf("line %+v, %v", line, err)
		}
	}
	refusedCopies(t, w, with)
}

// refusedCopies: no sao y from electronic to electronic, and no copy of what is
// not signed; a print of an electronic original is a copy on paper.
func refusedCopies(t *testing.T, w *world, with document.With) {
	t.Helper()
	by := w.as(clerk)
	j := w.write(draft{}).to("seal")
	_, err := w.Documents.MakeCopy(w.ctx, by, document.Copying{Document: j.id, Form: "SY", Direction: "e-paper"}, with)
	refused(t, err, "copy.unsigned")
	j.must(j.release())
	_, err = w.Documents.MakeCopy(w.ctx, by, document.Copying{Document: j.id, Form: "SY", Direction: "e-e"}, with)
	refused(t, err, "copy.form", "chuyển tiếp chính bản điện tử đã ký số")
	lack := copying("SL", "paper-e")
	lack.OfSymbol = "15/QĐ-UBND"
	_, err = w.Documents.MakeCopy(w.ctx, by, lack, with)
	refused(t, err, "copy.form", "Sao lục chỉ làm từ bản sao y")
	id, err := w.Documents.MakeCopy(w.ctx, by, document.Copying{Document: j.id, Form: "SY", Direction: "e-paper", Copies: 2}, document.With{})
	w.must(err)
	c, blob, err := w.Documents.CopyFile(w.ctx, by, id)
	if raw := read(t, blob, err); c.Number != 4 || c.Done.IsZero() || !bytes.Equal(raw, w.bytes(j.at(document.Sealed).SHA256)) {
		t.Errorf("copy on paper %+v", c)
	}
	x := copying("SY", "paper-e")
	wrong := with
	wrong.Password = "không phải"
	id, err = w.Documents.MakeCopy(w.ctx, by, x, wrong)
	if err == nil || id == "" {
		t.Fatalf("a wrong password: %q, %v", id, err)
	}
	w.must(w.Documents.FinishCopy(w.ctx, by, id, with)) // with the number that was reserved
	if c, err := w.Documents.CopyFor(w.ctx, by, id); err != nil || c.Number != 5 || c.SHA256 == "" {
		t.Errorf("finished later: %+v, %v", c, err)
	}
}

// TestLookOfCopies: corner and lines are values of the profile; no picture, in
// Times New Roman 10, upright and black.
func TestLookOfCopies(t *testing.T) {
	t.Parallel()
	look := func(s set) []byte {
		w := open(t, "NA", s)
		with, err := w.AgencyKey(w.ctx, clerk)
		w.must(err)
		id, err := w.Documents.MakeCopy(w.ctx, w.as(clerk), copying("SY", "paper-e"), with)
		w.must(err)
		_, blob, err := w.Documents.CopyFile(w.ctx, w.as(clerk), id)
		return read(t, blob, err)
	}
	a, b := clause.Parameter(t, "NA-15.2-1", func(where string) string {
		raw := look(set{"copying.text_corner", where})
		if n := images(t, raw); n != 0 {
			t.Errorf("the copy shows %d pictures", n)
		}
		return strings.Join(strings.Fields(text(t, raw, "1", corner...)), " ")
	}, "top-right", "bottom-left")
	if !strings.Contains(a, "SAO Y") || strings.Contains(b, "SAO Y") {
		t.Errorf("top right: %q, else: %q", a, b)
	}
	a, b = clause.Parameter(t, "NA-15.2-3", func(lines []string) string {
		raw := look(set{"copying.text_lines", lines})
		if fonts := tool(t, raw, "pdffonts", "-"); !strings.Contains(fonts, "Tinos") || strings.Contains(fonts, "Tinos-Italic") || strings.Contains(fonts, "Tinos-Bold ") {
			t.Logf("fonts: %s", fonts)
		}
		if size := heightOf(t, raw, "2026-03-10T09:00:00+07:00"); size < 10.5 || size > 11.6 { // ascent and descent of 10 pt Times
			t.Errorf("the time is %.2f points high", size)
		}
		return strings.Join(strings.Fields(text(t, raw, "1", corner...)), " ")
	}, []string{"{form}", "{agency}", "{time}"}, []string{"{time}"})
	if !strings.Contains(a, "SAO Y Sở Khoa học và Công nghệ 2026") || strings.Contains(b, "SAO Y") {
		t.Errorf("%q and %q", a, b)
	}
}

// TestRecallIsANotice: nothing is deleted; the receivers hear of it, destroy
// their copy and say so.
func TestRecallIsANotice(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-11.4")
	w := open(t, "HD")
	by, them := w.as(clerk), w.as(otherClerk)
	j := w.write(draft{}).to("release")
	w.settle()
	if d := j.delivery(); d.SentAt.IsZero() || d.ReceivedAt.IsZero() || d.Recipient.Name == "" || j.load().Number != 1 || j.load().IssuedOn != "2026-03-10" {
		t.Errorf("what a release records: %+v", d)
	}
	next := w.write(draft{}).to("release")
	refused(t, w.Documents.Recall(w.ctx, by, j.id, document.Recalling{Kind: document.Replace, New: next.id}), "recall.reason")
	refused(t, w.Documents.Recall(w.ctx, by, j.id, document.Recalling{Kind: document.Replace, Reason: "Sai số liệu", New: j.id}), "recall.new")
	w.must(w.Documents.Recall(w.ctx, by, j.id, document.Recalling{Kind: document.Replace, Reason: "Sai số liệu", New: next.id}))
	refused(t, w.Documents.Recall(w.ctx, by, j.id, document.Recalling{Kind: document.RecallOnly, Reason: "Lần nữa"}), "recall.again")
	w.settle()
	copies, err := w.Documents.Store.ArrivedFrom(w.ctx, string(j.id))
	w.must(err)
	if len(copies) != 1 {
		t.Fatalf("%d copies", len(copies))
	}
	notices, err := w.Documents.RecallNotices(w.ctx, them)
	if err != nil || len(notices) != 1 || notices[0].Banner() != "Đã thu hồi ngày 10/03/2026, thay bằng 02/SKHCN-CĐS. Lý do: Sai số liệu" {
		t.Fatalf("notices %+v, %v", notices, err)
	}
	in, err := w.Documents.Get(w.ctx, them, copies[0])
	w.must(err)
	main, _ := in.Current(document.Main)
	if _, blob, err := w.Documents.File(w.ctx, them, in.ID, main.ID); len(read(t, blob, err)) == 0 {
		t.Error("the notice deleted the copy")
	}
	w.must(w.Documents.DestroyRecalled(w.ctx, them, in.ID))
	_, _, err = w.Documents.File(w.ctx, them, in.ID, main.ID)
	refused(t, err, "recall.gone")
	refused(t, w.Documents.DestroyRecalled(w.ctx, them, in.ID), "recall.destroyed")
	answers, err := w.Documents.RecallAnswers(w.ctx, by, j.id)
	if err != nil || len(answers) != 1 || answers[0].Answer != "destroyed" || answers[0].AnsweredBy != them.Name {
		t.Errorf("answers %+v, %v", answers, err)
	}
	if len(w.bytes(j.at(document.Sealed).SHA256)) == 0 || j.load().State != document.Released {
		t.Error("the sender's document is not what it was")
	}
}

// TestPaperDuringAFault: number, paper, and the electronic copy afterwards.
func TestPaperDuringAFault(t *testing.T) {
	under(t, []string{"HD", "HT"}, func(t *testing.T, province string) {
		proves(t, province, "HD2-11.6c", "HT-03.3")
		w := open(t, province)
		by := w.as(clerk)
		j := w.write(draft{}).to("sign")
		_, err := w.Documents.LeaveOnPaper(w.ctx, by, j.id, document.Leaving{Reason: "Gấp"})
		refused(t, err, "fault.none")
		f, err := w.Register.OpenFault(w.ctx, by, w.clock.now().Add(-time.Hour), "Mất kết nối ký số")
		w.must(err)
		_, err = w.Documents.LeaveOnPaper(w.ctx, by, j.id, document.Leaving{})
		refused(t, err, "fault.reason")
		n, err := w.Documents.LeaveOnPaper(w.ctx, by, j.id, document.Leaving{Reason: "Công điện phòng chống bão"})
		if n != 1 || err != nil {
			t.Fatal(n, err)
		}
		w.must(func() error { _, err := w.Register.CloseFault(w.ctx, by, f.ID, "Nối lại mạng"); return err }())
		law := w.law()
		if got := w.Documents.LeftState(j.load(), law); !strings.EqualFold(got, "chờ cập nhật bản điện tử") {
			t.Errorf("it is called %q", got)
		}
		waiting, err := w.Register.Waiting(w.ctx, by)
		if err != nil || len(waiting) != 1 || waiting[0].Overdue || waiting[0].Reason != "Công điện phòng chống bão" {
			t.Fatalf("waiting %+v, %v", waiting, err)
		}
		w.clock.pass(5 * 24 * time.Hour)
		if waiting, err = w.Register.Waiting(w.ctx, by); err != nil || len(waiting) != 1 || !waiting[0].Overdue {
			t.Fatalf("overdue %+v, %v", waiting, err)
		}
		if err := j.seal(); err == nil {
			t.Error("sealed without the scan")
		}
		w.must(j.scan(true))
		w.must(j.seal())
		w.must(j.release())
		if waiting, err = w.Register.Waiting(w.ctx, by); err != nil || len(waiting) != 0 || w.Documents.LeftState(j.load(), law) != "" {
			t.Errorf("still waiting %+v, %v", waiting, err)
		}
		if d := j.load(); d.Number != 1 || d.IssuedOn != "2026-03-10" {
			t.Errorf("number %d of %s", d.Number, d.IssuedOn)
		}
	})
}

// TestRegisteredIsKept: no deletion, and a year closes with retentions only.
func TestRegisteredIsKept(t *testing.T) {
	t.Parallel()
	proves(t, "BG", "BG-12.1")
	w := open(t, "BG")
	by := w.as(clerk)
	j := w.write(draft{}).to("release")
	refused(t, w.Documents.Delete(w.ctx, by, j.id), "register.no-deletion", "Văn bản đã vào sổ không được xóa")
	d := j.load()
	if len(d.Checks) == 0 || len(w.bytes(j.at(document.Sealed).SHA256)) == 0 {
		t.Error("file or check report is not kept")
	}
	w.clock.pass(296 * 24 * time.Hour) // 31/12
	s := register.Series{Book: "VB-DI", Year: 2026}
	_, err := w.Register.CloseYear(w.ctx, by, s)
	refused(t, err, "register.retention", "chưa có thời hạn bảo quản")
	_, err = w.Register.SetRetention(w.ctx, by, s, "04")
	w.must(err)
	c, err := w.Register.CloseYear(w.ctx, by, s)
	if err != nil || c.Last != 1 || !strings.Contains(c.Head, "antin") {
		t.Errorf("closing %+v, %v", c, err)
	}
}

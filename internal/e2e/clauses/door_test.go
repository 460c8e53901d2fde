package clauses

import (
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

// secretTexts are the words of each province at the door.
var secretTexts = map[string]string{
	"NA": "Không áp dụng chữ ký số cho văn bản mật",
	"LD": "Văn bản chứa bí mật nhà nước không thuộc phạm vi ký số trên hệ thống",
	"HT": "Văn bản thuộc danh mục bí mật nhà nước không xử lý trên hệ thống",
	"BG": "Văn bản mật không được gửi, nhận qua mạng",
	"HD": "Quy chế không áp dụng cho văn bản bí mật nhà nước",
}

// TestSecretIsRefusedAtTheDoor: nothing of its content is stored, and the
// attempt leaves a trace without it.
func TestSecretIsRefusedAtTheDoor(t *testing.T) {
	under(t, all, func(t *testing.T, province string) {
		proves(t, province, "NA-04.1", "LD-01.2", "HT-01.1b", "BG-03.1", "HD2-01.2")
		w := open(t, province)
		files, by := w.count(), w.as(officer)
		for _, level := range []document.Secrecy{document.Secret, document.TopSecret, document.UltraSecret, "unheard-of"} {
			f := draft{secrecy: level}.whole().fields(w)
			f.Subject = "điều tuyệt đối không được ghi lại"
			_, err := w.Documents.Create(w.ctx, by, f)
			refused(t, err, "document.secret", secretTexts[province])
			_, err = w.Documents.CreateOnce(w.ctx, by, document.NewFormID(), f)
			refused(t, err, "document.secret", secretTexts[province])
			refused(t, w.Documents.Door(w.ctx, by, level), "document.secret", secretTexts[province])
		}
		if n := w.count(); n != files {
			t.Errorf("%d files were stored", n-files)
		}
		traces := w.logged(string(by.Agency), "document.secret-refused")
		if len(traces) != 12 || traces[0].Person != string(by.Person) {
			t.Fatalf("%d traces of 12 attempts", len(traces))
		}
		for _, e := range traces {
			if len(e.Data) != 1 || e.Data["level"] == "" {
				t.Errorf("trace holds more than the level: %v", e.Data)
			}
		}
		w.write(draft{}) // an ordinary one goes in
		later(t, province)
	})
}

// later: a document that came in while another law let its level in is neither
// signed nor sealed nor sent.
func later(t *testing.T, province string) {
	t.Helper()
	loose := set{"documents.secrecy_levels", []map[string]any{
		{"code": "normal", "label": "Thường", "allowed": true}, {"code": "secret", "label": "Mật", "allowed": true},
	}}
	for _, c := range []struct {
		last string
		next func(*journey) error
	}{
		{"approve", (*journey).sign}, {"recheck", (*journey).seal}, {"seal", (*journey).release},
	} {
		j := open(t, province, loose).write(draft{secrecy: document.Secret}).to(c.last)
		now := &journey{j.again(), j.id, j.signer}
		before := now.load().State
		refused(t, c.next(now), "document.secret", secretTexts[province])
		now.state(before)
	}
}

// TestDraftNeedsItsFields lists everything that is missing at once, and keeps
// every version.
func TestDraftNeedsItsFields(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.1a-1.1")
	w := open(t, "NA")
	by := w.as(officer)
	id, err := w.Documents.Create(w.ctx, by, document.Fields{Secrecy: document.Ordinary})
	w.must(err)
	f := refused(t, w.Documents.Submit(w.ctx, by, id), "document.incomplete")
	got := map[string]bool{}
	for _, field := range f.Fields {
		got[field.Name] = true
	}
	for _, want := range []string{"subject", "form", "field", "type", "signer_title", "signer", "main"} {
		if !got[want] {
			t.Errorf("%s is not in the list of what is missing: %v", want, f.Fields)
		}
	}
	if got["urgency"] {
		t.Error("độ khẩn is asked for, and is optional")
	}
	j := w.write(draft{})
	w.must(j.upload(draft{main: withAppendix()}))
	d := j.load()
	if len(d.Versions) != 2 || d.Versions[0].Author != by.Person || d.Versions[0].At.IsZero() || d.Versions[0].Hash == d.Versions[1].Hash {
		t.Errorf("versions %+v", d.Versions)
	}
	for _, f := range d.Files {
		if f.Version == 1 && len(w.bytes(f.SHA256)) == 0 {
			t.Error("the first version is gone")
		}
	}
	w.must(j.submit())
}

// TestOpinions: a type that needs comments waits for the round and the answers.
func TestOpinions(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.1a-1.2")
	j := open(t, "NA").write(draft{typeCode: "CT"}) // chỉ thị
	by := j.as(officer)
	refused(t, j.submit(), "opinion.required", "phải xin ý kiến trước khi trình")
	due := start.AddDate(0, 0, 3)
	j.must(j.Documents.AskOpinions(j.ctx, by, j.id, []org.PersonID{j.as(officer2).Person}, due))
	refused(t, j.submit(), "document.order")
	j.must(j.Documents.GiveOpinion(j.ctx, j.as(officer2), j.id, "Đề nghị bổ sung căn cứ pháp lý."))
	refused(t, j.Documents.GiveOpinion(j.ctx, j.as(checker), j.id, "…"), "guard.forbidden")
	j.must(j.Documents.CloseOpinions(j.ctx, by, j.id))
	refused(t, j.submit(), "opinion.unanswered", "chưa được tiếp thu hoặc giải trình")
	o := j.load().Opinions[0]
	refused(t, j.Documents.AnswerOpinion(j.ctx, by, j.id, o.ID, "giai-trinh", " "), "opinion.explain")
	j.must(j.Documents.AnswerOpinion(j.ctx, by, j.id, o.ID, "tiep-thu", ""))
	o = j.load().Opinions[0]
	if !o.DueAt.Equal(due) || o.PersonName == "" || o.Text == "" || o.Answer != "tiep-thu" || o.AnsweredAt.IsZero() {
		t.Errorf("the round kept %+v", o)
	}
	j.must(j.submit())
}

// TestUnitLeader: the approval binds one version; a change undoes it.
func TestUnitLeader(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.1a-2.1")
	j := open(t, "NA").write(draft{}).to("submit")
	hash := j.load().ContentHash()
	refused(t, j.Documents.UnitApprove(j.ctx, j.as("chanhvanphong.ubnd"), j.id, hash, ""), "document.absent")
	refused(t, j.Documents.UnitApprove(j.ctx, j.as(unitLeader), j.id, strings.Repeat("0", 64), ""), "document.changed")
	refused(t, j.Documents.Return(j.ctx, j.as(unitLeader), j.id, " "), "document.return-reason")
	j.must(j.consent())
	if dec, ok := j.load().Standing(document.UnitApproval); !ok || dec.Hash != hash {
		t.Fatalf("approval holds %q, want %q", dec.Hash, hash)
	}
	refused(t, j.upload(draft{}), "document.order") // nobody edits behind the approval
	j.must(j.Documents.Return(j.ctx, j.as(checker), j.id, "Sửa trích yếu."))
	j.must(j.upload(draft{main: withAppendix()}))
	d := j.state(document.Drafting)
	if _, ok := d.Standing(document.UnitApproval); ok || d.ContentHash() == hash {
		t.Error("the approval of the old content still stands")
	}
	if got := d.Decisions; got[len(got)-1].Comment == "" && got[len(got)-2].Comment == "" {
		t.Error("the reason of the return is not kept")
	}
	j.must(j.submit())
	refused(t, j.Documents.UnitApprove(j.ctx, j.as(unitLeader), j.id, hash, ""), "document.changed")
}

// TestBranchAfterUnitLeader: own authority goes to be signed, all else to the
// format checker.
func TestBranchAfterUnitLeader(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.1a-2.2")
	w := open(t, "NA")
	own := w.write(draft{typeCode: "GM", signer: unitLeader, capacity: org.ByOrder, main: letterOf("Lê Quang Huy", "Trưởng phòng", "TL.")}).to("consent")
	own.state(document.AwaitingApproval)
	refused(t, own.format(), "document.order")
	other := w.write(draft{}).to("consent")
	other.state(document.Formatting)
	refused(t, other.approve(), "document.changed")
	list, err := w.Documents.ListQueue(w.ctx, w.as(checker), "cho-kiem-tra", document.Cursor{}, 10)
	w.must(err)
	if len(list) != 1 || list[0].ID != other.id {
		t.Errorf("the checker's list has %d documents", len(list))
	}
}

// TestFormatCheck: no way to the signer around the checker.
func TestFormatCheck(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.1a-3.1")
	j := open(t, "NA").write(draft{}).to("consent")
	refused(t, j.Documents.PassFormat(j.ctx, j.as(deputy), j.id, "", ""), "guard.forbidden")
	j.must(j.Documents.Prepare(j.ctx, j.as(checker), j.id)) // laid, and still not let through
	refused(t, j.approve(), "document.order")
	refused(t, j.Documents.FailFormat(j.ctx, j.as(checker), j.id, nil, ""), "format.no-fault")
	refused(t, j.Documents.FailFormat(j.ctx, j.as(checker), j.id, []string{"no-such"}, ""), "format.unknown-fault")
	j.must(j.Documents.FailFormat(j.ctx, j.as(checker), j.id, []string{"motto", "recipients"}, "Sửa tiêu ngữ."))
	d := j.state(document.Drafting)
	last := d.Decisions[len(d.Decisions)-1]
	if last.OK || strings.Join(last.Faults, ",") != "motto,recipients" || last.By != j.as(checker).Person {
		t.Errorf("the checker's answer is kept as %+v", last)
	}
	j.from("submit", "format").state(document.AwaitingApproval)
	if dec, ok := j.load().Standing(document.FormatCheck); !ok || dec.Hash != j.prepared() {
		t.Error("“Đạt” is not bound to the prepared PDF")
	}
}

package clauses

import (
	"bytes"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/pades"
)

// paper makes the record of a document that is signed and sealed by hand.
func (w *world) paper(province string) *journey {
	w.t.Helper()
	f := draft{}.whole().fields(w)
	f.Origin = document.Scanned
	id, err := w.Documents.Create(w.ctx, w.as(clerk), f)
	w.must(err)
	return &journey{w, id, deputy}
}

func (j *journey) scan(attested bool, files ...document.Upload) error {
	if files == nil {
		files = []document.Upload{{Role: document.Main, Name: "quet.pdf", Body: bytes.NewReader(withAppendix())}}
	}
	return j.Documents.AttachScan(j.ctx, j.as(clerk), j.id, files, attested)
}

// TestScannedPaper: number, paper, scan with the clerk's word, signature of the
// agency, release; in this order and no other.
func TestScannedPaper(t *testing.T) {
	attest := map[string]string{
		"BG": "Tôi xác nhận tệp PDF này được quét từ bản gốc giấy đã ký và đóng dấu.",
		"HD": "Tôi xác nhận tệp này được quét từ bản gốc giấy đã ký và đóng dấu.",
	}
	under(t, []string{"BG", "HD"}, func(t *testing.T, province string) {
		proves(t, province, "HD2-11.3a", "HD2-03.1", "HD2-05.5a", "BG-15.1", "BG-09")
		w := open(t, province)
		j := w.paper(province)
		unsent := func() {
			t.Helper()
			refused(t, j.release(), "release.unsigned", "Phải ký số của cơ quan trước khi gửi")
		}
		unsent()
		refused(t, j.scan(true), "document.order")
		refused(t, j.seal(), "document.order")
		_, _, err := w.Documents.NumberPaper(w.ctx, w.as(officer), j.id)
		if err == nil {
			t.Error("an officer took a number")
		}
		number, symbol, err := w.Documents.NumberPaper(w.ctx, w.as(clerk), j.id)
		if err != nil || number != 1 || symbol == "" {
			t.Fatalf("number %d %q, %v", number, symbol, err)
		}
		if again, _, err := w.Documents.NumberPaper(w.ctx, w.as(clerk), j.id); again != 1 || err != nil {
			t.Errorf("asked twice: %d, %v", again, err)
		}
		unsent()
		refused(t, j.seal(), "scan.absent", "Chưa có bản quét PDF")
		refused(t, j.scan(false), "scan.unattested", attest[province])
		refused(t, j.scan(true, separate(document.Main, "quet.docx", []byte("PK\x03\x04 một tệp DOCX"))), "seal.pdf-only", "Chỉ ký số trên tệp .pdf")
		j.must(j.scan(true))
		unsent()
		original := j.at(document.Uploaded)
		j.must(j.seal())
		sealed := j.at(document.Sealed)
		raw := w.bytes(sealed.SHA256)
		if !bytes.HasPrefix(raw, w.bytes(original.SHA256)) {
			t.Error("the scan was replaced, not signed")
		}
		r := w.verify(raw)
		if r.Indication != pades.TotalPassed || len(r.Signatures) != 1 || !r.Signatures[0].CoversFile {
			t.Fatalf("signed scan is %s with %d signatures", r.Indication, len(r.Signatures))
		}
		j.scanEffect(r)
		j.must(j.release())
		w.settle()
		in := j.arrival()
		in.state(document.Valid)
		if n, err := in.register(); n != 1 || err != nil {
			t.Errorf("arrival number %d, %v", n, err)
		}
		w.settle()
		if d := j.delivery(); d.State != exchange.Accepted {
			t.Errorf("delivery is %s", d.State)
		}
		for _, action := range []string{"document.draft", "document.number", "document.seal", "document.release"} {
			if log := w.logged(string(j.id), action); len(log) == 0 || log[0].Person == "" {
				t.Errorf("no actor of %s", action)
			}
		}
		if next := w.write(draft{}).to("seal"); next.load().Number != 2 {
			t.Errorf("paper and electronic do not share their run: %d", next.load().Number)
		}
	})
}

// scanEffect: with the clerk's word the scan counts as hand-signed and sealed,
// without it as sealed alone.
func (j *journey) scanEffect(r *pades.Report) {
	j.t.Helper()
	want := map[string][2]string{
		"HD": {"chữ ký tay và đóng dấu", "đóng dấu"}, "BG": {"có giá trị pháp lý theo Điều 4", "có giá trị pháp lý theo Điều 4"},
	}[j.province]
	e, err := j.Documents.EffectOfDocument(j.ctx, j.as(clerk), j.id)
	j.must(err)
	if e.Label != want[0] {
		j.t.Errorf("attested scan: %q", e.Label)
	}
	e, err = j.Documents.Effect(j.ctx, j.province, r, true, false)
	j.must(err)
	if e.Label != want[1] {
		j.t.Errorf("scan without the clerk's word: %q", e.Label)
	}
}

// TestSealAloneIsASeal in Hải Dương: "đóng dấu", by whichever channel it came.
func TestSealAloneIsASeal(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-05.2")
	w := open(t, "HD")
	j := w.write(draft{separate: []document.Upload{separate(document.Attachment, "danh-sach.pdf", attachment())}}).to("seal")
	r := w.verify(w.bytes(j.load().Separate()[0].SHA256))
	e, err := w.Documents.Effect(w.ctx, "HD", r, false, false)
	w.must(err)
	if e.Label != "đóng dấu" || !strings.Contains(e.LabelClause, "HD2-05.2") {
		t.Errorf("effect %+v", e)
	}
	r = w.verify(flipped(w.bytes(j.load().Separate()[0].SHA256)))
	if e, err = w.Documents.Effect(w.ctx, "HD", r, false, false); err != nil || e.Label != "" {
		t.Errorf("a broken seal counts as %q, %v", e.Label, err)
	}
}

// TestPaperIsNotForEverybody: where the province has no such order, a scan is
// signed like any document; a born-digital one never takes the paper's way.
func TestPaperIsNotForEverybody(t *testing.T) {
	under(t, []string{"NA", "HD", "BG"}, func(t *testing.T, province string) {
		w := open(t, province)
		j := w.write(draft{})
		_, _, err := w.Documents.NumberPaper(w.ctx, w.as(clerk), j.id)
		refused(t, err, "document.flow", "Sai trình tự ký số")
		if province == "NA" {
			_, _, err := w.Documents.NumberPaper(w.ctx, w.as(clerk), w.paper(province).id)
			refused(t, err, "document.flow")
		}
	})
}

// TestOnlyPDFIsSigned where Bắc Giang says so; elsewhere other files go along
// by their hash.
func TestOnlyPDFIsSigned(t *testing.T) {
	under(t, []string{"NA", "BG"}, func(t *testing.T, province string) {
		w := open(t, province)
		j := w.write(draft{separate: []document.Upload{separate(document.Appendix, "so-lieu.xlsx", []byte("PK\x03\x04 bảng tính"))}}).to("recheck")
		if province == "BG" {
			refused(t, j.seal(), "seal.pdf-only", "Chỉ ký số trên tệp .pdf")
			if j.load().Number != 0 {
				t.Error("a refused seal took a number")
			}
			return
		}
		j.must(j.seal())
		j.must(j.release())
	})
}

// TestAllowedChanges: after the first signature number, date and seal
// pass, each reported with its revision; all else does not.
func TestAllowedChanges(t *testing.T) {
	under(t, []string{"LD", "HT"}, func(t *testing.T, province string) {
		proves(t, province, "LD-13.2", "HT-07.2-1")
		w := open(t, province)
		j := w.write(draft{}).to("seal")
		raw := w.bytes(j.at(document.Sealed).SHA256)
		r := w.verify(raw)
		first := r.Signatures[0]
		if first.Modification != pades.AllowedChange || len(first.Changes) == 0 {
			t.Fatalf("after the leader: %s, %d changes", first.Modification, len(first.Changes))
		}
		for _, c := range first.Changes {
			if c.Verdict != pades.ChangeAllowed || c.Revision == 0 || c.Rule == "" {
				t.Errorf("change %+v", c)
			}
		}
		refused(t, j.upload(draft{main: withAppendix()}), "document.order") // nothing is edited in place
		refused(t, w.Documents.Edit(w.ctx, w.as(officer), j.id, draft{}.whole().fields(w)), "document.order")
		seal := placeOf(t, j.load(), document.PlaceSeal)
		refused(t, w.Documents.MovePlaces(w.ctx, w.as(clerk), j.id, []document.Place{seal}), "document.order")
		got := w.verify(turned(t, raw))
		if got.Indication == pades.TotalPassed || got.Signatures[1].Modification == pades.AllowedChange || got.Signatures[1].Modification == pades.Unchanged {
			t.Errorf("a page changed after the seal: %s, %s", got.Indication, got.Signatures[1].Modification)
		}
	})
}

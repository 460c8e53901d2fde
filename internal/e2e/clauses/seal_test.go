package clauses

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
	"antin/internal/testkit/clause"
	"antin/pades"
	"antin/placement"
)

// TestRecheckByTheClerk: a fault freezes the issue, and what was corrected is
// signed anew.
func TestRecheckByTheClerk(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.1c-1.1")
	j := open(t, "NA").write(draft{}).to("sign")
	refused(t, j.Documents.Recheck(j.ctx, j.as(officer), j.id, "", nil, ""), "guard.forbidden")
	refused(t, j.recheck("no-such"), "format.unknown-fault")
	j.must(j.recheck("spelling", "recipients"))
	d := j.state(document.Faulty)
	last := d.Decisions[len(d.Decisions)-1]
	if d.Holder != d.Drafter || strings.Join(last.Faults, ",") != "spelling,recipients" || last.OK {
		t.Errorf("reported to %s with %v", d.Holder, last.Faults)
	}
	refused(t, j.seal(), "document.order")
	refused(t, j.release(), "release.unsigned")
	j.must(j.Documents.Return(j.ctx, j.as(clerk), j.id, "Sửa chính tả."))
	j.must(j.upload(draft{main: withAppendix()}))
	if _, ok := j.load().AtStage(document.Signed); ok {
		t.Error("the old signature counts for the corrected document")
	}
	j.from("submit", "approve")
	refused(t, j.recheck(), "document.order")
	j.from("sign", "release").state(document.Released)
}

// TestNumberDateAndCodes are set by the system: gapless, one run for a book and
// year, with the pages of the PDF and the codes of the recipients.
func TestNumberDateAndCodes(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.1c-1.3", "NA-16.1c-2.1")
	w := open(t, "NA")
	by := w.as(clerk)
	var ids []document.ID
	for n := 1; n <= 3; n++ {
		d := draft{typeCode: []string{"CV", "KH", "CV"}[n-1]}
		if n == 2 {
			d.main = withAppendix()
		}
		j := w.write(d).to("recheck")
		if got := j.load(); got.Number != 0 || got.Arrival != 0 {
			t.Fatal("a number before the clerk's act")
		}
		j.must(j.seal())
		ids = append(ids, j.id)
		if n == 3 {
			continue // sealed, not entered yet
		}
		j.must(j.release())
	}
	entries, err := w.Documents.RegisterEntries(w.ctx, by, "VB-DI", 2026, 0, 10)
	w.must(err)
	if len(entries) != 3 {
		t.Fatalf("the register has %d lines", len(entries))
	}
	slices.Reverse(entries)
	for i, e := range entries {
		j := &journey{w, ids[i], deputy}
		d, sealed := j.load(), j.at(document.Sealed)
		pages := w.verify(w.bytes(sealed.SHA256)).Pages
		if e.Number != i+1 || e.Document != ids[i] || e.Date != "2026-03-10" || e.Pages != pages || e.SHA256 != sealed.SHA256 ||
			e.Type != d.Type || e.Subject != d.Subject || e.Signer != "Trần Thị Minh" || e.Recipients != "Sở Nội vụ" {
			t.Errorf("line %d is %+v", i+1, e)
		}
		want := []string{"01/SKHCN-CĐS", "02/KH-SKHCN", "03/SKHCN-CĐS"}[i]
		if e.Symbol != want {
			t.Errorf("symbol %q, want %q", e.Symbol, want)
		}
		if got := text(t, w.bytes(sealed.SHA256), "1"); !strings.Contains(got, fmt.Sprintf("0%d", i+1)) || !strings.Contains(got, "ngày 10") && !strings.Contains(got, "10 tháng") {
			t.Errorf("number or date is not on the page: %.400s", got)
		}
	}
	// a number is given up with a reason, and never used again
	third := &journey{w, ids[2], deputy}
	refused(t, w.Documents.Cancel(w.ctx, by, third.id, " "), "document.cancel-reason", "phải nêu lý do")
	w.must(w.Documents.Cancel(w.ctx, by, third.id, "Ban hành nhầm."))
	entries, err = w.Documents.RegisterEntries(w.ctx, by, "VB-DI", 2026, 0, 1)
	w.must(err)
	if entries[0].Number != 3 || entries[0].State != document.CancelledEntry || entries[0].Reason != "Ban hành nhầm." {
		t.Errorf("the cancelled line is %+v", entries[0])
	}
	if j := w.write(draft{}).to("seal"); j.load().Number != 4 {
		t.Errorf("number %d after a cancelled 3", j.load().Number)
	}
	nameless := w.write(draft{to: []document.Recipient{{Code: receiver}, {Name: "Hợp tác xã Kim Liên"}}}).to("seal")
	refused(t, nameless.release(), "release.no-code", "chưa có mã định danh: Hợp tác xã Kim Liên")
	nameless.state(document.SealedState)
	refused(t, w.write(draft{}).release(), "release.unsigned") // unsigned is not entered
}

// TestPictureOfTheSignature: PNG, transparent, in the colour of the profile.
func TestPictureOfTheSignature(t *testing.T) {
	t.Parallel()
	const text = "Hình ảnh chữ ký phải màu xanh, .png nền trong suốt"
	save := func(w *world, png []byte) error {
		_, err := w.Signing.SaveImage(w.ctx, w.as(deputy), signing.Image{
			Kind: signing.PersonImage, Owner: string(w.as(deputy).Person), PNG: png, WidthMM: 40, HeightMM: 17,
		})
		return err
	}
	blue, red := practice.SignaturePNG("Trần Thị Minh", 3), practice.SealPNG("Sở Khoa học và Công nghệ", "", 36)
	w := open(t, "NA")
	w.must(save(w, blue))
	for name, bad := range map[string][]byte{"red": red, "opaque": opaque(t, blue), "no PNG": []byte("\xff\xd8\xff\xe0 JFIF"), "empty": nil} {
		if err := save(w, bad); err == nil {
			t.Errorf("%s was taken", name)
		} else {
			refused(t, err, "image.person", text)
		}
	}
	a, b := clause.Parameter(t, "NA-15.1a-1", func(hue [2]int) string {
		w := open(t, "NA", set{"signing.person_image.hue_min", hue[0]}, set{"signing.person_image.hue_max", hue[1]})
		return outcome(t, save(w, blue))
	}, [2]int{190, 265}, [2]int{60, 150})
	if a != "done" || b != "image.person" {
		t.Errorf("blue where blue is asked: %s, where green: %s", a, b)
	}
}

// TestPlaceOfTheSignature: in the gap between title and name, centred; what a
// person moved is kept with its coordinates.
func TestPlaceOfTheSignature(t *testing.T) {
	t.Parallel()
	a, b := clause.Parameter(t, "NA-15.1a-2", func(width float64) string {
		j := open(t, "NA", set{"signing.person_image.max_width_mm", width}).write(draft{}).to("format")
		d := j.load()
		p := placeOf(t, d, document.PlaceSigner)
		page := j.words(j.prepared())[p.Page-1]
		title, name := line(t, page, "PHÓ GIÁM ĐỐC"), line(t, page, "Trần Thị Minh")
		if !p.Found || p.Y1 > title.Y0+2 || p.Y0 < name.Y1-2 {
			t.Errorf("place %+v is not between %+v and %+v", p, title, name)
		}
		if off := math.Abs((p.X0+p.X1)/2 - (name.X0+name.X1)/2); off > 3 {
			t.Errorf("place is %.1f points off the middle of the name", off)
		}
		moved := p
		moved.X0, moved.X1, moved.Y0, moved.Y1 = p.X0+6, p.X1+6, p.Y0+2, p.Y1+2
		seal := placeOf(t, d, document.PlaceSeal)
		seal.X0, seal.X1 = seal.X0+6, seal.X1+6
		j.must(j.Documents.MovePlaces(j.ctx, j.as(deputy), j.id, []document.Place{moved, seal}))
		got := placeOf(t, j.load(), document.PlaceSigner)
		if got.Found || math.Abs(got.X0-moved.X0) > 0.01 || math.Abs(got.Y0-moved.Y0) > 0.01 || !strings.Contains(got.Why, "Trần Thị Minh") {
			t.Errorf("moved to %+v, kept %+v", moved, got)
		}
		return fmt.Sprintf("%.0f mm", (p.X1-p.X0)/placement.PointsPerMM)
	}, 40.0, 24.0)
	if a == b {
		t.Errorf("both are %s wide", a)
	}
}

// TestSealIsItsRealSize: 36 mm stay 36 mm; nobody scales.
func TestSealIsItsRealSize(t *testing.T) {
	t.Parallel()
	save := func(w *world, png []byte, mm float64) error {
		_, err := w.Signing.SaveImage(w.ctx, w.as(clerk), signing.Image{
			Kind: signing.SealImage, Owner: string(w.as(clerk).Agency), PNG: png, WidthMM: mm, HeightMM: mm,
		})
		return err
	}
	red := practice.SealPNG("Sở Khoa học và Công nghệ", "UBND TỈNH NGHỆ AN", 36)
	w := open(t, "NA")
	const words = "Hình ảnh dấu phải màu đỏ, .png nền trong suốt, có kích thước thật"
	refused(t, save(w, practice.SignaturePNG("Trần Thị Minh", 3), 36), "image.seal", words)
	refused(t, save(w, opaque(t, red), 36), "image.seal", words)
	refused(t, save(w, red, 0), "image.seal", words, "kích thước thật của dấu")
	w.must(save(w, red, 38.5))
	j := w.write(draft{}).to("format")
	p := placeOf(t, j.load(), document.PlaceSeal)
	if mm := (p.X1 - p.X0) / placement.PointsPerMM; math.Abs(mm-38.5) > 0.5 || math.Abs((p.Y1-p.Y0)/placement.PointsPerMM-38.5) > 0.5 {
		t.Errorf("a seal of 38.5 mm is drawn %.2f mm wide", mm)
	}
	for _, by := range []float64{0.8, 1.2} {
		scaled := p
		scaled.X1, scaled.Y1 = p.X0+(p.X1-p.X0)*by, p.Y0+(p.Y1-p.Y0)*by
		refused(t, j.Documents.MovePlaces(j.ctx, j.as(deputy), j.id, []document.Place{scaled}), "place.seal-size", "đúng kích thước thật")
	}
	a, b := clause.Parameter(t, "NA-15.1b-1", func(hue [2]int) string {
		w := open(t, "NA", set{"signing.seal_image.hue_min", hue[0]}, set{"signing.seal_image.hue_max", hue[1]})
		return outcome(t, save(w, red, 36))
	}, [2]int{340, 20}, [2]int{60, 150})
	if a != "done" || b != "image.seal" {
		t.Errorf("red where red is asked: %s, where green: %s", a, b)
	}
}

// TestSealOverTheLeftThird of the signature, and nowhere else.
func TestSealOverTheLeftThird(t *testing.T) {
	t.Parallel()
	share := func(d *document.Document) float64 {
		signer, seal := placeOf(t, d, document.PlaceSigner), placeOf(t, d, document.PlaceSeal)
		return (seal.X1 - signer.X0) / (signer.X1 - signer.X0)
	}
	a, b := clause.Parameter(t, "NA-15.1b-2", func(limit float64) string {
		j := open(t, "NA", set{"signing.seal_image.overlap_max", limit}).write(draft{}).to("format")
		d := j.load()
		if s := share(d); s < 0.25 || s > 0.40 {
			t.Errorf("the seal covers %.2f of the signature", s)
		}
		signer, seal := placeOf(t, d, document.PlaceSigner), placeOf(t, d, document.PlaceSeal)
		by := signer.X0 + 0.5*(signer.X1-signer.X0) - seal.X1
		seal.X0, seal.X1 = seal.X0+by, seal.X1+by
		err := j.Documents.MovePlaces(j.ctx, j.as(deputy), j.id, []document.Place{seal})
		if err != nil {
			refused(t, err, "place.seal", "Dấu phải trùm khoảng 1/3 chữ ký về bên trái")
		}
		return outcome(t, err)
	}, 0.40, 0.60)
	if a != "place.seal" || b != "done" {
		t.Errorf("half covered: %s at 0.40, %s at 0.60", a, b)
	}
}

// TestPDFVersion: only a PDF of the profile's version or later is laid before
// the signer, and its hash hangs on the approved draft.
func TestPDFVersion(t *testing.T) {
	t.Parallel()
	old := []byte(strings.Replace(string(letter()), "%PDF-1.", "%PDF-1.", 1))
	behaviour := func(least string) string {
		j := open(t, "NA", set{"documents.pdf_min_version", least}).write(draft{main: old}).to("consent")
		err := j.format()
		if err != nil {
			refused(t, err, "file.old-version", "Phải là .pdf phiên bản 1.4 trở lên")
			j.state(document.Formatting)
			return outcome(t, err)
		}
		base, _ := j.load().Base()
		if f := j.at(document.Prepared); f.From != base.SHA256 {
			t.Error("the prepared PDF is not made from the approved draft")
		}
		return outcome(t, err)
	}
	if a, b := clause.Parameter(t, "NA-16.1a-3.2", behaviour, "1.3", "1.9"); a != "done" || b != "file.old-version" {
		t.Errorf("with 1.3 %s, with 1.9 %s", a, b)
	}
	w := open(t, "NA")
	older := []byte("%PDF-1.3" + string(letter()[8:]))
	j := w.write(draft{main: older}).to("consent")
	refused(t, j.format(), "file.old-version", "Phải là .pdf phiên bản 1.4 trở lên")
	id, err := w.Documents.Create(w.ctx, w.as(officer), draft{}.whole().fields(w))
	w.must(err)
	refused(t, (&journey{w, id, deputy}).upload(draft{main: []byte("chỉ là chữ"), name: "a.pdf"}), "file.kind")
}

// TestTemplateByRole: picture, seal or text follow from role and file alone.
func TestTemplateByRole(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-16.2")
	j := open(t, "NA").write(draft{separate: []document.Upload{separate(document.Attachment, "danh-sach.pdf", attachment())}}).to("seal")
	main := j.bytes(j.at(document.Sealed).SHA256)
	if n := images(t, main); n < 2 {
		t.Errorf("%d pictures on the main document, want signature and seal", n)
	}
	f := j.load().Separate()[0]
	if n := images(t, j.bytes(f.SHA256)); n != 0 {
		t.Errorf("%d pictures on the attachment", n)
	}
	for _, m := range []document.Place{{Field: "copy", Page: 1}, {Field: "template", Page: 1}} { // nothing of the kind can be asked for
		before := j.load().Places
		_ = j.Documents.MovePlaces(j.ctx, j.as(clerk), j.id, []document.Place{m})
		if got := j.load().Places; len(got) != len(before) {
			t.Errorf("a place %q was added", m.Field)
		}
	}
}

// TestSealCorner: Bắc Giang has the seal at the bottom left of the first page.
func TestSealCorner(t *testing.T) {
	t.Parallel()
	a, b := clause.Parameter(t, "BG-15.2a", func(fixed bool) string {
		j := open(t, "BG", set{"signing.visible_place.fixed", fixed}).write(draft{main: withAppendix()}).to("format")
		p := placeOf(t, j.load(), document.PlaceSeal)
		if p.Page != 1 || p.X0 > 40 || p.Y0 > 40 {
			t.Errorf("the seal stands at %+v", p)
		}
		j.must(j.Documents.MovePlaces(j.ctx, j.as(deputy), j.id, []document.Place{p}))
		p.X0, p.X1 = p.X0+200, p.X1+200
		err := j.Documents.MovePlaces(j.ctx, j.as(deputy), j.id, []document.Place{p})
		if err != nil {
			refused(t, err, "place.corner", "Vị trí ký số phải ở cuối, góc trái trang đầu")
			j.from("approve", "release")
		}
		return outcome(t, err)
	}, true, false)
	if a != "place.corner" || b != "done" {
		t.Errorf("fixed: %s, free: %s", a, b)
	}
}

// TestAppearanceOfHaiDuong: seal over the left third, text at the top right;
// the place is a value of the profile.
func TestAppearanceOfHaiDuong(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-11.2")
	clause.Parameter(t, "HD2-11.2p", func(mode string) string {
		j := open(t, "HD", set{"signing.visible_place.mode", mode}, set{"signing.visible_place.corner", "bottom-left"},
			set{"signing.visible_place.page", "first"}).write(draft{}).to("format")
		signer, seal := placeOf(t, j.load(), document.PlaceSigner), placeOf(t, j.load(), document.PlaceSeal)
		if share := (seal.X1 - signer.X0) / (signer.X1 - signer.X0); mode == "over-person" && (share < 0.25 || share > 0.40) {
			t.Errorf("the seal covers %.2f of the signature", share)
		}
		if png, err := j.Documents.Picture(j.ctx, j.as(deputy), j.id, j.at(document.Prepared).ID, signer.Page, 600); err != nil || len(png) == 0 {
			t.Errorf("no preview before signing: %v", err)
		}
		return fmt.Sprintf("x %.0f", seal.X0)
	}, "over-person", "corner")
}

// TestTemplateSet: source and appearance of Lâm Đồng and Hà Tĩnh are values.
func TestTemplateSet(t *testing.T) {
	for id, province := range map[string]string{"LD-13.1": "LD", "HT-07.1-1": "HT"} {
		t.Run(province, func(t *testing.T) {
			t.Parallel()
			clause.Parameter(t, id, func(mode string) string {
				w := open(t, province, set{"signing.visible_place.mode", mode}, set{"signing.visible_place.corner", "top-right"})
				want := map[string]string{"LD": "Quy chế tiếp nhận, xử lý, phát hành văn bản điện tử tỉnh Lâm Đồng", "HT": "41/2017/TT-BTTTT"}[province]
				if got := w.law().Signing.TemplateSource; !strings.Contains(got, want) {
					t.Errorf("source %q", got)
				}
				j := w.write(draft{}).to("seal")
				if log := w.logged(string(j.id), "document.seal"); len(log) != 1 || !strings.HasPrefix(log[0].Profile, province) {
					t.Errorf("the log of the seal names no rules: %v", log)
				}
				p := placeOf(t, j.load(), document.PlaceSeal)
				return fmt.Sprintf("page %d at %.0f, %.0f", p.Page, p.X0, p.Y0)
			}, "over-person", "corner")
		})
	}
}

// TestAfterEachSigning: the file is verified anew and the outcome logged with
// who, when and by which certificate.
func TestAfterEachSigning(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-11.1", "HD2-03.7")
	w := open(t, "HD")
	j := w.write(draft{}).to("seal")
	d := j.load()
	gates := map[string]document.Check{}
	for _, c := range d.Checks {
		gates[c.Gate] = c
	}
	for gate, stage := range map[string]document.Stage{"sign": document.Signed, "seal": document.Sealed} {
		c := gates[gate]
		if c.SHA256 != j.at(stage).SHA256 || c.Indication != string(pades.TotalPassed) || c.By == "" || !c.At.Equal(start) {
			t.Errorf("check after %s is %+v", gate, c)
		}
		for _, part := range []string{`"serial"`, `"signer"`, `"algorithms"`, `"claimed_time"`} {
			if !strings.Contains(c.Report, part) {
				t.Errorf("report of %s has no %s", gate, part)
			}
		}
	}
	if f := j.at(document.Sealed); f.From != j.at(document.Signed).SHA256 {
		t.Error("hash before the seal is not kept")
	}
	bad := w.write(draft{}).to("approve")
	w.Documents.Evidence = flaky{w.Documents.Evidence, new(int)}
	refused(t, bad.sign(), "sign.not-good", "Ký số không thành công")
	bad.state(document.AwaitingSignature)
	if _, ok := bad.load().AtStage(document.Signed); ok {
		t.Error("a file that does not verify was kept as signed")
	}
}

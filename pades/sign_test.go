package pades_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/color"
	"strings"
	"testing"

	"antin/pades"
	"antin/pdf"
)

var (
	red  = color.NRGBA{220, 20, 30, 255}
	blue = color.NRGBA{20, 40, 200, 200}
)

// layout is where the fields stand on an A4 page.
func layout() pades.Fields {
	at := func(x, y, w, h float64) *pades.Spot {
		return &pades.Spot{Page: 1, Rect: pdf.Rect{X0: x, Y0: y, X1: x + w, Y1: y + h}}
	}
	return pades.Fields{
		Number: at(80, 737, 45, 15), Day: at(350, 700, 22, 15), Month: at(410, 700, 22, 15), Year: at(470, 700, 35, 15),
		Signer: at(340, 300, 120, 80), Seal: at(300, 290, 100, 100),
	}
}

var filled = map[string]string{
	pades.FieldNumber: "1234", pades.FieldDay: "22", pades.FieldMonth: "11", pades.FieldYear: "2026",
}

var fillNames = []string{pades.FieldNumber, pades.FieldDay, pades.FieldMonth, pades.FieldYear}

// issued goes the whole way: lay, sign, fill and seal. It gives the file after
// each step.
func issued(t testing.TB, base []byte) (laid, signed, sealed []byte) {
	t.Helper()
	tail, err := pades.Lay(open(t, base), layout(), signedAt)
	if err != nil {
		t.Fatal(err)
	}
	laid = append(bytes.Clone(base), tail...)
	signed = leader().appendSigned(t, laid, pades.Signing{
		Field: pades.FieldSigner, Name: "Nguyễn Văn An", Appearance: pades.Appearance{Image: picture(t, blue)},
	})
	sealed = agency().appendSigned(t, signed, pades.Signing{
		Field: pades.FieldSeal, Name: "UBND tỉnh Nghệ An", Appearance: pades.Appearance{Image: picture(t, red)},
		Fill: filled, Lock: fillNames,
	})
	return laid, signed, sealed
}

// crop reads the words within a place of the first page.
func crop(t testing.TB, file []byte, spot *pades.Spot) string {
	t.Helper()
	r := spot.Rect
	return strings.TrimSpace(tool(t, "pdftotext", "-f", "1", "-l", "1", "-r", "72",
		"-x", fmt.Sprint(int(r.X0)), "-y", fmt.Sprint(int(842-r.Y1)),
		"-W", fmt.Sprint(int(r.Width())+1), "-H", fmt.Sprint(int(r.Height())+1), store(t, file), "-"))
}

// checked holds a file against qpdf and pdfsig.
func checked(t testing.TB, file []byte, signatures int) {
	t.Helper()
	path := store(t, file)
	if out := tool(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf --check: %s", out)
	}
	out := tool(t, "pdfsig", "-nocert", path)
	if n := strings.Count(out, "Signature is Valid."); n != signatures {
		t.Errorf("pdfsig finds %d valid signatures, want %d:\n%s", n, signatures, out)
	}
	if n := strings.Count(out, "Signature Type: ETSI.CAdES.detached"); n != signatures {
		t.Errorf("pdfsig finds %d CAdES signatures, want %d:\n%s", n, signatures, out)
	}
	if f := open(t, file); f.Repaired() || f.Last().End != f.Size() {
		t.Errorf("our own reader: repaired %v, end %d of %d", f.RepairCause(), f.Last().End, f.Size())
	}
}

func bases(t *testing.T) map[string][]byte {
	t.Helper()
	table := tablePDF(0)
	out := map[string][]byte{
		"table":          table,
		"object streams": qpdf(t, table, "--object-streams=generate", "--min-version=1.5"),
		"linearized":     qpdf(t, table, "--linearize"),
		"both":           qpdf(t, fpdfPDF(t, 3), "--linearize", "--object-streams=generate", "--min-version=2.0"),
		"fpdf":           fpdfPDF(t, 2),
		"Word":           wordPDF(),
	}
	if w, err := writerPDF(); err == nil {
		out["LibreOffice"] = w
	} else {
		t.Logf("without a file of LibreOffice: %v", err)
	}
	return out
}

func TestWholeWayOnEveryKindOfFile(t *testing.T) {
	t.Parallel()
	for name, base := range bases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			laid, signed, sealed := issued(t, base)
			for _, step := range [][2][]byte{{base, laid}, {laid, signed}, {signed, sealed}} {
				if !bytes.HasPrefix(step[1], step[0]) {
					t.Fatal("earlier bytes changed")
				}
			}
			before, after := open(t, base), open(t, sealed)
			if got, want := len(after.Revisions()), len(before.Revisions())+3; got != want {
				t.Errorf("%d revisions, want %d", got, want)
			}
			for _, r := range after.Revisions() {
				if r.XrefStream() != before.Last().XrefStream() {
					t.Errorf("revision %d has another kind of cross-references", r.Number)
				}
			}
			checked(t, signed, 1)
			checked(t, sealed, 2)
			f := layout()
			for field, spot := range map[string]*pades.Spot{
				pades.FieldNumber: f.Number, pades.FieldDay: f.Day, pades.FieldMonth: f.Month, pades.FieldYear: f.Year,
			} {
				if got := crop(t, signed, spot); got != "" {
					t.Errorf("%s shows %q before the seal", field, got)
				}
				if got := crop(t, sealed, spot); got != filled[field] {
					t.Errorf("%s shows %q, want %q", field, got, filled[field])
				}
			}
		})
	}
}

func TestOwnVerifierAcceptsOurOwnFlow(t *testing.T) {
	t.Parallel()
	_, _, sealed := issued(t, tablePDF(0))
	report, err := pades.Verify(bytes.NewReader(sealed), int64(len(sealed)), pades.Options{At: signedAt})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Signatures) != 2 {
		t.Fatalf("%d signatures", len(report.Signatures))
	}
	for _, s := range report.Signatures {
		if s.Integrity != pades.Passed || s.Modification != pades.AllowedChange && s.Modification != pades.Unchanged {
			t.Errorf("%s: integrity %s, modification %s, changes %v", s.Field, s.Integrity, s.Modification, s.Changes)
		}
	}
}

func TestValueEqualsWhatIsDrawnAndIsLocked(t *testing.T) {
	t.Parallel()
	_, _, sealed := issued(t, tablePDF(0))
	rev := open(t, sealed).Last()
	catalog, err := rev.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	form, _ := rev.Dict(catalog.Get("AcroForm"))
	if form.Has("NeedAppearances") {
		t.Error("NeedAppearances is there")
	}
	fields, _ := rev.Array(form.Get("Fields"))
	group, _ := rev.Dict(fields[0])
	kids, _ := rev.Array(group.Get("Kids"))
	fonts := map[string]bool{}
	seen := map[string]bool{}
	for _, k := range kids {
		d, _ := rev.Dict(k)
		title, _ := d.Get("T").(pdf.String)
		name := pdf.Text(group.Get("T").(pdf.String)) + "." + pdf.Text(title)
		seen[name] = true
		if d.Get("F") != pdf.Integer(4) {
			t.Errorf("%s: /F %v", name, d.Get("F"))
		}
		want, text := filled[name]
		if !text {
			continue
		}
		if v, _ := d.Get("V").(pdf.String); pdf.Text(v) != want {
			t.Errorf("%s: value %q, want %q", name, pdf.Text(v), want)
		}
		if d.Get("Ff") != pdf.Integer(1) {
			t.Errorf("%s is not read-only", name)
		}
		ap, _ := rev.Dict(d.Get("AP"))
		look, _ := rev.Dict(ap.Get("N"))
		res, _ := rev.Dict(look.Get("Resources"))
		f, _ := rev.Dict(res.Get("Font"))
		fonts[fmt.Sprint(f.Get("F0"))] = true
	}
	if len(seen) != 6 || len(fonts) != 1 {
		t.Errorf("fields %v, fonts %v, want six and one", seen, fonts)
	}
	seal, _ := rev.Dict(kids[5])
	sig, _ := rev.Dict(seal.Get("V"))
	refs, _ := rev.Array(sig.Get("Reference"))
	ref, _ := rev.Dict(refs[0])
	params, _ := rev.Dict(ref.Get("TransformParams"))
	lock, _ := rev.Dict(seal.Get("Lock"))
	if ref.Name("TransformMethod") != "FieldMDP" || params.Name("Action") != "Include" ||
		!pdf.Equal(params.Get("Fields"), lock.Get("Fields")) || len(params.Get("Fields").(pdf.Array)) != 4 {
		t.Errorf("reference %v, lock %v", ref, lock)
	}
	if m, _ := sig.Get("M").(pdf.String); string(m.Bytes) != "D:20261122184512+07'00'" {
		t.Errorf("/M %s", m.Bytes)
	}
}

func TestFilledFieldsAreLockedAndFilledOnce(t *testing.T) {
	t.Parallel()
	_, signed, sealed := issued(t, tablePDF(0))
	try := func(file []byte, s pades.Signing) pades.RefusalCode {
		p := agency()
		s.Certificate, s.Chain, s.At = p.cert, p.chain, signedAt
		_, err := pades.Prepare(open(t, file), s)
		return pades.RefusalOf(err)
	}
	spot := &pades.Spot{Page: 1, Rect: pdf.Rect{X0: 10, Y0: 10, X1: 60, Y1: 60}}
	if got := try(sealed, pades.Signing{Field: "again", Spot: spot, Fill: map[string]string{pades.FieldNumber: "9"}}); got != pades.RefusedFieldLocked {
		t.Errorf("filling a locked field: %q", got)
	}
	unlocked := agency().appendSigned(t, signed, pades.Signing{Field: "other", Spot: spot, Fill: map[string]string{pades.FieldNumber: "9"}})
	if got := try(unlocked, pades.Signing{Field: pades.FieldSeal, Fill: filled}); got != pades.RefusedFieldFilled {
		t.Errorf("filling a field twice: %q", got)
	}
	if got := try(sealed, pades.Signing{Field: pades.FieldSeal}); got != pades.RefusedFieldSigned {
		t.Errorf("signing twice in one field: %q", got)
	}
	if got := try(signed, pades.Signing{Field: "nowhere"}); got != pades.RefusedNoField {
		t.Errorf("no field, no place: %q", got)
	}
	if got := try(signed, pades.Signing{Field: "a.b", Spot: spot}); got != pades.RefusedFieldName {
		t.Errorf("name with a full stop: %q", got)
	}
	if got := try(signed, pades.Signing{Field: pades.FieldNumber}); got != pades.RefusedFieldKind {
		t.Errorf("signing in a text field: %q", got)
	}
	if got := try(signed, pades.Signing{Field: pades.FieldSeal, Fill: map[string]string{pades.FieldNumber: "漢"}}); got != pades.RefusedText {
		t.Errorf("letter that is missing: %q", got)
	}
}

func TestCertificationIsRespected(t *testing.T) {
	t.Parallel()
	p := leader()
	for level, want := range map[int][2]pades.RefusalCode{1: {pades.RefusedCertified, pades.RefusedCertified}, 2: {pades.RefusedCertified, ""}, 3: {"", ""}} {
		file := withCatalog(t, func(d pdf.Dict) pdf.Dict {
			return d.With("Perms", pdf.Dictionary("DocMDP", pdf.Dictionary("Type", pdf.Name("Sig"), "Reference", pdf.Array{
				pdf.Dictionary("TransformMethod", pdf.Name("DocMDP"), "TransformParams", pdf.Dictionary("P", pdf.Integer(level))),
			})))
		})
		for i, rect := range []pdf.Rect{{X0: 10, Y0: 10, X1: 60, Y1: 60}, {}} {
			_, err := pades.Prepare(open(t, file), pades.Signing{
				Field: "new", Spot: &pades.Spot{Page: 1, Rect: rect}, Certificate: p.cert, Chain: p.chain, At: signedAt,
			})
			if got := pades.RefusalOf(err); got != want[i] {
				t.Errorf("certified %d, place %v: %q (%v), want %q", level, rect, got, err, want[i])
			}
		}
	}
}

func TestFurtherSealKeepsEarlierSignatures(t *testing.T) {
	t.Parallel()
	_, _, sealed := issued(t, qpdf(t, tablePDF(0), "--object-streams=generate"))
	joint := people()["Trần Thị Bình"].appendSigned(t, sealed, pades.Signing{
		Field: "antin-seal-2", Spot: &pades.Spot{Page: 1, Rect: pdf.Rect{X0: 100, Y0: 290, X1: 200, Y1: 390}},
		Appearance: pades.Appearance{Image: picture(t, red)},
	})
	checked(t, joint, 3)
}

func TestPreparedSurvivesStorageAndCompletesAlike(t *testing.T) {
	t.Parallel()
	base := tablePDF(0)
	p := leader()
	prepared, err := pades.Prepare(open(t, base), pades.Signing{
		Field: "one", Spot: &pades.Spot{Page: 1}, Certificate: p.cert, Chain: p.chain, At: signedAt,
	})
	if err != nil {
		t.Fatal(err)
	}
	row, err := json.Marshal(prepared)
	if err != nil {
		t.Fatal(err)
	}
	var again pades.Prepared
	if err := json.Unmarshal(row, &again); err != nil {
		t.Fatal(err)
	}
	value := p.sign(t, prepared)
	one, err := prepared.Complete(value)
	if err != nil {
		t.Fatal(err)
	}
	two, err := again.Complete(value)
	if err != nil || !bytes.Equal(one, two) {
		t.Errorf("completed again: %v, equal %v", err, bytes.Equal(one, two))
	}
	if _, err := again.Complete(agency().sign(t, prepared)); pades.RefusalOf(err) != pades.RefusedValue {
		t.Errorf("another key's value: %v", err)
	}
	value[7] ^= 1
	if _, err := again.Complete(value); pades.RefusalOf(err) != pades.RefusedValue {
		t.Errorf("changed value: %v", err)
	}
	checked(t, append(base, one...), 1)
}

func TestEveryAlgorithmVerifiesElsewhere(t *testing.T) {
	t.Parallel()
	spot := &pades.Spot{Page: 1, Rect: pdf.Rect{X0: 300, Y0: 300, X1: 400, Y1: 350}}
	for name, s := range map[string]struct {
		by  person
		pss bool
	}{"RSA": {leader(), false}, "RSA-PSS": {leader(), true}, "ECDSA": {people()["Trần Thị Bình"], false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checked(t, s.by.appendSigned(t, tablePDF(0), pades.Signing{
				Field: "one", Spot: spot, PSS: s.pss, Reserve: 100,
				Reason: "Tôi đã kiểm tra", Appearance: pades.Appearance{Lines: []string{"Đã ký"}},
			}), 1)
		})
	}
}

func TestSignatureEqualsByteRange(t *testing.T) {
	t.Parallel()
	_, _, sealed := issued(t, tablePDF(0))
	flipped := bytes.Clone(sealed)
	at := bytes.LastIndex(flipped, []byte("/Tx BMC"))
	flipped[at+1] ^= 1
	out := tool(t, "pdfsig", "-nocert", store(t, flipped))
	if strings.Count(out, "Signature is Valid.") != 1 {
		t.Errorf("one flipped byte of the seal's revision: %s", out)
	}
}

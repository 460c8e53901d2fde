package profile_test

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/internal/testkit/clause"
	"antin/profiles"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, text, time.FixedZone("+07", 7*60*60))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// loaded is read once for all tests: a set never changes.
var loaded = sync.OnceValues(profile.Load)

func load(t *testing.T) *profile.Set {
	t.Helper()
	set, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func at(t *testing.T, set *profile.Set, province, date string) *profile.Profile {
	t.Helper()
	p, err := set.At(province, day(t, date))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLoadKnowsFiveProvinces(t *testing.T) {
	t.Parallel()
	if got, want := load(t).Provinces(), []string{"BG", "HD", "HT", "LD", "NA"}; !slices.Equal(got, want) {
		t.Fatalf("provinces %v, want %v", got, want)
	}
}

func TestEveryValueHasAClauseOfItsOwnProvince(t *testing.T) {
	t.Parallel()
	set := load(t)
	row := regexp.MustCompile(`^(LD|NA|HT|BG|HD1|HD2)-\S+$`)
	for _, province := range set.Provinces() {
		p := at(t, set, province, "2026-11-22")
		for _, key := range p.Keys() {
			s := p.Source(key)
			if s.Clause == "" {
				t.Errorf("%s %s: no clause", province, key)
			}
			if row.MatchString(s.Clause) && !clause.Known(s.Clause) {
				t.Errorf("%s %s: %q is no row of the requirements", province, key, s.Clause)
			}
			if s.Layer != profile.National && !strings.HasPrefix(s.Clause, s.Part+"-") {
				t.Errorf("%s %s: part %s cites %q of another regulation", province, key, s.Part, s.Clause)
			}
		}
	}
}

func TestNationalLawAnswersWhereTheProvinceIsSilent(t *testing.T) {
	t.Parallel()
	set := load(t)
	ld := at(t, set, "LD", "2026-11-22")
	if s := ld.Source("signing.person_image.colour"); s.Layer != profile.National || ld.Signing.PersonImage.Colour != "blue" {
		t.Errorf("LD image colour %q from %q, want blue from the national layer", ld.Signing.PersonImage.Colour, s.Layer)
	}
	na := at(t, set, "NA", "2026-11-22")
	if s := na.Source("signing.person_image.colour"); s.Layer != "NA" || s.Clause != "NA-15.1a-1" {
		t.Errorf("NA image colour answered by %+v", s)
	}
}

func TestAtPicksByDate(t *testing.T) {
	t.Parallel()
	set := load(t)
	cases := []struct {
		province, day string
		inForce       bool
		clause        string // of the refusal of invalid documents
	}{
		{"LD", "2022-11-30", false, "QĐ 28/2018/QĐ-TTg, Điều 5 khoản 4 và NĐ 30/2020/NĐ-CP, Điều 21"},
		{"LD", "2022-12-01", true, "LD-14.2-2"},
		{"HT", "2020-08-24", false, "QĐ 28/2018/QĐ-TTg, Điều 5 khoản 4 và NĐ 30/2020/NĐ-CP, Điều 21"},
		{"HT", "2020-08-25", true, "HT-07.1-3"},
		{"BG", "2015-04-19", false, "QĐ 28/2018/QĐ-TTg, Điều 5 khoản 4 và NĐ 30/2020/NĐ-CP, Điều 21"},
		{"BG", "2015-04-20", true, "BG-10.1b"},
	}
	for _, c := range cases {
		p := at(t, set, c.province, c.day)
		if p.InForce() != c.inForce || p.Clause("documents.invalid_document_policy") != c.clause {
			t.Errorf("%s on %s: in force %v by %q", c.province, c.day, p.InForce(), p.Clause("documents.invalid_document_policy"))
		}
	}
}

func TestDayIsCountedInVietnam(t *testing.T) {
	t.Parallel()
	p, err := load(t).At("LD", time.Date(2022, 11, 30, 17, 0, 0, 0, time.UTC))
	if err != nil || !p.InForce() {
		t.Errorf("00:00 +07:00 on 1 December is not in force: %v", err)
	}
}

func TestNationalLawChangesWithItsOwnDates(t *testing.T) {
	t.Parallel()
	set := load(t)
	before, after := at(t, set, "BG", "2026-06-30"), at(t, set, "BG", "2026-07-01")
	if before.Portal.StopNoticeDays != 0 || after.Portal.StopNoticeDays != 7 {
		t.Errorf("notice of a planned stop: %d days before, %d after NĐ 224/2026", before.Portal.StopNoticeDays, after.Portal.StopNoticeDays)
	}
}

func TestHaiDuongJoinsBothDrafts(t *testing.T) {
	t.Parallel()
	p := at(t, load(t), "HD", "2026-11-22")
	if p.Source("onestop.url").Part != "HD1" || p.Source("verification.legal_effect.both").Part != "HD2" {
		t.Errorf("parts: %+v", p.Parts)
	}
	if !p.Draft() || !strings.Contains(p.Regulations(), "dự thảo") {
		t.Errorf("regulations %q do not say that they are drafts", p.Regulations())
	}
}

func TestUnknownProvinceIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := load(t).At("XX", time.Now()); !errors.Is(err, profile.ErrUnknownProvince) {
		t.Errorf("error %v", err)
	}
}

func TestSourceOfAnUnknownKeyPanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	at(t, load(t), "NA", "2026-11-22").Clause("documents.colour_of_the_moon")
}

func TestLoadRefusesBadFiles(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, from, to, want string }{
		{"unknown value", `system_name = { value = "Quản lý`, "systen_name = { value = \"Quản lý", `unknown key "documents.systen_name"`},
		{"unknown table", "[part.reports]", "[part.raports]", `unknown key "raports`},
		{"unknown header", "revision = 1", "revision = 1\nclerk = \"x\"", `unknown key "clerk"`},
		{"unknown top", `name = "Hà Tĩnh"`, "name = \"Hà Tĩnh\"\nmotto = \"x\"", `unknown key "motto"`},
		{"unknown beside value", `clause = "HT-04" }`, `clause = "HT-04", colour = "red" }`, `unknown key "colour"`},
		{"no clause", `{ value = "Mật", clause = "HT-02.3" }`, `{ value = "Mật" }`, "no clause"},
		{"bare value", `{ value = "Mật", clause = "HT-02.3" }`, `"Mật"`, "a value stands in"},
		{"unknown mark", `clause = "HT-07.4", mark = "reading"`, `clause = "HT-07.4", mark = "guess"`, "unknown mark"},
		{"wrong kind", `{ value = "Mật", clause`, `{ value = 7, clause`, "subscribers"},
		{"unknown in an entry", `{ request = "loss", forms = [15] }`, `{ request = "loss", form = [15] }`, `unknown key "form"`},
		{"bad date", `from = "2020-08-25"`, `from = "25/8/2020"`, "reading a date"},
		{"in force without decision", `decision = "19/2020/QĐ-UBND"`, ``, "needs its decision"},
		{"not TOML", `[[part]]`, `[[part]`, "HT.toml"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := edited(t, "HT.toml", c.from, c.to)
			_, err := profile.LoadFS(files)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want it to say %q", err, c.want)
			}
		})
	}
}

func TestLoadRefusesAGapInNationalLaw(t *testing.T) {
	t.Parallel()
	files := edited(t, "national.toml", "own_types = { value = false, clause", "# own_types = { value = false, clause")
	if _, err := profile.LoadFS(files); err == nil || !strings.Contains(err.Error(), `"documents.own_types"`) {
		t.Errorf("error %v", err)
	}
}

func TestLoadRefusesTwoPartsForOneValue(t *testing.T) {
	t.Parallel()
	files := edited(t, "HD.toml", "[part.onestop]", "[part.signing]\nterm = { value = \"x\", clause = \"HD1-Q2\" }\n\n[part.onestop]")
	if _, err := profile.LoadFS(files); err == nil || !strings.Contains(err.Error(), "signing.term stands in HD1 and in HD2") {
		t.Errorf("error %v", err)
	}
}

// edited is the embedded folder with one text replaced in one file.
func edited(t *testing.T, name, from, to string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := fs.Glob(profiles.Files, "*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		raw, err := fs.ReadFile(profiles.Files, n)
		if err != nil {
			t.Fatal(err)
		}
		if n == name {
			text := strings.Replace(string(raw), from, to, 1)
			if text == string(raw) {
				t.Fatalf("%s does not hold %q", name, from)
			}
			raw = []byte(text)
		}
		files[n] = &fstest.MapFile{Data: raw}
	}
	return files
}

func TestEnactRefusesWithoutDecision(t *testing.T) {
	t.Parallel()
	set := load(t)
	for province, part := range map[string]string{"NA": "NA", "HD": "HD2"} {
		_, err := set.Enact(province, part, profile.Decision{Number: " ", Signed: day(t, "2026-12-01")})
		f, ok := fault.From(err)
		if !ok || f.Message != "Chưa nhập số, ngày quyết định" {
			t.Errorf("%s: error %v", province, err)
		}
		if _, err := set.Enact(province, part, profile.Decision{Number: "45/2026/QĐ-UBND"}); !fault.Is(err, "profile.no-decision") {
			t.Errorf("%s without date: error %v", province, err)
		}
	}
}

func TestEnactedDraftCountsFromItsDay(t *testing.T) {
	t.Parallel()
	set, err := load(t).Enact("NA", "NA", profile.Decision{Number: "45/2026/QĐ-UBND", Signed: day(t, "2026-12-01")})
	if err != nil {
		t.Fatal(err)
	}
	before, after := at(t, set, "NA", "2026-11-30"), at(t, set, "NA", "2026-12-01")
	if before.InForce() || !after.InForce() || after.Draft() || after.Parts[0].Decision != "45/2026/QĐ-UBND" {
		t.Errorf("before in force %v; after %+v", before.InForce(), after.Parts)
	}
	if _, err := set.Enact("NA", "NA", profile.Decision{Number: "46", Signed: day(t, "2026-12-02")}); err == nil {
		t.Error("a regulation in force was enacted again")
	}
}

func TestValuesOfTheFiveTexts(t *testing.T) {
	t.Parallel()
	set := load(t)
	na, ld, ht, bg, hd := at(t, set, "NA", "2026-11-22"), at(t, set, "LD", "2026-11-22"), at(t, set, "HT", "2026-11-22"), at(t, set, "BG", "2026-11-22"), at(t, set, "HD", "2026-11-22")
	for name, ok := range map[string]bool{
		"NA refuses incomplete":     na.Documents.IncompleteIsInvalid && na.Documents.InvalidPolicy == profile.Refuse,
		"NA both signatures":        na.Documents.BothSignaturesRequired,
		"LD asks to resend":         ld.Documents.InvalidPolicy == profile.RefuseResend && ld.Documents.InvalidPolicy.AsksToResend(),
		"LD person alone":           !ld.Documents.BothSignaturesRequired,
		"HT holds":                  !ht.Documents.InvalidPolicy.Refuses(),
		"HT certificate title":      ht.Signing.TitleSource == profile.TitleOfCertificate,
		"HT transaction types":      len(ht.Signing.TransactionTypes) == 3,
		"BG corner":                 bg.Signing.VisiblePlace.Fixed && bg.Signing.VisiblePlace.Corner == "bottom-left",
		"BG two blocks":             len(bg.Documents.RecipientBlocks) == 2,
		"BG mailbox route":          bg.Documents.MailboxRouteValid && !na.Documents.MailboxRouteValid,
		"HD deletes":                hd.Documents.InvalidPolicy == profile.RefuseAndDelete && hd.Documents.QuarantineDays == 0,
		"HD prints worthless":       !hd.Documents.PrintedCopyHasValue,
		"29 types":                  len(na.Documents.Types) == 29,
		"secret refused":            !na.Documents.SecrecyAllowed("secret") && na.Documents.SecrecyAllowed("normal") && !na.Documents.SecrecyAllowed("unheard-of"),
		"reports LD":                ld.Reports.HalfYearDue == "06-15" && ld.Reports.YearDue == "12-01",
		"reports HT":                ht.Reports.HalfYearDue == "06-17" && ht.Reports.YearDue == "12-17",
		"reports NA unset":          na.Reports.HalfYearDue == "",
		"recovery NA":               na.Subscribers.RecoveryDays == 1 && na.Subscribers.RecoveryDuty == "restore-and-notify",
		"HT revocation forms":       slices.Equal(ht.Subscribers.FormsOf("revoke"), []int{9, 10}),
		"NA department code":        na.Exchange.Department.Code == "H41.37" && na.Exchange.CA.Code == "G11.07.05",
		"LD legal basis":            ld.Verification.LegalBasis == "Nghị định 130/2018/NĐ-CP",
		"HT legal effect of person": ht.Verification.LegalEffect.PersonOnly == "đáp ứng yêu cầu chữ ký",
	} {
		if !ok {
			t.Error(name)
		}
	}
}

func TestLookups(t *testing.T) {
	t.Parallel()
	p := at(t, load(t), "NA", "2026-11-22")
	if cv, ok := p.Documents.Type("CV"); !ok || cv.Symbol != "" || cv.Name != "Công văn" {
		t.Errorf("công văn: %+v %v", cv, ok)
	}
	if book, ok := p.Numbering.Book("outgoing", "QĐ"); !ok || book.Code != "VB-DI" {
		t.Errorf("book of QĐ: %+v", book)
	}
	if book, _ := p.Numbering.Book("outgoing", "SY"); book.Code != "SAO" {
		t.Errorf("book of SAO Y: %+v", book)
	}
	if c, ok := p.Signing.Capacity("TUQ."); !ok || !c.Written {
		t.Errorf("TUQ.: %+v", c)
	}
	if _, ok := p.Signing.Capacity("PP."); ok {
		t.Error("an unheard-of capacity was found")
	}
}

func TestWithSetsOneValueOfOneProvince(t *testing.T) {
	t.Parallel()
	set, err := load(t).With("NA", "documents.pdf_min_version", "1.7")
	if err != nil {
		t.Fatal(err)
	}
	set, err = set.With("NA", "reports.reminder_days", []int{3})
	if err != nil {
		t.Fatal(err)
	}
	p := at(t, set, "NA", "2026-11-22")
	s := p.Source("documents.pdf_min_version")
	if p.Documents.PDFMinVersion != "1.7" || s.Clause != "NA-16.1a-3.2" || s.Part != profile.Administrator {
		t.Errorf("value %q from %+v", p.Documents.PDFMinVersion, s)
	}
	if !slices.Equal(p.Reports.ReminderDays, []int{3}) || !strings.Contains(p.Version, "2 giá trị do quản trị đặt") {
		t.Errorf("reminders %v, version %q", p.Reports.ReminderDays, p.Version)
	}
	if at(t, set, "LD", "2026-11-22").Documents.PDFMinVersion != "1.4" || at(t, load(t), "NA", "2026-11-22").Documents.PDFMinVersion != "1.4" {
		t.Error("another province or the set before was changed")
	}
	for key, value := range map[string]any{"documents.nothing": "x", "documents.own_types": "yes"} {
		if _, err := set.With("NA", key, value); err == nil {
			t.Errorf("%s = %v was taken", key, value)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := profile.Load(); err != nil {
			b.Fatal(err)
		}
	}
}

package check

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"antin/cms"
	"antin/pdf"
)

// sound is a subject of which every check on the side of the file is content.
func sound() *Subject {
	return &Subject{
		FileSize: 100, RevisionEnd: 100, Spelling: Plain, Reachable: true, Owners: 1, Tail: []byte("\r\n"),
		Dict: pdf.Dict{
			{Key: "Type", Value: pdf.Name("Sig")}, {Key: "Filter", Value: pdf.Name("Adobe.PPKLite")},
			{Key: "SubFilter", Value: pdf.Name("ETSI.CAdES.detached")},
			{Key: "Contents", Value: pdf.String{Bytes: []byte{0x30, 0, 0, 0}, Hex: true}, Bytes: pdf.Extent{Start: 40, End: 50}},
		},
		Range: Range{Len1: 40, Start2: 50, Len2: 48},
		CMS:   &cms.SignedData{Length: 2, ContentType: cms.OIDData, Signers: []*cms.SignerInfo{{}}},
	}
}

func resultOf(t *testing.T, s *Subject, name string) Result {
	t.Helper()
	for _, f := range Run(s) {
		if f.Name == name {
			return f.Result
		}
	}
	t.Fatalf("no check called %s", name)
	return ""
}

func TestEachCheckOnTheFileNamesItsOwnFault(t *testing.T) {
	t.Parallel()
	set := func(key pdf.Name, v pdf.Object) func(*Subject) {
		return func(s *Subject) {
			e, _ := s.Dict.Entry(key)
			s.Dict = append(s.Dict.Without(key), pdf.Entry{Key: key, Value: v, Bytes: e.Bytes})
		}
	}
	for _, c := range []struct {
		check, story string
		spoil        func(*Subject)
		want         Result
	}{
		{"signature-dictionary", "in an object stream", func(s *Subject) { s.Compressed = true }, Failed},
		{"signature-dictionary", "another type", set("Type", pdf.Name("Font")), Failed},
		{"signature-dictionary", "handler of another program", set("Filter", pdf.Name("Own.Handler")), Passed},
		{"signature-dictionary", "no handler preferred", set("Filter", pdf.Null{}), Passed},
		{"sub-filter", "unknown", set("SubFilter", pdf.Name("abcde")), Failed},
		{"sub-filter", "time-stamp under the older type", set("SubFilter", pdf.Name("ETSI.RFC3161")), Passed},
		{"sub-filter", "signature under the type of a time-stamp", set("Type", pdf.Name("DocTimeStamp")), Failed},
		{"sub-filter", "SHA-1 only", set("SubFilter", pdf.Name("adbe.pkcs7.sha1")), Passed},
		{"reachable", "no field", func(s *Subject) { s.Reachable = false }, Failed},
		{"reachable", "two fields", func(s *Subject) { s.Owners = 2 }, Failed},
		{"one-reading", "a key twice", func(s *Subject) { s.Ambiguous = []string{"signature dictionary"} }, Failed},
		{"byte-range", "none", func(s *Subject) { s.Range = Range{Fault: "no /ByteRange"} }, Failed},
		{"byte-range-start", "late", func(s *Subject) { s.Range.Start1 = 1 }, Failed},
		{"contents", "a reference", set("Contents", pdf.Ref{Num: 4}), Failed},
		{"contents", "a literal string", set("Contents", pdf.String{Bytes: []byte{1}}), Failed},
		{"contents", "empty", set("Contents", pdf.String{Hex: true}), Failed},
		{"gap", "one byte larger", func(s *Subject) { s.Range.Start2++; s.Range.Len2-- }, Failed},
		{"covers-revision", "a rest unsigned", func(s *Subject) { s.Tail = []byte("\n9 0 obj") }, Failed},
		{"covers-revision", "beyond its revision", func(s *Subject) { s.RevisionEnd = 60 }, Failed},
		{"no-overlap", "another hole in its hole", func(s *Subject) { s.Others = []pdf.Extent{{Start: 45, End: 46}} }, Failed},
		{"padding", "not zero", set("Contents", pdf.String{Bytes: []byte{0x30, 0, 0, 7}, Hex: true}), Failed},
		{"contents-spelling", "white space", func(s *Subject) { s.Spelling = Spaced }, Indeterminate},
		{"contents-spelling", "no string", func(s *Subject) { s.Spelling = NotHexadecimal }, Failed},
		{"cms", "unreadable", func(s *Subject) { s.CMS, s.CMSError = nil, cms.ErrMalformed }, Failed},
		{"cms", "beyond this program", func(s *Subject) { s.CMSError = cms.ErrUnsupported }, Indeterminate},
		{"one-signer", "two", func(s *Subject) { s.CMS.Signers = append(s.CMS.Signers, &cms.SignerInfo{}) }, Failed},
		{"one-signer", "none", func(s *Subject) { s.CMS.Signers = nil }, Failed},
		{"content", "inside a detached signature", func(s *Subject) {
			s.CMS.Peculiarities = append(s.CMS.Peculiarities, cms.ContentInside)
		}, Failed},
		{"digest", "nothing signed", func(s *Subject) { s.Digest = nil }, Failed},
		{"digest", "unknown algorithm", func(s *Subject) { s.DigestErr = errors.New("SHA-9") }, Indeterminate},
		{"signer-certificate", "not at hand", func(*Subject) {}, Indeterminate},
	} {
		t.Run(c.check+", "+c.story, func(t *testing.T) {
			t.Parallel()
			if c.check != "digest" && c.check != "signer-certificate" {
				if r := resultOf(t, sound(), c.check); r != Passed {
					t.Fatalf("the sound subject: %s", r)
				}
			}
			s := sound()
			c.spoil(s)
			if r := resultOf(t, s, c.check); r != c.want {
				t.Errorf("%s, want %s", r, c.want)
			}
		})
	}
}

func TestEveryCheckHasNameClauseAndSubIndication(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range []*Subject{sound(), {}, {Stamp: true, CMS: &cms.SignedData{}}} {
		for _, f := range Run(s) {
			if f.Name == "" || f.Clause == "" || f.Result == "" {
				t.Errorf("incomplete: %+v", f)
			}
			if f.Result != Passed && f.Sub == "" {
				t.Errorf("%s is %s without sub-indication", f.Name, f.Result)
			}
			seen[f.Name] = true
		}
	}
	if len(seen) != len(checks()) {
		t.Errorf("%d names for %d checks", len(seen), len(checks()))
	}
}

func TestWorstPutsFailedBeforeIndeterminate(t *testing.T) {
	t.Parallel()
	r, sub := Worst([]Finding{{Result: Indeterminate, Sub: "A"}, {Result: Passed}, {Result: Failed, Sub: "B"}})
	if r != Failed || sub != "B" {
		t.Errorf("%s %s", r, sub)
	}
	if r, _ := Worst(nil); r != Passed {
		t.Errorf("%s", r)
	}
}

func TestSpellOfTheGap(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Spelling{
		"<00ff>": Plain, "<>": Plain, "<00 ff>": Spaced, "<00f>": Odd, "(00ff)": NotHexadecimal, "<00><ff>": NotHexadecimal,
		"<00gg>": NotHexadecimal, "<": NotHexadecimal, "<" + strings.Repeat("0", 200_000) + ">": Plain,
	} {
		got, err := Spell(strings.NewReader(text), int64(len(text)))
		if err != nil || got != want {
			t.Errorf("%.20q: %v %v, want %v", text, got, err, want)
		}
	}
	if _, err := Spell(bytes.NewReader(nil), 5); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a short reader: %v", err)
	}
}

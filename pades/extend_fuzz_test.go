package pades_test

import (
	"bytes"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// FuzzExtend holds that no file makes extending panic, that what is refused is
// refused in words, that bytes before never change and what is made can be read.
func FuzzExtend(f *testing.F) {
	o := net()
	for _, level := range []pades.Level{pades.LevelB, pades.LevelT, pades.LevelLT, pades.LevelLTA} {
		file, _ := o.signTo(f, tablePDF(0), "P-256", pades.Signing{Field: "one"}, level)
		f.Add(file)
	}
	streams, _ := o.signTo(f, qpdf(f, tablePDF(0), "--object-streams=generate"), "P-256", pades.Signing{Field: "one"}, pades.LevelLT)
	f.Add(streams)
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := pdf.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		// Nobody is asked: the same input takes the same way.
		e, err := pades.Extend(t.Context(), file, pades.Extension{To: pades.LevelLTA, Now: o.now})
		if err != nil {
			if pades.RefusalOf(err) == "" {
				t.Fatalf("extending failed without words: %v", err)
			}
			return
		}
		after := open(t, append(bytes.Clone(b), e.Tail...))
		if after.Repaired() || len(after.Revisions()) != len(file.Revisions())+e.Revisions {
			t.Fatalf("%d revisions became %d, said %d, repaired %v", len(file.Revisions()), len(after.Revisions()), e.Revisions, after.RepairCause())
		}
	})
}

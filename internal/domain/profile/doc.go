// Package profile is the regulation of one province as data (quy chế tỉnh).
//
// The first calls are Load, once at start, and Set.At with the province and
// the day on which something happened:
//
//	set, err := profile.Load()
//	p, err := set.At("NA", day)
//	if p.Documents.BothSignaturesRequired { … } // because p.Clause("documents.both_signatures_required")
//
// Code asks the profile and never the name of a province. Each value in the
// files of the folder profiles carries its clause and, where it is not the
// words of the text, a mark that says how sure it is; Profile.Source tells
// which layer answered: the province's regulation in force on that day, or
// national law beneath it. Load refuses unknown keys, values without a clause,
// and any gap: after Load, every field of every profile has an answer.
//
// A regulation that is still a draft (Nghệ An 2025, Hải Dương 2019) is marked
// as such and takes effect for practice only; Set.Enact puts it in force with
// its decision number and date (NA-QD.2, HD1-Q2, HD2-Q2). Set.With sets one
// value where a text leaves it open.
package profile

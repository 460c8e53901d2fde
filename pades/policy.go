package pades

// Policy names a set of rules beside those of the standards.
//
// What a signature forbids for later stands in the file: DocMDP of a
// certification (ISO 32000-2, 12.8.2.2), FieldMDP (12.8.2.4), the /Lock of a
// field with its own /P (12.7.5.5). An approval signature under none of these
// forbids nothing by the letter, and yet nobody would have signed whatever came
// later. Both policies here read it by one default, called approval-default in
// the rules of a [Change]:
//
//   - it is read as P 3: fields may be filled in, signed and closed, the security
//     store and time-stamps may be added, comments that hide nothing may be made;
//   - an annotation that stood under the signature may not be edited or removed,
//     as only an explicit P 3 allows;
//   - a further signature may lie over content of the page where it holds by
//     itself, so that somebody answers for what it covers; by [PolicyOffice] no
//     more than over another signature, as a seal lies over the leader's, since
//     the page then says what only the later signer signed; over a field or over
//     words that an annotation put there it may not. Under a certification it may
//     not lie over anything (Rohlmann and others, IEEE S&P 2021).
//
// Everything else is judged by what it does: equal values written anew are
// harmless, what a page or a field shows may not change, and what no rule knows
// is unclassified and never valid.
type Policy string

const (
	// PolicyOffice, the zero value's meaning, closes number and date by the flow
	// template where a file carries our fields; other files it judges by the
	// default above.
	PolicyOffice Policy = "office"
	// PolicyStandard judges all files by the standards and the default above.
	PolicyStandard Policy = "standard"
)

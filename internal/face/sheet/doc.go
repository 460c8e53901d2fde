// Package sheet turns the report on a PDF's signatures into the verification
// sheet that a clerk reads: one of five verdicts, why, and what to do now.
//
// The first call is [Make]. The sheet it gives can be shown as plain text
// ([Sheet.Text]) or printed ([Sheet.PDF]); [JSON] writes the report itself for
// programs, one object a file. All Vietnamese wording is in wording.go and
// wording_changes.go, nothing of it elsewhere.
//
// Whether a holder is a person or an agency is told by the caller, who has the
// register of certificates; never by the look of a signature. The words on
// legal effect come from the profile of the province.
//
// It follows NĐ 68/2024/NĐ-CP, Điều 30 to 32, and the rows NA-14-1 to NA-14-3
// and NA-15.3.
package sheet

// Package clause says which rows of the requirements a test proves.
//
// The first call is Covers, at the top of the test:
//
//	clause.Covers(t, "NA-16.1b-2", "NA-10.5")
//
// A row counts only when the test ran, passed, and the harness saw the product
// at work under the profile of that row: the fixtures call Saw for each
// request, command or service call. A test that covers a row of Lâm Đồng and
// never acts under the profile LD fails. A row of kind "parameter" is proven
// by Parameter alone, which runs the behaviour with two values of the profile
// and fails when nothing changes.
//
// Proven rows go as JSON lines to the file named by ANTIN_CLAUSES; the command
// report beside this package counts them. The rows are requirements.csv, the
// project's own copy.
package clause

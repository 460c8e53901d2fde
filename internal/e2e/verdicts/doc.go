// Package verdicts runs the signature engine over a collection of signed PDFs
// whose verdicts are known, and counts right and wrong as that collection's own
// page says: a bad row is right when the file is rejected, whichever axis says
// so; a good row when integrity passed and nothing suspicious came after.
//
//	rows, err := verdicts.Read(folder)
//	table, err := verdicts.Count(rows, verdicts.AsIs)
//	fmt.Print(table)
//
// It counts on the files and on copies (another name, other spellings of what
// no signature covers, harmless revisions appended), so that nothing can be
// keyed to a file. The collection is not part of the project: see [Folder].
// testdata/floor.csv is the ratchet. tools/verdicts prints the table and every
// wrong row with what is known of it and what was said.
package verdicts

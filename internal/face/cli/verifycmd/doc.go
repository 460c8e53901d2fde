// Package verifycmd is the command `antin verify FILE…`: it judges PDF files
// and answers in plain Vietnamese or, with --json, with one object a line.
//
// [Command] is a kong command; its Run wants an [Environment], which says where
// to write, what time it is and whose certificates the register knows. Run
// goes on over bad files and ends with an [Exit] that carries the status:
// 0 every signature passed, 1 failed or changed suspiciously, 2 indeterminate,
// 3 no signature, 4 unreadable, 64 wrong use. Over several files 1 comes before
// 4, 2, 3 and 0. This contract stays.
package verifycmd

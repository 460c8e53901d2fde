// Package docx reads, compares, mends and writes Word files (.docx).
//
// The first call is Open with the bytes of a file, then Content for its
// paragraphs, tables and sections with the formatting that counts: document
// defaults, styles, theme fonts and what is set on the spot. Concerns names
// what an office does not want in a draft: macros, links to outside, embedded
// objects. Write makes a new file from a Content. Compare tells the words that
// two texts do not share, paragraph by paragraph.
//
// It promises that a hostile file costs bounded memory (see the limits in
// limit.go), that a file saved after an edit keeps every byte of the parts and
// of the paragraphs that were not touched, and that what Write makes is read
// back equal by Content. It reads the transitional and the strict form of
// ECMA-376 Part 1; it does not draw pages: that is the job of a word processor.
package docx

// Package metadata reads the fields of an official document from the words of
// its pages: number and symbol, date, issuing agency, type, subject, signer,
// recipients, urgency and a date by which an answer is asked.
//
// The first call is Read with the pages as words with boxes, in points from the
// top left corner; words from OCR carry their own certainty. Each Field says its
// value, how sure it is (0 to 1), where it was read and by which rule. A field
// below Sure is for a person to look at. Merge joins what several sources say:
// the page, the signature, the message that the file came with.
//
// The layout is that of Nghị định 30/2020/NĐ-CP, Phụ lục I, with the liberties
// that offices take. The package is pure: it opens no file, starts no process,
// and its work is bounded by the limits on pages and words.
package metadata

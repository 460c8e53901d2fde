// Package placement finds where number, date, signature, seal and copy text go
// on a document, from nothing but the words on its pages and their boxes.
//
// The first call is Find. It promises that number and date lie over blanks
// (dots, lines or free paper) and never over a word, that the picture of the
// signature stands between title and name, centred on them, and that the seal
// has its real size over the left third of that picture. Every place says in
// Vietnamese why it was chosen; where no words lead to it, it is a default
// place, Found is false and somebody has to look. Check refuses a plan that
// was moved out of tolerance; Move and Clamp are for moving it.
//
// Pages come as poppler gives them (pdftotext -bbox-layout: points, origin at
// the top left). Rectangles go out in PDF points, origin at the bottom left of
// the page as poppler shows it; a page whose MediaBox starts elsewhere or which
// is turned by /Rotate needs that shift added by the writer.
//
// Layout facts are those of NĐ 30/2020/NĐ-CP, Phụ lục I, boxes 2, 3, 4, 7, 8
// and 14; the tolerance of the seal is requirement NA-15.1b-2.
package placement

// Package typeface holds the letters that the project draws into PDF files and
// its own pages: Tinos, which has the metrics of Times New Roman and the whole
// of Vietnamese.
//
// Begin with [Tinos]; measure with [Face.Width]; make with [Face.Subset] a font
// program that holds only the letters of some texts, ready to be embedded as
// a CIDFontType2 with Identity-H (ISO 32000-1, 9.7); who draws many documents
// keeps a [Memory] and calls its Subset. Text is brought to NFC
// first. Each character gets a code of its own, also where two look alike, so
// that the text comes back from the file exactly as it was given.
//
// The font files are under the SIL Open Font License; see third_party.
package typeface

// Package ocr reads words from pictures of pages with tesseract and its
// Vietnamese data, as a child process with limits on time, memory and output.
//
// The first call is New, then Words with the PNG of one page. Where tesseract or
// the Vietnamese data is not installed, Words refuses in words with
// fault.Unready; nothing else of the program needs it.
package ocr

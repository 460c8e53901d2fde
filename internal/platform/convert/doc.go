// Package convert turns a DOCX into a PDF with LibreOffice.
//
// The first call is New, then PDF with the bytes of the file. What is no DOCX
// by its content, is encrypted, carries macros or inflates beyond the limits is
// refused before LibreOffice sees it. Every call has its own folder and its own
// profile with macros and links off, runs headless in a process group of its
// own, and is killed whole when its time is up. Without LibreOffice the refusal
// is fault.Unready and says that a PDF can be uploaded instead.
//
// The PDF is at least version 1.4 (NĐ 30/2020, Điều 25 and the format rules of
// the provinces); PDF/A-2b is asked for, so fonts are embedded.
package convert

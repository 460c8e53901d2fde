// Package layout checks the form of an administrative document (thể thức, kỹ
// thuật trình bày) against NĐ 30/2020/NĐ-CP, Phụ lục I, mends in a Word file
// what can be mended safely, and composes new documents in that form.
//
// The first call is FromDOCX or FromPDF, then Check with the options of the
// agency; Mend takes the findings of a Word file. Compose gives the content of
// a new document from its parts. The rules are data: Rules lists each with its
// clause, its severity and what it asks for, so that a page can show the rule
// beside the finding.
//
// It promises that every finding names the words it is about and where they
// stand (page and box in a PDF, paragraph in a Word file), and that Mend changes
// formatting, leading zeros and page numbers only, never the wording. What is
// printed as a picture is not seen. A metric-compatible face (Tinos, Liberation
// Serif) counts as Times New Roman and is named in the finding's absence by
// nobody: it looks the same on paper.
package layout

// Package sample draws the drafts of the practice province: official documents
// in the layout of NĐ 30/2020/NĐ-CP, Phụ lục I, with blanks for number and date
// and room for signature and seal.
//
// The first call is PDF, or DOCX for the editable form of the same document;
// Attachment makes a separate file that goes with one. Drafts gives a set of
// every type, ready to draw. Nothing of it belongs to a real office, and the
// same Doc gives the same bytes every time.
package sample

// Package form prints the forms of requests to the certification authority on
// A4: Quốc hiệu and Tiêu ngữ, agencies, Mẫu số, Kính gửi, blocks, the table
// with its head on every page, place and date, and signature blocks with room
// for the signature between title and name.
//
// The first call is PDF with a template of package profile and the data; empty
// data gives the blank form with dotted lines to fill in by hand. The places of
// the words are those that package placement looks for, so a printed form is
// signed like every other document. The same data gives the same bytes.
package form

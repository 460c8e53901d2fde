// Package registerweb is the clerk's registers in the browser: books with
// filters, reserved numbers, closing a year, paper copies and the postal
// register, technical faults, and what follows a release: prints, copies, recall.
//
// The first call is New. Pages ask the services register and document; columns
// on screen, on paper and in spreadsheets are those of NĐ 30/2020/NĐ-CP, Phụ lục IV.
package registerweb

// Package workfile is where documents are kept together by the work that they
// belong to: the file plan of a year (danh mục hồ sơ) and the work files (hồ sơ
// công việc), from the first document to the archive of the agency.
//
// The first call is Service.Create with a first document: a file without any
// message is refused, and so is closing one that does not say what work it is
// about (QĐ 133/2015 Bắc Giang, Điều 2 khoản 6). One document stands in many
// files without being copied. A closed file is handed over with its list of
// contents, accepted or returned with a reason, and read-only from then on
// (NĐ 30/2020, Điều 28-31; fields of Phụ lục V and VI). The moves are the table
// of state.go.
package workfile

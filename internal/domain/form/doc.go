// Package form keeps the printed forms (biểu mẫu) of an installation: the
// templates that package profile delivers, the versions that an administrator
// made of them, and the record of each file made from one.
//
// The first call is Service.For with the law of the province, the kind of
// request and its subject: it gives the templates in force at that moment.
// A form that the province's regulation does not list is refused. Changing a
// template never changes an earlier version; who made a paper from one keeps
// its reference and asks Service.Exact later.
//
// Rows HT-12.1-2, HT-06.2 and HD2-10.2p rest on this package.
package form

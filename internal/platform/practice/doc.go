// Package practice is the practice public-key infrastructure: a root, an issuing
// authority, a time-stamp authority, an OCSP responder, certificates for people
// and agencies, boxes for their keys, and pictures of signatures and seals.
//
//	pki, err := practice.Create(dir, now)
//	cert, key, err := pki.IssuePerson(practice.Person{Name: "Nguyễn Văn An", Title: "Giám đốc", Agency: "…"}, now)
//	box, err := boxes.LockKey(key, password)
//
// Everything it issues says so: an organisation of its own, "(THỰC HÀNH)" in the
// names of its authorities, and policies under 2.999, the arc for examples that
// no real authority can use. IsPractice finds all of it again, so that a
// production configuration can refuse to start. The keys of the authorities lie
// in dir unprotected but for mode 0600: nothing here is fit for real documents.
package practice

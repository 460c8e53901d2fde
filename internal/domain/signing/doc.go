// Package signing knows certificates, who holds them and who may use them now.
//
// The first call is Service.Import, which puts a certificate into the register;
// from then on its fingerprint says whose a signature is. Before any signature
// Service.CheckUsable tells whether the certificate may make it (LD Điều 11
// khoản 4), and Service.Unlock opens a practice key for the one person who may
// use it: the owner of a personal certificate, the custodian of an agency's.
//
// Pictures of hand signatures and seals live here too, checked against the
// profile of the province when they are saved.
//
// The package promises that a status change or a reported loss works from the
// moment the call returns, that tries on a practice key are counted on disk
// before the password is looked at, and that each change leaves its audit entry
// in the same transaction.
package signing

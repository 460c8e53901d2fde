// Package algorithm keeps the list of cryptographic algorithms with the dates
// until which each is accepted, and judges a use of cryptography by it
// (ETSI EN 319 102-1, 5.2.8; ETSI TS 119 312).
//
//	list := algorithm.Default()
//	v := list.Judge(algorithm.OfCertificate(cert, issuer.PublicKey), at)
//	if !v.OK { … v.Algorithm, v.Until, v.Why … }
//
// The time asked about is one at which the signature, certificate or digest is
// proven to have existed: what was sound then stays sound if it was sealed by a
// sound time-stamp before the end. What the list does not name is not accepted,
// however strong it may be.
//
// [Default] is embedded; an installation may give a list of its own, read with
// [Read]. [Identifier] and [Verify] read the algorithm identifiers of
// certificates, revocation data and CMS, also those that crypto/x509 does not
// know. The package does not import any other of the project.
package algorithm

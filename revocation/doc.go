// Package revocation judges from given CRLs and OCSP responses whether a
// certificate was revoked at one time (RFC 5280, 6.3; RFC 6960; Nghị định
// 68/2024, Điều 31).
//
//	s := revocation.Judge(cert, issuer, crls, ocsps, at)
//	switch s.Verdict { case revocation.Good: … s.Source … }
//
// Nothing is fetched. Evidence that cannot be used is listed with the reason;
// without usable evidence the verdict is Unknown, never Good. Delta and
// indirect CRLs are recognised and not used. Who judges many documents keeps a
// [Memory] in the Policy.
package revocation

// Package revocation judges from given CRLs and OCSP responses whether a
// certificate was revoked at one time (RFC 5280, 6.3; RFC 6960; ETSI EN 319
// 102-1, 5.2.5 and 5.2.6; Nghị định 68/2024, Điều 31).
//
//	s := revocation.DefaultPolicy().JudgeEvidence(cert, issuer, revocation.Evidence{CRLs: …, OCSPs: …}, at)
//	switch s.Verdict { case revocation.Good: … s.Source … }
//
// Nothing is fetched. Evidence that cannot be used is listed with the reason;
// without usable evidence the verdict is Unknown, never Good. Read are complete
// lists, delta lists with their base, lists in parts by place, sort of
// certificate or reason, and indirect lists; of responses those of the issuer
// and of its delegates.
//
// Lists are gone through, not unpacked: one of a million entries costs no
// memory beside its bytes. Who judges many documents keeps a [Memory] in the
// Policy. What a verdict rests on is in [Status.Sources], with the bytes, the
// signer and the algorithms; whether those were still sound is for the caller
// and package algorithm. [Describe] tells a cache how long evidence lasts.
package revocation

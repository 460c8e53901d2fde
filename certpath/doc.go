// Package certpath builds the path from a certificate to a trust anchor and
// judges it at one time (RFC 5280, 6; Nghị định 68/2024, Điều 32).
//
//	r := certpath.Build(leaf, intermediates, anchors, at)
//	if r.Failure != nil { … r.Failure.Subject, r.Failure.Check … }
//
// Only the anchors given count, never those of the machine, and nothing is
// fetched. A failure names the certificate that broke the path. Revocation is
// the business of package revocation. Who judges many documents keeps a
// [Memory] and calls its Build.
package certpath

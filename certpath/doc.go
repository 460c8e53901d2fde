// Package certpath builds the path from a certificate to a trust anchor and
// judges it at one time (RFC 5280, 6; Nghị định 68/2024, Điều 32).
//
//	r := certpath.Build(leaf, intermediates, anchors, at)
//	if r.Failure != nil { … r.Failure.Subject, r.Failure.Check … }
//
// Only the anchors given count, never those of the machine, and nothing is
// fetched. Every way over the certificates given is tried, over cross
// certificates, bridges, authorities under a new key or certified twice, within
// a bound counted in signature checks; names are compared by their meaning
// (RFC 5280, 7.1). A failure names the certificate that broke the path, of the
// path that came nearest. [All] gives every path, for past validation.
//
// The model is the shell: every certificate of the path, the anchor too, must
// be valid at the one time asked about, as the regulation asks of every
// certificate at the time of signing (Điều 31 and 32; EN 319 102-1, 5.2.6). The
// chain model, where each need only have been valid when it signed the next, is
// not offered.
//
// Held against the rules are validity, basic constraints, path length, key
// usage, name constraints of every sort and certificate policies, the set asked
// for being any policy. Signatures are checked with all algorithms that package
// algorithm knows, old ones too; whether these were still sound at that time is
// for algorithm.List. Revocation is the business of package revocation. Who
// judges many documents keeps a [Memory] and calls its Build.
package certpath

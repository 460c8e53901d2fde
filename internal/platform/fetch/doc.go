// Package fetch gets what signatures need from the net: revocation lists (RFC
// 5280, 4.2.1.13) and delta lists (4.2.1.15, 5.2.6), OCSP answers (RFC 6960, appendix A), certificates of issuers
// (RFC 5280, 4.2.2.1) and time-stamps (RFC 3161, 3.4).
//
//	client, err := fetch.New(fetch.Config{Authorities: …, Allow: …})
//	client.Stamp(…)        // pades.Stamper
//	client.Revocation(…)   // pades.Answers
//
// The addresses stand in certificates that anybody can send us, so every
// request is taken for a trap: http and https only, no address inside our
// network unless the configuration names it (looked at on the resolved address
// when the connection is made, for every redirect anew), no proxy of the
// environment, no compressed answers, and limits on bytes, time, redirects and
// headers. What comes back is read enough to know its sort and its end, and
// kept in a bounded memory until then; whoever uses it judges it. Offline
// answers nothing, and verdicts rest on what the files carry.
package fetch

// Package request carries a request to the certification authority (yêu cầu
// chứng thực) from its draft to its end: who asks for what, on which forms, who
// must confirm and sign, by which way it goes, by when, and what came back.
//
// The way is the profile's: through the department (Lâm Đồng, Hải Dương),
// straight to the authority with a copy (Hà Tĩnh), or by delegated service
// (Nghệ An). The papers are documents like all others: they are signed, sealed
// and sent by package document, which this package asks through a port, and
// whose events move a request on. States never run ahead of the evidence: a
// certificate is revoked when the authority has said so, not before.
package request

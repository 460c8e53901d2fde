// Package check holds the checks that together make the integrity of one
// signature in a PDF: one check a file, each with its name, the clause it
// follows, and a result that is passed, failed or indeterminate.
//
// The first call is [Run]: it takes the facts that package pades gathered of a
// signature ([Subject]) and answers every check in order. A check reads facts
// only; it neither reads the file nor knows of certificates' trust. "Unknown"
// is indeterminate, never passed.
//
// The clauses are of ISO 32000-2 (12.8), ETSI EN 319 142-1 (PAdES),
// ETSI EN 319 122-1 (CAdES), ETSI EN 319 102-1 (the process of validation) and
// RFC 5652 (CMS). The attacks named are those of Mladenov and others, CCS 2019
// (universal forgery, incremental saving, signature wrapping), Mainka and
// others, NDSS 2021 (shadow attacks), Rohlmann and others, IEEE S&P 2021
// (attacks on certification).
package check

// Package etsireport writes the verdict of package pades as the XML validation
// report of ETSI TS 119 102-2 (schema of V1.2.1), which other validators and
// archives read.
//
//	err := etsireport.Write(w, report)
//
// It holds one SignatureValidationReport for each signature and time-stamp, with
// every check as a constraint that was applied (4.3.5), the best signature time
// (4.3.6), the signed attributes (4.3.8, annex A), the chain and what speaks
// against it (4.3.12), and the certificates, revocation answers and time-stamps
// that the verdict rests on as validation objects (4.4), each once, one of more
// than a megabyte by its digest. What the standard has
// no word for stands under names of our own (urn:antin:…): the axes, the changes
// after a signature and the reasons why it is not verifiable for long.
//
// The report is not signed and names no validation policy by an identifier: the
// standard leaves both to the service that issues it. The same verdict gives the
// same bytes. Text from the file is escaped; characters that XML cannot hold are
// replaced by U+FFFD.
package etsireport

// Package pades signs PDF files and judges signed ones (ETSI EN 319 142-1 and
// EN 319 102-1), as offices need it: the competent person signs, then the clerk
// fills number and date and adds the seal, and both signatures hold.
//
// To lay the fields before the first signature:
//
//	tail, err := pades.Lay(file, pades.Fields{Number: &spot, Signer: &place}, now)
//
// To sign, with the key elsewhere:
//
//	p, err := pades.Prepare(file, pades.Signing{Field: pades.FieldSigner, …})
//	value := …                       // over p.SignedAttributes(), or p.Digest()
//	tail, err := p.Complete(value)   // append to the file
//
// To judge:
//
//	report, err := pades.Verify(r, size, pades.Options{…})
//
// What it writes is one appended revision each time; earlier bytes never
// change, and nothing is touched that need not be. Signatures are PAdES B-B:
// SubFilter ETSI.CAdES.detached, SHA-256, ESS signing-certificate-v2, no
// signing-time attribute; /M claims the time of preparing with +07:00. What
// cannot be signed is answered with a [Refusal]. A report states facts and
// checks; unknown is never valid. Nothing is fetched from anywhere.
package pades

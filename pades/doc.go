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
// or, with a time-stamp over the value, p.CompleteStamped(value, token). With
// the key at hand, at the level asked for:
//
//	signed, err := pades.Sign(ctx, file, pades.Signing{…}, key, pades.Extension{To: pades.LevelLTA, …})
//
// To carry the signatures of a file upward, or to renew them, years later:
//
//	extended, err := pades.Extend(ctx, file, pades.Extension{To: pades.LevelLTA, …})
//
// To judge:
//
//	report, err := pades.Verify(r, size, pades.Options{…})
//
// What it writes is appended, one revision each time a signature, a store of
// evidence or a document time-stamp is added; earlier bytes never change, and
// nothing is touched that need not be. Signatures are PAdES B-B to B-LTA:
// SubFilter ETSI.CAdES.detached, SHA-256 and up, ESS signing-certificate-v2, no
// signing-time attribute; /M claims the time of preparing with +07:00. What
// cannot be signed is answered with a [Refusal]; what could not be had from
// outside is a [Gap], and the signature is kept. A report states facts and
// checks; unknown is never valid. This package fetches nothing: [Stamper] and
// [Answers] do.
package pades

// Package pagediff shows on pictures of pages what each signer saw and what of
// it changed afterwards.
//
// The first call is [Draw]; what it gives goes into the sheet's Pictures. A
// changed field or annotation has a box where it stands; where two pictures of a
// page differ outside of such boxes, the difference itself is boxed, found by
// comparing the pictures point by point. Pictures are a help for the eye: the
// verdict never rests on them, and what cannot be drawn is left out.
package pagediff

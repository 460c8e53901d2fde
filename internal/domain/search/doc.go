// Package search finds documents by their content and fields: with and without
// diacritics, phrases, numbers and symbols in the forms that clerks type,
// people, dates, kinds and agencies; newest first, and only what the actor may
// see. The first call is Service.Find.
//
// It promises that a document which the actor may not see changes nothing: not
// the hits, not the count, not the suggestions. Who may see is decided by
// document.Readers alone; its readers stand as terms in the index, so that a
// match and a right are one look-up, and what the index has not caught up with
// is asked again. Service.Run brings the index abreast: fields within a second,
// the text of pages a little later.
//
// Clauses: the province's articles on looking up stored documents (NA Điều 17
// khoản 2, LD Điều 15 khoản 2) and on operators who see no content (BG Điều 14
// khoản 5).
package search

// Package archive keeps with every signed document what proves its signatures
// later (TT 41/2017/TT-BTTTT, Điều 9): the certificates and their paths, CRLs
// and OCSP answers of the time of signing, where the authority's practice
// statement is, who is responsible for the signature, time-stamps, and a copy
// of the file carried to PAdES B-LTA (ETSI EN 319 142-1, 5.4 and 6.3). For an
// incoming document the time-stamp is of its receipt.
//
// An event of a sealed or arrived document opens one Bundle for each of its
// signed files; Service.Collect does the work, outside of any transaction and
// as often as needed: without an answer of a time-stamp authority the bundle
// waits and is tried again with growing delay. What was collected is one zip
// with a manifest, written once; a later, fuller one is a new edition beside
// it. Nothing is deleted. Who may read the document may read its evidence.
package archive

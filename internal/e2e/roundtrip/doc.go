// Package roundtrip signs PDFs of many makers and holds what comes out against
// the tools of others: pdfsig, qpdf --check, openssl cms -verify -cades and
// openssl ts -verify. Every signature stays valid under all that follow it, at
// each level and with one to eight signatures; what cannot be signed is refused
// in words; and twins with a flipped byte, a replaced font or a refilled number
// do not pass. testdata/sources.csv lists the files, tools/pdf-sources fetches
// those that are not ours, docs/roundtrip.md is the table of them. It has tests
// only.
package roundtrip

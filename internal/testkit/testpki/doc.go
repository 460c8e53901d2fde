// Package testpki is a public-key infrastructure for tests, written down in
// pki.toml: chains, a cross certificate, and one certificate for each way to be
// bad, each with the outcome it must have.
//
//	pki := testpki.New(t)
//	leaf, key := pki.Certificate("person"), pki.Key("person")
//	for _, id := range pki.Leaves() { … pki.Expect(id) … }
//
// All times hang on Now. Keys are made new each time, on P-256 unless the data
// says RSA. Nothing outside of tests may import it.
package testpki

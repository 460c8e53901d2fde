// Package token speaks to the key devices of a desk by PKCS#11 (OASIS, version
// 2.40): which drivers are there, which tokens are plugged in, what they hold,
// and signatures by their keys.
//
//	desk := token.Desk{Modules: modules, Program: self}
//	seen := desk.Look(ctx)                                // drivers, tokens, certificates
//	s, err := desk.Open(ctx, seen[0].Tokens[0].ID, token.Login{PIN: pin})
//	value, err := s.Sign(ctx, certificate, digest, opts)  // again and again
//	s.Close()
//
// A driver is foreign code in C, so it never runs in this process: each look
// and each batch has a child of the same program (Host), which is ended when it
// is done, does not answer in time, or falls. What it knew, the PIN first of
// all, ends with it (ADR 40).
//
// Promises. A PIN is sent to a token once for a batch and never a second time by
// itself: the first refusal ends the session, a locked token is not asked, and
// the last try needs Login.LastTry. Nothing on a token is made, changed or
// erased but its PINs, by their holders: no key, no certificate, no
// initialisation (HT-10.5); a test reads the list of PKCS#11 functions that this
// package calls. PINs are bytes that are wiped after use and stand in no error,
// log, argument or variable of the environment.
//
// Built without cgo the package looks and compiles the same, and every call says
// that this build has no drivers.
package token

// Package tsp reads, judges and writes time-stamps (RFC 3161, RFC 5816).
//
// A client:
//
//	der := tsp.Request{Hash: crypto.SHA256, Digest: sum, Nonce: n, CertReq: true}.Marshal()
//	token, err := tsp.ParseResponse(answer, request)   // answer fetched elsewhere
//	report := token.Verify(sum)
//
// An authority (the practice one): Authority.Respond.
//
// Whether the certificate of the authority is to be trusted is judged by
// packages certpath and revocation at Token.Time. Nothing is fetched.
package tsp

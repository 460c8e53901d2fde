// Package agent is the program at the desk with the key device. It listens on
// 127.0.0.1 alone, takes one-time tickets from paired servers, shows the person
// what will be signed and by which certificate, asks for the PIN in its own
// window, signs by the token and brings the values to the server.
//
//	a, err := agent.New(agent.Options{Desk: desk, Config: store, …})
//	err = a.Serve(ctx, listener)
//
// Promises. The PIN is typed on a page of this program, under its own origin,
// which no other page may frame or read; it goes to the token and nowhere else.
// A page of a server that is not paired gets nothing done. Pairing is a deed of
// the person at the desk. A ticket is shown before it is signed, and what is
// hashed and signed are the signed attributes of CMS that name the chosen
// certificate, nothing else. One PIN serves a batch; the first refusal of the
// token stops it. Everything works without script.
//
// It sees the ground floor and the token, and nothing of the server
// (ARCHITECTURE.md). ADR 40 tells why drivers run in children.
package agent

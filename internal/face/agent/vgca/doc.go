// Package vgca reads and writes the messages of the national signing service as
// web systems speak them to a desk: one web socket for one call,
// wss://127.0.0.1:8987/<Action>, a request in JSON, one answer in JSON, closed.
//
//	r, err := vgca.Parse(action, message)
//	answer := vgca.Reply{Status: vgca.OK, FileName: …}.Bytes()
//
// The names are those of the service's own script (norms, section 6). It is
// known from its script and from systems that use it, not from a published
// description: what is not certain is refused in words, with a Status other than
// zero, never answered as if it had been done.
package vgca

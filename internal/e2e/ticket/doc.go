// Package ticket proves signing with a key that is in a device at a desk, from
// the page of the document over the wire of the agent to the signed file. The
// desk here is a client with real keys that speaks the wire; the agent itself
// with its tokens is tested in internal/e2e/agent.
package ticket

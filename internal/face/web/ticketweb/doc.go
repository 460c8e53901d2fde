// Package ticketweb lets people sign with a key that is in a device at their
// desk: what the agent at the desk asks and brings (package ticket), and the
// pages that hand a ticket to it and show what became of it.
//
// The first call is New; its module goes into web.Config.Modules. The pages that
// open tickets are those of the documents; they send the browser to HandOver.
//
// The agent has no session: the ticket is its credential. It is 256 random bits,
// lives for minutes, is looked for by its hash, and what is not the shape of one
// is turned away before anything is read. All pages work without script; script
// only looks whether an agent answers.
package ticketweb

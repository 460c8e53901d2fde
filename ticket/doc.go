// Package ticket is what the server and the agent at the desk say to each
// other: the one-time ticket, what is to be signed under it, and the values or
// refusals that come back. It is plain data in JSON, without network and
// without secrets of a device: a PIN has no place in any of these types
// (NA-20-1), and what a token holds never leaves it but for certificates.
//
// The agent asks the server, never the other way round:
//
//	GET  {server}/agent/v1/about               → About
//	GET  {server}/agent/v1/tickets/{ticket}    → Ticket
//	POST {server}/agent/v1/tickets/{ticket}    Answer → Receipt
//
// A refusal of the server is a Problem with status 4xx or 5xx. A page hands a
// ticket to the agent by a form without script:
//
//	<form method="post" action="http://127.0.0.1:9797/sign">
//	  server  base URL of the server, as paired
//	  ticket  the ticket
//	</form>
//
// and gets the browser back by 303 at Ticket.Return.
//
// Readers first call ParseTicket, ParseAnswer, ParseReceipt or ParseAbout. They
// promise that what comes back keeps the limits of this package and has what the
// other side needs; more names in the JSON than these are passed over, so that
// either side may be newer. An Answer may come in parts, each item once; the
// same item again gets the first outcome.
package ticket

// Package exchange carries released documents to their recipients and their
// answers back.
//
// Release writes one event for each recipient in its own transaction. A job
// makes the delivery, hands it to the receiving agency, and the intake of that
// agency trusts nothing of the sender, also inside one installation: it reads
// the delivered bytes itself, compares them with the manifest and verifies
// every signature. What does not hold is refused with the reason sent back;
// what holds waits for the clerk's register, and the receipt goes to the
// sender with a signed head of the receiver's log. Every step may run twice.
package exchange

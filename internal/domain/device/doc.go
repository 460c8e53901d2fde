// Package device keeps the book of key devices (thiết bị lưu khóa bí mật): what
// each one is, where it is, who answers for it, and every minute by which it
// changed hands, was lost, broken, locked or sent back.
//
// A device carries certificates of package signing. What happens to the device
// blocks or frees them at once, in the same transaction: the register of
// signing is asked and changed through Tx.Signing. Requests to the
// certification authority are another subject: they hear of incidents by event.
//
// No private key and no PIN is ever kept, asked for or written down here.
package device

// Package device keeps the book of key devices (thiết bị lưu khóa bí mật): what
// each one is, where it is, who answers for it, and every minute by which it
// changed hands, was lost, broken, locked or sent back.
//
// A device carries certificates of package signing. What happens to the device
// blocks or frees them at once, in the same transaction: the register of
// signing is asked and changed through Tx.Signing. Requests to the
// certification authority are another subject: they hear of incidents by event.
//
// The first calls are Enter, which puts a device with its certificates into the
// book and blocks them, and then, for every change of hands,
//
//	h, err := s.Draft(ctx, head, device.Handover{Device: d.ID, Giver: giver, Receiver: receiver, …})
//	err = s.ConfirmGiving(ctx, giver, h.ID)
//	version, _, err := s.Duties(ctx, receiver)
//	err = s.ConfirmReceipt(ctx, receiver, h.ID, device.Receipt{Serial: serial, Duties: version})
//
// which in this order, as those people signed in, also gives a practice agency
// its device: the custody that stood before ends at that moment. An agency's
// device needs a whole Paper, its file kept by KeepFile. Once a certificate is
// on a device, signing.AssignCustody refuses it.
//
// Who changes a certificate in a transaction of another subject calls AttachIn,
// RecallIn or RestoreIn there. Sweep runs every hour.
//
// No private key and no PIN is ever kept, asked for or written down here.
package device

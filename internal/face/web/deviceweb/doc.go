// Package deviceweb has the pages about devices that hold keys: the book, one
// device with its chain of custody, the deeds as forms (entry, transfer,
// handover, change of keeper, checks, incidents, return) and the list of what
// somebody has to do about devices.
//
// The first call is New; the pages ask package device, which decides. A serial
// of the grade Mật comes masked from there and stays so.
package deviceweb

// Package exchangeweb brings the pages of incoming documents (văn bản đến) and
// of deliveries: the document with the one deed of the moment, the incoming
// register, what the recipients answered, and what the clerk has to look after.
//
// The first call is New; its module goes into web.Config.Modules.
//
// Nothing here believes a sender: what a page says of signatures comes from the
// checks that the intake stored (NA Điều 21 khoản 3), and the time of arrival is
// the system's own (NA Điều 15 khoản 6). The pages leave out what
// Documents.Can denies; the services decide.
package exchangeweb

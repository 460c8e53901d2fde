// Package adminweb holds the pages of administration that belong to no other
// subject: the values of the province's profile with their clauses, the log with
// its proofs, and the working calendar. Accounts, roles and signing authority
// stand in orgweb beside the people whose they are.
//
// New makes the module. Everybody may read the rules; what the texts leave open
// is set by the administrator, with a reason, and counts at once. The log is for
// inspectors and administrators; opening it shows ids and hashes, never content
// (BG-14.5).
package adminweb

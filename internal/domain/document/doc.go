// Package document carries a document from a draft to a sealed and registered
// one, and an incoming one from its arrival to the completed task.
//
// The rules are methods of Document: they know no clock and no store, change
// the document in memory and collect what has to be written (Changes). The
// Service checks permission once, loads, lets a rule decide, and saves rows,
// one audit entry and events in one transaction. What a PDF proves (signed,
// sealed, numbered) is read from the PDF; columns are a cache that
// Service.Rebuild makes anew.
//
// The order of steps follows Nghệ An's draft of 2025, Điều 16 khoản 1, which
// is the most detailed of the five regulations; what differs between provinces
// comes from the profile.
package document

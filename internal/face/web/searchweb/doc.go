// Package searchweb is the search of documents as pages: the box in the head of
// every page leads to /tim, with filters at the left, kept searches, passages
// with their words marked, and lists as spreadsheet and PDF. The suggestions
// under the box are the same search with fewer hits.
//
// Pages show what search.Service gives, which is what the actor may see.
package searchweb

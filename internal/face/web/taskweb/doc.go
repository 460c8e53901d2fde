// Package taskweb has the pages about work: what is in my hands, what I gave,
// one task with everything said about it, the direction of a leader (three taps
// on a phone), the digest of the day, delegations, ready phrases, and the
// simulator that explains a due time day by day.
//
// The first call is New; the pages ask package task, which decides.
package taskweb

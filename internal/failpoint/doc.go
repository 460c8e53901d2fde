// Package failpoint marks the steps between which a crash test kills the
// process. In an ordinary build every mark is empty; only a binary built with
// -tags failpoint, which the crash tests make for themselves, can be armed.
package failpoint

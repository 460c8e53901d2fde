// Package registersql is register.Store over one database. In gives the lines to
// the transaction of another subject.
package registersql

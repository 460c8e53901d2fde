// Package tasktest is the suite that every task.Store passes: lists in their
// order, rows that two people change at once, notes that stay as they are. It
// starts with Suite.
package tasktest

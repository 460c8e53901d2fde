// Package workfiletest is the suite that every workfile.Store passes: plans,
// files and the messages in them. It starts with Suite.
package workfiletest

// Command report counts the rows of the requirements that a run of the tests
// proved, prints them per system and province, and writes docs/clauses.md.
//
//	go run ./internal/testkit/clause/report -proofs build/clauses.jsonl -out docs/clauses.md -floor docs/clauses.floor
//
// It fails on an unknown row and when a province falls below its floor.
package main

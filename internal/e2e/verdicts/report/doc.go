// Command report prints how the signature engine fares on the collection of
// known verdicts: for each copy, class and axis how many rows are right, and
// then every wrong row with what is known of it and what was said.
//
//	go run ./internal/e2e/verdicts/report            the files as they are
//	go run ./internal/e2e/verdicts/report -copies    and all copies of them
package main

// Package pictures holds the manual against the product: every word that the
// manual prints in bold stands in the program, every picture it shows exists,
// and a browser walks the way that the manual tells. It has tests only.
//
// To take the pictures of docs/ anew:
//
//	go test ./internal/e2e/agent
//	ANTIN_PICTURES=1 go test ./internal/e2e/pictures -run TestWalkOf
package pictures

// Package site is a practice province served over HTTP, with people who work in
// it through its pages and forms as a browser without script would. The tests of
// internal/e2e share it.
//
// The first call is Open; As signs somebody in. A Page knows its forms: take
// one, set its fields, press a button. What is not on the page cannot be sent
// that way; Post sends what a page would not.
package site

// Package agent proves signing with a token at the desk whole: Chromium drives
// the pages of the product and the window of antin-agent, which signs by
// SoftHSM behind a module that locks and can be pulled out, and the server takes
// the values.
package agent

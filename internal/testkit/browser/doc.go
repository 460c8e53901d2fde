// Package browser drives Chromium through pages in tests, as a person would:
// by visible fields, buttons and keys.
//
// A test package that uses it starts one browser for all its tests:
//
//	func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }
//
//	func TestLogin(t *testing.T) {
//		p := browser.New(t, server.URL) // own cookies
//		p.Open("/login")
//		p.Fill("#name", "vanthu")
//		p.Fill("#password", "…")
//		p.Through("button[data-primary]") // click, then the next page
//		p.See("Chờ cấp số")
//		p.Axe()
//		p.Shots("list") // build/shots/list-1440.png, -390, -200, -print
//	}
//
// Every page that was opened must stay free of console errors and of breaches
// of the content security policy; the end of the test checks it. The first call
// that needs Chromium where there is none fails and names the Debian package.
package browser

package archtest

import (
	"regexp"
	"testing"
)

// The content security policy forbids all of these; a page that has one looks
// right in no browser.
var inline = map[string]*regexp.Regexp{
	"a style attribute":    regexp.MustCompile(`(?i)\sstyle\s*=`),
	"a style element":      regexp.MustCompile(`(?i)<style\b`),
	"an inline script":     regexp.MustCompile(`(?is)<script\b(?:[^>](?:[^s>]|s[^r>]|sr[^c>])*)?>\s*[^<\s]`),
	"an event attribute":   regexp.MustCompile(`(?i)<[^>{]*\son[a-z]+\s*=`),
	"a javascript address": regexp.MustCompile(`(?i)=\s*["']?\s*javascript:`),
}

func TestTemplatesHaveNothingInline(t *testing.T) {
	t.Parallel()
	for _, name := range files(t, ".html") {
		page := text(t, name)
		for what, pattern := range inline {
			if found := pattern.FindString(page); found != "" {
				t.Errorf("%s has %s: %q", name, what, found)
			}
		}
	}
}

func TestPatternsOfInlineParts(t *testing.T) {
	t.Parallel()
	for page, bad := range map[string]bool{
		`<p style="color:red">`:                       true,
		`<style>p{}</style>`:                          true,
		`<script>go()</script>`:                       true,
		`<script type="module">go()</script>`:         true,
		`<script src="/a.js" defer></script>`:         false,
		`<button onclick="go()">`:                     true,
		`<a href="javascript:go()">`:                  true,
		`<p class="style">on = văn phong</p>`:         false,
		`<input name="one" value="{{.On}}" required>`: false,
	} {
		found := false
		for _, pattern := range inline {
			found = found || pattern.MatchString(page)
		}
		if found != bad {
			t.Errorf("%s: found %v", page, found)
		}
	}
}

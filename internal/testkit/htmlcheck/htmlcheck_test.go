package htmlcheck_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"antin/internal/testkit/htmlcheck"
)

const good = `<!doctype html><html lang="vi"><body><main id="main"><h1>Chờ cấp số</h1>
<table class="list big"><tbody><tr><td>Văn bản <strong>1285</strong>/SKHCN</td></tr><tr><td>Hai</td></tr></tbody></table>
<form><label for="s">Trích yếu</label><input id="s" name="subject" value="V/v">
<label><input type="radio" name="k" value="a"> A</label><label><input type="radio" name="k" value="b" checked> B</label>
<label for="u">Khẩn</label><select id="u" name="urgency"><option value="0">Thường</option><option value="1" selected>Khẩn</option></select>
<button>Gửi</button></form></main></body></html>`

func TestChecksPassAGoodPage(t *testing.T) {
	t.Parallel()
	htmlcheck.Check(t, good, htmlcheck.Sound(),
		htmlcheck.In("main table.list", htmlcheck.HasText("1285/SKHCN"), htmlcheck.Count("tbody tr", 2), htmlcheck.NoText("Chờ")),
		htmlcheck.HasField("subject", "V/v"), htmlcheck.HasField("k", "b"), htmlcheck.HasField("urgency", "1"),
		htmlcheck.In("#main h1", htmlcheck.HasText("Chờ cấp số")), htmlcheck.In("input[name=subject]", htmlcheck.HasAttr("id", "s")))
}

func TestChecksFailABadPage(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		old, new string
		check    htmlcheck.Checker
	}{
		"language":      {`lang="vi"`, `lang="en"`, htmlcheck.Sound()},
		"two headings":  {`</h1>`, `</h1><h1>Hai</h1>`, htmlcheck.Sound()},
		"no label":      {`for="s"`, ``, htmlcheck.Labelled()},
		"nameless":      {`<button>Gửi`, `<button>`, htmlcheck.Labelled()},
		"same id":       {`id="u"`, `id="s"`, htmlcheck.UniqueIDs()},
		"inline script": {`</main>`, `<script>x()</script></main>`, htmlcheck.NoInlineScript()},
		"event":         {`<h1>`, `<h1 onclick="x()">`, htmlcheck.NoInlineScript()},
		"style":         {`<h1>`, `<h1 style="color:red">`, htmlcheck.NoInlineStyle()},
		"english":       {`Gửi`, `Submit`, htmlcheck.NoEnglish()},
		"text":          {`1285`, `1286`, htmlcheck.HasText("1285/SKHCN")},
		"not checked":   {` checked`, ``, htmlcheck.HasField("k", "b")},
		"missing":       {`id="main"`, ``, htmlcheck.In("#main")},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, err := html.Parse(strings.NewReader(strings.Replace(good, c.old, c.new, 1)))
			if err != nil {
				t.Fatal(err)
			}
			if c.check(root) == nil {
				t.Error("the check passed a page that breaks it")
			}
		})
	}
}

package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"antin/internal/face/web"
	"antin/internal/fault"
	"antin/internal/testkit/htmlcheck"
)

func TestRefusalCitesNoOtherProvince(t *testing.T) {
	t.Parallel()
	no := func(r *web.Request) error {
		return fault.New(fault.Forbidden, "test.no", "Không làm được.").Under(r.URL.Query().Get("clause"))
	}
	routes := []web.Route{
		{Method: "GET", Pattern: "/no", Action: "document.draft", Handler: func(_ http.ResponseWriter, r *web.Request) error { return no(r) }},
		{Method: "GET", Pattern: "/no/page", Action: "document.draft", Handler: func(w http.ResponseWriter, r *web.Request) error {
			return r.Refuse(w, no(r), &draftPage{})
		}},
	}
	s := open(t, func(c *web.Config) { c.Modules = append(c.Modules, web.Module{Routes: routes}) })
	g := s.as(t, "vanthu")
	for _, path := range []string{"/no", "/no/page"} {
		for clause, words := range map[string]string{
			"NA-16.1b-2": "Căn cứ: Điều 16 khoản 1 điểm b Quy chế của tỉnh Nghệ An.", "NĐ 30/2020, Điều 13": "Căn cứ: NĐ 30/2020, Điều 13.",
			"HD2-10.3": "", "HD1-04.2": "", "LD-11.1": "", "HT-11.2": "", "BG-04.2": "",
		} {
			_, _, page := g.get(path + "?clause=" + url.QueryEscape(clause))
			if words == "" {
				htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Không làm được."), htmlcheck.NoText("Căn cứ"), htmlcheck.NoText("Quy chế của tỉnh"))
				continue
			}
			htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText(words))
		}
	}
}

func TestKeysAreNamedWhereTheyWork(t *testing.T) {
	t.Parallel()
	bare := open(t, func(c *web.Config) { c.Modules[0].Search = "" })
	_, _, page := bare.as(t, "vanthu").get("/drafts")
	htmlcheck.Check(t, page, htmlcheck.NoText("đến ô tìm"), htmlcheck.NoText("đánh dấu dòng"))
	s := open(t, func(c *web.Config) { c.Modules = append(c.Modules, parts()) })
	g := s.as(t, "vanthu")
	_, _, page = g.get("/parts/list")
	htmlcheck.Check(t, page, htmlcheck.HasText("đến ô tìm"), htmlcheck.HasText("đánh dấu dòng"))
	_, _, page = g.get("/drafts")
	htmlcheck.Check(t, page, htmlcheck.HasText("đến ô tìm"), htmlcheck.NoText("đánh dấu dòng"))
}

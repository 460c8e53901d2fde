// Package web is the shell of the browser face: server, route table, sessions,
// refusals, the frame around every page, and the few pages that belong to no
// subject (sign-in, account, keys, errors). Subjects bring their pages as a
// Module from packages beside this one (documentweb, exchangeweb).
//
// The first call is New, with a Config that names the services and the modules.
//
// # How to write a page
//
// A page is one struct that embeds ui.Page, one template beside the handler
// that defines "main", and one handler that parses, calls one service method
// and renders:
//
//	type listPage struct {
//		ui.Page
//		Rows []row
//	}
//
//	//go:embed *.html
//	var templates embed.FS
//
//	func (m *module) list(w http.ResponseWriter, r *web.Request) error {
//		rows, err := m.documents.Waiting(r.Context(), r.Actor)
//		if err != nil {
//			return err // a fault becomes its page, anything else an incident number
//		}
//		return r.Render(w, &listPage{Page: ui.Page{Title: "Chờ cấp số"}, Rows: rows})
//	}
//
//	func Module(…) web.Module {
//		return web.Module{
//			Templates: templates,
//			Pages:     []ui.File{{Name: "list.html", Page: &listPage{}}},
//			Routes:    []web.Route{{Method: "GET", Pattern: "/outgoing", Action: "register.read", Handler: m.list}},
//		}
//	}
//
// A post reads its form with r.Parse and r.Text; one with files takes the parts
// from r.Parts and passes errors of reading them through Broken, so that a body
// that is too long, too slow or damaged is a refusal and not an incident.
//
// A form that is refused keeps what was typed: fill the page from the form and
// return r.Refuse(w, err, page), which answers with the right status, sums the
// refusal up at the top and shows it at its fields. A deed that is done ends with
// r.Done(w, "/outgoing/…", "Đã …"): post, redirect, get, with a notice.
//
// Every Route names the action of the permission table. The shell turns away
// those whose roles could never do it; the service decides about this person and
// this thing. Routes that take files set Body to Upload and read the parts as a
// stream: the shell never reads the body for them.
//
// A poll by htmx (hx-get, hx-trigger="every 2s") is a Quiet route that answers
// with r.RenderPart; Page.Refresh reloads where there is no script. Keys: mark a
// list with data-list, its rows with data-row and the link of a row with
// data-open; the one primary button with data-primary (the "deed" part does).
// Module.Labels names form fields in words, for what is kept over a sign-in.
// Long downloads set Slow; forms with passwords set Secret.
//
// # What the shell promises
//
// Strict content security policy (no inline script, no style attribute), no
// cross-origin post, limits on header time, body size and body time; a panic or
// an unknown error shows an incident number and logs the rest under it. A post
// that comes when the session has ended keeps its typed fields for the same
// person and offers to send them again after sign-in.
package web

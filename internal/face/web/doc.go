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
// A form that is refused keeps what was typed: fill the page from the form and
// return r.Refuse(w, err, page), which answers with the right status, sums the
// refusal up at the top and shows it at its fields. A deed that is done ends with
// r.Done(w, "/outgoing/…", "Đã …"): post, redirect, get, with a notice.
//
// Every Route names the action of the permission table. The shell turns away
// those whose roles could never do it; the service decides about this person and
// this thing. Routes that take files set Body to Upload and read the parts as a
// stream (r.MultipartReader): the shell never reads the body for them.
//
// # What the shell promises
//
// Strict content security policy (no inline script, no style attribute), no
// cross-origin post, limits on header time, body size and body time; a panic or
// an unknown error shows an incident number and logs the rest under it. A post
// that comes when the session has ended keeps its typed fields for the same
// person and offers to send them again after sign-in.
package web

package documentweb

import (
	"net/http"
	"net/url"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web"
)

// doneIn is Done after which the page offers the next document of the work list.
func (m *module) doneIn(w http.ResponseWriter, r *web.Request, queue, notice string) error {
	return r.Done(w, href(idOf(r))+"?tiep="+url.QueryEscape(queue), notice)
}

// next is the first other document of the work list that the actor came from,
// or nothing.
func (m *module) next(r *web.Request, d dossier) (string, error) {
	q, err := m.Documents.QueueOf(r.Actor, r.URL.Query().Get("tiep"))
	if err != nil || q.Query.Direction != document.Outgoing {
		return "", nil //nolint:nilerr // an address without a list, or with a wrong one
	}
	list, err := m.Documents.ListQueue(r.Context(), r.Actor, q.Code, document.Cursor{}, 2)
	if err != nil {
		return "", err
	}
	for _, s := range list {
		if s.ID != d.ID {
			return href(s.ID), nil
		}
	}
	return "", nil
}

// returned says who sent a draft back and why; empty for one that was not.
func returned(d dossier) string {
	if d.State != document.Drafting {
		return ""
	}
	for i := len(d.Decisions) - 1; i >= 0; i-- {
		dec := d.Decisions[i]
		switch {
		case dec.Kind == document.SubmissionMade:
			return ""
		case dec.Kind == document.ReturnMade, dec.Kind == document.FormatCheck && !dec.OK:
			return dec.ByName + " trả lại: “" + why(d, dec) + "”"
		}
	}
	return ""
}

// why is the reason of a decision in words: its faults and its comment.
func why(d dossier, dec document.Decision) string {
	var out []string
	for _, f := range d.law.Documents.FormatFaults {
		for _, code := range dec.Faults {
			if f.Code == code {
				out = append(out, f.Label)
			}
		}
	}
	if dec.Comment != "" {
		out = append(out, dec.Comment)
	}
	return strings.Join(out, "; ")
}

// clerkFaults are what the clerk found wrong, for the reason of the return.
func clerkFaults(d dossier) string {
	for i := len(d.Decisions) - 1; i >= 0; i-- {
		if dec := d.Decisions[i]; dec.Kind == document.Recheck && !dec.OK {
			return why(d, dec)
		}
	}
	return ""
}

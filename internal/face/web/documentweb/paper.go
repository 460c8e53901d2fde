package documentweb

import (
	"antin/internal/domain/document"
	"antin/internal/face/web"
)

// paperView is one recipient before the release: whether paper follows, why, and
// whether the clerk may choose.
type paperView struct {
	Key, Name, Why string
	Paper, Fixed   bool
}

// paperOf lists who gets paper besides the electronic document.
func (m *module) paperOf(r *web.Request, d dossier) ([]paperView, error) {
	needs, _, err := m.Documents.PaperNeeds(r.Context(), d.Document)
	var out []paperView
	for _, n := range needs {
		v := paperView{Key: n.Recipient.Key(), Name: n.Recipient.Name, Why: n.Cause, Paper: n.Paper, Fixed: n.Fixed}
		if n.Basis != "" {
			v.Why += " (" + n.Basis + ")"
		}
		out = append(out, v)
	}
	return out, err
}

// wish is what the clerk chose beside the rules.
func wish(r *web.Request) document.Wish {
	return document.Wish{Paper: r.PostForm["paper"], Leave: r.PostForm["no-paper"]}
}

// banner is the line of a recall, or that paper left during a fault and the
// electronic copy is waited for.
func (m *module) banner(r *web.Request, d dossier) (string, error) {
	if left := m.Documents.LeftState(d.Document, d.law); left != "" {
		return "Văn bản đã gửi giấy do sự cố, " + left + ".", nil
	}
	if d.State != document.Released {
		return "", nil
	}
	recall, ok, err := m.Documents.RecallOf(r.Context(), r.Actor, d.ID)
	if !ok || err != nil {
		return "", err
	}
	return recall.Banner(), nil
}

// afterRelease is where prints, copies and recalls are made, for those who keep
// the registers.
func (m *module) afterRelease(r *web.Request, d dossier) string {
	if !m.Documents.Can(r.Actor, d.Document, "register.read") {
		return ""
	}
	_, sealed := d.AtStage(document.Sealed)
	if sealed || d.State == document.AwaitingClerk || d.State == document.Drafting {
		return href(d.ID, "sau-phat-hanh")
	}
	return ""
}

package documentweb

import (
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// gateView is one thing that is asked before a release.
type gateView struct {
	Chip ui.Chip
	Name string
	Why  string
}

// releaseDeed is the release with everything that it asks, as it stands now.
func (m *module) releaseDeed(r *web.Request, d dossier) (deed, error) {
	out := deed{Kind: releasing, Facts: releaseFacts(d)}
	list, err := m.Documents.ReleaseChecks(r.Context(), r.Actor, d.ID)
	for _, c := range list {
		v := gateView{Chip: ui.Chip{Tone: ui.Good, Text: "Đạt"}, Name: c.Name, Why: c.Why}
		if !c.OK {
			v.Chip = ui.Chip{Tone: ui.Bad, Text: "Chưa đạt"}
		}
		out.Checks = append(out.Checks, v)
	}
	if err != nil {
		return out, err
	}
	out.Paper, err = m.paperOf(r, d)
	return out, err
}

// warn tells those who check, sign and seal where the symbol on the page is not
// the one that the register gives.
func (m *module) warn(r *web.Request, d dossier, out *deed) error {
	switch out.Kind {
	case drafting, unit, format, signNow, recheck, sealNow:
		found, err := m.Documents.SymbolOnPage(r.Context(), d.Document)
		if err != nil {
			return err
		}
		out.Warning = found.Words()
	}
	return nil
}

// withTransaction asks for the kind of transaction where the province lists them.
func withTransaction(d dossier, out *deed) {
	kinds := d.law.Signing.TransactionTypes
	if len(kinds) == 0 || out.Kind != signNow && out.Kind != sealNow {
		return
	}
	out.Transactions = []ui.Choice{{Text: "Chọn loại giao dịch"}}
	for _, k := range kinds {
		out.Transactions = append(out.Transactions, ui.Choice{Value: k.Code, Text: k.Label})
	}
}

// status says whether this is a document in the sense of the regulation
// (NA-03.2), or what it lacks.
func (m *module) status(r *web.Request, d dossier) (string, error) {
	s, err := m.Documents.SignedStatus(r.Context(), r.Actor, d.ID)
	switch {
	case err != nil:
		return "", err
	case s.Label != "":
		return "Là " + s.Label + " (" + ui.ClauseText(s.Clause) + ").", nil
	}
	return "Chưa là " + document.SignedElectronic + ": " + strings.Join(s.Missing, "; ") + ".", nil
}

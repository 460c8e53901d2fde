package document

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/fault"
)

// PaperNeed says what a recipient gets on paper besides the electronic document
// (BG Điều 3 khoản 2).
type PaperNeed struct {
	Recipient Recipient
	Paper     bool
	Fixed     bool   // the rule asks for it: it cannot be left out
	Cause     string // in words
	Basis     string // act that asks for it
	Clause    string
}

// PaperNeeds computes for each recipient whether paper must follow, from the
// type of the document, what the recipient can receive, and who it is. Exchange
// inside one agency needs none (BG-14.3).
func PaperNeeds(d *Document, p *profile.Profile, regime Regime) []PaperNeed {
	out := make([]PaperNeed, len(d.Recipients))
	for i, r := range d.Recipients {
		out[i] = paperNeed(d, p, regime, r)
		out[i].Recipient = r
	}
	return out
}

func paperNeed(d *Document, p *profile.Profile, regime Regime, r Recipient) PaperNeed {
	must := func(cause, basis, key string) PaperNeed {
		return PaperNeed{Paper: true, Fixed: true, Cause: cause, Basis: basis, Clause: p.Clause(key)}
	}
	law := p.Paper
	switch {
	case r.Agency == d.Agency:
		return PaperNeed{Clause: p.Clause("paper.internal_warning")}
	case regime.NoPaper:
		return PaperNeed{Clause: regime.Clause}
	case law.NormativeCause != "" && slices.Contains(law.Normative, d.Type):
		return must(law.NormativeCause, regime.Source, "paper.normative_cause")
	case law.RequiredCause != "" && regime.PaperRequired:
		return must(law.RequiredCause, regime.Source, "paper.required_cause")
	case r.Kind == PersonToAct && law.PersonCause != "":
		return must(law.PersonCause, "", "paper.person_cause")
	case r.Agency == "" && r.Kind == ToAgency && law.IncapableCause != "":
		return must(law.IncapableCause, "", "paper.incapable_cause")
	}
	return PaperNeed{}
}

// Wish is what the clerk chooses at release beside the rules.
type Wish struct {
	Paper []string // codes, or names of persons, that get paper though no rule asks for it
	Leave []string // that the clerk would leave out; the rules say whether that goes
}

// Key names a recipient in a Wish.
func (r Recipient) Key() string {
	if r.Code != "" {
		return r.Code
	}
	return r.Name
}

// withWish lays the clerk's choice over the rules.
func withWish(needs []PaperNeed, d *Document, p *profile.Profile, regime Regime, w Wish) ([]PaperNeed, error) {
	for i, n := range needs {
		key := n.Recipient.Key()
		if slices.Contains(w.Leave, key) && n.Fixed {
			return nil, fault.New(fault.Conflict, "paper.fixed", leaveRefusal(d, p, n)).Under(n.Clause).
				At("paper", n.Recipient.Name+": "+n.Cause+".")
		}
		if n.Paper || !slices.Contains(w.Paper, key) {
			continue
		}
		if n.Recipient.Agency == d.Agency && p.Paper.InternalWarning != "" {
			return nil, fault.New(fault.Conflict, "paper.internal", p.Paper.InternalWarning).Under(p.Clause("paper.internal_warning")).
				Do("Bỏ chọn bản giấy cho nơi nhận trong cơ quan.")
		}
		if err := regime.RefusePaper(); err != nil {
			return nil, err
		}
		needs[i].Paper, needs[i].Cause = true, "Theo yêu cầu khi phát hành"
	}
	return needs, nil
}

func leaveRefusal(d *Document, p *profile.Profile, n PaperNeed) string {
	if slices.Contains(p.Paper.Normative, d.Type) && p.Paper.NormativeFixed != "" {
		return p.Paper.NormativeFixed
	}
	return "Nơi nhận này phải được gửi thêm bản giấy."
}

// PaperNeeds tells the clerk before the release who gets paper and why.
func (s *Service) PaperNeeds(ctx context.Context, d *Document) ([]PaperNeed, Regime, error) {
	p, err := s.Profile(d.Province)
	if err != nil {
		return nil, Regime{}, err
	}
	regime, err := s.RegimeOf(ctx, d.Agency, d.Type)
	if err != nil {
		return nil, regime, err
	}
	return PaperNeeds(d, p, regime), regime, nil
}

// slips are the paper copies that a release opens.
func (s *Service) slips(d *Document, p *profile.Profile, needs []PaperNeed) []register.Slip {
	var out []register.Slip
	for _, n := range needs {
		if n.Paper {
			out = append(out, register.Slip{
				ID: uuid.Must(uuid.NewV7()).String(), Agency: d.Agency, Document: d.ID, Symbol: WholeSymbol(p.Numbering, d.Number, d.Symbol), Subject: d.Subject,
				Code: n.Recipient.Code, Recipient: n.Recipient.Name, Cause: n.Cause, Basis: n.Basis, Clause: n.Clause, OpenedAt: s.Now(),
			})
		}
	}
	return out
}

package document

import (
	"context"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/pades"
)

// GateCheck is one thing that is asked before a release (HT-11.2).
type GateCheck struct {
	Code   string // integrity, authority, signature, seal
	Name   string
	OK     bool
	Why    string // what is missing, when not OK
	Clause string
}

// ReleaseChecks lists everything that a release asks, as it stands now, for one
// screen before the button.
func (s *Service) ReleaseChecks(ctx context.Context, by org.Actor, id ID) ([]GateCheck, error) {
	d, report, err := s.verified(ctx, by, id)
	if err != nil {
		return nil, err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return nil, err
	}
	return s.releaseChecks(ctx, d, p, report), nil
}

func (s *Service) releaseChecks(ctx context.Context, d *Document, p *profile.Profile, report *pades.Report) []GateCheck {
	found := s.Signatories(ctx, report)
	kind, known := p.Documents.Type(d.Type)
	_, byHand := d.standing(ScanAttested)
	words := p.Verification.LegalEffect
	integrity := GateCheck{Code: "integrity", Name: "Toàn vẹn và chứng thư còn hiệu lực khi ký", OK: found.AllValid, Why: found.Why, Clause: p.Clause("verification.rules")}
	if !found.Signed {
		integrity.Why = "chưa có chữ ký số"
	}
	signature := GateCheck{
		Code: "signature", Name: "Yêu cầu chữ ký của người có thẩm quyền", Why: words.Missing, Clause: p.Clause("verification.legal_effect.person_only"),
		OK: known && !kind.RequiresSign || found.Person && found.AllValid || byHand,
	}
	seal := GateCheck{
		Code: "seal", Name: "Yêu cầu đóng dấu của cơ quan", Why: words.MissingOrg, Clause: p.Clause("verification.legal_effect.both"),
		OK: known && !kind.RequiresSeal || found.Agency && found.AllValid,
	}
	authority := GateCheck{
		Code: "authority", Name: "Đúng thẩm quyền ký", OK: d.Signer.Authority != "", Why: p.Signing.AuthorityRefusal, Clause: p.Clause("signing.authority_refusal"),
	}
	list := []GateCheck{integrity, authority, signature, seal}
	for i := range list {
		if list[i].OK {
			list[i].Why = ""
		} else if list[i].Why == "" {
			list[i].Why = "chưa đạt: " + list[i].Name
		}
	}
	return list
}

// failing refuses with all checks that do not hold.
func failing(list []GateCheck) error {
	var why []string
	for _, c := range list {
		if !c.OK {
			why = append(why, c.Why)
		}
	}
	if len(why) == 0 {
		return nil
	}
	return fault.New(fault.Signed, "release.check", "Chưa phát hành được: "+strings.Join(why, "; ")+".").Under("HT-11.2")
}

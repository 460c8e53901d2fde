package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/pades"
)

// Signatories is what a verification found out about who signed a file. Who is
// a person and who an agency is told by the certificate register, never by the
// look of a signature (HD2-03.5-6).
type Signatories struct {
	Person, Agency    bool   // a valid signature of this class is there
	Signed            bool   // there is any signature
	AllValid          bool   // none of them fails
	Why               string // why the first that fails does
	Whole             bool   // a valid one covers the whole file
	Pages             int
	At                time.Time // earliest claimed time; zero without signature
	Scanned, Attested bool      // a scan from paper, confirmed by the clerk
}

// Effect is what the signatures make of a document by the regulation that was
// in force when it was signed; pages show it as it is.
type Effect struct {
	Basis        string // legal basis
	BasisClause  string
	Label        string // empty: the signatures give it no value of their own
	LabelClause  string
	Missing      []string // what is not there or does not hold
	EdgeSeal     string   // in place of giáp lai; empty with one page
	HangingSeal  string   // for appendices in the same file
	EdgeClause   string
	HangedClause string
}

// EffectOf finds the words of the profile for what was found.
func EffectOf(p *profile.Profile, s Signatories) Effect {
	v := p.Verification
	e := Effect{Basis: v.LegalBasis, BasisClause: p.Clause("verification.legal_basis")}
	e.label(p, s)
	if s.AllValid && s.Whole && s.Pages > 1 {
		e.EdgeSeal, e.EdgeClause = v.EdgeSealStatement, p.Clause("verification.edge_seal_statement")
		e.HangingSeal, e.HangedClause = v.HangingSealText, p.Clause("verification.hanging_seal_statement")
	}
	return e
}

func (e *Effect) label(p *profile.Profile, s Signatories) {
	words := p.Verification.LegalEffect
	take := func(label, key string) { e.Label, e.LabelClause = label, p.Clause("verification.legal_effect."+key) }
	miss := func(text string) {
		if text != "" {
			e.Missing = append(e.Missing, text)
		}
	}
	switch {
	case !s.Signed:
		take(words.None, "none")
		return
	case !s.AllValid:
		miss(s.Why)
	case s.Person && s.Agency:
		take(words.Both, "both")
	case s.Person:
		take(words.PersonOnly, "person_only")
	case s.Agency && s.Scanned && s.Attested && p.Verification.ScanCountsAsBoth:
		take(words.ScanSealed, "scan_sealed")
		return
	case s.Agency:
		take(words.AgencyOnly, "agency_only")
	}
	if !s.Person {
		miss(words.Missing)
	}
	if !s.Agency {
		miss(words.MissingOrg)
	}
}

// Signatories reads a report against the certificate register.
func (s *Service) Signatories(ctx context.Context, r *pades.Report) Signatories {
	out := Signatories{Signed: len(r.Signatures) > 0, AllValid: r.Indication == pades.TotalPassed, Pages: r.Pages}
	for _, sig := range r.Signatures {
		if sig.ClaimedTime != nil && (out.At.IsZero() || sig.ClaimedTime.Before(out.At)) {
			out.At = *sig.ClaimedTime
		}
		if sig.Indication != pades.TotalPassed || sig.Certificate == nil {
			if out.Why == "" {
				out.Why = "chữ ký của “" + sig.Signer + "” không đạt (" + string(sig.SubIndication) + ")"
			}
			continue
		}
		out.Whole = out.Whole || sig.CoversFile
		c, err := s.Signing.ByFingerprint(ctx, sig.Certificate.SHA256)
		if err != nil {
			continue // unknown: counts for nobody
		}
		out.Person = out.Person || c.Class == signing.ClassPerson
		out.Agency = out.Agency || c.Class == signing.ClassAgency
	}
	return out
}

// Effect gives the words of the province for a verified file: of the regulation
// on the day of the first signature, or of today without one (NA-06.1).
func (s *Service) Effect(ctx context.Context, province string, r *pades.Report, scanned, attested bool) (Effect, error) {
	found := s.Signatories(ctx, r)
	found.Scanned, found.Attested = scanned, attested
	day := found.At
	if day.IsZero() {
		day = s.Now()
	}
	p, err := s.Profiles.At(province, day)
	if err != nil {
		return Effect{}, err
	}
	return EffectOf(p, found), nil
}

// EffectOfDocument verifies the stored main file now and gives its effect.
func (s *Service) EffectOfDocument(ctx context.Context, by org.Actor, id ID) (Effect, error) {
	d, report, err := s.verified(ctx, by, id)
	if err != nil {
		return Effect{}, err
	}
	_, attested := d.standing(ScanAttested)
	return s.Effect(ctx, d.Province, report, d.Origin == Scanned, attested)
}

// SignedStatus says whether a document is a "văn bản điện tử được ký số"
// (NA-03.2): its format was checked, and both signatures hold on the bytes as
// they are stored now. Missing names what is not there.
type SignedStatus struct {
	Label   string // empty while anything is missing
	Origin  string
	Missing []string
	Clause  string
}

// SignedElectronic is the name of the status.
const SignedElectronic = "văn bản điện tử được ký số"

// SignedStatus computes the status anew; nothing of it is kept.
func (s *Service) SignedStatus(ctx context.Context, by org.Actor, id ID) (SignedStatus, error) {
	d, report, err := s.verified(ctx, by, id)
	if err != nil {
		return SignedStatus{}, err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return SignedStatus{}, err
	}
	status := SignedStatus{Clause: "NA-03.2"}
	if o, ok := p.Documents.Origin(string(d.Origin)); ok {
		status.Origin = o.Label
	}
	_, checked := d.standing(FormatCheck)
	_, rechecked := d.standing(Recheck)
	if !checked && !rechecked {
		status.Missing = append(status.Missing, "chưa kiểm tra thể thức")
	}
	found := s.Signatories(ctx, report)
	if !found.Person || !found.AllValid {
		status.Missing = append(status.Missing, "thiếu chữ ký cá nhân hợp lệ")
	}
	if !found.Agency || !found.AllValid {
		status.Missing = append(status.Missing, "thiếu chữ ký số cơ quan hợp lệ")
	}
	if len(status.Missing) == 0 {
		status.Label = SignedElectronic
	}
	return status, nil
}

// verified judges the newest main file of a document that the actor may read.
func (s *Service) verified(ctx context.Context, by org.Actor, id ID) (*Document, *pades.Report, error) {
	d, err := s.Get(ctx, by, id)
	if err != nil {
		return nil, nil, err
	}
	main, ok := d.Current(Main)
	if !ok {
		return d, &pades.Report{Indication: pades.NoSignature}, nil
	}
	report, err := s.verify(ctx, main.SHA256)
	return d, report, err
}

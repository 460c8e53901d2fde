package document

import (
	"context"
	"slices"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// RegimeOf tells what counts for a type in an agency today: whether paper may,
// must or must not go along, and by which act. It asks for no permission: it is
// a rule, not a document.
func (s *Service) RegimeOf(ctx context.Context, agency org.AgencyID, code string) (Regime, error) {
	a, p, lines, err := s.catalogue(ctx, agency)
	if err != nil {
		return Regime{}, err
	}
	out, ok := regime(p, a, code, Day(s.Now()), lines)
	if !ok {
		return out, fault.New(fault.Invalid, "document.type", "Loại văn bản không có trong danh mục.").At("type", "Chọn loại văn bản.")
	}
	return out, nil
}

// Catalogue lists the types that an agency may use today, those of the profile
// in their order and then its own.
func (s *Service) Catalogue(ctx context.Context, agency org.AgencyID) ([]Regime, error) {
	a, p, lines, err := s.catalogue(ctx, agency)
	if err != nil {
		return nil, err
	}
	day := Day(s.Now())
	var out []Regime
	codes := make([]string, 0, len(p.Documents.Types)+len(lines))
	for _, t := range p.Documents.Types {
		codes = append(codes, t.Code)
	}
	for _, l := range lines {
		if l.Sector == OwnSector && !slices.Contains(codes, l.Code) {
			codes = append(codes, l.Code)
		}
	}
	for _, code := range codes {
		if r, ok := regime(p, a, code, day, lines); ok {
			out = append(out, r)
		}
	}
	return out, nil
}

func (s *Service) catalogue(ctx context.Context, agency org.AgencyID) (org.Agency, *profile.Profile, []TypeRule, error) {
	a, err := s.Org.Agency(ctx, agency)
	if err != nil {
		return a, nil, nil, err
	}
	p, err := s.Profile(a.Province)
	if err != nil {
		return a, nil, nil, err
	}
	lines, err := s.Store.TypeRules(ctx, a.Province, agency)
	return a, p, lines, err
}

// TypeRules lists the lines that the actor's agency goes by, in force or not.
func (s *Service) TypeRules(ctx context.Context, by org.Actor) ([]TypeRule, error) {
	if err := s.Guard.Allow(ctx, by, "document-type.read", org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.TypeRules(ctx, by.Province, by.Agency)
}

// SaveTypeRule adds a line to the catalogue or ends one (same id, Until set).
// Own types exist only where the profile knows them (NA-05.3); the lists of the
// State and of the Party count for the whole province.
func (s *Service) SaveTypeRule(ctx context.Context, by org.Actor, r TypeRule) (TypeRuleID, error) {
	action := org.Action("document-type.list")
	if r.Sector == OwnSector {
		action = "document-type.own"
	}
	if err := s.Guard.Allow(ctx, by, action, org.OfAgency); err != nil {
		return "", err
	}
	p, err := s.Profile(by.Province)
	if err != nil {
		return "", err
	}
	if r.Sector == OwnSector && !p.Documents.OwnTypes {
		return "", fault.New(fault.Forbidden, "type-rule.own", "Quy chế của tỉnh không cho cơ quan quy định thêm loại văn bản riêng.").Under(p.Clause("documents.own_types"))
	}
	r.Code, r.Name, r.Symbol, r.Source = strings.TrimSpace(r.Code), strings.TrimSpace(r.Name), strings.TrimSpace(r.Symbol), strings.TrimSpace(r.Source)
	if err := r.check(p); err != nil {
		return "", err
	}
	r.Province, r.Author, r.At, r.Agency = by.Province, by.Person, s.Now(), ""
	if r.Sector == OwnSector {
		r.Agency = by.Agency
	}
	if err := s.sameTypeRule(ctx, by, &r); err != nil {
		return "", err
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.PutTypeRule(ctx, r); err != nil {
			return err
		}
		e := s.entry(by, string(action), string(r.ID), p, map[string]string{
			"code": bounded(r.Code), "sector": string(r.Sector), "from": r.From, "until": r.Until, "digest": digest(r.Name, r.Symbol, r.Source, r.ElectronicOnly, r.PaperRequired),
		})
		e.Clause = clauseOf(p, r.Sector)
		return tx.Audit(ctx, e)
	})
	return r.ID, err
}

// sameTypeRule finds the line that is changed, which must be the actor's to
// change, or gives a new id.
func (s *Service) sameTypeRule(ctx context.Context, by org.Actor, r *TypeRule) error {
	if r.ID == "" {
		r.ID = TypeRuleID(newID())
		return nil
	}
	lines, err := s.Store.TypeRules(ctx, by.Province, by.Agency)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(lines, func(l TypeRule) bool { return l.ID == r.ID && l.Sector == r.Sector })
	if i < 0 {
		return fault.New(fault.NotFound, "type-rule.absent", "Không có dòng này trong danh mục loại văn bản.")
	}
	return nil
}

// LawOf is the regulation of a province as one agency reads it: with the types
// of its own (NA-05.3).
func (s *Service) LawOf(ctx context.Context, province string, agency org.AgencyID) (*profile.Profile, error) {
	p, err := s.Profile(province)
	if err != nil || !p.Documents.OwnTypes {
		return p, err
	}
	lines, err := s.Store.TypeRules(ctx, province, agency)
	if err != nil {
		return nil, err
	}
	own, day := *p, Day(s.Now())
	for _, l := range lines {
		if _, known := own.Documents.Type(l.Code); known || l.Sector != OwnSector || !l.CountsOn(day) {
			continue
		}
		own.Documents.Types = append(slices.Clip(own.Documents.Types), profile.DocumentType{
			Code: l.Code, Symbol: l.Symbol, Name: l.Name, RequiresSign: true, RequiresSeal: true, ElectronicOnly: l.ElectronicOnly, PaperRequired: l.PaperRequired, PaperBasis: l.Source,
		})
	}
	return &own, nil
}

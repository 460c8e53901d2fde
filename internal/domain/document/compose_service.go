package document

import (
	"context"
	"slices"
	"strings"

	"antin/docx"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/layout"
)

// Compose (Soạn theo mẫu) makes the next version of a draft: a Word file in the
// form of Phụ lục I with letterhead, symbol, place, recipients and signer from
// the record, and in it the words that were typed or those of the model.
func (s *Service) Compose(ctx context.Context, by org.Actor, id ID, words string) error {
	d, err := s.load(ctx, by, id, "document.edit")
	if err != nil {
		return err
	}
	if err := d.editable(by); err != nil {
		return err
	}
	parts, err := s.Parts(ctx, d, words)
	if err != nil {
		return err
	}
	raw, err := docx.Write(layout.Compose(parts))
	if err != nil {
		return err
	}
	return s.replaceSource(ctx, by, d, wordName(d), raw)
}

// Parts are the components of a document as the record words them.
func (s *Service) Parts(ctx context.Context, d *Document, words string) (layout.Parts, error) {
	p, err := s.Profile(d.Province)
	if err != nil {
		return layout.Parts{}, err
	}
	regime, err := s.RegimeOf(ctx, d.Agency, d.Type)
	if err != nil {
		return layout.Parts{}, err
	}
	agency, err := s.Org.Agency(ctx, d.Agency)
	if err != nil {
		return layout.Parts{}, err
	}
	var unit org.Unit
	if d.Unit != "" {
		if unit, err = s.Org.Unit(ctx, d.Unit); err != nil {
			return layout.Parts{}, err
		}
	}
	own, err := s.templateOn(ctx, d.Agency, d.Type)
	if err != nil {
		return layout.Parts{}, err
	}
	out := layout.Parts{
		Superior: strings.ToUpper(agency.Superior), Agency: strings.ToUpper(agency.Name), Number: "/" + SymbolOf(regime.Type, agency, unit), Place: agency.Place,
		Subject: d.Subject, Capacity: capacityLines(d.Signer, agency), Name: d.Signer.Name, Headings: p.Documents.RecipientBlocks, Address: own.Address,
	}
	if own.Superior != "" {
		out.Superior = own.Superior
	}
	if own.Agency != "" {
		out.Agency = own.Agency
	}
	if u, ok := p.Documents.Urgency(d.Urgency); ok && d.Urgency != "normal" {
		out.Urgency = strings.ToUpper(u.Label)
	}
	if regime.Type.Code != "CV" {
		out.Type = strings.ToUpper(regime.Type.Name)
	}
	for _, start := range [...]string{"V/v ", "Về việc "} { // the model says it itself
		if out.Type == "" {
			out.Subject = strings.TrimPrefix(out.Subject, start)
		}
	}
	s.wording(&out, d, regime.Type, own, words)
	return out, s.recipientsOf(ctx, &out, d, p, own, unit)
}

// wording fills the text: what was typed, else the agency's template, else the
// model of the type.
func (s *Service) wording(out *layout.Parts, d *Document, t profile.DocumentType, own TemplateBody, words string) {
	m, ok := models()[t.Name]
	if !ok {
		m = models()[modelOfLetters]
		out.Type = strings.ToUpper(t.Name)
	}
	if m.to {
		for _, r := range d.Recipients {
			out.To = append(out.To, r.Name)
		}
	}
	if m.decides && len(out.Capacity) > 0 {
		out.Issuer = issuer(out.Capacity, out.Agency)
	}
	if len(own.Opening) > 0 || len(own.Closing) > 0 {
		m.basis, m.opening, m.closing = nil, own.Opening, own.Closing
	}
	if words = strings.TrimSpace(words); words != "" {
		m.opening = strings.Split(strings.ReplaceAll(words, "\r\n", "\n"), "\n")
	}
	fill := strings.NewReplacer("{cơ quan}", title(out.Agency, d), "{CƠ QUAN}", out.Agency, "{trích yếu}", out.Subject, "{người ký}", d.Signer.Title,
		"{tên loại}", t.Name)
	for _, text := range m.basis {
		out.Basis = append(out.Basis, fill.Replace(text))
	}
	for _, text := range append(slices.Clone(m.opening), m.closing...) {
		if text = strings.TrimSpace(text); text != "" {
			out.Body = append(out.Body, fill.Replace(text))
		}
	}
}

// modelOfLetters stands for types that have none of their own.
const modelOfLetters = "Công văn"

// title is the name of the agency inside a sentence.
func title(capitals string, _ *Document) string {
	words := strings.Fields(strings.ToLower(capitals))
	if len(words) > 0 {
		r := []rune(words[0])
		words[0] = strings.ToUpper(string(r[0])) + string(r[1:])
	}
	return strings.Join(words, " ")
}

// issuer is who decides: the office of the person who answers for it, with the
// name of the agency.
func issuer(capacity []string, agency string) string {
	head := strings.TrimPrefix(capacity[0], "KT. ")
	if rest, ok := strings.CutPrefix(head, "TM. "); ok {
		return rest
	}
	return head + " " + agency
}

// capacityLines are the lines above the name (NĐ 30/2020, Điều 13): who signs
// for somebody names that office first.
func capacityLines(s Signer, agency org.Agency) []string {
	own := strings.ToUpper(s.Title)
	head := strings.TrimSpace(strings.TrimPrefix(own, "PHÓ "))
	switch s.Capacity {
	case org.Deputy:
		return []string{"KT. " + head, own}
	case org.Collective:
		lines := []string{"TM. " + strings.ToUpper(collective(agency))}
		if head != own {
			return append(lines, "KT. "+head, own)
		}
		return append(lines, own)
	case org.ByOrder, org.Authorised:
		return []string{string(s.Capacity) + " " + headOf(agency), own}
	case org.Acting:
		return []string{"Q. " + own}
	}
	if own == "" {
		return []string{"[CHỨC VỤ NGƯỜI KÝ]"}
	}
	return []string{own}
}

// collective is the body in whose name somebody signs.
func collective(a org.Agency) string {
	for _, body := range [...]string{"Ủy ban nhân dân", "Hội đồng nhân dân"} {
		if strings.HasPrefix(a.Name, body) {
			return body
		}
	}
	return a.Name
}

// headOf is the office of the head of an agency by its kind.
func headOf(a org.Agency) string {
	switch a.Kind {
	case org.KindCommittee, org.KindCouncil:
		return "CHỦ TỊCH"
	case org.KindDepartment, org.KindPublicService:
		return "GIÁM ĐỐC"
	case org.KindParty:
		return "BÍ THƯ"
	}
	return "THỦ TRƯỞNG"
}

// recipientsOf fills the lists under "Nơi nhận:": one, or paper above and
// electronic below (BG-06).
func (s *Service) recipientsOf(ctx context.Context, out *layout.Parts, d *Document, p *profile.Profile, own TemplateBody, unit org.Unit) error {
	paper, online, err := s.split(ctx, d)
	if err != nil {
		return err
	}
	if len(p.Documents.RecipientBlocks) > 1 {
		out.Paper, out.Online = paper, online
		if len(paper) == 0 {
			out.Paper = []string{"Như trên"}
		}
	} else {
		for _, r := range d.Recipients {
			out.Paper = append(out.Paper, r.Name)
		}
		if len(out.To) > 0 {
			out.Paper = []string{"Như trên"}
		}
	}
	out.Paper = append(out.Paper, own.Recipients...)
	out.Keep = own.Keep
	if out.Keep == "" {
		out.Keep = "VT"
		if unit.ShortName != "" {
			out.Keep += ", " + unit.ShortName
		}
	}
	return nil
}

// templateOn is the newest version of the agency's template for a type that
// counts today; the zero body when there is none.
func (s *Service) templateOn(ctx context.Context, agency org.AgencyID, code string) (TemplateBody, error) {
	list, err := s.Store.Templates(ctx, agency)
	if err != nil {
		return TemplateBody{}, err
	}
	day, best := Day(s.Now()), Template{}
	for _, t := range list {
		if t.Type == code && t.From <= day && (best.No == 0 || t.From > best.From || t.From == best.From && t.No > best.No) {
			best = t
		}
	}
	return best.Body, nil
}

// Templates lists the versions of the templates of the actor's agency.
func (s *Service) Templates(ctx context.Context, by org.Actor) ([]Template, error) {
	if err := s.Guard.Allow(ctx, by, "document-type.read", org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.Templates(ctx, by.Agency)
}

// SaveTemplate adds a version to a template; earlier ones stay, and count until
// the first day of the new one.
func (s *Service) SaveTemplate(ctx context.Context, by org.Actor, t Template) error {
	if err := s.Guard.Allow(ctx, by, "template.manage", org.OfAgency); err != nil {
		return err
	}
	p, err := s.Profile(by.Province)
	if err != nil {
		return err
	}
	if _, err := s.RegimeOf(ctx, by.Agency, t.Type); err != nil {
		return err
	}
	if !validDay(t.From) {
		return fault.New(fault.Invalid, "template.from", "Mẫu cần ngày bắt đầu áp dụng.").Under(p.Clause("documents.format_rule")).At("from", "Ghi ngày, dạng ngày/tháng/năm.")
	}
	list, err := s.Store.Templates(ctx, by.Agency)
	if err != nil {
		return err
	}
	t.ID, t.Agency, t.Author, t.At, t.No = TemplateID(newID()), by.Agency, by.Person, s.Now(), 1
	for _, old := range list {
		if old.Type == t.Type {
			t.No = max(t.No, old.No+1)
		}
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddTemplate(ctx, t); err != nil {
			return err
		}
		e := s.entry(by, "template.manage", string(t.ID), p, map[string]string{"type": bounded(t.Type), "from": t.From, "digest": digest(t.Name, t.Body.Superior, t.Body.Agency, t.Body.Opening, t.Body.Closing)})
		e.Clause = p.Clause("documents.format_rule")
		return tx.Audit(ctx, e)
	})
}

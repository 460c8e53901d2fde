package documentweb

import (
	"net/http"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// typesPage is the catalogue of document types: those of the law with their
// codes, what goes out electronically only and by which act, and the agency's
// own internal types.
type typesPage struct {
	ui.Page
	Rows    []typeRow
	Lines   []ruleRow
	Sectors []ui.Choice
	Codes   []ui.Choice
	CanEdit bool
	Form    ruleForm
}

type typeRow struct {
	Name, Symbol, Source, Clause, Href string
	Way                                ui.Chip
}

type ruleRow struct {
	ID, Sector, Code, Name, Source, From, Until string
	Way                                         ui.Chip
	CanEnd                                      bool
}

type ruleForm struct{ Sector, Code, Name, Symbol, Way, Source, From, Until string }

var sectorNames = map[document.Sector]string{
	document.StateSector: "Danh mục của Nhà nước", document.PartySector: "Danh mục của cơ quan Đảng", document.OwnSector: "Loại riêng của cơ quan",
}

func wayChip(electronicOnly, paper bool) ui.Chip {
	switch {
	case electronicOnly:
		return ui.Chip{Tone: ui.Good, Text: "Chỉ gửi điện tử"}
	case paper:
		return ui.Chip{Tone: ui.Warn, Text: "Phải kèm bản giấy"}
	}
	return ui.Chip{Tone: ui.Wait, Text: "Không quy định riêng", Sign: "file"}
}

func (m *module) types(w http.ResponseWriter, r *web.Request) error {
	page, err := m.typesPage(r, ruleForm{Way: "electronic", From: ui.Day(m.Now())})
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) typesPage(r *web.Request, typed ruleForm) (*typesPage, error) {
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return nil, err
	}
	list, err := m.Documents.Catalogue(r.Context(), r.Actor.Agency)
	if err != nil {
		return nil, err
	}
	lines, err := m.Documents.TypeRules(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	page := &typesPage{Page: ui.Page{Title: "Danh mục loại văn bản", Lead: "Nguồn: " + orDash(law.Documents.MandatoryListSource, "chưa có") + "; cơ quan Đảng: " + orDash(law.Documents.PartyListSource, "không có trong quy chế") + "."}, Form: typed}
	for _, t := range list {
		page.Rows = append(page.Rows, typeRow{Name: t.Type.Name, Symbol: t.Type.Symbol, Source: t.Source, Clause: ui.ClauseText(t.Clause), Way: wayChip(t.NoPaper, t.PaperRequired),
			Href: "/mau-van-ban/" + t.Type.Code})
		page.Codes = append(page.Codes, ui.Choice{Value: t.Type.Code, Text: t.Type.Name})
	}
	own := law.Documents.OwnTypes && r.Can("document-type.own", org.OfAgency)
	lists := r.Can("document-type.list", org.OfAgency)
	for _, s := range []document.Sector{document.StateSector, document.PartySector, document.OwnSector} {
		if s == document.OwnSector && own || s != document.OwnSector && lists && (s != document.PartySector || law.Documents.PartyListSource != "") {
			page.Sectors = append(page.Sectors, ui.Choice{Value: string(s), Text: sectorNames[s]})
		}
	}
	page.CanEdit = len(page.Sectors) > 0
	for _, l := range lines {
		row := ruleRow{ID: string(l.ID), Sector: sectorNames[l.Sector], Code: l.Code, Name: l.Name, Source: l.Source, From: dayText(l.From), Way: wayChip(l.ElectronicOnly, l.PaperRequired),
			CanEnd: l.Until == "" && (l.Sector == document.OwnSector && own || l.Sector != document.OwnSector && lists)}
		if row.Name == "" {
			row.Name = typeName(law, l.Code)
		}
		if l.Until != "" {
			row.Until = dayText(l.Until)
		}
		page.Lines = append(page.Lines, row)
	}
	return page, nil
}

// dayTyped reads dd/mm/yyyy and gives the day as it is stored; what cannot be
// read is given back for the service to refuse at its field.
func dayTyped(s string) string {
	s = strings.TrimSpace(s)
	if t, err := time.ParseInLocation("2/1/2006", s, ui.Hanoi); err == nil {
		return t.Format(time.DateOnly)
	}
	return s
}

func (m *module) saveType(w http.ResponseWriter, r *web.Request) error {
	typed := ruleForm{Sector: r.Text("sector"), Code: r.Text("code"), Name: r.Text("name"), Symbol: r.Text("symbol"), Way: r.Text("way"),
		Source: r.Text("source"), From: r.Text("from"), Until: r.Text("until")}
	rule := document.TypeRule{ID: document.TypeRuleID(r.Text("id")), Sector: document.Sector(typed.Sector), Code: typed.Code, Name: typed.Name, Symbol: typed.Symbol,
		ElectronicOnly: typed.Way == "electronic", PaperRequired: typed.Way == "paper", Source: typed.Source, From: dayTyped(typed.From), Until: dayTyped(typed.Until)}
	said := "Đã ghi vào danh mục loại văn bản."
	err := m.endRule(r, &rule)
	if rule.ID != "" {
		said = "Dòng này hết áp dụng từ hôm nay."
	}
	if err == nil && rule.Sector != document.OwnSector && rule.Sector != document.StateSector && rule.Sector != document.PartySector {
		err = fault.New(fault.Invalid, "type-rule.sector", "Chưa chọn danh mục.").At("sector", "Chọn danh mục.")
	}
	if err == nil {
		if rule.ID == "" && rule.Sector == document.OwnSector && rule.Symbol != "" {
			rule.Code = rule.Symbol
		}
		_, err = m.Documents.SaveTypeRule(r.Context(), r.Actor, rule)
	}
	if err != nil {
		page, broken := m.typesPage(r, typed)
		if broken != nil {
			return err
		}
		return r.Refuse(w, err, page)
	}
	return r.Done(w, "/danh-muc/loai-van-ban", said)
}

// endRule fills a line that is only ended: the button names it alone.
func (m *module) endRule(r *web.Request, rule *document.TypeRule) error {
	if rule.ID == "" {
		return nil
	}
	lines, err := m.Documents.TypeRules(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if l.ID == rule.ID {
			*rule = l
			rule.Until = m.Now().In(ui.Hanoi).Format(time.DateOnly)
			if rule.Until <= rule.From { // ended on its first day: it never counted
				rule.Until = m.Now().In(ui.Hanoi).AddDate(0, 0, 1).Format(time.DateOnly)
			}
			return nil
		}
	}
	return fault.New(fault.NotFound, "type-rule.absent", "Không có dòng này trong danh mục loại văn bản.")
}

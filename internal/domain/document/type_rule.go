package document

import (
	"cmp"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// TypeRuleID identifies a line of the catalogue of types.
type TypeRuleID string

// Sector says for whom a line of the catalogue counts.
type Sector string

// Sectors. A list of the State or of the Party is kept for the province by the
// managing department; own types are kept by each agency for itself.
const (
	StateSector Sector = "state" // cơ quan nhà nước, tổ chức chính trị - xã hội
	PartySector Sector = "party" // cơ quan Đảng
	OwnSector   Sector = "own"   // một cơ quan, văn bản nội bộ của mình
)

// SectorOf is the sector of an agency by its kind.
func SectorOf(kind org.Kind) Sector {
	if kind == org.KindParty {
		return PartySector
	}
	return StateSector
}

// TypeRule is one line of the catalogue that people keep beside the types of
// the profile: which types go out electronically only, by which act, from when
// (LD-04.1, LD-04.2), and the internal types of an agency (NA-05.3).
type TypeRule struct {
	ID             TypeRuleID
	Agency         org.AgencyID // of OwnSector, else empty
	Province       string
	Sector         Sector
	Code           string // of the profile's type, or the agency's own
	Name           string // of an own type
	Symbol         string // of an own type, in numbers
	ElectronicOnly bool
	PaperRequired  bool
	Source         string // decision or act
	From, Until    string // YYYY-MM-DD; Until is the first day on which it no longer counts, empty while it lasts
	Author         org.PersonID
	At             time.Time
}

// CountsOn reports whether the line is in force on a day (YYYY-MM-DD).
func (r TypeRule) CountsOn(day string) bool {
	return r.From <= day && (r.Until == "" || day < r.Until)
}

// Regime is what counts for one type in one agency on one day: the answer that
// release asks before it offers paper.
type Regime struct {
	Type          profile.DocumentType
	NoPaper       bool // a paper copy must not go along
	PaperRequired bool
	Source        string // act or decision that says so
	Clause        string
}

// regime joins the profile and the lines in force. The agency's own line wins
// over the list of its sector, which wins over the profile.
func regime(p *profile.Profile, agency org.Agency, code, day string, lines []TypeRule) (Regime, bool) {
	t, known := p.Documents.Type(code)
	out := Regime{Type: t, NoPaper: t.ElectronicOnly, PaperRequired: t.PaperRequired, Source: t.PaperBasis, Clause: p.Clause("documents.types")}
	rank := 0
	for _, l := range lines {
		if l.Code != code || !l.CountsOn(day) {
			continue
		}
		weight := 0
		switch {
		case l.Sector == OwnSector && l.Agency == agency.ID:
			weight = 2
		case l.Sector == SectorOf(agency.Kind):
			weight = 1
		}
		if weight <= rank {
			continue
		}
		rank = weight
		if weight == 2 && !known {
			out.Type = profile.DocumentType{Code: l.Code, Symbol: l.Symbol, Name: l.Name, RequiresSign: true, RequiresSeal: true}
		}
		out.NoPaper, out.PaperRequired, out.Source = l.ElectronicOnly, l.PaperRequired, l.Source
		out.Clause = clauseOf(p, l.Sector)
	}
	out.Type.ElectronicOnly, out.Type.PaperRequired = out.NoPaper, out.PaperRequired
	return out, known || rank == 2
}

func clauseOf(p *profile.Profile, s Sector) string {
	switch s {
	case OwnSector:
		return p.Clause("documents.own_types")
	case PartySector:
		return p.Clause("documents.party_list_source")
	default:
		return p.Clause("documents.mandatory_list_source")
	}
}

// RefusePaper refuses a paper copy of a type that goes out electronically only.
func (r Regime) RefusePaper() error {
	if !r.NoPaper {
		return nil
	}
	return fault.New(fault.Conflict, "type.no-paper", "Loại văn bản không gửi kèm bản giấy ("+cmp.Or(r.Source, r.Type.Name)+").").
		Under(r.Clause).Do("Bỏ “gửi kèm bản giấy”; nơi nhận dùng bản điện tử đã ký số.")
}

// check refuses a line that lacks what makes it one.
func (r TypeRule) check(p *profile.Profile) error {
	f := fault.New(fault.Invalid, "type-rule.incomplete", "Chưa ghi được vào danh mục loại văn bản.").Under(clauseOf(p, r.Sector))
	if _, ok := p.Documents.Type(r.Code); !ok && r.Sector != OwnSector {
		f = f.At("code", "Chọn loại văn bản trong danh mục.")
	}
	if strings.TrimSpace(r.Code) == "" {
		f = f.At("code", "Ghi mã loại văn bản.")
	}
	if r.Sector == OwnSector && strings.TrimSpace(r.Name) == "" {
		f = f.At("name", "Ghi tên loại văn bản.")
	}
	if strings.TrimSpace(r.Source) == "" {
		f = f.At("source", "Ghi số quyết định hoặc danh mục làm căn cứ.")
	}
	if !validDay(r.From) {
		f = f.At("from", "Ghi ngày áp dụng, dạng ngày/tháng/năm.")
	}
	if r.Until != "" && (!validDay(r.Until) || r.Until <= r.From) {
		f = f.At("until", "Ngày hết áp dụng phải sau ngày áp dụng.")
	}
	if len(f.Fields) > 0 {
		return f
	}
	return nil
}

func validDay(day string) bool {
	_, err := time.Parse(time.DateOnly, day)
	return err == nil
}

package subscriber

import (
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Managing says who manages a subscriber: for the province, and directly
// (LD-16.1-0 has both). Both are derived; nobody chooses them.
type Managing struct {
	Province     org.AgencyID // authorised department; empty while the tree has no agency of that name
	ProvinceName string       // in the words of the profile
	Direct       org.AgencyID // sends the requests
	Clause       string       // by which Direct was derived
}

// ManagingFacts is what the rule asks: the agency with its superiors, whether
// the subscriber is a person of its leadership, and the authorised department
// (zero when the tree has none).
type ManagingFacts struct {
	Agency     AgencyFacts
	Leads      bool
	Person     bool // the subscriber is a person
	Department org.Agency
}

// Codes of subscribers.managing_agency_code.
const (
	managesOwn      = "agency"    // each agency its own; a unit by its superior (LD-16.1-0)
	managesOwnSeal  = "own-seal"  // the nearest with legal entity and seal (NĐ 68/2024, Điều 3)
	managesThreeWay = "three-way" // HT-05.1 to HT-05.3
)

// Derive finds who manages the subscriber by the rule of the province. It
// refuses when nobody in the line may be a managing agency (HT-05.0).
func Derive(law *profile.Profile, f ManagingFacts, at time.Time) (Managing, error) {
	m := Managing{Province: f.Department.ID, ProvinceName: law.Subscribers.AuthorisedDepartment, Clause: law.Clause("subscribers.managing_agency_code")}
	direct, clause := f.direct(law)
	if clause != "" {
		m.Clause = clause
	}
	for above := direct; above != nil; above = above.Parent {
		if above.LivesAt(at) && CheckManager(law, above.Agency) == nil {
			m.Direct = above.ID
			return m, nil
		}
	}
	return Managing{}, unfit(law, f.Agency.Agency)
}

// direct is where the search begins, and the clause that sends it there.
func (f ManagingFacts) direct(law *profile.Profile) (*AgencyFacts, string) {
	rules := law.Subscribers
	own := &f.Agency
	branch := own.Parent != nil && (own.Dependent || own.Sealless)
	if rules.ManagingCode != managesThreeWay {
		if branch {
			return own.Parent, rules.BranchClause
		}
		return own, ""
	}
	switch {
	case own.Kind == org.KindCommittee && own.Level == org.LevelDistrict:
		return own, rules.DistrictClause
	case f.underProvince() && (f.Leads || !f.Person) && f.Department.ID != "":
		return &AgencyFacts{Agency: f.Department}, rules.LeadersClause
	case own.Parent != nil && own.Parent.Kind == org.KindCommittee && own.Parent.Level == org.LevelDistrict:
		return own.Parent, rules.DistrictClause
	case own.Parent != nil && !f.underProvince():
		return own.Parent, rules.BranchClause
	}
	return own, rules.BranchClause
}

// underProvince reports whether the agency stands directly under the committee
// of the province, or is that committee.
func (f ManagingFacts) underProvince() bool {
	province := func(a org.Agency) bool { return a.Kind == org.KindCommittee && a.Level == org.LevelProvince }
	return province(f.Agency.Agency) || f.Agency.Parent != nil && province(f.Agency.Parent.Agency)
}

// CheckManager refuses an agency without legal entity or seal of its own as a
// managing agency (HT-05.0).
func CheckManager(law *profile.Profile, a org.Agency) error {
	if a.LegalEntity() && a.OwnSeal() {
		return nil
	}
	return unfit(law, a)
}

func unfit(law *profile.Profile, a org.Agency) error {
	return fault.New(fault.Invalid, "subscriber.managing-unfit", law.Subscribers.ManagingRefusal+": "+a.Name+".").
		Under(law.Clause("subscribers.managing_agency_refusal")).Do("Chọn cơ quan cấp trên có tư cách pháp nhân và con dấu riêng.")
}

// CheckChosen refuses a managing agency that somebody chose against the rule
// (HT-05.1); an empty choice takes what was derived.
func CheckChosen(law *profile.Profile, derived Managing, chosen org.Agency) error {
	if chosen.ID == "" || chosen.ID == derived.Direct {
		return nil
	}
	if err := CheckManager(law, chosen); err != nil {
		return err
	}
	return fault.New(fault.Invalid, "subscriber.managing-derived", "Cơ quan quản lý trực tiếp do Quy chế xác định, không chọn cơ quan khác được.").
		Under(derived.Clause).At("managing", "Để trống: hệ thống tự xác định.")
}

package subscriber

import (
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// AgencyFacts is what the rules ask about an agency on a day. Parent is nil for
// the highest.
type AgencyFacts struct {
	org.Agency
	Parent *AgencyFacts
}

// PersonFacts is what the rules ask about a person on a day; Posts are those
// held in any agency, ended ones too.
type PersonFacts struct {
	org.Person
	Posts []PostFacts
}

// PostFacts is a post with its agency and whether it may sign anything.
type PostFacts struct {
	org.Post
	Agency    AgencyFacts
	Authority org.AuthorityID // a row of the table of signing authority that the post opens; may be empty
}

// Entitlement says by what somebody may be a subscriber; requests store it.
type Entitlement struct {
	Type      string // code of the profile's agency type
	Clause    string // khoản by which the agency, or the person's agency, is a subscriber: "NA-02.3"
	Agency    org.AgencyID
	Post      org.PostID      // of a person: the post that entitles (NA-02.6)
	Authority org.AuthorityID // of a person: why the title is competent, where the profile asks (HD2-03.3)
}

// notOfType is the code of refusing an agency that the regulation does not name.
const notOfType = "subscriber.agency-type"

// CheckAgency says by which khoản an agency may be a subscriber on that day, or
// refuses in the words of the province: a kind that its regulation does not
// name, a superior that is missing or has ended, an agency that ended itself.
func CheckAgency(law *profile.Profile, a AgencyFacts, at time.Time) (Entitlement, error) {
	rules := law.Subscribers
	if !a.LivesAt(at) {
		return Entitlement{}, fault.New(fault.Conflict, "subscriber.agency-ended", a.Name+" không còn hoạt động.").
			Under(law.Clause("subscribers.closed_parent_refusal")).Do("Chọn cơ quan tiếp nhận nhiệm vụ.")
	}
	if !slices.ContainsFunc(rules.Levels, func(c profile.Choice) bool { return c.Code == string(a.Level) }) {
		return Entitlement{}, outside(law, a, law.Clause("subscribers.levels"))
	}
	if a.Kind == org.KindParty && !rules.PartyEligible {
		return Entitlement{}, outside(law, a, law.Clause("subscribers.party_eligible"))
	}
	kind, ok := typeOf(rules.AgencyTypes, a)
	if a.Kind == org.KindParty && !ok { // the administrator let them in where the text is silent
		kind, ok = profile.AgencyType{Code: string(org.KindParty), Clause: law.Clause("subscribers.party_eligible")}, true
	}
	if !ok {
		return Entitlement{}, outside(law, a, law.Clause("subscribers.agency_types"))
	}
	if err := checkParent(law, a, kind, at); err != nil {
		return Entitlement{}, err
	}
	e := Entitlement{Type: kind.Code, Clause: kind.Clause, Agency: a.ID}
	if e.Clause == "" {
		e.Clause = law.Clause("subscribers.agency_types")
	}
	return e, nil
}

// CheckPerson says by which post, in which agency, a person may be a subscriber
// on that day (NA-02.6, LD-02.4). Of several posts the one of the best standing
// counts: an agency that is entitled, then a title that may sign.
func CheckPerson(law *profile.Profile, p PersonFacts, at time.Time) (Entitlement, error) {
	rules := law.Subscribers
	employed := slices.ContainsFunc(rules.EmploymentKinds, func(c profile.Choice) bool { return c.Code == string(p.Employment) })
	if !employed {
		return Entitlement{}, fault.New(fault.Forbidden, "subscriber.employment", rules.EmploymentRefusal+": "+p.Name+" không thuộc diện "+labels(rules.EmploymentKinds)+".").
			Under(law.Clause("subscribers.employment_kinds")).Do("Kiểm tra diện tuyển dụng của người này.")
	}
	refusal := noPost(law, p)
	if p.Status != org.Working && !at.Before(p.StatusAt) {
		return Entitlement{}, refusal
	}
	for _, post := range p.Posts {
		if !post.HeldAt(at) {
			continue
		}
		e, err := CheckAgency(law, post.Agency, at)
		if err != nil {
			if !fault.Is(err, notOfType) { // a superior that ended can be mended; a kind cannot
				refusal = err
			}
			continue
		}
		e.Post, e.Authority = post.ID, post.Authority
		if rules.CompetentTitle && post.Authority == "" && !post.LeadsAgency() {
			refusal = incompetent(law, p, post)
			continue
		}
		return e, nil
	}
	return Entitlement{}, refusal
}

func typeOf(types []profile.AgencyType, a AgencyFacts) (profile.AgencyType, bool) {
	for _, t := range types {
		kinds := t.Kinds
		if len(kinds) == 0 {
			kinds = []string{t.Code}
		}
		fits := slices.Contains(kinds, string(a.Kind)) &&
			(len(t.Levels) == 0 || slices.Contains(t.Levels, string(a.Level))) &&
			(len(t.Under) == 0 || a.Parent == nil || slices.Contains(t.Under, string(a.Parent.Kind)))
		if fits {
			return t, true
		}
	}
	return profile.AgencyType{}, false
}

// checkParent asks for a superior that still works (NA-02.4) and, where the
// agency is entitled through it, is entitled itself.
func checkParent(law *profile.Profile, a AgencyFacts, kind profile.AgencyType, at time.Time) error {
	rules := law.Subscribers
	if a.Parent == nil {
		if slices.Contains(rules.ParentRequired, string(a.Kind)) {
			return fault.New(fault.Invalid, "subscriber.parent-missing", rules.ParentRefusal+" của "+a.Name+".").
				Under(law.Clause("subscribers.parent_required")).Do("Ghi cơ quan chủ quản ở trang của cơ quan này.")
		}
		return nil
	}
	if !a.Parent.LivesAt(at) {
		return fault.New(fault.Conflict, "subscriber.parent-closed", rules.ClosedParentRefusal+": "+a.Parent.Name+".").
			Under(law.Clause("subscribers.closed_parent_refusal")).Do("Chuyển " + a.Name + " về cơ quan cấp trên đang hoạt động rồi làm lại.")
	}
	if len(kind.Under) == 0 {
		return nil
	}
	_, err := CheckAgency(law, *a.Parent, at)
	return err
}

func outside(law *profile.Profile, a AgencyFacts, clause string) error {
	return fault.New(fault.Forbidden, notOfType, law.Subscribers.AgencyRefusal+": "+a.Name+".").
		Under(clause).Do("Kiểm tra loại cơ quan, hoặc chọn cơ quan thuộc đối tượng.")
}

func noPost(law *profile.Profile, p PersonFacts) error {
	return fault.New(fault.Forbidden, "subscriber.no-post", law.Subscribers.PersonRefusal+": "+p.Name+" không giữ chức vụ nào ở cơ quan thuộc đối tượng.").
		Under(law.Clause("subscribers.person_refusal")).Do("Ghi bổ nhiệm, phân công của người này trước.")
}

func incompetent(law *profile.Profile, p PersonFacts, post PostFacts) error {
	return fault.New(fault.Forbidden, "subscriber.title", law.Subscribers.TitleRefusal+": "+p.Name+" ("+post.Title+") không phải chức danh nhà nước, người có thẩm quyền.").
		Under(law.Clause("subscribers.competent_title")).Do("Ghi thẩm quyền ký của chức vụ này nếu có.")
}

func labels(choices []profile.Choice) string {
	words := make([]string, len(choices))
	for i, c := range choices {
		words[i] = strings.ToLower(c.Label)
	}
	return strings.Join(words, ", ")
}

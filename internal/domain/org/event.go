package org

import "time"

// Events of the organisation. They are emitted in the transaction that makes
// the change take effect; From is the day from which it counts, which may be
// earlier than the moment (a decision entered late), or ahead for EndPost. Ids
// only: names and numbers of people do not travel.
const (
	// EventPersonLeft: the last post in an agency ended, or the person retired,
	// resigned or died. Subject is the person, payload PersonLeft.
	EventPersonLeft = "org.person-left"
	// EventPersonMoved: from a post to another, in another agency or in the same
	// one. Subject is the person, payload PersonMoved.
	EventPersonMoved = "org.person-moved"
	// EventPersonChanged: name or e-mail. Subject is the person, payload PersonChanged.
	EventPersonChanged = "org.person-changed"
	// EventPersonAppointed: a post begins. Subject is the person, payload PersonAppointed.
	EventPersonAppointed = "org.person-appointed"
	// EventHeadChanged: the agency has another head. Subject is the agency, payload HeadChanged.
	EventHeadChanged = "org.head-changed"
	// EventAgencyRenamed: subject is the agency, payload AgencyRenamed.
	EventAgencyRenamed = "org.agency-renamed"
	// EventAgencyMerged: it ended and its successor carries on. Subject is the
	// agency that ended, payload AgencyEnded.
	EventAgencyMerged = "org.agency-merged"
	// EventAgencyDissolved: it ended without one successor (dissolved or split).
	// Subject is the agency, payload AgencyEnded.
	EventAgencyDissolved = "org.agency-dissolved"
	// EventAgencyMoved: another parent. Subject is the agency, payload AgencyMoved.
	EventAgencyMoved = "org.agency-moved"
	// EventUnitMoved: a unit stands under another agency or unit, or was closed.
	// Subject is the unit, payload UnitMoved.
	EventUnitMoved = "org.unit-moved"
)

// PersonLeft is the payload of EventPersonLeft. Status is Working when only the
// post ended; LastPost says that the person holds no other post anywhere.
type PersonLeft struct {
	Person   PersonID  `json:"person"`
	Agency   AgencyID  `json:"agency"` // empty: of every agency
	Post     PostID    `json:"post,omitempty"`
	Status   Status    `json:"status"`
	LastPost bool      `json:"last_post"`
	From     time.Time `json:"from"`
	Deed     DeedID    `json:"deed,omitempty"`
}

// PersonMoved is the payload of EventPersonMoved; OldAgency and NewAgency are
// the same when only the title or the unit changed.
type PersonMoved struct {
	Person    PersonID  `json:"person"`
	OldAgency AgencyID  `json:"old_agency"`
	NewAgency AgencyID  `json:"new_agency"`
	OldPost   PostID    `json:"old_post"`
	NewPost   PostID    `json:"new_post"`
	From      time.Time `json:"from"`
	Deed      DeedID    `json:"deed"`
}

// PersonChanged is the payload of EventPersonChanged; Service.PersonAt gives
// the words before and after.
type PersonChanged struct {
	Person PersonID  `json:"person"`
	Name   bool      `json:"name"`
	Email  bool      `json:"email"`
	From   time.Time `json:"from"`
	Deed   DeedID    `json:"deed"`
}

// PersonAppointed is the payload of EventPersonAppointed.
type PersonAppointed struct {
	Person PersonID  `json:"person"`
	Agency AgencyID  `json:"agency"`
	Post   PostID    `json:"post"`
	From   time.Time `json:"from"`
}

// HeadChanged is the payload of EventHeadChanged; Old is empty when nobody was.
type HeadChanged struct {
	Agency AgencyID  `json:"agency"`
	Old    PersonID  `json:"old"`
	New    PersonID  `json:"new"`
	From   time.Time `json:"from"`
	Deed   DeedID    `json:"deed"`
}

// AgencyRenamed is the payload of EventAgencyRenamed; Service.AgencyAt gives
// the names before and after.
type AgencyRenamed struct {
	Agency AgencyID  `json:"agency"`
	From   time.Time `json:"from"`
	Deed   DeedID    `json:"deed"`
}

// AgencyEnded is the payload of EventAgencyMerged and EventAgencyDissolved.
type AgencyEnded struct {
	Agency    AgencyID   `json:"agency"`
	Successor AgencyID   `json:"successor"`       // of a merger
	Heirs     []AgencyID `json:"heirs,omitempty"` // of a split
	From      time.Time  `json:"from"`
	Deed      DeedID     `json:"deed,omitempty"`
}

// AgencyMoved is the payload of EventAgencyMoved.
type AgencyMoved struct {
	Agency    AgencyID  `json:"agency"`
	OldParent AgencyID  `json:"old_parent"`
	NewParent AgencyID  `json:"new_parent"`
	From      time.Time `json:"from"`
	Deed      DeedID    `json:"deed"`
}

// UnitMoved is the payload of EventUnitMoved; NewAgency is empty when it closed.
type UnitMoved struct {
	Unit      UnitID    `json:"unit"`
	OldAgency AgencyID  `json:"old_agency"`
	NewAgency AgencyID  `json:"new_agency"`
	From      time.Time `json:"from"`
	Deed      DeedID    `json:"deed"`
}

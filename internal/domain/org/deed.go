package org

import "time"

// DeedKind is one kind of decision about the organisation.
type DeedKind string

// Kinds of deeds.
const (
	DeedAppoint      DeedKind = "appoint"       // bổ nhiệm, phân công
	DeedEndPost      DeedKind = "end-post"      // thôi giữ chức vụ
	DeedTransfer     DeedKind = "transfer"      // điều động, chuyển công tác
	DeedRetire       DeedKind = "retire"        // nghỉ hưu
	DeedResign       DeedKind = "resign"        // thôi việc
	DeedLeave        DeedKind = "leave"         // chuyển ra ngoài phạm vi quản lý của tỉnh
	DeedDeath        DeedKind = "death"         // từ trần
	DeedChangePerson DeedKind = "change-person" // đổi họ tên, thư điện tử
	DeedChangeHead   DeedKind = "change-head"   // thay người đứng đầu
	DeedRename       DeedKind = "rename"        // đổi tên cơ quan
	DeedMerge        DeedKind = "merge"         // sáp nhập
	DeedSplit        DeedKind = "split"         // chia, tách
	DeedDissolve     DeedKind = "dissolve"      // giải thể
	DeedMoveAgency   DeedKind = "move-agency"   // chuyển cơ quan cấp trên
	DeedMoveUnit     DeedKind = "move-unit"     // chuyển đơn vị sang cơ quan, đơn vị khác
	DeedCloseUnit    DeedKind = "close-unit"    // kết thúc hoạt động của đơn vị
)

// Deed is a decision: what changes, from which day, why and by which paper. One
// whose day has come takes effect with the decision; another waits for ApplyDue.
// Which fields a kind asks for stands with each in checkDeed.
type Deed struct {
	ID   DeedID
	Kind DeedKind
	DeedData
	Reason      string
	Paper       string // number and date of the paper that decides
	At          time.Time
	DecidedBy   PersonID
	DecidedAt   time.Time
	DoneAt      time.Time // zero while its day has not come
	CancelledAt time.Time
}

// DeedData says what a deed changes.
type DeedData struct {
	Agency    AgencyID   `json:"agency,omitempty"`     // the agency concerned; of a transfer the new one
	Unit      UnitID     `json:"unit,omitempty"`       // the unit concerned, or of the new post
	Person    PersonID   `json:"person,omitempty"`     // the person concerned, or the new head
	Post      PostID     `json:"post,omitempty"`       // the post that ends
	NewPost   PostID     `json:"new_post,omitempty"`   // made with the decision
	Title     string     `json:"title,omitempty"`      // of the new post
	Target    AgencyID   `json:"target,omitempty"`     // successor, or new parent
	UnitAbove UnitID     `json:"unit_above,omitempty"` // new parent unit
	Heirs     []AgencyID `json:"heirs,omitempty"`      // of a split
	Name      string     `json:"name,omitempty"`       // new name of the agency, unit or person
	ShortName string     `json:"short_name,omitempty"`
	Superior  string     `json:"superior,omitempty"`
	Email     string     `json:"email,omitempty"`

	FromAgency AgencyID `json:"from_agency,omitempty"` // where a transfer begins; filled by Decide
	OldHead    PersonID `json:"old_head,omitempty"`    // filled by Decide
}

// peopleDeeds are about people and posts; the others are about the tree.
var peopleDeeds = map[DeedKind]bool{DeedAppoint: true, DeedEndPost: true, DeedTransfer: true, DeedRetire: true,
	DeedResign: true, DeedLeave: true, DeedDeath: true, DeedChangePerson: true, DeedChangeHead: true}

// newPosts are the deeds by which a post begins.
var newPosts = map[DeedKind]bool{DeedAppoint: true, DeedTransfer: true, DeedChangeHead: true}

// leaving are the deeds that end public service in the province, with the
// status that they bring.
var leaving = map[DeedKind]Status{DeedRetire: Retired, DeedResign: Resigned, DeedLeave: Transferred, DeedDeath: Dead}

// AboutPeople reports whether the deed is about a person, not about the tree.
func (k DeedKind) AboutPeople() bool { return peopleDeeds[k] }

// Pending reports whether the day of the deed is still to come.
func (d Deed) Pending() bool { return d.DoneAt.IsZero() && d.CancelledAt.IsZero() }

// DeedQuery asks for deeds about one subject (agency, unit, person, post),
// newest effective day first, at most Limit.
type DeedQuery struct {
	Subject string
	Limit   int
}

// Term is what an agency was called and where it stood for a time.
type Term struct {
	Agency    AgencyID
	Name      string
	Superior  string
	ShortName string
	Parent    AgencyID
	From      time.Time
	To        time.Time // zero: still
	Deed      DeedID
}

// UnitTerm is what a unit was called and where it stood for a time.
type UnitTerm struct {
	Unit      UnitID
	Agency    AgencyID
	Parent    UnitID
	Name      string
	ShortName string
	From, To  time.Time
	Deed      DeedID
}

// PersonTerm is how a person was called and written to for a time.
type PersonTerm struct {
	Person   PersonID
	Name     string
	Email    string
	From, To time.Time
	Deed     DeedID
}

// Identity is what the identity card says; every reading is written down.
type Identity struct {
	Person   PersonID
	Birth    time.Time
	Number   string // số định danh cá nhân, 12 digits
	IssuedAt time.Time
	IssuedBy string
}

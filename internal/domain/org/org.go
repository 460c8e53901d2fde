package org

import (
	"strings"
	"time"
)

// IDs are UUIDv7 in text form; an id of one thing is not one of another.
type (
	AgencyID    string
	UnitID      string
	PersonID    string
	PostID      string
	AccountID   string
	AuthorityID string
	DeedID      string
)

// Agency (cơ quan, tổ chức). Code is its mã định danh, e.g. "H41.37". Name,
// superior, short name and parent are those of today; AgencyAt gives another day's.
type Agency struct {
	ID        AgencyID
	Code      string
	Name      string // "Sở Khoa học và Công nghệ"
	Superior  string // line above the name on paper: "UBND TỈNH NGHỆ AN"; empty for the highest
	ShortName string // in symbols: "SKHCN"
	Place     string // before the date on paper: "Nghệ An"
	Parent    AgencyID
	Province  string // profile code, "NA"
	ValidFrom time.Time
	ValidTo   time.Time // zero while it lives
	Successor AgencyID  // who continues its work after a merger

	Kind       Kind
	Level      Level
	Dependent  bool   // no legal entity of its own (không có tư cách pháp nhân)
	Sealless   bool   // no seal of its own (không có con dấu riêng)
	TaxCode    string // mã số thuế
	BudgetCode string // mã số đơn vị có quan hệ với ngân sách
	Address    string
	Email      string // of the agency
}

// LegalEntity and OwnSeal are what a direct managing agency must have (HT-05.0).
func (a Agency) LegalEntity() bool { return !a.Dependent }

// OwnSeal is asked together with LegalEntity.
func (a Agency) OwnSeal() bool { return !a.Sealless }

// LivesAt reports whether the agency exists on that day.
func (a Agency) LivesAt(at time.Time) bool { return within(at, a.ValidFrom, a.ValidTo) }

// Unit (đơn vị, phòng) inside an agency.
type Unit struct {
	ID        UnitID
	Agency    AgencyID
	Name      string
	ShortName string    // in symbols: "CĐS"
	Parent    UnitID    // unit above it in the same agency, usually empty
	ValidFrom time.Time // zero: older than the book
	ValidTo   time.Time // zero while it lasts; a closed unit is still found by its id
}

// Person holds posts; Email is the official mailbox. Number and dates of the
// identity card are not here: Service.Identity gives them to those who may.
type Person struct {
	ID         PersonID
	Name       string
	Email      string
	Phone      string
	Employment Employment
	Status     Status
	StatusAt   time.Time // first day of the status; zero: since before the book
}

// Post is an appointment: who, where, as what, from when to when.
type Post struct {
	ID     PostID
	Person PersonID
	Agency AgencyID
	Unit   UnitID // empty for posts of the agency itself
	Title  string // "Giám đốc", "Phó Giám đốc", "Văn thư"
	From   time.Time
	To     time.Time // zero while it lasts
}

// HeldAt reports whether the appointment counts on that day.
func (p Post) HeldAt(at time.Time) bool { return within(at, p.From, p.To) }

// HeadsAgency reports whether it is the post of the head of the agency
// (người đứng đầu), by its title.
func (p Post) HeadsAgency() bool { return p.Unit == "" && heads(p.Title) && !deputyTitle(p.Title) }

// LeadsAgency reports whether it is a post of the agency's leadership: the head
// or a deputy.
func (p Post) LeadsAgency() bool {
	return p.HeadsAgency() || p.Unit == "" && deputyTitle(p.Title) && heads(strings.TrimSpace(p.Title[len("phó "):]))
}

// Role (vai trò) opens actions; a person may have several in one agency.
type Role string

// Roles of the glossary.
const (
	Clerk             Role = "clerk"              // văn thư
	Leader            Role = "leader"             // lãnh đạo cơ quan, người có thẩm quyền
	UnitLeader        Role = "unit-leader"        // lãnh đạo đơn vị soạn thảo
	Officer           Role = "officer"            // chuyên viên, người soạn thảo
	FormatChecker     Role = "format-checker"     // người kiểm tra thể thức
	Archivist         Role = "archivist"          // lưu trữ
	SubscriberManager Role = "subscriber-manager" // người quản lý thuê bao
	ITOfficer         Role = "it-officer"         // cán bộ CNTT
	Administrator     Role = "administrator"      // quản trị hệ thống
	Inspector         Role = "inspector"          // thanh tra
	Anonymous         Role = "anonymous"          // nobody signed in: public pages
)

// Roles lists all of them in the order of the permission table.
var Roles = []Role{Clerk, Leader, UnitLeader, Officer, FormatChecker, Archivist, SubscriberManager, ITOfficer, Administrator, Inspector, Anonymous}

// Actor is who acts: one person in one agency with the roles held there now.
// Services take it from the session, never from a form.
type Actor struct {
	Account  AccountID
	Person   PersonID
	Name     string
	Agency   AgencyID
	Unit     UnitID
	Roles    []Role
	Province string // profile code of the agency
}

// Has reports whether the actor holds the role.
func (a Actor) Has(role Role) bool {
	for _, r := range a.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// Capacity (tư cách ký) says for whom a person signs; NĐ 30/2020, Phụ lục I.
type Capacity string

// Capacities as they stand before the title on paper.
const (
	InOwnRight Capacity = ""     // cấp trưởng ký
	Deputy     Capacity = "KT."  // ký thay
	Collective Capacity = "TM."  // thay mặt tập thể
	ByOrder    Capacity = "TL."  // thừa lệnh
	Authorised Capacity = "TUQ." // thừa ủy quyền
	Acting     Capacity = "Q."   // quyền
)

// Authority is one row of the table of who may sign what, and how
// (thẩm quyền ký): post, document type code ("*" = every type), capacity.
type Authority struct {
	ID       AuthorityID
	Agency   AgencyID
	Post     PostID
	Type     string
	Capacity Capacity
	From     time.Time
	To       time.Time
}

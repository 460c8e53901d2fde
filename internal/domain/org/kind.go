package org

import "strings"

// Kind says what sort of agency it is. Which kinds may be subscribers is the
// profile's (subscribers.agency_types); the codes are the same everywhere.
type Kind string

// Kinds of agencies.
const (
	KindParty         Kind = "party"          // cơ quan Đảng
	KindPolitical     Kind = "political"      // tổ chức chính trị - xã hội
	KindMass          Kind = "mass"           // tổ chức, đoàn thể, hội quần chúng
	KindDelegation    Kind = "delegation"     // Đoàn đại biểu Quốc hội
	KindCouncil       Kind = "council"        // Hội đồng nhân dân
	KindCommittee     Kind = "committee"      // Ủy ban nhân dân
	KindDepartment    Kind = "department"     // sở, ban, ngành
	KindProvinceUnit  Kind = "province-unit"  // đơn vị khác thuộc UBND tỉnh
	KindSpecialised   Kind = "specialised"    // chi cục, phòng, cơ quan chuyên môn
	KindPublicService Kind = "public-service" // đơn vị sự nghiệp công lập
	KindStateBody     Kind = "state-body"     // tổ chức thuộc cơ quan nhà nước
	KindOutside       Kind = "outside"        // doanh nghiệp, tổ chức ngoài phạm vi
)

// Kinds lists them in the order of forms.
var Kinds = []Kind{KindCommittee, KindCouncil, KindDelegation, KindDepartment, KindProvinceUnit, KindSpecialised,
	KindPublicService, KindStateBody, KindParty, KindPolitical, KindMass, KindOutside}

// Level is where an agency stands; which levels a province has is its own
// structure, so a level may stay without agencies (NA-02.2).
type Level string

// Levels.
const (
	LevelProvince Level = "province"
	LevelDistrict Level = "district"
	LevelCommune  Level = "commune"
)

// Levels lists them from above.
var Levels = []Level{LevelProvince, LevelDistrict, LevelCommune}

// Employment says how a person is employed (subscribers.employment_kinds).
type Employment string

// Employments.
const (
	Cadre          Employment = "cadre"           // cán bộ
	CivilServant   Employment = "civil-servant"   // công chức
	PublicEmployee Employment = "public-employee" // viên chức
	Worker         Employment = "worker"          // người lao động
)

// Employments lists them in the order of forms.
var Employments = []Employment{Cadre, CivilServant, PublicEmployee, Worker}

// Status of a person in public service.
type Status string

// Statuses; only Working may hold posts.
const (
	Working     Status = "working"     // đang làm việc
	Retired     Status = "retired"     // nghỉ hưu
	Resigned    Status = "resigned"    // thôi việc
	Transferred Status = "transferred" // chuyển ra ngoài tỉnh
	Dead        Status = "dead"        // từ trần
)

// Label is the status in the words of the screens.
func (s Status) Label() string {
	switch s {
	case Working:
		return "đang làm việc"
	case Retired:
		return "nghỉ hưu"
	case Resigned:
		return "thôi việc"
	case Transferred:
		return "chuyển ra ngoài tỉnh"
	case Dead:
		return "từ trần"
	}
	return string(s)
}

// KindOfName tells the kind that the official beginning of a name says; a
// department when it says nothing.
func KindOfName(name string) Kind {
	for _, row := range []struct {
		start string
		kind  Kind
	}{
		{"Ủy ban nhân dân", KindCommittee}, {"UBND", KindCommittee}, {"Hội đồng nhân dân", KindCouncil},
		{"Đoàn đại biểu Quốc hội", KindDelegation}, {"Tỉnh ủy", KindParty}, {"Huyện ủy", KindParty},
		{"Chi cục", KindSpecialised}, {"Trung tâm", KindPublicService}, {"Trường", KindPublicService}, {"Bệnh viện", KindPublicService},
	} {
		if strings.HasPrefix(name, row.start) {
			return row.kind
		}
	}
	return KindDepartment
}

// LevelOfName tells the level that the name of a committee or council says:
// "Ủy ban nhân dân xã Kim Liên"; the province when it says nothing.
func LevelOfName(name string) Level {
	_, place, _ := strings.Cut(name, "nhân dân ")
	for _, row := range []struct {
		start string
		level Level
	}{
		{"xã ", LevelCommune}, {"phường ", LevelCommune}, {"thị trấn ", LevelCommune},
		{"huyện ", LevelDistrict}, {"thành phố ", LevelDistrict}, {"thị xã ", LevelDistrict},
	} {
		if strings.HasPrefix(place, row.start) {
			return row.level
		}
	}
	return LevelProvince
}

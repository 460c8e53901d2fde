package app

import "antin/internal/domain/org"

// The practice province as data: made at the first start and by antin tour.
// Names are those of nobody.

type personRow struct {
	account, name, title string
	unit                 string // short name of the unit, empty for the agency's own posts
	roles                []org.Role
	sign                 []signRow
}

// signRow is one line of the table of signing authority.
type signRow struct {
	types    string
	capacity org.Capacity
}

type unitRow struct{ name, short string }

type agencyRow struct {
	code, name, superior, short, parent string
	place                               string // where it is; Nghệ An when empty
	sealMM                              float64
	units                               []unitRow
	people                              []personRow
}

var ownRight = []signRow{{"*", org.InOwnRight}}
var deputy = []signRow{{"*", org.Deputy}}

// practiceAgencies is UBND tỉnh, two departments and one commune.
var practiceAgencies = []agencyRow{
	{code: "H41", name: "Ủy ban nhân dân tỉnh Nghệ An", short: "UBND", sealMM: 42,
		units: []unitRow{{"Văn phòng", "VP"}},
		people: []personRow{
			{"chutich.ubnd", "Nguyễn Đức Thành", "Chủ tịch", "", []org.Role{org.Leader}, []signRow{{"*", org.InOwnRight}, {"*", org.Collective}}},
			{"phochutich.ubnd", "Bùi Thị Lan", "Phó Chủ tịch", "", []org.Role{org.Leader}, deputy},
			{"chanhvanphong.ubnd", "Hoàng Văn Sơn", "Chánh Văn phòng", "VP", []org.Role{org.UnitLeader}, []signRow{{"*", org.ByOrder}}},
			{"chuyenvien.ubnd", "Phan Thu Trang", "Chuyên viên", "VP", []org.Role{org.Officer}, nil},
			{"thethuc.ubnd", "Trần Quốc Việt", "Chuyên viên", "VP", []org.Role{org.FormatChecker}, nil},
			{"vanthu.ubnd", "Lê Thị Hạnh", "Văn thư", "VP", []org.Role{org.Clerk}, nil},
			{"quantri", "Đặng Minh Tuấn", "Quản trị hệ thống", "VP", []org.Role{org.Administrator}, nil},
			{"thanhtra.ubnd", "Võ Thị Hồng", "Thanh tra viên", "", []org.Role{org.Inspector}, nil},
		}},
	{code: "H41.37", name: "Sở Khoa học và Công nghệ", superior: "UBND TỈNH NGHỆ AN", short: "SKHCN", parent: "H41", sealMM: 36,
		units: []unitRow{{"Phòng Chuyển đổi số", "CĐS"}, {"Văn phòng", "VP"}},
		people: []personRow{
			{"giamdoc.skhcn", "Nguyễn Văn Hòa", "Giám đốc", "", []org.Role{org.Leader}, ownRight},
			{"phogiamdoc.skhcn", "Trần Thị Minh", "Phó Giám đốc", "", []org.Role{org.Leader}, deputy},
			{"truongphong.skhcn", "Lê Quang Huy", "Trưởng phòng", "CĐS", []org.Role{org.UnitLeader}, []signRow{{"GM", org.ByOrder}, {"TB", org.ByOrder}}},
			{"chuyenvien.skhcn", "Phạm Thị Ngọc", "Chuyên viên", "CĐS", []org.Role{org.Officer}, nil},
			{"chuyenvien2.skhcn", "Cao Văn Dũng", "Chuyên viên", "CĐS", []org.Role{org.Officer}, nil},
			{"thethuc.skhcn", "Hồ Sỹ Long", "Chuyên viên", "VP", []org.Role{org.FormatChecker}, nil},
			{"vanthu.skhcn", "Nguyễn Thị Bình", "Văn thư", "VP", []org.Role{org.Clerk}, nil},
			{"thuebao.skhcn", "Đinh Văn Lực", "Chuyên viên", "VP", []org.Role{org.SubscriberManager, org.ITOfficer}, nil},
			{"luutru.skhcn", "Thái Thị Mai", "Lưu trữ viên", "VP", []org.Role{org.Archivist}, nil},
			{"chanhvanphong.skhcn", "Lưu Thị Phượng", "Chánh Văn phòng", "VP", []org.Role{org.UnitLeader}, nil},
		}},
	{code: "H41.35", name: "Sở Nội vụ", superior: "UBND TỈNH NGHỆ AN", short: "SNV", parent: "H41", sealMM: 36,
		units: []unitRow{{"Văn phòng", "VP"}},
		people: []personRow{
			{"giamdoc.snv", "Trương Công Danh", "Giám đốc", "", []org.Role{org.Leader}, ownRight},
			{"phogiamdoc.snv", "Ngô Thị Thủy", "Phó Giám đốc", "", []org.Role{org.Leader}, deputy},
			{"chanhvanphong.snv", "Vũ Đình Nam", "Chánh Văn phòng", "VP", []org.Role{org.UnitLeader}, []signRow{{"GM", org.ByOrder}}},
			{"chuyenvien.snv", "Đậu Thị Hoa", "Chuyên viên", "VP", []org.Role{org.Officer}, nil},
			{"thethuc.snv", "Bành Văn Tài", "Chuyên viên", "VP", []org.Role{org.FormatChecker}, nil},
			{"vanthu.snv", "Lương Thị Yến", "Văn thư", "VP", []org.Role{org.Clerk}, nil},
		}},
	{code: "H41.412", name: "Ủy ban nhân dân xã Kim Liên", superior: "", short: "UBND", parent: "H41", sealMM: 34,
		units: []unitRow{{"Văn phòng HĐND và UBND", "VP"}},
		people: []personRow{
			{"chutich.kimlien", "Nguyễn Sinh Quang", "Chủ tịch", "", []org.Role{org.Leader}, []signRow{{"*", org.InOwnRight}, {"*", org.Collective}}},
			{"phochutich.kimlien", "Hoàng Thị Thơ", "Phó Chủ tịch", "", []org.Role{org.Leader}, deputy},
			{"chanhvanphong.kimlien", "Trần Văn Thắng", "Chánh Văn phòng", "VP", []org.Role{org.UnitLeader}, nil},
			{"congchuc.kimlien", "Nguyễn Thị Sen", "Công chức Văn hóa - Xã hội", "VP", []org.Role{org.Officer, org.FormatChecker}, nil},
			{"vanthu.kimlien", "Phan Văn Lộc", "Văn thư", "VP", []org.Role{org.Clerk}, nil},
		}},
}

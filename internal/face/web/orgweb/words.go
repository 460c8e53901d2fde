package orgweb

import (
	"strings"

	"antin/internal/domain/org"
	"antin/internal/face/web/ui"
)

var labels = map[string]string{
	"name": "Tên", "short_name": "Tên viết tắt", "superior": "Dòng cơ quan cấp trên", "email": "Thư điện tử", "phone": "Điện thoại",
	"title": "Chức danh", "place": "Nơi công tác", "target": "Cơ quan", "target2": "Cơ quan thứ hai", "person": "Người", "reason": "Lý do",
	"paper": "Số, ngày của quyết định", "code": "Mã định danh", "tax_code": "Mã số thuế", "budget_code": "Mã quan hệ ngân sách",
	"address": "Địa chỉ", "locality": "Địa danh", "number": "Số định danh cá nhân", "issued_by": "Nơi cấp",
}

var kindWords = map[org.Kind]string{
	org.KindParty: "Cơ quan Đảng", org.KindPolitical: "Tổ chức chính trị - xã hội", org.KindMass: "Đoàn thể, hội",
	org.KindDelegation: "Đoàn đại biểu Quốc hội", org.KindCouncil: "Hội đồng nhân dân", org.KindCommittee: "Ủy ban nhân dân",
	org.KindDepartment: "Sở, ban, ngành", org.KindProvinceUnit: "Đơn vị khác thuộc UBND tỉnh", org.KindSpecialised: "Chi cục, phòng, cơ quan chuyên môn",
	org.KindPublicService: "Đơn vị sự nghiệp công lập", org.KindStateBody: "Tổ chức thuộc cơ quan nhà nước", org.KindOutside: "Ngoài phạm vi quản lý",
}

var levelWords = map[org.Level]string{org.LevelProvince: "Cấp tỉnh", org.LevelDistrict: "Cấp huyện", org.LevelCommune: "Cấp xã"}

var employmentWords = map[org.Employment]string{
	org.Cadre: "Cán bộ", org.CivilServant: "Công chức", org.PublicEmployee: "Viên chức", org.Worker: "Người lao động",
}

// deedWord is how a deed is spoken of: on the button, on its page, in a history.
type deedWord struct {
	title  string // heading of its form
	button string // the primary action
	past   string // in a history
	lead   string
}

var deedWords = map[org.DeedKind]deedWord{
	org.DeedAppoint:      {"Bổ nhiệm, phân công", "Ghi bổ nhiệm", "Bổ nhiệm, phân công", "Người này giữ thêm một chức vụ."},
	org.DeedEndPost:      {"Thôi giữ chức vụ", "Ghi thôi giữ chức vụ", "Thôi giữ chức vụ", "Thẩm quyền ký gắn với chức vụ hết hiệu lực cùng ngày."},
	org.DeedTransfer:     {"Điều động, chuyển công tác", "Ghi điều động", "Điều động", "Chức vụ cũ kết thúc và chức vụ mới bắt đầu cùng một ngày."},
	org.DeedRetire:       {"Nghỉ hưu", "Ghi nghỉ hưu", "Nghỉ hưu", "Mọi chức vụ, vai trò và tài khoản của người này kết thúc."},
	org.DeedResign:       {"Thôi việc", "Ghi thôi việc", "Thôi việc", "Mọi chức vụ, vai trò và tài khoản của người này kết thúc."},
	org.DeedLeave:        {"Chuyển ra ngoài tỉnh", "Ghi chuyển đi", "Chuyển ra ngoài tỉnh", "Mọi chức vụ, vai trò và tài khoản của người này kết thúc."},
	org.DeedDeath:        {"Từ trần", "Ghi từ trần", "Từ trần", "Mọi chức vụ, vai trò và tài khoản của người này kết thúc."},
	org.DeedChangePerson: {"Đổi họ tên, thư điện tử", "Ghi thay đổi", "Đổi họ tên, thư điện tử", "Tên cũ còn được tìm thấy theo ngày."},
	org.DeedChangeHead:   {"Thay người đứng đầu", "Ghi người đứng đầu mới", "Thay người đứng đầu", "Người đứng đầu cũ thôi giữ chức vụ cùng ngày."},
	org.DeedRename:       {"Đổi tên cơ quan", "Ghi tên mới", "Đổi tên", "Văn bản trước ngày này vẫn mang tên cũ."},
	org.DeedMerge:        {"Sáp nhập", "Ghi sáp nhập", "Sáp nhập", "Cơ quan kết thúc hoạt động; cơ quan tiếp nhận làm tiếp việc của nó."},
	org.DeedSplit:        {"Chia, tách", "Ghi chia, tách", "Chia, tách", "Cơ quan kết thúc hoạt động; các cơ quan mới đã được thêm trước."},
	org.DeedDissolve:     {"Giải thể", "Ghi giải thể", "Giải thể", "Cơ quan và mọi chức vụ trong đó kết thúc."},
	org.DeedMoveAgency:   {"Chuyển cơ quan cấp trên", "Ghi cơ quan cấp trên mới", "Chuyển cơ quan cấp trên", "Cơ quan quản lý trực tiếp thuê bao được xác định lại."},
	org.DeedMoveUnit:     {"Chuyển đơn vị", "Ghi chuyển đơn vị", "Chuyển đơn vị", "Người của đơn vị đi theo đơn vị."},
	org.DeedCloseUnit:    {"Kết thúc đơn vị", "Ghi kết thúc đơn vị", "Kết thúc đơn vị", "Đơn vị đã kết thúc vẫn được giữ trong lịch sử."},
}

func choices[K ~string](order []K, words map[K]string) []ui.Choice {
	list := make([]ui.Choice, len(order))
	for i, code := range order {
		list[i] = ui.Choice{Value: string(code), Text: words[code]}
	}
	return list
}

func statusChip(p org.Person) ui.Chip {
	word := []rune(p.Status.Label())
	tone := ui.Good
	if p.Status != org.Working {
		tone = ui.Wait
	}
	return ui.Chip{Tone: tone, Text: strings.ToUpper(string(word[:1])) + string(word[1:])}
}

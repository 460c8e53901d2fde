package document

import "slices"

// model is how a type is usually opened and closed (NĐ 30/2020, Phụ lục III,
// mẫu 1.1 to 1.10); an agency's own template wins over it.
type model struct {
	basis   []string // căn cứ
	opening []string
	closing []string
	decides bool // names who decides under the subject, and says "QUYẾT ĐỊNH:"
	to      bool // has "Kính gửi"
}

const (
	basisLaw   = "Căn cứ Luật Tổ chức chính quyền địa phương;"
	basisDuty  = "Căn cứ [văn bản quy định chức năng, nhiệm vụ, quyền hạn của {cơ quan}];"
	basisAsk   = "Theo đề nghị của [chức danh người đứng đầu đơn vị trình]."
	toFollow   = "Yêu cầu các đơn vị, cá nhân có liên quan nghiêm túc tổ chức thực hiện./."
	toBeDone   = "Trên đây là {tên loại} {trích yếu}, {cơ quan} thông báo để các cơ quan, đơn vị biết, thực hiện./."
	toReport   = "Trên đây là báo cáo {trích yếu}, {cơ quan} trân trọng báo cáo./."
	toDecide   = "Kính đề nghị xem xét, quyết định./."
	toMeet     = "Rất mong được đón tiếp./."
	toCarryOut = "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về {cơ quan} để xem xét, giải quyết./."
)

// models of the 29 types by their name.
func models() map[string]model {
	articles := []string{"Điều 1. [Nội dung quyết định]", "Điều 2. {tên loại} này có hiệu lực thi hành kể từ ngày ký.", "Điều 3. [Các đơn vị, cá nhân] chịu trách nhiệm thi hành {tên loại} này./."}
	chapters := []string{"Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng", "[Nội dung]", "Điều 2. [Tên điều]", "[Nội dung]", "Điều 3. Tổ chức thực hiện", "[Nội dung]./."}
	plan := []string{"I. MỤC ĐÍCH, YÊU CẦU", "[Nội dung]", "II. NỘI DUNG", "[Nội dung]", "III. TỔ CHỨC THỰC HIỆN", "[Nội dung]"}
	parties := []string{"Hôm nay, ngày … tháng … năm …, tại [địa điểm], chúng tôi gồm:", "BÊN A: [tên, địa chỉ, người đại diện, chức vụ]", "BÊN B: [tên, địa chỉ, người đại diện, chức vụ]", "Hai bên thống nhất các nội dung sau:", "Điều 1. [Nội dung]"}
	return map[string]model{
		"Nghị quyết":      {basis: []string{basisLaw, basisDuty, basisAsk}, opening: []string{"QUYẾT NGHỊ:", "Điều 1. [Nội dung]", "Điều 2. [Tổ chức thực hiện]./."}, decides: true},
		"Quyết định":      {basis: []string{basisLaw, basisDuty, basisAsk}, opening: append([]string{"QUYẾT ĐỊNH:"}, articles...), decides: true},
		"Chỉ thị":         {opening: []string{"[Tình hình, lý do ban hành]", "Để [mục đích], {người ký} yêu cầu:", "1. [Nội dung]"}, closing: []string{toFollow}},
		"Quy chế":         {opening: chapters},
		"Quy định":        {opening: chapters},
		"Thông cáo":       {opening: []string{"[Nội dung thông cáo]./."}},
		"Thông báo":       {opening: []string{"[Nội dung thông báo]"}, closing: []string{toBeDone}},
		"Hướng dẫn":       {basis: []string{"Căn cứ [văn bản được hướng dẫn];"}, opening: []string{"{cơ quan} hướng dẫn {trích yếu} như sau:", "[Nội dung]"}, closing: []string{toCarryOut}},
		"Chương trình":    {opening: plan, closing: []string{toFollow}},
		"Kế hoạch":        {basis: []string{"Thực hiện [văn bản giao nhiệm vụ], {cơ quan} ban hành Kế hoạch {trích yếu} như sau:"}, opening: plan, closing: []string{toCarryOut}},
		"Phương án":       {opening: plan, closing: []string{toFollow}},
		"Đề án":           {opening: append([]string{"SỰ CẦN THIẾT", "[Nội dung]"}, plan...), closing: []string{toFollow}},
		"Dự án":           {opening: append([]string{"SỰ CẦN THIẾT", "[Nội dung]"}, plan...), closing: []string{toFollow}},
		"Báo cáo":         {opening: []string{"I. KẾT QUẢ THỰC HIỆN", "[Nội dung]", "II. TỒN TẠI, NGUYÊN NHÂN", "[Nội dung]", "III. NHIỆM VỤ, GIẢI PHÁP", "[Nội dung]"}, closing: []string{toReport}},
		"Biên bản":        {opening: []string{"Thời gian bắt đầu: … giờ … ngày …", "Địa điểm: [nơi họp]", "Thành phần tham dự: [họ tên, chức vụ]", "Chủ trì: [họ tên, chức vụ]", "Thư ký: [họ tên, chức vụ]", "Nội dung: [diễn biến, kết luận]", "Cuộc họp kết thúc vào … giờ …, ngày …./."}},
		"Tờ trình":        {opening: []string{"[Sự cần thiết, căn cứ]", "[Nội dung đề nghị]"}, closing: []string{toDecide}, to: true},
		"Hợp đồng":        {opening: parties},
		"Công văn":        {opening: []string{"[Nội dung]"}, closing: []string{"Đề nghị [cơ quan nhận] quan tâm phối hợp, thực hiện./."}, to: true},
		"Công điện":       {opening: []string{"{người ký} điện:", "- [cơ quan nhận điện]", "[Nội dung điện]./."}},
		"Bản ghi nhớ":     {opening: parties},
		"Bản thỏa thuận":  {opening: parties},
		"Giấy ủy quyền":   {basis: []string{"Căn cứ [quy chế làm việc của {cơ quan}];"}, opening: []string{"{người ký} ủy quyền cho ông (bà): [họ tên, chức vụ]", "Nội dung ủy quyền: [nội dung]", "Thời hạn ủy quyền: từ ngày … đến ngày …./."}},
		"Giấy mời":        {opening: []string{"{cơ quan} trân trọng kính mời: [tên cơ quan hoặc họ tên, chức vụ]", "Tới dự: {trích yếu}", "Chủ trì: [họ tên, chức vụ]", "Thời gian: … giờ …, ngày …", "Địa điểm: [nơi họp]"}, closing: []string{toMeet}},
		"Giấy giới thiệu": {opening: []string{"{cơ quan} trân trọng giới thiệu ông (bà): [họ tên, chức vụ]", "Được cử đến: [cơ quan]", "Về việc: {trích yếu}", "Đề nghị quý cơ quan tạo điều kiện để ông (bà) có tên trên hoàn thành nhiệm vụ.", "Giấy này có giá trị đến hết ngày …./."}},
		"Giấy nghỉ phép":  {opening: []string{"Xét đơn đề nghị nghỉ phép của ông (bà) [họ tên]", "{cơ quan} cấp cho ông (bà): [họ tên, chức vụ]", "Được nghỉ phép từ ngày … đến hết ngày … tại [nơi nghỉ].", "Số ngày nghỉ phép nêu trên được tính vào thời gian nghỉ phép năm …./."}},
		"Phiếu gửi":       {opening: []string{"{cơ quan} gửi kèm theo phiếu này các văn bản, tài liệu sau: [danh mục]", "Sau khi nhận được, đề nghị gửi trả lại Phiếu này./."}, to: true},
		"Phiếu chuyển":    {opening: []string{"{cơ quan} có nhận được đơn, thư của [họ tên, địa chỉ] về việc {trích yếu}.", "{cơ quan} chuyển đến quý cơ quan để giải quyết theo thẩm quyền./."}, to: true},
		"Phiếu báo":       {opening: []string{"{cơ quan} đã nhận được [văn bản, đơn] về việc {trích yếu}.", "{cơ quan} xin báo để ông (bà) biết./."}, to: true},
		"Thư công":        {opening: []string{"[Nội dung thư]"}},
	}
}

// ModelTypes are the names of the types that have a model, in alphabetical
// order; a type of an agency's own takes that of a letter.
func ModelTypes() []string {
	all := models()
	out := make([]string, 0, len(all))
	for name := range all {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

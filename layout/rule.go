package layout

import "antin/docx"

// Severity of a finding.
type Severity string

// Severities: against the decree; not as the decree says, but the document can
// be read and used; a habit of good offices.
const (
	Wrong  Severity = "wrong"
	Unlike Severity = "unlike"
	Hint   Severity = "hint"
)

// Code of a rule; stable, for records and tests.
type Code string

// Component of a document (thành phần thể thức).
type Component string

// Components, in the order of Phụ lục I.
const (
	National   Component = "national"   // Quốc hiệu
	Motto      Component = "motto"      // Tiêu ngữ
	Superior   Component = "superior"   // cơ quan chủ quản trực tiếp
	Agency     Component = "agency"     // cơ quan ban hành
	Number     Component = "number"     // số, ký hiệu
	PlaceDate  Component = "place-date" // địa danh và thời gian
	Title      Component = "title"      // tên loại
	Subject    Component = "subject"    // trích yếu dưới tên loại
	Letter     Component = "letter"     // trích yếu công văn, V/v
	Body       Component = "body"
	Capacity   Component = "capacity" // quyền hạn, chức vụ
	Name       Component = "name"
	Recipients Component = "recipients" // "Nơi nhận:"
	Recipient  Component = "recipient"  // từng nơi nhận
	To         Component = "to"         // Kính gửi
	Urgency    Component = "urgency"
	PageNumber Component = "page-number"
	Appendix   Component = "appendix"
	Page       Component = "page"
)

// Rule is one demand of the decree.
type Rule struct {
	Code      Code
	Component Component
	Clause    string
	Says      string // what the decree asks for, Vietnamese
	Severity  Severity
}

const annex = "NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, "

// Style is how a component is set.
type Style struct {
	Component    Component
	Label        string // Vietnamese
	Clause       string
	Min, Max     float64 // size in points
	Bold, Italic bool
	Caps         bool // in capitals
	Free         bool // weight and slope are left open
	Align        docx.Align
	Side         Side
	Required     bool
}

// Styles of Phụ lục I, Phần I, Mục II and III, and the table of Mục V.
func Styles() []Style {
	return []Style{
		{Component: National, Label: "Quốc hiệu", Clause: annex + "Mục II, khoản 1", Min: 12, Max: 13, Bold: true, Caps: true, Side: RightSide, Required: true},
		{Component: Motto, Label: "Tiêu ngữ", Clause: annex + "Mục II, khoản 1", Min: 13, Max: 14, Bold: true, Side: RightSide, Required: true},
		{Component: Superior, Label: "Tên cơ quan chủ quản", Clause: annex + "Mục II, khoản 2", Min: 12, Max: 13, Caps: true, Side: LeftSide},
		{Component: Agency, Label: "Tên cơ quan ban hành", Clause: annex + "Mục II, khoản 2", Min: 12, Max: 13, Bold: true, Caps: true, Side: LeftSide, Required: true},
		{Component: Number, Label: "Số, ký hiệu", Clause: annex + "Mục II, khoản 3", Min: 13, Max: 13, Side: LeftSide, Required: true},
		{Component: PlaceDate, Label: "Địa danh và thời gian ban hành", Clause: annex + "Mục II, khoản 4", Min: 13, Max: 14, Italic: true, Side: RightSide, Required: true},
		{Component: Title, Label: "Tên loại văn bản", Clause: annex + "Mục II, khoản 5", Min: 13, Max: 14, Bold: true, Caps: true, Align: docx.Center},
		{Component: Subject, Label: "Trích yếu nội dung", Clause: annex + "Mục II, khoản 5", Min: 13, Max: 14, Bold: true, Align: docx.Center},
		{Component: Letter, Label: "Trích yếu công văn (V/v)", Clause: annex + "Mục II, khoản 5", Min: 12, Max: 13, Side: LeftSide},
		{Component: Body, Label: "Nội dung văn bản", Clause: annex + "Mục II, khoản 6", Min: 13, Max: 14, Free: true},
		{Component: Capacity, Label: "Quyền hạn, chức vụ người ký", Clause: annex + "Mục II, khoản 7", Min: 13, Max: 14, Bold: true, Caps: true, Side: RightSide, Required: true},
		{Component: Name, Label: "Họ và tên người ký", Clause: annex + "Mục II, khoản 7", Min: 13, Max: 14, Bold: true, Side: RightSide, Required: true},
		{Component: To, Label: "Kính gửi", Clause: annex + "Mục II, khoản 9", Min: 13, Max: 14},
		{Component: Recipients, Label: "Từ “Nơi nhận”", Clause: annex + "Mục II, khoản 9", Min: 12, Max: 12, Bold: true, Italic: true, Side: LeftSide, Required: true},
		{Component: Recipient, Label: "Danh sách nơi nhận", Clause: annex + "Mục II, khoản 9", Min: 11, Max: 11, Side: LeftSide},
		{Component: Urgency, Label: "Dấu chỉ mức độ khẩn", Clause: annex + "Mục III, khoản 2", Min: 13, Max: 14, Bold: true, Caps: true},
		{Component: Appendix, Label: "Từ “Phụ lục” và tên Phụ lục", Clause: annex + "Mục III, khoản 1", Min: 14, Max: 14, Bold: true, Align: docx.Center},
	}
}

func styleOf(c Component) Style {
	for _, s := range Styles() {
		if s.Component == c {
			return s
		}
	}
	return Style{Component: c}
}

// Rules lists every rule that Check can find broken, for pages that explain it.
func Rules() []Rule {
	out := []Rule{
		{"page-size", Page, annex + "Mục I, khoản 1", "Khổ giấy A4 (210 mm x 297 mm), theo chiều dài.", Wrong},
		{"page-margin", Page, annex + "Mục I, khoản 3", "Lề trên và dưới 20 – 25 mm, trái 30 – 35 mm, phải 15 – 20 mm.", Wrong},
		{"font", Page, annex + "Mục I, khoản 4", "Phông chữ tiếng Việt Times New Roman.", Wrong},
		{"colour", Page, annex + "Mục I, khoản 4", "Chữ màu đen.", Unlike},
		{"page-number", PageNumber, annex + "Mục I, khoản 7", "Số trang bằng chữ số Ả Rập, cỡ 13 – 14, đứng, giữa lề trên, không hiển thị ở trang thứ nhất.", Wrong},
		{"national-words", National, annex + "Mục II, khoản 1", "“CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM”.", Wrong},
		{"motto-words", Motto, annex + "Mục II, khoản 1", "“Độc lập - Tự do - Hạnh phúc”: chữ cái đầu các cụm từ viết hoa, giữa các cụm từ có gạch nối, cách chữ.", Wrong},
		{"number-form", Number, annex + "Mục II, khoản 3", "“Số:” rồi số, dấu gạch chéo, ký hiệu; các nhóm chữ của ký hiệu nối bằng gạch nối không cách chữ.", Wrong},
		{"number-zero", Number, annex + "Mục II, khoản 3", "Số nhỏ hơn 10 phải ghi thêm số 0 phía trước.", Wrong},
		{"number-type", Number, annex + "Mục II, khoản 3 và Phụ lục III", "Ký hiệu mang chữ viết tắt của tên loại văn bản.", Wrong},
		{"date-form", PlaceDate, annex + "Mục II, khoản 4", "“Địa danh, ngày … tháng … năm …”: sau địa danh có dấu phẩy; ngày, tháng, năm viết đầy đủ.", Wrong},
		{"date-zero", PlaceDate, annex + "Mục II, khoản 4", "Ngày nhỏ hơn 10 và tháng 1, 2 phải ghi thêm số 0 phía trước.", Wrong},
		{"title-missing", Title, annex + "Mục II, khoản 5", "Văn bản có tên loại và trích yếu; công văn có trích yếu sau chữ “V/v” dưới số, ký hiệu.", Wrong},
		{"title-twice", Title, annex + "Mục II, khoản 5", "“V/v” chỉ dùng cho công văn; văn bản có tên loại ghi trích yếu dưới tên loại.", Unlike},
		{"body-align", Body, annex + "Mục II, khoản 6", "Nội dung canh đều cả hai lề.", Unlike},
		{"body-indent", Body, annex + "Mục II, khoản 6", "Đầu đoạn lùi vào 1 cm hoặc 1,27 cm.", Unlike},
		{"body-spacing", Body, annex + "Mục II, khoản 6", "Khoảng cách giữa các đoạn tối thiểu 6 pt; giữa các dòng từ dòng đơn đến 1,5 dòng.", Unlike},
		{"capacity-form", Capacity, "NĐ 30/2020/NĐ-CP, Điều 13 và " + annex + "Mục II, khoản 7", "Ký thay mặt ghi “TM.”, ký thay “KT.”, thừa lệnh “TL.”, thừa ủy quyền “TUQ.”, quyền cấp trưởng “Q.” trước chức vụ.", Wrong},
		{"recipients-keep", Recipient, annex + "Mục II, khoản 9", "Dòng cuối ghi “Lưu:” rồi “VT”, tên viết tắt đơn vị soạn thảo.", Unlike},
		{"recipients-marks", Recipient, annex + "Mục II, khoản 9", "Mỗi nơi nhận một dòng, đầu dòng gạch ngang, cuối dòng chấm phẩy; dòng cuối cùng dấu chấm.", Unlike},
		{"recipients-blocks", Recipients, "", "Nơi nhận bản giấy ở trên, “Bản điện tử” ở dưới.", Wrong},
		{"recipients-nowhere", Recipients, "", "Mỗi nơi nhận có tên ở một trong hai phần.", Wrong},
		{"recipients-both", Recipients, "", "Nơi nhận bản điện tử không ghi lại ở phần bản giấy nếu không có lý do.", Unlike},
		{"urgency-words", Urgency, annex + "Mục III, khoản 2", "Mức độ khẩn: “HỎA TỐC”, “THƯỢNG KHẨN” hoặc “KHẨN”, đúng như đã chọn.", Wrong},
	}
	for _, s := range Styles() {
		out = append(out,
			Rule{Code(s.Component) + "-style", s.Component, s.Clause, s.words(), Wrong},
			Rule{Code(s.Component) + "-place", s.Component, annex + "Mục IV", s.Label + " đặt " + sideWords(s.Side) + ".", Wrong})
		if s.Required {
			out = append(out, Rule{Code(s.Component) + "-missing", s.Component, s.Clause, "Văn bản phải có: " + lower(s.Label) + ".", Wrong})
		}
	}
	return out
}

// RuleOf finds a rule by its code.
func RuleOf(c Code) (Rule, bool) {
	for _, r := range Rules() {
		if r.Code == c {
			return r, true
		}
	}
	return Rule{}, false
}

package layout_test

import (
	"strings"

	"antin/docx"
	"antin/layout"
)

// Forms: one document of each shape that offices write, without a fault.

const text = "Căn cứ chức năng, nhiệm vụ được giao và tình hình thực tế của đơn vị trong năm qua, cơ quan tổ chức triển khai các nội dung dưới đây đúng tiến độ, bảo đảm chất lượng và báo cáo kết quả thực hiện theo quy định hiện hành của pháp luật về công tác văn thư."

func decision() layout.Parts {
	return layout.Parts{
		Superior: "UBND TỈNH NGHỆ AN", Agency: "SỞ NỘI VỤ", Number: "05/QĐ-SNV", Place: "Nghệ An", Day: "05", Month: "01", Year: "2026",
		Type: "QUYẾT ĐỊNH", Subject: "Về việc phê duyệt kế hoạch công tác văn thư năm 2026", Issuer: "GIÁM ĐỐC SỞ NỘI VỤ",
		Basis: []string{"Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"},
		Body: []string{"Điều 1. Phê duyệt kèm theo Quyết định này Kế hoạch công tác văn thư năm 2026 của ngành Nội vụ và giao các đơn vị tổ chức thực hiện.",
			"Điều 2. " + text, "Điều 3. Chánh Văn phòng, Thủ trưởng các phòng, đơn vị thuộc Sở và các cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này."},
		Capacity: []string{"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"}, Name: "Nguyễn Văn An",
		Paper: []string{"Như Điều 3", "UBND tỉnh (để b/c)", "Sở Tài chính"}, Keep: "VT, VP",
	}
}

func letter() layout.Parts {
	return layout.Parts{
		Superior: "UBND TỈNH NGHỆ AN", Agency: "SỞ NỘI VỤ", Number: "12/SNV-VP", Place: "Nghệ An", Day: "22", Month: "11", Year: "2026",
		Subject: "góp ý dự thảo Quy chế công tác văn thư", To: []string{"Sở Tư pháp"}, Body: []string{text, text, "Đề nghị quý cơ quan quan tâm phối hợp./."},
		Capacity: []string{"GIÁM ĐỐC"}, Name: "Trần Thị Bình", Paper: []string{"Như trên", "Giám đốc (để b/c)"}, Keep: "VT, VP",
	}
}

func report() layout.Parts {
	p := decision()
	p.Number, p.Type, p.Issuer, p.Subject = "123/BC-SNV", "BÁO CÁO", "", "Kết quả công tác văn thư, lưu trữ 6 tháng đầu năm"
	p.Body, p.Month, p.Day = []string{text, text, text, text, text, text, text, text, text, text, text, text}, "6", "15"
	return p
}

func notice() layout.Parts {
	p := report()
	p.Number, p.Type, p.Subject, p.Body = "/TB-UBND", "THÔNG BÁO", "Lịch tiếp công dân tháng 12", []string{text}
	p.Superior, p.Agency, p.Day, p.Month, p.Year = "UBND HUYỆN NAM ĐÀN", "ỦY BAN NHÂN DÂN XÃ KIM LIÊN", "", "", ""
	p.Capacity, p.Name = []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, "Lê Hồng Sơn"
	p.Place = "Kim Liên"
	return p
}

func submission() layout.Parts {
	p := report()
	p.Number, p.Type, p.Subject = "07/TTr-SNV", "TỜ TRÌNH", "Về việc ban hành Danh mục hồ sơ năm 2027"
	p.To, p.Body = []string{"Ủy ban nhân dân tỉnh", "Văn phòng UBND tỉnh"}, []string{text, text}
	p.Capacity, p.Appendix = []string{"TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"}, []string{"Danh mục hồ sơ", text}
	return p
}

func urgent() layout.Parts {
	p := letter()
	p.Urgency, p.Capacity = "HỎA TỐC", []string{"TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"}
	return p
}

func blocks() layout.Parts {
	p := letter()
	p.Headings, p.Paper, p.Online = []string{"Nơi nhận:", "Bản điện tử:"}, []string{"Như trên", "Ông Nguyễn Văn Bảy"}, []string{"Sở Tư pháp", "UBND huyện Lục Nam"}
	return p
}

// editor changes a composed content to something faulty.
type editor func(c *docx.Content)

// each changes the paragraphs that begin with some words.
func each(start string, change func(p *docx.Paragraph)) editor {
	return func(c *docx.Content) {
		for _, p := range c.Paragraphs() {
			if strings.HasPrefix(strings.TrimSpace(p.Text()), start) {
				change(p)
			}
		}
	}
}

func runs(start string, change func(r *docx.Run)) editor {
	return each(start, func(p *docx.Paragraph) {
		for i := range p.Runs {
			change(&p.Runs[i])
		}
	})
}

func says(start, by string) editor {
	return each(start, func(p *docx.Paragraph) {
		p.Runs = p.Runs[:1]
		p.Runs[0].Text = by
	})
}

func without(start string) editor {
	return func(c *docx.Content) {
		for _, p := range c.Paragraphs() {
			if strings.HasPrefix(strings.TrimSpace(p.Text()), start) {
				p.Runs = nil
			}
		}
	}
}

func sheet(change func(s *docx.Section)) editor {
	return func(c *docx.Content) { change(&c.Sections[0]) }
}

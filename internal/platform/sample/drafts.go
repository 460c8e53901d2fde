package sample

// Drafts are documents of the practice province, one of every type. Callers
// put their own names of signers, and the month and year of the day, in place.
func Drafts() []Doc {
	return []Doc{letter(), plan(), submission(), report(), invitation(), announcement(), decision()}
}

// department is the part that the drafts of the department share.
func department(t Type, symbol string) Doc {
	return Doc{
		Superior: "UBND tỉnh Nghệ An", Agency: "Sở Khoa học và Công nghệ", Symbol: symbol, Place: "Nghệ An", Type: t,
		Capacity: "KT.", SignerSuperiorTitle: "Giám đốc", SignerTitle: "Phó Giám đốc", SignerName: "Nguyễn Thị Mẫu",
	}
}

func letter() Doc {
	d := department(Letter, "SKHCN-CĐS")
	d.Subject = "rà soát chứng thư chữ ký số tại các xã, phường"
	d.KinhGui = []string{"Ủy ban nhân dân các xã, phường trên địa bàn tỉnh"}
	d.Body = []string{
		"Thực hiện Nghị định số 68/2024/NĐ-CP ngày 25 tháng 6 năm 2024 của Chính phủ quy định chữ ký số chuyên dùng công vụ, Sở Khoa học và Công nghệ đề nghị Ủy ban nhân dân các xã, phường thực hiện một số nội dung sau:",
		"1. Rà soát toàn bộ thuê bao, chứng thư chữ ký số và thiết bị lưu khóa bí mật đang quản lý, sử dụng; đối chiếu với danh sách do Sở gửi kèm.",
		"2. Đề nghị thu hồi chứng thư của cá nhân đã nghỉ hưu, thôi việc, chuyển công tác; đề nghị thay đổi thông tin đối với chứng thư của cơ quan đã đổi tên sau sắp xếp.",
		"3. Báo cáo kết quả về Sở trước ngày 30 của tháng để tổng hợp, báo cáo Ủy ban nhân dân tỉnh.",
		"Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh kịp thời về Sở để được hướng dẫn./.",
	}
	d.Recipients = []string{"Như trên", "UBND tỉnh (b/c)", "Giám đốc Sở (b/c)", "Lưu: VT, CĐS"}
	return d
}

func plan() Doc {
	d := department(Plan, "KH-SKHCN")
	d.Subject = "Tập huấn sử dụng chữ ký số và quản lý văn bản điện tử cho cán bộ, công chức cấp xã"
	d.Body = []string{
		"Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư, Sở Khoa học và Công nghệ ban hành Kế hoạch tập huấn như sau:",
		"I. MỤC ĐÍCH, YÊU CẦU",
		"1. Trang bị kỹ năng ký số, kiểm tra chữ ký số và xử lý văn bản điện tử cho cán bộ, công chức làm công tác văn thư tại các xã, phường.",
		"2. Việc tập huấn bảo đảm thiết thực, tiết kiệm; học viên được thực hành trên hệ thống thử nghiệm, không dùng khóa thật.",
		"II. NỘI DUNG",
		"1. Quy trình soạn thảo, kiểm tra thể thức, ký số của người có thẩm quyền và ký số của cơ quan.",
		"2. Tiếp nhận văn bản đến, kiểm tra tính xác thực và toàn vẹn, xử lý văn bản không hợp lệ.",
		"3. Bảo quản thiết bị lưu khóa bí mật; xử lý khi mất, hỏng hoặc quên mã PIN.",
		"III. TỔ CHỨC THỰC HIỆN",
		"1. Phòng Chuyển đổi số chủ trì, phối hợp với Văn phòng Sở chuẩn bị nội dung, tài liệu và giảng viên theo lịch tại Phụ lục kèm theo Kế hoạch này.",
		"2. Ủy ban nhân dân các xã, phường cử cán bộ, công chức tham gia đúng thành phần, đúng thời gian; bố trí phòng họp và đường truyền cho lớp tại chỗ.",
		"3. Kinh phí thực hiện từ nguồn chi thường xuyên được giao trong năm của Sở và các nguồn hợp pháp khác theo quy định.",
		"Trên đây là Kế hoạch tập huấn; các cơ quan, đơn vị căn cứ chức năng, nhiệm vụ tổ chức thực hiện./.",
	}
	d.Recipients = []string{"UBND tỉnh (b/c)", "Giám đốc, các Phó Giám đốc Sở", "UBND các xã, phường", "Lưu: VT, CĐS"}
	d.Appendix = Table{
		Title: "Lịch tập huấn", Columns: []string{"STT", "Nội dung", "Đối tượng", "Thời gian"}, Widths: []float64{1, 5, 4, 2.4},
		Rows: [][]string{
			{"1", "Ký số của người có thẩm quyền; tư cách ký thay, thừa lệnh", "Lãnh đạo các xã, phường", "Tuần 1"},
			{"2", "Cấp số, ký số của cơ quan, vào sổ và phát hành", "Văn thư các xã, phường", "Tuần 2"},
			{"3", "Kiểm tra chữ ký số trên văn bản đến", "Văn thư các xã, phường", "Tuần 3"},
		},
	}
	return d
}

func submission() Doc {
	d := department(Submission, "TTr-SKHCN")
	d.Subject = "Về việc ban hành Quy chế sử dụng chữ ký số trong cơ quan nhà nước tỉnh Nghệ An"
	d.KinhGui = []string{"Ủy ban nhân dân tỉnh Nghệ An"}
	d.Body = []string{
		"Thực hiện nhiệm vụ được giao, Sở Khoa học và Công nghệ đã chủ trì xây dựng dự thảo Quy chế cung cấp, quản lý, sử dụng chữ ký số chuyên dùng công vụ và lấy ý kiến các cơ quan, đơn vị liên quan.",
		"Đến nay, dự thảo đã được tiếp thu, giải trình đầy đủ ý kiến góp ý và hoàn thiện theo quy định.",
		"Sở Khoa học và Công nghệ kính trình Ủy ban nhân dân tỉnh xem xét, ban hành./.",
	}
	d.Recipients = []string{"Như trên", "Sở Tư pháp (p/h)", "Lưu: VT, CĐS"}
	d.Capacity, d.SignerSuperiorTitle, d.SignerTitle, d.SignerName = "", "", "Giám đốc", "Trần Văn Mẫu"
	return d
}

func report() Doc {
	d := department(Report, "BC-SKHCN")
	d.Subject = "Tình hình sử dụng chữ ký số và gửi, nhận văn bản điện tử trong tháng"
	d.Body = []string{
		"Thực hiện chế độ báo cáo định kỳ, Sở Khoa học và Công nghệ báo cáo tình hình sử dụng chữ ký số như sau:",
		"1. Toàn bộ văn bản đi trong tháng, trừ văn bản mật, được ký số của người có thẩm quyền và của cơ quan, gửi qua hệ thống quản lý văn bản và điều hành.",
		"2. Văn bản đến được kiểm tra chữ ký số trước khi vào sổ; văn bản không hợp lệ được trả lại kèm lý do.",
		"3. Sở đã tiếp nhận, giải quyết các đề nghị cấp mới, gia hạn, thu hồi chứng thư chữ ký số đúng hạn./.",
	}
	d.Recipients = []string{"UBND tỉnh (b/c)", "Lãnh đạo Sở", "Lưu: VT, VP"}
	d.Capacity, d.SignerSuperiorTitle, d.SignerTitle, d.SignerName = "TL.", "Giám đốc", "Chánh Văn phòng", "Lê Thị Mẫu"
	return d
}

func invitation() Doc {
	d := department(Invitation, "GM-SKHCN")
	d.Subject = "Họp triển khai ký số trên văn bản điện tử tại cấp xã"
	d.KinhGui = []string{"Văn phòng UBND tỉnh", "Sở Nội vụ", "Ủy ban nhân dân phường Trường Vinh"}
	d.Body = []string{
		"Sở Khoa học và Công nghệ trân trọng kính mời đại diện lãnh đạo cơ quan, đơn vị dự họp triển khai ký số trên văn bản điện tử tại cấp xã.",
		"Chủ trì: Đồng chí Giám đốc Sở Khoa học và Công nghệ.",
		"Thời gian: 08 giờ 00 phút, thứ Hai tuần sau. Địa điểm: Phòng họp tầng 2, trụ sở Sở Khoa học và Công nghệ.",
		"Đề nghị các đơn vị cử đại diện dự họp đúng thành phần, thời gian./.",
	}
	d.Recipients = []string{"Như trên", "Lưu: VT, CĐS"}
	return d
}

func announcement() Doc {
	d := department(Announcement, "TB-SKHCN")
	d.Subject = "Về thời gian tạm dừng hệ thống quản lý văn bản và điều hành để nâng cấp"
	d.Body = []string{
		"Sở Khoa học và Công nghệ thông báo tạm dừng hệ thống quản lý văn bản và điều hành từ 22 giờ 00 phút thứ Bảy đến 05 giờ 00 phút Chủ nhật để nâng cấp.",
		"Trong thời gian này, văn bản khẩn được phát hành bằng bản giấy; sau khi hệ thống hoạt động trở lại, văn thư cập nhật vào sổ theo quy định./.",
	}
	d.Recipients = []string{"Các sở, ban, ngành", "UBND các xã, phường", "Lưu: VT"}
	d.Capacity, d.SignerSuperiorTitle, d.SignerTitle, d.SignerName = "TUQ.", "Giám đốc", "Trưởng phòng Chuyển đổi số", "Phạm Văn Thử"
	return d
}

func decision() Doc {
	d := department(Decision, "QĐ-SKHCN")
	d.Subject = "Về việc kiện toàn Tổ công tác chuyển đổi số của Sở Khoa học và Công nghệ"
	d.Authority = "Giám đốc Sở Khoa học và Công nghệ"
	d.Body = []string{
		"Căn cứ Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023;",
		"Căn cứ Nghị định số 68/2024/NĐ-CP ngày 25 tháng 6 năm 2024 của Chính phủ quy định chữ ký số chuyên dùng công vụ;",
		"Theo đề nghị của Trưởng phòng Chuyển đổi số.",
		"QUYẾT ĐỊNH:",
		"Điều 1. Kiện toàn Tổ công tác chuyển đổi số của Sở, gồm các thành viên có tên tại Phụ lục kèm theo Quyết định này.",
		"Điều 2. Tổ công tác có nhiệm vụ giúp Giám đốc Sở chỉ đạo, điều phối hoạt động chuyển đổi số của Sở.",
		"Điều 3. Chánh Văn phòng Sở, Trưởng phòng Chuyển đổi số và các thành viên có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
	}
	d.Recipients = []string{"Như Điều 3", "UBND tỉnh (b/c)", "Lưu: VT, CĐS"}
	d.Appendix = Table{
		Title: "Danh sách thành viên Tổ công tác chuyển đổi số", Columns: []string{"STT", "Chức vụ, đơn vị", "Nhiệm vụ"}, Widths: []float64{1, 6, 4},
		Rows: [][]string{{"1", "Phó Giám đốc Sở", "Tổ trưởng"}, {"2", "Trưởng phòng Chuyển đổi số", "Tổ phó thường trực"},
			{"3", "Chánh Văn phòng Sở", "Thành viên"}},
	}
	return d
}

// SubscriberList is a separate attachment that goes with the letter.
func SubscriberList() Table {
	return Table{
		Title:   "Danh sách chứng thư chữ ký số cần rà soát",
		Columns: []string{"STT", "Cơ quan", "Số chứng thư đang hiệu lực", "Số cần thu hồi"}, Widths: []float64{1, 5, 4, 3},
		Rows: [][]string{{"1", "UBND phường Trường Vinh", "42", "3"}, {"2", "UBND phường Thành Vinh", "38", "5"},
			{"3", "UBND xã Kim Liên", "21", "1"}, {"4", "UBND xã Thiên Nhẫn", "19", "2"}},
	}
}

package day

import "strings"

// outgoing carries one letter from the empty form to the release in Chromium:
// the signer at a phone with three taps, the clerk by keyboard alone.
func (p *province) outgoing(of, to staff, about string) (string, effort) {
	p.t.Helper()
	var count effort
	h := p.sits(of.officer, &count)
	h.Open("/van-ban/moi")
	h.click("#secrecy-0")
	h.through("Ctrl+S", "Trích yếu")
	h.choose("#type", "CV")
	h.fill("#subject", "V/v "+about)
	h.fill("#field", "Chuyển đổi số")
	h.choose("#signer", of.signerName)
	h.choose("#capacity", "KT.")
	h.click("input[name=recipients][value='" + to.code + "']")
	count.clicks++
	h.UploadFile("#file", stored(p.t, "du-thao.pdf", p.letter(of, about)))
	h.through("Ctrl+S", "Đã lưu dự thảo.")
	at, _, _ := strings.Cut(h.Path(), "?")
	h.through("Ctrl+S", "Đã trình")
	p.deed(of.head, at, "Đã đồng ý nội dung", &count)
	p.deed(of.checker, at, "thể thức đạt", &count)
	p.phone(of, at, &count)
	p.seals(of, at, &count)
	return at, count
}

// deed opens the document from the list and does the one thing it waits for.
func (p *province) deed(account, at, says string, count *effort) {
	p.t.Helper()
	h := p.sits(account, count)
	h.Open(at)
	h.through("Ctrl+S", says)
}

// phone: the signer reads, approves and signs at 390 px with three taps;
// typing the password is not a tap.
func (p *province) phone(of staff, at string, count *effort) {
	p.t.Helper()
	h := p.sits(of.signer, count)
	h.Width(390)
	h.Open(at)
	before := count.clicks
	h.tap("main [data-primary]")
	h.fill("#password", p.KeyPassword(of.signer))
	h.tap("main button[data-primary]")
	h.See("Đã ký số.")
	if taps := count.clicks - before; taps > 3 {
		p.t.Errorf("%d taps from the open document to the signature", taps)
	}
	h.Axe()
}

// seals: the clerk finds the document in the list, looks again, gives the
// number, seals and sends, without a mouse.
func (p *province) seals(of staff, at string, count *effort) {
	p.t.Helper()
	h := p.sits(of.clerk, count)
	before := count.clicks
	h.Open("/viec/cho-cap-so")
	h.key("j")
	h.count.keys++
	h.PressThrough("Enter")
	if got := h.Path(); got != at {
		p.t.Fatalf("the list of the clerk led to %s, not to %s", got, at)
	}
	h.through("Ctrl+S", "Cấp số và ký cơ quan")
	h.tabTo("password")
	h.typeKey(p.KeyPassword(of.clerk))
	h.through("Ctrl+S", "Đã cấp số và ký cơ quan.")
	h.through("Ctrl+S", "Đã vào sổ và phát hành.")
	if count.clicks != before {
		p.t.Errorf("the clerk needed a mouse")
	}
}

// joint: the department leads, the commune signs, seals and hands back, the
// department gives the number and seals last.
func (p *province) joint(lead, partner staff, about string) string {
	p.t.Helper()
	at := p.draft(lead, partner, about)
	p.As(lead.officer).Get(at).Follow("Đổi quy trình ký").FormTo("/quy-trinh").Set("flow", "joint").
		Pick("partner-person-0", partner.agency+": KT. "+partner.signerName).Press("Chọn quy trình này").See("Đã chọn quy trình ký.")
	p.carry(lead, at, "", "sign")
	p.As(lead.clerk).Get(at).FormTo("/chuyen-tiep").Press("Kiểm tra và chuyển").See("Đã chuyển cơ quan phối hợp.")
	p.As(partner.signer).Get(at).Follow("Xem và ký số").FormTo("/ky").Set("password", p.KeyPassword(partner.signer)).Press("Ký số").See("Đã ký số.")
	p.As(partner.clerk).Get(at).FormTo("/ky-co-quan").Set("password", p.KeyPassword(partner.clerk)).Press("Ký cơ quan").See("trả lại")
	p.carry(lead, at, "sign", "release")
	return at
}

// recall tells the receivers that the letter is withdrawn.
func (p *province) recall(of staff, at string) {
	p.t.Helper()
	after := p.As(of.clerk).Get(at).Follow("In, sao, thu hồi")
	after.FormTo("/thu-hoi").Set("reason", "Sai nơi nhận").Press("Báo thu hồi").See("Đã ghi và gửi thông báo", "Đã thu hồi ngày")
}

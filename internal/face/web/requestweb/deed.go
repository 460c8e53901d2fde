package requestweb

import (
	"slices"
	"strconv"

	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// deedCard is what the actor can do with a request at this moment: one primary
// deed, and the others folded below it.
type deedCard struct {
	Title  string
	Text   []string
	Facts  []ui.Pair
	Link   *ui.Link // the primary deed, where it is done on another page
	Blocks []block
	Links  []ui.Link
	Clause string
}

// block is one form of the card.
type block struct {
	Name    string // code of the deed, the last part of its address
	Title   string // of the fold, where it is not the primary one
	Post    string
	Primary bool
	Open    bool
	Files   bool
	Lines   []string
	Hidden  []ui.Hidden
	Fields  []ui.Input
	Button  string
}

// at begins a block of a deed of this request, which carries its revision.
func at(q *request.Request, name, button string) block {
	return block{Name: name, Post: href(q.ID, name), Button: button, Title: button, Hidden: []ui.Hidden{{Name: "rev", Value: strconv.Itoa(q.Rev)}}}
}

// with adds fields.
func (b block) with(fields ...ui.Input) block { b.Fields = append(b.Fields, fields...); return b }

// says adds lines above the fields.
func (b block) says(lines ...string) block { b.Lines = append(b.Lines, lines...); return b }

// uploads makes it a form with files.
func (b block) uploads() block { b.Files = true; return b }

// deedOf is the card at the top of the right side. Its first form is the
// primary deed unless a link is.
func (m *module) deedOf(r *web.Request, p *ui.Page, v request.View) (deedCard, error) {
	card := deedCard{Title: waitTitle(&v.Request)}
	m.linked(r, v, &card)
	for _, d := range v.Deeds {
		blocks, err := m.blocks(r, p, v, d)
		if err != nil {
			return card, err
		}
		card.Blocks = append(card.Blocks, blocks...)
	}
	if slices.Contains(v.Deeds, request.Edited) {
		card.Links = append(card.Links, ui.Link{Text: "Sửa yêu cầu", Href: href(v.ID, "sua")})
	}
	if err := m.loose(r, p, v, &card); err != nil {
		return card, err
	}
	if card.Link == nil {
		lead(&card)
	}
	return card, nil
}

// lead makes the first deed the primary one; ending a request never is.
func lead(card *deedCard) {
	i := slices.IndexFunc(card.Blocks, func(b block) bool {
		return !slices.Contains([]string{"rut", "tra-lai", "giao", "tep", "cuc-nhan", "cuc-tu-choi"}, b.Name)
	})
	if i < 0 {
		return
	}
	first := card.Blocks[i]
	first.Primary = true
	card.Title = first.Button
	card.Blocks = slices.Insert(slices.Delete(card.Blocks, i, i+1), 0, first)
}

// waitTitle stands over the card of somebody who has nothing to do.
func waitTitle(q *request.Request) string {
	return orElse(waitsFor(q), q.State.Name())
}

// linked sets the deeds that are done on other pages: the head signs and the
// clerk releases the document that carries the request.
func (m *module) linked(r *web.Request, v request.View, card *deedCard) {
	document := "/van-ban/" + v.Document
	switch v.State {
	case request.Draft:
		if slices.Contains(v.Deeds, request.Confirming) {
			card.Title = "Xác nhận thông tin"
			card.Text = []string{"Đọc từng dòng rồi xác nhận; yêu cầu chỉ được trình ký sau khi bạn xác nhận."}
			card.Link = &ui.Link{Text: "Xem và xác nhận", Href: href(v.ID, "xac-nhan")}
		} else {
			card.Text = []string{"Thuê bao thấy yêu cầu này trong mục “Xác nhận thông tin chứng thư” và xác nhận dữ liệu trước khi trình ký."}
		}
	case request.Signing:
		card.Text = []string{"Văn bản đề nghị đang chờ thủ trưởng ký. Ký văn bản là xác nhận thông tin của thuê bao trong đó."}
		if r.Actor.Has(org.Leader) && v.Managing == r.Actor.Agency {
			card.Title, card.Link = "Ký văn bản đề nghị", &ui.Link{Text: "Mở văn bản để ký", Href: document + "/ky"}
		}
	case request.HeadSigned:
		card.Text = []string{"Thủ trưởng đã ký. Yêu cầu được gửi đi ngay khi văn thư cấp số, ký cơ quan và phát hành văn bản."}
		if r.Actor.Has(org.Clerk) && v.Managing == r.Actor.Agency {
			card.Title, card.Link = "Cấp số và phát hành", &ui.Link{Text: "Mở văn bản để phát hành", Href: document}
		}
	case request.Approved:
		if m.atDesk(r.Context(), r.Actor) {
			card.Title, card.Link = "Tổng hợp gửi Cục", &ui.Link{Text: "Lập văn bản tổng hợp", Href: "/yeu-cau/tong-hop?chon=" + string(v.ID)}
		}
	case request.Granted:
		if v.Device != "" && m.can(r.Context(), r.Actor, request.ActDraft) {
			card.Title = "Bàn giao cho thuê bao"
			card.Text = []string{"Thiết bị chuyển sang “Đang dùng” sau khi người nhận xác nhận biên bản bàn giao."}
			card.Link = &ui.Link{Text: "Lập biên bản bàn giao", Href: "/thiet-bi/" + string(v.Device)}
		}
	default:
	}
	if v.Kind == request.Revoke && !slices.Contains([]request.State{request.Draft, request.Confirmed, request.Granted, request.HandedOver, request.Closed, request.Withdrawn}, v.State) {
		card.Text = append(card.Text, "Việc ký bằng chứng thư này đã bị chặn ở hệ thống này; Cục chưa xác nhận thu hồi nên chứng thư chưa được ghi là đã thu hồi.")
	}
}

// loose adds what is no line of the table of moves.
func (m *module) loose(r *web.Request, p *ui.Page, v request.View, card *deedCard) error {
	q := &v.Request
	if q.Waiting() && m.atDesk(r.Context(), r.Actor) && m.can(r.Context(), r.Actor, request.ActApprove) {
		people, err := m.Org.PeopleOf(r.Context(), r.Actor.Agency, m.Now())
		if err != nil {
			return err
		}
		choices := []ui.Choice{{Value: "", Text: "Chọn cán bộ"}}
		for _, one := range people {
			choices = append(choices, ui.Choice{Value: string(one.ID), Text: one.Name})
		}
		b := at(q, "giao", "Giao theo dõi").with(p.Input("can-bo", "Cán bộ theo dõi", string(v.Officer)).OneOf(choices))
		b.Title = "Giao người theo dõi"
		card.Blocks = append(card.Blocks, b)
	}
	own := v.Managing == r.Actor.Agency && m.can(r.Context(), r.Actor, request.ActDraft)
	if own && (v.State == request.Returned || v.State == request.Refused) {
		card.Blocks = append(card.Blocks, at(q, "lap-lai", "Lập lại từ bản này").says("Bản nháp mới giữ nguyên thông tin và nối với yêu cầu này."))
	}
	if own && v.State == request.Draft {
		card.Blocks = append(card.Blocks, at(q, "tep", "Đính kèm").uploads().with(
			p.Input("loai-tep", "Loại giấy tờ", "evidence").OneOf([]ui.Choice{{Value: "evidence", Text: "Giấy tờ chứng minh"}, {Value: "loss", Text: "Biên bản xác nhận thất lạc"}}),
			p.Input("tep", "Tệp", "").Accept(".pdf,.png,.jpg,.jpeg,.docx")))
		card.Blocks[len(card.Blocks)-1].Title = "Đính kèm giấy tờ"
	}
	return nil
}

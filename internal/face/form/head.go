package form

import (
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/profile"
)

var hanoi = time.FixedZone("+07", 7*60*60)

const (
	state = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto = "Độc lập - Tự do - Hạnh phúc"
)

// head prints Mẫu số, the two columns of agency and state, title, Kính gửi.
func (p *printer) head() {
	p.font(bold, 12)
	number := fmt.Sprintf("Mẫu số %02d", p.f.Number)
	p.Text(p.width-p.right-p.GetStringWidth(number), baseline(p.y, 12), number)
	p.y += 5.2
	if p.f.Basis != "" {
		p.font(italic, 10)
		for _, line := range p.wrap("("+p.f.Basis+")", p.measure(), 0) {
			p.Text(p.width-p.right-p.GetStringWidth(line), baseline(p.y, 10), line)
			p.y += 4.6
		}
	}
	p.y += 3
	switch {
	case p.f.Maker == profile.MadeByAgency && len(p.f.To) > 0:
		p.letterhead()
	default:
		p.plainHead()
	}
	p.title()
	p.receivers()
}

// letterhead is the head of a paper of an agency: boxes 1 to 4 of the annex.
func (p *printer) letterhead() {
	leftWidth := p.measure() * 0.42
	rightWidth := p.measure() - leftWidth
	l, r := p.left+leftWidth/2, p.left+leftWidth+rightWidth/2
	top := p.y
	y := top
	if p.d.Superior != "" || p.d.Agency == "" {
		y, _, _ = p.column(l, y, leftWidth-4, p.or(strings.ToUpper(p.d.Superior), "TÊN CƠ QUAN CHỦ QUẢN"), regular, 12, 5.2)
	}
	y, x0, x1 := p.column(l, y, leftWidth-4, p.or(strings.ToUpper(p.d.Agency), "TÊN CƠ QUAN, TỔ CHỨC"), bold, 12, 5.2)
	y = p.underline(x0, x1, y, 0.45)
	p.font(regular, bodySize)
	symbol := p.d.Symbol
	if symbol == "" {
		symbol = "......................"
	}
	p.centred(l, y+1, "Số: ............/"+symbol, bodySize)
	below := y + 1 + lead
	y = p.nation(r, top)
	p.dateline(r, y+1)
	p.y = max(below, y+1+lead) + 5
}

// plainHead is the head of a paper of a person, and of minutes: state and
// motto over the whole width.
func (p *printer) plainHead() {
	y := p.nation(p.left+p.measure()/2, p.y)
	p.y = y + 2
	if len(p.f.To) > 0 || p.f.Opening == "" { // minutes name their day in the text
		p.dateline(p.width-p.right-p.measure()*0.28, p.y)
		p.y += lead
	}
	p.y += 4
}

// nation prints Quốc hiệu and Tiêu ngữ about x and gives the y below.
func (p *printer) nation(x, y float64) float64 {
	p.font(bold, 12)
	p.centred(x, y, state, 12)
	y += 5.2
	p.font(bold, 13)
	x0, x1 := p.centred(x, y, motto, 13)
	return p.underline(x0, x1, y+5.8, 1)
}

// underline draws a thin line beneath words, over a share of their length.
func (p *printer) underline(x0, x1, y, share float64) float64 {
	trim := (x1 - x0) * (1 - share) / 2
	p.Line(x0+trim, y+0.3, x1-trim, y+0.3)
	return y + 1.2
}

// dateline prints place and day about x.
func (p *printer) dateline(x, y float64) {
	p.font(italic, bodySize)
	place := p.or(clean(p.d.Place), ".....................")
	day, month, year := ".......", ".......", ".........."
	if !p.d.Date.IsZero() {
		t := p.d.Date.In(hanoi)
		day, month, year = fmt.Sprintf("%02d", t.Day()), fmt.Sprint(int(t.Month())), fmt.Sprint(t.Year())
		if t.Month() < time.March {
			month = "0" + month // NĐ 30/2020: January and February alone
		}
	}
	p.centred(x, y, fmt.Sprintf("%s, ngày %s tháng %s năm %s", place, day, month, year), bodySize)
}

// title is bold capitals for the papers' kinds, as the acts print it.
func (p *printer) title() {
	p.y, _, _ = p.column(p.left+p.measure()/2, p.y, p.measure()*0.86, strings.ToUpper(p.f.Title), bold, 14, 6.8)
	p.y += 3
}

// receivers prints Kính gửi.
func (p *printer) receivers() {
	if len(p.f.To) == 0 {
		return
	}
	p.y += 1
	p.font(regular, bodySize+0.5)
	if len(p.f.To) == 1 {
		p.y, _, _ = p.column(p.left+p.measure()/2, p.y, p.measure()*0.9, "Kính gửi: "+p.to(p.f.To[0]), regular, bodySize+0.5, lead)
		p.y += 4
		return
	}
	x := p.left + p.measure()*0.18
	p.Text(x, baseline(p.y, bodySize+0.5), "Kính gửi:")
	p.y += lead
	for _, to := range p.f.To {
		p.Text(x+8, baseline(p.y, bodySize+0.5), "- "+p.to(to))
		p.y += lead
	}
	p.y += 4
}

// to names the receiver; a form that goes to the managing agency gets its name
// when the data has it.
func (p *printer) to(name string) string {
	if p.f.Maker == profile.MadeBySubscriber && p.d.Agency != "" {
		return p.d.Agency
	}
	if p.f.Maker == profile.MadeBySubscriber {
		return name + " ............................................"
	}
	return name
}

func (p *printer) or(text, otherwise string) string {
	if strings.TrimSpace(text) == "" {
		return otherwise
	}
	return text
}

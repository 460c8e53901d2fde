package sample

import "strings"

// PDF draws a draft with fpdf and Tinos, which has the metrics of Times New
// Roman. The file has one revision, no form and no signature.
func PDF(d Doc) ([]byte, error) {
	title, err := d.Type.title()
	if err != nil {
		return nil, err
	}
	c, err := newCanvas(d.Subject)
	if err != nil {
		return nil, err
	}
	c.head(d)
	if d.Type != Letter {
		c.subject(title, d.Subject)
	}
	if d.Authority != "" {
		c.column(marginLeft+textWidth/2, textWidth, strings.ToUpper(d.Authority), bold, bodySize, bodyLead)
		c.y += paragraphGap
	}
	c.addressees(d.KinhGui)
	c.body(d)
	c.foot(d)
	if !d.Appendix.empty() {
		c.newPage()
		c.appendix(d)
	}
	return c.bytes()
}

// Attachment draws a separate file that goes with a document: no number, no
// signature, its top right corner free for the text of the agency's signature.
func Attachment(t Table) ([]byte, error) {
	c, err := newCanvas(t.Title)
	if err != nil {
		return nil, err
	}
	c.y = marginTop + 10
	c.column(marginLeft+textWidth/2, textWidth, strings.ToUpper(t.Title), bold, bodySize, bodyLead)
	c.y += 4
	c.table(t)
	return c.bytes()
}

// head draws boxes 1 to 4, and the subject of a letter in box 5b.
func (c *canvas) head(d Doc) {
	const lead = 5.3
	top := c.y
	c.column(rightCentre, rightWidth, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, 12, lead)
	x0, x1 := c.column(rightCentre, rightWidth, "Độc lập - Tự do - Hạnh phúc", bold, 13, lead)
	c.rule(x0, x1, c.y+1)
	right := c.y

	c.y = top
	if d.Superior != "" {
		c.column(leftCentre, leftWidth, strings.ToUpper(d.Superior), regular, 12, lead)
	}
	x0, x1 = c.column(leftCentre, leftWidth, strings.ToUpper(d.Agency), bold, 12, lead)
	third := (x1 - x0) * 0.4
	c.rule(leftCentre-third/2, leftCentre+third/2, c.y+1)

	c.y = max(c.y, right) + 3.4
	line := c.y
	c.font(italic, 13)
	c.centred(rightCentre, line, d.dateLine(), 13)
	c.column(leftCentre, leftWidth, "Số: "+numberBlank+"/"+d.Symbol, regular, 13, 5.8)
	if d.Type == Letter {
		c.column(leftCentre, leftWidth-6, "V/v "+d.Subject, regular, 12, 5.1)
	}
	c.y += 6
}

// subject draws box 5a with its rule.
func (c *canvas) subject(title, subject string) {
	middle := marginLeft + textWidth/2
	c.column(middle, textWidth, title, bold, bodySize, bodyLead)
	c.column(middle, textWidth-20, subject, bold, bodySize, bodyLead)
	c.rule(middle-25, middle+25, c.y+0.5)
	c.y += 5
}

// addressees draws box 9a: one in the same line, several as a list.
func (c *canvas) addressees(to []string) {
	if len(to) == 0 {
		return
	}
	c.font(regular, bodySize)
	const label = "Kính gửi: "
	if len(to) == 1 {
		lines := c.balanced(label+to[0], textWidth-20)
		for _, line := range lines {
			c.centred(marginLeft+textWidth/2, c.y, line, bodySize)
			c.y += bodyLead
		}
		c.y += 3
		return
	}
	x := marginLeft + 32
	c.pdf.Text(x, baseline(c.y, bodySize), strings.TrimSpace(label))
	x += c.pdf.GetStringWidth(label)
	for i, name := range to {
		end := ";"
		if i == len(to)-1 {
			end = "."
		}
		for k, line := range c.wrap("- "+name+end, pageWidth-marginRight-x, 0) {
			c.pdf.Text(x+float64(min(k, 1))*2.5, baseline(c.y, bodySize), line)
			c.y += bodyLead
		}
	}
	c.y += 3
}

// body draws box 6 and keeps the last paragraph with the signature.
func (c *canvas) body(d Doc) {
	for i, text := range d.Body {
		s, front, rest := styleOf(text)
		last := i == len(d.Body)-1
		if last && !strings.HasSuffix(rest, "./.") {
			rest = strings.TrimSuffix(rest, ".") + "./."
		}
		st := map[style]string{ground: italic, heading: bold}[s]
		if last && c.y+c.height(front, rest, st) > pageHeight-marginBottom-c.footHeight(d) {
			c.newPage()
		}
		if s == ordering {
			c.room(bodyLead)
			c.column(marginLeft+textWidth/2, textWidth, rest, bold, bodySize, bodyLead)
			c.y += paragraphGap
			continue
		}
		c.paragraph(front, rest, st)
	}
}

// nameDrop is from the last line of the title to the name: room for a seal.
const nameDrop = 32.0

func (c *canvas) footHeight(d Doc) float64 {
	lines := float64(len(d.titleLines()) + 1)
	return max(lines*bodyLead+nameDrop+4, float64(len(d.Recipients)+2)*5)
}

// foot draws boxes 7 and 9b beside each other.
func (c *canvas) foot(d Doc) {
	c.room(c.footHeight(d))
	c.y += 2
	top := c.y
	for _, line := range d.titleLines() {
		c.column(signerCentre, signerWidth, line, bold, bodySize, 6.2)
	}
	c.y += nameDrop
	c.column(signerCentre, signerWidth, d.SignerName, bold, bodySize, bodyLead)
	end := c.y
	c.y = top
	c.boldItalic("Nơi nhận:", 12)
	c.font(regular, 11)
	for i, name := range d.Recipients {
		mark := ";"
		if i == len(d.Recipients)-1 {
			mark = "."
		}
		for k, line := range c.wrap("- "+name+mark, 66, 0) {
			c.pdf.Text(marginLeft+float64(min(k, 1))*2, baseline(c.y, 11), line)
			c.y += 4.8
		}
	}
	c.y = max(c.y, end)
}

// boldItalic thickens the italic, since the face has no cut of its own for it.
func (c *canvas) boldItalic(text string, size float64) {
	c.font(italic, size)
	c.pdf.SetLineWidth(0.08)
	c.pdf.SetTextRenderingMode(2)
	c.pdf.Text(marginLeft, baseline(c.y, size), text)
	c.pdf.SetTextRenderingMode(0)
	c.pdf.SetLineWidth(0.25)
	c.y += 5.3
}

// appendix draws the appendix of the same file; it is never signed for itself.
func (c *canvas) appendix(d Doc) {
	middle := marginLeft + textWidth/2
	c.column(middle, textWidth, "PHỤ LỤC", bold, bodySize, bodyLead)
	c.column(middle, textWidth-10, d.Appendix.Title, bold, bodySize, bodyLead)
	c.column(middle, textWidth-10, d.attachedTo(), italic, bodySize, bodyLead)
	c.rule(middle-20, middle+20, c.y+0.5)
	c.y += 5
	c.table(d.Appendix)
}

// table draws a ruled list of 12 points.
func (c *canvas) table(t Table) {
	const size, lead, inset = 12.0, 5.4, 1.5
	shares := t.shares()
	for r, row := range append([][]string{t.Columns}, t.Rows...) {
		st := regular
		if r == 0 {
			st = bold
		}
		c.font(st, size)
		cells, lines := make([][]string, len(shares)), 1
		for i := range shares {
			if i < len(row) {
				cells[i] = c.wrap(row[i], shares[i]*textWidth-2*inset, 0)
				lines = max(lines, len(cells[i]))
			}
		}
		height := float64(lines)*lead + 2
		c.room(height)
		c.font(st, size)
		x := marginLeft
		for i, share := range shares {
			w := share * textWidth
			c.pdf.Rect(x, c.y, w, height, "D")
			for k, line := range cells[i] {
				y := c.y + 1 + float64(k)*lead
				if r == 0 || i == 0 {
					c.centred(x+w/2, y, line, size)
					continue
				}
				c.pdf.Text(x+inset, baseline(y, size), line)
			}
			x += w
		}
		c.y += height
	}
}

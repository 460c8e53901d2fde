package exchangeweb

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/metadata"
)

// entryField is one field of the register with what was read for it.
type entryField struct {
	ui.Input
	Chip *ui.Chip
	Why  string // by which words on the page
	Crop string // picture of the place, for what has to be looked at
}

// twin is an earlier arrival that this one may repeat.
type twin struct {
	ID, Href, Text string
	Chip           ui.Chip
}

// fieldNames join the inputs of the form with what was read.
var fieldNames = []struct {
	input, label string
	read         metadata.Name
}{
	{"ref", "Số, ký hiệu", metadata.Number}, {"issued", "Ngày văn bản", metadata.Date}, {"from", "Cơ quan ban hành", metadata.Agency},
	{"type", "Loại", metadata.Type}, {"subject", "Trích yếu", metadata.Subject}, {"signer", "Người ký", metadata.Signer},
	{"title", "Chức vụ", metadata.Position}, {"urgency", "Độ khẩn", metadata.Urgency},
}

// entries are the fields of the register form, the first doubtful one in focus.
func (m *module) entries(page *ui.Page, d *document.Document, law *profile.Profile) []entryField {
	values := map[string]string{
		"ref": d.SenderRef, "issued": dayText(d.IssuedOn), "from": d.FromName, "type": d.Type, "subject": d.Subject,
		"signer": d.Signer.Name, "title": d.Signer.Title, "urgency": d.Urgency,
	}
	var out []entryField
	focus := false
	for _, f := range fieldNames {
		e := entryField{Input: page.Input(f.input, f.label, values[f.input])}
		switch f.input {
		case "type":
			e.Input = e.OneOf(types(law))
		case "urgency":
			e.Input = e.OneOf(urgencies(law)).Optional()
		case "subject":
			e.Input = e.Area(2)
		case "issued":
			e.Input = e.Hinted("ngày/tháng/năm")
		case "signer", "title":
			e.Input = e.Optional()
		}
		if e.read(d, f.read); !focus && (e.Chip != nil && e.Chip.Tone == ui.Warn || values[f.input] == "" && !e.IsOptional) {
			e.Input, focus = e.Focused(), true
		}
		out = append(out, e)
	}
	return out
}

// read sets the chip by what was read for the field.
func (e *entryField) read(d *document.Document, name metadata.Name) {
	if d.Intake == nil {
		return
	}
	f := metadata.Find(d.Intake.Reading, name)
	if name == metadata.Number { // the symbol is checked with the number
		if n := metadata.Find(d.Intake.Reading, metadata.Notation); n.Value != "" && n.Confidence < f.Confidence {
			n.Place = f.Place
			f = n
		}
	}
	switch {
	case f.Value == "":
		if !e.IsOptional {
			e.Chip = &ui.Chip{Tone: ui.Warn, Text: "Chưa đọc được"}
		}
		return
	case f.Doubtful():
		e.Chip = &ui.Chip{Tone: ui.Warn, Text: fmt.Sprintf("Xem lại (%d%%)", int(f.Confidence*100))}
		if f.Place.Page > 0 {
			e.Crop = here(d.ID, "cho", string(f.Name)+".png")
		}
	default:
		e.Chip = &ui.Chip{Tone: ui.Good, Text: fmt.Sprintf("Đã đọc (%d%%)", int(f.Confidence*100))}
	}
	e.Why = f.Reason
}

func types(law *profile.Profile) []ui.Choice {
	out := []ui.Choice{{Text: "Chọn loại"}}
	for _, t := range law.Documents.Types {
		out = append(out, ui.Choice{Value: t.Code, Text: t.Name})
	}
	return out
}

func urgencies(law *profile.Profile) []ui.Choice {
	out := []ui.Choice{{Text: "Thường"}}
	for _, u := range law.Documents.Urgencies {
		if u.Code != "normal" {
			out = append(out, ui.Choice{Value: u.Code, Text: u.Label})
		}
	}
	return out
}

// twins lists the earlier arrivals that this one may repeat.
func (m *module) twins(ctx context.Context, d *document.Document) ([]twin, error) {
	if d.Intake == nil || d.Intake.Suspect == "" {
		return nil, nil
	}
	list, err := m.Documents.Alike(ctx, d)
	var out []twin
	for _, a := range list {
		text := strings.TrimSpace(orDash(a.Ref, "không số") + ", " + orDash(a.From, "không rõ nơi gửi"))
		if a.Arrival > 0 {
			text += fmt.Sprintf(", số đến %d", a.Arrival)
		}
		out = append(out, twin{ID: string(a.ID), Href: here(a.ID), Text: text + ", đến " + ui.When(a.ArrivedAt), Chip: stateChip(a.State)})
	}
	return out, err
}

// enter registers what the form says; a form without fields registers what was
// read.
func (m *module) enter(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	reg := document.Registration{Apart: r.Text("apart"), To: r.Text("to"), File: r.Text("file")}
	typed := map[string]string{}
	for _, f := range fieldNames {
		typed[f.input] = r.Text(f.input)
	}
	var err error
	if r.PostForm.Has("subject") {
		reg.Fields, err = corrections(typed)
	}
	number := 0
	if err == nil {
		number, err = m.Documents.RegisterAs(r.Context(), r.Actor, idOf(r), reg)
	}
	if err != nil {
		return m.again(w, r, err, func(p *incomingPage) {
			if p.Register != nil && r.PostForm.Has("subject") {
				p.Register.keep(err, typed, reg)
			}
		})
	}
	notice := fmt.Sprintf("Đã vào sổ đến số %d. Biên nhận được gửi lại nơi gửi.", number)
	if r.Text("next") != "" {
		page := &incomingPage{}
		if err := m.nextWaiting(r.Context(), r.Actor, page); err == nil && page.Next != "" {
			return r.Done(w, page.Next, notice)
		}
	}
	return r.Done(w, here(idOf(r)), notice)
}

// keep shows what was typed again.
func (d *registerDeed) keep(err error, typed map[string]string, reg document.Registration) {
	var shown *ui.Refusal
	if f, ok := fault.From(err); ok {
		shown = ui.Refused(f, "")
	}
	for i := range d.Fields {
		f := &d.Fields[i]
		f.Value, f.Error, f.First = typed[f.Name], shown.At(f.Name), false
	}
	d.To, d.File, d.Apart = reg.To, reg.File, reg.Apart
}

// corrections reads the typed fields; a date is dd/mm/yyyy or left out.
func corrections(typed map[string]string) (*document.Corrections, error) {
	c := &document.Corrections{
		Ref: typed["ref"], From: typed["from"], Type: typed["type"], Subject: typed["subject"], Signer: typed["signer"], Title: typed["title"], Urgency: typed["urgency"],
	}
	if text := typed["issued"]; text != "" {
		day, err := time.ParseInLocation("2/1/2006", strings.NewReplacer("-", "/", ".", "/", " ", "").Replace(text), ui.Hanoi)
		if err != nil {
			return nil, fault.New(fault.Invalid, "incoming.date", "Ngày văn bản chưa đúng.").At("issued", "Ghi ngày/tháng/năm, ví dụ 05/11/2026.")
		}
		c.IssuedOn = day.Format("2006-01-02")
	}
	return c, nil
}

// cropped is the part of the page from which a field was read.
func (m *module) cropped(w http.ResponseWriter, r *web.Request) error {
	d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	absent := fault.New(fault.NotFound, "crop.absent", "Mục này không đọc từ trang nào.")
	if d.Intake == nil {
		return absent
	}
	f := metadata.Find(d.Intake.Reading, metadata.Name(strings.TrimSuffix(r.PathValue("field"), ".png")))
	main, ok := d.Current(document.Main)
	if f.Place.Page == 0 || !ok {
		return absent
	}
	sheets, err := m.Documents.Sheets(r.Context(), r.Actor, d.ID, main.ID)
	if err != nil || f.Place.Page > len(sheets) {
		return absent
	}
	raw, err := m.Documents.Picture(r.Context(), r.Actor, d.ID, main.ID, f.Place.Page, pictureWidth)
	if err != nil {
		return err
	}
	out, err := cutOut(raw, f.Place, float64(pictureWidth)/sheets[f.Place.Page-1].Width)
	if err != nil {
		return err
	}
	sendPicture(w, out)
	return nil
}

// cutOut cuts the place with a margin out of the picture of its page.
func cutOut(raw []byte, p metadata.Place, scale float64) ([]byte, error) {
	const margin = 8
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("reading the picture of a page: %w", err)
	}
	box := image.Rect(int((p.X0-margin)*scale), int((p.Y0-margin)*scale), int((p.X1+margin)*scale), int((p.Y1+margin)*scale)).Intersect(picture.Bounds())
	cut, ok := picture.(interface {
		SubImage(r image.Rectangle) image.Image
	})
	if !ok || box.Empty() {
		return nil, fault.New(fault.NotFound, "crop.absent", "Không cắt được ảnh chỗ này.")
	}
	var out bytes.Buffer
	if err := png.Encode(&out, cut.SubImage(box)); err != nil {
		return nil, fmt.Errorf("writing a picture: %w", err)
	}
	return out.Bytes(), nil
}

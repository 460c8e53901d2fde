package documentweb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// maxImage is far above any picture of a signature or a seal.
const maxImage = 5 << 20

// personPage shows what this person signs with, and what the clerk keeps for
// the agency.
type personPage struct {
	ui.Page
	Own      []certificateView
	Kept     []certificateView
	Pictures []pictureView
}

type certificateView struct {
	Name, Serial, Title string
	State               ui.Chip
	Until               string
	Custody             string
	Note                string // why it does not sign now
}

// pictureView is one image with the form that replaces it.
type pictureView struct {
	Kind, Title, Hint string
	Address           string // empty without one
	Size, Since       string
	SizeLabel         string
	Typed             string
}

func (m *module) person(w http.ResponseWriter, r *web.Request) error {
	page, err := m.personPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) personPage(r *web.Request) (*personPage, error) {
	ctx, by := r.Context(), r.Actor
	page := &personPage{Page: ui.Page{Title: "Chữ ký và chứng thư của tôi"}}
	own, err := m.Signing.OfPerson(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	for _, c := range own {
		v, err := m.held(ctx, c)
		if err != nil {
			return nil, err
		}
		page.Own = append(page.Own, v)
	}
	custodies, err := m.Signing.CustodiesOf(ctx, by.Person, m.Now())
	if err != nil {
		return nil, err
	}
	for _, custody := range custodies {
		c, err := m.Signing.Certificate(ctx, custody.Certificate)
		if err != nil {
			return nil, err
		}
		v, err := m.held(ctx, c)
		if err != nil {
			return nil, err
		}
		v.Custody = custody.Decision + ", từ " + ui.Day(custody.From)
		page.Kept = append(page.Kept, v)
	}
	page.Pictures, err = m.pictures(ctx, by)
	return page, err
}

// held is a certificate in use with the state of its practice key.
func (m *module) held(ctx context.Context, c signing.Certificate) (certificateView, error) {
	v := m.certificate(c)
	left, err := m.Signing.TriesLeft(ctx, c.ID)
	if left == 0 && c.Status == signing.Active {
		v.State = lockedChip()
		v.Note = "Nhập sai mật khẩu 5 lần. Đề nghị người quản lý thuê bao của cơ quan mở khóa."
	}
	return v, err
}

func (m *module) certificate(c signing.Certificate) certificateView {
	v := certificateView{Name: subjectName(c.Subject), Serial: c.Serial, Title: c.Title, Until: ui.Day(c.NotAfter), State: ui.Chip{Tone: ui.Good, Text: "Đang dùng"}}
	switch {
	case c.Status == signing.Suspended:
		v.State = ui.Chip{Tone: ui.Warn, Text: "Tạm dừng"}
	case c.Status == signing.RevocationPending:
		v.State = ui.Chip{Tone: ui.Bad, Text: "Đã báo mất, chờ thu hồi"}
	case c.Status == signing.Revoked:
		v.State = ui.Chip{Tone: ui.Bad, Text: "Đã thu hồi"}
	case m.Now().After(c.NotAfter):
		v.State = ui.Chip{Tone: ui.Bad, Text: "Hết hạn"}
	case m.Now().AddDate(0, 0, 30).After(c.NotAfter):
		v.State = ui.Chip{Tone: ui.Warn, Text: "Sắp hết hạn", Sign: "clock"}
	}
	return v
}

// mayKeep says whose picture of a kind this person looks after; "" for nobody's.
func (m *module) mayKeep(by org.Actor, kind signing.ImageKind) string {
	guard := m.Documents.Guard
	switch {
	case kind == signing.PersonImage && by.Person != "" && guard.Can(by, signing.ActImage, org.Own) && !by.Has(org.Clerk):
		return string(by.Person)
	case kind == signing.SealImage && guard.Can(by, signing.ActImage, org.OfAgency):
		return string(by.Agency)
	}
	return ""
}

func (m *module) pictures(ctx context.Context, by org.Actor) ([]pictureView, error) {
	law, err := m.Documents.Profile(by.Province)
	if err != nil {
		return nil, err
	}
	var out []pictureView
	for _, v := range []pictureView{
		{Kind: string(signing.PersonImage), Title: "Hình ảnh chữ ký của tôi", SizeLabel: "Chiều rộng khi đặt trên văn bản (mm)", Hint: law.Signing.PersonImage.Refusal + "."},
		{Kind: string(signing.SealImage), Title: "Hình ảnh dấu của cơ quan", SizeLabel: "Kích thước thật của dấu (mm)", Hint: law.Signing.SealImage.Refusal + "."},
	} {
		kind := signing.ImageKind(v.Kind)
		owner := m.mayKeep(by, kind)
		if owner == "" {
			continue
		}
		img, err := m.Signing.CurrentImage(ctx, kind, owner)
		if nobody(err) != nil {
			return nil, err
		}
		if err == nil {
			v.Address = "/toi/chu-ky/anh/" + v.Kind
			v.Size, v.Since = millimetres(img.WidthMM)+" × "+millimetres(img.HeightMM)+" mm", ui.Day(img.From)
			v.Typed = millimetres(img.WidthMM)
		}
		out = append(out, v)
	}
	return out, nil
}

func (m *module) image(w http.ResponseWriter, r *web.Request) error {
	kind := signing.ImageKind(r.PathValue("image"))
	owner := m.mayKeep(r.Actor, kind)
	if owner == "" {
		return fault.New(fault.NotFound, "image.none", "Không có hình ảnh này.")
	}
	img, err := m.Signing.CurrentImage(r.Context(), kind, owner)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(img.PNG) // the browser went away: nothing to do
	return nil
}

func (m *module) saveImage(w http.ResponseWriter, r *web.Request) error {
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	kind, size, picture, err := readImage(parts)
	if err != nil {
		return m.refuseImage(w, r, err, kind, size)
	}
	owner := m.mayKeep(r.Actor, kind)
	if owner == "" {
		return fault.New(fault.Forbidden, "image.not-yours", "Bạn không được thay hình ảnh này.")
	}
	in := signing.Image{Kind: kind, Owner: owner, PNG: picture}
	in.WidthMM, _ = strconv.ParseFloat(strings.Replace(size, ",", ".", 1), 64) // zero is refused by the service
	if c, err := png.DecodeConfig(bytes.NewReader(picture)); err == nil && c.Width > 0 {
		in.HeightMM = in.WidthMM * float64(c.Height) / float64(c.Width)
	}
	if _, err := m.Signing.SaveImage(r.Context(), r.Actor, in); err != nil {
		return m.refuseImage(w, r, err, kind, size)
	}
	return r.Done(w, "/toi/chu-ky", "Đã thay hình ảnh.")
}

// refuseImage names the fields as the two forms of the page have them.
func (m *module) refuseImage(w http.ResponseWriter, r *web.Request, err error, kind signing.ImageKind, size string) error {
	f, ok := fault.From(err)
	if !ok {
		return err
	}
	page, broken := m.personPage(r)
	if broken != nil {
		return broken
	}
	out := *f
	out.Fields = nil
	for _, field := range f.Fields {
		if field.Name == "file" {
			field.Name = "image"
		}
		out.Fields = append(out.Fields, fault.Field{Name: field.Name + "-" + string(kind), Message: field.Message})
	}
	for i := range page.Pictures {
		if page.Pictures[i].Kind == string(kind) {
			page.Pictures[i].Typed = size
		}
	}
	return r.Refuse(w, &out, page)
}

func readImage(parts *multipart.Reader) (kind signing.ImageKind, size string, picture []byte, err error) {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return kind, size, nil, web.Broken(err)
		}
		content, err := io.ReadAll(io.LimitReader(part, maxImage+1))
		if err != nil {
			return kind, size, nil, web.Broken(err)
		}
		if len(content) > maxImage {
			return kind, size, nil, fault.New(fault.TooLarge, "image.too-large", fmt.Sprintf("Hình ảnh quá lớn. Tối đa %s.", ui.Size(maxImage))).At("image", "Chọn hình nhỏ hơn.")
		}
		name := part.FormName()
		switch {
		case name == "kind" && len(content) < 20:
			kind = signing.ImageKind(content)
		case strings.HasPrefix(name, "size") && len(content) < 20:
			size = strings.TrimSpace(string(content))
		case strings.HasPrefix(name, "image"):
			picture = content
		}
	}
	if len(picture) == 0 {
		return kind, size, nil, fault.New(fault.Invalid, "image.missing", "Chưa chọn hình ảnh.").At("image", "Chọn tệp .png.")
	}
	return kind, size, picture, nil
}

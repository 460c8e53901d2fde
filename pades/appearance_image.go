package pades

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/draw"
	"image/png"

	"antin/pdf"
)

// Limits on pictures: a seal of 4 cm at 1,200 dots an inch has 1,900 pixels a
// side, and a file of 4 MB holds it.
const (
	maxImageBytes  = 4 << 20
	maxImagePixels = 2000 * 2000
)

// Image is the picture of a signature or seal, ready to be embedded. It is not
// changed after it was made and may be used in many signings at once; reading
// one takes longer than signing, so keep it where many are signed.
type Image struct {
	width, height int
	color, alpha  []byte // compressed; alpha is nil when nothing is transparent
}

// NewImage reads a PNG. What is transparent in it stays so on the page.
func NewImage(file []byte) (*Image, error) {
	if len(file) > maxImageBytes {
		return nil, refuse(RefusedImage, "more than %d bytes", maxImageBytes)
	}
	head, err := png.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, refuseFor(RefusedImage, err)
	}
	if head.Width < 1 || head.Height < 1 || head.Width > maxImagePixels/head.Height {
		return nil, refuse(RefusedImage, "%d × %d pixels", head.Width, head.Height)
	}
	decoded, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, refuseFor(RefusedImage, err)
	}
	flat, ok := decoded.(*image.NRGBA)
	if !ok || flat.Stride != 4*head.Width {
		flat = image.NewNRGBA(image.Rect(0, 0, head.Width, head.Height))
		draw.Draw(flat, flat.Bounds(), decoded, decoded.Bounds().Min, draw.Src)
	}
	return compressImage(flat)
}

func compressImage(flat *image.NRGBA) (*Image, error) {
	n := len(flat.Pix) / 4
	color, alpha := make([]byte, 0, 3*n), make([]byte, 0, n)
	opaque := true
	for i := 0; i < len(flat.Pix); i += 4 {
		p := flat.Pix[i : i+4]
		if p[3] == 0 { // what is not seen is made alike, and compresses
			color = append(color, 255, 255, 255)
		} else {
			color = append(color, p[0], p[1], p[2])
		}
		alpha = append(alpha, p[3])
		opaque = opaque && p[3] == 255
	}
	im := &Image{width: flat.Rect.Dx(), height: flat.Rect.Dy()}
	var err error
	if im.color, err = deflate(color); err != nil {
		return nil, err
	}
	if !opaque {
		im.alpha, err = deflate(alpha)
	}
	return im, err
}

// deflate compresses fast: pictures of seals are mostly empty, and the clerk
// waits.
func deflate(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// embed adds the picture, its transparency as a soft mask (ISO 32000-1, 11.6.5.3).
func (im *Image) embed(u *pdf.Update) pdf.Ref {
	d := im.dict("DeviceRGB")
	if im.alpha != nil {
		d = d.With("SMask", u.Add(pdf.NewStream(im.dict("DeviceGray"), im.alpha)))
	}
	return u.Add(pdf.NewStream(d, im.color))
}

func (im *Image) dict(space pdf.Name) pdf.Dict {
	return pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Image"),
		"Width", pdf.Integer(im.width), "Height", pdf.Integer(im.height),
		"ColorSpace", space, "BitsPerComponent", pdf.Integer(8), "Filter", pdf.Name("FlateDecode"))
}

// fit centres the picture in a place without changing its proportions.
func (im *Image) fit(r pdf.Rect) pdf.Rect {
	scale := min(r.Width()/float64(im.width), r.Height()/float64(im.height))
	w, h := scale*float64(im.width), scale*float64(im.height)
	x, y := r.X0+(r.Width()-w)/2, r.Y0+(r.Height()-h)/2
	return pdf.Rect{X0: x, Y0: y, X1: x + w, Y1: y + h}
}

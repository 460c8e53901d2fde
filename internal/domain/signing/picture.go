package signing

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"antin/internal/fault"
)

const (
	maxPictureBytes  = 2 << 20 // a scanned signature at 600 dpi has about 200 KB
	maxPicturePixels = 4 << 20 // 16 MB when decoded; a seal of 36 mm at 1200 dpi has 2.9 million
	minPictureSide   = 16

	clearAlpha = 0x2000 // at most 1/8 of full counts as background
	inkAlpha   = 0x8000 // at least half of full counts as ink; softer edges count as neither

	minClear    = 0.15  // of all pixels; a round seal leaves 21 % of its square
	minInk      = 0.001 // of all pixels, or there is nothing to see
	minOneColor = 0.80  // of the ink: predominantly that colour
	minColorful = 0.25  // difference of channels against the strongest: below it is grey, black or white
)

// ink is a range of hues in degrees; it runs over zero when min > max.
type ink struct{ min, max int }

func (k ink) has(hue float64) bool {
	if k.min <= k.max {
		return hue >= float64(k.min) && hue <= float64(k.max)
	}
	return hue >= float64(k.min) || hue <= float64(k.max)
}

// checkPicture refuses with wrong, and a field that says what exactly is not
// right. Sizes are read before the pixels are.
func checkPicture(data []byte, colour ink, transparent bool, wrong *fault.Fault) error {
	if len(data) > maxPictureBytes {
		return fault.New(fault.TooLarge, "image.size", "Tệp hình ảnh lớn hơn 2 MB.").At("file", "Giảm kích thước tệp.")
	}
	head, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return wrong.At("file", "Tệp không phải .png hoặc bị hỏng.")
	}
	if head.Width < minPictureSide || head.Height < minPictureSide {
		return wrong.At("file", "Hình ảnh quá nhỏ.")
	}
	if head.Width > maxPicturePixels/head.Height {
		return fault.New(fault.TooLarge, "image.pixels", "Hình ảnh có quá nhiều điểm ảnh (tối đa 4 triệu).").At("file", "Giảm độ phân giải.")
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return wrong.At("file", "Tệp không phải .png hoặc bị hỏng.")
	}
	seen := measure(picture, colour)
	switch {
	case transparent && seen.clear < minClear:
		return wrong.At("file", "Nền chưa trong suốt.")
	case seen.ink < minInk:
		return wrong.At("file", "Hình ảnh gần như trống.")
	case seen.inColour < minOneColor:
		return wrong.At("file", "Màu mực chưa đúng.")
	}
	return nil
}

// shares of a picture: clear and ink of all pixels, inColour of the ink.
type shares struct{ clear, ink, inColour float64 }

func measure(picture image.Image, colour ink) shares {
	var clear, inked, right int
	bounds := picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			c := picture.At(x, y)
			_, _, _, alpha := c.RGBA()
			switch {
			case alpha <= clearAlpha:
				clear++
			case alpha >= inkAlpha:
				inked++
				if hue, colourful := hueOf(c); colourful && colour.has(hue) {
					right++
				}
			}
		}
	}
	all := float64(bounds.Dx() * bounds.Dy())
	s := shares{clear: float64(clear) / all, ink: float64(inked) / all}
	if inked > 0 {
		s.inColour = float64(right) / float64(inked)
	}
	return s
}

// hueOf gives the hue in degrees; colourful is false for greys.
func hueOf(c color.Color) (hue float64, colourful bool) {
	n, _ := color.NRGBAModel.Convert(c).(color.NRGBA) // NRGBAModel always gives NRGBA
	r, g, b := float64(n.R), float64(n.G), float64(n.B)
	top, low := max(r, g, b), min(r, g, b)
	if top < 40 || (top-low)/top < minColorful {
		return 0, false
	}
	switch top {
	case r:
		hue = 60 * (g - b) / (top - low)
	case g:
		hue = 120 + 60*(b-r)/(top-low)
	default:
		hue = 240 + 60*(r-g)/(top-low)
	}
	if hue < 0 {
		hue += 360
	}
	return hue, true
}

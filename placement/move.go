package placement

import "math"

// Steps of the buttons and arrow keys, in millimetres.
const (
	Step     = 2.0
	FineStep = 0.5
)

// Move shifts a place by millimetres, right and up positive, and keeps it whole
// inside the page. A moved place is no longer the one the words led to, so Why
// says so; Found stays, because somebody has looked.
func Move(p Page, s Spot, rightMM, upMM float64) Spot {
	s.Rect = Clamp(p, s.Rect.Shift(finite(rightMM)*PointsPerMM, finite(upMM)*PointsPerMM))
	s.Why = "Chỗ do người dùng chỉnh"
	return s
}

// Clamp brings a box back inside the page without changing its size; a box
// larger than the page sits at its lower left corner.
func Clamp(p Page, r Rect) Rect {
	shift := func(low, high, limit float64) float64 {
		switch {
		case low < 0 || high-low > limit:
			return -low
		case high > limit:
			return limit - high
		}
		return 0
	}
	return r.Shift(shift(r.X0, r.X1, p.Width), shift(r.Y0, r.Y1, p.Height))
}

// finite keeps a mad step from a form from making places that are no numbers.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return math.Max(-2000, math.Min(2000, v))
}

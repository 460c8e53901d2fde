package pdf

import "math"

// Rect is a rectangle in the user space of a page as the file stores it: the
// origin is at the lower left, units are points, the page's /Rotate is not
// applied.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Width is the extent of the rectangle from left to right.
func (r Rect) Width() float64 { return r.X1 - r.X0 }

// Height is the extent of the rectangle from bottom to top.
func (r Rect) Height() float64 { return r.Y1 - r.Y0 }

// Empty reports whether the rectangle has no area, or a side that is not a
// finite number.
func (r Rect) Empty() bool {
	for _, v := range [4]float64{r.X0, r.Y0, r.X1, r.Y1} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return true
		}
	}
	return r.X1 <= r.X0 || r.Y1 <= r.Y0
}

// Contains reports whether the other rectangle lies wholly within this one.
func (r Rect) Contains(o Rect) bool {
	return o.X0 >= r.X0 && o.Y0 >= r.Y0 && o.X1 <= r.X1 && o.Y1 <= r.Y1
}

// Overlaps reports whether the two have an area in common.
func (r Rect) Overlaps(o Rect) bool {
	return r.X0 < o.X1 && o.X0 < r.X1 && r.Y0 < o.Y1 && o.Y0 < r.Y1
}

// Array writes the rectangle as an object.
func (r Rect) Array() Array {
	return Array{round(r.X0), round(r.Y0), round(r.X1), round(r.Y1)}
}

func round(v float64) Object {
	v = math.Round(v*1000) / 1000
	if v == math.Trunc(v) && math.Abs(v) < 1e9 {
		return Integer(v)
	}
	return Real(v)
}

// rectOf reads an array of four direct numbers and puts its corners in order.
func rectOf(a Array) (Rect, bool) {
	if len(a) != 4 {
		return Rect{}, false
	}
	var v [4]float64
	for i := range v {
		n, ok := Number(a[i])
		if !ok {
			return Rect{}, false
		}
		v[i] = n
	}
	r := Rect{math.Min(v[0], v[2]), math.Min(v[1], v[3]), math.Max(v[0], v[2]), math.Max(v[1], v[3])}
	return r, !math.IsNaN(r.X0 + r.Y0 + r.X1 + r.Y1)
}

func (r Rect) intersect(o Rect) Rect {
	return Rect{math.Max(r.X0, o.X0), math.Max(r.Y0, o.Y0), math.Min(r.X1, o.X1), math.Min(r.Y1, o.Y1)}
}

package pdf

// unpredict undoes the predictors of PNG and TIFF (ISO 32000-1, 7.4.4.4).
func unpredict(data []byte, params Dict) ([]byte, error) {
	predictor := intOr(params, "Predictor", 1)
	if predictor <= 1 {
		return data, nil
	}
	colors, bits, columns := intOr(params, "Colors", 1), intOr(params, "BitsPerComponent", 8), intOr(params, "Columns", 1)
	if colors < 1 || colors > 64 || bits < 1 || bits > 16 || columns < 1 || columns > maxInflated {
		return nil, malformed(-1, "predictor with impossible parameters")
	}
	pixel := int((colors*bits + 7) / 8)
	row := int((colors*bits*columns + 7) / 8)
	if predictor == 2 {
		if bits != 8 {
			return nil, malformed(-1, "TIFF predictor with %d bits", bits)
		}
		for at := 0; at < len(data); at += row {
			line := data[at:min(at+row, len(data))]
			for i := pixel; i < len(line); i++ {
				line[i] += line[i-pixel]
			}
		}
		return data, nil
	}
	return unPNG(data, row, pixel)
}

func intOr(d Dict, key Name, otherwise int64) int64 {
	if v, ok := d.Get(key).(Integer); ok {
		return int64(v)
	}
	return otherwise
}

// unPNG works in place: each row gives up its first byte, the filter.
func unPNG(data []byte, row, pixel int) ([]byte, error) {
	out := data[:0]
	prev := make([]byte, min(row, len(data))) // /Columns may claim more than there is
	for len(data) > 1 {
		kind := data[0]
		n := min(row, len(data)-1)
		line := data[1 : 1+n]
		if err := unPNGRow(kind, line, prev, pixel); err != nil {
			return nil, err
		}
		data = data[1+n:]
		start := len(out)
		out = append(out, line...)
		prev = out[start:]
		if n < row {
			break
		}
	}
	return out, nil
}

func unPNGRow(kind byte, line, up []byte, pixel int) error {
	left := func(i int) byte {
		if i < pixel {
			return 0
		}
		return line[i-pixel]
	}
	switch kind {
	case 0:
	case 1:
		for i := pixel; i < len(line); i++ {
			line[i] += line[i-pixel]
		}
	case 2:
		for i := range line {
			line[i] += up[i]
		}
	case 3:
		for i := range line {
			line[i] += byte((int(left(i)) + int(up[i])) / 2)
		}
	case 4:
		for i := range line {
			var corner byte
			if i >= pixel {
				corner = up[i-pixel]
			}
			line[i] += paeth(left(i), up[i], corner)
		}
	default:
		return malformed(-1, "unknown PNG filter %d", kind)
	}
	return nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	if pa <= pb && pa <= pc {
		return a
	}
	if pb <= pc {
		return b
	}
	return c
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}

package verdicts

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
)

// readFloor reads the numbers below which no run may fall.
func readFloor(name string) (map[Key]Score, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // read only: nothing to lose
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	floor := map[Key]Score{}
	for i, line := range lines[min(1, len(lines)):] {
		if len(line) != 5 {
			return nil, fmt.Errorf("%s: line %d has %d columns", name, i+2, len(line))
		}
		right, err := strconv.Atoi(line[3])
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", name, i+2, err)
		}
		of, err := strconv.Atoi(line[4])
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", name, i+2, err)
		}
		floor[Key{Copy(line[0]), line[1], Axis(line[2])}] = Score{right, of}
	}
	return floor, nil
}

// writeFloor keeps the numbers of a run; what the floor had more of stays.
func writeFloor(name string, t *Table, floor map[Key]Score) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close() // closed below; this one is for the way out on an error
	w := csv.NewWriter(f)
	lines := [][]string{{"copy", "class", "axis", "right", "of"}}
	for _, k := range t.Keys() {
		s := t.Scores[k]
		if old, ok := floor[k]; ok {
			s.Right = max(s.Right, old.Right)
		}
		lines = append(lines, []string{string(k.Copy), k.Class, string(k.Axis), strconv.Itoa(s.Right), strconv.Itoa(s.Of)})
	}
	if err := w.WriteAll(lines); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return f.Close()
}

// below lists the numbers of a run that fell, and those the floor lacks.
func below(t *Table, floor map[Key]Score) (fell, unknown []string) {
	for _, k := range t.Keys() {
		s := t.Scores[k]
		old, ok := floor[k]
		line := fmt.Sprintf("%s, %s, %s: right %d of %d, before %d of %d", k.Copy, k.Class, k.Axis, s.Right, s.Of, old.Right, old.Of)
		switch {
		case !ok:
			unknown = append(unknown, line)
		case s.Right < old.Right:
			fell = append(fell, line)
		}
	}
	for k, old := range floor {
		if _, ok := t.Scores[k]; !ok {
			fell = append(fell, fmt.Sprintf("%s, %s, %s: not counted any more, before %d of %d", k.Copy, k.Class, k.Axis, old.Right, old.Of))
		}
	}
	return fell, unknown
}

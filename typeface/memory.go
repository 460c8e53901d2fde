package typeface

import (
	"slices"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// Bounds of a Memory: a subset of so many letters has at most 40 kB.
const (
	maxSubsets           = 64
	maxRememberedLetters = 128
)

// Memory keeps subsets that were made, by style and letters: reading the font
// file and compressing the program take longer than all other drawing of a
// seal. The zero value is ready, nil remembers nothing, and it may be used by
// many goroutines at once.
type Memory struct {
	mu      sync.Mutex
	subsets map[string]*Subset
}

// Subset gives what [Face.Subset] of the style gives.
func (m *Memory) Subset(style Style, texts ...string) (*Subset, error) {
	var letters []rune
	for _, t := range texts {
		letters = append(letters, []rune(norm.NFC.String(t))...)
	}
	slices.Sort(letters)
	letters = slices.Compact(letters)
	if m == nil || len(letters) > maxRememberedLetters {
		return Tinos(style).Subset(texts...)
	}
	key := string(rune(style)) + string(letters)
	m.mu.Lock()
	s := m.subsets[key]
	m.mu.Unlock()
	if s != nil {
		return s, nil
	}
	s, err := Tinos(style).Subset(texts...)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.subsets == nil || len(m.subsets) >= maxSubsets {
		m.subsets = map[string]*Subset{} // what is still in use comes back
	}
	if m.subsets[key] == nil {
		m.subsets[key] = s
	}
	return m.subsets[key], nil
}

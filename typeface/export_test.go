package typeface

// Len is how many subsets are kept.
func (m *Memory) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.subsets)
}

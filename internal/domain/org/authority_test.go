package org

import "testing"

func TestCapacityFitsThePost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		title string
		as    Capacity
		ok    bool
	}{
		{"Giám đốc", InOwnRight, true},
		{"Phó Giám đốc", InOwnRight, false},
		{"Phó Giám đốc", Deputy, true},
		{"Phó Chủ tịch", Deputy, true},
		{"Giám đốc", Deputy, false},
		{"Chánh Văn phòng", ByOrder, true},
		{"Trưởng phòng", ByOrder, true},
		{"Cục trưởng", ByOrder, true},
		{"Chuyên viên", ByOrder, false},
		{"Phó Trưởng phòng", ByOrder, false},
		{"Chủ tịch", Collective, true},
		{"Giám đốc", Acting, true},
		{"Phó Giám đốc", Acting, false},
		{"Giám đốc", "XX.", false},
	} {
		if err := CheckCapacity(Post{Title: c.title}, c.as); (err == nil) != c.ok {
			t.Errorf("%s %s: %v", c.as, c.title, err)
		}
	}
}

package pdf

import (
	"slices"
	"testing"
)

func TestMembersOfAnUnusedObjectStream(t *testing.T) {
	t.Parallel()
	b := simple()
	b.stream(5, "/Type /ObjStm /N 2 /First 8", "3 0 9 5 (abc)(de)")
	b.table("/Size 6 /Root 1 0 R", 1, 2, 3, 4, 5)
	rev := mustOpen(t, b.Bytes()).Last()
	met := 0
	list, err := rev.Scan()
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range list {
		numbers, object, err := rev.Members(found)
		if err != nil {
			t.Fatal(err)
		}
		if found.Ref.Num != 5 {
			if len(numbers) > 0 {
				t.Errorf("object %v has members %v", found.Ref, numbers)
			}
			continue
		}
		met++
		if o, err := object(1); err != nil || !slices.Equal(numbers, []int{3, 9}) || text(t, o) != "(de)" {
			t.Errorf("members %v, %v, %v", numbers, o, err)
		}
	}
	if met != 1 {
		t.Errorf("the object stream was met %d times", met)
	}
}

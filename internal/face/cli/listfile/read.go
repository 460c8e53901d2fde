package listfile

import (
	"fmt"
	"os"

	"antin/algorithm"
)

// Read reads the file; the error is for the person who wrote it, and names the
// entry that is wrong.
func Read(path string) (*algorithm.List, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("không mở được danh mục thuật toán %q: %w", path, err)
	}
	defer func() { _ = f.Close() }() // read only
	list, err := algorithm.Read(f)
	if err != nil {
		return nil, fmt.Errorf("danh mục thuật toán %q không dùng được: %w", path, err)
	}
	return list, nil
}

package dbtest_test

import (
	"testing"

	"antin/internal/testkit/dbtest"
)

// The tree test checks all blocks; these two belong to this floor.
func TestGeneratedCodeIsFresh(t *testing.T) {
	t.Parallel()
	dbtest.Generated(t, "../../..", "audit", "job")
}

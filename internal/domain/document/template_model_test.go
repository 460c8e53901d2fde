package document_test

import (
	"slices"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
)

// Every type of Phụ lục III has its model.
func TestEveryTypeHasAModel(t *testing.T) {
	t.Parallel()
	have := document.ModelTypes()
	types := documenttest.Law(t, "NA").Documents.Types
	if len(types) != 29 || len(have) != 29 {
		t.Errorf("%d types, %d models", len(types), len(have))
	}
	for _, x := range types {
		if !slices.Contains(have, x.Name) {
			t.Errorf("no model of %s", x.Name)
		}
	}
}

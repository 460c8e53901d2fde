package clauses

import (
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
)

// TestMainJob carries a letter from its draft to the receiver's task.
func TestMainJob(t *testing.T) {
	under(t, all, func(t *testing.T, province string) {
		j := open(t, province).write(draft{}).to("release")
		j.settle()
		in := j.arrival()
		in.state(document.Valid)
		if n, err := in.register(); n != 1 || err != nil {
			t.Fatalf("arrival number %d, %v", n, err)
		}
		j.settle()
		if d := j.delivery(); d.State != exchange.Accepted || d.Arrival != 1 {
			t.Errorf("delivery is %s with arrival number %d", d.State, d.Arrival)
		}
	})
}

package exchange

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"antin/internal/domain/document"
)

// The first answer counts, whatever comes after it and however often.
func TestAnswerCountsOnce(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	accepted := Receipt{Delivery: "one", By: "H41.90", State: Accepted, Arrival: 7, At: at, SHA256: "ab", TreeHead: "head"}
	refused := Receipt{Delivery: "one", By: "H41.90", State: RefusedBy, Reason: document.Reason{Code: "altered", Text: "Đã bị sửa."}, At: at}
	for _, before := range []State{Waiting, Sent, Received, Unreached} {
		for _, first := range []Receipt{accepted, refused} {
			d := Delivery{ID: "one", State: before}
			if !d.answer(first) {
				t.Fatalf("%s: the answer %s does not count", before, first.State)
			}
			if d.State != first.State || d.Arrival != first.Arrival || d.Reason != first.Reason || !d.AnsweredAt.Equal(at) {
				t.Errorf("%s: %+v", before, d)
			}
			var kept Receipt
			if err := json.Unmarshal([]byte(d.Receipt), &kept); err != nil || kept != first {
				t.Errorf("%s: receipt %+v, %v", before, kept, err)
			}
			once := d
			for _, later := range []Receipt{accepted, refused} {
				later.At = at.Add(time.Hour)
				if d.answer(later) || !reflect.DeepEqual(d, once) {
					t.Errorf("%s, then %s again: %+v", first.State, later.State, d)
				}
			}
		}
	}
}

func TestEveryDeliveryStateHasAName(t *testing.T) {
	t.Parallel()
	for _, s := range []State{Waiting, Sent, Received, Accepted, RefusedBy, Unreached} {
		if s.Name() == "" {
			t.Errorf("%s has no name", s)
		}
	}
}

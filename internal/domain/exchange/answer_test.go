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

// A document that waits for the receiver's clerk gets its final answer later.
func TestHeldIsNoFinalAnswer(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	d := Delivery{ID: "one", State: Received}
	held := Receipt{Delivery: "one", State: HeldBy, Reason: document.Reason{Code: "untrusted", Text: "Không tin cậy."}, At: at}
	if !d.answer(held) || d.State != HeldBy {
		t.Fatalf("%+v", d)
	}
	once := d
	held.At = at.Add(time.Hour)
	if d.answer(held) || !reflect.DeepEqual(d, once) {
		t.Errorf("the same again: %+v", d)
	}
	held.Reason.Text = "Chứng thư đã bị thu hồi."
	if !d.answer(held) || d.Reason != held.Reason {
		t.Errorf("another reason: %+v", d)
	}
	if !d.answer(Receipt{Delivery: "one", State: Accepted, Arrival: 7, At: at}) || d.State != Accepted || d.Reason.Code != "" {
		t.Errorf("accepted after all: %+v", d)
	}
	if d.answer(held) || d.State != Accepted {
		t.Errorf("held after the final answer: %+v", d)
	}
}

func TestEveryDeliveryStateHasAName(t *testing.T) {
	t.Parallel()
	for _, s := range []State{Waiting, Sent, Received, Accepted, RefusedBy, HeldBy, Unreached} {
		if s.Name() == "" {
			t.Errorf("%s has no name", s)
		}
	}
}

package requests

import (
	"strings"
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/testkit/clause"
)

// Hà Tĩnh: conditions of national law, every gap at once, the subscriber first,
// then the head, then straight to Cục.
func TestHaTinhSendsStraight(t *testing.T) {
	t.Parallel()
	w := open(t, "HT")
	clause.Covers(t, "HT-06.1", "HT-09.2", "HT-10.1")
	by := w.as("chuyenvien.snv")
	id := w.draft("chuyenvien.snv", request.Input{Kind: request.New, Subject: request.ForPerson, Person: by.Person, Fields: map[string]string{}})
	f := refused(t, w.Requests.Confirm(w.ctx, by, id, 1), "request.incomplete", "Chưa đủ điều kiện", "Còn thiếu")
	if len(f.Fields) < 4 {
		t.Errorf("only %v", f.Fields)
	}
	_, err := w.Requests.ToHead(w.ctx, by, []request.ID{id}, request.Signer{})
	if err == nil {
		t.Error("the agency confirmed what the subscriber did not")
	}
	w.must(w.Requests.Edit(w.ctx, by, id, 1, w.fresh("chuyenvien.snv")))
	w.confirm("chuyenvien.snv", id)
	v := w.at(id, request.Confirmed)
	if v.ConfirmedBy != by.Person || v.ConfirmedAt.IsZero() || v.Basis == "" || len(v.Ticks) == 0 {
		t.Errorf("confirmed by %s at %v, basis %q, ticks %v", v.ConfirmedBy, v.ConfirmedAt, v.Basis, v.Ticks)
	}
	letter := w.toHead("chuyenvien.snv", id)
	w.signed(snv, letter)
	v = w.at(id, request.HeadSigned)
	if v.Snapshot == "" {
		t.Error("no hash of what the head confirmed")
	}
	w.must(w.Requests.Edit(w.ctx, by, id, v.Rev, w.fresh("chuyenvien.snv")))
	if v = w.at(id, request.Draft); v.Snapshot != "" {
		t.Error("the confirmation outlives the edit")
	}
}

func TestRouteIsOfTheProfile(t *testing.T) {
	t.Parallel()
	route := func(value string) string {
		w := open(t, "HT", set{"subscribers.request_route", value})
		id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
		v := w.get(id)
		if value == request.RouteAuthority {
			if v.Department == "" {
				t.Error("Văn phòng reads no copy")
			}
			for _, d := range v.Deeds {
				if d == request.Receiving || d == request.Approving {
					t.Errorf("a provincial step: %s", d)
				}
			}
			refused(t, w.Requests.Receive(w.ctx, w.as("thuebao.skhcn"), id), "request.no-department", "HT-09.3")
		}
		return string(v.Terms.To)
	}
	a, b := clause.Parameter(t, "HT-09.3", route, request.RouteAuthority, request.RouteDepartment)
	if a != "authority" || b != "department" {
		t.Error(a, b)
	}
}

// Forms and times are those of the day on which the request was made.
func TestTermsStayWithTheRequest(t *testing.T) {
	t.Parallel()
	var kept request.Terms
	terms := func(source string) string {
		w := open(t, "HT", set{"subscribers.forms_source", source})
		v := w.get(w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv")))
		kept = v.Terms
		return v.Terms.Source
	}
	a, b := clause.Parameter(t, "HT-06.2", terms, "TT 185/2019/TT-BQP", "NĐ 68/2024/NĐ-CP")
	if a == b || kept.Profile == "" {
		t.Error(a, b, kept)
	}

	w := open(t, "HT")
	id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	before := w.get(id).Terms
	next := openFolder(t, w.Fixture, w.Config.Dir, w.clock, set{"subscribers.forms", []any{map[string]any{"request": "new", "forms": []any{int64(1)}}}},
		set{"subscribers.step_limits", []any{map[string]any{"request": "new", "working_days": int64(9), "hours": int64(0)}}})
	after := next.get(id).Terms
	if len(after.Forms) != len(before.Forms) || after.Authority != before.Authority {
		t.Errorf("terms changed from %+v to %+v", before, after)
	}
	fresh := next.get(next.draft("chuyenvien.snv", next.fresh("chuyenvien.snv"))).Terms
	if len(fresh.Forms) != 1 || fresh.Authority.Days != 9 {
		t.Errorf("a new request has the terms %+v", fresh)
	}
}

// mapped gives what a request of the kind says when its forms are these.
func (w *world) mapped(in request.Input) string {
	id, err := w.Requests.Draft(w.ctx, w.as("chuyenvien.snv"), in)
	if err != nil {
		return outcome(w.t, err)
	}
	var out strings.Builder
	for _, f := range w.get(id).Terms.Forms {
		out.WriteString(string(rune('a' + f.Number)))
	}
	return out.String()
}

func row(kind string, forms ...any) set {
	return set{"subscribers.forms", []any{map[string]any{"request": kind, "forms": forms}}}
}

func TestFormsOfHaTinh(t *testing.T) {
	t.Parallel()
	is := func(id string, want string, rows [2][]any, kind string, in func(w *world) request.Input) {
		t.Helper()
		a, _ := clause.Parameter(t, id, func(forms []any) string {
			w := open(t, "HT", row(kind, forms...))
			return w.mapped(in(w))
		}, rows[0], rows[1])
		if a != want {
			t.Errorf("%s: %q, want %q", id, a, want)
		}
	}
	n := func(list ...int64) []any {
		var out []any
		for _, i := range list {
			out = append(out, i)
		}
		return out
	}
	is("HT-06.2a", "bc", [2][]any{n(1, 2, 3, 4, 5, 6), n(3, 4)}, "new", func(w *world) request.Input { return w.fresh("chuyenvien.snv") })
	is("HT-06.2b", "hi", [2][]any{n(7, 8), n(8)}, "renew", func(w *world) request.Input {
		return request.Input{Kind: request.Renew, Subject: request.ForPerson, Certificate: w.has("chuyenvien.snv").ID, Fields: fields, Ticks: ticked()}
	})
	is("HT-06.2c-1", "jk", [2][]any{n(9, 10), n(10)}, "revoke", func(w *world) request.Input { return w.revocation(w.has("chuyenvien.snv"), "transferred") })
	is("HT-06.2d", "lm", [2][]any{n(11, 12), n(12)}, "recover", func(w *world) request.Input {
		return w.recovery(w.token("chuyenvien.snv", "TK-1", device.Token, device.Locked, w.has("chuyenvien.snv").ID))
	})

	w := open(t, "HT")
	by := w.as("chuyenvien.snv")
	wrong := w.fresh("chuyenvien.snv")
	wrong.Forms = []int{3}
	_, err := w.Requests.Draft(w.ctx, by, wrong)
	refused(t, err, "request.form", "Mẫu đã chọn không dùng", "HT-06.2")
	c := w.has("chuyenvien.snv")
	renewal := w.get(w.draft("chuyenvien.snv", request.Input{Kind: request.Renew, Subject: request.ForPerson, Certificate: c.ID, Fields: fields, Ticks: ticked()}))
	if renewal.Serial == "" {
		t.Error("the form has no serial")
	}
	for _, state := range []device.State{device.Lost, device.Returned} {
		d := w.token("chuyenvien.snv", "TK-"+string(state), device.Token, state)
		_, err := w.Requests.Draft(w.ctx, by, w.recovery(d))
		refused(t, err, "request.recover-state")
	}
	locked := w.token("chuyenvien.snv", "TK-9", device.Token, device.Locked)
	if v := w.get(w.draft("chuyenvien.snv", w.recovery(locked))); v.Terms.To != request.ToAuthority || v.Terms.Recovery.Days != 0 {
		t.Errorf("a recovery in Hà Tĩnh goes to %s within %+v", v.Terms.To, v.Terms.Recovery)
	}
}

// A lost device: minutes first; the device is lost, and nobody has to return it.
func TestLossNeedsItsMinutes(t *testing.T) {
	t.Parallel()
	w := open(t, "HT")
	clause.Covers(t, "HT-06.2c-2")
	by := w.as("chuyenvien.snv")
	c := w.has("chuyenvien.snv")
	d := w.token("chuyenvien.snv", "TK-0008", device.Token, device.InUse, c.ID)
	in := w.revocation(c, request.ReasonLost)
	id := w.draft("chuyenvien.snv", in)
	refused(t, w.Requests.Confirm(w.ctx, by, id, w.get(id).Rev), "request.minutes", "Thiếu biên bản xác nhận thất lạc (Mẫu 15)", "HT-06.2c-2",
		"minutes.date", "minutes.place", "minutes.participants", "minutes.device_serial", "minutes.file")
	f, err := w.Requests.Attach(w.ctx, by, id, request.Upload{Role: request.LossForm, Name: "mau-15.pdf", Body: strings.NewReader("%PDF-1.7 biên bản")})
	w.must(err)
	in.Minutes = request.Minutes{Date: "2026-03-09", Place: "Sở Nội vụ", Participants: "Ông A, bà B", DeviceSerial: "TK-0008", File: f.ID}
	w.must(w.Requests.Edit(w.ctx, by, id, w.get(id).Rev, in))
	w.send("chuyenvien.snv", id)
	w.at(id, request.Sent)
	if w.stateOf(d.ID) != device.Lost || w.statusOf(c.ID) != signing.RevocationPending {
		t.Errorf("device %s, certificate %s", w.stateOf(d.ID), w.statusOf(c.ID))
	}
	due, err := w.Device.ReturnsDue(w.ctx, w.as("thuebao.skhcn"), d.Agency, false)
	w.must(err)
	if len(due) != 0 {
		t.Errorf("a lost device is due for return: %+v", due)
	}
	open, err := w.Requests.Store.OpenFor(w.ctx, c.ID, request.Revoke)
	w.must(err)
	if len(open) != 1 {
		t.Errorf("%d requests for one loss", len(open))
	}
}

// A crash between the document and the request is mended by doing it again.
func TestSubmissionIsMendedByDoingItAgain(t *testing.T) {
	t.Parallel()
	w := open(t, "HT")
	id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	w.confirm("chuyenvien.snv", id)
	by := w.as("chuyenvien.snv")
	first := w.toHead("chuyenvien.snv", id)
	again, err := w.Requests.ToHead(w.ctx, by, []request.ID{id}, request.Signer{})
	w.must(err)
	if string(first) != again {
		t.Errorf("a second letter was made: %s, %s", first, again)
	}
	w.clock.pass(time.Minute)
	if n := len(w.get(id).Steps); n != 3 {
		t.Errorf("%d steps, want made, confirmed and put to the head", n)
	}
}

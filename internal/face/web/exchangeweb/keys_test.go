package exchangeweb_test

import (
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/testkit/browser"
)

// typist counts what the fingers do.
type typist struct {
	*browser.Page
	keys int
}

func (y *typist) press(key string) { y.keys++; y.PressThrough(key) }

// The clerk registers what was read by two keys from the desk: Enter opens,
// Ctrl+S registers and opens the next one. Seconds are those of the pages alone.
func TestRegisterByKeyboard(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.as(t, clerkAccount)
	var ids []document.ID
	for _, subject := range []string{"phòng chống dịch sau mưa lũ", "báo cáo trang thiết bị y tế"} {
		fields := fromPortal()
		fields["channel"] = "paper"
		at, _, _ := g.bring(fields, map[string][]byte{"quet.pdf": printed(t, subject)})
		id := document.ID(strings.TrimPrefix(strings.SplitN(at, "?", 2)[0], "/den/"))
		must(t, s.Exchange.Intake(t.Context(), id))
		ids = append(ids, id)
	}
	y := &typist{Page: s.window(t, clerkAccount)}
	y.Open("/den")
	y.See("phòng chống dịch")
	began := time.Now()
	y.Press("j")
	y.keys++
	y.press("Enter")
	y.press("Ctrl+S")
	y.See("Đã vào sổ đến số")
	first, keys := time.Since(began), y.keys
	y.press("Ctrl+S")
	y.See("Đã vào sổ đến số")
	t.Logf("one document from the desk: %d keys, %.1f s; the next one: %d key, %.1f s", keys, first.Seconds(), y.keys-keys, (time.Since(began) - first).Seconds())
	if keys > 4 || y.keys-keys != 1 {
		t.Errorf("%d keys, then %d", keys, y.keys-keys)
	}
	for _, id := range ids {
		if got := s.state(t, id); got != document.Registered {
			t.Errorf("%s is %s", id, got)
		}
	}
	y.Open("/den")
	y.Axe()
	y.Shots("tiep-nhan")
	y.Open("/den/" + string(ids[0]))
	y.Axe()
}

// The pages of the desk as they look.
func TestDeskPagesLook(t *testing.T) {
	t.Parallel()
	s := open(t, "documents.check_windows", []any{"10:30-11:30", "16:00-17:00"}, "documents.checks_per_day", int64(2))
	g := s.as(t, clerkAccount)
	fields := fromPortal()
	fields["channel"] = "paper"
	at, _, _ := g.bring(fields, map[string][]byte{"quet.pdf": printed(t, "phòng chống dịch sau mưa lũ")})
	id := document.ID(strings.TrimPrefix(strings.SplitN(at, "?", 2)[0], "/den/"))
	must(t, s.Exchange.Intake(t.Context(), id))
	twin, _, _ := g.bring(fromPortal(), map[string][]byte{"lan-hai.pdf": s.sealed(t)})
	second := document.ID(strings.TrimPrefix(strings.SplitN(twin, "?", 2)[0], "/den/"))
	must(t, s.Exchange.Intake(t.Context(), second))
	p := s.window(t, clerkAccount)
	for name, path := range map[string]string{
		"tiep-nhan-danh-sach": "/den", "tiep-nhan-tai-len": "/den/moi", "tiep-nhan-vao-so": "/den/" + string(id), "tiep-nhan-trung": "/den/" + string(second),
		"tiep-nhan-hop-thu": "/den/hop-thu", "tiep-nhan-trach-nhiem": "/den/trach-nhiem",
	} {
		p.Open(path)
		p.Axe()
		p.Shots(name)
	}
}

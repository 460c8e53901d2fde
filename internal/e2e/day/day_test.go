package day

import (
	"bytes"
	"os"
	"strconv"
	"testing"
	"time"

	"antin/internal/testkit/site"
)

// size is how much comes in and goes out at each agency.
func size() (in, out int) {
	if os.Getenv("ANTIN_LARGE") != "" {
		return 30, 20
	}
	return 3, 2
}

// TestDay is a whole day of a department and of a commune.
func TestDay(t *testing.T) {
	t.Parallel()
	in, out := size()
	p := &province{site.Open(t), t}
	first, cost := p.outgoing(department, commune, subject(department, 1))
	t.Logf("one outgoing document, from the empty form to the release: %v", cost)
	if cost.keys > 40 || cost.clicks > 20 {
		t.Errorf("one outgoing document costs %v", cost)
	}
	for _, way := range []struct{ of, to staff }{{department, commune}, {commune, department}} {
		from := 1
		if way.of.code == department.code {
			from = 2
		}
		for n := from; n <= out; n++ {
			p.carry(way.of, p.draft(way.of, way.to, subject(way.of, n)), "", "release")
		}
	}
	p.Jobs()
	p.uploads(department, in-out)
	p.uploads(commune, in-out)

	p.refuse(commune, subject(department, out))
	p.Jobs()
	p.As(department.clerk).Get("/gui").See(subject(department, out), "Bị từ chối", "Không thuộc thẩm quyền")
	for _, to := range []staff{department, commune} {
		n := in
		if to.code == commune.code {
			n-- // one was refused
		}
		seconds, keys := p.registers(to, n)
		t.Logf("%s registered %d documents: %.1f s for one, %v in all", to.agency, n, seconds, keys)
		if seconds > 15 {
			t.Errorf("%.1f s to register one document", seconds)
		}
		book := p.As(to.clerk).Get("/so-den/" + strconv.Itoa(time.Now().In(time.FixedZone("+07:00", 7*3600)).Year()))
		book.See("Sở Y tế")
	}

	p.recall(department, first)
	p.Jobs()
	p.As(department.clerk).Get(first + "/sau-phat-hanh").See("Đã nhận thông báo thu hồi")
	together := p.joint(department, commune, "phối hợp rà soát chứng thư trên địa bàn xã")
	p.As(department.clerk).Get(together).See("Đã phát hành")

	var words bytes.Buffer
	if found, err := p.Prove(t.Context(), &words); err != nil || found > 0 {
		t.Errorf("antin check: %d, %v\n%s", found, err, words.String())
	}
}

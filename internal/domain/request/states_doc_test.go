package request_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/profile"
	"antin/internal/domain/request"
	"antin/internal/testkit/manual"
)

var update = flag.Bool("update", false, "write the section of the manual anew")

// TestManualTellsEveryMove keeps the section of the manual equal to the table
// of moves; -update writes it.
func TestManualTellsEveryMove(t *testing.T) {
	t.Parallel()
	set, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := set.At("LD", time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]string{request.RouteDepartment: "qua Sở", request.RouteAuthority: "thẳng Cục", request.RouteDelegated: "Sở được ủy quyền"}
	var b strings.Builder
	b.WriteString("\n## Hồ sơ yêu cầu chứng thực\n\nCăn cứ và thời hạn lấy từ quy chế của tỉnh; bảng này in theo quy chế tỉnh Lâm Đồng.\n\n")
	b.WriteString("| Đang ở bước | Việc | Đi tới | Ai làm | Thời hạn theo | Căn cứ | Đường gửi |\n|---|---|---|---|---|---|---|\n")
	for _, m := range request.Moves() {
		limit, clause := "", ""
		if m.Deadline != "" {
			limit = p.Clause(m.Deadline)
		}
		if m.Clause != "" {
			clause = p.Clause(m.Clause)
		}
		ways := make([]string, len(m.Routes))
		for i, r := range m.Routes {
			ways[i] = routes[r]
		}
		fmt.Fprintf(&b, "| **%s** | %s | %s | %s | %s | %s | %s |\n", m.From.Name(), m.Deed.Name(), m.To.Name(), m.Who, limit, clause, strings.Join(ways, ", "))
	}
	manual.States(t, "request", b.String(), *update)
}

// Every state has a name and is reached, every deed has a name.
func TestEveryStateIsReachedAndNamed(t *testing.T) {
	t.Parallel()
	reached := []request.State{request.Draft}
	for range request.States() {
		for _, m := range request.Moves() {
			if slices.Contains(reached, m.From) && !slices.Contains(reached, m.To) {
				reached = append(reached, m.To)
			}
			if m.Deed.Name() == string(m.Deed) || m.Who == "" {
				t.Errorf("the deed %q has no name or nobody who does it", m.Deed)
			}
		}
	}
	for _, s := range request.States() {
		if s.Name() == string(s) || !slices.Contains(reached, s) {
			t.Errorf("the state %q has no name or is never reached", s)
		}
	}
}

package documentweb

import (
	"context"
	"slices"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// settle refuses a form that can only be a slip, and fills in the capacity
// where the chosen signer has one only and none was chosen.
func (m *module) settle(ctx context.Context, by org.Actor, typed *form, hasFiles bool) error {
	if typed.Subject == "" && !hasFiles {
		return fault.New(fault.Invalid, "document.empty", "Dự thảo chưa có gì để lưu.").At("subject", "Ghi trích yếu, hoặc chọn tệp văn bản.")
	}
	person, post, _ := strings.Cut(typed.Signer, "/")
	if person == "" {
		return nil
	}
	rows, err := m.Org.AuthoritiesOf(ctx, org.PersonID(person), by.Agency, m.Now())
	if err != nil {
		return err
	}
	var allowed []string
	for _, row := range rows {
		if string(row.Post) == post && !slices.Contains(allowed, string(row.Capacity)) {
			allowed = append(allowed, string(row.Capacity))
		}
	}
	switch {
	case len(allowed) == 0 || slices.Contains(allowed, typed.Capacity):
		return nil // what the signer may not at all is refused at submission
	case len(allowed) == 1 && typed.Capacity == "":
		typed.Capacity = allowed[0]
		return nil
	}
	for i, c := range allowed {
		allowed[i] = orDash(c, "trực tiếp")
	}
	return fault.New(fault.Invalid, "signer.capacity", "Người ký không ký được với tư cách đã chọn.").
		At("capacity", "Người này được ký: "+strings.Join(allowed, ", ")+".")
}

package signing

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/audit"
)

const traceCustodies = "digest.custodies"

// custodiesDigest is over every row of custody of one certificate, so that the
// log proves who held it and when.
func custodiesDigest(all []Custody) string {
	ms := func(at time.Time) int64 {
		if at.IsZero() {
			return 0
		}
		return at.UnixMilli()
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Custody) int { return cmp.Compare(a.ID, b.ID) })
	rows := make([]any, len(all))
	for i, c := range all {
		rows[i] = []any{c.ID, c.Certificate, c.Holder, c.Assigner, c.Decision, ms(c.From), ms(c.To)}
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		panic(fmt.Sprintf("signing: a custody that JSON cannot say: %v", err)) // strings and numbers only
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Trace is what the log says last of one certificate.
type Trace struct{ imported, custodies, holder, status string }

// Add takes the next entry about the certificate, in the order of the log.
func (t *Trace) Add(e audit.Entry) {
	name, isStatus := strings.CutPrefix(e.Action, "certificate.")
	switch {
	case e.Action == "custody.assigned", e.Action == "custody.returned":
		t.custodies, t.holder = e.Data[traceCustodies], e.Data["holder"]
	case e.Action == "certificate.imported":
		t.imported, t.status = e.Data["sha256"], string(Active)
	case isStatus:
		t.status = name
	}
}

// Untrue names what in the rows of a certificate and its custody is not as the
// log says.
func (s *Service) Untrue(ctx context.Context, id CertificateID, t Trace) ([]string, error) {
	c, err := s.Certificate(ctx, id)
	if err != nil {
		return []string{"nhật ký có chứng thư số này nhưng dòng của nó không còn trong cơ sở dữ liệu"}, nil
	}
	var lines []string
	if c.SHA256 != t.imported {
		lines = append(lines, "không phải chứng thư số đã được nhập theo nhật ký")
	}
	if string(c.Status) != t.status {
		lines = append(lines, fmt.Sprintf("trạng thái ghi %q, nhật ký là %q", c.Status, t.status))
	}
	all, err := s.store.Custodies(ctx, id)
	if err != nil {
		return nil, err
	}
	switch {
	case len(all) > 0 && t.holder == "":
		lines = append(lines, "có dòng giao quản lý mà nhật ký không ghi")
	case t.custodies != "" && custodiesDigest(all) != t.custodies:
		lines = append(lines, "việc giao quản lý đã bị sửa, không như lúc ghi nhật ký: theo nhật ký người giữ là "+t.holder)
	}
	return lines, nil
}

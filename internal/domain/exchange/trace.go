package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
)

const traceRow = "digest.row"

// trace is what the log keeps of the delivery as it is saved, so that antin
// check finds each later change of its row.
func (d *Delivery) trace() map[string]string {
	ms := func(at time.Time) int64 {
		if at.IsZero() {
			return 0
		}
		return at.UnixMilli()
	}
	raw, err := json.Marshal([]any{
		d.ID, d.Document, d.Sender, d.Recipient, d.State, d.Manifest.Ref, d.Manifest.From, d.Manifest.FromName, d.Manifest.To, d.Manifest.Symbol,
		d.Manifest.Date, d.Manifest.Type, d.Manifest.Subject, d.Manifest.Signer, d.Manifest.Urgency, append([]ManifestFile{}, d.Manifest.Files...),
		d.Reason, d.Arrival, d.Receipt, ms(d.CreatedAt), ms(d.SentAt), ms(d.ReceivedAt), ms(d.AnsweredAt),
	})
	if err != nil {
		panic(fmt.Sprintf("exchange: a delivery that JSON cannot say: %v", err)) // strings, numbers and lists only
	}
	sum := sha256.Sum256(raw)
	return map[string]string{
		"document": string(d.Document), "to": short(d.Recipient.Code), "state": string(d.State), "arrival": fmt.Sprint(d.Arrival),
		traceRow: hex.EncodeToString(sum[:]),
	}
}

// short keeps the log from refusing a code that is none.
func short(code string) string { return strings.ToValidUTF8(code[:min(len(code), 64)], "") }

// Trace is what the log says last of one delivery.
type Trace map[string]string

// Add takes the next entry about the delivery, in the order of the log.
func (t Trace) Add(e audit.Entry) {
	for key, value := range e.Data {
		t[key] = value
	}
}

// Untrue names everything in the row of a delivery that is not as the log says
// it was saved; the agency of a delivery whose row is gone is empty.
func (s *Service) Untrue(ctx context.Context, id DeliveryID, t Trace) (lines []string, sender org.AgencyID, err error) {
	d, err := s.Store.Delivery(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return []string{"nhật ký có lần gửi này nhưng dòng của nó không còn trong cơ sở dữ liệu"}, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	now := d.trace()
	if t[traceRow] == "" || now[traceRow] == t[traceRow] {
		return nil, d.Sender, nil
	}
	for _, c := range []struct{ key, name string }{{"state", "trạng thái"}, {"arrival", "số đến ở nơi nhận"}, {"document", "văn bản"}, {"to", "nơi nhận"}} {
		if now[c.key] != t[c.key] {
			lines = append(lines, fmt.Sprintf("%s ghi %q, nhật ký là %q", c.name, now[c.key], t[c.key]))
		}
	}
	if len(lines) == 0 {
		lines = []string{"nội dung, thời điểm hoặc biên nhận đã bị sửa, không như lúc ghi nhật ký"}
	}
	return lines, d.Sender, nil
}

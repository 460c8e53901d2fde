package exchange

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/pades"
	"antin/vntext"
)

// contradicts says where the number and date that were filled under the seal
// are not those that the sender announced with the message; empty when they
// agree or the file has no such fields.
func contradicts(d *document.Document, r *pades.Report) string {
	filled := map[string]string{}
	for _, v := range r.Values { // revision by revision: the last one stands
		filled[v.Field] = strings.TrimSpace(v.Value)
	}
	if ref, err := vntext.ParseSymbol(d.SenderRef); err == nil {
		if got := filled[pades.FieldNumber]; got != "" && !sameNumber(got, ref.Number) {
			return fmt.Sprintf("số dưới dấu là “%s”, thông tin gửi kèm ghi “%s”.", got, d.SenderRef)
		}
	}
	day, err := time.Parse("2006-01-02", d.IssuedOn)
	if err != nil {
		return ""
	}
	got := []string{filled[pades.FieldDay], filled[pades.FieldMonth], filled[pades.FieldYear]}
	same := (got[0] == "" || sameNumber(got[0], day.Day())) && (got[1] == "" || sameNumber(got[1], int(day.Month()))) &&
		(got[2] == "" || len(got[2]) >= 2 && strings.HasSuffix(strconv.Itoa(day.Year()), got[2])) // "20" may be printed before the blank
	if same {
		return ""
	}
	return fmt.Sprintf("ngày dưới dấu là “%s”, thông tin gửi kèm ghi “%s”.", strings.Trim(strings.Join(got, "/"), "/"), day.Format("02/01/2006"))
}

// sameNumber takes "05" for 5; what is no number is not the same.
func sameNumber(text string, want int) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n == want
}

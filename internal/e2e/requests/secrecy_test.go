package requests

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"antin/internal/domain/device"
	"antin/internal/domain/request"
)

// Where devices are of the grade Mật a request tells their serials to nobody
// whom the book of devices would not tell.
func TestRequestsHideSerialsOfSecretDevices(t *testing.T) {
	t.Parallel()
	w := open(t, "HT")
	const serial = "TK-MAT-77"
	c := w.has("chuyenvien.snv")
	d := w.token("chuyenvien.snv", serial, device.Token, device.InUse, c.ID)
	in := w.revocation(c, request.ReasonLost)
	in.Device, in.Minutes.DeviceSerial = d.ID, serial
	id := w.draft("chuyenvien.snv", in)
	for account, may := range map[string]bool{"vanthu.snv": false, "giamdoc.snv": true, "thuebao.skhcn": true} {
		v, err := w.Requests.Get(w.ctx, w.as(account), id)
		w.must(err)
		if told := strings.Contains(fmt.Sprintf("%+v", v), serial); told != may {
			t.Errorf("%s: the serial is told %v, want %v", account, told, may)
		}
	}
	var export bytes.Buffer
	if err := w.Requests.Export(w.ctx, w.as("thuebao.skhcn"), "", &export); err == nil {
		t.Error("an empty list was exported")
	}
}

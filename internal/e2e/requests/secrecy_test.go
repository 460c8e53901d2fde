package requests

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
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
}

// drawn remembers the values that forms are filled with instead of drawing them.
type drawn struct{ said string }

// Print implements request.Printer.
func (d *drawn) Print(_ profile.Form, p request.Print) ([]byte, error) {
	d.said += fmt.Sprintf("%+v", p)
	return []byte("%PDF"), nil
}

// written is the workbook as text.
type written struct{}

// Write implements request.Workbook.
func (written) Write(w io.Writer, t request.Table) error {
	_, err := fmt.Fprintf(w, "%+v", t)
	return err
}

// views counts how often the log says that a serial was seen.
func (w *world) views() (n int) {
	w.t.Helper()
	w.must(w.Database.Reader().QueryRowContext(w.ctx, "select count(*) from audit_entry where leaf like '%device.serial-viewed%'").Scan(&n))
	return n
}

// Neither the department's spreadsheet nor the forms before they are signed nor
// a search nor a list tells a graded serial to who may not see it; each time one
// is told is written down.
func TestListsAndFormsHideSerialsOfSecretDevices(t *testing.T) {
	t.Parallel()
	w := open(t, "LD", set{"subscribers.device_secrecy", "Mật"})
	const serial = "TKMAT78"
	c := w.has("chuyenvien.snv")
	d := w.token("chuyenvien.snv", serial, device.Token, device.InUse, c.ID)
	in := w.revocation(c, "transferred")
	in.Device = d.ID
	in.Fields = map[string]string{"device": serial}
	maps.Copy(in.Fields, fields)
	printer := &drawn{}
	w.Requests.Printer = printer
	id := w.draft("chuyenvien.snv", in)
	clerk, officer, own, desk, head := w.as("vanthu.snv"), w.as("chuyenvien.snv"), w.as("chuyenvien.snv"), w.as("thuebao.skhcn"), w.as("giamdoc.skhcn")

	for name, by := range map[string]org.Actor{"clerk": clerk, "head of the department": head} {
		before := w.views()
		printer.said = ""
		_, err := w.Requests.Preview(w.ctx, by, []request.ID{id})
		w.must(err)
		if strings.Contains(printer.said, serial) || !strings.Contains(printer.said, device.Masked) || w.views() != before {
			t.Errorf("%s: the forms say %s", name, printer.said)
		}
	}
	before := w.views()
	printer.said = ""
	_, err := w.Requests.Preview(w.ctx, own, []request.ID{id})
	w.must(err)
	if !strings.Contains(printer.said, serial) || w.views() != before+1 {
		t.Errorf("the holder's form: %s; %d views", printer.said, w.views()-before)
	}

	for _, by := range []org.Actor{clerk, officer, desk} {
		for _, text := range []string{serial, serial[:5], strings.ToLower(serial)} {
			list, err := w.Requests.List(w.ctx, by, request.Query{Text: text})
			w.must(err)
			if len(list) != 0 {
				t.Errorf("%s finds the request by %q", by.Name, text)
			}
		}
		list, err := w.Requests.List(w.ctx, by, request.Query{})
		w.must(err)
		if len(list) != 1 || strings.Contains(fmt.Sprintf("%+v", list), serial) {
			t.Errorf("%s: the list says %+v", by.Name, list)
		}
	}
	columns, _, _, err := w.Requests.Columns(w.ctx, clerk, in)
	w.must(err)
	if strings.Contains(fmt.Sprintf("%+v", columns), serial) {
		t.Errorf("the blank form says %+v", columns)
	}

	// What the clerk does not see she cannot lose: the mask that comes back is the serial.
	again := in
	again.Fields = map[string]string{}
	maps.Copy(again.Fields, in.Fields)
	again.Fields["device"], again.Note = device.Masked, "Sửa ghi chú"
	w.must(w.Requests.Edit(w.ctx, clerk, id, w.get(id).Rev, again))
	kept, err := w.Requests.Store.Request(w.ctx, id)
	w.must(err)
	if kept.DeviceSerial != serial || strings.Contains(fmt.Sprintf("%+v", kept), device.Masked) {
		t.Errorf("the request holds %+v", kept)
	}
	w.sheetHides(id, serial)
}

// sheetHides takes the request to the department's list and reads the workbook.
func (w *world) sheetHides(id request.ID, serial string) {
	w.t.Helper()
	w.Requests.Printer = nil
	var err error
	w.must(w.Requests.Store.Transact(w.ctx, func(ctx context.Context, tx request.Tx) error {
		r, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		r.State = request.Approved
		return tx.Save(ctx, &r)
	}))
	w.Requests.Workbook = written{}
	for account, may := range map[string]bool{"thuebao.skhcn": true, "giamdoc.skhcn": false} {
		before := w.views()
		var book bytes.Buffer
		err = w.Requests.Export(w.ctx, w.as(account), "", &book)
		w.must(err)
		told, mark := strings.Contains(book.String(), serial), strings.Contains(book.String(), device.Mark)
		if told != may || mark != may || (w.views() > before) != may {
			w.t.Errorf("%s: the workbook says %s", account, book.String())
		}
	}
}

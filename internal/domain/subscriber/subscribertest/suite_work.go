package subscribertest

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingtest"
	"antin/internal/domain/subscriber"
	"antin/internal/event"
)

// foreign is a certificate of an authority with a name of its own.
func (d *Desk) foreign(t testing.TB) []byte {
	t.Helper()
	other := signingtest.NewNamedAuthority(t, "CA công cộng", d.Clock.Now)
	return d.Issue(t, other, d.Officer.Name, "", nil)
}

func testLadder(t *testing.T, d *Desk) {
	ctx := t.Context()
	d.Under(t, Set{"subscribers.expiry_reminder_days", []any{int64(90), int64(60), int64(30), int64(14), int64(7), int64(1)}})
	id := d.Enter(t, d.Personal(t, d.Officer, "", d.Ends(100)))
	sweep := func(written int) {
		t.Helper()
		for _, want := range []int{written, 0} { // twice is once
			got, err := d.Register.Sweep(ctx)
			if err != nil || got.Written != want {
				t.Fatalf("a sweep wrote %+v, want %d; %v", got, want, err)
			}
		}
	}
	sweep(0)
	d.Clock.Add(11 * 24 * time.Hour)
	sweep(1)
	mine, err := d.Register.MyNotices(ctx, d.Officer)
	if err != nil || len(mine) != 1 || mine[0].Rung != 90 || mine[0].Certificate != id {
		t.Fatalf("%+v %v", mine, err)
	}
	d.Clock.Add(80 * 24 * time.Hour) // nothing ran on the days of 60, 30 and 14
	sweep(1)
	agency, n, err := d.Register.AgencyNotices(ctx, d.Leader, 10)
	if err != nil || n != 1 || len(agency) != 1 || agency[0].Rung != 14 {
		t.Fatalf("%+v %d %v", agency, n, err)
	}
	ics, err := d.Register.Calendar(ctx, d.Officer)
	if err != nil || !strings.Contains(string(ics), "UID:"+string(id)+"@") || !strings.Contains(string(ics), "TRIGGER:-P14D") {
		t.Errorf("%s %v", ics, err)
	}
	next := d.Personal(t, d.Officer, "", nil)
	next.Renews = id
	d.Enter(t, next)
	if mine, err = d.Register.MyNotices(ctx, d.Officer); err != nil || len(mine) != 0 {
		t.Errorf("after the renewal: %+v %v", mine, err)
	}
	d.Clock.Add(3 * 24 * time.Hour)
	sweep(0)
	again := d.Personal(t, d.Officer, "", nil)
	again.Renews = id
	_, err = d.Register.Register(ctx, d.Manager, again)
	Refused(t, err, "registration.renewed-twice")
	long := d.Personal(t, d.Officer, "", func(c *x509.Certificate) { c.NotAfter = c.NotBefore.AddDate(4, 0, 0) })
	long.Renews = next.Renews
	_, err = d.Register.Register(ctx, d.Manager, long)
	Refused(t, err, "registration.term")
}

func testFigures(t *testing.T, d *Desk) {
	ctx := t.Context()
	used := d.Enter(t, d.Personal(t, d.Officer, "", nil))
	ended := d.Enter(t, d.Personal(t, d.Officer, "", d.Ends(2)))
	gone := d.Enter(t, d.Personal(t, d.UnitHead, "", nil))
	lost := d.Enter(t, d.Personal(t, d.UnitHead, "", nil))
	d.Enter(t, d.Seal(t, nil))
	d.Enter(t, d.Personal(t, d.OtherClerk, "", nil))
	must(t, d.Signing.SetStatus(ctx, d.Admin, gone, signing.Revoked, "theo đề nghị"))
	must(t, d.Signing.ReportLoss(ctx, d.UnitHead, lost, "mất"))
	since := d.Clock.Now()
	d.Clock.Add(3 * 24 * time.Hour)
	must(t, d.Register.RecordUses(ctx, []subscriber.Use{{Certificate: used, Document: "d1", Agency: d.Agency.ID, Symbol: "01/QĐ", Deed: "Ký", At: d.Clock.Now()}}))
	_ = ended
	st, err := d.Register.Statistics(ctx, d.Manager, since, d.Clock.Now())
	must(t, err)
	if st.Total.Count != 8 {
		t.Errorf("%d in all", st.Total.Count)
	}
	d.compare(t, "all", st.Total)
	for _, table := range st.Tables {
		sum := 0
		for _, cell := range table.Cells {
			d.compare(t, table.Code+" "+cell.Label, cell)
			sum += cell.Count
		}
		if sum != st.Total.Count {
			t.Errorf("%s adds up to %d of %d", table.Code, sum, st.Total.Count)
		}
	}
	list, err := d.Register.RolloutList(ctx, d.Manager)
	if err != nil || len(list) != 2 || list[0].FirstUse.IsZero() || !list[1].FirstUse.IsZero() {
		t.Errorf("%+v %v", list, err)
	}
}

// compare counts the list behind a figure.
func (d *Desk) compare(t *testing.T, name string, cell subscriber.Cell) {
	t.Helper()
	if n := len(d.Names(t, d.Manager, cell.List)); n != cell.Count {
		t.Errorf("%s says %d and opens %d", name, cell.Count, n)
	}
	page, err := d.Register.List(t.Context(), d.Manager, cell.List)
	if err != nil || page.Total != cell.Count {
		t.Errorf("%s says %d and its list counts %d, %v", name, cell.Count, page.Total, err)
	}
}

func testExternals(t *testing.T, d *Desk) {
	ctx := t.Context()
	id := d.Enter(t, d.Personal(t, d.Officer, "", nil))
	_, err := d.Register.AddExternal(ctx, d.IT, subscriber.External{Certificate: id, System: "moon", Since: "2026-01-02"})
	Refused(t, err, "external.system")
	e, err := d.Register.AddExternal(ctx, d.IT, subscriber.External{Certificate: id, System: "tax", Account: "2900325526", Since: "2026-01-02"})
	if err != nil || e.Guidance == "" {
		t.Fatalf("%+v %v", e, err)
	}
	tasks, err := d.Register.ExternalTasks(ctx, d.IT)
	if err != nil || len(tasks) != 0 {
		t.Errorf("%+v %v", tasks, err)
	}
	must(t, d.Signing.SetStatus(ctx, d.Admin, id, signing.Revoked, "theo đề nghị"))
	if tasks, err = d.Register.ExternalTasks(ctx, d.IT); err != nil || len(tasks) != 1 || tasks[0].Account != "2900325526" {
		t.Errorf("%+v %v", tasks, err)
	}
	Refused(t, d.Register.EndExternal(ctx, d.IT, e.ID, "2025-12-31"), "external.until")
	must(t, d.Register.EndExternal(ctx, d.IT, e.ID, ""))
	if tasks, err = d.Register.ExternalTasks(ctx, d.IT); err != nil || len(tasks) != 0 {
		t.Errorf("%+v %v", tasks, err)
	}
}

// List is a list of certificates for people of the department, as an officer
// would type it.
func (d *Desk) List(t testing.TB, rows ...[]string) [][]string {
	t.Helper()
	return append([][]string{{"Loại thuê bao", "Mã định danh cơ quan", "Họ và tên", "Thư điện tử", "Chứng thư số"}}, rows...)
}

// Cell is the certificate of a file as it stands in a list.
func Cell(file []byte) string {
	block, _ := pem.Decode(file)
	return base64.StdEncoding.EncodeToString(block.Bytes)
}

func testImport(t *testing.T, d *Desk) {
	ctx := t.Context()
	good := d.Personal(t, d.Officer, "", nil).File
	second := d.Personal(t, d.UnitHead, "", nil).File
	table := d.List(t,
		[]string{"Cá nhân", "H41.37", "Phạm Minh Ánh", "chuyenvien@nghean.example", Cell(good)},
		[]string{"Cá nhân", "H41.37", "Phạm Minh Ánh", "chuyenvien@nghean.example", Cell(good)}, // the same again
		[]string{"Cá nhân", "H99.99", "Phạm Minh Ánh", "", Cell(second)},
		[]string{"Cá nhân", "H41.37", "Không Có Ai", "", Cell(second)},
		[]string{"Cá nhân", "H41.37", "", "chuyenvien@nghean.example", "không phải chứng thư"},
		[]string{},
		[]string{"Cá nhân", "H41.37", "Phạm Minh Ánh", "", Cell(d.foreign(t))},
		[]string{"Vật nuôi", "H41.37", "Lê Quang Huy", "", Cell(second)},
		[]string{"Cá nhân", "H41.37", "Lê Quang Huy", "", Cell(second)},
	)
	id, err := d.Register.StartImport(ctx, d.Manager, "danh sách.xlsx", table)
	must(t, err)
	must(t, d.Register.HandleImport(ctx, event.New(subscriber.EventImport, string(id), nil)))
	i, err := d.Register.ImportProgress(ctx, d.Manager, id)
	if err != nil || i.State != subscriber.ImportDone || i.Entered != 2 || i.Refused != 6 || i.Done != 8 {
		t.Errorf("%+v %v", i, err)
	}
	rows, err := d.Register.ImportReport(ctx, d.Manager, id, "", 0, 100)
	must(t, err)
	want := map[int]string{3: "đã có trong danh sách", 4: "mã định danh H99.99", 5: "Không có người này", 6: "Không đọc được chứng thư số", 8: "Chứng thư số không do Ban Cơ yếu", 9: "Loại thuê bao phải là"}
	for _, r := range rows {
		if (r.State == subscriber.RowRefused) != (want[r.No] != "") || !strings.Contains(r.Reason, want[r.No]) {
			t.Errorf("row %d: %s %s", r.No, r.State, r.Reason)
		}
	}
	_, err = d.Register.StartImport(ctx, d.Manager, "x", [][]string{{"Tên", "Tuổi"}, {"a", "1"}})
	Refused(t, err, "import.columns")
	_, err = d.Register.StartImport(ctx, d.Manager, "x", make([][]string, subscriber.MaxImportRows+2))
	Refused(t, err, "import.rows")
	_, err = d.Register.StartImport(ctx, d.Clerk, "x", table)
	Refused(t, err, "guard.forbidden")
}

func testResume(t *testing.T, d *Desk) {
	table := d.List(t)
	for range 120 {
		table = append(table, []string{"Cá nhân", "H41.37", "Phạm Minh Ánh", "", Cell(d.Personal(t, d.Officer, "", nil).File)})
	}
	id, err := d.Register.StartImport(t.Context(), d.Manager, "danh sách.csv", table)
	must(t, err)
	ctx, cut := context.WithCancel(t.Context())
	stop := &cutting{Store: d.Rows, after: 1, cut: cut}
	d.Register.Store = stop
	if err := d.Register.HandleImport(ctx, event.New(subscriber.EventImport, string(id), nil)); err == nil {
		t.Fatal("the import was not cut off")
	}
	d.Register.Store = d.Rows
	half, err := d.Register.ImportProgress(t.Context(), d.Manager, id)
	if err != nil || half.Done == 0 || half.Done == half.Total || half.State != subscriber.ImportRunning {
		t.Fatalf("%+v %v", half, err)
	}
	must(t, d.Register.HandleImport(t.Context(), event.New(subscriber.EventImport, string(id), nil)))
	must(t, d.Register.HandleImport(t.Context(), event.New(subscriber.EventImport, string(id), nil))) // a job may run twice
	whole, err := d.Register.ImportProgress(t.Context(), d.Manager, id)
	if err != nil || whole.Entered != 120 || whole.Refused != 0 || whole.State != subscriber.ImportDone {
		t.Errorf("%+v %v", whole, err)
	}
	if got := len(d.Names(t, d.Manager, subscriber.Filter{Search: "Phạm Minh Ánh"})); got != 120 {
		t.Errorf("%d lines", got)
	}
}

// cutting stops the world after some transactions.
type cutting struct {
	subscriber.Store
	after int
	cut   func()
}

func (c *cutting) Transact(ctx context.Context, do func(context.Context, subscriber.Tx) error) error {
	if c.after--; c.after < 0 {
		c.cut()
		return errors.New("the process was killed")
	}
	return c.Store.Transact(ctx, do)
}

func testDuties(t *testing.T, d *Desk) {
	ctx := t.Context()
	id := d.Enter(t, d.Personal(t, d.Officer, "", nil))
	Refused(t, d.Register.AcceptDuties(ctx, d.Clerk, id), "guard.forbidden")
	must(t, d.Register.AcceptDuties(ctx, d.Officer, id))
	must(t, d.Register.AcceptDuties(ctx, d.Officer, id))
	list, err := d.Register.MyAcceptances(ctx, d.Officer)
	if err != nil || len(list) != 1 || list[0].Certificate != id || len(list[0].Duties) == 0 || list[0].Version == "" {
		t.Errorf("%+v %v", list, err)
	}
	i := subscriber.Information{Person: d.Officer.Person, Agency: d.Agency.ID, AskedBy: "Công an tỉnh", Paper: "12/CA-PA05", Question: "Nhật ký ký số tháng 10", DueOn: "2026-12-01"}
	_, err = d.Register.AskInformation(ctx, d.Clerk, i)
	Refused(t, err, "guard.forbidden")
	bad := i
	bad.DueOn = ""
	_, err = d.Register.AskInformation(ctx, d.IT, bad)
	Refused(t, err, "information.incomplete")
	i, err = d.Register.AskInformation(ctx, d.IT, i)
	must(t, err)
	must(t, d.Register.RecordUses(ctx, []subscriber.Use{{Certificate: id, Document: "d1", Agency: d.Agency.ID, Symbol: "01/QĐ-SKHCN", Deed: "Ký", At: d.Clock.Now()}}))
	_, uses, err := d.Register.SignaturesFor(ctx, d.IT, i.ID)
	if err != nil || len(uses) != 1 || uses[0].Symbol != "01/QĐ-SKHCN" {
		t.Errorf("%+v %v", uses, err)
	}
	_, _, err = d.Register.SignaturesFor(ctx, d.OtherClerk, i.ID)
	Refused(t, err, "guard.forbidden")
	must(t, d.Register.AnswerInformation(ctx, d.Officer, i.ID, "Đã gửi nhật ký", "15/SKHCN-VP"))
	Refused(t, d.Register.AnswerInformation(ctx, d.IT, i.ID, "Lần nữa", ""), "information.answered")
	mine, err := d.Register.MyInformation(ctx, d.Officer)
	if err != nil || len(mine) != 1 || mine[0].AnsweredAt.IsZero() {
		t.Errorf("%+v %v", mine, err)
	}
}

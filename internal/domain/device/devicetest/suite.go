package devicetest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// Suite is what every device.Store promises, told through the service under the
// profile of the province whose rule is meant.
func Suite(t *testing.T, stores NewStores) {
	play(t, stores, []story{
		{"SerialBelongsToOneLivingDevice", "NA", testSerial},
		{"EnterRefusesWhatDoesNotFit", "NA", testEnterRefuses},
		{"RefusedDeedLeavesNothing", "NA", testRollback},
		{"ConfirmedAtTheSameTimeIsHandedOverOnce", "LD", testConfirmRace},
		{"ListsStandInOrderOfSerials", "NA", testLists},
		{"FileIsForReadersOfTheDevice", "NA", testFiles},
		{"RecoveryUnlocks", "LD", testRestore},
		{"TransferGoesByHandOrPost", "LD", testTransfer},
		{"TemporaryHandoverMayEndEarlier", "LD", testEndEarlier},
		{"ReportSaysWhatIsBlocked", "LD", testReport},
		{"RevokedDeviceGoesBackStepByStep", "LD", testReturn},
		{"RefusedRevocationGivesTheDeviceBack", "HT", testSpare},
		{"SecretBookHidesSerials", "HT", testBookHT},
		{"NobodyElseIsGivenTheDevice", "HT", testNoLendingHT},
		{"MissedCheckAlertsTheHead", "HT", testMissedHT},
		{"KeeperChangesByMinutes", "HD", testKeeperHD},
		{"ChecksOfTheYear", "HD", testYearHD},
		{"SelfCheckHasAnswers", "HD", testSelfCheckHD},
	})
}

// Rules are the rules of the provinces that ask nothing more of a store than
// Suite does; one engine is enough for them.
func Rules(t *testing.T, stores NewStores) {
	play(t, stores, []story{
		{"WithdrawnMinutesBlockAgain", "LD", testWithdraw},
		{"AgencyDeviceNeedsADecisionAndItsReceipt", "LD", testDecision},
		{"TemporaryHandoverReturnsByItself", "LD", testTemporary},
		{"BrokenDeviceIsNotLent", "LD", testLendAnew},
		{"PersonalDeviceStaysWithItsHolder", "LD", testPersonal},
		{"SightingThatFailsIsALoss", "LD", testSighting},
		{"DamageStopsTheDevice", "LD", testTampered},
		{"SystemDeviceGoesToItsOfficer", "LD", testSystemLD},
		{"MinutesAndBothSidesChangeTheKeeper", "NA", testKeeperNA},
		{"PermissionInWritingComesFirst", "NA", testPermissionNA},
		{"ReturnIsDueInWorkingDays", "NA", testReturnNA},
		{"SystemCertificateSignsNoDocument", "NA", testSystemNA},
		{"ReceiverIsTheOneItIsFor", "HT", testReceiverHT},
		{"CustodyStartsWithThePaper", "HT", testPaperHT},
		{"SuspendedStaysInCustody", "HT", testSuspendedHT},
		{"ChangeOfDataNeedsConsent", "HT", testConsentHT},
		{"HeadConsentsToTheKeeper", "BG", testHeadBG},
		{"TokenRegisterKeepsHistory", "HD", testRegisterHD},
		{"ReturnIsATaskWithADeadline", "HD", testReturnHD},
		{"SystemDeviceOfTheOfficer", "HD", testSystemHD},
	})
	t.Run("SecrecyIsOfTheProfile", func(t *testing.T) {
		t.Parallel()
		testSecrecy(t, stores)
	})
}

type story struct {
	name     string
	province string
	run      func(*Office)
}

func play(t *testing.T, stores NewStores, list []story) {
	for _, test := range list {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(Open(t, stores, test.province))
		})
	}
}

func testSerial(o *Office) {
	ctx, t := o.t.Context(), o.t
	d := o.Enter(" ab 12 ", o.Seal)
	if d.Serial != "AB 12" || !reflect.DeepEqual(o.Load(d.ID), d) {
		t.Errorf("entered %+v, kept %+v", d, o.Load(d.ID))
	}
	again := device.Entering{Serial: "AB 12", Kind: device.Token, Agency: o.Agency.ID}
	_, err := o.Device.Enter(ctx, o.Manager, again)
	o.Refused(err, "device.serial-taken")
	_, err = o.Device.Report(ctx, o.Clerk, device.Reporting{Device: d.ID, Kind: device.IncidentLost, FoundAt: o.Clock.Now(), Note: "Rơi"})
	o.must(err)
	_, err = o.Device.Enter(ctx, o.Manager, again) // the lost one has ended
	o.must(err)
	var group sync.WaitGroup
	got := make([]error, 8)
	for i := range got {
		group.Go(func() {
			_, got[i] = o.Device.Enter(ctx, o.Manager, device.Entering{Serial: "ONE", Kind: device.Token, Agency: o.Agency.ID})
		})
	}
	group.Wait()
	if n := len(slices.DeleteFunc(got, func(err error) bool { return err != nil })); n != 1 {
		t.Errorf("%d devices of one serial", n)
	}
}

func testEnterRefuses(o *Office) {
	for name, c := range map[string]struct {
		edit func(*device.Entering)
		want string
	}{
		"no serial":         {func(in *device.Entering) { in.Serial = " " }, "device.serial"},
		"control sign":      {func(in *device.Entering) { in.Serial = "A\x00B" }, "device.serial"},
		"kind":              {func(in *device.Entering) { in.Kind = "phone" }, "device.kind"},
		"state":             {func(in *device.Entering) { in.State = device.InUse }, "device.state"},
		"keeper at once":    {func(in *device.Entering) { in.Keeper = o.Clerk.Person }, "device.owner"},
		"nobody's":          {func(in *device.Entering) { in.Holder = "nobody" }, "org.person"},
		"system":            {func(in *device.Entering) { in.System, in.Keeper = "Cổng", o.Officer.Person }, "device.not-officer"},
		"stranger's":        {func(in *device.Entering) { in.Holder = o.Officer.Person }, "device.certificate"},
		"other kind":        {func(in *device.Entering) { in.Kind = device.SIM }, "device.kind"},
		"unknown":           {func(in *device.Entering) { in.Certificates = []signing.CertificateID{"x"} }, "certificate.unknown"},
		"certificate twice": {func(in *device.Entering) { in.Certificates = append(in.Certificates, in.Certificates[0]) }, "device.certificate-taken"},
	} {
		in := device.Entering{Serial: "S1", Kind: device.Token, Agency: o.Agency.ID, Certificates: []signing.CertificateID{o.Seal.ID}}
		c.edit(&in)
		_, err := o.Device.Enter(o.t.Context(), o.Manager, in)
		if o.Refused(err, c.want) == nil {
			o.t.Error(name)
		}
	}
	_, err := o.Device.Enter(o.t.Context(), o.Clerk, device.Entering{Agency: o.Agency.ID})
	o.Refused(err, "guard.forbidden")
}

// testRollback: the event cannot be written, and neither custody nor state nor
// holds nor history nor the log changed.
func testRollback(o *Office) {
	ctx, t := o.t.Context(), o.t
	d := o.Enter("S1", o.Seal)
	h := o.Draft(o.Head, o.Minutes(d, o.IT, o.Clerk))
	o.must(o.Device.ConfirmGiving(ctx, o.IT, h.ID))
	before, err := o.Device.History(ctx, o.Head, d.ID)
	o.must(err)
	o.broken = errors.New("the outbox is full")
	if err := o.Receive(h, o.Clerk); !errors.Is(err, o.broken) {
		t.Fatalf("received: %v", err)
	}
	_, err = o.Device.Report(ctx, o.Clerk, device.Reporting{Device: d.ID, Kind: device.IncidentLost, FoundAt: o.Clock.Now(), Note: "Rơi"})
	if !errors.Is(err, o.broken) {
		t.Fatalf("reported: %v", err)
	}
	o.broken = nil
	o.In(d.ID, device.Awaiting)
	after, err := o.Device.History(ctx, o.Head, d.ID)
	o.must(err)
	if len(after) != len(before) || o.Told(o.Head, "incident") || len(o.Incidents(o.Head)) != 0 {
		t.Errorf("%d lines of history, before %d", len(after), len(before))
	}
	_, err = o.Signing.CustodianOf(ctx, o.Seal.ID, o.Clock.Now())
	o.Refused(err, "custody.nobody")
	holds, err := o.Signing.Holds(ctx, o.Seal.ID, o.Clock.Now())
	if len(holds) != 1 || holds[0].Cause != signing.CauseNotConfirmed || err != nil {
		t.Errorf("holds %+v, %v", holds, err)
	}
	o.must(o.Receive(h, o.Clerk))
	o.In(d.ID, device.InUse)
}

func testConfirmRace(o *Office) {
	d := o.Enter("S1", o.Seal)
	h := o.Draft(o.Head, o.Minutes(d, o.IT, o.Clerk))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { _ = o.Device.ConfirmGiving(o.t.Context(), o.IT, h.ID) })
		group.Go(func() { _ = o.Receive(h, o.Clerk) })
	}
	group.Wait()
	o.In(d.ID, device.InUse)
	if n := len(o.Events(device.EventHandedOver)); n < 1 {
		o.t.Errorf("%d handovers", n) // a transaction that began anew emits again into memory
	}
	all, err := o.Signing.Custodies(o.t.Context(), o.Seal.ID)
	if len(all) != 1 || err != nil {
		o.t.Errorf("custodies %+v, %v", all, err)
	}
}

func testLists(o *Office) {
	ctx, t := o.t.Context(), o.t
	for _, serial := range []string{"C", "A", "B"} {
		_, err := o.Device.Enter(ctx, o.Manager, device.Entering{Serial: serial, Kind: device.HSM, Agency: o.Agency.ID})
		o.must(err)
	}
	_, err := o.Device.Enter(ctx, o.Manager, device.Entering{Serial: "AA", Kind: device.HSM, Agency: o.Department.ID, State: device.AtDepartment})
	o.must(err)
	serials := func(by org.Actor, q device.Query) []string {
		list, err := o.Device.Devices(ctx, by, q)
		o.must(err)
		var got []string
		for _, d := range list {
			got = append(got, d.Serial)
		}
		return got
	}
	first, err := o.Device.Devices(ctx, o.Manager, device.Query{Limit: 1})
	o.must(err)
	for _, c := range []struct {
		by   org.Actor
		q    device.Query
		want []string
	}{
		{o.Manager, device.Query{Limit: 10}, []string{"A", "AA", "B", "C"}},
		{o.Manager, device.Query{Limit: 2, After: first[0].Serial, AfterID: first[0].ID}, []string{"AA", "B"}},
		{o.Head, device.Query{Agency: o.Agency.ID, Limit: 10}, []string{"A", "B", "C"}},
		{o.Manager, device.Query{State: device.AtDepartment, Limit: 10}, []string{"AA"}},
	} {
		if got := serials(c.by, c.q); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.q, got, c.want)
		}
	}
	_, err = o.Device.Devices(ctx, o.Head, device.Query{Limit: 10})
	o.Refused(err, "guard.forbidden") // every agency's
	_, err = o.Device.Devices(ctx, o.Officer, device.Query{Agency: o.Agency.ID, Limit: 10})
	o.Refused(err, "guard.forbidden")
	_, err = o.Device.Device(ctx, o.Head, "nothing")
	o.Refused(err, "device.unknown")
}

func testFiles(o *Office) {
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	h := o.Draft(o.Head, o.Minutes(d, o.IT, o.Clerk))
	r, f, err := o.Device.OpenFile(ctx, o.Head, d.ID, h.Paper.File.SHA256)
	o.must(err)
	o.must(r.Close())
	if f.Name != "12/QĐ-STC.pdf" || f.Size == 0 {
		o.t.Errorf("file %+v", f)
	}
	kept, err := o.Device.Attached(ctx, f.SHA256)
	if !kept || err != nil {
		o.t.Errorf("kept %v, %v", kept, err)
	}
	_, _, err = o.Device.OpenFile(ctx, o.Officer, d.ID, f.SHA256)
	o.Refused(err, "guard.forbidden")
	other := o.Paper("khác")
	_, _, err = o.Device.OpenFile(ctx, o.Head, d.ID, other.File.SHA256)
	o.Refused(err, "device.no-file")
	_, err = o.Device.KeepFile(ctx, o.Head, "x.exe", bytesReader("MZ\x90\x00 not a document"))
	o.Refused(err, "device.file")
	_, err = o.Device.KeepFile(ctx, o.Head, "x.pdf", bytesReader("%PDF-"+string(make([]byte, 21<<20))))
	o.Refused(err, "file.size")
}

func testWithdraw(o *Office) {
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	h := o.Draft(o.Head, o.Minutes(d, o.IT, o.Clerk))
	_, err := o.Device.Draft(ctx, o.Head, o.Minutes(d, o.IT, o.Second))
	o.Refused(err, "handover.open")
	o.Refused(o.Device.Withdraw(ctx, o.Head, h.ID, ""), "device.reason")
	o.must(o.Device.Withdraw(ctx, o.Head, h.ID, "nhầm người nhận"))
	o.Refused(o.Receive(h, o.Clerk), "handover.closed")
	holds, err := o.Signing.Holds(ctx, o.Seal.ID, o.Clock.Now())
	if err != nil || len(holds) != 2 {
		o.t.Errorf("holds %+v, %v", holds, err)
	}
	o.HandOver(d, o.IT, o.Second)
	o.must(o.Sign(o.Second, o.Seal))
}

func testRestore(o *Office) {
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.HandOver(d, o.IT, o.Clerk)
	_, err := o.Device.Report(ctx, o.Clerk, device.Reporting{Device: d.ID, Kind: device.IncidentLocked, FoundAt: o.Clock.Now(), Note: "Nhập sai"})
	o.must(err)
	locked := o.In(d.ID, device.Locked)
	if want := o.Clock.Now().Add(24 * time.Hour); locked.DueAt.Before(want) { // one working day after Monday (LD-08.2)
		o.t.Errorf("to be recovered until %v", locked.DueAt)
	}
	o.Refused(o.Sign(o.Clerk, o.Seal), "signing.held.device-locked")
	o.must(o.Rows.Transact(ctx, func(ctx context.Context, tx device.Tx) error {
		return o.Device.RestoreIn(ctx, tx, o.Manager, d.ID, "YC-1")
	}))
	o.In(d.ID, device.InUse)
	o.must(o.Sign(o.Clerk, o.Seal))
	err = o.Rows.Transact(ctx, func(ctx context.Context, tx device.Tx) error {
		return o.Device.RestoreIn(ctx, tx, o.Manager, d.ID, "YC-1")
	})
	o.Refused(err, "device.order")
	if err := o.Rows.Transact(ctx, func(ctx context.Context, tx device.Tx) error {
		return tx.Audit(ctx, audit.Entry{At: o.Clock.Now(), Action: "test"})
	}); err != nil {
		o.t.Error(err)
	}
}

package devicesql

import (
	"context"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/device/devicesql/db"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

type writer struct{ w *db.Queries }

// AddDevice implements device.Writer, as do the methods below.
func (w writer) AddDevice(ctx context.Context, d device.Device) error {
	return saved(w.w.AddDevice(ctx, db.AddDeviceParams{
		ID: string(d.ID), Serial: d.Serial, Kind: string(d.Kind), Model: d.Model, Agency: string(d.Agency), Holder: string(d.Holder),
		Keeper: string(d.Keeper), SystemName: d.System, Place: d.Place, State: string(d.State), Since: ms(d.Since), DueAt: ms(d.DueAt),
		AddedAt: ms(d.AddedAt), Ended: d.State.Ended(),
	}), "a device")
}

func (t transaction) LockDevice(ctx context.Context, id device.ID) (device.Device, error) {
	n, err := t.w.LockDevice(ctx, string(id))
	if err := changed(n, err, "the lock of a device"); err != nil {
		return device.Device{}, err
	}
	return t.Device(ctx, id)
}

func (w writer) SaveDevice(ctx context.Context, d device.Device) error {
	n, err := w.w.SaveDevice(ctx, db.SaveDeviceParams{
		ID: string(d.ID), Model: d.Model, Agency: string(d.Agency), Holder: string(d.Holder), Keeper: string(d.Keeper), SystemName: d.System,
		Place: d.Place, State: string(d.State), Since: ms(d.Since), DueAt: ms(d.DueAt), Ended: d.State.Ended(),
	})
	return changed(n, err, "a device")
}

func (w writer) PutCertificate(ctx context.Context, id device.ID, c signing.CertificateID, when time.Time) error {
	return saved(w.w.PutCertificate(ctx, string(c), string(id), ms(when)), "a certificate on a device")
}

func (w writer) AddEvent(ctx context.Context, e device.Event) error {
	file, err := written(e.File, "the file of an event")
	if err != nil {
		return err
	}
	return saved(w.w.AddEvent(ctx, db.AddEventParams{
		ID: e.ID, Device: string(e.Device), At: ms(e.At), Deed: e.Deed, State: string(e.State), Actor: string(e.Actor), Note: e.Note,
		Clause: e.Clause, Source: e.Source, File: file,
	}), "a line of a device's history")
}

func (w writer) AddTransfer(ctx context.Context, t device.Transfer) error {
	minutes, err := written(t.Minutes, "the minutes of a transfer")
	if err != nil {
		return err
	}
	devices, err := written(t.Devices, "the devices of a transfer")
	if err != nil {
		return err
	}
	return saved(w.w.AddTransfer(ctx, db.AddTransferParams{
		ID: t.ID, Method: string(t.Method), Tracking: t.Tracking, PartyFrom: string(t.From), PartyTo: string(t.To), Agency: string(t.Agency),
		Date: ms(t.Date), Minutes: minutes, Devices: devices, SentBy: string(t.SentBy), ConfirmedBy: string(t.ConfirmedBy),
		ConfirmedAt: ms(t.ConfirmedAt), CreatedAt: ms(t.CreatedAt),
	}), "a transfer")
}

func (t transaction) LockTransfer(ctx context.Context, id string) (device.Transfer, error) {
	n, err := t.w.LockTransfer(ctx, id)
	if err := changed(n, err, "the lock of a transfer"); err != nil {
		return device.Transfer{}, err
	}
	return t.Transfer(ctx, id)
}

func (w writer) SaveTransfer(ctx context.Context, t device.Transfer) error {
	minutes, err := written(t.Minutes, "the minutes of a transfer")
	if err != nil {
		return err
	}
	n, err := w.w.SaveTransfer(ctx, t.ID, string(t.ConfirmedBy), ms(t.ConfirmedAt), minutes)
	return changed(n, err, "a transfer")
}

func (w writer) AddHandover(ctx context.Context, h device.Handover) error {
	body, err := written(sheetOf(h), "the sheet of a handover")
	if err != nil {
		return err
	}
	return saved(w.w.AddHandover(ctx, db.AddHandoverParams{
		ID: h.ID, Device: string(h.Device), Agency: string(h.Agency), State: string(h.State), Giver: string(h.Giver),
		Receiver: string(h.Receiver), Contact: string(h.Contact), Body: body, Date: ms(h.Date), ValidFrom: ms(h.From), ValidTo: ms(h.To),
		Approver: string(h.Approver), ApprovedAt: ms(h.ApprovedAt), GiverAt: ms(h.GiverAt), ContactAt: ms(h.ContactAt),
		ReceiverAt: ms(h.ReceiverAt), DutiesVersion: h.DutiesVersion, DutiesAt: ms(h.DutiesAt), CreatedBy: string(h.CreatedBy),
		CreatedAt: ms(h.CreatedAt), IsOpen: h.State.Open(),
	}), "a handover")
}

func (t transaction) LockHandover(ctx context.Context, id string) (device.Handover, error) {
	n, err := t.w.LockHandover(ctx, id)
	if err := changed(n, err, "the lock of a handover"); err != nil {
		return device.Handover{}, err
	}
	return t.Handover(ctx, id)
}

func (w writer) SaveHandover(ctx context.Context, h device.Handover) error {
	body, err := written(sheetOf(h), "the sheet of a handover")
	if err != nil {
		return err
	}
	n, err := w.w.SaveHandover(ctx, db.SaveHandoverParams{
		ID: h.ID, State: string(h.State), Approver: string(h.Approver), ApprovedAt: ms(h.ApprovedAt), GiverAt: ms(h.GiverAt),
		ContactAt: ms(h.ContactAt), ReceiverAt: ms(h.ReceiverAt), DutiesVersion: h.DutiesVersion, DutiesAt: ms(h.DutiesAt),
		ValidFrom: ms(h.From), ValidTo: ms(h.To), Body: body, IsOpen: h.State.Open(),
	})
	return changed(n, err, "a handover")
}

func (w writer) SetContact(ctx context.Context, agency org.AgencyID, person org.PersonID, when time.Time) error {
	return saved(w.w.SetContact(ctx, string(agency), string(person), ms(when)), "the contact of an agency")
}

// AddBookLine takes the next number, which nobody else gets before the end of
// the transaction.
func (w writer) AddBookLine(ctx context.Context, l device.BookLine) error {
	number, err := w.w.NextBookNumber(ctx, string(l.Agency))
	if err != nil {
		return saved(err, "the number of the separate book")
	}
	return saved(w.w.AddBookLine(ctx, db.AddBookLineParams{
		Agency: string(l.Agency), Number: number, Device: string(l.Device), Serial: l.Serial, At: ms(l.At), Giver: string(l.Giver),
		Receiver: string(l.Receiver), Place: l.Place,
	}), "a line of the separate book")
}

package devicesql

import (
	"context"
	"slices"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/device/devicesql/db"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

type reader struct{ q *db.Queries }

// whole adds the certificates to the rows.
func (r reader) whole(ctx context.Context, rows []db.Device, err error) ([]device.Device, error) {
	list, err := each(rows, err, "devices", deviceOf)
	if err != nil {
		return nil, err
	}
	for i := range list {
		on, err := r.q.CertificatesOn(ctx, string(list[i].ID))
		if err != nil {
			return nil, found(err, "the certificates on a device")
		}
		for _, c := range on {
			list[i].Certificates = append(list[i].Certificates, signing.CertificateID(c))
		}
	}
	return list, nil
}

func (r reader) one(ctx context.Context, row db.Device, err error) (device.Device, error) {
	if err != nil {
		return device.Device{}, found(err, "a device")
	}
	list, err := r.whole(ctx, []db.Device{row}, nil)
	if err != nil {
		return device.Device{}, err
	}
	return list[0], nil
}

// Device implements device.Reader, as do the methods below.
func (r reader) Device(ctx context.Context, id device.ID) (device.Device, error) {
	row, err := r.q.Device(ctx, string(id))
	return r.one(ctx, row, err)
}

func (r reader) BySerial(ctx context.Context, serial string) (device.Device, error) {
	row, err := r.q.DeviceBySerial(ctx, serial)
	return r.one(ctx, row, err)
}

func (r reader) OfCertificate(ctx context.Context, id signing.CertificateID) (device.Device, error) {
	row, err := r.q.DeviceOfCertificate(ctx, string(id))
	return r.one(ctx, row, err)
}

func (r reader) Devices(ctx context.Context, q device.Query) ([]device.Device, error) {
	limit := int32(min(max(q.Limit, 1), 501))
	if q.Agency == "" {
		rows, err := r.q.DevicesAll(ctx, q.After, string(q.AfterID), string(q.State), limit)
		return r.whole(ctx, rows, err)
	}
	rows, err := r.q.DevicesOfAgency(ctx, db.DevicesOfAgencyParams{
		Agency: string(q.Agency), Serial: q.After, ID: string(q.AfterID), State: string(q.State), Limit: limit,
	})
	return r.whole(ctx, rows, err)
}

func (r reader) InState(ctx context.Context, state device.State, agency org.AgencyID, limit int) ([]device.Device, error) {
	rows, err := r.q.DevicesInState(ctx, string(state), string(agency), int32(limit))
	return r.whole(ctx, rows, err)
}

func (r reader) Living(ctx context.Context, after device.ID, limit int) ([]device.Device, error) {
	rows, err := r.q.DevicesAfter(ctx, string(after), int32(limit))
	return r.whole(ctx, rows, err)
}

func (r reader) KeptBy(ctx context.Context, person org.PersonID) ([]device.Device, error) {
	held, err := r.q.DevicesHeldBy(ctx, string(person))
	if err != nil {
		return nil, found(err, "the devices of a person")
	}
	kept, err := r.q.DevicesKeptBy(ctx, string(person))
	return r.whole(ctx, append(held, kept...), err)
}

func (r reader) History(ctx context.Context, id device.ID) ([]device.Event, error) {
	rows, err := r.q.Events(ctx, string(id))
	return tryEach(rows, err, "the history of a device", eventOf)
}

func (r reader) Transfer(ctx context.Context, id string) (device.Transfer, error) {
	row, err := r.q.Transfer(ctx, id)
	if err != nil {
		return device.Transfer{}, found(err, "a transfer")
	}
	return transferOf(row)
}

func (r reader) OpenTransfers(ctx context.Context, agency org.AgencyID, limit int) ([]device.Transfer, error) {
	rows, err := r.q.OpenTransfers(ctx, string(agency), int32(limit))
	return tryEach(rows, err, "transfers", transferOf)
}

func (r reader) Handover(ctx context.Context, id string) (device.Handover, error) {
	row, err := r.q.Handover(ctx, id)
	if err != nil {
		return device.Handover{}, found(err, "a handover")
	}
	return handoverOf(row)
}

func (r reader) OpenHandover(ctx context.Context, id device.ID) (device.Handover, error) {
	row, err := r.q.OpenHandover(ctx, string(id))
	if err != nil {
		return device.Handover{}, found(err, "the open handover")
	}
	return handoverOf(row)
}

func (r reader) Handovers(ctx context.Context, id device.ID) ([]device.Handover, error) {
	rows, err := r.q.Handovers(ctx, string(id))
	return tryEach(rows, err, "handovers", handoverOf)
}

func (r reader) HandoversOf(ctx context.Context, person org.PersonID) ([]device.Handover, error) {
	var all []device.Handover
	for _, ask := range []func(context.Context, string) ([]db.DeviceHandover, error){
		r.q.HandoversGivenBy, r.q.HandoversTakenBy, r.q.HandoversWitnessedBy,
	} {
		rows, err := ask(ctx, string(person))
		list, err := tryEach(rows, err, "the handovers of a person", handoverOf)
		if err != nil {
			return nil, err
		}
		for _, h := range list {
			if !slices.ContainsFunc(all, func(other device.Handover) bool { return other.ID == h.ID }) {
				all = append(all, h)
			}
		}
	}
	return all, nil
}

func (r reader) Unconfirmed(ctx context.Context, agency org.AgencyID, before time.Time, limit int) ([]device.Handover, error) {
	rows, err := r.q.UnconfirmedHandovers(ctx, string(agency), ms(before), int32(limit))
	return tryEach(rows, err, "unconfirmed handovers", handoverOf)
}

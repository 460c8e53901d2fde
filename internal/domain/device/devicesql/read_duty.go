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

// Incident implements device.Reader, as do the methods below.
func (r reader) Incident(ctx context.Context, id string) (device.Incident, error) {
	row, err := r.q.Incident(ctx, id)
	if err != nil {
		return device.Incident{}, found(err, "an incident")
	}
	return incidentOf(row)
}

func (r reader) Incidents(ctx context.Context, id device.ID) ([]device.Incident, error) {
	rows, err := r.q.IncidentsOfDevice(ctx, string(id))
	return tryEach(rows, err, "the incidents of a device", incidentOf)
}

func (r reader) IncidentsIn(ctx context.Context, agency org.AgencyID, from, to time.Time, limit int) ([]device.Incident, error) {
	rows, err := r.q.IncidentsIn(ctx, string(agency), ms(from), ms(to), int32(limit))
	return tryEach(rows, err, "incidents", incidentOf)
}

func (r reader) Misuse(ctx context.Context, id signing.CertificateID, person org.PersonID, since time.Time) (device.Incident, error) {
	row, err := r.q.IncidentsBy(ctx, string(id), string(device.IncidentMisuse), string(person), ms(since))
	if err != nil {
		return device.Incident{}, found(err, "a report of misuse")
	}
	return incidentOf(row)
}

func (r reader) Duty(ctx context.Context, id string) (device.Duty, error) {
	row, err := r.q.Duty(ctx, id)
	if err != nil {
		return device.Duty{}, found(err, "a duty")
	}
	return dutyOf(row)
}

func (r reader) OpenDuties(ctx context.Context, agency org.AgencyID, person org.PersonID, limit int) ([]device.Duty, error) {
	if person != "" {
		rows, err := r.q.OpenDutiesOfPerson(ctx, string(person), int32(limit))
		return tryEach(rows, err, "the duties of a person", dutyOf)
	}
	rows, err := r.q.OpenDuties(ctx, string(agency), int32(limit))
	return tryEach(rows, err, "the duties of an agency", dutyOf)
}

func (r reader) DutiesDue(ctx context.Context, before time.Time, limit int) ([]device.Duty, error) {
	rows, err := r.q.DutiesDue(ctx, ms(before), int32(limit))
	return tryEach(rows, err, "duties due", dutyOf)
}

func (r reader) DutiesOf(ctx context.Context, kind device.DutyKind, subject string, limit int) ([]device.Duty, error) {
	rows, err := r.q.DutiesOf(ctx, string(kind), subject, int32(limit))
	return tryEach(rows, err, "duties", dutyOf)
}

func (r reader) Notices(ctx context.Context, agency org.AgencyID, person org.PersonID, roles []org.Role, limit int) ([]device.Notice, error) {
	rows, err := r.q.NoticesOfPerson(ctx, string(person), int32(limit))
	if err != nil {
		return nil, found(err, "the notices of a person")
	}
	for _, role := range roles {
		more, err := r.q.NoticesOfRole(ctx, string(agency), string(role), int32(limit))
		if err != nil {
			return nil, found(err, "the notices of a role")
		}
		rows = append(rows, more...)
	}
	slices.SortStableFunc(rows, func(a, b db.DeviceNotice) int { return int(b.At - a.At) })
	return each(rows[:min(len(rows), limit)], nil, "notices", noticeOf)
}

func (r reader) Notice(ctx context.Context, id string) (device.Notice, error) {
	row, err := r.q.Notice(ctx, id)
	if err != nil {
		return device.Notice{}, found(err, "a notice")
	}
	return noticeOf(row), nil
}

func (r reader) Contact(ctx context.Context, agency org.AgencyID) (org.PersonID, error) {
	person, err := r.q.Contact(ctx, string(agency))
	return org.PersonID(person), found(err, "the contact of an agency")
}

func (r reader) BookLines(ctx context.Context, agency org.AgencyID, after, limit int) ([]device.BookLine, error) {
	rows, err := r.q.BookLines(ctx, string(agency), int32(after), int32(limit))
	return each(rows, err, "the separate book", lineOf)
}

func (r reader) Export(ctx context.Context, id string) (device.Export, error) {
	row, err := r.q.Export(ctx, id)
	if err != nil {
		return device.Export{}, found(err, "an export")
	}
	return exportOf(row), nil
}

func (r reader) Exports(ctx context.Context, agency org.AgencyID, limit int) ([]device.Export, error) {
	rows, err := r.q.Exports(ctx, string(agency), int32(limit))
	return each(rows, err, "exports", exportOf)
}

func (r reader) FileReferenced(ctx context.Context, sha256 string) (bool, error) {
	n, err := r.q.FileReferenced(ctx, sha256)
	return n > 0, found(err, "whether a file is kept")
}

package devicesql

import (
	"encoding/json"
	"fmt"

	"antin/internal/domain/device"
	"antin/internal/domain/device/devicesql/db"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

func deviceOf(r db.Device) device.Device {
	return device.Device{
		ID: device.ID(r.ID), Serial: r.Serial, Kind: device.Kind(r.Kind), Model: r.Model, Agency: org.AgencyID(r.Agency),
		Holder: org.PersonID(r.Holder), Keeper: org.PersonID(r.Keeper), System: r.SystemName, Place: r.Place, State: device.State(r.State),
		Since: at(r.Since), DueAt: at(r.DueAt), AddedAt: at(r.AddedAt),
	}
}

func eventOf(r db.DeviceEvent) (device.Event, error) {
	e := device.Event{ID: r.ID, Device: device.ID(r.Device), At: at(r.At), Deed: r.Deed, State: device.State(r.State),
		Actor: org.PersonID(r.Actor), Note: r.Note, Clause: r.Clause, Source: r.Source}
	return e, read(r.File, &e.File, "the file of event", r.ID)
}

func transferOf(r db.DeviceTransfer) (device.Transfer, error) {
	t := device.Transfer{
		ID: r.ID, Method: device.Method(r.Method), Tracking: r.Tracking, From: device.Party(r.PartyFrom), To: device.Party(r.PartyTo),
		Agency: org.AgencyID(r.Agency), Date: at(r.Date), SentBy: org.PersonID(r.SentBy), ConfirmedBy: org.PersonID(r.ConfirmedBy),
		ConfirmedAt: at(r.ConfirmedAt), CreatedAt: at(r.CreatedAt),
	}
	if err := read(r.Minutes, &t.Minutes, "the minutes of transfer", r.ID); err != nil {
		return t, err
	}
	return t, read(r.Devices, &t.Devices, "the devices of transfer", r.ID)
}

// sheet is what the minutes of a handover print; nothing is searched by it.
type sheet struct {
	Condition string       `json:"condition"`
	Place     string       `json:"place"`
	Storage   string       `json:"storage"`
	Form      string       `json:"form"`
	Paper     device.Paper `json:"paper"`
	Profile   string       `json:"profile"`
	Reason    string       `json:"reason,omitempty"`
}

func sheetOf(h device.Handover) sheet {
	return sheet{h.Condition, h.Place, h.Storage, h.Form, h.Paper, h.Profile, h.Reason}
}

func handoverOf(r db.DeviceHandover) (device.Handover, error) {
	h := device.Handover{
		ID: r.ID, Device: device.ID(r.Device), Agency: org.AgencyID(r.Agency), State: device.HandoverState(r.State),
		Giver: org.PersonID(r.Giver), Receiver: org.PersonID(r.Receiver), Contact: org.PersonID(r.Contact), Date: at(r.Date),
		From: at(r.ValidFrom), To: at(r.ValidTo), Approver: org.PersonID(r.Approver), ApprovedAt: at(r.ApprovedAt), GiverAt: at(r.GiverAt),
		ContactAt: at(r.ContactAt), ReceiverAt: at(r.ReceiverAt), DutiesVersion: r.DutiesVersion, DutiesAt: at(r.DutiesAt),
		CreatedBy: org.PersonID(r.CreatedBy), CreatedAt: at(r.CreatedAt),
	}
	var s sheet
	if err := read(r.Body, &s, "the sheet of handover", r.ID); err != nil {
		return h, err
	}
	h.Condition, h.Place, h.Storage, h.Form, h.Paper, h.Profile, h.Reason = s.Condition, s.Place, s.Storage, s.Form, s.Paper, s.Profile, s.Reason
	return h, nil
}

func incidentOf(r db.DeviceIncident) (device.Incident, error) {
	i := device.Incident{
		ID: r.ID, Device: device.ID(r.Device), Certificate: signing.CertificateID(r.Certificate), Kind: device.IncidentKind(r.Kind),
		Agency: org.AgencyID(r.Agency), Reporter: org.PersonID(r.Reporter), FoundAt: at(r.FoundAt), ReportedAt: at(r.ReportedAt), Note: r.Note,
		Consent: r.Consent, Violation: r.Violation, Violator: org.PersonID(r.Violator), BlockedAt: at(r.BlockedAt),
	}
	return i, read(r.Minutes, &i.Minutes, "the minutes of incident", r.ID)
}

func dutyOf(r db.DeviceDuty) (device.Duty, error) {
	d := device.Duty{
		ID: r.ID, Kind: device.DutyKind(r.Kind), Device: device.ID(r.Device), Agency: org.AgencyID(r.Agency), Person: org.PersonID(r.Person),
		OpenedAt: at(r.OpenedAt), DueAt: at(r.DueAt), RemindedAt: at(r.RemindedAt), AlertedAt: at(r.AlertedAt), DoneAt: at(r.DoneAt),
		DoneBy: org.PersonID(r.DoneBy), Seen: r.Seen, Note: r.Note,
	}
	return d, read(r.Answers, &d.Answers, "the answers of duty", r.ID)
}

func noticeOf(r db.DeviceNotice) device.Notice {
	return device.Notice{ID: r.ID, Agency: org.AgencyID(r.Agency), Person: org.PersonID(r.Person), Role: org.Role(r.Role), Kind: r.Kind,
		Device: device.ID(r.Device), Subject: r.Subject, Text: r.Message, At: at(r.At), SeenAt: at(r.SeenAt), SeenBy: org.PersonID(r.SeenBy)}
}

func lineOf(r db.DeviceBook) device.BookLine {
	return device.BookLine{Number: int(r.Number), Device: device.ID(r.Device), Agency: org.AgencyID(r.Agency), Serial: r.Serial, At: at(r.At),
		Giver: org.PersonID(r.Giver), Receiver: org.PersonID(r.Receiver), Place: r.Place}
}

func exportOf(r db.DeviceExport) device.Export {
	return device.Export{ID: r.ID, Agency: org.AgencyID(r.Agency), Reason: r.Reason, AskedBy: org.PersonID(r.AskedBy), AskedAt: at(r.AskedAt),
		ApprovedBy: org.PersonID(r.ApprovedBy), ApprovedAt: at(r.ApprovedAt)}
}

func read(text string, into any, what, id string) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("reading %s %s: %w", what, id, err)
	}
	return nil
}

func written(value any, what string) (string, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("writing %s: %w", what, err)
	}
	return string(raw), nil
}

func each[From, To any](list []From, err error, what string, convert func(From) To) ([]To, error) {
	if err != nil {
		return nil, found(err, what)
	}
	all := make([]To, len(list))
	for i, item := range list {
		all[i] = convert(item)
	}
	return all, nil
}

func tryEach[From, To any](list []From, err error, what string, convert func(From) (To, error)) ([]To, error) {
	if err != nil {
		return nil, found(err, what)
	}
	all := make([]To, len(list))
	for i, item := range list {
		if all[i], err = convert(item); err != nil {
			return nil, err
		}
	}
	return all, nil
}

package device

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// lawOf is the law of the agency's province now.
func (s *Service) lawOf(ctx context.Context, agency org.AgencyID) (*profile.Profile, error) {
	a, err := s.org.Agency(ctx, agency)
	if err != nil {
		return nil, err
	}
	return s.law(a.Province, s.now())
}

// relations says how the actor stands to a device.
func relations(by org.Actor, d Device) []org.Relation {
	rel := inAgency(by, d.Agency)
	if by.Person != "" && (by.Person == d.Holder || by.Person == d.Keeper) {
		rel = append(rel, org.Own)
	}
	return rel
}

// own is Own when the person is one of those.
func own(by org.Actor, people ...org.PersonID) []org.Relation {
	for _, p := range people {
		if p != "" && p == by.Person {
			return []org.Relation{org.Own}
		}
	}
	return nil
}

func (s *Service) load(ctx context.Context, id ID) (Device, *profile.Profile, error) {
	d, err := s.store.Device(ctx, id)
	if err != nil {
		return d, nil, missing(err, "device.unknown", "Không có thiết bị này trong sổ.")
	}
	law, err := s.lawOf(ctx, d.Agency)
	return d, law, err
}

// lock reads the device anew in the transaction.
func lock(ctx context.Context, tx Tx, id ID) (Device, error) {
	d, err := tx.LockDevice(ctx, id)
	return d, missing(err, "device.unknown", "Không có thiết bị này trong sổ.")
}

// deed is one change of a device under way in a transaction.
type deed struct {
	s   *Service
	tx  Tx
	by  org.Actor
	law *profile.Profile
	d   *Device
	// file is attached to the lines of history that are written.
	file File
}

// move takes the device to the state that the table gives, and writes it down.
func (x deed) move(ctx context.Context, what Deed, due time.Time, note, source string) error {
	return x.moveTo(ctx, what, "", due, note, source)
}

// moveTo is move to one of the states to which the deed may lead.
func (x deed) moveTo(ctx context.Context, what Deed, to State, due time.Time, note, source string) error {
	m, err := x.d.State.stepTo(what, to)
	if err != nil {
		return err
	}
	if m.To != x.d.State {
		x.d.State, x.d.Since = m.To, x.s.now()
	}
	x.d.DueAt = due
	if err := x.tx.SaveDevice(ctx, *x.d); err != nil {
		return err
	}
	return x.write(ctx, string(what), note, x.law.Clause(m.Clause), source)
}

// write adds a line to the history.
func (x deed) write(ctx context.Context, what, note, clause, source string) error {
	id, err := newID()
	if err != nil {
		return err
	}
	return x.tx.AddEvent(ctx, Event{ID: id, Device: x.d.ID, At: x.s.now(), Deed: what, State: x.d.State, Actor: x.by.Person,
		Note: note, Clause: clause, Source: source, File: x.file})
}

// audit writes the entry of the deed.
func (x deed) audit(ctx context.Context, action string, data ...string) error {
	entry := x.by.Entry(x.s.now(), action, string(x.d.ID), data...)
	entry.Profile = x.law.Version
	if err := x.tx.Audit(ctx, entry); err != nil {
		return fmt.Errorf("writing the audit entry: %w", err)
	}
	return nil
}

// block puts the cause on every certificate of the device.
func (x deed) block(ctx context.Context, cause signing.Cause, message, clause string) error {
	for _, c := range x.d.Certificates {
		err := x.s.signing.PutHold(ctx, x.tx.Signing(), x.by, signing.Hold{
			Certificate: c, Cause: cause, Source: string(x.d.ID), Message: message, Clause: clause,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// free takes the cause from every certificate of the device.
func (x deed) free(ctx context.Context, causes ...signing.Cause) error {
	for _, c := range x.d.Certificates {
		for _, cause := range causes {
			if err := x.s.signing.EndHold(ctx, x.tx.Signing(), x.by, c, cause, string(x.d.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}

// tell puts a line on the work list of a person.
func (x deed) tell(ctx context.Context, person org.PersonID, kind, subject, text string) error {
	if person == "" {
		return nil
	}
	return x.notice(ctx, Notice{Person: person, Kind: kind, Subject: subject, Text: text})
}

// tellAgency puts it on the lists of everybody in the managing agency who has
// one of the roles.
func (x deed) tellAgency(ctx context.Context, kind, subject, text string, roles ...org.Role) error {
	for _, role := range roles {
		if err := x.notice(ctx, Notice{Role: role, Kind: kind, Subject: subject, Text: text}); err != nil {
			return err
		}
	}
	return nil
}

func (x deed) notice(ctx context.Context, n Notice) error {
	id, err := newID()
	if err != nil {
		return err
	}
	n.ID, n.Agency, n.Device, n.At = id, x.d.Agency, x.d.ID, x.s.now()
	return x.tx.AddNotice(ctx, n)
}

// managers are who looks after devices in the managing agency; the head hears of
// everything that happens to them (HT-11.1-3).
var managers = []org.Role{org.Leader, org.ITOfficer, org.SubscriberManager}

const (
	maxText   = 2000 // characters of a note
	maxName   = 300  // characters of a name or place
	maxSerial = 100  // characters; those known have under 30
)

// text checks one field of a form and trims it.
func text(field, value string, limit int, needed string) (string, error) {
	value = strings.TrimSpace(value)
	switch {
	case value == "" && needed != "":
		return "", fault.New(fault.Invalid, "device."+field, needed).At(field, needed)
	case utf8.RuneCountInString(value) > limit || !utf8.ValidString(value) || strings.ContainsFunc(value, isControl):
		message := fmt.Sprintf("Tối đa %d ký tự, không có ký tự điều khiển.", limit)
		return "", fault.New(fault.Invalid, "device."+field, "Thông tin quá dài hoặc có ký tự lạ.").At(field, message)
	}
	return value, nil
}

func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7f }

// hanoi is the time of the offices.
var hanoi = time.FixedZone("+07", 7*60*60)

func day(t time.Time) string { return t.In(hanoi).Format("02/01/2006") }

func minute(t time.Time) string { return t.In(hanoi).Format("15:04 ngày 02/01/2006") }

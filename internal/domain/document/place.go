package document

import (
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Fields of Places.
const (
	PlaceNumber = "number"
	PlaceDay    = "day"
	PlaceMonth  = "month"
	PlaceYear   = "year"
	PlaceSigner = "signer"
	PlaceSeal   = "seal"
)

// blanks are the fields that the clerk fills: they lie over nothing but dots.
var blanks = []string{PlaceNumber, PlaceDay, PlaceMonth, PlaceYear}

// SetPlaces stores where the fields stand. A move voids the signer's approval
// and, with the format check, sends the document back to the checker; only the
// signer who moves nothing but the signature and the seal keeps that check.
func (d *Document) SetPlaces(by org.Actor, places []Place, moved bool, at time.Time) error {
	if err := d.at(Drafting, Consulting, UnitReview, Formatting, AwaitingApproval, AwaitingSignature); err != nil {
		return err
	}
	if err := d.unbegun(); err != nil {
		return err
	}
	former := d.Places
	d.Places = places
	d.changes.Places, d.changes.PlacesSet = places, true
	if !moved {
		return nil
	}
	d.void(at, Approval)
	if d.State == AwaitingSignature {
		if err := d.move(AwaitingApproval); err != nil {
			return err
		}
	}
	if _, checked := d.standing(FormatCheck); checked && (by.Person != d.Signer.Person || blanksMoved(former, places)) {
		if err := d.move(Formatting); err != nil {
			return err
		}
		d.void(at, FormatCheck)
		d.Holder = ""
	}
	d.decide(PlaceMoved, by, d.ContentHash(), true, at)
	d.UpdatedAt = at
	return nil
}

// blanksMoved reports whether number or date stand elsewhere than before.
func blanksMoved(before, after []Place) bool {
	of := func(list []Place, field string) Place {
		for _, p := range list {
			if p.Field == field {
				p.Found, p.Why = false, ""
				return p
			}
		}
		return Place{}
	}
	for _, field := range blanks {
		if of(before, field) != of(after, field) {
			return true
		}
	}
	return false
}

// Place finds the place of one field; absent ones count as not there.
func (d *Document) Place(field string) (Place, bool) {
	for _, p := range d.Places {
		if p.Field == field && !p.Absent {
			return p, true
		}
	}
	return Place{}, false
}

// Laid stores the prepared PDF; it replaces an earlier one, which stays as a
// file of the version but is no longer the latest, and approvals of it fall.
func (d *Document) Laid(f File, at time.Time) error {
	if err := d.at(Drafting, Consulting, UnitReview, Formatting, AwaitingApproval, AwaitingSignature); err != nil {
		return err
	}
	if err := d.unbegun(); err != nil {
		return err
	}
	base, ok := d.Base()
	if !ok {
		return fault.New(fault.Conflict, "document.no-pdf", "Chưa có bản PDF của văn bản.")
	}
	d.void(at, Approval) // it bound the former bytes
	if d.State == AwaitingSignature {
		if err := d.move(AwaitingApproval); err != nil {
			return err
		}
	}
	f.Role, f.Stage, f.From, f.Order, f.At, f.Name = Main, Prepared, base.SHA256, base.Order, at, base.Name
	d.addFile(f)
	d.Pages = f.Pages
	return nil
}

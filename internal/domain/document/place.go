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

// SetPlaces stores where the fields stand. Once the prepared PDF was approved,
// a move voids that approval and those after it.
func (d *Document) SetPlaces(by org.Actor, places []Place, moved bool, at time.Time) error {
	if err := d.at(Drafting, Consulting, UnitReview, Formatting, AwaitingApproval, AwaitingSignature); err != nil {
		return err
	}
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
	d.decide(PlaceMoved, by, d.ContentHash(), true, at)
	d.UpdatedAt = at
	return nil
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

package document

import (
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/org"
)

// Changes is what the rules added since the document was loaded. Rows are only
// ever added, except that decisions are voided, opinions get their answer, and
// places move; the store writes them and the main row in one transaction.
type Changes struct {
	New         bool
	Versions    []Version
	Files       []File
	Decisions   []Decision
	VoidedAt    time.Time    // set with Voided
	Voided      []DecisionID // decisions that no longer hold
	Opinions    []Opinion    // new or changed, by id
	Places      []Place      // all places, when PlacesSet
	PlacesSet   bool
	ChainSet    bool // write all steps of the chain
	Checks      []Check
	Assignments []Assignment // new or changed, by id
	Recipients  bool         // write all recipients
	Intake      bool         // how it came in changed, or what is said of its sender
	Told        bool         // the sender hears why the arrival waits
	Signed      bool         // a signature was made: its conditions go into the log
	Line        *Entry       // of the register, as the same transaction wrote it
	Certificate string       // id of the one that signed, for the log
	Transaction string       // kind of transaction of a signing, for the log
}

// Changes hands the collected changes to the store.
func (d *Document) Changes() Changes { return d.changes }

// Forget clears the collected changes after a save.
func (d *Document) Forget() { d.changes = Changes{} }

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// decide records one act of one person.
func (d *Document) decide(kind DecisionKind, by org.Actor, hash string, ok bool, at time.Time) *Decision {
	dec := Decision{ID: DecisionID(newID()), Kind: kind, By: by.Person, ByName: by.Name, Version: d.Version, Hash: hash, OK: ok, At: at}
	d.Decisions = append(d.Decisions, dec)
	d.changes.Decisions = append(d.changes.Decisions, dec)
	return &d.changes.Decisions[len(d.changes.Decisions)-1]
}

// note completes the last decision; both copies stay equal.
func (d *Document) note(dec *Decision) { d.Decisions[len(d.Decisions)-1] = *dec }

// void takes back every standing decision of these kinds.
func (d *Document) void(at time.Time, kinds ...DecisionKind) {
	for i := range d.Decisions {
		dec := &d.Decisions[i]
		if !dec.Voided.IsZero() || !oneOf(dec.Kind, kinds) {
			continue
		}
		dec.Voided = at
		d.changes.Voided = append(d.changes.Voided, dec.ID)
		d.changes.VoidedAt = at
	}
}

func oneOf[T comparable](x T, list []T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// standing finds the last decision of a kind that still holds for the current
// version and says yes.
func (d *Document) standing(kind DecisionKind) (Decision, bool) {
	for i := len(d.Decisions) - 1; i >= 0; i-- {
		dec := d.Decisions[i]
		if dec.Kind == kind && dec.Voided.IsZero() && dec.Version == d.Version && dec.OK {
			return dec, true
		}
	}
	return Decision{}, false
}

// Standing reports whether a decision of this kind holds for the current
// version, and which.
func (d *Document) Standing(kind DecisionKind) (Decision, bool) { return d.standing(kind) }

func (d *Document) addFile(f File) File {
	f.ID = FileID(newID())
	f.Version = d.Version
	d.Files = append(d.Files, f)
	d.changes.Files = append(d.changes.Files, f)
	return f
}

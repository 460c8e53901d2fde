package audit

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrNoEntry says that the log has no entry of this number.
var ErrNoEntry = errors.New("no such audit entry")

// Proof shows, without the database, that an entry stands in a signed log.
type Proof struct {
	Seq  int64
	Leaf string
	Path tlog.RecordProof
	Head []byte // signed checkpoint under which the path ends
}

// Check verifies the path of the proof up to the root of an opened head.
func (p Proof) Check(h Head) error {
	if err := tlog.CheckRecord(p.Path, h.Size, h.Root, p.Seq, LeafHash(p.Leaf)); err != nil {
		return fmt.Errorf("audit entry %d is not under this head: %w", p.Seq, err)
	}
	return nil
}

// CheckGrowth verifies that newer continues older and changed nothing in it.
func CheckGrowth(proof tlog.TreeProof, older, newer Head) error {
	if older.Size == newer.Size && older.Root == newer.Root || older.Size == 0 {
		return nil
	}
	if err := tlog.CheckTree(proof, newer.Size, newer.Root, older.Size, older.Root); err != nil {
		return fmt.Errorf("the log of %d entries does not continue that of %d: %w", newer.Size, older.Size, err)
	}
	return nil
}

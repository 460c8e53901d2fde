package auditsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"antin/internal/domain/audit"
	"antin/internal/domain/audit/auditsql/db"
	"antin/internal/platform/sqldb"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Log is the audit log of one installation.
type Log struct {
	database *sqldb.DB
	signer   note.Signer
	heads    *HeadsFile
	wake     chan struct{}
}

// New wires the log. heads may be nil, in a command that writes no receipts.
func New(database *sqldb.DB, signer note.Signer, heads *HeadsFile) *Log {
	return &Log{database, signer, heads, make(chan struct{}, 1)}
}

// Append writes one entry in the caller's transaction. It locks the head row
// until the commit and must be the last statement there.
func (l *Log) Append(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error {
	_, err := l.AppendSeq(ctx, tx, e)
	return err
}

// AppendSeq is Append for who wants to prove the entry later by its number.
func (l *Log) AppendSeq(ctx context.Context, tx *sqldb.Tx, e audit.Entry) (seq int64, err error) {
	leaf, err := e.Leaf()
	if err != nil {
		return 0, err
	}
	q := db.New(tx)
	head, err := q.LockHead(ctx)
	if err != nil {
		return 0, fmt.Errorf("locking the audit head: %w", err)
	}
	edge, err := audit.ParseEdge(head.Size, head.Edge)
	if err != nil {
		return 0, err
	}
	hash := audit.LeafHash(leaf)
	nodes := edge.Append(hash)
	if err := q.InsertEntry(ctx, db.InsertEntryParams{
		Seq: head.Size, At: e.At.UnixMilli(), Subject: e.Subject, Leaf: leaf, Hash: audit.HashText(hash),
	}); err != nil {
		return 0, fmt.Errorf("writing audit entry %d: %w", head.Size, err)
	}
	for _, n := range nodes {
		if err := q.InsertHash(ctx, int32(n.Level), n.N, audit.HashText(n.Hash)); err != nil {
			return 0, fmt.Errorf("writing hash %d of level %d of the audit tree: %w", n.N, n.Level, err)
		}
	}
	if err := q.SetHead(ctx, edge.Size(), audit.HashText(edge.Root()), edge.String()); err != nil {
		return 0, fmt.Errorf("writing the audit head: %w", err)
	}
	tx.AfterCommit(l.signal)
	return head.Size, nil
}

func (l *Log) signal() {
	select {
	case l.wake <- struct{}{}:
	default: // Run has one waiting already and will read the newest head
	}
}

// Head signs the newest committed head and has it in the heads file, on the
// disk, before it returns. A delivery receipt carries it.
func (l *Log) Head(ctx context.Context) ([]byte, error) {
	_, signed, err := l.head(ctx)
	return signed, err
}

func (l *Log) head(ctx context.Context) (h audit.Head, signed []byte, err error) {
	row, err := db.New(l.database.Reader()).Head(ctx)
	if err != nil {
		return h, nil, fmt.Errorf("reading the audit head: %w", err)
	}
	root, err := audit.ParseHash(row.Root)
	if err != nil {
		return h, nil, fmt.Errorf("reading the audit head: %w", err)
	}
	h = audit.Head{Origin: l.signer.Name(), Size: row.Size, Root: root}
	if signed, err = audit.SignHead(h, l.signer); err != nil {
		return h, nil, fmt.Errorf("signing the audit head: %w", err)
	}
	if l.heads != nil {
		err = l.heads.Write(row.Size, signed)
	}
	return h, signed, err
}

// Run writes a head after commits until ctx ends, and one more then. Commits
// that come while it writes share the next head. What fails (a full disk) is
// told to failed and tried again with the next commit.
func (l *Log) Run(ctx context.Context, failed func(error)) {
	for ctx.Err() == nil {
		select {
		case <-l.wake:
		case <-ctx.Done():
		}
		// Not cancelled in the middle: the last head is written at the stop.
		if _, err := l.Head(context.WithoutCancel(ctx)); err != nil {
			failed(err)
		}
	}
}

// Prove gives the evidence that an entry stands under the newest head.
func (l *Log) Prove(ctx context.Context, seq int64) (audit.Proof, error) {
	var p audit.Proof
	head, signed, err := l.head(ctx)
	if err != nil {
		return p, err
	}
	entry, err := db.New(l.database.Reader()).EntryAt(ctx, seq)
	if errors.Is(err, sql.ErrNoRows) {
		return p, audit.ErrNoEntry
	}
	if err != nil {
		return p, fmt.Errorf("reading audit entry %d: %w", seq, err)
	}
	path, err := tlog.ProveRecord(head.Size, seq, reader(ctx, l.database))
	if err != nil {
		return p, fmt.Errorf("proving audit entry %d: %w", seq, err)
	}
	return audit.Proof{Seq: seq, Leaf: entry.Leaf, Path: path, Head: signed}, nil
}

// Growth proves that the log of newer entries continues that of older.
func (l *Log) Growth(ctx context.Context, older, newer int64) (tlog.TreeProof, error) {
	if older < 1 || older > newer {
		return nil, fmt.Errorf("no growth from %d to %d entries", older, newer)
	}
	proof, err := tlog.ProveTree(newer, older, reader(ctx, l.database))
	if err != nil {
		return nil, fmt.Errorf("proving growth from %d to %d: %w", older, newer, err)
	}
	return proof, nil
}

// reader finds stored hashes: leaves in their entries, nodes in their table.
// Rows of a log never change, so the reads need no snapshot.
func reader(ctx context.Context, database *sqldb.DB) tlog.HashReader {
	q := db.New(database.Reader())
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			level, n := tlog.SplitStoredHashIndex(index)
			var text string
			var err error
			if level == 0 {
				text, err = q.LeafHashAt(ctx, n)
			} else {
				text, err = q.HashAt(ctx, int32(level), n)
			}
			if err != nil {
				return nil, fmt.Errorf("reading hash %d of level %d: %w", n, level, err)
			}
			if hashes[i], err = audit.ParseHash(text); err != nil {
				return nil, fmt.Errorf("reading hash %d of level %d: %w", n, level, err)
			}
		}
		return hashes, nil
	})
}

// Stored is an entry with its number.
type Stored struct {
	Seq int64
	audit.Entry
}

// Of lists the entries about one thing, newest first, below a number (0 = from
// the newest). It backs the history on a document's page.
func (l *Log) Of(ctx context.Context, subject string, below int64, limit int) ([]Stored, error) {
	if below <= 0 {
		below = 1 << 62
	}
	rows, err := db.New(l.database.Reader()).EntriesOf(ctx, subject, below, int32(limit))
	if err != nil {
		return nil, fmt.Errorf("reading the audit entries of %s: %w", subject, err)
	}
	return stored(rows)
}

// Newest lists entries newest first below a number (0 = from the newest).
func (l *Log) Newest(ctx context.Context, below int64, limit int) ([]Stored, error) {
	if below <= 0 {
		below = 1 << 62
	}
	rows, err := db.New(l.database.Reader()).Newest(ctx, below, int32(limit))
	if err != nil {
		return nil, fmt.Errorf("reading the newest audit entries: %w", err)
	}
	return stored(rows)
}

func stored(rows []db.AuditEntry) ([]Stored, error) {
	list := make([]Stored, 0, len(rows))
	for _, row := range rows {
		e, err := audit.ParseLeaf(row.Leaf)
		if err != nil {
			return nil, fmt.Errorf("audit entry %d: %w", row.Seq, err)
		}
		list = append(list, Stored{row.Seq, e})
	}
	return list, nil
}

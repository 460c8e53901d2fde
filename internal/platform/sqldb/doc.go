// Package sqldb opens the database and runs transactions on it, with the same
// promises on SQLite and PostgreSQL.
//
// The first call is Open, then schema.Migrate, then DB.Transact for every
// change and DB.Reader (or DB.Snapshot, when several reads must agree) for
// pages. Stores take a DBTX, so the same generated code serves both.
//
// Promises of Transact:
//
//   - It returns nil only after the commit is on the disk (synchronous=FULL).
//   - The function may run more than once (serialisation failure, deadlock,
//     a busy file) and must change nothing but the database; what must happen
//     once belongs in Tx.AfterCommit.
//   - A statement that fails ends the transaction on both engines: nothing can
//     be caught and continued inside. Ask first, or use "on conflict".
//   - It does not nest, and nothing slow or remote belongs inside: on SQLite
//     the whole program has one writer.
//
// On SQLite, transactions that wait for the writer share one COMMIT: each runs
// under its own savepoint, in turn, and all are acknowledged by the same fsync.
// A transaction that fails takes back its own savepoint only; when the COMMIT
// fails, all of them failed. Foreign keys must therefore be immediate, the
// default, never deferred: a deferred one would fail its neighbours.
package sqldb

package auditsql_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/audit/audittest"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"

	"golang.org/x/mod/sumdb/note"
)

type fixture struct {
	db       *sqldb.DB
	log      *auditsql.Log
	verifier note.Verifier
	path     string // heads file
}

func setup(t *testing.T, db *sqldb.DB) *fixture {
	t.Helper()
	signer, verifier := audittest.Keys(t)
	path := filepath.Join(t.TempDir(), "audit-heads.log")
	heads, err := auditsql.OpenHeads(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = heads.Close() })
	return &fixture{db, auditsql.New(db, signer, heads), verifier, path}
}

func (f *fixture) append(t testing.TB, n int) {
	t.Helper()
	err := f.db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		return f.log.Append(ctx, tx, audit.Entry{
			At: time.UnixMilli(int64(n)), Action: "test.done", Subject: fmt.Sprint("thing ", n%3), Data: map[string]string{"n": fmt.Sprint(n)},
		})
	})
	if err != nil {
		t.Error(err)
	}
}

func (f *fixture) check(t *testing.T, want ...string) audit.Report {
	t.Helper()
	heads, err := auditsql.ReadHeads(f.path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := auditsql.Check(t.Context(), f.db, f.verifier, heads)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, finding := range r.Findings {
		found[finding.Check] = true
	}
	for _, w := range want {
		if !found[w] {
			t.Errorf("%s not found in %+v", w, r.Findings)
		}
	}
	if len(want) == 0 && !r.OK() {
		t.Errorf("%+v", r.Findings)
	}
	return r
}

func TestLogGrowsUnderSixtyFourWriters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f := setup(t, db)
		f.check(t)
		ctx, stop := context.WithCancel(t.Context())
		ran := make(chan struct{})
		go func() {
			f.log.Run(ctx, func(err error) { t.Error(err) })
			close(ran)
		}()
		var all sync.WaitGroup
		for w := range 64 {
			all.Go(func() {
				for i := range 5 {
					f.append(t, w*5+i)
				}
			})
		}
		all.Wait()
		stop()
		<-ran
		if r := f.check(t); r.Entries != 320 || r.Heads == 0 {
			t.Errorf("%+v", r)
		}
	})
}

func TestLogTakesBackWithItsTransaction(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f := setup(t, db)
		f.append(t, 1)
		refusal := errors.New("refused")
		err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			if err := f.log.Append(ctx, tx, audit.Entry{At: time.UnixMilli(2), Action: "x"}); err != nil {
				return err
			}
			return refusal
		})
		if !errors.Is(err, refusal) {
			t.Error(err)
		}
		f.append(t, 3)
		if r := f.check(t); r.Entries != 2 {
			t.Errorf("%+v", r)
		}
	})
}

func TestLogProvesEntriesAndGrowth(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f := setup(t, db)
		var heads []audit.Head
		for n := range 21 {
			f.append(t, n)
			signed, err := f.log.Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			h, err := audit.OpenHead(signed, f.verifier)
			if err != nil {
				t.Fatal(err)
			}
			heads = append(heads, h)
		}
		last := heads[len(heads)-1]
		for n := range int64(21) {
			p, err := f.log.Prove(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Check(last); err != nil {
				t.Error(err)
			}
			p.Leaf = strings.Replace(p.Leaf, "test.done", "test.gone", 1)
			if p.Check(last) == nil {
				t.Errorf("another leaf was proved at %d", n)
			}
			growth, err := f.log.Growth(t.Context(), n+1, last.Size)
			if err != nil {
				t.Fatal(err)
			}
			if err := audit.CheckGrowth(growth, heads[n], last); err != nil {
				t.Error(err)
			}
			forged := heads[n]
			forged.Root[0] ^= 1
			if audit.CheckGrowth(growth, forged, last) == nil {
				t.Errorf("growth from a forged head of %d", n+1)
			}
		}
		if _, err := f.log.Prove(t.Context(), 99); !errors.Is(err, audit.ErrNoEntry) {
			t.Error(err)
		}
		of, err := f.log.Of(t.Context(), "thing 1", 0, 3)
		if err != nil || len(of) != 3 || of[0].Seq != 19 || of[0].Action != "test.done" {
			t.Errorf("%+v %v", of, err)
		}
	})
}

func TestCheckFindsEveryTampering(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sql  []string
		want []string
	}{
		"entry changed": {
			[]string{`update audit_entry set leaf = replace(leaf, 'test.done', 'test.gone') where seq = 5`},
			[]string{"entry-hash", "node-hash", "head-root", "head-row"},
		},
		"entry and its hash changed": {
			[]string{`update audit_entry set subject = 'x' where seq = 6`},
			[]string{"entry-columns"},
		},
		"stored hash changed": {
			[]string{`update audit_hash set hash = (select hash from audit_entry where seq = 0) where level = 2 and n = 1`},
			[]string{"node-hash"},
		},
		"stored hash deleted": {
			[]string{`delete from audit_hash where level = 1 and n = 2`},
			[]string{"node-missing"},
		},
		"middle entry deleted": {
			[]string{`delete from audit_entry where seq = 3`},
			[]string{"entry-gap", "head-root", "head-cut-off"},
		},
		"newest entries deleted, all else put right": {
			[]string{
				`delete from audit_entry where seq >= 8`,
				`delete from audit_hash where (n + 1) * (case level when 1 then 2 when 2 then 4 else 8 end) > 8`,
				`update audit_head set size = 8, root = (select hash from audit_hash where level = 3 and n = 0), edge = (select hash from audit_hash where level = 3 and n = 0)`,
			},
			[]string{"head-cut-off"},
		},
		"head row changed": {
			[]string{`update audit_head set size = size - 1`},
			[]string{"head-row"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
				f := setup(t, db)
				for n := range 11 {
					f.append(t, n)
					if n%4 == 2 {
						if _, err := f.log.Head(t.Context()); err != nil {
							t.Fatal(err)
						}
					}
				}
				f.check(t)
				tamper(t, db, c.sql)
				f.check(t, c.want...)
			})
		})
	}
}

// tamper does what the owner of the database can do: without the triggers.
func tamper(t *testing.T, db *sqldb.DB, statements []string) {
	t.Helper()
	disarm := []string{"drop trigger audit_entry_no_update", "drop trigger audit_entry_no_delete", "drop trigger audit_hash_no_update", "drop trigger audit_hash_no_delete"}
	if db.Engine() == sqldb.Postgres {
		disarm = []string{"drop trigger audit_entry_append_only on audit_entry", "drop trigger audit_hash_append_only on audit_hash"}
	}
	err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		for _, s := range append(disarm, statements...) {
			if _, err := tx.ExecContext(ctx, s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTriggersRefuseMistakes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f := setup(t, db)
		f.append(t, 1)
		f.append(t, 2)
		for _, s := range []string{
			"update audit_entry set leaf = 'x'", "delete from audit_entry",
			"update audit_hash set hash = 'x'", "delete from audit_hash", "delete from audit_head",
		} {
			err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := tx.ExecContext(ctx, s)
				return err
			})
			if err == nil {
				t.Errorf("%s went through", s)
			}
		}
		f.check(t)
	})
}

func TestHeadsFileSurvivesATornWrite(t *testing.T) {
	t.Parallel()
	f := setup(t, dbtest.SQLite(t))
	f.append(t, 1)
	if _, err := f.log.Head(t.Context()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(f.path, append(whole, "antin.test/audit\n7\nAA"...), 0o600); err != nil {
		t.Fatal(err)
	}
	heads, err := auditsql.OpenHeads(f.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := heads.Close(); err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(f.path); err != nil || string(now) != string(whole) {
		t.Errorf("%q, %v", now, err)
	}
	forged := strings.Replace(string(whole), "\n1\n", "\n9\n", 1)
	if err := os.WriteFile(f.path, []byte(forged), 0o600); err != nil {
		t.Fatal(err)
	}
	f.check(t, "head-signature")
}

func BenchmarkAppend64(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *sqldb.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			signer, _ := audittest.Keys(b)
			f := &fixture{db: open(b)}
			f.log = auditsql.New(f.db, signer, nil)
			b.SetParallelism(64)
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					f.append(b, 1)
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
		})
	}
}

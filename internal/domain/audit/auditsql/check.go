package auditsql

import (
	"context"
	"fmt"
	"slices"

	"antin/internal/domain/audit"
	"antin/internal/domain/audit/auditsql/db"
	"antin/internal/platform/sqldb"

	"golang.org/x/mod/sumdb/note"
)

const page = 2000 // rows read at once while checking

// Check recomputes the whole log from its entries and compares every row, the
// head row, and the signed heads from outside (the heads file, receipts that
// others keep). It relies on no trigger and no stored hash. An error means
// that it could not be carried out; what is wrong in the log is in the report.
func Check(ctx context.Context, database *sqldb.DB, verifier note.Verifier, heads [][]byte) (audit.Report, error) {
	c := &checker{levels: map[int]*level{}}
	c.openHeads(verifier, heads)
	err := database.Snapshot(ctx, func(ctx context.Context, tx sqldb.DBTX) error {
		c.q = db.New(tx)
		if err := c.walk(ctx); err != nil {
			return err
		}
		if err := c.nodesLeft(ctx); err != nil {
			return err
		}
		return c.headRow(ctx)
	})
	return c.report, err
}

type checker struct {
	q      *db.Queries
	report audit.Report
	edge   audit.Edge
	heads  []audit.Head // by size, those not yet met
	levels map[int]*level
}

// level reads the stored hashes of one level in order.
type level struct {
	rows []db.AuditHash
	next int64 // n after the last row read
	end  bool
}

func (c *checker) openHeads(verifier note.Verifier, signed [][]byte) {
	for _, s := range signed {
		h, err := audit.OpenHead(s, verifier)
		if err != nil {
			c.report.Add("head-signature", audit.HeadSize(s), "Một mốc nhật ký đã lưu không có chữ ký đúng của hệ thống này.")
			continue
		}
		c.report.Heads++
		c.heads = append(c.heads, h)
	}
	slices.SortFunc(c.heads, func(a, b audit.Head) int { return int(a.Size - b.Size) })
}

func (c *checker) walk(ctx context.Context) error {
	c.compareHeads()
	from := int64(0)
	for {
		rows, err := c.q.EntriesFrom(ctx, from, page)
		if err != nil {
			return fmt.Errorf("reading audit entries from %d: %w", from, err)
		}
		for _, row := range rows {
			if err := c.entry(ctx, row); err != nil {
				return err
			}
			from = row.Seq + 1
		}
		if len(rows) < page {
			break
		}
	}
	c.report.Entries = c.edge.Size()
	c.report.Root = audit.HashText(c.edge.Root())
	for _, h := range c.heads {
		c.report.Add("head-cut-off", h.Size, fmt.Sprintf(
			"Có mốc đã ký cho %d bản ghi nhưng nhật ký chỉ còn %d: các bản ghi mới nhất đã bị xóa.", h.Size, c.edge.Size()))
	}
	return nil
}

// entry checks one row and grows the tree by what the row says, so that one
// changed row does not make every later one wrong as well.
func (c *checker) entry(ctx context.Context, row db.AuditEntry) error {
	seq := c.edge.Size()
	if row.Seq != seq {
		c.report.Add("entry-gap", seq, fmt.Sprintf("Thiếu bản ghi %d: sau đó là bản ghi %d.", seq, row.Seq))
	}
	hash := audit.LeafHash(row.Leaf)
	if audit.HashText(hash) != row.Hash {
		c.report.Add("entry-hash", row.Seq, fmt.Sprintf("Bản ghi %d đã bị sửa: nội dung không khớp mã băm.", row.Seq))
	}
	e, err := audit.ParseLeaf(row.Leaf)
	switch {
	case err != nil:
		c.report.Add("entry-leaf", row.Seq, fmt.Sprintf("Bản ghi %d không đọc được.", row.Seq))
	case e.At.UnixMilli() != row.At || e.Subject != row.Subject:
		c.report.Add("entry-columns", row.Seq, fmt.Sprintf("Bản ghi %d đã bị sửa ở cột thời gian hoặc đối tượng.", row.Seq))
	}
	for _, n := range c.edge.Append(hash) {
		if err := c.node(ctx, n); err != nil {
			return err
		}
	}
	c.compareHeads()
	return nil
}

// compareHeads holds the tree, as far as it has grown, against heads of its size.
func (c *checker) compareHeads() {
	for len(c.heads) > 0 && c.heads[0].Size == c.edge.Size() {
		if c.heads[0].Root != c.edge.Root() {
			c.report.Add("head-root", c.edge.Size(), fmt.Sprintf(
				"%d bản ghi đầu không còn như lúc mốc được ký: có bản ghi đã bị sửa, xóa hoặc chèn.", c.edge.Size()))
		}
		c.heads = c.heads[1:]
	}
}

func (c *checker) node(ctx context.Context, want audit.Node) error {
	l := c.levels[want.Level]
	if l == nil {
		l = &level{}
		c.levels[want.Level] = l
	}
	if len(l.rows) == 0 && !l.end {
		if err := c.fill(ctx, want.Level, l); err != nil {
			return err
		}
	}
	if len(l.rows) == 0 || l.rows[0].N > want.N {
		c.report.Add("node-missing", want.N, fmt.Sprintf("Thiếu mã băm %d ở tầng %d của cây nhật ký.", want.N, want.Level))
		return nil
	}
	if l.rows[0].N != want.N {
		c.report.Add("node-extra", l.rows[0].N, fmt.Sprintf("Thừa mã băm %d ở tầng %d của cây nhật ký.", l.rows[0].N, want.Level))
		l.rows = l.rows[1:]
		return c.node(ctx, want)
	}
	if l.rows[0].Hash != audit.HashText(want.Hash) {
		c.report.Add("node-hash", want.N, fmt.Sprintf("Mã băm %d ở tầng %d của cây nhật ký không khớp với các bản ghi.", want.N, want.Level))
	}
	l.rows = l.rows[1:]
	return nil
}

func (c *checker) fill(ctx context.Context, number int, l *level) error {
	rows, err := c.q.HashesFrom(ctx, int32(number), l.next, page)
	if err != nil {
		return fmt.Errorf("reading level %d of the audit tree: %w", number, err)
	}
	l.rows, l.end = rows, len(rows) < page
	if len(rows) > 0 {
		l.next = rows[len(rows)-1].N + 1
	}
	return nil
}

// nodesLeft reports hashes beyond what the entries explain.
func (c *checker) nodesLeft(ctx context.Context) error {
	counts, err := c.q.CountHashes(ctx)
	if err != nil {
		return fmt.Errorf("counting the audit tree: %w", err)
	}
	for _, row := range counts {
		want := int64(0)
		if row.Level >= 1 && row.Level < 63 {
			want = c.edge.Size() >> row.Level
		}
		if row.Count > want {
			c.report.Add("node-extra", want, fmt.Sprintf("Tầng %d của cây nhật ký có %d mã băm, chỉ %d có bản ghi.", row.Level, row.Count, want))
		}
	}
	return nil
}

func (c *checker) headRow(ctx context.Context) error {
	rows, err := c.q.HeadRows(ctx)
	if err != nil {
		return fmt.Errorf("reading the audit head: %w", err)
	}
	if len(rows) != 1 || rows[0].Size != c.edge.Size() || rows[0].Root != c.report.Root || rows[0].Edge != c.edge.String() {
		c.report.Add("head-row", c.edge.Size(), "Dòng đầu cây nhật ký không khớp với các bản ghi.")
	}
	return nil
}

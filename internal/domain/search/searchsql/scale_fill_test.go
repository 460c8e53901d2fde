package searchsql

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/search"
	"antin/internal/platform/sqldb"
)

// Words of made-up documents: those of every letter, those of many, and rare
// ones.
var (
	everywhere = strings.Fields("ủy ban nhân dân tỉnh căn cứ luật tổ chức chính quyền địa phương về việc thực hiện đề nghị các sở ban ngành báo cáo kết quả trước ngày")
	often      = strings.Fields("đất đai quy hoạch xây dựng giáo dục y tế phòng cháy chữa cháy tài chính ngân sách đầu tư công nghệ thông tin chuyển đổi số môi trường giao thông thủy lợi nông nghiệp du lịch văn hóa thể thao lao động thương binh xã hội tư pháp nội vụ thanh tra dân tộc ngoại vụ công thương kho bạc thuế bảo hiểm dân số trẻ em")
	bodies     = 3000
)

// body is the part of an entry that many documents share: its terms as the
// engine takes them.
func makeBodies(engine sqldb.Engine, random *rand.Rand) []string {
	out := make([]string, bodies)
	for i := range out {
		var t search.Terms
		list := append([]string{}, everywhere...)
		for range 45 {
			list = append(list, often[random.IntN(len(often))])
		}
		for range 6 {
			list = append(list, "hiếm"+strconv.Itoa(random.IntN(20000))+"x")
		}
		t.Words = list
		if engine == sqldb.Postgres {
			out[i] = vector(&t, 0)
			continue
		}
		out[i] = column(&t)
	}
	return out
}

const scaleAgencies = 20

// unique are the terms of one document alone.
func unique(engine sqldb.Engine, n int64) string {
	t := search.Terms{
		Words:   []string{strconv.FormatInt(n, 10), "SNV", "VP"},
		Control: []string{"~n" + strconv.FormatInt(n, 10), "~d" + strconv.FormatInt(2020+n%7, 10), fmt.Sprintf("~d%d%02d", 2020+n%7, 1+n%12), "~phoa", "~ioutgoing"},
	}
	agency := n * 7 % scaleAgencies
	t.Readers = []string{search.ReaderTerm("a:all:leader")}
	for _, role := range []string{"clerk", "leader", "archivist", "format-checker"} {
		t.Readers = append(t.Readers, search.ReaderTerm(reader("a:agency-%d:%s", agency, role)))
	}
	t.Readers = append(t.Readers, search.ReaderTerm(reader("u:unit-%d:unit-leader", n%200)), search.ReaderTerm(reader("p:agency-%d:person-%d", agency, n%3000)))
	if engine == sqldb.Postgres {
		return vector(&t, n)
	}
	return column(&t)
}

// fill writes documents past the services, in the order of their places.
func fill(b *testing.B, db *sqldb.DB, n int64) {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	shared := makeBodies(db.Engine(), random)
	into := "search_text (rowid, terms)"
	if db.Engine() == sqldb.Postgres {
		into = "search_text (seq, terms)"
		exec(b, db, "drop index search_text_terms")
	}
	exec(b, db, series(db.Engine(), n, documentRow))
	exec(b, db, series(db.Engine(), n, `select x, 'document-' || x, 'Ủy ban nhân dân tỉnh yêu cầu các sở báo cáo kết quả thực hiện quy hoạch đất đai số ' || x from n`, "search_document (seq, document, content)"))
	exec(b, db, "update search_last set seq = "+strconv.FormatInt(n, 10))
	const rows = 400
	for from := int64(1); from <= n; from += 20_000 {
		err := db.Transact(b.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			for at := from; at < min(from+20_000, n+1); at += rows {
				var text strings.Builder
				text.WriteString("insert into " + into + " values ")
				args := []any{}
				for i := at; i < min(at+rows, from+20_000, n+1); i++ {
					if len(args) > 0 {
						text.WriteByte(',')
					}
					fmt.Fprintf(&text, "($%d,$%d)", len(args)+1, len(args)+2)
					args = append(args, i, shared[random.IntN(bodies)]+unique(db.Engine(), i))
				}
				if _, err := tx.ExecContext(ctx, text.String(), args...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if db.Engine() == sqldb.Postgres {
		exec(b, db, "create index search_text_terms on search_text using gin (terms) with (fastupdate = on, gin_pending_list_limit = 1024)")
		exec(b, db, "analyze search_text")
		exec(b, db, "analyze search_document")
	}
}

func exec(b *testing.B, db *sqldb.DB, text string) {
	b.Helper()
	err := db.Transact(b.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, text)
		return err
	})
	if err != nil {
		b.Fatalf("%.60s: %v", text, err)
	}
}

const documentRow = `select 'document-' || x, 'outgoing', 'agency-0', '', 'drafter', 'NA', 'CV', 'V/v quy hoạch đất đai số ' || x, '', '', 'normal', 'born-digital',
 'signer', 'Nguyễn Thị Hòa', '', '', '', '', 'released', '', 1, 1, 'SNV-VP', '2026-11-05', 1, '', '', '', '', '', 0, 0, '', '', x, x, 1 from n`

const documentColumns = `document (id, direction, agency, unit, drafter, province, type, subject, area, urgency, secrecy, origin,
 signer, signer_name, signer_post, signer_title, capacity, authority, state, holder, version, number, symbol, issued_on, pages, sender, sender_name,
 sender_ref, delivery, document_ref, arrived_at, arrival, refusal_code, refusal_text, created_at, updated_at, rev)`

func series(engine sqldb.Engine, n int64, rows string, into ...string) string {
	table := documentColumns
	if len(into) > 0 {
		table = into[0]
	}
	_ = engine
	return "insert into " + table + " with recursive n(x) as (select 1 union all select x + 1 from n where x < " + strconv.FormatInt(n, 10) + ") " + rows
}

func reader(format string, args ...any) document.Reader {
	return document.Reader(fmt.Sprintf(format, args...))
}

package register

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/vntext"
)

// DocumentID names what a line is about: a document, or a copy in the register
// of copies. Empty: a number of a block that nothing has filled yet, or a paper
// that is known by its line alone.
type DocumentID string

// Zone is the time in which official days and years are counted.
var zone = time.FixedZone("+07:00", 7*3600)

// Day is the calendar day of an instant in Asia/Ho_Chi_Minh, YYYY-MM-DD.
func Day(at time.Time) string { return at.In(zone).Format(time.DateOnly) }

// Series is one run of numbers: agency, book, type group and year.
type Series struct {
	Agency org.AgencyID
	Book   string
	Year   int
}

// String names the series in the log: "agency/book/year".
func (s Series) String() string { return fmt.Sprintf("%s/%s/%d", s.Agency, s.Book, s.Year) }

// EntryState of one number in a register: every number from 1 to the last has
// exactly one row.
type EntryState string

// States of register entries.
const (
	Reserved       EntryState = "reserved"
	IssuedEntry    EntryState = "issued"  // sealed, not yet entered
	EnteredEntry   EntryState = "entered" // vào sổ
	CancelledEntry EntryState = "cancelled"
)

// Entry is one line of a register; the columns follow NĐ 30/2020, Phụ lục IV.
type Entry struct {
	Series     Series
	Number     int
	Document   DocumentID
	State      EntryState
	Date       string // YYYY-MM-DD
	Symbol     string // whole: "12/SKHCN-CĐS"
	Type       string
	Subject    string
	Signer     string
	Recipients string
	Pages      int
	SHA256     string
	From       string // incoming: sender
	Reason     string // cancelled
	At         time.Time

	Extra
	Block string // of reserved numbers, to which it belongs
	Paper bool   // signed and sealed by hand
	Late  string // why it was entered after its day; empty: in order
}

// Extra are the columns that the clerk completes after the line stands.
type Extra struct {
	Keeper    string // đơn vị, người nhận bản lưu
	Copies    int    // số lượng bản
	HandedOn  string // ngày chuyển, YYYY-MM-DD
	SignedFor string // ký nhận
	Note      string // ghi chú
	Retention string // thời hạn bảo quản
}

// Words is the text of the line as the search compares it.
func (e Entry) Words() string {
	return vntext.Fold(strings.Join([]string{e.Symbol, e.Type, e.Subject, e.Signer, e.Recipients, e.From, e.Reason, e.Keeper, e.Note, e.Late}, " | "))
}

// Free reports whether the number waits for something to fill it.
func (e Entry) Free() bool { return e.State == Reserved && e.Document == "" }

// digest is over the JSON of plain values, which has one spelling.
func digest(values ...any) string {
	raw, err := json.Marshal(values)
	if err != nil {
		panic(fmt.Sprintf("register: a digest of what JSON cannot say: %v", err)) // strings, numbers and lists only
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Digest covers the columns that stand when a line is written.
func (e Entry) Digest() string {
	return digest(e.Series.Agency, e.Series.Book, e.Series.Year, e.Number, e.Document, e.State, e.Date, e.Symbol, e.Type, e.Subject,
		e.Signer, e.Recipients, e.Pages, e.SHA256, e.From, e.Reason)
}

// marks covers what the clerk completed and the marks of the line.
func (e Entry) marks() string {
	return digest(e.Keeper, e.Copies, e.HandedOn, e.SignedFor, e.Note, e.Retention, e.Block, e.Paper, e.Late)
}

// Place names the line in the log: "book/year/number".
func (e Entry) Place() string { return fmt.Sprintf("%s/%d/%d", e.Series.Book, e.Series.Year, e.Number) }

// Block is a run of numbers that was reserved at once.
type Block struct {
	ID          string
	Series      Series
	First, Last int
	Date        string // the paper day
	Reason      string
	By          org.PersonID
	ByName      string
	At          time.Time
}

// Closing is the record with which a year ends (khóa sổ).
type Closing struct {
	At        time.Time    `json:"at"`
	By        org.PersonID `json:"by"`
	ByName    string       `json:"by_name"`
	Last      int          `json:"last"` // the numbers are 1 to Last
	Entered   int          `json:"entered"`
	Cancelled int          `json:"cancelled"`
	Lines     string       `json:"lines"` // SHA-256 over the digests of all lines in order
	Head      string       `json:"head"`  // signed head of the log before the closing
}

// Standing is how far a series has come.
type Standing struct {
	Series  Series
	Last    int
	Closed  time.Time // zero while it is open
	Closing Closing
}

// Book is one register of an agency: of the profile, or of its own decision.
type Book struct {
	ID       string // empty: of the profile
	Agency   org.AgencyID
	Code     string
	Name     string
	Outgoing bool
	Types    []string   // type codes counted together; empty: all other types
	Unit     org.UnitID // of an advisory body that uses the agency's seal
	FromYear int
	Decision string
	At       time.Time
}

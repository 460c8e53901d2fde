package workfile

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/task"
	"antin/internal/fault"
)

// ID of a work file, UUIDv7 in text form.
type ID string

// File (hồ sơ công việc) keeps the messages of one piece of work together.
type File struct {
	ID         ID
	Agency     org.AgencyID
	Province   string
	Unit       org.UnitID
	Year       int    // năm hình thành hồ sơ (FileCatalog)
	Code       string // số và ký hiệu hồ sơ (FileNotation), at most 20 characters
	Title      string // tiêu đề: what work it is about; needed at closing
	Retention  string // code of the profile: "vinh-vien", "10"
	Keeper     org.PersonID
	KeeperName string
	Job        task.ID // the work it grew from, may be empty
	Planned    bool    // stands in the plan of the year
	State      State
	OpenedAt   time.Time
	ClosedAt   time.Time
	HandedAt   time.Time
	AcceptedAt time.Time
	AcceptedBy string
	Reason     string // of the last return, or the decision of destruction
	Items      []Item
	UpdatedAt  time.Time
	Rev        int `json:"-"`
}

// Item is one message in a file with the hash and the time under which it was
// put in.
type Item struct {
	Seq      int
	Document document.ID
	Fields   Fields
	SHA256   string
	At       time.Time
	By       org.PersonID
	ByName   string
}

// Fields are those of NĐ 30/2020, Phụ lục VI, as the document had them.
type Fields struct {
	TypeName string // tên loại
	Number   string // CodeNumber
	Notation string // CodeNotation
	Issued   string // IssuedDate, 2026-11-23
	Organ    string // OrganName
	Subject  string
	Pages    int
	Signer   string
	Title    string // Position of the signer
	Arrival  int
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// put adds a document once; what stands in the file already is left alone.
func (f *File) put(item Item) error {
	if err := f.move(Putting); err != nil {
		return err
	}
	for _, x := range f.Items {
		if x.Document == item.Document {
			return fault.New(fault.Conflict, "file.twice", "Văn bản đã có trong hồ sơ này.").Do("Không cần đưa vào lần nữa.")
		}
	}
	item.Seq = len(f.Items) + 1
	f.Items = append(f.Items, item)
	return nil
}

// close ends the work; a file without words about its work stays open (BG-02.6).
func (f *File) close(p *profile.Profile, at time.Time) error {
	if strings.TrimSpace(f.Title) == "" {
		return fault.New(fault.Invalid, "file.no-subject", "Hồ sơ chưa có tiêu đề, nội dung công việc nên chưa kết thúc được.").Under(emptyClause(p)).At("tieu-de", "Ghi tiêu đề hồ sơ.")
	}
	if _, ok := p.Files.Retention(f.Retention); !ok {
		return fault.New(fault.Invalid, "file.retention", "Hồ sơ chưa có thời hạn bảo quản.").Under(p.Clause("files.retentions")).At("thoi-han", "Chọn thời hạn bảo quản.")
	}
	if len(f.Items) == 0 {
		return noMessage(p)
	}
	f.ClosedAt = at
	return f.move(Closing)
}

func noMessage(p *profile.Profile) error {
	return fault.New(fault.Invalid, "file.empty", "Hồ sơ phải có ít nhất một văn bản, tài liệu.").Under(emptyClause(p)).At("van-ban", "Chọn văn bản đầu tiên của hồ sơ.")
}

// emptyClause is the clause of what a file is, in the province and the nation.
func emptyClause(p *profile.Profile) string { return p.Clause("files.dossier") }

// DueOn is the last day to hand the closed file over; empty while it is open.
func (f *File) DueOn(p *profile.Profile) string {
	if f.ClosedAt.IsZero() || f.State != Closed {
		return ""
	}
	return f.ClosedAt.In(zone).AddDate(0, 0, p.Files.HandOverDays).Format(time.DateOnly)
}

// Expires is the first day on which the file may be destroyed; ok is false for
// what is kept for ever.
func (f *File) Expires() (day time.Time, ok bool) {
	years := 0
	if _, err := fmt.Sscan(f.Retention, &years); err != nil || years == 0 || f.ClosedAt.IsZero() {
		return time.Time{}, false
	}
	return time.Date(f.ClosedAt.In(zone).Year()+years+1, 1, 1, 0, 0, 0, 0, zone), true // whole years from the end of the work
}

var zone = time.FixedZone("+07:00", 7*3600)

// destroy is refused to every role before the time is over, and needs the number
// of a decision after it (LD-15.3-1).
func (f *File) destroy(decision string, p *profile.Profile, at time.Time) error {
	day, ends := f.Expires()
	if !ends || at.Before(day) {
		until := "hồ sơ bảo quản vĩnh viễn"
		if ends {
			until = "đến hết ngày " + day.AddDate(0, 0, -1).Format("02/01/2006")
		}
		return fault.New(fault.Forbidden, "file.retained", p.Files.DeleteRefusal+" ("+until+").").Under(p.Clause("files.delete_refusal"))
	}
	if p.Files.DestroyDecision && strings.TrimSpace(decision) == "" {
		return fault.New(fault.Invalid, "file.decision", "Tiêu hủy hồ sơ phải có quyết định.").Under(p.Clause("files.destroy_decision")).At("quyet-dinh", "Ghi số, ngày quyết định.")
	}
	f.Reason = strings.TrimSpace(decision)
	return f.move(Destroying)
}

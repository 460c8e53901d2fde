package documenttest

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
)

// Start is when the first thing happens: a Monday morning in Vinh.
var Start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// Everybody who handles a document of one department.
var (
	Drafter    = person("drafter", "Phạm Minh Ánh", "cds")
	Colleague  = person("colleague", "Đinh Thị Mai", "cds")
	UnitHead   = person("unit-head", "Lê Quang Huy", "cds")
	Checker    = person("checker", "Võ Thu Hiền", "")
	Signer     = person("signer", "Nguyễn Thị Hòa", "")
	Clerk      = person("clerk", "Hoàng Lan Anh", "")
	EveryActor = []org.Actor{Drafter, Colleague, UnitHead, Checker, Signer, Clerk}
)

func person(id, name string, unit org.UnitID) org.Actor {
	return org.Actor{Account: org.AccountID("account-" + id), Person: org.PersonID(id), Name: name, Agency: "skhcn", Unit: unit, Province: "NA"}
}

// loaded is read once for all tests: a set never changes.
var loaded = sync.OnceValues(profile.Load)

// Law is the regulation of a province at Start.
func Law(t testing.TB, province string) *profile.Profile {
	t.Helper()
	set, err := loaded()
	must(t, err)
	p, err := set.At(province, Start)
	must(t, err)
	return p
}

// Fields are complete for every province.
func Fields() document.Fields {
	return document.Fields{
		Type: "CV", Subject: "V/v triển khai hóa đơn điện tử", Area: "Chuyển đổi số", Urgency: "", Secrecy: document.Ordinary, Origin: document.Created,
		Signer: document.Signer{Person: Signer.Person, Name: Signer.Name, Post: "post-signer", Title: "Giám đốc", Capacity: org.InOwnRight},
		Recipients: []document.Recipient{
			{Code: "H41.90", Name: "Ủy ban nhân dân xã Kim Liên", Agency: "kimlien"},
			{Code: "H41.1", Name: "Văn phòng UBND tỉnh"},
		},
	}
}

// Hash is the name of a blob that holds the text.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Upload is a file as it comes from a form.
func Upload(role document.Role, text string) document.File {
	return document.File{Role: role, Stage: document.Uploaded, Name: text + ".pdf", SHA256: Hash(text), Size: int64(len(text)), Pages: 2}
}

// Version is a main PDF with one attachment; the text tells versions apart.
func Version(text string) []document.File {
	return []document.File{Upload(document.Main, text), Upload(document.Attachment, text+", phụ biểu")}
}

// Lay stores a prepared PDF and its places as the service does.
func Lay(d *document.Document, by org.Actor, text string, moved bool, at time.Time) error {
	if err := d.Laid(document.File{SHA256: Hash(text), Size: 10, Pages: 2}, at); err != nil {
		return err
	}
	return d.SetPlaces(by, Places(), moved, at)
}

// Places are one of each kind: found, by hand, printed on the page.
func Places() []document.Place {
	return []document.Place{
		{Field: document.PlaceNumber, Page: 1, X0: 101.25, Y0: 700.5, X1: 130, Y1: 714, Found: true, Why: "sau chữ “Số:”"},
		{Field: document.PlaceSigner, Page: 2, X0: 320, Y0: 180, X1: 440, Y1: 240, Why: "chỉnh bằng tay"},
		{Field: document.PlaceYear, Page: 1, Why: "đã in sẵn", Absent: true},
	}
}

// Sign stores the signed PDF made from the prepared one.
func Sign(d *document.Document, by org.Actor, text string, at time.Time) error {
	prepared, _ := d.AtStage(document.Prepared)
	return d.SignatureMade(by, document.File{SHA256: Hash(text), Size: 20, Pages: 2, From: prepared.SHA256}, at)
}

// Seal stores the sealed PDF and the signed separate files.
func Seal(d *document.Document, by org.Actor, text string, at time.Time) error {
	signed, _ := d.AtStage(document.Signed)
	var separate []document.File
	for _, f := range d.Separate() {
		separate = append(separate, document.File{SHA256: Hash(text + f.SHA256), Size: f.Size + 1, Pages: f.Pages})
	}
	return d.SealStored(by, document.File{SHA256: Hash(text), Size: 30, Pages: 2, From: signed.SHA256}, separate, at)
}

// Arrival is what a delivery brings to the department.
func Arrival(delivery string) document.Arrival {
	return document.Arrival{
		Agency: "skhcn", Province: "NA", Delivery: delivery, From: "H41.90", FromName: "Ủy ban nhân dân xã Kim Liên", SenderRef: "05/BC-UBND",
		Ref: "ref-" + delivery, Date: "2026-11-20", Type: "BC", Subject: "Báo cáo tháng 11", Signer: "Đặng Văn Thành",
		Files: Version(delivery), ReceivedAt: Start,
	}
}

// Hand is an assignment to somebody as a direction makes it.
func Hand(to org.Actor) document.Assignment {
	return document.Assignment{
		ID: document.AssignmentID(uuid.Must(uuid.NewV7()).String()), Person: to.Person, PersonName: to.Name, Direction: "Tham mưu trả lời.", DueOn: "2026-11-30",
	}
}

// Reason is one that every province knows.
var Reason = document.Reason{Code: "altered", Text: "Tệp đã bị sửa sau khi ký."}

// Step is one command on the way to a state.
type Step struct {
	From document.State // empty: the document is new
	Do   func(d *document.Document, p *profile.Profile, at time.Time) error
}

// Steps lead to each state by the shortest way that the rules know.
func Steps() map[document.State]Step {
	return map[document.State]Step{
		document.Drafting: {"", func(d *document.Document, _ *profile.Profile, at time.Time) error {
			return d.NewVersion(Drafter, Version("dự thảo "+string(d.ID)), at)
		}},
		document.Consulting: {document.Drafting, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			return d.AskOpinions(Drafter, []org.Person{{ID: Colleague.Person, Name: Colleague.Name}}, at.Add(24*time.Hour), at)
		}},
		document.UnitReview: {document.Drafting, func(d *document.Document, p *profile.Profile, at time.Time) error {
			return d.Submit(Drafter, p, at)
		}},
		document.Formatting: {document.UnitReview, func(d *document.Document, p *profile.Profile, at time.Time) error {
			return d.UnitApprove(UnitHead, d.Binding(), "Đồng ý.", false, p, at)
		}},
		document.AwaitingApproval: {document.Formatting, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			if err := Lay(d, Checker, "bản trình ký "+string(d.ID), false, at); err != nil {
				return err
			}
			return d.FormatPassed(Checker, d.Seen(), "Đạt.", at)
		}},
		document.AwaitingSignature: {document.AwaitingApproval, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			prepared, _ := d.AtStage(document.Prepared)
			return d.Approve(Signer, prepared.SHA256, at)
		}},
		document.AwaitingClerk: {document.AwaitingSignature, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			return Sign(d, Signer, "bản đã ký "+string(d.ID), at)
		}},
		document.Faulty: {document.AwaitingClerk, func(d *document.Document, p *profile.Profile, at time.Time) error {
			return d.Rechecked(Clerk, d.Seen(), []string{p.Documents.FormatFaults[0].Code}, "Sai ký hiệu.", at)
		}},
		document.Numbered: {document.AwaitingClerk, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			if err := d.Rechecked(Clerk, d.Seen(), nil, "", at); err != nil {
				return err
			}
			return d.Numbered(Clerk, 12, "SKHCN-CĐS", at)
		}},
		document.SealedState: {document.Numbered, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			d.AddCheck(document.Check{SHA256: Hash("x"), At: at, By: Clerk.Person, Gate: "seal", Indication: "TOTAL-PASSED", Report: `{"a":1}`, Tool: document.Tool})
			return Seal(d, Clerk, "bản đóng dấu "+string(d.ID), at)
		}},
		document.Released: {document.SealedState, func(d *document.Document, p *profile.Profile, at time.Time) error {
			return d.Release(Clerk, p, at)
		}},
		document.CancelledState: {document.SealedState, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			return d.Cancel(Clerk, "Cấp nhầm sổ.", at)
		}},
		document.Discarded: {document.Drafting, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			return d.Discard(Drafter, "Không dùng nữa.", at)
		}},
		document.Collecting: {document.Drafting, func(d *document.Document, p *profile.Profile, at time.Time) error {
			return collect(d, p, document.FlowChecked, at)
		}},
		document.Attested: {document.Drafting, func(d *document.Document, p *profile.Profile, at time.Time) error {
			return attest(d, p, at)
		}},
		document.Arrived: {},
		document.Held: {document.Arrived, func(d *document.Document, p *profile.Profile, at time.Time) error {
			d.AddCheck(document.Check{SHA256: d.Files[0].SHA256, File: d.Files[0].ID, At: at, Gate: "intake", Indication: "INDETERMINATE", SubIndication: "NO_POE", Report: "{}", Tool: document.Tool})
			return d.Judge(document.Verdict{Inconclusive: true, Reason: document.Reason{Code: "indeterminate", Text: "Chưa có CRL."}}, p, at)
		}},
		document.Valid: {document.Arrived, func(d *document.Document, p *profile.Profile, at time.Time) error {
			return d.Judge(document.Verdict{OK: true}, p, at)
		}},
		document.Refused: {document.Arrived, func(d *document.Document, p *profile.Profile, at time.Time) error {
			return d.Judge(document.Verdict{Reason: Reason}, p, at)
		}},
		document.Registered: {document.Valid, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			return d.Register(Clerk, 7, at)
		}},
		document.Assigned: {document.Registered, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			return d.Hand(Signer, Hand(Drafter), at)
		}},
		document.Completed: {document.Assigned, func(d *document.Document, _ *profile.Profile, at time.Time) error {
			return d.Finish(Drafter, d.Assignments[0].ID, "Đã trả lời bằng công văn.", at)
		}},
		document.SentBack: {document.Registered, func(d *document.Document, p *profile.Profile, at time.Time) error {
			return d.SendBack(Clerk, Reason, p, at)
		}},
	}
}

// Reach gives a document that came to the state by the rules, one second for
// each step, with all its changes still to be written.
func Reach(t testing.TB, to document.State) *document.Document {
	t.Helper()
	return follow(t, to, func(*document.Document) {})
}

// follow takes the steps to a state and shows the document after each.
func follow(t testing.TB, to document.State, after func(*document.Document)) *document.Document {
	t.Helper()
	step, ok := Steps()[to]
	if !ok {
		t.Fatalf("no step leads to %s", to)
	}
	var d *document.Document
	switch {
	case to == document.Arrived:
		d = document.NewArrival(Arrival(string(document.NewFormID())))
	case step.From == "":
		d = document.NewDraft(Drafter, Fields(), Start)
	default:
		d = follow(t, step.From, after)
	}
	if step.Do != nil {
		if err := step.Do(d, Law(t, "NA"), d.UpdatedAt.Add(time.Second)); err != nil {
			t.Fatalf("to %s: %v", to, err)
		}
	}
	if d.State != to {
		t.Fatalf("the document is %s, want %s", d.State, to)
	}
	after(d)
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// CoSigner checks the content before the signer signs.
func CoSigner(order int) document.Step {
	return document.Step{Person: UnitHead.Person, Name: UnitHead.Name, Agency: UnitHead.Agency, Kind: document.StepContent, Order: order, Need: 1}
}

// collect takes a draft into the hands of the first who signs its chain.
func collect(d *document.Document, p *profile.Profile, flow document.Flow, at time.Time) error {
	if err := d.ChooseFlow(Drafter, flow, []document.Step{CoSigner(1)}, p, at); err != nil {
		return err
	}
	if err := Lay(d, Drafter, "bản trình ký "+string(d.ID), false, at); err != nil {
		return err
	}
	return d.Submit(Drafter, p, at)
}

// attest lets all people of a chain sign that ends with them.
func attest(d *document.Document, p *profile.Profile, at time.Time) error {
	if err := collect(d, p, document.FlowPersons, at); err != nil {
		return err
	}
	base, _ := d.SignBase()
	if err := d.StepMade(UnitHead, false, document.File{SHA256: Hash("bước " + string(d.ID)), Pages: 2, From: base.SHA256}, p, at); err != nil {
		return err
	}
	base, _ = d.SignBase()
	if err := d.Approve(Signer, base.SHA256, at); err != nil {
		return err
	}
	return d.SignatureMade(Signer, document.File{SHA256: Hash("ký " + string(d.ID)), Size: 20, Pages: 2, From: base.SHA256}, at)
}

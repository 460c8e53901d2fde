package document

import (
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/register"
)

// IDs of the document's own things, UUIDv7 in text form.
type (
	ID           = register.DocumentID
	VersionID    string
	FileID       string
	DecisionID   string
	OpinionID    string
	AssignmentID string
)

// Direction tells outgoing from incoming.
type Direction string

// The two directions that this issue knows.
const (
	Outgoing Direction = "outgoing" // văn bản đi
	Incoming Direction = "incoming" // văn bản đến
)

// Origin says how the electronic document came to be (NA Điều 3 khoản 2).
type Origin string

// Origins.
const (
	Created Origin = "born-digital" // tạo lập điện tử
	Scanned Origin = "scanned"      // số hóa từ văn bản giấy
)

// Secrecy (độ mật). Only Ordinary is ever accepted.
type Secrecy string

// Levels of secrecy; everything but Ordinary is refused at the door.
const (
	Ordinary    Secrecy = "normal"
	Secret      Secrecy = "secret"
	TopSecret   Secrecy = "top-secret"
	UltraSecret Secrecy = "ultra-secret"
)

// RecipientKind tells an agency from a person, who has no code and gets paper.
type RecipientKind string

// Kinds of recipients.
const (
	ToAgency     RecipientKind = ""
	PersonToAct  RecipientKind = "person-act"  // cá nhân, để thực hiện
	PersonToKnow RecipientKind = "person-know" // cá nhân, để biết
)

// Recipient (nơi nhận) by agency code; Agency is empty when the code is not of
// this installation. Name is what the page says. A person has no code.
type Recipient struct {
	Code   string
	Name   string
	Agency org.AgencyID
	Kind   RecipientKind
}

// Signer is who will sign, in which post and capacity, as laid down in the
// draft and checked against the authority table before submission and again
// before signing.
type Signer struct {
	Person    org.PersonID
	Name      string
	Post      org.PostID
	Title     string
	Capacity  org.Capacity
	Authority org.AuthorityID // the row that allowed it, set at submission
}

// Fields are what the drafter fills in.
type Fields struct {
	Type       string // code of the profile's type table: "CV", "QĐ"
	Subject    string // trích yếu
	Area       string // lĩnh vực
	Urgency    string // độ khẩn, may be empty
	Secrecy    Secrecy
	Origin     Origin
	Signer     Signer
	Recipients []Recipient
}

// Document is one official document with everything that happened to it.
type Document struct {
	ID        ID
	Direction Direction
	Agency    org.AgencyID
	Unit      org.UnitID
	Drafter   org.PersonID
	Province  string // profile that rules it
	Fields
	State     State
	Holder    org.PersonID // whose turn it is, empty = a role's queue
	Version   int          // current version, 1-based; 0 before the first file
	Number    int          // 0 before sealing
	Symbol    string       // "SKHCN-CĐS"
	IssuedOn  string       // YYYY-MM-DD in Asia/Ho_Chi_Minh
	Pages     int          // read from the PDF
	CreatedAt time.Time
	UpdatedAt time.Time
	Rev       int // for optimistic writing

	// Incoming only.
	From        string // code of the sending agency
	FromName    string
	SenderRef   string // number/symbol given by the sender
	DeliveryID  string // the delivery of the sender that it came with
	ArrivedAt   time.Time
	Arrival     int // số đến
	Refusal     Reason
	DocumentRef string  // DocumentId of exchange
	Intake      *Intake // how it came in and what was read; nil for what arrived before it was kept

	Versions    []Version
	Files       []File
	Decisions   []Decision
	Opinions    []Opinion
	Places      []Place
	Chain       Chain // order of signing; empty for the usual two signatures
	Checks      []Check
	Assignments []Assignment
	Grants      []Grant // readers that commands of other subjects let in

	changes Changes
}

// Version is one state of the content; Hash is over all its files.
type Version struct {
	ID     VersionID
	No     int
	Hash   string
	Author org.PersonID
	At     time.Time
}

// Role of a file inside a version.
type Role string

// Roles of files.
const (
	Main       Role = "main"       // the document as PDF
	Source     Role = "source"     // editable source, DOCX
	Attachment Role = "attachment" // văn bản kèm theo, tệp riêng
	Appendix   Role = "appendix"   // phụ lục, tệp riêng
)

// Stage of a file: the same content as it grows by appended revisions.
type Stage string

// Stages in their order. Each later stage starts with the bytes of the former.
const (
	Uploaded  Stage = "uploaded"
	Converted Stage = "converted"   // made from Source; From is its hash
	Prepared  Stage = "prepared"    // fields laid
	Signed    Stage = "signed"      // by the competent person
	Sealed    Stage = "sealed"      // by the agency
	StepStage Stage = "step-signed" // by somebody else of the chain
)

// File is one stored blob of a version.
type File struct {
	ID      FileID
	Version int
	Role    Role
	Stage   Stage
	Name    string // as uploaded, shown only
	SHA256  string
	Size    int64
	Pages   int
	From    string // hash of the blob that this one was made from
	Order   int    // place among the files of the version
	At      time.Time
}

// DecisionKind names what a person decided.
type DecisionKind string

// Kinds of decisions, in the order of NA Điều 16 khoản 1.
const (
	UnitApproval   DecisionKind = "unit-approval"   // lãnh đạo đơn vị soạn thảo, điểm a bước 2
	FormatCheck    DecisionKind = "format-check"    // người kiểm tra thể thức, điểm a bước 3
	Approval       DecisionKind = "approval"        // người có thẩm quyền, điểm b bước 1
	SignatureMade  DecisionKind = "signature"       // điểm b bước 2
	Recheck        DecisionKind = "recheck"         // văn thư, điểm c bước 1
	ScanAttested   DecisionKind = "scan-attested"   // văn thư xác nhận bản quét từ bản gốc giấy
	SealMade       DecisionKind = "seal"            // điểm c bước 1
	ReleaseMade    DecisionKind = "release"         // điểm c bước 2
	ReturnMade     DecisionKind = "return"          // trả lại
	SubmissionMade DecisionKind = "submission"      // trình
	OpinionRound   DecisionKind = "opinion-round"   // xin ý kiến
	OpinionClosed  DecisionKind = "opinion-closed"  // kết thúc xin ý kiến
	PlaceMoved     DecisionKind = "place-moved"     // chỉnh chỗ đặt
	Cancelled      DecisionKind = "cancelled"       // hủy số
	PaperPrinted   DecisionKind = "paper-printed"   // in bản giấy
	ArrivalEntered DecisionKind = "arrival-entered" // vào sổ đến
	ArrivalRefused DecisionKind = "arrival-refused" // từ chối tiếp nhận
	ArrivalLinked  DecisionKind = "arrival-linked"  // gắn vào văn bản trùng đã có
	ArrivalReturn  DecisionKind = "arrival-return"  // chuyển trả
	ArrivalSettled DecisionKind = "arrival-settled" // ghi ý kiến về hai kết quả kiểm tra khác nhau
	FlowChosen     DecisionKind = "flow-chosen"     // chọn quy trình ký
	StepSignature  DecisionKind = "step-signature"  // một chữ ký trong chuỗi
	StepRefused    DecisionKind = "step-refused"    // từ chối ký
	SignerReplaced DecisionKind = "signer-replaced" // thay người ký
	Withdrawn      DecisionKind = "withdrawn"       // người soạn rút lại
	PassedOn       DecisionKind = "passed-on"       // chuyển cơ quan phối hợp
	HandedBack     DecisionKind = "handed-back"     // cơ quan phối hợp trả lại
	TaskAssigned   DecisionKind = "task-assigned"
	TaskCompleted  DecisionKind = "task-completed"
)

// Decision is one recorded act. Hash is what it binds: the content hash or the
// SHA-256 of the PDF. Voided is set when that content changed later.
type Decision struct {
	ID      DecisionID
	Kind    DecisionKind
	By      org.PersonID
	ByName  string
	Version int
	Hash    string
	OK      bool
	Comment string
	Faults  []string
	At      time.Time
	Voided  time.Time
	Clause  string
}

// Opinion (ý kiến góp ý) asked of one person in the round.
type Opinion struct {
	ID         OpinionID
	Round      int
	Person     org.PersonID
	PersonName string
	Unit       org.UnitID // asked as a unit: its leader answers, Person is who did
	UnitName   string
	RemindedAt time.Time
	DueAt      time.Time
	Text       string
	GivenAt    time.Time
	Answer     string // "tiep-thu" or "giai-trinh"
	AnswerText string
	AnsweredAt time.Time
}

// Place is where one field stands, in PDF points from the bottom left corner.
type Place struct {
	Field          string // number, day, month, year, signer, seal
	Page           int    // 1-based
	X0, Y0, X1, Y1 float64
	Found          bool   // by an anchor on the page; false: default place or by hand
	Why            string // Vietnamese: from which words, or by whom it was moved
	Absent         bool   // nothing to fill here: the page prints it
	Prefix         string // digits that the page prints before the blank, part of the value: "20" of "20…"
}

// Check is one verification of a file, appended and never replaced.
type Check struct {
	ID            string
	File          FileID
	SHA256        string
	At            time.Time
	By            org.PersonID // empty: the system at intake
	Gate          string       // sign, seal, release, intake, assign
	Indication    string
	SubIndication string
	Report        string // JSON of the whole report
	Tool          string // name and version
}

// Assignment (phân công) of an incoming document.
type Assignment struct {
	ID         AssignmentID
	Person     org.PersonID
	PersonName string
	Unit       org.UnitID // given to the unit; Person is its leader then
	By         org.PersonID
	Direction  string // ý kiến chỉ đạo
	DueOn      string
	At         time.Time
	DoneAt     time.Time
	Result     string
	Ended      string // EndedKnow, EndedRecalled, EndedReturned; empty: open, or done with a result
}

// Reason of a refusal: code of the profile's list and free text.
type Reason struct {
	Code string
	Text string
}

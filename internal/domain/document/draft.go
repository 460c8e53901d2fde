package document

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// MaxFiles of one version: more than any office sends, and few enough that one
// audit entry names them all.
const MaxFiles = 40

// RefuseSecret refuses every level that the profile does not let in, before
// anything of the content is read; the text and its clause come from there.
func RefuseSecret(p *profile.Profile, level Secrecy) error {
	if p.Documents.SecrecyAllowed(string(level)) {
		return nil
	}
	if level == "" {
		return fault.New(fault.Invalid, "document.secrecy-missing", "Chưa chọn độ mật.").At("secrecy", "Chọn độ mật trước khi tải tệp lên.")
	}
	return fault.New(fault.Forbidden, "document.secret", p.Documents.SecretRefusal).
		Under(p.Clause("documents.secret_refusal")).
		Do("Soạn và gửi bằng bản giấy theo quy định về bảo vệ bí mật nhà nước. Nội dung chưa được lưu.")
}

// NewDraft starts an outgoing document of the actor's agency.
func NewDraft(by org.Actor, f Fields, at time.Time) *Document {
	f.Recipients = distinct(f.Recipients)
	d := &Document{
		ID: ID(newID()), Direction: Outgoing, Agency: by.Agency, Unit: by.Unit, Drafter: by.Person, Province: by.Province,
		Fields: f, State: Drafting, Holder: by.Person, CreatedAt: at, UpdatedAt: at,
	}
	d.changes.New, d.changes.Recipients = true, true
	return d
}

// Edit replaces the fields of a draft. Type, subject, signer and recipients
// are part of what was approved, so approvals fall.
func (d *Document) Edit(by org.Actor, f Fields, at time.Time) error {
	if err := d.editable(by); err != nil {
		return err
	}
	f.Signer.Authority = ""
	f.Recipients = distinct(f.Recipients)
	d.Fields = f
	d.changes.Recipients = true
	d.void(at, UnitApproval, FormatCheck, Approval)
	d.UpdatedAt = at
	return nil
}

func (d *Document) editable(by org.Actor) error {
	if err := d.at(Drafting, Consulting); err != nil {
		return err
	}
	if by.Person != d.Drafter {
		return fault.New(fault.Forbidden, "document.not-drafter", "Chỉ người soạn thảo mới sửa được dự thảo này.")
	}
	return nil
}

// NewVersion takes the files of a new version of the content. Every decision
// that bound the former version falls (NA-16.1a-2.1).
func (d *Document) NewVersion(by org.Actor, files []File, at time.Time) error {
	if err := d.editable(by); err != nil {
		return err
	}
	if len(files) == 0 {
		return fault.New(fault.Invalid, "document.no-file", "Chưa có tệp nào.").At("main", "Chọn tệp PDF hoặc DOCX.")
	}
	if len(files) > MaxFiles {
		return tooManyFiles()
	}
	d.newVersion(by, files, at)
	return nil
}

// newVersion takes the files; all that was decided on the former version falls.
func (d *Document) newVersion(by org.Actor, files []File, at time.Time) {
	d.Version++
	for i, f := range files {
		f.Order, f.At = i, at
		d.addFile(f)
	}
	v := Version{ID: VersionID(newID()), No: d.Version, Hash: contentHash(files), Author: by.Person, At: at}
	d.Versions = append(d.Versions, v)
	d.changes.Versions = append(d.changes.Versions, v)
	d.Places, d.changes.Places, d.changes.PlacesSet = nil, nil, true
	d.void(at, UnitApproval, FormatCheck, Approval, SignatureMade, Recheck, StepSignature)
	d.rewind()
	d.UpdatedAt = at
}

func tooManyFiles() error {
	return fault.New(fault.TooLarge, "document.files", fmt.Sprintf("Mỗi văn bản có tối đa %d tệp.", MaxFiles)).Do("Gộp các tệp kèm theo rồi tải lên lại.")
}

// contentHash is the SHA-256 over role and hash of each uploaded file, in a
// fixed order, so that any change of any file changes it.
func contentHash(files []File) string {
	lines := make([]string, 0, len(files))
	for i, f := range files {
		if f.Stage == Converted {
			continue // follows from the source
		}
		lines = append(lines, string(f.Role)+" "+strconv.Itoa(i)+" "+f.SHA256)
	}
	sort.Strings(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}

// ContentHash is the hash of the current version, empty before the first file.
func (d *Document) ContentHash() string {
	if len(d.Versions) == 0 {
		return ""
	}
	return d.Versions[len(d.Versions)-1].Hash
}

// Current gives the latest stage of the current version's file with this role
// (the first one for roles with several).
func (d *Document) Current(role Role) (File, bool) {
	var found File
	var ok bool
	for _, f := range d.Files {
		if f.Version == d.Version && f.Role == role && f.Order == firstOrder(d.Files, d.Version, role) {
			found, ok = f, true // later stages stand later
		}
	}
	return found, ok
}

func firstOrder(files []File, version int, role Role) int {
	for _, f := range files {
		if f.Version == version && f.Role == role {
			return f.Order
		}
	}
	return -1
}

// AtStage gives the main PDF of the current version at one stage.
func (d *Document) AtStage(stage Stage) (File, bool) {
	for i := len(d.Files) - 1; i >= 0; i-- {
		f := d.Files[i]
		if f.Version == d.Version && f.Role == Main && f.Stage == stage {
			return f, true
		}
	}
	return File{}, false
}

// Base is the main PDF before our fields: as uploaded or as converted.
func (d *Document) Base() (File, bool) {
	if f, ok := d.AtStage(Converted); ok {
		return f, true
	}
	return d.AtStage(Uploaded)
}

// Separate lists the separate attachments and appendices of the current
// version, each at its latest stage.
func (d *Document) Separate() []File {
	latest := map[int]File{}
	var order []int
	for _, f := range d.Files {
		if f.Version != d.Version || (f.Role != Attachment && f.Role != Appendix) {
			continue
		}
		if _, seen := latest[f.Order]; !seen {
			order = append(order, f.Order)
		}
		latest[f.Order] = f
	}
	out := make([]File, 0, len(order))
	for _, o := range order {
		out = append(out, latest[o])
	}
	return out
}

// missingFields lists what the profile requires and the draft lacks, all at
// once (NA-16.1a-1.1).
func (d *Document) missingFields(p *profile.Profile) error { return d.missing(p, true) }

func (d *Document) missing(p *profile.Profile, withFile bool) error {
	have := map[string]bool{
		"subject": strings.TrimSpace(d.Subject) != "", "type": d.Type != "", "field": d.Area != "",
		"form": d.Origin != "", "signer_title": d.Signer.Title != "", "signer_name": d.Signer.Name != "",
		"signer": d.Signer.Person != "", "urgency": d.Urgency != "", "recipients": len(d.Recipients) > 0,
	}
	f := fault.New(fault.Invalid, "document.incomplete", "Chưa trình được: còn thiếu thông tin.").
		Under(p.Clause("documents.required_fields"))
	for _, field := range p.Documents.RequiredFields {
		if !have[field.Code] {
			f = f.At(field.Code, "Thiếu "+field.Label+".")
		}
	}
	if d.Version == 0 && withFile {
		f = f.At("main", "Thiếu tệp văn bản.")
	}
	if len(f.Fields) == 0 {
		return nil
	}
	return f
}

// known refuses codes that are not in the lists of the profile, and a document
// that the agency sends to itself.
func (d *Document) known(p *profile.Profile) error {
	if _, ok := p.Documents.Type(d.Type); !ok {
		return fault.New(fault.Invalid, "document.type", "Loại văn bản không có trong danh mục.").At("type", "Chọn loại văn bản.")
	}
	if _, ok := p.Documents.Origin(string(d.Origin)); !ok {
		return fault.New(fault.Invalid, "document.origin", "Hình thức văn bản không có trong danh mục.").At("form", "Chọn hình thức.")
	}
	if _, ok := p.Documents.Urgency(d.Urgency); !ok && d.Urgency != "" {
		return fault.New(fault.Invalid, "document.urgency", "Độ khẩn không có trong danh mục.").At("urgency", "Chọn độ khẩn.")
	}
	return notToSelf(d.Agency, d.Recipients)
}

// notToSelf refuses the own agency among the recipients.
func notToSelf(own org.AgencyID, list []Recipient) error {
	for _, r := range list {
		if r.Agency == own && own != "" && r.Kind == ToAgency {
			return fault.New(fault.Invalid, "recipient.self", "Cơ quan ban hành không gửi văn bản cho chính mình.").At("recipients", "Bỏ "+r.Name+" khỏi nơi nhận.")
		}
	}
	return nil
}

// distinct keeps each recipient once, in the order in which they were named.
func distinct(list []Recipient) []Recipient {
	seen := make(map[string]bool, len(list))
	var out []Recipient
	for _, r := range list {
		key := "code " + r.Code
		if r.Code == "" {
			key = "name " + strings.TrimSpace(r.Name)
		}
		if !seen[key] {
			seen[key] = true
			out = append(out, r)
		}
	}
	return out
}

// Submit (Trình) hands the draft to the unit leader.
func (d *Document) Submit(by org.Actor, p *profile.Profile, at time.Time) error {
	if err := d.at(Drafting); err != nil {
		return err
	}
	if by.Person != d.Drafter {
		return fault.New(fault.Forbidden, "document.not-drafter", "Chỉ người soạn thảo mới trình được dự thảo này.")
	}
	if err := d.missingFields(p); err != nil {
		return err
	}
	if err := d.known(p); err != nil {
		return err
	}
	if d.onPaper(p) == nil {
		return fault.New(fault.Conflict, "document.paper-flow", "Văn bản số hóa từ giấy không trình ký số: văn thư cấp số, ký và đóng dấu trên giấy, rồi tải bản quét lên.").
			Under(p.Clause("documents.flows")).Do("Đề nghị văn thư cấp số cho bản giấy, hoặc sửa hình thức thành tạo lập điện tử.")
	}
	if err := d.opinionsDone(p); err != nil {
		return err
	}
	if err := d.readyChain(p); err != nil {
		return err
	}
	d.decide(SubmissionMade, by, d.ContentHash(), true, at)
	d.Holder, d.UpdatedAt = "", at
	if d.signsAtOnce() {
		return d.proceed(by, at)
	}
	return d.move(UnitReview)
}

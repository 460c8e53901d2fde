package document

import (
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/fault"
	"antin/pades"
)

// Zone is the time in which official days are counted.
var zone = time.FixedZone("+07:00", 7*3600)

// Day is the calendar day of an instant in Asia/Ho_Chi_Minh, YYYY-MM-DD.
func Day(at time.Time) string { return register.Day(at) }

// Lines of registers, as the subject register keeps them.
type (
	Series     = register.Series
	Entry      = register.Entry
	EntryState = register.EntryState
)

// States of register entries.
const (
	Reserved       = register.Reserved
	IssuedEntry    = register.IssuedEntry
	EnteredEntry   = register.EnteredEntry
	CancelledEntry = register.CancelledEntry
)

// WholeSymbol writes number and symbol as they stand on paper: "05/QĐ-SKHCN".
func WholeSymbol(n profile.Numbering, number int, symbol string) string {
	return NumberText(n, number) + "/" + symbol
}

// NumberText writes a number; below the limit with a leading zero (NĐ 30/2020,
// Phụ lục I, phần II, mục 3).
func NumberText(n profile.Numbering, number int) string {
	if number < n.PadBelow {
		return fmt.Sprintf("%02d", number)
	}
	return fmt.Sprint(number)
}

// SymbolOf makes ký hiệu from the type, the agency and the unit.
func SymbolOf(t profile.DocumentType, agency org.Agency, unit org.Unit) string {
	if t.Symbol == "" {
		if unit.ShortName == "" {
			return agency.ShortName
		}
		return agency.ShortName + "-" + unit.ShortName
	}
	return t.Symbol + "-" + agency.ShortName
}

// SignatureMade stores the file that the competent person signed and hands it
// to the clerk (NA-16.1b-2).
func (d *Document) SignatureMade(by org.Actor, f File, at time.Time) error {
	if by.Person != d.Signer.Person {
		return fault.New(fault.Forbidden, "sign.not-signer", "Chỉ người được ghi là người ký mới ký được văn bản này.").Under("NA-16.1b-2")
	}
	if _, made := d.standing(SignatureMade); made {
		if err := d.at(AwaitingSignature); err != nil { // it is signed already
			return err
		}
	}
	approval, ok := d.standing(Approval)
	prepared, laid := d.signBase()
	if !ok || !laid || approval.Hash != prepared.SHA256 {
		return fault.New(fault.Conflict, "sign.unapproved", "Chỉ ký được đúng bản đã duyệt.").Under("NA-16.1b-1").Do("Duyệt bản hiện tại rồi ký.")
	}
	if f.From != prepared.SHA256 {
		return fault.New(fault.Conflict, "sign.other-bytes", "Bản đã ký không phải là bản đã duyệt.").Under("NA-16.1b-1")
	}
	if err := d.at(AwaitingSignature); err != nil {
		return err
	}
	f.Role, f.Stage, f.Order, f.At, f.Name = Main, Signed, prepared.Order, at, prepared.Name
	d.addFile(f)
	d.decide(SignatureMade, by, f.SHA256, true, at)
	d.Holder, d.UpdatedAt = "", at
	if len(d.Chain.Steps) == 0 {
		return d.move(AwaitingClerk)
	}
	d.mark(pades.FieldSigner, by, f.SHA256, at)
	return d.proceed(by, at)
}

// Number takes the reserved number and the date; a second call for the same
// document changes nothing, also past midnight.
func (d *Document) Numbered(by org.Actor, number int, symbol string, at time.Time) error {
	if d.State == Numbered {
		return nil
	}
	if _, ok := d.standing(Recheck); !ok {
		return fault.New(fault.Conflict, "seal.unchecked", "Văn thư chưa kiểm tra lại thể thức.").Under("NA-16.1c-1.2").Do("Bấm “Đạt” ở phần kiểm tra lại.")
	}
	if err := d.move(Numbered); err != nil {
		return err
	}
	d.Number, d.Symbol, d.IssuedOn, d.UpdatedAt = number, symbol, Day(at), at
	d.Holder = by.Person
	return nil
}

// SealStored records the sealed main file and the signed separate files.
func (d *Document) SealStored(by org.Actor, main File, separate []File, at time.Time) error {
	if err := d.at(Numbered); err != nil {
		return err
	}
	signed, ok := d.sealBase()
	if !ok || main.From != signed.SHA256 {
		return fault.New(fault.Conflict, "seal.other-bytes", "Bản đóng dấu không phải là bản người có thẩm quyền đã ký.").Under("NA-16.1c-1.2")
	}
	if len(separate) != len(d.Separate()) {
		return fault.New(fault.Conflict, "seal.attachment-unsigned", "Còn văn bản kèm theo chưa ký số.").Under("NA-15.4b-1")
	}
	if err := d.move(SealedState); err != nil {
		return err
	}
	main.Role, main.Stage, main.Order, main.At, main.Name = Main, Sealed, signed.Order, at, signed.Name
	d.addFile(main)
	for i, old := range d.Separate() {
		f := separate[i]
		f.Role, f.Stage, f.Order, f.At, f.Name, f.From = old.Role, Sealed, old.Order, at, old.Name, old.SHA256
		d.addFile(f)
	}
	d.Pages = main.Pages
	d.decide(SealMade, by, main.SHA256, true, at)
	d.mark(pades.FieldSeal, by, main.SHA256, at)
	d.Holder, d.UpdatedAt = "", at
	return nil
}

// Release (vào sổ và phát hành) needs both signatures on the document and one
// on every separate file, and a code for every recipient (NA-16.1-0, -c-1.3).
func (d *Document) Release(by org.Actor, p *profile.Profile, at time.Time) error {
	if err := d.at(SealedState); err != nil {
		if d.Direction != Outgoing || oneOf(d.State, []State{Released, CancelledState}) {
			return err
		}
		if err := d.neverReleased(p); err != nil {
			return err
		}
		if d.State == Numbered && !d.separateSealed() {
			return unattached(p, d.unsealedName())
		}
		if d.Origin == Scanned && d.onPaper(p) == nil {
			return fault.New(fault.Conflict, "release.unsigned", "Phải ký số của cơ quan trước khi gửi.").Under(p.Clause("documents.flows"))
		}
		return fault.New(fault.Conflict, "release.unsigned", "Văn bản phải được ký số trước khi phát hành: "+d.missingSignature()+".").
			Under(p.Clause("signing.order"))
	}
	var without []string
	for _, r := range d.Recipients {
		if r.Code == "" && r.Kind == ToAgency {
			without = append(without, r.Name)
		}
	}
	if len(without) > 0 {
		return fault.New(fault.Invalid, "release.no-code", "Nơi nhận chưa có mã định danh: "+strings.Join(without, "; ")+".").
			Under("NA-16.1c-1.3").At("recipients", "Bổ sung mã định danh.")
	}
	if !d.separateSealed() {
		return unattached(p, d.unsealedName())
	}
	if err := d.move(Released); err != nil {
		return err
	}
	d.decide(ReleaseMade, by, d.sealedHash(), true, at)
	d.UpdatedAt = at
	return nil
}

func (d *Document) sealedHash() string {
	f, _ := d.AtStage(Sealed)
	return f.SHA256
}

func (d *Document) missingSignature() string {
	if _, ok := d.AtStage(Signed); !ok {
		return "thiếu chữ ký của người có thẩm quyền"
	}
	return "thiếu chữ ký của cơ quan"
}

// Cancel gives a numbered document up: its number stays in the register as
// cancelled, with the reason, and is never used again.
func (d *Document) Cancel(by org.Actor, reason string, at time.Time) error {
	if strings.TrimSpace(reason) == "" {
		return fault.New(fault.Invalid, "document.cancel-reason", "Hủy số phải nêu lý do.").At("reason", "Ghi lý do.")
	}
	if err := d.at(Numbered, SealedState); err != nil {
		return err
	}
	if err := d.move(CancelledState); err != nil {
		return err
	}
	dec := d.decide(Cancelled, by, d.sealedHash(), true, at)
	dec.Comment = strings.TrimSpace(reason)
	d.note(dec)
	d.Holder, d.UpdatedAt = "", at
	return nil
}

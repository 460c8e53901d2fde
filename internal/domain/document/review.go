package document

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Binding is the SHA-256 over the content and the fields of the draft: what the
// unit leader consents to.
func (d *Document) Binding() string { return d.bound("") }

// Seen is Binding with the main file as it stands: what a format checker or a
// clerk looked at.
func (d *Document) Seen() string {
	f, _ := d.Current(Main)
	return d.bound(f.SHA256)
}

func (d *Document) bound(file string) string {
	fields := d.Fields
	fields.Signer.Authority = "" // found at submission, never shown
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %q", d.ContentHash(), file, fmt.Sprintf("%+q", fields)))
	return hex.EncodeToString(sum[:])
}

// binds refuses when the page showed something else than what stands now.
func (d *Document) binds(shown, now string) error {
	if shown == now && d.Version > 0 {
		return nil
	}
	return fault.New(fault.Conflict, "document.changed", "Nội dung đã thay đổi sau khi bạn mở văn bản.").
		Do("Mở lại, đọc bản mới rồi quyết định.")
}

// UnitApprove is the unit leader's consent to exactly this content with these
// fields; binding is the Binding that the leader saw. With own authority the document goes on to be signed, otherwise to the format checker
// (NA-16.1a-2.1, -2.2).
func (d *Document) UnitApprove(by org.Actor, binding, comment string, ownAuthority bool, p *profile.Profile, at time.Time) error {
	if err := d.binds(binding, d.Binding()); err != nil {
		return err
	}
	to := Formatting
	if ownAuthority {
		to = AwaitingApproval
	}
	if err := d.at(UnitReview); err != nil {
		return err
	}
	if err := d.move(to); err != nil {
		return err
	}
	dec := d.decide(UnitApproval, by, d.ContentHash(), true, at)
	dec.Comment, dec.Clause = strings.TrimSpace(comment), p.Clause("signing.order")
	d.note(dec)
	d.Holder, d.UpdatedAt = "", at
	if ownAuthority {
		d.toSigner()
	}
	return nil
}

// Return sends the document back to its drafter with a reason.
func (d *Document) Return(by org.Actor, comment string, at time.Time) error {
	if strings.TrimSpace(comment) == "" {
		return fault.New(fault.Invalid, "document.return-reason", "Trả lại phải nêu lý do.").At("comment", "Ghi lý do trả lại.")
	}
	if err := d.at(UnitReview, Formatting, AwaitingApproval, AwaitingSignature, Faulty); err != nil {
		return err
	}
	if err := d.move(Drafting); err != nil {
		return err
	}
	d.void(at, UnitApproval, FormatCheck, Approval, SignatureMade, Recheck, StepSignature)
	d.rewind()
	dec := d.decide(ReturnMade, by, d.ContentHash(), false, at)
	dec.Comment = strings.TrimSpace(comment)
	d.note(dec)
	d.Holder, d.UpdatedAt = d.Drafter, at
	return nil
}

// FormatPassed records "Đạt" by the checker for the PDF that goes to the
// signer; seen is what stands with the fields laid (NA-16.1a-3.1, -3.2).
func (d *Document) FormatPassed(by org.Actor, seen, comment string, at time.Time) error {
	if err := d.at(Formatting); err != nil {
		return err
	}
	if err := d.binds(seen, d.Seen()); err != nil {
		return err
	}
	prepared, ok := d.AtStage(Prepared)
	if !ok {
		return fault.New(fault.Conflict, "document.not-prepared", "Chưa có bản PDF để trình ký.")
	}
	if err := d.move(AwaitingApproval); err != nil {
		return err
	}
	dec := d.decide(FormatCheck, by, prepared.SHA256, true, at)
	dec.Comment = strings.TrimSpace(comment)
	d.note(dec)
	d.UpdatedAt = at
	d.toSigner()
	return nil
}

// FormatFailed records "Không đạt" with the faults and returns the draft.
func (d *Document) FormatFailed(by org.Actor, faults []string, comment string, p *profile.Profile, at time.Time) error {
	if len(faults) == 0 {
		return fault.New(fault.Invalid, "format.no-fault", "Không đạt thì phải chỉ ra lỗi.").At("faults", "Chọn ít nhất một lỗi thể thức.")
	}
	for _, code := range faults {
		if _, ok := p.Documents.Fault(code); !ok {
			return fault.New(fault.Invalid, "format.unknown-fault", "Lỗi thể thức không có trong danh mục.").At("faults", code)
		}
	}
	if err := d.at(Formatting); err != nil {
		return err
	}
	if err := d.move(Drafting); err != nil {
		return err
	}
	d.void(at, UnitApproval, FormatCheck, Approval)
	dec := d.decide(FormatCheck, by, d.ContentHash(), false, at)
	dec.Faults, dec.Comment = slices.Clone(faults), strings.TrimSpace(comment)
	d.note(dec)
	d.Holder, d.UpdatedAt = d.Drafter, at
	return nil
}

// Approve (Duyệt) by the named signer binds exactly the prepared PDF
// (NA-16.1b-1).
func (d *Document) Approve(by org.Actor, hash string, at time.Time) error {
	if by.Person != d.Signer.Person {
		return fault.New(fault.Forbidden, "sign.not-signer", "Chỉ người được ghi là người ký mới duyệt, ký văn bản này.").Under("NA-16.1b-2")
	}
	base, ok := d.signBase()
	if !ok || base.SHA256 != hash {
		return fault.New(fault.Conflict, "document.changed", "Bản trình ký đã thay đổi sau khi bạn mở văn bản.").Do("Mở lại, đọc bản mới rồi duyệt.")
	}
	if err := d.at(AwaitingApproval); err != nil {
		return err
	}
	if err := d.move(AwaitingSignature); err != nil {
		return err
	}
	d.decide(Approval, by, hash, true, at)
	d.Holder, d.UpdatedAt = d.Signer.Person, at
	return nil
}

// Rechecked is the clerk's own look before the seal (NA-16.1c-1.1). With
// faults the document is frozen and reported to its drafter. Seen is what the
// clerk looked at.
func (d *Document) Rechecked(by org.Actor, seen string, faults []string, comment string, at time.Time) error {
	if err := d.at(AwaitingClerk); err != nil {
		return err
	}
	if err := d.binds(seen, d.Seen()); err != nil {
		return err
	}
	if _, ok := d.AtStage(Signed); !ok {
		return fault.New(fault.Conflict, "seal.unsigned", "Văn bản chưa có chữ ký của người có thẩm quyền.").Under("NA-10.2")
	}
	signed, _ := d.sealBase()
	d.void(at, Recheck) // an earlier look, whatever it found
	dec := d.decide(Recheck, by, signed.SHA256, len(faults) == 0, at)
	dec.Faults, dec.Comment = slices.Clone(faults), strings.TrimSpace(comment)
	d.note(dec)
	d.UpdatedAt = at
	if len(faults) == 0 {
		return nil
	}
	d.Holder = d.Drafter
	return d.move(Faulty)
}

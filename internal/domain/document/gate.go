package document

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// maySign asks before a key is opened: level of secrecy, kind of transaction
// and the table of signing authority.
func (s *Service) maySign(ctx context.Context, d *Document, with With) error {
	if err := s.stands(ctx, d.ID); err != nil {
		return err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	if err := RefuseSecret(p, d.Secrecy); err != nil {
		return err
	}
	if err := checkTransaction(p, with.Transaction); err != nil {
		return err
	}
	_, err = s.authority(ctx, d, d.Signer.Person)
	return err
}

// authority finds the row by which the person may sign the document; the
// refusal has the words of the province.
func (s *Service) authority(ctx context.Context, d *Document, person org.PersonID) (org.Authority, error) {
	row, err := s.Org.AuthorityFor(ctx, person, d.Agency, d.Type, d.Signer.Capacity, s.Now())
	f, refused := fault.From(err)
	if !refused || f.Code != "authority.beyond" {
		return row, err
	}
	p, broken := s.Profile(d.Province)
	if broken != nil {
		return row, broken
	}
	_, why, _ := strings.Cut(f.Message, ": ")
	own := *f
	own.Message, own.Clause = p.Signing.AuthorityRefusal+": "+why, p.Clause("signing.authority_refusal")
	return row, &own
}

// checkTransaction wants a kind of the profile's list where there is one.
func checkTransaction(p *profile.Profile, kind string) error {
	if len(p.Signing.TransactionTypes) == 0 && kind == "" {
		return nil
	}
	for _, t := range p.Signing.TransactionTypes {
		if t.Code == kind {
			return nil
		}
	}
	return fault.New(fault.Invalid, "sign.transaction", "Chưa chọn loại giao dịch điện tử của lần ký này.").
		Under(p.Clause("signing.transaction_types")).At("transaction", "Chọn loại giao dịch.")
}

// unsigned is the answer to a seal on what no competent person signed.
func unsigned(p *profile.Profile) error {
	return fault.New(fault.Conflict, "seal.unsigned", p.Signing.UnsignedRefusal+".").Under(p.Clause("signing.unsigned_refusal"))
}

// unattached is the answer while a separate file has no signature of the agency.
func unattached(p *profile.Profile, name string) error {
	return fault.New(fault.Conflict, "seal.attachment-unsigned", p.Signing.AttachmentRefusal+": "+name+".").
		Under(p.Clause("signing.attachment_refusal"))
}

func (d *Document) separateSealed() bool { return d.unsealedName() == "" }

// unsealedName is the first separate file that the agency has not signed yet.
func (d *Document) unsealedName() string {
	for _, f := range d.Separate() {
		if f.Stage != Sealed {
			return f.Name
		}
	}
	return ""
}

// altered is the answer to bytes that are not those that were signed.
func altered(want, got string) error {
	return fault.New(fault.Signed, "file.altered", "Văn bản đã bị thay đổi sau khi ký: mã băm đã ghi "+want+", đọc được "+got+".").
		Under("LD-12.2-1").Do("Dừng việc này và báo quản trị hệ thống.")
}

// Altered writes the incident with both hashes (NA-04.2); gate is the step
// that found it.
func (s *Service) Altered(ctx context.Context, d *Document, gate, want, got string) error {
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		e := s.entry(system(d.Agency, d.Province), "incident.altered", string(d.ID), p, map[string]string{"gate": gate, "want": want, "got": got})
		e.Clause = "NA-04.2"
		return tx.Audit(ctx, e)
	})
}

// stranger puts the refusal of a certificate that the register does not have
// into the words of the province.
func (s *Service) stranger(by org.Actor, err error) error {
	f, ok := fault.From(err)
	if !ok || f.Code != "certificate.unknown" {
		return err
	}
	p, broken := s.Profile(by.Province)
	if broken != nil {
		return broken
	}
	own := *f
	own.Message, own.Clause = p.Signing.AnchorRefusal, p.Clause("signing.anchor_refusal")
	return &own
}

// uncheckedIn puts the refusal of a document that was not checked yet into the
// words of the province (NA-21.3-1, LD-14.0, HD2-12).
func uncheckedIn(p *profile.Profile, err error) error {
	f, ok := fault.From(err)
	if !ok || f.Code != "incoming.unchecked" && f.Code != "incoming.unregistered" {
		return err
	}
	own := *f
	own.Message, own.Clause = p.Verification.Refusal+": "+lowerFirst(f.Message), p.Clause("verification.refusal")
	return &own
}

func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[size:]
}

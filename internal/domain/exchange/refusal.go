package exchange

import (
	"context"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/pades"
)

// RefusalReasons are the profile's reasons that may be given for this document:
// what only evidence can show is among them only where the stored check shows it.
func (s *Service) RefusalReasons(d *document.Document, p *profile.Profile) ([]profile.Choice, error) {
	shown, err := shownBy(d)
	if err != nil {
		return nil, err
	}
	var list []profile.Choice
	for _, r := range p.Documents.RefusalReasons {
		if !ofEvidence(r.Code) || shown[r.Code] {
			list = append(list, r)
		}
	}
	return list, nil
}

// Refuse sends an incoming document back by the clerk's will. A reason that
// speaks of evidence must be in the stored check: the sender acts on it.
func (s *Service) Refuse(ctx context.Context, by org.Actor, id document.ID, why document.Reason) error {
	d, err := s.Documents.Get(ctx, by, id)
	if err != nil {
		return err
	}
	if ofEvidence(why.Code) && (d.State == document.Held || d.State == document.Valid) {
		shown, err := shownBy(d)
		if err != nil {
			return err
		}
		if !shown[why.Code] {
			return fault.New(fault.Invalid, "incoming.refusal-unfounded", "Kết quả kiểm tra không cho thấy lý do này.").
				At("code", "Chọn lý do đúng với kết quả kiểm tra, hoặc “Lý do khác” rồi ghi rõ.")
		}
	}
	return s.Documents.Refuse(ctx, by, id, why)
}

func ofEvidence(code string) bool {
	switch code {
	case reasonBroken, reasonUntrusted, reasonExpired, reasonRevoked, reasonUnsigned, reasonUnreadable:
		return true
	}
	return false
}

// shownBy collects what the last check of every file, and the judgement on all
// of them, say against the document.
func shownBy(d *document.Document) (map[string]bool, error) {
	shown := map[string]bool{d.Refusal.Code: true}
	last := map[document.FileID]document.Check{}
	for _, c := range d.Checks {
		last[c.File] = c
	}
	for _, c := range last {
		r, err := Report(c)
		if err != nil {
			return nil, err
		}
		for _, code := range against(r) {
			shown[code] = true
		}
	}
	return shown, nil
}

func against(r *pades.Report) []string {
	switch r.Indication {
	case pades.TotalPassed:
		return nil
	case pades.NoSignature:
		return []string{reasonUnsigned}
	case pades.Unreadable:
		return []string{reasonUnreadable}
	}
	var codes []string
	for _, sig := range r.Signatures {
		if sig.Indication != pades.TotalPassed {
			codes = append(codes, reasonOfSignature(sig))
		}
	}
	if len(codes) == 0 { // signatures that were cut off
		codes = []string{reasonBroken}
	}
	return codes
}

func reasonOfSignature(sig pades.Signature) string {
	if sig.Removed || sig.Integrity == pades.Failed || sig.Modification == pades.SuspiciousChange {
		return reasonBroken
	}
	switch sig.SubIndication {
	case pades.Expired, pades.OutOfBoundsNoPOE, pades.OutOfBoundsNotRevoked:
		return reasonExpired
	case pades.Revoked, pades.RevokedNoPOE:
		return reasonRevoked
	}
	if sig.Trust == pades.Passed {
		return "" // what came after it could not be told: nothing speaks against it yet
	}
	return reasonUntrusted
}

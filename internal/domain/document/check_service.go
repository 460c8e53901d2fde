package document

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/pades"
	"antin/pdf"
)

// Tool names the verifier in stored checks (LD-14.1-1).
const Tool = "antin pades/1"

// askAltogether bounds the asking for one file, whatever addresses it names.
const askAltogether = 20 * time.Second

// MismatchError says that stored bytes are not those that were announced.
type MismatchError struct{ Want, Got string }

func (e *MismatchError) Error() string {
	return "stored bytes have the hash " + e.Got + ", expected " + e.Want
}

// verify judges the bytes that lie in the store under a hash now.
func (s *Service) verify(ctx context.Context, sha256 string) (*pades.Report, error) {
	blob, err := s.Blobs.Open(ctx, sha256)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", sha256, err)
	}
	defer blob.Close()
	return s.Verify(ctx, blob, time.Time{})
}

// Verify judges any PDF by the evidence at hand, and asks for what a verdict still
// wants; receivedAt is a proof of existence or zero. Nothing is kept.
func (s *Service) Verify(ctx context.Context, blob Blob, receivedAt time.Time) (*pades.Report, error) {
	crls, ocsps, err := s.Evidence.Bundle(ctx)
	if err != nil {
		return nil, fmt.Errorf("collecting revocation data: %w", err)
	}
	var asking error
	o := pades.Options{
		Anchors: s.Evidence.Anchors(), Intermediates: s.Evidence.Intermediates(), CRLs: crls, OCSPs: ocsps,
		At: s.Now(), ReceivedAt: receivedAt, Memory: s.Memory, Algorithms: s.Algorithms, IsAgency: s.isAgency(ctx, &asking),
	}
	patient, done := context.WithTimeout(ctx, askAltogether)
	defer done()
	report, err := pades.VerifyAsking(patient, blob, blob.Size(), o, s.Answers)
	if asking != nil {
		return nil, fmt.Errorf("asking the register of certificates: %w", asking)
	}
	return report, err
}

// isAgency asks the register whose certificate it is. That it could not be asked
// is noted in failed: without an answer there is no verdict.
func (s *Service) isAgency(ctx context.Context, failed *error) func(*x509.Certificate) (known, agency bool) {
	return func(cert *x509.Certificate) (known, agency bool) {
		sum := sha256.Sum256(cert.Raw)
		c, err := s.Signing.ByFingerprint(ctx, hex.EncodeToString(sum[:]))
		if err == nil {
			return true, c.Class == signing.ClassAgency
		}
		if f, refused := fault.From(err); !refused || f.Kind != fault.NotFound {
			*failed = err
		}
		return false, false
	}
}

// CheckFile verifies one stored file for a gate and gives the check to keep.
// Bytes that are not those of the announced hash are a MismatchError.
func (s *Service) CheckFile(ctx context.Context, f File, gate string, receivedAt time.Time) (Check, *pades.Report, error) {
	blob, err := s.Blobs.Open(ctx, f.SHA256)
	if err != nil {
		return Check{}, nil, fmt.Errorf("opening %s: %w", f.SHA256, err)
	}
	defer blob.Close()
	report, err := s.Verify(ctx, blob, receivedAt)
	if err != nil {
		return Check{}, nil, err
	}
	if report.SHA256 != f.SHA256 {
		return Check{}, nil, &MismatchError{Want: f.SHA256, Got: report.SHA256}
	}
	raw, err := json.Marshal(report)
	if err != nil {
		return Check{}, nil, fmt.Errorf("writing the report: %w", err)
	}
	return Check{
		File: f.ID, SHA256: f.SHA256, At: s.Now(), Gate: gate, Indication: string(report.Indication),
		SubIndication: string(report.SubIndication), Report: string(raw), Tool: Tool,
	}, report, nil
}

// recheckFile verifies what was just signed before it counts (HD2-11.1).
func (s *Service) recheckFile(ctx context.Context, by org.Actor, f File, gate string) (Check, error) {
	c, report, err := s.CheckFile(ctx, f, gate, time.Time{})
	if err != nil {
		return c, err
	}
	c.By = by.Person
	if report.Indication != pades.TotalPassed {
		if err := s.signingFailed(ctx, by, c); err != nil {
			return c, err
		}
		return c, fault.New(fault.Signed, "sign.not-good", "Ký số không thành công: bản vừa ký không kiểm tra được là hợp lệ ("+InWords(report.SubIndication)+").").
			Do("Báo quản trị hệ thống; văn bản chưa thay đổi.")
	}
	return c, nil
}

// signingFailed logs that what was just signed does not verify (HD2-11.1).
func (s *Service) signingFailed(ctx context.Context, by org.Actor, c Check) error {
	p, err := s.Profile(by.Province)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		return tx.Audit(ctx, s.entry(by, "document.signing-failed", c.SHA256, p, map[string]string{
			"gate": c.Gate, "indication": c.Indication, "sub_indication": c.SubIndication,
		}))
	})
}

// inspect reads a PDF that was just stored and refuses what cannot be signed
// later; the words say why.
func (s *Service) inspect(ctx context.Context, f File) (pages int, err error) {
	blob, err := s.Blobs.Open(ctx, f.SHA256)
	if err != nil {
		return 0, fmt.Errorf("opening %s: %w", f.SHA256, err)
	}
	defer blob.Close()
	file, err := pdf.Open(blob, blob.Size())
	if err != nil {
		return 0, fault.New(fault.Invalid, "file.damaged", "Tệp “"+f.Name+"” không phải PDF đọc được.").At("main", "Chọn tệp PDF khác.").
			Do("Xuất lại PDF từ phần mềm soạn thảo.")
	}
	if file.Encrypted() {
		return 0, fault.New(fault.Invalid, "file.encrypted", "Tệp “"+f.Name+"” đặt mật khẩu hoặc mã hóa, không ký được.").
			At("main", "Bỏ mật khẩu của tệp rồi tải lên lại.")
	}
	if file.Repaired() {
		return 0, fault.New(fault.Invalid, "file.damaged", "Tệp “"+f.Name+"” bị hỏng cấu trúc, không ký được.").At("main", "Xuất lại PDF rồi tải lên.")
	}
	list, err := file.Last().Pages()
	if err != nil || len(list) == 0 {
		return 0, fault.New(fault.Invalid, "file.no-page", "Tệp “"+f.Name+"” không có trang nào.").At("main", "Chọn tệp PDF khác.")
	}
	return len(list), refuseActive(file, f)
}

package document

import (
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// flowScan is the order of signing of a paper that was signed and sealed by
// hand: number, paper, scan, signature of the agency (HD2-11.3a, BG-09).
const flowScan = "scan-agency"

// onPaper refuses unless the document is of that order.
func (d *Document) onPaper(p *profile.Profile) error {
	if d.decided(LeftPaper) { // during a fault: whatever the usual flow is
		return nil
	}
	if d.Origin == Scanned {
		for _, f := range p.Documents.Flows {
			if f.Code == flowScan {
				return nil
			}
		}
	}
	return fault.New(fault.Conflict, "document.flow", "Sai trình tự ký số: chỉ văn bản số hóa từ giấy, theo quy trình của tỉnh, mới lấy số rồi quét.").
		Under(p.Clause("documents.flows")).Do("Trình ký số theo quy trình của văn bản tạo lập điện tử.")
}

// NumberedOnPaper gives the paper its number and date before it is signed by
// hand; the register is that of all documents.
func (d *Document) NumberedOnPaper(by org.Actor, number int, symbol string, p *profile.Profile, at time.Time) error {
	if d.State == Numbered {
		return nil
	}
	if err := d.onPaper(p); err != nil {
		return err
	}
	if err := d.missing(p, false); err != nil {
		return err
	}
	if err := d.known(p); err != nil {
		return err
	}
	if err := d.at(Drafting); err != nil {
		return err
	}
	if err := d.move(Numbered); err != nil {
		return err
	}
	d.Number, d.Symbol, d.IssuedOn, d.UpdatedAt, d.Holder = number, symbol, Day(at), at, by.Person
	return nil
}

// ScanStored takes the scan of the paper with the clerk's word that it was
// signed and sealed by hand (BG-15.1, HD2-05.5a).
func (d *Document) ScanStored(by org.Actor, files []File, attested bool, p *profile.Profile, at time.Time) error {
	if err := d.onPaper(p); err != nil {
		return err
	}
	if err := d.at(Numbered); err != nil {
		return err
	}
	if _, signed := d.standing(SignatureMade); signed {
		return fault.New(fault.Conflict, "scan.signed", "Văn bản đã có chữ ký số của người có thẩm quyền, không thay bằng bản quét.").Under(p.Clause("documents.flows"))
	}
	if !attested {
		return fault.New(fault.Invalid, "scan.unattested", "Chưa xác nhận bản quét từ bản gốc giấy.").
			Under(p.Clause("signing.scan_attestation")).At("attested", p.Signing.AttestationText)
	}
	if err := pdfOnly(files, p); err != nil {
		return err
	}
	d.newVersion(by, files, at)
	d.void(at, ScanAttested)
	dec := d.decide(ScanAttested, by, d.ContentHash(), true, at)
	dec.Comment, dec.Clause = p.Signing.AttestationText, p.Clause("signing.scan_attestation")
	d.note(dec)
	return nil
}

// pdfOnly refuses other files where the profile lets nothing else be signed.
func pdfOnly(files []File, p *profile.Profile) error {
	for _, f := range files {
		if f.Pages > 0 || f.Role != Main && !p.Signing.SealPDFOnly {
			continue
		}
		return fault.New(fault.Invalid, "seal.pdf-only", p.Signing.SealPDFRefusal).Under(p.Clause("signing.seal_pdf_only")).
			At(string(f.Role), strings.TrimSpace("Tệp "+f.Name+" không phải PDF."))
	}
	return nil
}

// scanned names what is missing before the agency signs a scan.
func (d *Document) scanned(p *profile.Profile) error {
	if err := d.at(Numbered); err != nil {
		return err
	}
	if _, ok := d.standing(ScanAttested); !ok {
		return fault.New(fault.Conflict, "scan.absent", "Chưa có bản quét PDF của văn bản giấy đã ký, đóng dấu.").Under(p.Clause("documents.flows"))
	}
	return nil
}

// sealBase is the file that the agency signs: the person's signed PDF, or the
// attested scan.
func (d *Document) sealBase() (File, bool) {
	if _, ok := d.standing(ScanAttested); ok {
		return d.AtStage(Uploaded)
	}
	if len(d.Chain.Steps) > 0 {
		return d.signBase()
	}
	return d.AtStage(Signed)
}

package document

import (
	"context"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/failpoint"
	"antin/internal/fault"
)

// Seal is the clerk's one act "Cấp số và ký cơ quan", in three short steps: a
// transaction that reserves number and date; building, signing and storing
// outside any transaction; a transaction that records the seal and the line of
// the register. Called again after a crash it goes on with the same number and
// date.
func (s *Service) Seal(ctx context.Context, by org.Actor, id ID, with With) error {
	return s.tried(ctx, by, id, "document.seal", with, s.seal(ctx, by, id, with))
}

func (s *Service) seal(ctx context.Context, by org.Actor, id ID, with With) error {
	d, err := s.load(ctx, by, id, "document.seal")
	if err != nil {
		return s.outOfTurn(d, by, err)
	}
	if step, ok := d.TurnOf(by, true); ok {
		base, _ := d.signBase()
		return s.signStep(ctx, by, d, step, base.SHA256, with)
	}
	if err := s.sealable(ctx, d, with); err != nil {
		return err
	}
	row, err := s.usable(ctx, by, with, signing.ForAgency)
	if err != nil {
		return err
	}
	if err := sealOf(d, row); err != nil {
		return err
	}
	key, err := s.unlock(ctx, by, row, with)
	if err != nil {
		return err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	if err := s.signerHolds(ctx, d); err != nil {
		return err
	}
	failpoint.Hit("seal.before-reserve")
	if d, err = s.reserve(ctx, by, d, p); err != nil {
		return err
	}
	failpoint.Hit("seal.reserved")
	main, separate, err := s.sealFiles(ctx, d, p, key)
	if err != nil {
		return err
	}
	failpoint.Hit("seal.stored")
	check, err := s.recheckFile(ctx, by, main, "seal")
	if err != nil {
		return err
	}
	err = s.recordSeal(ctx, by, d, p, sealWork{main, separate, check, with.Transaction, string(with.Certificate)})
	failpoint.Hit("seal.recorded")
	return err
}

// sealOf holds the certificate of the seal against the agency of the document.
func sealOf(d *Document, row signing.Certificate) error {
	if row.Agency != d.Agency {
		return fault.New(fault.Forbidden, "seal.other-agency", "Chứng thư số này của cơ quan khác, không ký được văn bản của cơ quan bạn.").Under("HT-11.1-1")
	}
	return nil
}

// sealable names what is missing before a number is taken.
func (s *Service) sealable(ctx context.Context, d *Document, with With) error {
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
	if err := pdfOnly(d.Separate(), p); err != nil {
		return err
	}
	if d.Origin == Scanned && d.onPaper(p) == nil {
		return d.scanned(p)
	}
	if err := d.neverReleased(p); err != nil {
		return err
	}
	if d.State == Collecting {
		return flowOrder(p, d.Sequence().awaited())
	}
	if _, ok := d.AtStage(Signed); !ok {
		return unsigned(p)
	}
	if err := d.at(AwaitingClerk, Numbered); err != nil {
		return err
	}
	if _, ok := d.standing(Recheck); !ok {
		return fault.New(fault.Conflict, "seal.unchecked", "Văn thư chưa kiểm tra lại thể thức.").Under("NA-16.1c-1.2").Do("Bấm “Đạt” ở phần kiểm tra lại.")
	}
	return nil
}

// signerHolds verifies the person's signature on the bytes as they lie in the
// store now, before the seal is put on them.
func (s *Service) signerHolds(ctx context.Context, d *Document) error {
	if _, ok := d.standing(ScanAttested); ok {
		return nil // signed by hand, on paper
	}
	signed, _ := d.sealBase()
	report, err := s.verify(ctx, signed.SHA256)
	if err != nil {
		return err
	}
	if report.SHA256 != signed.SHA256 {
		return traced(altered(signed.SHA256, report.SHA256), s.Altered(ctx, d, "seal", signed.SHA256, report.SHA256))
	}
	if report.Indication == "TOTAL-PASSED" {
		return s.chainHolds(ctx, d, report)
	}
	return fault.New(fault.Signed, "seal.signature-invalid", "Chữ ký của người có thẩm quyền không kiểm tra được là hợp lệ ("+InWords(report.SubIndication)+"), không ký cơ quan.").
		Under("NA-16.1c-1.2").Do("Xem phần “Chữ ký” của văn bản; trả lại để ký lại.")
}

func (s *Service) reserve(ctx context.Context, by org.Actor, d *Document, p *profile.Profile) (*Document, error) {
	return s.reserveBy(ctx, by, d, p, func(d *Document, number int, symbol string, at time.Time) error {
		return d.Numbered(by, number, symbol, at)
	})
}

// reserveBy takes the next number of the register under the rule of the step
// for the document as it was read and checked; a document that was changed
// since, other than by another click that numbered it, is refused.
func (s *Service) reserveBy(ctx context.Context, by org.Actor, before *Document, p *profile.Profile, rule func(d *Document, number int, symbol string, at time.Time) error) (*Document, error) {
	symbol, err := s.symbol(ctx, before, p)
	if err != nil {
		return nil, err
	}
	var after *Document
	state, rev, known := before.State, before.Rev, known{before}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		at := s.Now()
		series, err := s.seriesOf(ctx, before, p, at) // of the reservation, also after New Year
		if err != nil {
			return err
		}
		line := outgoingEntry(before, series, symbol, at)
		number, fresh, err := tx.Reserve(ctx, line)
		if err != nil {
			return err
		}
		d, err := known.lock(ctx, tx, before.ID)
		if err != nil {
			return err
		}
		after = d
		if d.State == Numbered && fresh || d.State == state && d.Rev != rev {
			// Another click took a number of the old year while this one waited,
			// or what was checked is no longer what would be sealed.
			return fault.New(fault.Conflict, "document.raced", "Văn bản vừa được người khác thay đổi.").Do("Mở lại văn bản rồi làm tiếp.")
		}
		if d.State == Numbered {
			return nil
		}
		if err := rule(d, number, symbol, at); err != nil {
			return err
		}
		line.Number, line.Symbol, line.State = number, WholeSymbol(p.Numbering, number, symbol), Reserved
		if err := enter(ctx, tx, d, line); err != nil {
			return err
		}
		return s.save(ctx, tx, by, d, p, "document.number")
	})
	return after, err
}

func yearOf(day string) int {
	t, err := time.ParseInLocation("2006-01-02", day, zone)
	if err != nil {
		return 0
	}
	return t.Year()
}

func (s *Service) symbol(ctx context.Context, d *Document, p *profile.Profile) (string, error) {
	agency, err := s.Org.Agency(ctx, d.Agency)
	if err != nil {
		return "", err
	}
	var unit org.Unit
	if d.Unit != "" {
		if unit, err = s.Org.Unit(ctx, d.Unit); err != nil {
			return "", err
		}
	}
	t, ok := p.Documents.Type(d.Type)
	if !ok {
		own, err := s.RegimeOf(ctx, d.Agency, d.Type)
		if err != nil {
			return "", fmt.Errorf("document %s has the unknown type %q: %w", d.ID, d.Type, err)
		}
		t = own.Type
	}
	return SymbolOf(t, agency, unit), nil
}

func outgoingEntry(d *Document, series Series, symbol string, at time.Time) Entry {
	names := make([]string, len(d.Recipients))
	for i, r := range d.Recipients {
		names[i] = r.Name
	}
	return Entry{
		Series: series, Document: d.ID, State: Reserved, Date: Day(at), Symbol: symbol, Type: d.Type, Subject: d.Subject,
		Signer: d.Signer.Name, Recipients: strings.Join(names, "; "), Pages: d.Pages, At: at,
	}
}

// line rebuilds the register line of a numbered document.
func (s *Service) line(ctx context.Context, d *Document, p *profile.Profile) (Entry, error) {
	series, err := s.seriesOf(ctx, d, p, s.Now())
	return s.lineIn(series, d, p), err
}

func (s *Service) lineIn(series Series, d *Document, p *profile.Profile) Entry {
	e := outgoingEntry(d, series, WholeSymbol(p.Numbering, d.Number, d.Symbol), s.Now())
	e.Date, e.Number, e.SHA256 = d.IssuedOn, d.Number, d.sealedHash()
	return e
}

// sealWork is what one seal made.
type sealWork struct {
	main        File
	separate    []File
	check       Check
	transaction string
	certificate string
}

func (s *Service) recordSeal(ctx context.Context, by org.Actor, reserved *Document, p *profile.Profile, made sealWork) error {
	id, known := reserved.ID, known{reserved}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := known.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if d.State == SealedState && d.sealedHash() != "" {
			return nil // a second click: the first one won
		}
		return s.sealIn(ctx, tx, by, d, p, made)
	})
}

// sealIn records the seal and the line of the register.
func (s *Service) sealIn(ctx context.Context, tx Tx, by org.Actor, d *Document, p *profile.Profile, made sealWork) error {
	d.AddCheck(made.check)
	d.changes.Signed, d.changes.Transaction, d.changes.Certificate = true, made.transaction, made.certificate
	if err := d.SealStored(by, made.main, made.separate, s.Now()); err != nil {
		return err
	}
	line, err := s.line(ctx, d, p)
	if err != nil {
		return err
	}
	line.State = IssuedEntry
	if err := enter(ctx, tx, d, line); err != nil {
		return err
	}
	return s.save(ctx, tx, by, d, p, "document.seal", event.New(EventSealed, string(d.ID), nil))
}

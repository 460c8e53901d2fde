package document

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/fault"
)

// Leaving is how a document goes out on paper during a technical fault.
type Leaving struct {
	Reason string
	Number int // a number that was reserved for paper; 0 = the next one
}

// LeaveOnPaper records that a document leaves on paper, signed and sealed by
// hand, because of a technical fault that is open (HD2-11.6c, HT-03.3): it gets
// its number, paper is owed to every recipient, and the document waits for its
// electronic copy until a scan that the agency signed is released.
func (s *Service) LeaveOnPaper(ctx context.Context, by org.Actor, id ID, x Leaving) (number int, err error) {
	before, err := s.load(ctx, by, id, "document.seal")
	if err != nil {
		return 0, err
	}
	p, err := s.Profile(before.Province)
	if err != nil {
		return 0, err
	}
	f, err := s.faultFor(ctx, before, p, x)
	if err != nil {
		return 0, err
	}
	symbol, err := s.symbol(ctx, before, p)
	if err != nil {
		return 0, err
	}
	authority, err := s.authority(ctx, before, before.Signer.Person)
	if err != nil {
		return 0, err
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		at := s.Now()
		series, err := s.seriesOf(ctx, before, p, at)
		if err != nil {
			return err
		}
		line := outgoingEntry(before, series, symbol, at)
		if number, err = numberFor(ctx, tx, line, x.Number); err != nil {
			return err
		}
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		d.Signer.Authority = authority.ID
		if err := d.LeftOnPaper(by, number, symbol, x.Reason, p, at); err != nil {
			return err
		}
		line.Number, line.Symbol, line.State, line.Date = number, WholeSymbol(p.Numbering, number, symbol), Reserved, d.IssuedOn
		if err := enter(ctx, tx, d, line); err != nil {
			return err
		}
		if err := tx.AddSlips(ctx, faultSlips(d, line.Symbol, p, at)); err != nil {
			return err
		}
		left := register.Left{Fault: f.ID, Document: d.ID, Agency: d.Agency, Symbol: line.Symbol, Subject: d.Subject, Reason: strings.TrimSpace(x.Reason),
			By: by.Person, ByName: by.Name, At: at}
		if err := tx.AddLeft(ctx, left); err != nil {
			return err
		}
		return s.save(ctx, tx, by, d, p, "document.left-on-paper")
	})
	return number, err
}

// numberFor takes a reserved number of the clerk's choice, or the next one.
func numberFor(ctx context.Context, tx Tx, line Entry, held int) (int, error) {
	if held == 0 {
		n, _, err := tx.Reserve(ctx, line)
		return n, err
	}
	line.Number = held
	return held, tx.Take(ctx, line)
}

// faultFor finds the open fault and refuses what may not leave on paper.
func (s *Service) faultFor(ctx context.Context, d *Document, p *profile.Profile, x Leaving) (register.Fault, error) {
	clause := p.Clause("paper.fault_paper")
	if s.Books == nil {
		return register.Fault{}, fault.New(fault.Unready, "fault.none", "Chưa có sổ ca sự cố.").Under(clause)
	}
	if strings.TrimSpace(x.Reason) == "" {
		return register.Fault{}, fault.New(fault.Invalid, "fault.reason", "Chưa ghi được việc gửi giấy.").Under(clause).At("reason", "Ghi lý do gửi giấy.")
	}
	regime, err := s.RegimeOf(ctx, d.Agency, d.Type)
	if err != nil {
		return register.Fault{}, err
	}
	if err := regime.RefusePaper(); err != nil {
		return register.Fault{}, err
	}
	f, open, err := s.Books.OpenNow(ctx, d.Agency)
	if err == nil && !open {
		err = fault.New(fault.Conflict, "fault.none", "Không có ca sự cố nào đang mở, văn bản phải ký số và gửi điện tử.").Under(clause).
			Do("Mở “Ca sự cố”, ghi thời điểm và nguyên nhân, rồi gửi giấy.")
	}
	return f, err
}

// LeftOnPaper gives the paper its number; what was signed so far counts no more,
// as the scan of the paper takes its place.
func (d *Document) LeftOnPaper(by org.Actor, number int, symbol, reason string, p *profile.Profile, at time.Time) error {
	if err := d.at(Drafting, AwaitingClerk); err != nil {
		return err
	}
	if err := d.missing(p, false); err != nil {
		return err
	}
	if err := d.known(p); err != nil {
		return err
	}
	if err := d.move(Numbered); err != nil {
		return err
	}
	d.void(at, SignatureMade, Recheck)
	d.Origin, d.Number, d.Symbol, d.IssuedOn, d.UpdatedAt, d.Holder = Scanned, number, symbol, Day(at), at, by.Person
	dec := d.decide(LeftPaper, by, d.ContentHash(), true, at)
	dec.Comment, dec.Clause = strings.TrimSpace(reason), p.Clause("paper.fault_paper")
	d.note(dec)
	return nil
}

// faultSlips: everybody gets paper now.
func faultSlips(d *Document, symbol string, p *profile.Profile, at time.Time) []register.Slip {
	var out []register.Slip
	for _, r := range d.Recipients {
		out = append(out, register.Slip{ID: uuid.Must(uuid.NewV7()).String(), Agency: d.Agency, Document: d.ID, Symbol: symbol, Subject: d.Subject,
			Code: r.Code, Recipient: r.Name, Cause: "Sự cố kỹ thuật", Clause: p.Clause("paper.fault_paper"), OpenedAt: at})
	}
	return out
}

// LeftState is what a document is called that left on paper and has no sealed
// electronic copy yet; empty otherwise.
func (s *Service) LeftState(d *Document, p *profile.Profile) string {
	if d.decided(LeftPaper) && oneOf(d.State, []State{Numbered, SealedState}) {
		return p.Paper.FaultState
	}
	return ""
}

// Printing is the record that a paper is made from the signed file.
type Printing struct {
	Copies  int
	Purpose string
}

// Print gives the signed file as it is, for printing, and records copies, person
// and time under the same line of the register; no number is taken (NA-16.1c-3).
func (s *Service) Print(ctx context.Context, by org.Actor, id ID, x Printing) (File, Blob, error) {
	d, err := s.load(ctx, by, id, "document.print")
	if err != nil {
		return File{}, nil, err
	}
	if err := d.gone(); err != nil {
		return File{}, nil, err
	}
	f, ok := d.AtStage(Sealed)
	if !ok {
		return File{}, nil, fault.New(fault.Conflict, "print.unsigned", "Chỉ in bản giấy từ văn bản đã ký số và có số.").Under("NA-16.1c-3").Do("Ký cơ quan rồi in.")
	}
	if x.Copies < 1 || x.Copies > 1000 {
		return File{}, nil, fault.New(fault.Invalid, "print.copies", "Chưa in được.").Under("NA-16.1c-3").At("copies", "Số bản in từ 1 đến 1.000.")
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return File{}, nil, err
	}
	row := register.Print{ID: newID(), Agency: by.Agency, Document: d.ID, SHA256: f.SHA256, Copies: x.Copies, Purpose: strings.TrimSpace(x.Purpose),
		By: by.Person, ByName: by.Name, At: s.Now()}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddPrint(ctx, row); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "print.made", row.ID, p, map[string]string{"document": string(d.ID), "sha256": f.SHA256, "copies": NumberText(profile.Numbering{}, x.Copies)}))
	})
	if err != nil {
		return File{}, nil, err
	}
	blob, err := s.Blobs.Open(ctx, f.SHA256)
	return f, blob, err
}

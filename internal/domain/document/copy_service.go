package document

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/pades"
	"antin/pdf"
)

// copyField is the signature field of a copy.
const copyField = "antin_copy"

// MakeCopy gives a copy its number in the register of copies and, when it is
// electronic, signs it with the agency's key. Its id is told also when the
// signing failed: FinishCopy goes on with the same number.
func (s *Service) MakeCopy(ctx context.Context, by org.Actor, x Copying, with With) (ID, error) {
	p, err := s.mayCopy(ctx, by)
	if err != nil {
		return "", err
	}
	c := Copy{ID: ID(newID()), Agency: by.Agency, Document: x.Document, Form: x.Form, Direction: x.Direction, OfSymbol: strings.TrimSpace(x.OfSymbol),
		OfAgency: strings.TrimSpace(x.OfAgency), Subject: strings.TrimSpace(x.Subject), Recipients: strings.TrimSpace(x.Recipients),
		Copies: max(x.Copies, 1), By: by.Person, ByName: by.Name, At: s.Now()}
	if x.Document != "" {
		if err := s.copySource(ctx, by, &c, &x, p); err != nil {
			return "", err
		}
	}
	form, err := x.sound(p)
	if err != nil {
		return "", err
	}
	if x.File != nil {
		f, err := s.store(ctx, *x.File)
		if err != nil {
			return "", err
		}
		if f.Pages == 0 {
			return "", fault.New(fault.Invalid, "copy.pdf", "Bản sao phải là tệp PDF.").Under(p.Clause("copying.forms")).At("file", "Chọn tệp PDF.")
		}
		c.Base, c.Pages = f.SHA256, f.Pages
	}
	if err := s.reserveCopy(ctx, by, &c, form, p); err != nil {
		return "", err
	}
	if !c.Electronic() {
		return c.ID, nil
	}
	return c.ID, s.FinishCopy(ctx, by, c.ID, with)
}

func (s *Service) mayCopy(ctx context.Context, by org.Actor) (*profile.Profile, error) {
	if err := s.Guard.Allow(ctx, by, "document.copy", org.OfAgency); err != nil {
		return nil, err
	}
	return s.Profile(by.Province)
}

// copySource takes what the copied document itself says. Its file is the base
// of a print; an excerpt brings its own.
func (s *Service) copySource(ctx context.Context, by org.Actor, c *Copy, x *Copying, p *profile.Profile) error {
	d, err := s.load(ctx, by, x.Document, "document.copy")
	if err != nil {
		return err
	}
	main, ok := d.AtStage(Sealed)
	if !ok || d.Direction == Outgoing && d.State != Released || oneOf(d.State, []State{Arrived, Refused}) {
		return fault.New(fault.Conflict, "copy.unsigned", "Chỉ sao văn bản đã ký số và đã vào sổ.").Under(p.Clause("copying.forms"))
	}
	if err := d.gone(); err != nil {
		return err
	}
	c.Base, c.Pages, c.Subject = main.SHA256, main.Pages, d.Subject
	c.OfSymbol, c.OfAgency = d.SenderRef, d.FromName
	if d.Direction == Outgoing {
		agency, err := s.Org.Agency(ctx, d.Agency)
		if err != nil {
			return err
		}
		c.OfSymbol, c.OfAgency = WholeSymbol(p.Numbering, d.Number, d.Symbol), agency.Name
	}
	x.OfSymbol, x.Subject = c.OfSymbol, c.Subject
	return nil
}

// reserveCopy takes the next number of the register of copies; a copy on paper
// is entered at once.
func (s *Service) reserveCopy(ctx context.Context, by org.Actor, c *Copy, form profile.CopyForm, p *profile.Profile) error {
	agency, err := s.Org.Agency(ctx, c.Agency)
	if err != nil {
		return err
	}
	series, err := s.copySeries(ctx, *c, p)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		n, _, err := tx.Reserve(ctx, c.entry(series, Reserved))
		if err != nil {
			return err
		}
		c.Number, c.Year = n, series.Year
		c.Symbol = WholeSymbol(p.Numbering, n, form.Code+"-"+agency.ShortName)
		state := Reserved
		if !c.Electronic() {
			state, c.Done = EnteredEntry, c.At
		}
		line := c.entry(series, state)
		if err := tx.SetEntry(ctx, line); err != nil {
			return err
		}
		if err := tx.PutCopy(ctx, *c); err != nil {
			return err
		}
		return tx.Audit(ctx, s.copyLog(by, p, "copy.numbered", *c, line))
	})
}

func (s *Service) copySeries(ctx context.Context, c Copy, p *profile.Profile) (Series, error) {
	var own []register.Book
	if s.Books != nil {
		var err error
		if own, err = s.Books.Store.Books(ctx, c.Agency); err != nil {
			return Series{}, err
		}
	}
	year := c.At.In(zone).Year()
	book, ok := register.Choose(p, own, c.Form, "", year)
	if !ok {
		return Series{}, errors.New("the profile has no register of copies")
	}
	return Series{Agency: c.Agency, Book: book, Year: year}, nil
}

func (s *Service) copyLog(by org.Actor, p *profile.Profile, action string, c Copy, line Entry) audit.Entry {
	return s.entry(by, action, string(c.ID), p, map[string]string{
		"form": c.Form, "direction": c.Direction, "document": string(c.Document), "base": c.Base, "sha256": c.SHA256,
		traceRegister: line.Place(), traceLine: line.Digest(),
	})
}

// FinishCopy signs an electronic copy whose number is reserved and enters it.
func (s *Service) FinishCopy(ctx context.Context, by org.Actor, id ID, with With) error {
	p, err := s.mayCopy(ctx, by)
	if err != nil {
		return err
	}
	c, err := s.CopyFor(ctx, by, id)
	if err != nil || !c.Done.IsZero() {
		return err
	}
	row, err := s.usable(ctx, by, with, signing.ForAgency)
	if err != nil {
		return err
	}
	if row.Agency != c.Agency {
		return sealOf(&Document{Agency: c.Agency}, row)
	}
	key, err := s.unlock(ctx, by, row, with)
	if err != nil {
		return err
	}
	work, err := s.copyPlan(ctx, c, p)
	if err != nil {
		return err
	}
	signed, err := s.append(ctx, work, key, "copy.built")
	if err != nil {
		return err
	}
	if _, err := s.recheckFile(ctx, by, signed, "copy"); err != nil {
		return err
	}
	c.SHA256, c.Size, c.Done = signed.SHA256, signed.Size, s.Now()
	series, err := s.copySeries(ctx, c, p)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		line := c.entry(series, EnteredEntry)
		if err := tx.SetEntry(ctx, line); err != nil {
			return err
		}
		if err := tx.PutCopy(ctx, c); err != nil {
			return err
		}
		return tx.Audit(ctx, s.copyLog(by, p, "copy.signed", c, line))
	})
}

// copyPlan puts the agency's signature into the corner of page 1 as text alone.
func (s *Service) copyPlan(ctx context.Context, c Copy, p *profile.Profile) (plan, error) {
	form, _ := p.Copying.Form(c.Form)
	agency, err := s.Org.Agency(ctx, c.Agency)
	if err != nil {
		return plan{}, err
	}
	file, blob, err := s.open(ctx, c.Base)
	if err != nil {
		return plan{}, err
	}
	defer blob.Close()
	pages, err := file.Last().Pages()
	if err != nil || len(pages) == 0 {
		return plan{}, fault.New(fault.Invalid, "file.no-page", "Tệp PDF không có trang nào.")
	}
	now := s.Now()
	lines := copyLines(p, form, agency.Name, now)
	place := func(page *pdf.Page, lines []string) pdf.Rect { return pades.TopRight(page, lines) }
	if p.Copying.TextCorner == "bottom-left" {
		place = pades.BottomLeft
	}
	return plan{base: File{SHA256: c.Base, Pages: c.Pages, Role: Main, Stage: Uploaded}, how: pades.Signing{
		Field: copyField, Spot: &pades.Spot{Page: 1, Rect: place(pages[0], lines)}, At: now, Name: agency.Name, Reason: form.Label,
		Appearance: pades.Appearance{Lines: lines},
	}}, nil
}

// CopyFor reads one copy of the actor's agency.
func (s *Service) CopyFor(ctx context.Context, by org.Actor, id ID) (Copy, error) {
	if err := s.Guard.Allow(ctx, by, "register.read", org.OfAgency); err != nil {
		return Copy{}, err
	}
	c, err := s.Store.Copy(ctx, id)
	if errors.Is(err, ErrNotFound) || err == nil && c.Agency != by.Agency {
		return Copy{}, fault.New(fault.NotFound, "copy.absent", "Không có bản sao này.")
	}
	if err != nil {
		return c, fmt.Errorf("reading a copy: %w", err)
	}
	return c, nil
}

// CopyFile opens the file of a copy: signed, or what is printed.
func (s *Service) CopyFile(ctx context.Context, by org.Actor, id ID) (Copy, Blob, error) {
	c, err := s.CopyFor(ctx, by, id)
	if err != nil {
		return c, nil, err
	}
	sum := c.SHA256
	if sum == "" {
		sum = c.Base
	}
	if sum == "" || c.Electronic() && c.SHA256 == "" {
		return c, nil, fault.New(fault.NotFound, "copy.no-file", "Bản sao này không có tệp.")
	}
	blob, err := s.Blobs.Open(ctx, sum)
	return c, blob, err
}

// CopiesOf lists the copies that were made of a document which the actor may read.
func (s *Service) CopiesOf(ctx context.Context, by org.Actor, id ID) ([]Copy, error) {
	if _, err := s.Get(ctx, by, id); err != nil {
		return nil, err
	}
	return s.Store.CopiesOf(ctx, id)
}

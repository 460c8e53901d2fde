package document

import (
	"context"
	"fmt"
	"strings"

	"antin/placement"
	"antin/vntext"
)

// PrintedSymbol is what stands on the page in place of the symbol, and what the
// register gives.
type PrintedSymbol struct {
	Printed  string // empty: none is printed
	Register string
}

// Differs reports that the page would say another symbol than the register.
func (p PrintedSymbol) Differs() bool {
	return p.Printed != "" && !vntext.Equal(squeezed(p.Printed), squeezed(p.Register))
}

// Words name both symbols for the checker, the signer and the clerk; empty
// where there is nothing to say.
func (p PrintedSymbol) Words() string {
	if !p.Differs() {
		return ""
	}
	return fmt.Sprintf("Ký hiệu in trên trang là “%s”, sổ sẽ cấp “%s”.", p.Printed, p.Register)
}

func squeezed(symbol string) string {
	symbol = strings.NewReplacer("–", "-", "—", "-", "‑", "-", "‐", "-").Replace(symbol)
	return strings.ToUpper(strings.Join(strings.Fields(symbol), ""))
}

// SymbolOnPage holds the symbol that is printed on page 1 against the register.
// A difference is told and kept with the decision, not refused: words of a page
// can be read wrongly, and people judge.
func (s *Service) SymbolOnPage(ctx context.Context, d *Document) (PrintedSymbol, error) {
	base, ok := d.Base()
	if !ok || d.Direction != Outgoing {
		return PrintedSymbol{}, nil
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return PrintedSymbol{}, err
	}
	out := PrintedSymbol{Register: d.Symbol}
	if out.Register == "" {
		if out.Register, err = s.symbol(ctx, d, p); err != nil {
			return out, err
		}
	}
	pdf, err := s.Blobs.Open(ctx, base.SHA256)
	if err != nil {
		return out, fmt.Errorf("opening %s: %w", base.SHA256, err)
	}
	defer pdf.Close()
	pages, err := s.Pages.Words(ctx, pdf)
	if err != nil {
		return out, err
	}
	out.Printed, _ = placement.PrintedSymbol(pages)
	return out, nil
}

// noted adds what the page says of the symbol to the words of a decision.
func (s *Service) noted(ctx context.Context, d *Document, comment string) (string, error) {
	found, err := s.SymbolOnPage(ctx, d)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(strings.TrimSpace(comment) + "\n" + found.Words()), nil
}

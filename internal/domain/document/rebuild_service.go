package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/pades"
)

// Difference is one cached value that the evidence does not bear out.
type Difference struct {
	Document ID
	What     string // number, date, state, file
	Cached   string
	Evidence string
	Mended   bool
}

// proof is what the newest PDF of a document itself says.
type proof struct {
	signed, sealed bool
	number         string
	day            string
	report         *pades.Report
}

// Rebuild reads state, number and date of one outgoing document from its PDFs
// and compares them with the columns; with mend the columns are made to follow,
// under an audit entry. Evidence is never changed.
func (s *Service) Rebuild(ctx context.Context, id ID, mend bool) ([]Difference, error) {
	d, err := s.Store.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	main, ok := d.Current(Main)
	if d.Direction != Outgoing || !ok || main.Stage != Signed && main.Stage != Sealed {
		return nil, nil
	}
	pf, err := s.prove(ctx, main)
	if err != nil {
		return nil, err
	}
	found := d.compare(pf)
	if !mend || len(found) == 0 {
		return found, nil
	}
	return s.mend(ctx, id, pf)
}

func (s *Service) prove(ctx context.Context, f File) (proof, error) {
	report, err := s.verify(ctx, f.SHA256)
	if err != nil {
		return proof{}, err
	}
	pf := proof{report: report}
	for _, sig := range report.Signatures {
		if sig.Certificate == nil || sig.Indication != pades.TotalPassed {
			continue
		}
		c, err := s.Signing.ByFingerprint(ctx, sig.Certificate.SHA256)
		if err != nil {
			continue // not of the register: proves nothing here
		}
		pf.signed = pf.signed || c.Class == signing.ClassPerson
		pf.sealed = pf.sealed || c.Class == signing.ClassAgency
	}
	values := map[string]string{}
	for _, v := range report.Values {
		values[v.Field] = v.Value
	}
	pf.number = values[pades.FieldNumber]
	if values[pades.FieldDay] != "" {
		pf.day = values[pades.FieldDay]
	}
	return pf, nil
}

// compare lists where the columns differ from the proof.
func (d *Document) compare(pf proof) []Difference {
	var out []Difference
	add := func(what, cached, evidence string) {
		if cached != evidence {
			out = append(out, Difference{Document: d.ID, What: what, Cached: cached, Evidence: evidence})
		}
	}
	if n, err := strconv.Atoi(pf.number); err == nil && pf.sealed {
		add("number", strconv.Itoa(d.Number), strconv.Itoa(n))
	}
	if pf.day != "" && len(d.IssuedOn) == len("2006-01-02") {
		add("date", d.IssuedOn[8:], pf.day)
	}
	add("state", d.State.Name(), d.provenState(pf).Name())
	return out
}

// provenState is the state that the signatures allow: a later state of the
// same evidence stands.
func (d *Document) provenState(pf proof) State {
	switch {
	case pf.sealed && oneOf(d.State, []State{SealedState, Released, CancelledState}):
		return d.State
	case pf.sealed:
		return SealedState
	case pf.signed && !d.signatureStands():
		return d.State // the document was returned after it; the signed PDF stays as a file
	case pf.signed && oneOf(d.State, []State{AwaitingClerk, Numbered, Faulty, CancelledState}):
		return d.State
	case pf.signed:
		return AwaitingClerk
	}
	return d.State
}

func (d *Document) signatureStands() bool {
	_, ok := d.standing(SignatureMade)
	return ok
}

func (s *Service) mend(ctx context.Context, id ID, pf proof) ([]Difference, error) {
	var found []Difference
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if found = d.compare(pf); len(found) == 0 {
			return nil
		}
		p, err := s.Profile(d.Province)
		if err != nil {
			return err
		}
		if n, err := strconv.Atoi(pf.number); err == nil && pf.sealed {
			d.Number = n
		}
		if pf.day != "" && len(d.IssuedOn) == len("2006-01-02") {
			d.IssuedOn = d.IssuedOn[:8] + pf.day
		}
		d.State, d.UpdatedAt = d.provenState(pf), s.Now()
		for i := range found {
			found[i].Mended = true
		}
		return s.save(ctx, tx, system(d.Agency, d.Province), d, p, "document.rebuilt")
	})
	return found, err
}

// Gaps walks the registers of an agency and year and names every number
// without exactly one line; there must be none.
func (s *Service) Gaps(ctx context.Context, agency org.AgencyID, p *profile.Profile, year int) ([]string, error) {
	var out []string
	for _, book := range p.Numbering.Books {
		series := Series{Agency: agency, Book: book.Code, Year: year}
		last, err := s.Store.LastNumber(ctx, series)
		if err != nil {
			return nil, err
		}
		below, next := 0, last
		for next > 0 {
			rows, err := s.Store.Entries(ctx, series, below, 500)
			if err != nil {
				return nil, err
			}
			if len(rows) == 0 {
				out = append(out, fmt.Sprintf("%s/%d: thiếu các số từ 1 đến %d", book.Code, year, next))
				break
			}
			for _, e := range rows {
				if e.Number != next {
					out = append(out, fmt.Sprintf("%s/%d: thiếu số %d", book.Code, year, next))
				}
				next = e.Number - 1
			}
			below = next + 1
		}
	}
	return out, nil
}

// CheckFiles reads every stored file again and names those whose bytes are not
// those of their hash or are not there.
func (s *Service) CheckFiles(ctx context.Context) ([]Difference, error) {
	var out []Difference
	seen := map[string]bool{}
	err := s.Store.Files(ctx, func(id ID, f File) error {
		if seen[f.SHA256] {
			return nil
		}
		seen[f.SHA256] = true
		got, err := s.hashOf(ctx, f.SHA256)
		if err != nil {
			got = "không đọc được"
		}
		if errors.Is(err, context.Canceled) {
			return err
		}
		if got != f.SHA256 {
			out = append(out, Difference{Document: id, What: "file", Cached: f.SHA256, Evidence: got})
		}
		return nil
	})
	return out, err
}

func (s *Service) hashOf(ctx context.Context, sum string) (string, error) {
	blob, err := s.Blobs.Open(ctx, sum)
	if err != nil {
		return "", err
	}
	defer blob.Close()
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(blob, 0, blob.Size())); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

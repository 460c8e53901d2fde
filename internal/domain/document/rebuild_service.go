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

// rebuilt is the action of a mend in the log.
const rebuilt = "document.rebuilt"

// proof is what the newest PDF of a document itself says.
type proof struct {
	signed, sealed bool
	number         string
	day            string
	month, year    string
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
	pf.day, pf.month, pf.year = values[pades.FieldDay], values[pades.FieldMonth], values[pades.FieldYear]
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
	if on := d.provenDay(pf); on != "" {
		add("date", d.IssuedOn, on)
	}
	add("state", d.State.Name(), d.provenState(pf).Name())
	return out
}

// provenDay is the date with every part that the sealed PDF fills in; a part
// that the page prints is left as it is. The page may print the first digits of
// the year, so only the last ones are held against it.
func (d *Document) provenDay(pf proof) string {
	on := d.IssuedOn
	if len(on) != len("2006-01-02") || !pf.sealed {
		return ""
	}
	if n, err := strconv.Atoi(pf.day); err == nil && n > 0 && n < 100 {
		on = fmt.Sprintf("%s%02d", on[:8], n)
	}
	if n, err := strconv.Atoi(pf.month); err == nil && n > 0 && n < 100 {
		on = fmt.Sprintf("%s%02d%s", on[:5], n, on[7:])
	}
	if n := len(pf.year); n > 0 && n <= 4 {
		on = on[:4-n] + pf.year + on[4:]
	}
	return on
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
		if on := d.provenDay(pf); on != "" {
			d.IssuedOn = on
		}
		d.State, d.UpdatedAt = d.provenState(pf), s.Now()
		for i := range found {
			found[i].Mended = true
		}
		return s.save(ctx, tx, system(d.Agency, d.Province), d, p, rebuilt)
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
		top, err := s.Store.Entries(ctx, series, 0, 1)
		if err != nil {
			return nil, err
		}
		if len(top) > 0 && top[0].Number > last {
			out = append(out, fmt.Sprintf("%s/%d: số cuối ghi %d nhưng trong sổ có số %d", book.Code, year, last, top[0].Number))
		}
		below, next := last+1, last
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

package subscriber

import (
	"context"
	"fmt"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/event"
	"antin/internal/fault"
)

// Bounds of a list.
const (
	MaxImportRows = 10_000
	MaxImportFile = 64 << 20 // bytes; 10,000 certificates in base64 are about 30 MB
	maxCell       = 32_767   // characters, as a spreadsheet has it
	importBatch   = 50       // rows of one transaction
)

// EventImport asks for work on a list; the subject is the import.
const EventImport = "registry-import.started"

// StartImport takes a list whose first row has the headings, keeps every row,
// and has the work done behind it: HandleImport goes on row by row, whatever
// stops it in between.
func (s *Service) StartImport(ctx context.Context, by org.Actor, name string, table [][]string) (ImportID, error) {
	if err := s.Guard.Allow(ctx, by, ActRegister, org.OfAgency); err != nil {
		return "", err
	}
	rows, err := readRows(table)
	if err != nil {
		return "", err
	}
	id, err := newID()
	if err != nil {
		return "", err
	}
	i := Import{ID: ImportID(id), Province: by.Province, Agency: by.Agency, Person: by.Person, Account: by.Account, Name: short(name),
		Total: len(rows), State: ImportRunning, CreatedAt: s.Now()}
	return i.ID, s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddImport(ctx, i); err != nil {
			return err
		}
		for _, r := range rows {
			if err := tx.AddImportRow(ctx, i.ID, r); err != nil {
				return err
			}
		}
		if err := tx.Emit(ctx, event.New(EventImport, id, struct{}{})); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "registry-import.started", id, "", "rows", fmt.Sprint(len(rows))))
	})
}

func short(name string) string {
	r := []rune(strings.ToValidUTF8(name, ""))
	return string(r[:min(len(r), 200)])
}

// HandleImport works on a list until its last row; a second run goes on where
// the first one stopped.
func (s *Service) HandleImport(ctx context.Context, e event.Event) error {
	id := ImportID(e.Subject)
	i, err := s.Store.Import(ctx, id)
	if err != nil {
		return fmt.Errorf("reading import %s: %w", id, err)
	}
	by, err := s.Org.ActorOf(ctx, i.Account)
	if _, refused := fault.From(err); err != nil && !refused {
		return err
	}
	work := &importing{Service: s, by: by, refused: err, agencies: map[string]org.Agency{}, people: map[org.AgencyID][]org.Person{}}
	for {
		more, err := work.batch(ctx, id)
		if err != nil || !more {
			return err
		}
	}
}

// importing is one run over a list; what it looks up does not change under it.
type importing struct {
	*Service
	by       org.Actor
	refused  error // the account was closed meanwhile
	agencies map[string]org.Agency
	people   map[org.AgencyID][]org.Person
}

// batch judges some rows and saves them together; when they cannot be saved
// together, each by itself, so that a broken row stops no other.
func (w *importing) batch(ctx context.Context, id ImportID) (more bool, err error) {
	rows, err := w.Store.ImportRows(ctx, id, RowWaiting, 0, importBatch)
	if err != nil {
		return false, err
	}
	if len(rows) == 0 {
		return false, w.end(ctx, id)
	}
	list := make([]*judged, len(rows))
	for i := range rows {
		j, err := w.row(ctx, rows[i])
		if f, ok := fault.From(err); ok {
			rows[i].refuse(f)
		} else if err != nil {
			return false, err
		}
		list[i] = j
	}
	err = w.save(ctx, id, rows, list)
	if f, ok := fault.From(err); ok && len(rows) == 1 {
		rows[0].refuse(f)
		return true, w.save(ctx, id, rows, []*judged{nil})
	} else if ok {
		return true, w.oneByOne(ctx, id, rows, list)
	}
	return true, err
}

func (w *importing) oneByOne(ctx context.Context, id ImportID, rows []ImportRow, list []*judged) error {
	for i := range rows {
		one := rows[i : i+1]
		err := w.save(ctx, id, one, list[i:i+1])
		if f, ok := fault.From(err); ok {
			one[0].refuse(f)
			err = w.save(ctx, id, one, []*judged{nil})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// save enters the judged rows and writes the outcome of all, in one transaction.
func (w *importing) save(ctx context.Context, id ImportID, rows []ImportRow, list []*judged) error {
	return w.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		i, err := tx.LockImport(ctx, id)
		if err != nil {
			return err
		}
		for n, j := range list {
			row := rows[n]
			if j != nil {
				if err := w.enter(ctx, tx, w.by, j); err != nil {
					return err
				}
				row.State, row.Certificate = RowEntered, j.certificate.ID
				i.Entered++
			} else {
				i.Refused++
			}
			i.Done++
			row.Cells = withoutCertificate(row)
			if err := tx.SaveImportRow(ctx, id, row); err != nil {
				return err
			}
		}
		return tx.SaveImport(ctx, i)
	})
}

// withoutCertificate drops the certificate of a row that is entered: the
// register has it.
func withoutCertificate(r ImportRow) map[string]string {
	if r.State != RowEntered {
		return r.Cells
	}
	left := make(map[string]string, len(r.Cells))
	for code, text := range r.Cells {
		if code != "certificate" {
			left[code] = text
		}
	}
	return left
}

func (w *importing) end(ctx context.Context, id ImportID) error {
	return w.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		i, err := tx.LockImport(ctx, id)
		if err != nil || i.State == ImportDone {
			return err
		}
		i.State, i.EndedAt = ImportDone, w.Now()
		if err := tx.SaveImport(ctx, i); err != nil {
			return err
		}
		return tx.Audit(ctx, w.entry(w.by, "registry-import.ended", string(id), "", "entered", fmt.Sprint(i.Entered), "refused", fmt.Sprint(i.Refused)))
	})
}

func (r *ImportRow) refuse(f *fault.Fault) {
	r.State, r.Reason, r.Clause = RowRefused, f.Message, f.Clause
	if f.Action != "" {
		r.Reason += " " + f.Action
	}
}

// ImportProgress gives a list with its counts.
func (s *Service) ImportProgress(ctx context.Context, by org.Actor, id ImportID) (Import, error) {
	i, err := s.Store.Import(ctx, id)
	if err != nil {
		return i, missing(err, "import.unknown", "Không có lần nhập danh sách này.")
	}
	rel, err := s.within(ctx, by, i.Agency)
	if err != nil {
		return i, err
	}
	return i, s.Guard.Allow(ctx, by, ActRegister, rel...)
}

// ImportReport gives rows of a list with their outcome, in their order; state
// empty gives all.
func (s *Service) ImportReport(ctx context.Context, by org.Actor, id ImportID, state RowState, after, limit int) ([]ImportRow, error) {
	if _, err := s.ImportProgress(ctx, by, id); err != nil {
		return nil, err
	}
	return s.Store.ImportRows(ctx, id, state, after, limit)
}

// RecentImports lists the agency's latest lists.
func (s *Service) RecentImports(ctx context.Context, by org.Actor) ([]Import, error) {
	if err := s.Guard.Allow(ctx, by, ActRegister, org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.Imports(ctx, by.Agency, 20)
}

package document

import (
	"context"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// AccessKind is what somebody did with a document without changing it.
type AccessKind string

// Kinds, each a permission of its own (BG-16.5).
const (
	Viewed     AccessKind = "view"
	Downloaded AccessKind = "download"
	Printed    AccessKind = "print"
)

// Name is the kind in the words of the screens.
func (k AccessKind) Name() string {
	switch k {
	case Viewed:
		return "Mở xem"
	case Downloaded:
		return "Tải tệp"
	case Printed:
		return "In"
	}
	return string(k)
}

// Actions on documents that are written down.
const (
	ActionDownload org.Action = "document.download"
	ActionPrint    org.Action = "document.print"
	ActionAccesses org.Action = "document.accesses"
)

// Access is one use of a document.
type Access struct {
	Document   ID
	Person     org.PersonID
	PersonName string
	Account    org.AccountID
	Agency     org.AgencyID
	Kind       AccessKind
	At         time.Time
}

// AccessStore keeps who used which document.
type AccessStore interface {
	AddAccess(ctx context.Context, a Access) error
	// Accesses lists uses of a document, newest first; at most 200.
	Accesses(ctx context.Context, id ID) ([]Access, error)
}

// Accessed asks the permission for the use, writes it down, and only then lets
// the caller go on: what is not written does not happen.
func (s *Service) Accessed(ctx context.Context, by org.Actor, id ID, kind AccessKind) error {
	d, err := s.Store.Load(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return notHere()
	}
	if err != nil {
		return fmt.Errorf("reading document %s: %w", id, err)
	}
	action := readAction(d)
	switch kind {
	case Downloaded:
		action = ActionDownload
	case Printed:
		action = ActionPrint
	case Viewed:
	default:
		return fault.New(fault.Invalid, "access.kind", "Không rõ thao tác.")
	}
	if err := s.allow(ctx, by, d, action); err != nil {
		return err
	}
	a := Access{Document: id, Person: by.Person, PersonName: by.Name, Account: by.Account, Agency: by.Agency, Kind: kind, At: s.Now()}
	if err := s.Store.AddAccess(ctx, a); err != nil {
		return fmt.Errorf("writing down the use of document %s: %w", id, err)
	}
	return nil
}

// Accesses lists who opened, downloaded or printed the document, newest first,
// for those who answer for it.
func (s *Service) Accesses(ctx context.Context, by org.Actor, id ID) ([]Access, error) {
	if _, err := s.load(ctx, by, id, ActionAccesses); err != nil {
		return nil, err
	}
	return s.Store.Accesses(ctx, id)
}

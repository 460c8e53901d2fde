package document

import (
	"context"
	"slices"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Reader names somebody who may see a document: a role in an agency, the leader
// of a unit, a unit, or a person. It is made by the functions below alone, and
// stands in rows and in the search index as it is.
type Reader string

// RoleIn is whoever holds the role in the agency. Roles that run the system
// (quản trị) never read by it (BG-14.5).
func RoleIn(agency org.AgencyID, role org.Role) Reader {
	return Reader("a:" + string(agency) + ":" + string(role))
}

// WholeUnit is everybody who acts for the unit.
func WholeUnit(unit org.UnitID) Reader { return Reader("u:" + string(unit)) }

// LeaderOf is the leader of the unit.
func LeaderOf(unit org.UnitID) Reader {
	return Reader("u:" + string(unit) + ":" + string(org.UnitLeader))
}

// PersonIn is the person while acting for the agency: who moves on takes no
// documents along.
func PersonIn(agency org.AgencyID, person org.PersonID) Reader {
	return Reader("p:" + string(agency) + ":" + string(person))
}

// AnyPost is the person in whatever agency.
func AnyPost(person org.PersonID) Reader { return Reader("p:" + string(person)) }

// Cause says why somebody may see a document.
type Cause string

// Causes that follow from the document itself.
const (
	OfItsAgency Cause = "agency"
	OfItsUnit   Cause = "unit"
	AsDrafter   Cause = "drafter"
	AsSigner    Cause = "signer"
	WasAsked    Cause = "asked"
	WasAssigned Cause = "assigned"
)

// CauseOf is a cause that lies outside the document: the kind and id of the
// task, the joint document or the request that needs it to be seen.
func CauseOf(kind, id string) Cause { return Cause(kind + ":" + id) }

// Grant is one reader with the cause.
type Grant struct {
	Reader Reader
	Cause  Cause
}

// Readers is the one rule of who may see a document; every query path agrees
// with it. What is not in it does not exist for the actor.
func (d *Document) Readers() []Grant { return append(d.ownReaders(), d.Grants...) }

// OwnReaders are those who follow from the document itself, without what was
// granted; the store keeps them as rows with each save.
func (d *Document) OwnReaders() []Grant { return d.ownReaders() }

func (d *Document) ownReaders() []Grant {
	var out []Grant
	add := func(r Reader, c Cause) {
		if g := (Grant{r, c}); !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	roles := []org.Role{org.Clerk, org.Leader, org.Archivist}
	if d.Direction == Outgoing {
		roles = append(roles, org.FormatChecker)
	}
	for _, role := range roles {
		add(RoleIn(d.Agency, role), OfItsAgency)
	}
	if d.Unit != "" {
		add(LeaderOf(d.Unit), OfItsUnit)
	}
	if d.Direction == Outgoing && d.Drafter != "" {
		add(PersonIn(d.Agency, d.Drafter), AsDrafter)
	}
	if d.Direction == Outgoing && d.Signer.Person != "" {
		add(AnyPost(d.Signer.Person), AsSigner)
	}
	for _, o := range d.Opinions {
		if o.Round == d.round() {
			if o.Person != "" {
				add(PersonIn(d.Agency, o.Person), WasAsked)
			}
			if o.Unit != "" {
				add(LeaderOf(o.Unit), WasAsked)
			}
		}
	}
	for _, a := range d.Assignments {
		if !a.inHands() {
			continue
		}
		add(PersonIn(d.Agency, a.Person), WasAssigned)
		if a.Unit != "" {
			add(LeaderOf(a.Unit), WasAssigned)
		}
	}
	for _, r := range d.chainReaders() {
		add(r, InChain)
	}
	return out
}

// Clearances are the readers that an actor is. Whoever runs the system is none,
// whatever else that person may be (BG-14.5).
func Clearances(by org.Actor) []Reader {
	if by.Account == "" || by.Person == "" || by.Has(org.Administrator) {
		return nil
	}
	out := []Reader{AnyPost(by.Person), PersonIn(by.Agency, by.Person)}
	for _, role := range by.Roles {
		if r := RoleIn(by.Agency, role); role != org.UnitLeader && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	if by.Unit != "" {
		out = append(out, WholeUnit(by.Unit))
		if by.Has(org.UnitLeader) {
			out = append(out, LeaderOf(by.Unit))
		}
	}
	return out
}

// SeenBy reports whether the actor is among the readers.
func (d *Document) SeenBy(by org.Actor) bool {
	cleared := Clearances(by)
	return slices.ContainsFunc(d.Readers(), func(g Grant) bool { return slices.Contains(cleared, g.Reader) })
}

// Visible keeps those of the ids that the actor may see, at most 200 at once;
// lists of other subjects ask it before they show a title or a link.
func (s *Service) Visible(ctx context.Context, by org.Actor, ids []ID) (map[ID]bool, error) {
	cleared := Clearances(by)
	if len(cleared) == 0 || len(ids) == 0 {
		return map[ID]bool{}, nil
	}
	return s.Store.Visible(ctx, ids, cleared)
}

// CheckGrant refuses what no command may grant: a reader that was put together
// by hand, a role that runs the system, and a cause of the document's own.
func CheckGrant(readers []Reader, cause Cause) error {
	kind, id, ok := strings.Cut(string(cause), ":")
	if !ok || kind == "" || id == "" {
		return fault.New(fault.Invalid, "reader.cause", "Quyền xem phải có căn cứ.")
	}
	for _, r := range readers {
		parts := strings.Split(string(r), ":")
		known := len(parts) > 1 && !slices.Contains(parts, "") && (parts[0] == "p" || parts[0] == "u" || parts[0] == "a" && len(parts) == 3)
		if !known || parts[len(parts)-1] == string(org.Administrator) {
			return fault.New(fault.Invalid, "reader.unknown", "Không cấp quyền xem cho đối tượng này.")
		}
	}
	return nil
}

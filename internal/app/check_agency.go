package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
)

// grant is one role of one person in one agency.
type grant struct{ person, agency, role string }

// fold takes the next entry about a person's roles.
func fold(grants map[grant]bool, e audit.Entry) {
	g := grant{e.Subject, e.Data["agency"], e.Data["role"]}
	switch e.Action {
	case "role.granted":
		grants[g] = true
	case "role.revoked":
		delete(grants, g)
	}
}

// series visits the last number of every register of the living agencies.
func (c *rowCheck) series(ctx context.Context, visit func(agency org.Agency, name, key string, last int)) error {
	a := c.app
	list, err := c.living(ctx)
	if err != nil {
		return err
	}
	for _, agency := range list {
		list, err := a.Register.Store.Series(ctx, agency.ID)
		if err != nil {
			return err
		}
		for _, now := range list {
			name := fmt.Sprintf("%s/%d", now.Series.Book, now.Series.Year)
			visit(agency, name, now.Series.String(), now.Last)
		}
	}
	return nil
}

func (c *rowCheck) living(ctx context.Context) ([]org.Agency, error) {
	return c.app.Org.Agencies(ctx, org.AgencyQuery{Province: c.app.Config.Province, At: c.app.Now(), Limit: 2000})
}

// numbers holds how many numbers a register has given against the log. While
// the server is at work the log has at least those from before it was read and
// at most those from after.
func (c *rowCheck) numbers(ctx context.Context) error {
	return c.series(ctx, func(agency org.Agency, name, key string, last int) {
		if logged := c.lines[key] + c.held[key]; logged > last || logged < c.before[key] {
			c.out = append(c.out, fmt.Sprintf("%s: sổ %s ghi đã cấp %d số, theo nhật ký là %d", agency.Name, name, last, logged))
		}
	})
}

// agencies holds roles and seals of each living agency against the log.
func (c *rowCheck) agencies(ctx context.Context) error {
	list, err := c.living(ctx)
	if err != nil {
		return err
	}
	for _, agency := range list {
		if err := c.roles(ctx, agency); err != nil {
			return err
		}
		if err := c.certificates(ctx, agency); err != nil {
			return err
		}
		if err := c.posts(ctx, agency); err != nil {
			return err
		}
	}
	return nil
}

func (c *rowCheck) roles(ctx context.Context, agency org.Agency) error {
	held := map[grant]bool{}
	var doubtful []grant
	for _, role := range org.Roles {
		people, err := c.app.Org.PeopleWith(ctx, agency.ID, role, c.app.Now())
		if err != nil {
			return err
		}
		for _, person := range people {
			g := grant{string(person.ID), string(agency.ID), string(role)}
			held[g] = true
			if !c.grants[g] {
				doubtful = append(doubtful, g)
			}
		}
	}
	for g := range c.grants {
		if g.agency == string(agency.ID) && !held[g] {
			doubtful = append(doubtful, g)
		}
	}
	slices.SortFunc(doubtful, func(a, b grant) int { return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.role, b.role)) })
	for _, g := range doubtful {
		if err := c.doubt(ctx, agency, g); err != nil {
			return err
		}
	}
	return nil
}

// doubt looks at one role again, as it may have been given or taken meanwhile.
func (c *rowCheck) doubt(ctx context.Context, agency org.Agency, g grant) error {
	list, err := c.app.Audit.History(ctx, g.person)
	if err != nil {
		return err
	}
	logged := map[grant]bool{}
	for _, e := range list {
		fold(logged, e.Entry)
	}
	has, err := c.app.Org.HasRole(ctx, org.PersonID(g.person), agency.ID, org.Role(g.role), c.app.Now())
	if err != nil || has == logged[g] {
		return err
	}
	words := "có vai trò %s ở %s mà nhật ký không ghi"
	if !has {
		words = "theo nhật ký có vai trò %s ở %s nhưng dòng của nó không còn"
	}
	c.out = append(c.out, "người "+g.person+": "+fmt.Sprintf(words, org.Role(g.role).Label(), agency.Name))
	return nil
}

func (c *rowCheck) certificates(ctx context.Context, agency org.Agency) error {
	list, err := c.app.Signing.OfAgency(ctx, agency.ID)
	if err != nil {
		return err
	}
	for _, row := range list {
		if err := c.known(ctx, string(row.ID), "chứng thư số"); err != nil {
			return err
		}
	}
	return nil
}

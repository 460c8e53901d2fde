package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"math/big"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
)

// Login is one practice account as it is printed.
type Login struct {
	Account, Name, Title, Agency string
	Password                     string // to sign in
	KeyPassword                  string // of the practice key, empty without one
}

// province makes the practice province and keeps what tests and the tour need
// to act as its people.
type province struct {
	app      *App
	by       org.Actor
	agencies map[string]org.Agency
	logins   []Login
	accounts map[string]org.AccountID
	keys     []practice.Option // how keys and certificates are made
	tokens   int               // devices in the book so far, for their serials
}

// makeProvince fills an empty installation.
func makeProvince(ctx context.Context, a *App) (*province, error) { return makeProvinceWith(ctx, a) }

func makeProvinceWith(ctx context.Context, a *App, keys ...practice.Option) (*province, error) {
	p := &province{app: a, by: org.Installer(a.Config.Province), agencies: map[string]org.Agency{}, accounts: map[string]org.AccountID{}, keys: keys}
	for _, row := range practiceAgencies {
		if err := p.agency(ctx, row); err != nil {
			return nil, fmt.Errorf("making %s: %w", row.name, err)
		}
	}
	if _, err := a.Subscribers.Adopt(ctx, p.by); err != nil {
		return nil, fmt.Errorf("entering the certificates into the register: %w", err)
	}
	return p, nil
}

func (p *province) agency(ctx context.Context, row agencyRow) error {
	agency, err := p.app.Org.CreateAgency(ctx, p.by, org.Agency{
		Code: row.code, Name: row.name, Superior: row.superior, ShortName: row.short, Place: cmp.Or(row.place, "Nghệ An"),
		Parent: p.agencies[row.parent].ID, Province: p.app.Config.Province, ValidFrom: p.began(),
	})
	if err != nil {
		return err
	}
	p.agencies[row.code] = agency
	units := map[string]org.UnitID{}
	for _, u := range row.units {
		unit, err := p.app.Org.CreateUnit(ctx, p.by, org.Unit{Agency: agency.ID, Name: u.name, ShortName: u.short})
		if err != nil {
			return err
		}
		units[u.short] = unit.ID
	}
	made, err := p.secrets(row)
	if err != nil {
		return err
	}
	var clerk person
	for i, r := range row.people {
		who, err := p.person(ctx, agency, units[r.unit], r, made[i])
		if err != nil {
			return fmt.Errorf("%s: %w", r.account, err)
		}
		if oneOfRoles(r.roles, org.Clerk) && clerk.id == "" {
			clerk = who
		}
	}
	return p.seal(ctx, agency, row, clerk, made[len(made)-1])
}

// began is when the posts of the practice people began: long enough ago for
// everything that is tried.
func (p *province) began() time.Time { return p.app.Now().AddDate(-1, 0, 0).Truncate(24 * time.Hour) }

func oneOfRoles(list []org.Role, want org.Role) bool {
	for _, r := range list {
		if r == want {
			return true
		}
	}
	return false
}

// secret is what takes computing time: a key pair, its certificate and its box.
type secret struct {
	password, keyPassword string
	cert                  *x509.Certificate
	box                   []byte
}

// secrets makes the keys of an agency's signers, and last the key of its seal,
// on all cores. The seal's key opens with the password of the clerk.
func (p *province) secrets(row agencyRow) ([]secret, error) {
	out := make([]secret, len(row.people)+1)
	clerkKey := ""
	for i, r := range row.people {
		out[i].password, out[i].keyPassword = "thuchanh-"+digits(6), "khoa-"+digits(6)
		if oneOfRoles(r.roles, org.Clerk) && clerkKey == "" {
			clerkKey = out[i].keyPassword
		}
	}
	out[len(row.people)].keyPassword = clerkKey
	var g errgroup.Group
	g.SetLimit(4)
	for i := range out {
		if i < len(row.people) && len(row.people[i].sign) == 0 {
			if !oneOfRoles(row.people[i].roles, org.Clerk) {
				out[i].keyPassword = ""
			}
			continue
		}
		g.Go(func() error { return p.issue(row, i, &out[i]) })
	}
	return out, g.Wait()
}

func (p *province) issue(row agencyRow, i int, s *secret) error {
	var key []byte
	var err error
	now := p.app.Now()
	if i < len(row.people) {
		r := row.people[i]
		s.cert, key, err = p.app.PKI.IssuePerson(practice.Person{Name: r.name, Title: r.title, Agency: row.name, ID: r.account}, now, p.keys...)
	} else {
		s.cert, key, err = p.app.PKI.IssueAgency(practice.Agency{Name: row.name, Code: row.code, Superior: row.superior}, now, p.keys...)
	}
	if err != nil {
		return err
	}
	s.box, err = p.app.Keys.LockKey(key, s.keyPassword)
	return err
}

// digits are n random decimal digits.
func digits(n int) string {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	v, err := rand.Int(rand.Reader, limit)
	if err != nil {
		panic("the machine has no randomness: " + err.Error())
	}
	return fmt.Sprintf("%0*d", n, v)
}

type person struct{ id org.PersonID }

func (p *province) person(ctx context.Context, agency org.Agency, unit org.UnitID, r personRow, s secret) (person, error) {
	who, err := p.app.Org.CreatePerson(ctx, p.by, org.Person{Name: r.name, Email: r.account + "@nghean.gov.vn"})
	if err != nil {
		return person{}, err
	}
	post, err := p.app.Org.Appoint(ctx, p.by, org.Post{Person: who.ID, Agency: agency.ID, Unit: unit, Title: r.title, From: p.began()})
	if err != nil {
		return person{}, err
	}
	for _, role := range r.roles {
		if err := p.app.Org.GrantRole(ctx, p.by, who.ID, agency.ID, role); err != nil {
			return person{}, err
		}
	}
	for _, sign := range r.sign {
		_, err := p.app.Org.GrantAuthority(ctx, p.by, org.Authority{Agency: agency.ID, Post: post.ID, Type: sign.types, Capacity: sign.capacity, From: p.began()})
		if err != nil {
			return person{}, err
		}
	}
	account, err := p.app.Org.CreateAccount(ctx, p.by, who.ID, agency.ID, r.account, s.password)
	if err != nil {
		return person{}, err
	}
	p.accounts[r.account] = account.ID
	p.logins = append(p.logins, Login{r.account, r.name, r.title, agency.Name, s.password, s.keyPassword})
	if s.cert == nil {
		return person{id: who.ID}, nil
	}
	if err := p.register(ctx, s, signing.Incoming{Class: signing.ClassPerson, Person: who.ID, Agency: agency.ID}); err != nil {
		return person{}, err
	}
	_, err = p.app.Signing.SaveImage(ctx, p.by, signing.Image{
		Kind: signing.PersonImage, Owner: string(who.ID), PNG: practice.SignaturePNG(r.name, len(p.logins)), WidthMM: 42, HeightMM: 18.2,
	})
	return person{id: who.ID}, err
}

// register enters a certificate with its practice key.
func (p *province) register(ctx context.Context, s secret, in signing.Incoming) error {
	in.DER, in.KeyKind = s.cert.Raw, signing.KeyPractice
	for _, above := range p.app.PKI.Chain() {
		in.Chain = append(in.Chain, above.Raw)
	}
	row, err := p.app.Signing.Import(ctx, p.by, in)
	if err != nil {
		return err
	}
	return p.app.Signing.PutPracticeKey(ctx, p.by, row.ID, s.box)
}

// seal registers the agency's certificate, gives it to the clerk, and stores
// the picture of the seal in its real size.
func (p *province) seal(ctx context.Context, agency org.Agency, row agencyRow, clerk person, s secret) error {
	if err := p.register(ctx, s, signing.Incoming{Class: signing.ClassAgency, Agency: agency.ID}); err != nil {
		return err
	}
	rows, err := p.app.Signing.OfAgency(ctx, agency.ID)
	if err != nil {
		return err
	}
	_, err = p.app.Signing.AssignCustody(ctx, p.by, signing.Custody{
		Certificate: rows[0].ID, Holder: clerk.id, Decision: "Biên bản giao nhận số 01 (thực hành)", From: p.app.Now(),
	})
	if err != nil {
		return err
	}
	_, err = p.app.Signing.SaveImage(ctx, p.by, signing.Image{
		Kind: signing.SealImage, Owner: string(agency.ID), PNG: practice.SealPNG(row.name, row.superior, row.sealMM), WidthMM: row.sealMM, HeightMM: row.sealMM,
	})
	return err
}

// login finds the practice account of a person.
func (p *province) login(account string) Login {
	for _, l := range p.logins {
		if l.Account == account {
			return l
		}
	}
	panic("no practice account " + account)
}

// actor is a practice person as signed in.
func (p *province) actor(ctx context.Context, account string) (org.Actor, error) {
	return p.app.Org.ActorOf(ctx, p.accounts[account])
}

// table prints the accounts for the terminal and the file.
func table(logins []Login) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-22s %-22s %-28s %-18s %s\n", "Tài khoản", "Họ tên", "Chức vụ", "Mật khẩu", "Mật khẩu khóa")
	agency := ""
	for _, l := range logins {
		if l.Agency != agency {
			agency = l.Agency
			fmt.Fprintf(&b, "\n%s\n", agency)
		}
		fmt.Fprintf(&b, "%s %s %s %s %s\n", pad(l.Account, 22), pad(l.Name, 22), pad(l.Title, 28), pad(l.Password, 18), l.KeyPassword)
	}
	return b.String()
}

// pad counts letters, not bytes.
func pad(s string, width int) string {
	if n := len([]rune(s)); n < width {
		return s + strings.Repeat(" ", width-n)
	}
	return s
}

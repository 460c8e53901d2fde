package orgweb

import (
	"crypto/rand"
	"encoding/base32"
	"net/http"
	"slices"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// accountsPage lists who may sign in for an agency, and as what.
type accountsPage struct {
	ui.Page
	Agency   string
	Accounts []accountLine
	Without  []personLine // people of the agency who have no account
	Empty    ui.Empty
}

type accountLine struct {
	Name, Person, Href string
	Roles              string
	Since              string
	Chip               ui.Chip
}

func (m *module) accounts(w http.ResponseWriter, r *web.Request) error {
	ctx, id := r.Context(), org.AgencyID(r.PathValue("id"))
	a, err := m.agencyHere(r, id)
	if err != nil {
		return err
	}
	list, err := m.Org.AccountsIn(ctx, r.Actor, id)
	if err != nil {
		return err
	}
	page := &accountsPage{Page: ui.Page{Title: "Tài khoản và vai trò", Lead: a.Name, Crumbs: crumbsOf(a)}, Agency: string(id),
		Empty: ui.Empty{Title: "Chưa có tài khoản nào.", From: "Tài khoản được cấp cho người đang giữ chức vụ ở cơ quan này."}}
	has := map[org.PersonID]bool{}
	for _, account := range list {
		has[account.Person] = has[account.Person] || !account.Disabled
		line, err := m.accountLine(r, account)
		if err != nil {
			return err
		}
		page.Accounts = append(page.Accounts, line)
	}
	people, err := m.Org.PeopleOf(ctx, id, m.Now())
	if err != nil {
		return err
	}
	for _, p := range people {
		if !has[p.ID] {
			page.Without = append(page.Without, personLine{Name: p.Name, Href: "/to-chuc/cap-tai-khoan?person=" + string(p.ID) + "&agency=" + string(id)})
		}
	}
	return r.Render(w, page)
}

func (m *module) agencyHere(r *web.Request, id org.AgencyID) (org.Agency, error) {
	a, err := m.Org.Agency(r.Context(), id)
	if err == nil && a.Province != r.Actor.Province {
		err = fault.New(fault.NotFound, "org.agency", "Không có cơ quan này.")
	}
	return a, err
}

func crumbsOf(a org.Agency) []ui.Link {
	return []ui.Link{{Text: "Cơ quan, đơn vị, cán bộ", Href: "/to-chuc"}, {Text: a.Name, Href: "/to-chuc/co-quan/" + string(a.ID)}}
}

func (m *module) accountLine(r *web.Request, a org.Account) (accountLine, error) {
	p, err := m.Org.Person(r.Context(), a.Person)
	if err != nil {
		return accountLine{}, err
	}
	roles, err := m.Org.RolesOf(r.Context(), a.Person, a.Agency, m.Now())
	if err != nil {
		return accountLine{}, err
	}
	words := make([]string, len(roles))
	for i, role := range roles {
		words[i] = role.Label()
	}
	return accountLine{Name: a.Name, Person: p.Name, Href: "/to-chuc/tai-khoan/" + string(a.ID), Roles: strings.Join(words, ", "),
		Since: ui.Day(a.PasswordAt), Chip: accountChip(a)}, nil
}

func accountChip(a org.Account) ui.Chip {
	if a.Disabled {
		return ui.Chip{Tone: ui.Bad, Text: "Đã khóa"}
	}
	return ui.Chip{Tone: ui.Good, Text: "Đang mở"}
}

// newAccount asks for the sign-in name; the password is made here.
func (m *module) newAccount(w http.ResponseWriter, r *web.Request) error {
	page, err := m.accountForm(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) accountForm(r *web.Request) (*formPage, error) {
	p, err := m.Org.Person(r.Context(), org.PersonID(value(r, "person")))
	if err != nil {
		return nil, err
	}
	a, err := m.agencyHere(r, org.AgencyID(value(r, "agency")))
	if err != nil {
		return nil, err
	}
	name := value(r, "name")
	if name == "" {
		name, _, _ = strings.Cut(p.Email, "@")
	}
	page := &formPage{Page: ui.Page{Title: "Cấp tài khoản", Lead: p.Name + ", " + a.Name, Crumbs: crumbsOf(a)}, Post: "/to-chuc/cap-tai-khoan",
		Hidden: []ui.Hidden{{Name: "person", Value: string(p.ID)}, {Name: "agency", Value: string(a.ID)}},
		Deed:   ui.Deed{Label: "Cấp tài khoản", Press: "Ctrl S"}, Back: ui.Link{Text: "Thôi", Href: accountsOf(a.ID)}}
	page.Fields = []ui.Input{page.Input("name", "Tên đăng nhập", name).Hinted("Chữ không dấu, số, dấu chấm, gạch. Mật khẩu lần đầu do hệ thống tạo, hiện một lần.").Completed("off").Focused()}
	return page, nil
}

func accountsOf(id org.AgencyID) string { return "/to-chuc/co-quan/" + string(id) + "/tai-khoan" }

// secretPage shows a password that was made here. It is shown once: nothing
// keeps it.
type secretPage struct {
	ui.Page
	Name, Password string
	Back           ui.Link
}

func (m *module) addAccount(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	password := firstPassword()
	person, agency := org.PersonID(r.Text("person")), org.AgencyID(r.Text("agency"))
	a, err := m.Org.CreateAccount(r.Context(), r.Actor, person, agency, r.Text("name"), password)
	if err != nil {
		page, formErr := m.accountForm(r)
		if formErr != nil {
			return formErr
		}
		return page.refuse(w, r, err)
	}
	return r.Render(w, &secretPage{Page: ui.Page{Title: "Đã cấp tài khoản"}, Name: a.Name, Password: password,
		Back: ui.Link{Text: "Chọn vai trò cho tài khoản", Href: "/to-chuc/tai-khoan/" + string(a.ID)}})
}

// firstPassword is 80 random bits that are easy to read out.
func firstPassword() string {
	var raw [10]byte
	_, _ = rand.Read(raw[:]) // never fails
	text := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw[:]))
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
}

// accountPage is one account: its roles, its password, its lock.
type accountPage struct {
	ui.Page
	Here   string
	About  []ui.Pair
	Roles  []roleBox
	Locked bool
	Reason ui.Input
}

type roleBox struct {
	Code, Label string
	Held        bool
	May         bool
}

func (m *module) account(w http.ResponseWriter, r *web.Request) error {
	page, err := m.accountOf(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) accountOf(r *web.Request) (*accountPage, error) {
	ctx := r.Context()
	a, err := m.Org.Account(ctx, org.AccountID(r.PathValue("id")))
	if err != nil {
		return nil, err
	}
	if _, err := m.Org.AccountsIn(ctx, r.Actor, a.Agency); err != nil {
		return nil, err
	}
	agency, err := m.agencyHere(r, a.Agency)
	if err != nil {
		return nil, err
	}
	p, err := m.Org.Person(ctx, a.Person)
	if err != nil {
		return nil, err
	}
	held, err := m.Org.RolesOf(ctx, a.Person, a.Agency, m.Now())
	if err != nil {
		return nil, err
	}
	chip := accountChip(a)
	page := &accountPage{Page: ui.Page{Title: "Tài khoản " + a.Name, Lead: p.Name + ", " + agency.Name,
		Crumbs: append(crumbsOf(agency), ui.Link{Text: "Tài khoản và vai trò", Href: accountsOf(a.Agency)})},
		Here: "/to-chuc/tai-khoan/" + string(a.ID), Locked: a.Disabled,
		About: []ui.Pair{{Label: "Tình trạng", Value: a.Reason, Chip: &chip}, {Label: "Người dùng", Value: p.Name, Href: "/to-chuc/nguoi/" + string(p.ID)},
			{Label: "Đổi mật khẩu", Value: ui.Day(a.PasswordAt), Symbol: true}}}
	for _, role := range org.Roles {
		if role == org.Anonymous {
			continue
		}
		beyond := role == org.Administrator || role == org.Inspector || role == org.SubscriberManager
		page.Roles = append(page.Roles, roleBox{Code: string(role), Label: role.Label(), Held: slices.Contains(held, role), May: !beyond || r.Actor.Has(org.Administrator)})
	}
	page.Reason = page.Input("reason", "Lý do khóa", r.Text("reason"))
	return page, nil
}

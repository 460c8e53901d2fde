package org

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"antin/internal/fault"
)

// Action is "subject.verb" as in permissions.toml.
type Action string

// Relation says how the actor stands to the thing that the action is about.
// The service that knows the thing works it out; an actor may stand in several.
type Relation string

// Relations of the permission table.
const (
	Own         Relation = "own"          // mine: drafted by me, issued to me
	Asked       Relation = "asked"        // asked of me for an opinion in this round, or assigned to me
	OfUnit      Relation = "unit"         // belongs to the actor's unit
	OfAgency    Relation = "agency"       // belongs to the actor's agency
	NamedSigner Relation = "named-signer" // the actor is written down as its signer
	OfRecipient Relation = "recipient"    // the actor's agency is among its recipients
	MaySee      Relation = "reader"       // among those who may see the document, by the rule of its subject
	Turn        Relation = "turn"         // the chain of signatures waits for the actor or the actor's agency
	Delegated   Relation = "delegated"    // the head has let the actor do it, from one day to another
	Any         Relation = "any"          // nothing is asked; it always holds
)

// ErrUnknownAction is a programmer's mistake: the action has no line in
// permissions.toml, so nobody may do it.
var ErrUnknownAction = errors.New("action is not in the permission table")

//go:embed permissions.toml
var permissionFile string

const everyRole Role = "*" // somebody signed in, whatever the role

type rule struct {
	role     Role
	relation Relation
}

type permission struct {
	name string
	who  []rule
}

// Guard decides who may do what. It is read-only after NewGuard.
type Guard struct {
	table map[Action]permission
	seen  func(province string, action Action)
}

// NewGuard reads the embedded table. The observer, which may be nil, hears
// every question about a known action; tests use it to show that all were asked.
func NewGuard(seen func(province string, action Action)) (*Guard, error) {
	return readGuard(permissionFile, seen)
}

func readGuard(text string, seen func(string, Action)) (*Guard, error) {
	var lines map[string]struct {
		Name string   `toml:"name"`
		Who  []string `toml:"who"`
	}
	meta, err := toml.Decode(text, &lines)
	if err != nil {
		return nil, fmt.Errorf("reading the permission table: %w", err)
	}
	if left := meta.Undecoded(); len(left) > 0 {
		return nil, fmt.Errorf("reading the permission table: unknown key %s", left[0])
	}
	g := &Guard{table: make(map[Action]permission, len(lines)), seen: seen}
	for action, line := range lines {
		p := permission{name: line.Name}
		for _, text := range line.Who {
			r, err := readRule(text)
			if err != nil {
				return nil, fmt.Errorf("reading the permission %s: %w", action, err)
			}
			p.who = append(p.who, r)
		}
		if p.name == "" || len(p.who) == 0 {
			return nil, fmt.Errorf("reading the permission %s: name or who is missing", action)
		}
		g.table[Action(action)] = p
	}
	return g, nil
}

func readRule(text string) (rule, error) {
	role, relation, ok := strings.Cut(text, ":")
	if !ok {
		return rule{}, fmt.Errorf("%q is not role:relation", text)
	}
	r := rule{Role(role), Relation(relation)}
	if r.role != everyRole && !slices.Contains(Roles, r.role) {
		return rule{}, fmt.Errorf("unknown role %q", role)
	}
	if _, known := relationWords[r.relation]; !known {
		return rule{}, fmt.Errorf("unknown relation %q", relation)
	}
	return r, nil
}

// Allow answers with nil or a refusal that names who may. Services ask it once,
// before any change. The context carries nothing that decides.
func (g *Guard) Allow(_ context.Context, by Actor, action Action, rel ...Relation) error {
	p, ok := g.table[action]
	if !ok {
		return fmt.Errorf("%w: %s", ErrUnknownAction, action)
	}
	if g.seen != nil {
		g.seen(by.Province, action)
	}
	if p.open(by, rel) {
		return nil
	}
	if by.Account == "" && !by.Has(Administrator) {
		return fault.New(fault.SignInNeed, "session.needed", "Bạn chưa đăng nhập hoặc phiên làm việc đã hết.").Do("Đăng nhập rồi làm lại.")
	}
	return fault.New(fault.Forbidden, "guard.forbidden",
		"Bạn không được "+p.name+". Việc này dành cho: "+p.words()+".")
}

// Can is Allow as yes or no, for pages that leave a button out; it is courtesy,
// not protection, and the observer does not hear it.
func (g *Guard) Can(by Actor, action Action, rel ...Relation) bool {
	p, ok := g.table[action]
	return ok && p.open(by, rel)
}

// Actions lists the table in alphabetical order.
func (g *Guard) Actions() []Action {
	list := make([]Action, 0, len(g.table))
	for a := range g.table {
		list = append(list, a)
	}
	slices.Sort(list)
	return list
}

// Known reports whether the action has a line in the table.
func (g *Guard) Known(action Action) bool { _, ok := g.table[action]; return ok }

func (p permission) open(by Actor, rel []Relation) bool {
	for _, r := range p.who {
		if r.holder(by) && (r.relation == Any || slices.Contains(rel, r.relation)) {
			return true
		}
	}
	return false
}

func (r rule) holder(by Actor) bool {
	switch r.role {
	case Anonymous:
		return true
	case everyRole:
		return by.Account != ""
	default:
		return by.Has(r.role)
	}
}

// words names who may, each person once with the relation that is asked.
func (p permission) words() string {
	list := make([]string, 0, len(p.who))
	for _, r := range p.who {
		word := "người"
		if r.role != everyRole {
			word = r.role.Label()
		}
		if r.role == everyRole && r.relation == Any {
			word = "người đã đăng nhập"
		}
		list = append(list, strings.TrimSpace(word+" "+relationWords[r.relation]))
	}
	return strings.Join(list, "; ")
}

var relationWords = map[Relation]string{
	Own:         "trực tiếp phụ trách việc này",
	Asked:       "được hỏi ý kiến hoặc được giao xử lý",
	OfUnit:      "của đơn vị có văn bản",
	OfAgency:    "của cơ quan có văn bản",
	NamedSigner: "được ghi là người ký",
	Turn:        "đến lượt ký",
	OfRecipient: "của cơ quan nhận",
	MaySee:      "được xem văn bản này",
	Delegated:   "được người đứng đầu ủy quyền có thời hạn",
	Any:         "",
}

// Label is the role in the words of the screens.
func (r Role) Label() string {
	if word, ok := roleWords[r]; ok {
		return word
	}
	return string(r)
}

var roleWords = map[Role]string{
	Clerk:             "văn thư",
	Leader:            "lãnh đạo cơ quan",
	UnitLeader:        "lãnh đạo đơn vị",
	Officer:           "chuyên viên",
	FormatChecker:     "người kiểm tra thể thức",
	Archivist:         "lưu trữ",
	SubscriberManager: "người quản lý thuê bao",
	ITOfficer:         "cán bộ công nghệ thông tin",
	Administrator:     "quản trị hệ thống",
	Inspector:         "thanh tra",
	Anonymous:         "mọi người",
}

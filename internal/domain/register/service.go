package register

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Actions of permissions.toml.
const (
	ActionRead  org.Action = "register.read"
	ActionHold  org.Action = "register.hold"
	ActionFill  org.Action = "register.fill"
	ActionNote  org.Action = "register.note"
	ActionClose org.Action = "register.close"
	ActionBook  org.Action = "register.book"
	ActionPaper org.Action = "register.paper"
	ActionFault org.Action = "register.fault"
)

// Heads gives the signed head of the log, as a note.
type Heads interface {
	Head(ctx context.Context) (string, error)
}

// Config is what the Service needs; everything is required.
type Config struct {
	Store    Store
	Guard    *org.Guard
	Profiles *profile.Set
	Heads    Heads
	Now      func() time.Time
}

// Service is the clerk's way to the registers of the own agency.
type Service struct{ Config }

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Guard == nil || c.Profiles == nil || c.Heads == nil || c.Now == nil {
		return nil, errors.New("register service: a part is missing")
	}
	return &Service{c}, nil
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func (s *Service) law(by org.Actor) (*profile.Profile, error) {
	return s.Profiles.At(by.Province, s.Now())
}

// begin asks the permission and gives the law of the day.
func (s *Service) begin(ctx context.Context, by org.Actor, action org.Action) (*profile.Profile, error) {
	if err := s.Guard.Allow(ctx, by, action, org.OfAgency); err != nil {
		return nil, err
	}
	return s.law(by)
}

func (s *Service) entry(by org.Actor, p *profile.Profile, action org.Action, subject string, data map[string]string) audit.Entry {
	return audit.Entry{
		At: s.Now(), Account: string(by.Account), Person: string(by.Person), Agency: string(by.Agency),
		Action: string(action), Subject: subject, Profile: p.Version, Data: data,
	}
}

// BooksOf lists the registers of an agency: those of the profile and those that
// it decided to keep, in this order.
func (s *Service) BooksOf(ctx context.Context, agency org.AgencyID, p *profile.Profile) ([]Book, error) {
	var out []Book
	for _, b := range p.Numbering.Books {
		out = append(out, Book{Code: b.Code, Name: b.Name, Outgoing: b.Direction == "outgoing", Types: b.Groups})
	}
	own, err := s.Store.Books(ctx, agency)
	return append(out, own...), err
}

// BookOf finds one register of the actor's agency by its code.
func (s *Service) BookOf(ctx context.Context, by org.Actor, code string) (Book, error) {
	p, err := s.law(by)
	if err != nil {
		return Book{}, err
	}
	list, err := s.BooksOf(ctx, by.Agency, p)
	if err != nil {
		return Book{}, err
	}
	if i := slices.IndexFunc(list, func(b Book) bool { return b.Code == code }); i >= 0 {
		return list[i], nil
	}
	return Book{}, fault.New(fault.NotFound, "register.absent", "Cơ quan không có sổ này.")
}

// Choose finds the outgoing register for a type of documents: of the advisory
// body that wrote it, of the agency's decision for the type, or of the profile.
func Choose(p *profile.Profile, own []Book, typeCode string, unit org.UnitID, year int) (string, bool) {
	for _, b := range own {
		if b.Unit != "" && b.Unit == unit && b.FromYear <= year {
			return b.Code, true
		}
	}
	for _, b := range own {
		if b.Unit == "" && b.FromYear <= year && slices.Contains(b.Types, typeCode) {
			return b.Code, true
		}
	}
	b, ok := p.Numbering.Book("outgoing", typeCode)
	return b.Code, ok
}

// KeepBook starts a register that the agency decided to keep: for types counted
// apart, or for an advisory body that uses the agency's seal, whose documents
// have their own run (NĐ 30/2020, Phụ lục I). It counts from the first day of a
// year in which nothing was numbered elsewhere for these types: this year's
// numbers are never moved.
func (s *Service) KeepBook(ctx context.Context, by org.Actor, b Book) (Book, error) {
	p, err := s.begin(ctx, by, ActionBook)
	if err != nil {
		return b, err
	}
	b.ID, b.Agency, b.Outgoing, b.At = newID(), by.Agency, true, s.Now()
	b.Code, b.Name, b.Decision = strings.ToUpper(strings.TrimSpace(b.Code)), strings.TrimSpace(b.Name), strings.TrimSpace(b.Decision)
	if err := s.bookSound(ctx, b, p); err != nil {
		return b, err
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddBook(ctx, b); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, p, ActionBook, b.ID, map[string]string{
			"book": b.Code, "types": strings.Join(b.Types, ","), "unit": string(b.Unit), "from": fmt.Sprint(b.FromYear),
		}))
	})
	return b, err
}

func (s *Service) bookSound(ctx context.Context, b Book, p *profile.Profile) error {
	bad := func(field, message string) error {
		return fault.New(fault.Invalid, "register.book", "Chưa lập được sổ.").Under("NĐ 30/2020/NĐ-CP, Điều 15").At(field, message)
	}
	year := s.Now().In(zone).Year()
	switch {
	case b.Code == "" || len(b.Code) > 20 || strings.ContainsFunc(b.Code, func(r rune) bool { return !(r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z') }):
		return bad("code", "Mã sổ gồm chữ không dấu, số và gạch nối, không quá 20 ký tự.")
	case b.Name == "":
		return bad("name", "Ghi tên sổ.")
	case b.Decision == "":
		return bad("decision", "Ghi số quyết định hoặc quy chế của người đứng đầu.")
	case b.Unit == "" && len(b.Types) == 0:
		return bad("types", "Chọn loại văn bản ghi vào sổ, hoặc tổ chức tư vấn có hệ thống số riêng.")
	case b.FromYear < year || b.FromYear > year+1:
		return bad("from", fmt.Sprintf("Sổ bắt đầu từ năm %d hoặc %d.", year, year+1))
	}
	list, err := s.BooksOf(ctx, b.Agency, p)
	if err != nil {
		return err
	}
	for _, old := range list {
		if old.Code == b.Code {
			return bad("code", "Cơ quan đã có sổ mang mã này.")
		}
		for _, t := range b.Types {
			if old.ID != "" && old.Unit == b.Unit && slices.Contains(old.Types, t) {
				return bad("types", "Loại “"+t+"” đã ghi vào "+old.Name+".")
			}
		}
	}
	return nil
}

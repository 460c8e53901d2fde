package subscriber

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// Cell is one figure with the list that it counts.
type Cell struct {
	Code, Label string
	Count       int
	List        Filter // gives exactly Count lines
}

// Table is a row of figures under one heading; its cells add up to the total.
type Table struct {
	Code, Title string
	Cells       []Cell
}

// Statistics of the certificates that a reader may see.
type Statistics struct {
	At           time.Time
	From, Until  time.Time // period of use
	Total        Cell
	Tables       []Table
	Sent, Signed int // documents of the period
	Documents    bool
}

// Statistics counts by agency, class, state, year of issue and use. Certificates
// of other authorities count only where the profile registers them (HT-01.2c).
// Every figure equals the number of lines of its list at the same moment.
func (s *Service) Statistics(ctx context.Context, by org.Actor, from, until time.Time) (Statistics, error) {
	if err := s.Guard.Allow(ctx, by, ActList, org.OfAgency); err != nil {
		return Statistics{}, err
	}
	law, err := s.law(by.Province)
	if err != nil {
		return Statistics{}, err
	}
	scope, err := s.scope(ctx, by)
	if err != nil {
		return Statistics{}, err
	}
	st := Statistics{At: s.Now(), From: from, Until: until}
	figures, err := s.Store.Figures(ctx, scope, st.At, from)
	if err != nil {
		return st, err
	}
	var base Filter
	if !law.Subscribers.OutsideRecord {
		base.Kind = Official
		figures = slices.DeleteFunc(figures, func(f Figure) bool { return f.Kind == Outside })
	}
	st.Total = Cell{Code: "all", Label: "Tất cả chứng thư số", List: base}
	for _, f := range figures {
		st.Total.Count += f.Count
	}
	if st.Tables, err = s.tables(ctx, figures, base, from); err != nil {
		return st, err
	}
	if s.Documents != nil {
		agencies := scope.Agencies
		st.Documents = true
		st.Sent, st.Signed, err = s.Documents.Sent(ctx, by.Province, agencies, from, until)
	}
	return st, err
}

func (s *Service) tables(ctx context.Context, figures []Figure, base Filter, from time.Time) ([]Table, error) {
	names, err := s.agencyNames(ctx, figures)
	if err != nil {
		return nil, err
	}
	tables := []Table{
		group("state", "Theo trạng thái", figures, base, func(f Figure, l *Filter) (string, string) { l.State = f.State; return string(f.State), f.State.Name() }),
		group("class", "Theo loại thuê bao", figures, base, func(f Figure, l *Filter) (string, string) {
			l.Class = f.Class
			return string(f.Class), ClassName(f.Class)
		}),
		group("use", "Theo mức độ sử dụng trong kỳ", figures, base, func(f Figure, l *Filter) (string, string) {
			if f.Used {
				l.UsedSince = from
				return "used", "Có ký trong kỳ"
			}
			l.NeverUsedSince = from
			return "unused", "Chưa ký lần nào trong kỳ"
		}),
		group("year", "Theo năm cấp", figures, base, func(f Figure, l *Filter) (string, string) {
			l.Issued = f.Year
			return strconv.Itoa(f.Year), "Cấp năm " + strconv.Itoa(f.Year)
		}),
		group("agency", "Theo cơ quan quản lý", figures, base, func(f Figure, l *Filter) (string, string) {
			l.Agency, l.OnlyOwn = f.Agency, true
			return string(f.Agency), names[f.Agency]
		}),
	}
	if base.Kind == "" {
		tables = append(tables, group("kind", "Theo nơi cấp", figures, base, func(f Figure, l *Filter) (string, string) { l.Kind = f.Kind; return string(f.Kind), f.Kind.Name() }))
	}
	return tables, nil
}

func (s *Service) agencyNames(ctx context.Context, figures []Figure) (map[org.AgencyID]string, error) {
	names := map[org.AgencyID]string{}
	for _, f := range figures {
		if _, ok := names[f.Agency]; ok {
			continue
		}
		a, err := s.Org.Agency(ctx, f.Agency)
		if err != nil {
			return nil, err
		}
		names[f.Agency] = a.Name
	}
	return names, nil
}

// group adds the figures up under the name that of gives, and sets its list.
func group(code, title string, figures []Figure, base Filter, of func(Figure, *Filter) (code, label string)) Table {
	t := Table{Code: code, Title: title}
	at := map[string]int{}
	for _, f := range figures {
		list := base
		c, label := of(f, &list)
		i, ok := at[c]
		if !ok {
			i = len(t.Cells)
			at[c] = i
			t.Cells = append(t.Cells, Cell{Code: c, Label: label, List: list})
		}
		t.Cells[i].Count += f.Count
	}
	slices.SortFunc(t.Cells, func(a, b Cell) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Label, b.Label)) })
	return t
}

// Name is the state as people read it.
func (s State) Name() string {
	switch s {
	case InForce:
		return "Còn hiệu lực"
	case Early:
		return "Chưa đến hạn dùng"
	case Expired:
		return "Hết hạn"
	case Paused:
		return "Tạm dừng"
	case Blocked:
		return "Đang chặn ký, chờ Cục xác nhận thu hồi"
	case Withdraw:
		return "Đã thu hồi"
	}
	return string(s)
}

// States lists all states in the order of the screens.
func States() []State { return []State{InForce, Blocked, Paused, Expired, Withdraw, Early} }

// Name is the kind as people read it.
func (k Kind) Name() string {
	if k == Outside {
		return "Công cộng"
	}
	return "Chuyên dùng"
}

// ClassName is the class of a subject as people read it.
func ClassName(c signing.Class) string {
	switch c {
	case signing.ClassPerson:
		return "Cá nhân"
	case signing.ClassAgency:
		return "Cơ quan, tổ chức"
	case signing.ClassService:
		return "Thiết bị, dịch vụ, phần mềm"
	}
	return string(c)
}

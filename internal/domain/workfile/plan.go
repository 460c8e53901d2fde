package workfile

import (
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Plan (danh mục hồ sơ) is what files an agency will have in a year, approved by
// its head at the beginning (NĐ 30/2020, Điều 28).
type Plan struct {
	Agency     org.AgencyID
	Province   string
	Year       int
	Rows       []PlanRow
	Approved   bool
	ApprovedBy string
	ApprovedAt time.Time
	Rev        int `json:"-"`
}

// PlanRow has the five columns of Phụ lục V.
type PlanRow struct {
	Code      string // số và ký hiệu hồ sơ
	Title     string // tiêu đề hồ sơ
	Retention string // thời hạn bảo quản
	Keeper    string // đơn vị, người lập
	Note      string // ghi chú
}

// maxRows of a plan.
const maxRows = 3000

// PlanColumns are the heads of Phụ lục V, for print and exchange.
func PlanColumns() []string {
	return []string{"Số và ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Thời hạn bảo quản", "Đơn vị/ người lập hồ sơ", "Ghi chú"}
}

// ReadPlan reads the rows of a spreadsheet in the columns of PlanColumns; the
// head and empty lines are left out, and every faulty line is named.
func ReadPlan(rows [][]string, p *profile.Profile) ([]PlanRow, error) {
	var out []PlanRow
	var faults []string
	seen := map[string]bool{}
	for i, cells := range rows {
		cell := func(n int) string {
			if n < len(cells) {
				return strings.TrimSpace(cells[n])
			}
			return ""
		}
		r := PlanRow{Code: cell(0), Title: cell(1), Retention: retention(cell(2), p), Keeper: cell(3), Note: cell(4)}
		if r.Code+r.Title == "" || strings.EqualFold(r.Code, PlanColumns()[0]) {
			continue
		}
		if why := r.wrong(p, seen); why != "" {
			faults = append(faults, fmt.Sprintf("dòng %d: %s", i+1, why))
		}
		seen[r.Code] = true
		out = append(out, r)
	}
	if len(out) > maxRows {
		return nil, fault.New(fault.TooLarge, "plan.rows", fmt.Sprintf("Danh mục có hơn %d dòng.", maxRows)).At("tep", "Chia nhỏ danh mục.")
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "plan.empty", "Danh mục chưa có hồ sơ nào.").At("dong", "Ghi ít nhất một hồ sơ.")
	}
	if len(faults) > 0 {
		return nil, fault.New(fault.Invalid, "plan.rows", "Danh mục chưa đúng: "+strings.Join(faults[:min(len(faults), 5)], "; ")+".").At("dong", "Sửa các dòng đã nêu.")
	}
	return out, nil
}

func (r PlanRow) wrong(p *profile.Profile, seen map[string]bool) string {
	switch {
	case r.Code == "" || len([]rune(r.Code)) > 20:
		return "số và ký hiệu hồ sơ phải có, không quá 20 ký tự"
	case seen[r.Code]:
		return "số và ký hiệu “" + r.Code + "” bị trùng"
	case r.Title == "" || len([]rune(r.Title)) > 500:
		return "tiêu đề phải có, không quá 500 ký tự"
	}
	if _, ok := p.Files.Retention(r.Retention); !ok {
		return "không có thời hạn bảo quản “" + r.Retention + "”"
	}
	return ""
}

// retention takes the code or the words of the profile.
func retention(text string, p *profile.Profile) string {
	for _, c := range p.Files.Retentions {
		if strings.EqualFold(c.Label, text) || c.Code == text || strings.EqualFold(strings.TrimLeft(c.Label, "0"), text) {
			return c.Code
		}
	}
	return text
}

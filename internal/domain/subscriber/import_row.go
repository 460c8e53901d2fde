package subscriber

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/vntext"
)

// Column of a list: a code and the headings by which it is known, without marks.
type Column struct {
	Code     string
	Title    string
	Headings []string
	Needed   bool
}

// Columns of the list of certificates, in the order of the template.
func Columns() []Column {
	return []Column{
		{"class", "Loại thuê bao", []string{"loai thue bao", "loai"}, true},
		{"agency", "Mã định danh cơ quan", []string{"ma dinh danh co quan", "ma dinh danh", "ma co quan"}, true},
		{"holder", "Họ và tên", []string{"ho va ten", "ho ten", "nguoi duoc cap"}, false},
		{"email", "Thư điện tử", []string{"thu dien tu", "email", "e-mail"}, false},
		{"system", "Tên hệ thống", []string{"ten he thong", "he thong", "phan mem", "thiet bi"}, false},
		{"head_name", "Người đứng đầu", []string{"nguoi dung dau", "thu truong"}, false},
		{"head_title", "Chức vụ người đứng đầu", []string{"chuc vu nguoi dung dau", "chuc vu thu truong"}, false},
		{"key", "Nơi giữ khóa", []string{"noi giu khoa", "loai thiet bi"}, false},
		{"minutes", "Biên bản bàn giao", []string{"bien ban ban giao", "bien ban", "quyet dinh"}, false},
		{"certificate", "Chứng thư số (PEM hoặc base64)", []string{"chung thu so (pem hoac base64)", "chung thu so", "chung thu"}, true},
	}
}

// readRows finds the columns and keeps every row that has anything.
func readRows(table [][]string) ([]ImportRow, error) {
	if len(table) == 0 {
		return nil, fault.New(fault.Invalid, "import.empty", "Danh sách không có dòng nào.").At("file", "Chọn tệp có dữ liệu.")
	}
	if len(table) > MaxImportRows+1 {
		return nil, fault.New(fault.TooLarge, "import.rows", "Danh sách có nhiều hơn 10.000 dòng.").Do("Chia thành nhiều tệp rồi nhập lần lượt.").At("file", "Nhiều hơn 10.000 dòng.")
	}
	columns, err := headings(table[0])
	if err != nil {
		return nil, err
	}
	var rows []ImportRow
	for n, cells := range table[1:] {
		row := ImportRow{No: n + 2, Cells: map[string]string{}, State: RowWaiting}
		for i, cell := range cells {
			if cell = strings.TrimSpace(cell); i < len(columns) && columns[i] != "" && cell != "" {
				row.Cells[columns[i]] = cell
			}
		}
		if len(row.Cells) > 0 {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.Invalid, "import.empty", "Danh sách chỉ có dòng tiêu đề.").At("file", "Chọn tệp có dữ liệu.")
	}
	return rows, nil
}

func headings(cells []string) ([]string, error) {
	codes := make([]string, len(cells))
	found := map[string]bool{}
	for i, cell := range cells {
		heading := vntext.Fold(cell)
		for _, c := range Columns() {
			if slices.Contains(c.Headings, heading) && !found[c.Code] {
				codes[i], found[c.Code] = c.Code, true
			}
		}
	}
	var lack []string
	for _, c := range Columns() {
		if c.Needed && !found[c.Code] {
			lack = append(lack, "“"+c.Title+"”")
		}
	}
	if len(lack) > 0 {
		return nil, fault.New(fault.Invalid, "import.columns", "Danh sách thiếu cột "+strings.Join(lack, ", ")+".").
			Do("Tải mẫu danh sách và giữ nguyên dòng tiêu đề.").At("file", "Thiếu cột bắt buộc.")
	}
	return codes, nil
}

// row judges one row as Register would.
func (w *importing) row(ctx context.Context, r ImportRow) (*judged, error) {
	if w.refused != nil {
		return nil, w.refused
	}
	in, err := w.incoming(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := w.mayRegister(ctx, w.by, in.Agency); err != nil {
		return nil, err
	}
	j, err := w.judge(ctx, w.by, in)
	if err != nil {
		return nil, w.logRefusal(ctx, w.by, err)
	}
	return j, nil
}

func (w *importing) incoming(ctx context.Context, r ImportRow) (Incoming, error) {
	for code, cell := range r.Cells {
		if utf8.RuneCountInString(cell) > maxCell || !utf8.ValidString(cell) {
			return Incoming{}, fault.New(fault.Invalid, "import.cell", "Ô “"+titleOf(code)+"” quá dài hoặc không phải chữ Unicode.")
		}
	}
	agency, err := w.agency(ctx, r.Cells["agency"])
	if err != nil {
		return Incoming{}, err
	}
	in := Incoming{
		File: []byte(r.Cells["certificate"]), Class: classOf(r.Cells["class"]), Agency: agency.ID, System: r.Cells["system"],
		KeyKind: keyOf(r.Cells["key"]), HeadName: r.Cells["head_name"], HeadTitle: r.Cells["head_title"], Minutes: r.Cells["minutes"],
	}
	if in.Class == "" {
		return in, fault.New(fault.Invalid, "import.class", "Loại thuê bao phải là “cá nhân”, “cơ quan” hoặc “dịch vụ”.")
	}
	if in.Class != signing.ClassAgency {
		in.Person, err = w.person(ctx, agency, r.Cells["email"], r.Cells["holder"])
	}
	return in, err
}

func titleOf(code string) string {
	for _, c := range Columns() {
		if c.Code == code {
			return c.Title
		}
	}
	return code
}

func classOf(text string) signing.Class {
	switch vntext.Fold(text) {
	case "ca nhan":
		return signing.ClassPerson
	case "co quan", "co quan, to chuc", "to chuc":
		return signing.ClassAgency
	case "dich vu", "thiet bi", "phan mem", "thiet bi, dich vu, phan mem":
		return signing.ClassService
	}
	return ""
}

func keyOf(text string) signing.KeyKind {
	switch vntext.Fold(text) {
	case "sim", "sim pki":
		return signing.KeySIM
	case "hsm":
		return signing.KeyHSM
	case "ky so tu xa", "tu xa":
		return signing.KeyRemote
	}
	return signing.KeyToken
}

func (w *importing) agency(ctx context.Context, code string) (org.Agency, error) {
	if a, ok := w.agencies[code]; ok {
		return a, nil
	}
	a, err := w.Org.AgencyByCode(ctx, code, w.Now())
	if err == nil {
		w.agencies[code] = a
	}
	return a, err
}

// person finds the holder in the agency: by mail address, or by a name that
// only one has there.
func (w *importing) person(ctx context.Context, agency org.Agency, email, name string) (org.PersonID, error) {
	people, ok := w.people[agency.ID]
	if !ok {
		var err error
		if people, err = w.Org.PeopleOf(ctx, agency.ID, w.Now()); err != nil {
			return "", err
		}
		w.people[agency.ID] = people
	}
	var found []org.Person
	for _, p := range people {
		if email != "" && strings.EqualFold(p.Email, email) || email == "" && name != "" && vntext.Equal(p.Name, name) {
			found = append(found, p)
		}
	}
	switch {
	case len(found) == 0:
		return "", fault.New(fault.NotFound, "import.person", "Không có người này đang giữ chức vụ ở "+agency.Name+".").Do("Ghi thư điện tử công vụ của người đang công tác tại cơ quan.")
	case len(found) > 1:
		return "", fault.New(fault.Conflict, "import.person-several", "Cơ quan có nhiều người cùng họ tên.").Do("Ghi thêm thư điện tử công vụ để phân biệt.")
	case name != "" && !vntext.Equal(found[0].Name, name):
		return "", fault.New(fault.Conflict, "import.person-name", "Họ tên trong danh sách khác họ tên của người có thư điện tử này.")
	}
	return found[0].ID, nil
}

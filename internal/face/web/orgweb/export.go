package orgweb

import (
	"encoding/csv"
	"net/http"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
)

var columns = []string{"Mã định danh", "Cơ quan", "Loại", "Cấp", "Cơ quan cấp trên", "Đơn vị", "Họ và tên", "Chức danh", "Diện", "Từ ngày"}

// export lists everybody with a post on the day, agency by agency, as a table
// calculation opens it. Identity numbers and phones are not in it.
func (m *module) export(w http.ResponseWriter, r *web.Request) error {
	at, text := m.shown(r)
	list, err := m.agenciesAt(r.Context(), r.Actor.Province, at)
	if err != nil {
		return err
	}
	names := map[org.AgencyID]string{}
	for _, a := range list {
		names[a.ID] = a.Name
	}
	checkweb.Attach(w, "text/csv; charset=utf-8", "to-chuc-"+strings.ReplaceAll(text, "/", "-")+".csv")
	_, _ = w.Write([]byte("\ufeff")) // a later write tells when the browser went away
	out := csv.NewWriter(w)
	_ = out.Write(columns) // as above
	for _, a := range list {
		rows, err := m.rows(r, a, names[a.Parent])
		if err != nil {
			panic(http.ErrAbortHandler) // the status is out: a cut answer must not look whole
		}
		for _, row := range rows {
			if err := out.Write(harmless(row)); err != nil {
				return nil // the browser went away
			}
		}
	}
	out.Flush()
	return nil
}

func (m *module) rows(r *web.Request, a org.Agency, above string) ([][]string, error) {
	ctx := r.Context()
	at, _ := m.shown(r)
	units, err := m.Org.UnitsAt(ctx, a.ID, at)
	if err != nil {
		return nil, err
	}
	names := map[org.UnitID]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	posts, err := m.Org.PostsIn(ctx, a.ID, at)
	if err != nil {
		return nil, err
	}
	head := []string{a.Code, a.Name, kindWords[a.Kind], levelWords[a.Level], above}
	if len(posts) == 0 {
		return [][]string{append(head, "", "", "", "", "")}, nil
	}
	var rows [][]string
	for _, p := range posts {
		who, err := m.Org.PersonAt(ctx, p.Person, at)
		if err != nil {
			return nil, err
		}
		rows = append(rows, append(append([]string(nil), head...), names[p.Unit], who.Name, p.Title, employmentWords[who.Employment], ui.Day(p.From)))
	}
	return rows, nil
}

// harmless keeps a table calculation from taking a name for a formula.
func harmless(row []string) []string {
	for i, cell := range row {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			row[i] = "'" + cell
		}
	}
	return row
}

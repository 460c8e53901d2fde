package requestweb

import (
	"net/http"
	"strings"

	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// maxBatch bounds one batch; a page of the list has fewer rows.
const maxBatch = 200

// picked are the rows that were ticked, with the revision that was seen.
func picked(r *web.Request) (ids []request.ID, revs map[request.ID]string, err error) {
	revs = map[request.ID]string{}
	for _, value := range r.PostForm["chon"] {
		id, rev, ok := strings.Cut(value, ":")
		if !ok || id == "" || revs[request.ID(id)] != "" {
			continue
		}
		ids, revs[request.ID(id)] = append(ids, request.ID(id)), rev
	}
	switch {
	case len(ids) == 0:
		err = fault.New(fault.Invalid, "request.none-picked", "Chưa chọn yêu cầu nào.").Do("Đánh dấu các dòng cần làm (phím x) rồi bấm lại.")
	case len(ids) > maxBatch:
		err = fault.New(fault.TooLarge, "request.too-many", "Mỗi lần chỉ làm tối đa 200 yêu cầu.")
	}
	return ids, revs, err
}

// batchDesk does one deed to every ticked request at the department and shows
// what became of each.
func (m *module) batchDesk(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	code := r.URL.Query().Get("loc")
	ids, revs, err := picked(r)
	if err == nil && r.Text("viec") == "tra-lai" && r.Text("ly-do") == "" {
		err = fault.New(fault.Invalid, "request.no-reason", "Chưa ghi lý do trả lại.").At("ly-do", "Nêu cụ thể thiếu gì, sai ở đâu.")
	}
	if err != nil {
		page, broken := m.deskPage(r, code)
		if broken != nil {
			return broken
		}
		page.keepPicked(revs)
		page.Reason = r.Text("ly-do")
		return r.Refuse(w, err, page)
	}
	results, err := m.each(r, ids, revs)
	if err != nil {
		return err
	}
	page, err := m.deskPage(r, code)
	if err != nil {
		return err
	}
	page.Results = results
	return r.Render(w, page)
}

func (p *listPage) keepPicked(revs map[request.ID]string) {
	for i := range p.Rows {
		p.Rows[i].Picked = revs[request.ID(p.Rows[i].ID)] != ""
	}
}

// each does the deed row by row; a refusal of one does not touch the others.
func (m *module) each(r *web.Request, ids []request.ID, revs map[request.ID]string) ([]result, error) {
	var out []result
	for _, id := range ids {
		v, err := m.Requests.Get(r.Context(), r.Actor, id)
		if err == nil {
			err = stale(&v.Request, revs[id])
		}
		done := ""
		if err == nil {
			done, err = m.one(r, v)
		}
		line := result{Tone: ui.Good, Word: "Đã làm", Code: v.Code, Who: v.Whom, Href: href(id), Message: done}
		if err != nil {
			f, ok := fault.From(err)
			if !ok {
				return nil, err
			}
			line.Tone, line.Word, line.Message = ui.Bad, "Chưa làm được", strings.TrimSpace(f.Message+" "+f.Action)
			line.Code = orElse(line.Code, "Yêu cầu không có")
		}
		out = append(out, line)
	}
	return out, nil
}

func (m *module) one(r *web.Request, v request.View) (string, error) {
	ctx := r.Context()
	switch r.Text("viec") {
	case "tiep-nhan":
		return "Đã tiếp nhận.", m.Requests.Receive(ctx, r.Actor, v.ID)
	case "hop-le":
		return "Hồ sơ hợp lệ; thời hạn bắt đầu tính.", m.Requests.Accept(ctx, r.Actor, v.ID)
	case "duyet":
		return "Đã duyệt.", m.approveOne(ctx, r.Actor, v.ID)
	case "tra-lai":
		return "Đã trả lại.", m.Requests.Return(ctx, r.Actor, v.ID, r.Text("ly-do"))
	}
	return "", fault.New(fault.Invalid, "request.batch-deed", "Không có việc này.").Do("Chọn một nút dưới danh sách.")
}

// batchWork puts confirmed requests of the agency to the head in one letter.
func (m *module) batchWork(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	ids, revs, err := picked(r)
	if err == nil {
		err = m.allFresh(r, ids, revs)
	}
	document := ""
	if err == nil {
		document, err = m.Requests.ToHead(r.Context(), r.Actor, ids, signerOf(r.Text("nguoi-ky")))
	}
	if err != nil {
		page, broken := m.workPage(r, "cho-trinh")
		if broken != nil {
			return broken
		}
		page.keepPicked(revs)
		return r.Refuse(w, atFields(err, map[string]string{"signer": "nguoi-ky"}), page)
	}
	return r.Done(w, "/van-ban/"+document, "Đã lập văn bản đề nghị và trình ký.")
}

func (m *module) allFresh(r *web.Request, ids []request.ID, revs map[request.ID]string) error {
	for _, id := range ids {
		v, err := m.Requests.Get(r.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		if err := stale(&v.Request, revs[id]); err != nil {
			return err
		}
	}
	return nil
}

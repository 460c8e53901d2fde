package documentweb

import (
	"context"
	"net/http"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// unfinishedPage lists the signings that began and did not end, each with the
// reason and the way on.
type unfinishedPage struct {
	ui.Page
	Rows  []unfinishedRow
	Empty ui.Empty
}

type unfinishedRow struct {
	Href  string
	State ui.Chip
	Item  document.Unfinished
}

func (m *module) unfinished(w http.ResponseWriter, r *web.Request) error {
	list, err := m.Documents.ListUnfinished(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := &unfinishedPage{Page: ui.Page{Title: "Ký dở dang", Lead: "Việc ký đã bắt đầu mà chưa xong. Việc nào hệ thống tự ghi nhận được thì trong một phút sẽ hết ở đây; còn lại mở văn bản để ký tiếp."},
		Empty: ui.Empty{Title: "Không có việc ký nào dở dang.", From: "Khi mất điện, mất mạng hay rút thiết bị giữa chừng, văn bản sẽ hiện ở đây kèm lý do."}}
	for _, u := range list {
		page.Rows = append(page.Rows, unfinishedRow{href(u.Document), stateChip(u.State), u})
	}
	return r.Render(w, page)
}

// unfinishedQueue is the room of the navigation, for those who may see it.
func (m *module) unfinishedQueue(ctx context.Context, by org.Actor) ([]web.Queue, error) {
	if !by.Has(org.Clerk) || !m.Documents.Guard.Can(by, "document.unfinished", org.OfAgency) {
		return nil, nil
	}
	list, err := m.Documents.ListUnfinished(ctx, by)
	if err != nil {
		return nil, err
	}
	return []web.Queue{{Title: "Ký dở dang", Href: "/ky-do-dang", Count: len(list), Hot: len(list) > 0}}, nil
}

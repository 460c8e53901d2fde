package requestweb

import (
	"context"
	"slices"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/request"
)

// filter is one of the saved questions over a list.
type filter struct {
	Code, Text string
	States     []request.State
	Kinds      []request.Kind
	Due        bool // only what is overdue
	Unassigned bool
	Flagged    bool
	Deeds      []batchDeed
	WithReason bool
	Empty      string
}

var over = []request.State{request.Granted, request.Restored, request.HandedOver, request.Closed, request.Refused, request.Returned, request.Withdrawn}

// agencyFilters are those of the agency that manages subscribers.
func agencyFilters() []filter {
	return []filter{
		{Code: "can-lam", Text: "Cần tôi làm", States: []request.State{request.Draft, request.Confirmed, request.Granted, request.Restored},
			Empty: "Bản nháp, yêu cầu thuê bao đã xác nhận và kết quả chờ bàn giao sẽ hiện ở đây."},
		{Code: "cho-trinh", Text: "Chờ trình ký", States: []request.State{request.Confirmed}, Deeds: []batchDeed{{"trinh", "Trình thủ trưởng ký các yêu cầu đã chọn", true}},
			Empty: "Yêu cầu mà thuê bao đã xác nhận thông tin sẽ hiện ở đây."},
		{Code: "cho-ky", Text: "Chờ thủ trưởng ký", States: []request.State{request.Signing, request.HeadSigned},
			Empty: "Yêu cầu đã trình thủ trưởng sẽ hiện ở đây cho đến khi văn bản được phát hành."},
		{Code: "da-gui", Text: "Đã gửi", States: []request.State{request.Sent, request.Received},
			Empty: "Yêu cầu được gửi đi khi văn thư phát hành văn bản đề nghị."},
		{Code: "dang-xet", Text: "Đang xét", States: []request.State{request.Valid, request.Approved, request.Forwarded, request.AtAuthority},
			Empty: "Yêu cầu đang được kiểm tra, duyệt hoặc đang ở Cục sẽ hiện ở đây."},
		{Code: "qua-han", Text: "Quá hạn", Due: true, Empty: "Không có yêu cầu nào quá hạn."},
		{Code: "lap-san", Text: "Cần thu hồi, thay đổi", Flagged: true,
			Empty: "Khi có người nghỉ hưu, thôi việc, chuyển công tác hoặc cơ quan thay đổi, bản nháp thu hồi hoặc thay đổi được lập sẵn ở đây."},
		{Code: "da-xong", Text: "Đã xong", States: over, Empty: "Yêu cầu đã có kết quả, bị trả lại hoặc đã rút sẽ hiện ở đây."},
	}
}

// deskFilters are those of the department.
func deskFilters() []filter {
	back := batchDeed{"tra-lai", "Trả lại", false}
	return []filter{
		{Code: "moi-den", Text: "Mới đến", States: []request.State{request.Sent}, Deeds: []batchDeed{{"tiep-nhan", "Tiếp nhận", true}},
			Empty: "Yêu cầu mà các cơ quan vừa gửi sẽ hiện ở đây."},
		{Code: "kiem-tra", Text: "Chờ kiểm tra", States: []request.State{request.Received}, Deeds: []batchDeed{{"hop-le", "Xác nhận hợp lệ", true}, back}, WithReason: true,
			Empty: "Yêu cầu đã tiếp nhận, chưa kiểm tra hồ sơ sẽ hiện ở đây."},
		{Code: "cho-duyet", Text: "Chờ duyệt", States: []request.State{request.Valid}, Deeds: []batchDeed{{"duyet", "Duyệt", true}, back}, WithReason: true,
			Empty: "Yêu cầu có hồ sơ hợp lệ sẽ hiện ở đây để duyệt; người lập hoặc trình yêu cầu không được tự duyệt."},
		{Code: "khoi-phuc", Text: "Khôi phục thiết bị", States: []request.State{request.Received, request.Valid, request.Approved}, Kinds: []request.Kind{request.Recover},
			Empty: "Yêu cầu khôi phục thiết bị đang xử lý sẽ hiện ở đây."},
		{Code: "tai-cuc", Text: "Đang ở Cục", States: []request.State{request.Forwarded, request.AtAuthority}, Empty: "Yêu cầu đã chuyển Cục, chờ kết quả sẽ hiện ở đây."},
		{Code: "qua-han", Text: "Quá hạn", Due: true, Empty: "Không có yêu cầu nào quá hạn."},
		{Code: "chua-giao", Text: "Chưa có người theo dõi", Unassigned: true, Empty: "Yêu cầu nào cũng đã có người theo dõi."},
		{Code: "da-xong", Text: "Đã xong", States: over, Empty: "Yêu cầu đã có kết quả, bị trả lại hoặc đã rút sẽ hiện ở đây."},
	}
}

func (f filter) query(now time.Time) request.Query {
	q := request.Query{States: f.States, Kinds: f.Kinds, Unassigned: f.Unassigned}
	if f.Due {
		q.DueBefore = now
	}
	if f.Flagged {
		q.Flag, q.States = request.FlagOpened, []request.State{request.Draft, request.Confirmed}
	}
	return q
}

// tally is the number of requests by state.
type tally map[request.State]int

func (c tally) of(states ...request.State) int {
	n := 0
	for _, s := range states {
		n += c[s]
	}
	return n
}

func (m *module) counts(ctx context.Context, by org.Actor) (tally, error) {
	list, err := m.Requests.Counts(ctx, by)
	if err != nil {
		return nil, err
	}
	out := tally{}
	for _, c := range list {
		out[c.State] += c.N
	}
	return out, nil
}

// chosenFilter is the one of the address, or the first.
func chosenFilter(all []filter, code string) filter {
	if i := slices.IndexFunc(all, func(f filter) bool { return f.Code == code }); i >= 0 {
		return all[i]
	}
	return all[0]
}

// firstWaiting is the first of the tabs of work at the desk that is not empty;
// whoever opens the desk sees what waits. Without any it is the first tab.
func firstWaiting(all []filter, counts tally) string {
	for _, f := range all {
		if len(f.Deeds) > 0 && counts.of(f.States...) > 0 {
			return f.Code
		}
	}
	return all[0].Code
}

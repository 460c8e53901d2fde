package workfile

import (
	"slices"

	"antin/internal/fault"
)

// State of a work file.
type State string

// States.
const (
	Open      State = "open"
	Closed    State = "closed"
	HandedIn  State = "handed-in" // waits for the archivist
	Accepted  State = "accepted"  // in the archive of the agency, read-only
	Destroyed State = "destroyed" // after its time, by a decision; the list stays
)

// States lists all of them in the order of a file's life.
func States() []State { return []State{Open, Closed, HandedIn, Accepted, Destroyed} }

// Name is what the screens say.
func (s State) Name() string {
	return map[State]string{Open: "Đang lập", Closed: "Đã kết thúc", HandedIn: "Chờ lưu trữ nhận", Accepted: "Đã nộp lưu", Destroyed: "Đã tiêu hủy"}[s]
}

// Deed is what somebody does to a file.
type Deed string

// Deeds.
const (
	Putting    Deed = "put"
	Closing    Deed = "close"
	Reopening  Deed = "reopen"
	HandingIn  Deed = "hand-in"
	Accepting  Deed = "accept"
	Returning  Deed = "return"
	Destroying Deed = "destroy"
)

// Name is the deed in the words of the screens.
func (d Deed) Name() string {
	return map[Deed]string{
		Putting: "Đưa văn bản vào", Closing: "Kết thúc hồ sơ", Reopening: "Mở lại", HandingIn: "Nộp lưu", Accepting: "Tiếp nhận",
		Returning: "Trả lại", Destroying: "Tiêu hủy",
	}[d]
}

// Move is one line of the table.
type Move struct {
	From State
	Deed Deed
	To   State
	Who  string
}

// Moves lists every allowed step; what is not here is refused whoever asks.
func Moves() []Move {
	const keeper, archivist = "người lập hồ sơ", "lưu trữ cơ quan"
	return []Move{
		{Open, Putting, Open, keeper},
		{Open, Closing, Closed, keeper},
		{Closed, Reopening, Open, keeper},
		{Closed, HandingIn, HandedIn, keeper},
		{HandedIn, Accepting, Accepted, archivist},
		{HandedIn, Returning, Open, archivist},
		{Accepted, Destroying, Destroyed, archivist},
	}
}

func (f *File) move(d Deed) error {
	list := Moves()
	i := slices.IndexFunc(list, func(m Move) bool { return m.From == f.State && m.Deed == d })
	if i < 0 {
		do := "Mở lại hồ sơ để xem bước hiện tại."
		if f.State == Accepted || f.State == HandedIn {
			do = "Hồ sơ đã nộp vào lưu trữ chỉ được đọc."
		}
		return fault.New(fault.Conflict, "file.order", "Không làm được việc “"+d.Name()+"”: hồ sơ đang ở bước “"+f.State.Name()+"”.").Do(do)
	}
	f.State = list[i].To
	return nil
}

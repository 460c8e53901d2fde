package task

import (
	"slices"

	"antin/internal/fault"
)

// State of a task; the sheet of allowed moves is Moves.
type State string

// States.
const (
	Given    State = "given"    // đã phân, not begun
	Working  State = "working"  // đang xử lý
	Done     State = "done"     // đã xử lý
	Returned State = "returned" // given back, to be given to somebody else
	Recalled State = "recalled" // taken back by who gave it
)

// States lists all of them in the order of a task's life.
func States() []State { return []State{Given, Working, Done, Returned, Recalled} }

// Name is what the screens say.
func (s State) Name() string {
	return map[State]string{Given: "Đã phân", Working: "Đang xử lý", Done: "Đã xử lý", Returned: "Trả lại người giao", Recalled: "Đã thu hồi"}[s]
}

// Last reports whether a task may rest there.
func (s State) Last() bool { return s == Done || s == Returned || s == Recalled }

// Deed is what somebody does to a task.
type Deed string

// Deeds.
const (
	Directing  Deed = "direct"
	Beginning  Deed = "begin"
	Reporting  Deed = "report"
	Passing    Deed = "pass-on"
	Completing Deed = "complete"
	Returning  Deed = "return"
	Recalling  Deed = "recall"
	Undoing    Deed = "undo"
	Redoing    Deed = "redo"
	Asking     Deed = "ask-extension"
	Granting   Deed = "grant-extension"
	Denying    Deed = "deny-extension"
	Correcting Deed = "correct"
)

// Name is the deed in the words of the screens.
func (d Deed) Name() string {
	return map[Deed]string{
		Directing: "Giao việc", Beginning: "Bắt đầu xử lý", Reporting: "Ghi tiến độ", Passing: "Giao tiếp trong đơn vị", Completing: "Hoàn thành",
		Returning: "Trả lại", Recalling: "Thu hồi", Undoing: "Hoàn tác", Redoing: "Yêu cầu làm tiếp", Asking: "Xin gia hạn",
		Granting: "Đồng ý gia hạn", Denying: "Không đồng ý gia hạn", Correcting: "Đính chính",
	}[d]
}

// Who says who may do a deed.
type Who string

// Doers.
const (
	ByGiver  Who = "người giao việc"
	ByHolder Who = "người được giao"
)

// Move is one line of the table.
type Move struct {
	From State
	Deed Deed
	To   State
	Who  Who
}

// Moves lists every allowed step; what is not here is refused whoever asks.
func Moves() []Move {
	return []Move{
		{Given, Beginning, Working, ByHolder},
		{Given, Reporting, Working, ByHolder},
		{Given, Passing, Working, ByHolder},
		{Given, Asking, Working, ByHolder},
		{Given, Completing, Done, ByHolder},
		{Given, Returning, Returned, ByHolder},
		{Given, Recalling, Recalled, ByGiver},
		{Given, Undoing, Recalled, ByGiver},
		{Working, Reporting, Working, ByHolder},
		{Working, Passing, Working, ByHolder},
		{Working, Asking, Working, ByHolder},
		{Working, Granting, Working, ByGiver},
		{Working, Denying, Working, ByGiver},
		{Working, Completing, Done, ByHolder},
		{Working, Returning, Returned, ByHolder},
		{Working, Recalling, Recalled, ByGiver},
		{Done, Redoing, Working, ByGiver},
	}
}

// may finds the line of the table.
func (t *Task) may(d Deed) (Move, bool) {
	list := Moves()
	i := slices.IndexFunc(list, func(m Move) bool { return m.From == t.State && m.Deed == d })
	if i < 0 {
		return Move{}, false
	}
	return list[i], true
}

// move goes where the deed leads, or refuses with where the task stands.
func (t *Task) move(d Deed) error {
	m, ok := t.may(d)
	if !ok {
		return fault.New(fault.Conflict, "task.order", "Không làm được việc “"+d.Name()+"”: việc này đang ở bước “"+t.State.Name()+"”.").
			Do("Mở lại việc để xem bước hiện tại.")
	}
	t.State = m.To
	return nil
}

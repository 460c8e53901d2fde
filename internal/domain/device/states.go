package device

import (
	"antin/internal/fault"
)

// Deed is what moves a device from one state to the next.
type Deed string

// Deeds; each is one command of the Service.
const (
	DeedReceive  Deed = "receive"   // the department confirms what the authority sent
	DeedDeliver  Deed = "deliver"   // the agency confirms what was sent to it
	DeedConfirm  Deed = "confirm"   // the receiver confirms the minutes of handover
	DeedLock     Deed = "lock"      // wrong passwords locked it
	DeedRestore  Deed = "restore"   // the authority or the department unlocked it
	DeedBreak    Deed = "break"     // reported broken, or its data was tampered with
	DeedLose     Deed = "lose"      // reported lost
	DeedRecall   Deed = "recall"    // its last certificate was revoked or has expired
	DeedSpare    Deed = "spare"     // the revocation for which it was recalled was refused
	DeedTakeBack Deed = "take-back" // the department or agency received it back, with minutes
	DeedHandBack Deed = "hand-back" // the authority received it back, with minutes
)

// Move is one line of the table: from a state a deed leads to another. Deadline
// and Clause are keys of the profile, empty where there is none; Who says who
// does it, in the words of the screens.
type Move struct {
	From     State
	Deed     Deed
	To       State
	Who      string
	Deadline string
	Clause   string
}

const (
	whoDepartment = "Người quản lý thuê bao, cán bộ công nghệ thông tin"
	whoAgency     = "Người tiếp nhận của cơ quan"
	whoReceiver   = "Người giao và người nhận thiết bị, người nhận nhập số sê-ri"
	whoHolder     = "Người giữ thiết bị, cơ quan quản lý trực tiếp"
	whoRefused    = "Tự động, khi Cục hoặc đầu mối không chấp nhận thu hồi chứng thư số; về trạng thái trước khi chờ thu hồi"
	whoSystem     = "Tự động, khi chứng thư số cuối cùng trên thiết bị bị thu hồi hoặc hết hạn"
)

const (
	keyPaper    = "subscribers.handover_paper"
	keyForm     = "subscribers.handover_form"
	keyBlock    = "subscribers.block_on_reported_loss"
	keyReturn   = "subscribers.device_return_working_days"
	keyRecovery = "subscribers.recovery_working_days"
)

var moves = []Move{
	{AtAuthority, DeedReceive, AtDepartment, whoDepartment, "", keyForm},
	{AtAuthority, DeedDeliver, Awaiting, whoAgency, "", keyForm},
	{AtDepartment, DeedDeliver, Awaiting, whoAgency, "", keyForm},
	{Awaiting, DeedConfirm, InUse, whoReceiver, "", keyPaper},
	{InUse, DeedConfirm, InUse, whoReceiver, "", keyForm},
	{InUse, DeedLock, Locked, whoHolder, "", keyRecovery},
	{Locked, DeedRestore, InUse, whoDepartment, keyRecovery, keyRecovery},
	{AtDepartment, DeedBreak, Broken, whoDepartment, "", keyBlock},
	{Awaiting, DeedBreak, Broken, whoHolder, "", keyBlock},
	{InUse, DeedBreak, Broken, whoHolder, "", keyBlock},
	{Locked, DeedBreak, Broken, whoHolder, "", keyBlock},
	{ReturnDue, DeedBreak, ReturnDue, whoHolder, keyReturn, keyBlock},
	{AtDepartment, DeedLose, Lost, whoDepartment, "", keyBlock},
	{Awaiting, DeedLose, Lost, whoHolder, "", keyBlock},
	{InUse, DeedLose, Lost, whoHolder, "", keyBlock},
	{Locked, DeedLose, Lost, whoHolder, "", keyBlock},
	{Broken, DeedLose, Lost, whoHolder, "", keyBlock},
	{ReturnDue, DeedLose, Lost, whoHolder, "", keyBlock},
	{Returned, DeedLose, Lost, whoDepartment, "", keyBlock},
	{Awaiting, DeedRecall, ReturnDue, whoSystem, keyReturn, keyReturn},
	{InUse, DeedRecall, ReturnDue, whoSystem, keyReturn, keyReturn},
	{Locked, DeedRecall, ReturnDue, whoSystem, keyReturn, keyReturn},
	{Broken, DeedRecall, ReturnDue, whoSystem, keyReturn, keyReturn},
	{ReturnDue, DeedSpare, Awaiting, whoRefused, "", keyReturn},
	{ReturnDue, DeedSpare, InUse, whoRefused, "", keyReturn},
	{ReturnDue, DeedSpare, Locked, whoRefused, "", keyReturn},
	{ReturnDue, DeedSpare, Broken, whoRefused, "", keyReturn},
	{ReturnDue, DeedTakeBack, Returned, whoDepartment, "", keyReturn},
	{Returned, DeedHandBack, HandedBack, whoDepartment, "", keyReturn},
}

// Moves lists the whole table in the order of a device's life.
func Moves() []Move { return append([]Move(nil), moves...) }

// Allowed lists what may be done to a device in that state.
func (s State) Allowed() []Move {
	var list []Move
	for _, m := range moves {
		if m.From == s {
			list = append(list, m)
		}
	}
	return list
}

// Ended says that nothing moves the device any more; its serial may come again.
func (s State) Ended() bool { return s == Lost || s == HandedBack }

// Kept says that somebody answers for the device now: presence checks and the
// yearly confirmation are asked.
func (s State) Kept() bool { return s == InUse || s == Locked || s == Broken || s == ReturnDue }

// may says that the table has the move.
func (s State) may(deed Deed) bool {
	_, err := s.step(deed)
	return err == nil
}

// step finds the move or refuses with where the device is; of a deed with more
// than one way out the first.
func (s State) step(deed Deed) (Move, error) { return s.stepTo(deed, "") }

// stepTo finds the move to that very state; empty takes the first.
func (s State) stepTo(deed Deed, to State) (Move, error) {
	for _, m := range moves {
		if m.From == s && m.Deed == deed && (to == "" || m.To == to) {
			return m, nil
		}
	}
	return Move{}, fault.New(fault.Conflict, "device.order",
		"Không làm được việc này: thiết bị đang ở trạng thái “"+s.Name()+"”.").
		Do("Mở lại thiết bị để xem trạng thái hiện tại.")
}

var stateNames = map[State]string{
	AtAuthority: "Ở Cục", AtDepartment: "Đầu mối đã nhận", Awaiting: "Chờ nhận", InUse: "Đang dùng", Locked: "Bị khóa", Broken: "Hỏng",
	Lost: "Mất", ReturnDue: "Chờ thu hồi", Returned: "Đã nhận lại", HandedBack: "Đã giao Cục",
}

// Name is the state as a clerk calls it.
func (s State) Name() string { return stateNames[s] }

// States lists all states in the order of a device's life.
func States() []State {
	return []State{AtAuthority, AtDepartment, Awaiting, InUse, Locked, Broken, Lost, ReturnDue, Returned, HandedBack}
}

package document

import "antin/internal/fault"

// State of a document; the sheet of allowed moves is Moves.
type State string

// States of outgoing documents (NA Điều 16 khoản 1).
const (
	Drafting          State = "drafting"
	Consulting        State = "consulting"
	UnitReview        State = "unit-review"
	Formatting        State = "format-check"
	AwaitingApproval  State = "awaiting-approval"
	AwaitingSignature State = "awaiting-signature"
	AwaitingClerk     State = "awaiting-clerk"
	Faulty            State = "faulty"
	Numbered          State = "numbered" // number reserved, seal under way
	SealedState       State = "sealed"
	Released          State = "released"
	CancelledState    State = "cancelled"
	Discarded         State = "discarded"  // never signed, given up by its drafter
	Collecting        State = "collecting" // signatures of the chain, beside those of signer and agency
	Attested          State = "attested"   // signed by all, never released (HD2-11.3d)
)

// States of incoming documents (readings.md 3).
const (
	Arrived    State = "arrived"
	Held       State = "held"    // chờ kiểm tra lại
	Valid      State = "valid"   // chờ vào sổ
	Refused    State = "refused" // từ chối
	Registered State = "registered"
	Assigned   State = "assigned"
	Completed  State = "completed"
	SentBack   State = "sent-back" // chuyển trả sau khi vào sổ: sai nơi nhận
)

// names are what the screens say.
var names = map[State]string{
	Drafting: "Dự thảo", Consulting: "Xin ý kiến", UnitReview: "Chờ lãnh đạo đơn vị", Formatting: "Kiểm tra thể thức",
	AwaitingApproval: "Chờ người có thẩm quyền duyệt", AwaitingSignature: "Đã duyệt, chờ ký", AwaitingClerk: "Chờ văn thư",
	Faulty: "Có sai sót", Numbered: "Đã cấp số, đang ký cơ quan", SealedState: "Chờ vào sổ và phát hành", Released: "Đã phát hành",
	Collecting: "Đang lấy chữ ký theo trình tự", Attested: "Đã đủ chữ ký, không phát hành",
	Discarded:      "Đã bỏ dự thảo",
	CancelledState: "Đã hủy số", Arrived: "Chờ kiểm tra", Held: "Chờ kiểm tra lại", Valid: "Chờ vào sổ", Refused: "Từ chối",
	Registered: "Đã vào sổ, chờ phân công", Assigned: "Đang xử lý", Completed: "Hoàn thành", SentBack: "Đã chuyển trả",
}

// Name is the state as a clerk calls it.
func (s State) Name() string { return names[s] }

// Moves lists every allowed step; a step that is not here is refused whoever
// asks for it.
var moves = map[State][]State{
	Drafting:          {Consulting, UnitReview, Collecting, AwaitingApproval, Numbered, Discarded}, // Numbered: a paper that is signed by hand and scanned
	Consulting:        {Drafting, Discarded},
	UnitReview:        {Drafting, Formatting, AwaitingApproval},
	Collecting:        {Drafting, Collecting, AwaitingApproval, AwaitingClerk},
	Formatting:        {Drafting, AwaitingApproval},
	AwaitingApproval:  {Drafting, Formatting, AwaitingSignature}, // Formatting: a place was moved after the format check
	AwaitingSignature: {Drafting, Formatting, AwaitingApproval, Collecting, AwaitingClerk, Attested},
	AwaitingClerk:     {Faulty, Numbered},
	Faulty:            {Drafting},
	Numbered:          {SealedState, CancelledState},
	SealedState:       {Released, CancelledState},
	Arrived:           {Valid, Held, Refused},
	Held:              {Valid, Refused, Held, Registered}, // Registered: while checking is out of order (HT-03.3)
	Valid:             {Registered, Refused, Held},        // Held: two tools disagree
	Registered:        {Assigned, Completed, SentBack},    // Completed: it is only to be known
	Assigned:          {Completed, Registered, SentBack},  // Registered: the last assignment was taken or given back
	Completed:         {Assigned, Registered},             // a result was not enough, somebody more is asked, or the last was taken back
}

// States lists every state with its moves, for the manual and the tests.
func States() map[State][]State {
	out := make(map[State][]State, len(names))
	for s := range names {
		out[s] = append([]State(nil), moves[s]...)
	}
	return out
}

// move goes to the next state or refuses with where the document stands.
func (d *Document) move(to State) error {
	for _, s := range moves[d.State] {
		if s == to {
			d.State = to
			return nil
		}
	}
	return fault.New(fault.Conflict, "document.order",
		"Không làm được bước này: văn bản đang ở bước “"+d.State.Name()+"”.").
		Do("Mở lại văn bản để xem bước hiện tại.")
}

// at refuses unless the document stands in one of the states.
func (d *Document) at(states ...State) error {
	for _, s := range states {
		if d.State == s {
			return nil
		}
	}
	return fault.New(fault.Conflict, "document.order",
		"Không làm được bước này: văn bản đang ở bước “"+d.State.Name()+"”.").
		Do("Mở lại văn bản để xem bước hiện tại.")
}

package request

import (
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Deed is what somebody does to a request.
type Deed string

// Deeds, in the order of a request's life.
const (
	Made       Deed = "made"
	Edited     Deed = "edited"
	Confirming Deed = "confirm"
	ToHead     Deed = "to-head"
	HeadSigns  Deed = "head-signs"
	Back       Deed = "back"
	Sending    Deed = "send"
	PaperIn    Deed = "paper-in"
	Receiving  Deed = "receive"
	Accepting  Deed = "accept"
	Returning  Deed = "return"
	Contacting Deed = "contact"
	Approving  Deed = "approve"
	Forwarding Deed = "forward"
	Restoring  Deed = "restore"
	Declining  Deed = "decline"
	Reaching   Deed = "reach-authority"
	Granting   Deed = "grant"
	Refusing   Deed = "refuse"
	Handing    Deed = "hand-over"
	Closing    Deed = "close"
	Taking     Deed = "withdraw"
	Routed     Deed = "route"  // to an officer; the state stays
	Attached   Deed = "attach" // of a paper; the state stays
	Reminded   Deed = "remind" // by the day; the state stays
)

// Who says who may do a deed, as permission and manual have it.
type Who string

// Doers of deeds.
const (
	BySubscriber Who = "thuê bao"
	ByPreparer   Who = "người lập hồ sơ của cơ quan quản lý"
	ByHead       Who = "thủ trưởng, khi ký văn bản"
	ByClerk      Who = "văn thư, khi phát hành văn bản"
	ByOfficer    Who = "cán bộ theo dõi của đơn vị được ủy quyền"
	ByManager    Who = "người quản lý thuê bao"
	ByResult     Who = "người nhập kết quả của Cục"
	BySystem     Who = "hệ thống"
)

// Routes as the profile spells them.
const (
	RouteDepartment = "agency-department-ca"
	RouteAuthority  = "agency-ca"
	RouteDelegated  = "delegated-department"
)

// Move is one line of the table: in which state what may be done, where it
// leads, by whom, with which limit and clause of the profile, on which routes
// (none = all).
type Move struct {
	From     State
	Deed     Deed
	To       State
	Who      Who
	Deadline string // key of the profile with the time that starts, "" for none
	Clause   string // key of the profile whose clause stands for the move
	Routes   []string
}

const (
	keyRoute    = "subscribers.request_route"
	keyChannel  = "subscribers.request_channels"
	keyForms    = "subscribers.forms"
	keyForward  = "subscribers.forward_working_days"
	keyRecovery = "subscribers.recovery_working_days"
	keyLimits   = "subscribers.step_limits"
	keyManager  = "subscribers.subscriber_manager"
)

var (
	viaDepartment = []string{RouteDepartment}
	delegated     = []string{RouteDelegated}
	atDepartment  = []string{RouteDepartment, RouteDelegated}
	straight      = []string{RouteAuthority, RouteDelegated}
)

// Moves is the table; it is printed into the manual from here. The slice is
// made anew for each caller.
func Moves() []Move {
	return []Move{
		{Draft, Edited, Draft, ByPreparer, "", keyForms, nil},
		{Confirmed, Edited, Draft, ByPreparer, "", keyForms, nil},
		{Signing, Edited, Draft, ByPreparer, "", keyForms, nil},
		{HeadSigned, Edited, Draft, ByPreparer, "", keyForms, nil},
		{Draft, Confirming, Confirmed, BySubscriber, "", keyForms, nil},
		{Confirmed, ToHead, Signing, ByPreparer, "", keyForms, nil},
		{Signing, HeadSigns, HeadSigned, ByHead, "", keyForms, nil},
		{Signing, Back, Confirmed, BySystem, "", keyForms, nil},
		{HeadSigned, Back, Confirmed, BySystem, "", keyForms, nil},
		{HeadSigned, Sending, Sent, ByClerk, "", keyRoute, nil},
		{Draft, PaperIn, Received, ByOfficer, "", keyChannel, viaDepartment},
		{Confirmed, PaperIn, Received, ByOfficer, "", keyChannel, viaDepartment},
		{Sent, Receiving, Received, ByOfficer, "", keyChannel, atDepartment},
		{Received, Accepting, Valid, ByOfficer, keyForward, keyForward, atDepartment},
		{Received, Returning, Returned, ByOfficer, "", keyForms, atDepartment},
		{Valid, Contacting, Valid, ByOfficer, keyRecovery, keyRecovery, viaDepartment},
		{Valid, Approving, Approved, ByManager, keyForward, keyManager, viaDepartment},
		{Valid, Returning, Returned, ByManager, "", keyManager, viaDepartment},
		{Approved, Returning, Returned, ByManager, "", keyManager, viaDepartment},
		{Approved, Contacting, Approved, ByOfficer, keyRecovery, keyRecovery, viaDepartment},
		{Approved, Forwarding, Forwarded, ByClerk, keyLimits, keyForward, viaDepartment},
		{Valid, Restoring, Restored, ByOfficer, keyRecovery, keyRecovery, delegated},
		{Valid, Declining, Refused, ByOfficer, keyRecovery, keyRecovery, delegated},
		{Forwarded, Reaching, AtAuthority, ByResult, keyLimits, keyLimits, viaDepartment},
		{Sent, Reaching, AtAuthority, ByResult, keyLimits, keyLimits, straight},
		{Forwarded, Granting, Granted, ByResult, "", keyLimits, viaDepartment},
		{Sent, Granting, Granted, ByResult, "", keyLimits, straight},
		{AtAuthority, Granting, Granted, ByResult, "", keyLimits, nil},
		{Forwarded, Restoring, Restored, ByResult, "", keyLimits, viaDepartment},
		{Sent, Restoring, Restored, ByResult, "", keyLimits, straight},
		{AtAuthority, Restoring, Restored, ByResult, "", keyLimits, nil},
		{Forwarded, Refusing, Refused, ByResult, "", keyLimits, viaDepartment},
		{Sent, Refusing, Refused, ByResult, "", keyLimits, straight},
		{AtAuthority, Refusing, Refused, ByResult, "", keyLimits, nil},
		{Granted, Handing, HandedOver, BySystem, "", keyForms, nil},
		{HandedOver, Closing, Closed, BySystem, "", keyForms, nil},
		{Granted, Closing, Closed, ByPreparer, "", keyForms, nil},
		{Restored, Closing, Closed, ByPreparer, "", keyForms, nil},
		{Draft, Taking, Withdrawn, ByPreparer, "", keyForms, nil},
		{Confirmed, Taking, Withdrawn, ByPreparer, "", keyForms, nil},
	}
}

// States lists every state in the order of a request's life.
func States() []State {
	return []State{Draft, Confirmed, Signing, HeadSigned, Sent, Received, Valid, Returned, Approved, Forwarded, AtAuthority,
		Granted, Refused, Restored, HandedOver, Closed, Withdrawn}
}

// route reports whether the move is open on the way that the request goes.
func (m Move) on(t Terms) bool {
	if len(m.Routes) == 0 {
		return true
	}
	route := t.Route
	if route == RouteDelegated && t.To == ToAuthority {
		route = RouteAuthority // what is not delegated goes straight (NA-08.1)
	}
	for _, r := range m.Routes {
		if r == route {
			return true
		}
	}
	return false
}

// find gives the line of the table for the deed, or a refusal in words.
func (r *Request) find(deed Deed) (Move, error) {
	for _, m := range Moves() {
		if m.From == r.State && m.Deed == deed && m.on(r.Terms) {
			return m, nil
		}
	}
	return Move{}, fault.New(fault.Conflict, "request.order",
		"Không làm được bước này: hồ sơ đang ở bước “"+r.State.Name()+"”.").Do("Mở lại hồ sơ để xem bước hiện tại.")
}

// clauseOf names the clause of the move in the words of the profile.
func (m Move) clauseOf(p *profile.Profile) string {
	if m.Clause == "" {
		return ""
	}
	return p.Clause(m.Clause)
}

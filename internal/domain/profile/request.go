package profile

import "slices"

// RequestRules are the conditions of requests to the authority beside their
// forms and route.
type RequestRules struct {
	VerticalDomains []string        `toml:"vertical_domains"` // of official mail of vertical sectors, kept by the administrator
	RenewDays       int             `toml:"renew_min_days"`   // a renewal is asked at least so many days before the end; 0 = until the end
	RenewRefusal    string          `toml:"renew_refusal"`
	TokenRefusal    string          `toml:"token_refusal"` // new issue while the former device is not returned
	DelegateRefusal string          `toml:"delegate_refusal"`
	HeadRefusal     string          `toml:"head_refusal"` // sending without the head's signature
	LossForm        bool            `toml:"loss_form"`    // minutes of loss go with the request for revocation
	LossRefusal     string          `toml:"loss_refusal"`
	Copy            bool            `toml:"department_copy"` // the department reads what goes straight to the authority
	OnlyManager     bool            `toml:"only_manager"`    // none but the office named as manager approves and forwards
	OnTransfer      string          `toml:"on_transfer"`     // "revoke" or "change": what a move to another agency asks for
	Version         string          `toml:"checklist_version"`
	Checklist       []RequestItem   `toml:"checklist"`
	Reasons         []RequestReason `toml:"reasons"`
	Forward         []StepLimit     `toml:"forward_limits"` // of the department by kind; others take forward_working_days
}

// RequestItem is one condition of national law for a kind of request; empty
// Requests or Subjects mean every one.
type RequestItem struct {
	Code     string   `toml:"code"`
	Label    string   `toml:"label"`
	Requests []string `toml:"requests"`
	Subjects []string `toml:"subjects"`
}

// RequestReason is a reason that may be chosen for a kind of request.
type RequestReason struct {
	Request string `toml:"request"`
	Code    string `toml:"code"`
	Label   string `toml:"label"`
}

// ChecklistOf gives the conditions for a kind of request and its subject.
func (r RequestRules) ChecklistOf(request, subject string) []RequestItem {
	var out []RequestItem
	for _, i := range r.Checklist {
		if (len(i.Requests) == 0 || slices.Contains(i.Requests, request)) && (len(i.Subjects) == 0 || slices.Contains(i.Subjects, subject)) {
			out = append(out, i)
		}
	}
	return out
}

// ReasonsOf gives the reasons of a kind of request; none means that none is asked.
func (r RequestRules) ReasonsOf(request string) []Choice {
	var out []Choice
	for _, reason := range r.Reasons {
		if reason.Request == request {
			out = append(out, Choice{Code: reason.Code, Label: reason.Label})
		}
	}
	return out
}

// ForwardLimit is the time of the department for a kind of request.
func (s Subscribers) ForwardLimit(request string) StepLimit {
	if row, ok := find(s.Requests.Forward, func(l StepLimit) bool { return l.Request == request }); ok {
		return row
	}
	return StepLimit{Request: request, WorkingDays: s.ForwardDays}
}

// AuthorityLimit is the time of the authority for a kind of request.
func (s Subscribers) AuthorityLimit(request string) StepLimit {
	row, _ := find(s.StepLimits, func(l StepLimit) bool { return l.Request == request })
	return row
}

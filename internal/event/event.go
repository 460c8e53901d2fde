package event

import "encoding/json"

// Event is one fact. Kind is "subject.past-participle", e.g. "document.released".
type Event struct {
	Kind    string
	Subject string // id of the thing it is about
	Payload json.RawMessage
}

// New makes an event with its payload as JSON. It panics only when payload
// cannot be JSON at all, which is a programmer's mistake.
func New(kind, subject string, payload any) Event {
	raw, err := json.Marshal(payload)
	if err != nil {
		panic("event payload of " + kind + ": " + err.Error())
	}
	return Event{Kind: kind, Subject: subject, Payload: raw}
}

package org

import (
	"time"

	"antin/internal/domain/audit"
)

// Entry begins the audit entry of something that this actor did; data holds
// further ids and hashes as pairs of name and value.
func (a Actor) Entry(at time.Time, action, subject string, data ...string) audit.Entry {
	e := audit.Entry{At: at, Account: string(a.Account), Person: string(a.Person), Agency: string(a.Agency),
		Action: action, Subject: subject}
	for i := 0; i+1 < len(data); i += 2 {
		if e.Data == nil {
			e.Data = map[string]string{}
		}
		e.Data[data[i]] = data[i+1]
	}
	return e
}

func (s *Service) entry(by Actor, action, subject string, data ...string) audit.Entry {
	return by.Entry(s.now(), action, subject, data...)
}

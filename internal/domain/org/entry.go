package org

import "time"

// Entry is what one change leaves in the audit log: ids and hashes, no
// personal text.
type Entry struct {
	At      time.Time
	By      Actor
	Action  string // "post.ended"
	Subject string // ids of what was changed
}

func (s *Service) entry(by Actor, action, subject string) Entry {
	return Entry{At: s.now(), By: by, Action: action, Subject: subject}
}

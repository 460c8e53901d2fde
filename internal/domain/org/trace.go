package org

import (
	"strconv"
	"time"

	"antin/internal/domain/audit"
)

// PostTrace is what the log says last of one post.
type PostTrace struct {
	Appointed bool
	ended     int64 // ms; 0 while it lasts
}

// Add takes the next entry about the post, in the order of the log.
func (t *PostTrace) Add(e audit.Entry) {
	switch e.Action {
	case "post.appointed":
		t.Appointed = true
	case "post.ended":
		if at, err := strconv.ParseInt(e.Data[traceEnd], 10, 64); err == nil { // entries of earlier programs say no day
			t.ended = at
		}
	}
}

// Ended reports whether the post had ended by then, as the log says.
func (t *PostTrace) Ended(at time.Time) bool { return t.ended != 0 && t.ended <= at.UnixMilli() }

package app

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/task"
)

// noted keeps the hashes of notes that an entry of the log lays down.
func (c *rowCheck) noted(e audit.Entry) {
	for key, hash := range e.Data {
		if id, ok := strings.CutPrefix(key, "note."); ok {
			c.notes[id] = hash
		}
	}
}

// said holds what was said about tasks against the log: directions are never
// changed and never deleted (BG-14.4).
func (c *rowCheck) said(ctx context.Context) error {
	var after task.NoteID
	for {
		list, err := c.app.Tasks.Store.NotesAfter(ctx, after, 500)
		if err != nil {
			return err
		}
		for _, n := range list {
			after = n.ID
			logged, ok := c.notes[string(n.ID)]
			delete(c.notes, string(n.ID))
			switch {
			case !ok && n.At.After(c.began):
				// written while the log was read
			case !ok:
				c.out = append(c.out, "ý kiến "+string(n.ID)+": không có trong nhật ký")
			case !n.Whole() || logged != n.Hash:
				c.out = append(c.out, "ý kiến "+string(n.ID)+": nội dung không còn như khi ghi")
			}
		}
		if len(list) < 500 {
			break
		}
	}
	for id := range c.notes {
		c.out = append(c.out, "ý kiến "+id+": có trong nhật ký nhưng dòng của nó không còn trong cơ sở dữ liệu")
	}
	return nil
}

// start of a check, before the log is read.
func (c *rowCheck) start(now time.Time) { c.notes, c.began = map[string]string{}, now }

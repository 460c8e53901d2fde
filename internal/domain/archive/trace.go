package archive

import (
	"context"
	"errors"
	"fmt"

	"antin/internal/domain/audit"
)

// actionKept is the action of a new edition in the log.
const actionKept = "archive.kept"

// Trace is what the log says of one bundle: its document, its file, and the
// hash of each edition by number.
type Trace map[string]string

// Add takes the next entry about the bundle, in the order of the log.
func (t Trace) Add(e audit.Entry) {
	if e.Action != actionKept {
		return
	}
	t["document"], t["file"] = e.Data["document"], e.Data["file"]
	t["edition "+e.Data["edition"]] = e.Data["evidence"]
}

// Untrue names everything in the rows of a bundle that is not as the log says.
func (s *Service) Untrue(ctx context.Context, id BundleID, t Trace) (lines []string, err error) {
	b, err := s.Store.Bundle(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return []string{"nhật ký có hồ sơ bằng chứng này nhưng dòng của nó không còn trong cơ sở dữ liệu"}, nil
	}
	if err != nil {
		return nil, err
	}
	editions, err := s.Store.Editions(ctx, id)
	if err != nil {
		return nil, err
	}
	now := Trace{"document": string(b.Document), "file": b.SHA256}
	for _, e := range editions {
		now[fmt.Sprintf("edition %d", e.No)] = e.SHA256
	}
	for key, logged := range t {
		if now[key] != logged {
			lines = append(lines, fmt.Sprintf("%s ghi %q, nhật ký là %q", traceNames(key), now[key], logged))
		}
	}
	if len(now) > len(t) {
		lines = append(lines, "có bản bằng chứng mà nhật ký không ghi")
	}
	return lines, nil
}

func traceNames(key string) string {
	switch key {
	case "document":
		return "văn bản"
	case "file":
		return "tệp"
	}
	return "bản " + key[len("edition "):]
}

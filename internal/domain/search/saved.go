package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/fault"
	"antin/vntext"
)

// maxSaved a person keeps in one agency.
const maxSaved = 50

// Saved lists the actor's own searches, oldest first.
func (s *Service) Saved(ctx context.Context, by org.Actor) ([]Saved, error) {
	if err := s.Guard.Allow(ctx, by, ActionFind); err != nil {
		return nil, err
	}
	return s.Store.Saved(ctx, by.Person, by.Agency)
}

// Save keeps a search under a name; the same name again replaces it.
func (s *Service) Save(ctx context.Context, by org.Actor, name string, q Query) error {
	if err := s.Guard.Allow(ctx, by, ActionFind); err != nil {
		return err
	}
	name, ok := vntext.TypedLine(strings.TrimSpace(name))
	if !ok || name == "" || utf8.RuneCountInString(name) > 80 {
		return fault.New(fault.Invalid, "search.name", "Tên tìm kiếm đã lưu cần từ 1 đến 80 ký tự.").At("name", "Từ 1 đến 80 ký tự.").Do("Ghi tên ngắn, dễ nhớ.")
	}
	if q.Empty() {
		return fault.New(fault.Invalid, "search.empty", "Chưa có điều kiện tìm nào để lưu.").At("q", "Chưa có gì.").Do("Gõ từ tìm hoặc chọn bộ lọc rồi lưu.")
	}
	if _, err := q.match(false); err != nil {
		return err
	}
	kept, err := s.Store.Saved(ctx, by.Person, by.Agency)
	if err != nil {
		return fmt.Errorf("reading saved searches: %w", err)
	}
	n := Saved{ID: uuid.Must(uuid.NewV7()).String(), Person: by.Person, Agency: by.Agency, Name: name, Query: q, At: s.Now()}
	for _, k := range kept {
		if vntext.Equal(k.Name, name) {
			n.ID, n.At = k.ID, k.At
		}
	}
	if len(kept) >= maxSaved && n.At.Equal(s.Now()) {
		return fault.New(fault.Conflict, "search.many", fmt.Sprintf("Đã lưu %d tìm kiếm, là số nhiều nhất.", maxSaved)).Do("Xóa bớt tìm kiếm không dùng nữa.")
	}
	sum := sha256.Sum256([]byte(name))
	return s.Store.PutSaved(ctx, n, s.logged(by, "search.saved", n.ID, map[string]string{"digest": hex.EncodeToString(sum[:])}))
}

// Forget drops one of the actor's own searches.
func (s *Service) Forget(ctx context.Context, by org.Actor, id string) error {
	if err := s.Guard.Allow(ctx, by, ActionFind); err != nil {
		return err
	}
	err := s.Store.DeleteSaved(ctx, id, by.Person, by.Agency, s.logged(by, "search.forgotten", id, nil))
	if errors.Is(err, ErrNotFound) {
		return fault.New(fault.NotFound, "search.absent", "Không có tìm kiếm đã lưu này.")
	}
	return err
}

func (s *Service) logged(by org.Actor, action, subject string, data map[string]string) audit.Entry {
	return audit.Entry{At: s.Now(), Account: string(by.Account), Person: string(by.Person), Agency: string(by.Agency), Action: action, Subject: subject, Data: data}
}

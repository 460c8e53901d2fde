package app

import (
	"context"
	"fmt"

	"antin/internal/domain/org"
)

// posts holds the posts that an agency has now against the log: signing
// authority hangs on them.
func (c *rowCheck) posts(ctx context.Context, agency org.Agency) error {
	now := c.app.Now()
	list, err := c.app.Org.PostsIn(ctx, agency.ID, now)
	if err != nil {
		return err
	}
	for _, post := range list {
		entries, err := c.app.Audit.History(ctx, string(post.ID))
		if err != nil {
			return err
		}
		var said org.PostTrace
		for _, e := range entries {
			said.Add(e.Entry)
		}
		switch {
		case !said.Appointed:
			c.out = append(c.out, fmt.Sprintf("chức vụ %s (%s, %s) đang được giữ mà nhật ký không ghi", post.ID, post.Title, agency.Name))
		case said.Ended(now):
			c.out = append(c.out, fmt.Sprintf("chức vụ %s (%s, %s) theo nhật ký đã thôi mà dòng của nó còn mở", post.ID, post.Title, agency.Name))
		}
	}
	return nil
}

package app

import (
	"context"
	"fmt"

	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
)

// checkStandings holds the lists of subscribers against their certificates: what
// stands in the row of a list is a cache, and mended by working it out anew.
func (a *App) checkStandings(ctx context.Context, mend bool) ([]string, error) {
	const most = 1000
	ids, err := a.Subscribers.Store.Misplaced(ctx, most)
	if err != nil {
		return nil, err
	}
	for mend && len(ids) > 0 {
		if err := a.settleStandings(ctx, ids); err != nil {
			return nil, err
		}
		last := ids[len(ids)-1]
		if ids, err = a.Subscribers.Store.Misplaced(ctx, most); err != nil {
			return nil, err
		}
		if len(ids) > 0 && ids[0] <= last {
			break // that does not help: told below
		}
	}
	lines := make([]string, len(ids))
	for i, id := range ids {
		lines[i] = fmt.Sprintf("chứng thư số %s đứng sai chỗ trong danh sách (trạng thái hoặc lần ký cuối)", id)
	}
	return lines, nil
}

func (a *App) settleStandings(ctx context.Context, ids []signing.CertificateID) error {
	return a.Subscribers.Store.Transact(ctx, func(ctx context.Context, tx subscriber.Tx) error {
		for _, id := range ids {
			if err := tx.Settle(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

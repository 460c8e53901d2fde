package document

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/layout"
	"antin/vntext"
)

// TakeRecipients makes the list for the network what the draft itself says under
// the heading of electronic copies (BG-06). Names that belong to no agency of
// the directory are given back: they get nothing over the network until somebody
// words them as the directory does. Persons and places without a code stay.
func (s *Service) TakeRecipients(ctx context.Context, by org.Actor, id ID) (unknown []string, err error) {
	d, err := s.load(ctx, by, id, "document.edit")
	if err != nil {
		return nil, err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return nil, err
	}
	names, err := s.onlineNames(ctx, d, p)
	if err != nil {
		return nil, err
	}
	agencies, err := s.Org.Recipients(ctx, d.Agency, s.Now())
	if err != nil {
		return nil, err
	}
	var list []Recipient
	for _, name := range names {
		found := false
		for _, a := range agencies {
			if vntext.Equal(strings.ToLower(a.Name), strings.ToLower(name)) {
				list, found = append(list, Recipient{Code: a.Code, Name: a.Name, Agency: a.ID}), true
			}
		}
		if !found {
			unknown = append(unknown, name)
		}
	}
	return unknown, s.act(ctx, by, id, "document.edit", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		f := d.Fields
		for _, r := range d.Recipients {
			if r.Agency == "" || r.Kind != ToAgency {
				list = append(list, r)
			}
		}
		f.Recipients = list
		return nil, d.Edit(by, f, at)
	})
}

// onlineNames reads what stands under the second heading, in the Word file or on
// the pages.
func (s *Service) onlineNames(ctx context.Context, d *Document, p *profile.Profile) ([]string, error) {
	if len(p.Documents.RecipientBlocks) < 2 {
		return nil, fault.New(fault.Conflict, "recipient.one-block", "Quy định của tỉnh chỉ có một phần “Nơi nhận”.").Under(p.Clause("documents.recipient_blocks"))
	}
	word, err := s.word(ctx, d)
	if err != nil {
		return nil, err
	}
	var shape *layout.Document
	if word != nil {
		shape = layout.FromDOCX(word.Content())
	} else if base, ok := d.Base(); ok {
		if shape, err = s.printed(ctx, base); err != nil {
			return nil, err
		}
	}
	if shape != nil {
		if _, online := layout.Entries(shape); len(online) > 0 {
			return online, nil
		}
	}
	return nil, fault.New(fault.Conflict, "recipient.no-block", "Dự thảo chưa có phần “"+strings.TrimSuffix(p.Documents.RecipientBlocks[1], ":")+"”.").
		Under(p.Clause("documents.recipient_blocks")).Do("Ghi phần này dưới danh sách nhận bản giấy, hoặc soạn theo mẫu.")
}

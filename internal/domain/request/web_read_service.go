package request

import (
	"context"

	"antin/internal/domain/org"
)

// Preview fills the forms of requests of one kind and subject as they would go
// to the head now, for people who may read them; nothing is kept.
func (s *Service) Preview(ctx context.Context, by org.Actor, ids []ID) ([]Sheet, error) {
	lines, err := s.shown(ctx, by, ids, ActRead)
	if err != nil {
		return nil, err
	}
	if lines, _, err = s.covered(ctx, by, lines); err != nil {
		return nil, err
	}
	by.Agency = lines[0].Managing // it speaks for the agency that sends it
	l, err := s.letter(ctx, by, "", lines, Signer{}, org.Agency{})
	return l.Sheets, err
}

// PreviewList fills the forms of the letter to the authority for the
// department; nothing is kept.
func (s *Service) PreviewList(ctx context.Context, by org.Actor, ids []ID) ([]Sheet, error) {
	lines, err := s.shown(ctx, by, ids, ActDesk)
	if err != nil {
		return nil, err
	}
	if lines, _, err = s.covered(ctx, by, lines); err != nil {
		return nil, err
	}
	l, err := s.letter(ctx, by, "", lines, Signer{}, org.Agency{})
	return l.Sheets, err
}

// shown loads lines that can stand in one letter.
func (s *Service) shown(ctx context.Context, by org.Actor, ids []ID, action org.Action) ([]Request, error) {
	if len(ids) == 0 || len(ids) > maxLines {
		return nil, invalid("none", "Chưa chọn hồ sơ nào, hoặc chọn quá 200 hồ sơ.")
	}
	var lines []Request
	for _, id := range sorted(ids) {
		r, err := s.load(ctx, by, id, action)
		if err != nil {
			return nil, err
		}
		if len(lines) > 0 && (r.Kind != lines[0].Kind || r.Subject != lines[0].Subject) {
			return nil, invalid("mixed", "Một văn bản chỉ gồm các hồ sơ cùng loại yêu cầu và cùng loại thuê bao.").Do("Xem từng loại riêng.")
		}
		lines = append(lines, *r)
	}
	return lines, nil
}

package document

import (
	"context"
	"errors"
	"fmt"

	"antin/internal/domain/register"
)

// UntrueCopy names what in the register line of a copy is not as the log says
// it was written last, and tells the series of the line.
func (s *Service) UntrueCopy(ctx context.Context, id ID, last map[string]string) (lines []string, series string, err error) {
	c, err := s.Store.Copy(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return []string{"nhật ký có bản sao này nhưng dòng của nó không còn"}, "", nil
	}
	if err != nil || s.Books == nil {
		return nil, "", err
	}
	e, err := s.Books.Store.LineOf(ctx, c.Agency, id)
	switch {
	case errors.Is(err, register.ErrNotFound):
		return []string{"dòng của bản sao trong sổ không còn"}, "", nil
	case err != nil:
		return nil, "", err
	case e.Digest() != last[traceLine]:
		lines = append(lines, fmt.Sprintf("dòng số %d của sổ bản sao đã bị sửa", e.Number))
	}
	if c.SHA256 != last["sha256"] || c.Base != last["base"] {
		lines = append(lines, "tệp của bản sao đã bị thay")
	}
	return lines, e.Series.String(), nil
}

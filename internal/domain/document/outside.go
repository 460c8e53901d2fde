package document

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"antin/internal/domain/org"
	"antin/internal/fault"
	"antin/pades"
)

// Outside is the file of a ticket for a signing program that takes whole files,
// such as the national service where it is installed.
type Outside struct {
	Size int64
	Body Blob
}

// MayOutside reports whether a ticket can be handed to such a program: the one
// signature of a person on one document. A seal takes its number in the revision
// of the signature, which only we can write.
func (t *Ticket) MayOutside() bool { return t.Action == TicketSign && len(t.Items) == 1 }

func (s *Service) outside(t *Ticket) error {
	if t.MayOutside() {
		return t.usable(s.Now())
	}
	return fault.New(fault.Invalid, "ticket.whole-file", "Phần mềm ký số ngoài chỉ ký từng văn bản, bằng chữ ký cá nhân.").Do("Ký bằng Máy ký số.")
}

// OutsideFile prepares the document of a ticket and gives its file, once: what
// was given out is not given again.
func (s *Service) OutsideFile(ctx context.Context, secret string) (Outside, error) {
	t, _, err := s.bySecret(ctx, secret)
	if err != nil {
		return Outside{}, err
	}
	if err := s.outside(t); err != nil {
		return Outside{}, err
	}
	if t.State != TicketOpen {
		return Outside{}, fault.New(fault.Conflict, "ticket.given", "Tệp của lượt ký này đã được lấy.").Do("Tạo lượt ký mới.")
	}
	if t, _, err = s.FetchTicket(ctx, secret); err != nil {
		return Outside{}, err
	}
	item := t.Items[0]
	if item.State != ItemPrepared {
		return Outside{}, item.Refusal.fault()
	}
	body, err := s.Blobs.Open(ctx, item.Parts[0].Base)
	if err != nil {
		return Outside{}, fmt.Errorf("opening the file of a ticket: %w", err)
	}
	return Outside{body.Size(), body}, nil
}

// TakeOutside takes the file back that such a program signed, once. It must begin
// with the very bytes that were given out and go on with nothing but one
// signature by the certificate of the ticket (pades.CheckAppended); document and
// certificate are asked everything again, and the whole is verified, as for a
// value that the agent brings. A refusal ends the ticket.
func (s *Service) TakeOutside(ctx context.Context, secret string, signed io.Reader) (*Ticket, error) {
	t, by, err := s.bySecret(ctx, secret)
	if err != nil {
		return nil, err
	}
	if err := s.outside(t); err != nil {
		return nil, err
	}
	item := &t.Items[0]
	if item.State != ItemPrepared || len(item.Parts) != 1 {
		return nil, fault.New(fault.Conflict, "ticket.not-fetched", "Lượt ký này chưa được chuẩn bị.").Do("Mở lại lượt ký từ trang văn bản.")
	}
	refusal := s.takeOutside(ctx, by, t, item, signed)
	if refusal != nil {
		if err := item.refuse(s.tried(ctx, by, item.Document, "document.sign", t.with(), refusal)); err != nil {
			return nil, err
		}
		if err := s.endItem(ctx, t, item); err != nil {
			return nil, err
		}
	}
	if t, err = s.Store.Ticket(ctx, t.ID); err != nil {
		return nil, err
	}
	t.settle(s.Now())
	if err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return tx.SaveTicket(ctx, t) }); err != nil {
		return nil, err
	}
	return t, refusal
}

func (s *Service) takeOutside(ctx context.Context, by org.Actor, t *Ticket, item *TicketItem, signed io.Reader) error {
	if err := s.unchanged(ctx, by, t, item); err != nil {
		return err
	}
	d, err := s.load(ctx, by, item.Document, "document.sign")
	if err != nil {
		return err
	}
	row, err := s.Signing.Certificate(ctx, t.Certificate)
	if err != nil {
		return err
	}
	part := &item.Parts[0]
	base, err := s.Blobs.Open(ctx, part.Base)
	if err != nil {
		return fmt.Errorf("opening the file of a ticket: %w", err)
	}
	defer base.Close()
	tail, err := tailOf(base, signed)
	if err != nil {
		return err
	}
	field, err := pades.CheckAppended(base, base.Size(), tail, pades.Appending{Certificate: row.DER, Field: pades.FieldSigner})
	if code := pades.RefusalOf(err); code != "" {
		return notAppended(code)
	}
	if err != nil {
		return err
	}
	if field != pades.FieldSigner && len(d.Chain.Steps) > 2 {
		return notAppended(pades.RefusedNoField) // whose turn it was could not be told any more
	}
	if err := s.storeOutside(ctx, t, item, part, tail); err != nil {
		return err
	}
	return s.completeItem(ctx, by, t, item)
}

// tailOf reads what was appended; the bytes before must be those of the base.
func tailOf(base Blob, signed io.Reader) ([]byte, error) {
	have, came := make([]byte, 64<<10), make([]byte, 64<<10)
	for at := int64(0); at < base.Size(); {
		n := min(int64(len(have)), base.Size()-at)
		if _, err := base.ReadAt(have[:n], at); err != nil {
			return nil, fmt.Errorf("reading the file of a ticket: %w", err)
		}
		if _, err := io.ReadFull(signed, came[:n]); err != nil || !bytes.Equal(have[:n], came[:n]) {
			return nil, notAppended(pades.RefusedBase)
		}
		at += n
	}
	tail, err := io.ReadAll(io.LimitReader(signed, pades.MaxAppended+1))
	if err != nil || len(tail) > pades.MaxAppended {
		return nil, notAppended(pades.RefusedBase)
	}
	return tail, nil
}

func (s *Service) storeOutside(ctx context.Context, t *Ticket, item *TicketItem, part *PreparedPart, tail []byte) error {
	stored, err := s.Store.Part(ctx, t.ID, item.Seq, part.No)
	if err != nil {
		return fmt.Errorf("reading a prepared signing: %w", err)
	}
	if stored.Result, stored.ResultSize, err = s.Blobs.Append(ctx, stored.Base, tail); err != nil {
		return err
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.StorePart(ctx, t.ID, item.Seq, stored)
		return err
	})
	if err != nil {
		return fmt.Errorf("storing a file that was signed outside: %w", err)
	}
	if stored, err = s.Store.Part(ctx, t.ID, item.Seq, part.No); err != nil { // whoever was first
		return fmt.Errorf("reading a prepared signing: %w", err)
	}
	part.Result, part.ResultSize = stored.Result, stored.ResultSize
	return nil
}

// notAppended says why a file that came back is not taken.
func notAppended(code pades.RefusalCode) error {
	why := map[pades.RefusalCode]string{
		pades.RefusedBase:      "tệp gửi về không phải đúng tệp đã giao để ký",
		pades.RefusedRevisions: "phần mềm ký đã lưu thêm nội dung khác ngoài chữ ký",
		pades.RefusedNotOne:    "tệp gửi về không có đúng một chữ ký mới",
		pades.RefusedSigner:    "tệp được ký bằng chứng thư số khác với chứng thư số đã chọn",
		pades.RefusedCoverage:  "chữ ký không bao trùm toàn bộ tệp",
		pades.RefusedMark:      "phần mềm ký đã khóa văn bản, nên không cấp số và đóng dấu tiếp được",
		pades.RefusedOverlay:   "hình chữ ký che lên nội dung văn bản",
		pades.RefusedNoField:   "chữ ký không nằm ở ô ký của văn bản có nhiều người ký",
	}[code]
	if why == "" {
		why = "nội dung văn bản bị thay đổi khi ký"
	}
	return fault.New(fault.Signed, "ticket.appended", "Không nhận tệp đã ký: "+why+".").
		Do("Ký lại bằng Máy ký số, hoặc đặt hình chữ ký vào chỗ trống rồi ký lại.")
}

package document

import (
	"context"
	"errors"
	"fmt"

	"antin/internal/domain/org"
	"antin/internal/fault"
	"antin/pdf"
)

// EventArrived asks for the intake of an arrival.
const EventArrived = "incoming.arrived"

// Get reads one document for somebody who may.
func (s *Service) Get(ctx context.Context, by org.Actor, id ID) (*Document, error) {
	d, err := s.Store.Load(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return nil, notHere()
	}
	if err != nil {
		return nil, fmt.Errorf("reading document %s: %w", id, err)
	}
	return d, s.allow(ctx, by, d, readAction(d))
}

// For reads one document for an action on it that another subject carries out.
func (s *Service) For(ctx context.Context, by org.Actor, id ID, action org.Action) (*Document, error) {
	return s.load(ctx, by, id, action)
}

func readAction(d *Document) org.Action {
	if d.Direction == Incoming {
		return "incoming.read"
	}
	return "document.read"
}

// Can reports whether the actor would be allowed an action on the document;
// pages use it to leave buttons out.
func (s *Service) Can(by org.Actor, d *Document, action org.Action) bool {
	return s.Guard.Can(by, action, relations(by, d)...)
}

// Queue is one work list of a role.
type Queue struct {
	Code  string // in the address: "cho-cap-so"
	Title string
	Empty string // what will come here and from where
	Done  bool   // nothing waits here, and there is no end to count
	Query Query
}

// Queues lists the work lists of the actor, the most urgent first.
func (s *Service) Queues(by org.Actor) []Queue {
	var out []Queue
	add := func(role org.Role, q Queue) {
		if role == "" || by.Has(role) {
			out = append(out, q)
		}
	}
	mine := func(states ...State) Query {
		return Query{Agency: by.Agency, Direction: Outgoing, States: states}
	}
	in := func(states ...State) Query {
		return Query{Agency: by.Agency, Direction: Incoming, States: states}
	}
	add(org.Clerk, Queue{"cho-cap-so", "Chờ cấp số và ký cơ quan", "Văn bản đã có chữ ký của người có thẩm quyền sẽ về đây.", false, mine(AwaitingClerk, Numbered)})
	add(org.Clerk, Queue{"cho-phat-hanh", "Chờ vào sổ và phát hành", "Văn bản đã ký cơ quan, chưa phát hành sẽ về đây.", false, mine(SealedState)})
	add(org.Clerk, Queue{"den-cho-vao-so", "Văn bản đến chờ vào sổ", "Văn bản đến có chữ ký hợp lệ sẽ về đây.", false, in(Valid)})
	add(org.Clerk, Queue{"den-cho-kiem-tra", "Văn bản đến chờ kiểm tra lại", "Văn bản đến chưa đủ căn cứ để kết luận sẽ về đây.", false, in(Arrived, Held)})
	add(org.Clerk, Queue{"den-tu-choi", "Văn bản đến đã từ chối", "Văn bản đến không hợp lệ, đã trả lời nơi gửi.", false, in(Refused)})
	signer := mine(AwaitingApproval, AwaitingSignature)
	signer.Signer = by.Person
	if by.Has(org.Leader) || by.Has(org.UnitLeader) {
		add("", Queue{"cho-ky", "Chờ tôi duyệt và ký", "Văn bản ghi bạn là người ký sẽ về đây.", false, signer})
	}
	add("", Queue{"cho-ky-chuoi", "Chờ tôi ký theo trình tự", "Văn bản cần bạn ký nháy, ký kiểm tra hoặc cùng ký sẽ về đây khi đến lượt.", false, Query{Direction: Outgoing, Turn: by.Person, TurnAgency: by.Agency}})
	add(org.Clerk, Queue{"lien-nganh-cho-ky", "Liên ngành chờ ký cơ quan", "Văn bản của cơ quan khác mà cơ quan bạn cùng ký sẽ về đây sau khi lãnh đạo ký.", false, Query{Direction: Outgoing, SealTurn: by.Agency}})
	joint := mine(Collecting)
	joint.ToPass = true
	add(org.Clerk, Queue{"lien-nganh-cho-chuyen", "Liên ngành chờ chuyển", "Văn bản liên ngành cần chuyển cho cơ quan ký tiếp theo sẽ về đây.", false, joint})
	add(org.Leader, Queue{"den-cho-phan-cong", "Văn bản đến chờ phân công", "Văn bản đến đã vào sổ sẽ về đây.", false, in(Registered)})
	unit := mine(UnitReview)
	unit.Unit = by.Unit
	add(org.UnitLeader, Queue{"cho-duyet", "Dự thảo chờ duyệt nội dung", "Dự thảo do đơn vị trình sẽ về đây.", false, unit})
	add(org.FormatChecker, Queue{"cho-kiem-tra", "Chờ kiểm tra thể thức", "Dự thảo đã được lãnh đạo đơn vị đồng ý sẽ về đây.", false, mine(Formatting)})
	asked := mine(Consulting)
	asked.Asked = by.Person
	if by.Has(org.UnitLeader) {
		asked.AskedUnit = by.Unit
	}
	task := in(Assigned)
	task.Assignee = by.Person
	draft := mine(Drafting, Consulting, Faulty)
	draft.Drafter = by.Person
	sent := mine(UnitReview, Formatting, Collecting, AwaitingApproval, AwaitingSignature, AwaitingClerk, Numbered, SealedState)
	sent.Drafter = by.Person
	released := mine(Released)
	released.Drafter = by.Person
	attested := mine(Attested)
	attested.Drafter = by.Person
	handled := in(Completed)
	handled.Handled = by.Person
	if !by.Has(org.Administrator) {
		add("", Queue{"viec-duoc-giao", "Việc được giao", "Văn bản đến mà lãnh đạo giao cho bạn sẽ về đây.", false, task})
		add("", Queue{"cho-gop-y", "Chờ tôi góp ý", "Dự thảo xin ý kiến của bạn sẽ về đây.", false, asked})
		add("", Queue{"du-thao", "Dự thảo của tôi", "Dự thảo bạn soạn hoặc được trả lại sẽ ở đây.", false, draft})
		add("", Queue{"da-trinh", "Đã trình, đang chờ", "Văn bản bạn đã trình, đang ở bước sau.", false, sent})
		add("", Queue{"da-phat-hanh", "Đã phát hành", "Văn bản bạn soạn đã phát hành sẽ ở đây.", true, released})
		add("", Queue{"da-du-chu-ky", "Đủ chữ ký, không phát hành", "Văn bản bạn soạn đã đủ chữ ký mà không phát hành sẽ ở đây.", true, attested})
		add("", Queue{"da-xu-ly", "Đã xử lý xong", "Văn bản đến bạn được giao và đã xử lý xong sẽ ở đây.", true, handled})
	}
	return out
}

// QueueOf finds a work list by its code.
func (s *Service) QueueOf(by org.Actor, code string) (Queue, error) {
	for _, q := range s.Queues(by) {
		if q.Code == code {
			return q, nil
		}
	}
	return Queue{}, fault.New(fault.NotFound, "queue.absent", "Không có danh sách này cho vai trò của bạn.")
}

// ListQueue gives one page of a work list.
func (s *Service) ListQueue(ctx context.Context, by org.Actor, code string, before Cursor, limit int) ([]Summary, error) {
	if err := s.Guard.Allow(ctx, by, "home.view"); err != nil {
		return nil, err
	}
	q, err := s.QueueOf(by, code)
	if err != nil {
		return nil, err
	}
	q.Query.Before, q.Query.Limit = before, limit
	return s.Store.List(ctx, q.Query)
}

// CountQueue counts a work list, up to 1000.
func (s *Service) CountQueue(ctx context.Context, q Queue) (int, error) {
	return s.Store.Count(ctx, q.Query)
}

// RegisterEntries lists a register of the actor's agency downwards from a number.
func (s *Service) RegisterEntries(ctx context.Context, by org.Actor, book string, year, below, limit int) ([]Entry, error) {
	if err := s.Guard.Allow(ctx, by, "register.read", org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.Entries(ctx, Series{Agency: by.Agency, Book: book, Year: year}, below, limit)
}

// NextNumber tells the number that the register would give now; another clerk
// may take it first.
func (s *Service) NextNumber(ctx context.Context, d *Document) (int, string, error) {
	p, err := s.Profile(d.Province)
	if err != nil {
		return 0, "", err
	}
	symbol, err := s.symbol(ctx, d, p)
	if err != nil {
		return 0, "", err
	}
	if d.Number != 0 {
		return d.Number, symbol, nil
	}
	series, err := s.seriesOf(ctx, d, p, s.Now())
	if err != nil {
		return 0, "", err
	}
	last, err := s.Store.LastNumber(ctx, series)
	return last + 1, symbol, err
}

// File finds a file of a document that the actor may read.
func (s *Service) File(ctx context.Context, by org.Actor, id ID, file FileID) (File, Blob, error) {
	d, err := s.Get(ctx, by, id)
	if err != nil {
		return File{}, nil, err
	}
	if err := d.gone(); err != nil {
		return File{}, nil, err
	}
	if d.Intake != nil && d.Intake.Tombstone != nil {
		return File{}, nil, fault.New(fault.NotFound, "file.deleted", "Nội dung văn bản không hợp lệ đã bị xóa; chỉ còn mã băm và phiếu kiểm tra.")
	}
	for _, f := range d.Files {
		if f.ID == file {
			blob, err := s.Blobs.Open(ctx, f.SHA256)
			return f, blob, err
		}
	}
	return File{}, nil, fault.New(fault.NotFound, "file.absent", "Không có tệp này.")
}

// Picture draws one page of a file that the actor may read, as PNG.
func (s *Service) Picture(ctx context.Context, by org.Actor, id ID, file FileID, page, width int) ([]byte, error) {
	f, blob, err := s.File(ctx, by, id, file)
	if err != nil {
		return nil, err
	}
	defer blob.Close()
	if page < 1 || page > f.Pages {
		return nil, fault.New(fault.NotFound, "file.no-page", "Tệp không có trang này.")
	}
	return s.Pages.Picture(ctx, f.SHA256, blob, page, min(max(width, 200), 2000))
}

// Sheet is the size of one page as a viewer shows it, in points; places count
// from its bottom left corner.
type Sheet struct{ Width, Height float64 }

// Sheets measures the pages of a PDF that the actor may read; a file of another
// kind has none.
func (s *Service) Sheets(ctx context.Context, by org.Actor, id ID, file FileID) ([]Sheet, error) {
	f, blob, err := s.File(ctx, by, id, file)
	if err != nil {
		return nil, err
	}
	defer blob.Close()
	if f.Pages == 0 {
		return nil, nil
	}
	opened, err := pdf.Open(blob, blob.Size())
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", f.SHA256, err)
	}
	pages, err := opened.Last().Pages()
	if err != nil {
		return nil, fmt.Errorf("reading the pages of %s: %w", f.SHA256, err)
	}
	out := make([]Sheet, len(pages))
	for i, p := range pages {
		out[i].Width, out[i].Height = p.Shown()
	}
	return out, nil
}

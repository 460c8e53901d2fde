package document

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"antin/pades"
	"antin/pdf"
)

// Concern is one kind of thing in the PDF that whoever checks and signs looks at
// before going on, in words, with the pages where it lies.
type Concern struct {
	Code  string
	What  string
	Do    string
	Pages []int // empty where it belongs to no page
	// Gravity of the package pades, the gravest first: what refuses a draft at
	// submission can stand in one that was submitted before that was looked at.
	Gravity pades.Gravity
}

// concernDo says what to do about what does not refuse a file by itself.
var concernDo = map[pades.FindingCode]string{
	pades.FoundUnused:       "Phần này không hiện trên trang nào nhưng vẫn đi theo văn bản. Nên in lại ra PDF để bỏ đi.",
	pades.FoundFieldOver:    "Xem kỹ chỗ đó: ô nhập có thể che chữ. Không cần ô nhập thì in lại ra PDF.",
	pades.FoundNoteOver:     "Xem kỹ chỗ đó: ghi chú có thể che chữ. Xóa ghi chú hoặc in lại ra PDF.",
	pades.FoundCover:        "Xem kỹ chỗ đó: dưới phần che còn chữ mà người đọc không thấy. Hỏi lại người soạn.",
	pades.FoundFontMissing:  "Máy khác có thể hiện chữ khác đi. Xuất lại PDF và chọn nhúng phông chữ.",
	pades.FoundFontStandard: "Là phông chữ chuẩn mà phần mềm xem PDF nào cũng có; ký được.",
	pades.FoundFontTwice:    "Thường do ghép nhiều tệp; ký được.",
	pades.FoundNotFollowed:  "Trang quá phức tạp nên chương trình chưa xét được có chữ bị che hay không. Xem kỹ trang này.",
}

const (
	doAnew       = "Không ký. Trả lại người soạn để in lại ra PDF từ phần mềm soạn thảo."
	maxConcerns  = 12
	maxLookedFor = 200 // files whose findings are remembered
)

// looked remembers what was found in a file, by its SHA-256: every page of a
// document that waits for a check or a signature asks.
type looked struct {
	mu    sync.Mutex
	files map[string][]pades.Finding
}

func (l *looked) get(sha256 string) ([]pades.Finding, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	list, ok := l.files[sha256]
	return list, ok
}

func (l *looked) put(sha256 string, list []pades.Finding) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.files == nil || len(l.files) >= maxLookedFor {
		l.files = map[string][]pades.Finding{}
	}
	l.files[sha256] = list
}

// Concerns looks through the PDF that is to be signed, as it stands now. Our own
// empty fields are none. The document has been read by who asks.
func (s *Service) Concerns(ctx context.Context, d *Document) ([]Concern, error) {
	f, ok := d.AtStage(Prepared)
	if !ok {
		f, ok = d.Base()
	}
	if !ok || f.Pages == 0 || d.Direction != Outgoing {
		return nil, nil
	}
	list, ok := s.looked.get(f.SHA256)
	if !ok {
		blob, err := s.Blobs.Open(ctx, f.SHA256)
		if err != nil {
			return nil, fmt.Errorf("opening %s: %w", f.SHA256, err)
		}
		defer blob.Close()
		file, err := pdf.Open(blob, blob.Size())
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.SHA256, err)
		}
		if list, err = pades.Presign(file); err != nil {
			return nil, fmt.Errorf("looking through %s: %w", f.SHA256, err)
		}
		s.looked.put(f.SHA256, list)
	}
	return concerns(list), nil
}

// concerns groups the findings by what they are.
func concerns(list []pades.Finding) []Concern {
	var out []Concern
	for _, f := range list {
		if f.Code == pades.FoundSignatureSpot && ownSpot(f.Field) {
			continue
		}
		i := slices.IndexFunc(out, func(c Concern) bool { return c.Code == string(f.Code) })
		if i < 0 {
			c := Concern{Code: string(f.Code), What: findingWords[f.Code], Do: concernDo[f.Code], Gravity: f.Code.Gravity()}
			if c.Do == "" {
				c.Do = doAnew
			}
			out, i = append(out, c), len(out)
		}
		if f.Page > 0 && !slices.Contains(out[i].Pages, f.Page) {
			out[i].Pages = append(out[i].Pages, f.Page)
		}
	}
	slices.SortStableFunc(out, func(a, b Concern) int { return cmp.Or(int(b.Gravity)-int(a.Gravity), urgency(a)-urgency(b)) })
	return out[:min(len(out), maxConcerns)]
}

// urgency puts what hides words before what merely may look different.
func urgency(c Concern) int {
	return slices.Index([]pades.FindingCode{pades.FoundFontMissing, pades.FoundFontStandard, pades.FoundFontTwice}, pades.FindingCode(c.Code))
}

func ownSpot(field string) bool { return field == pades.FieldSigner || field == pades.FieldSeal }

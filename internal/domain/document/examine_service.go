package document

import (
	"context"
	"crypto"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/ticket"
	"antin/tsp"
)

// Grade of a finding.
type Grade string

// Grades: signing works, works now, does not work until it is mended.
const (
	Fine    Grade = "ok"
	Caution Grade = "warn"
	Broken  Grade = "bad"
)

// Finding is one thing that the check of signing devices looked at on the side
// of the server. Code is of the list that the agent shares (ticket.Helps).
type Finding struct {
	Code    string
	Grade   Grade
	Subject string
	Message string
	Mend    string // empty when it is fine
}

// Tolerances of the check.
const (
	endsSoon    = 30 * 24 * time.Hour
	clockDrift  = time.Minute
	stampAnswer = 10 * time.Second
)

// Examine looks at everything that a person's signing needs on our side: the
// certificates that the person may sign with, what the register and the
// authorities say of them, the authority of time-stamps and the clock. It
// changes nothing. Everybody examines for oneself, who manages devices for the
// people of the agency.
func (s *Service) Examine(ctx context.Context, by org.Actor, person org.PersonID) ([]Finding, error) {
	var rel []org.Relation
	if person == by.Person && person != "" {
		rel = append(rel, org.Own)
	}
	posts, err := s.Org.PostsOf(ctx, person, by.Agency, s.Now())
	if err != nil {
		return nil, err
	}
	if len(posts) > 0 {
		rel = append(rel, org.OfAgency)
	}
	if err := s.Guard.Allow(ctx, by, "device.examine", rel...); err != nil {
		return nil, err
	}
	list, err := s.signsWith(ctx, person)
	if err != nil {
		return nil, err
	}
	var out []Finding
	if len(list) == 0 {
		out = append(out, Finding{ticket.HelpNone, Broken, "Chứng thư số", "Sổ thuê bao chưa có chứng thư số nào của người này.", "Người quản lý thuê bao đề nghị cấp chứng thư số và ghi vào sổ."})
	}
	for _, c := range list {
		found, err := s.examineCertificate(ctx, c)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return append(out, s.examineStamps(ctx)...), nil
}

// signsWith are the person's own certificates and those of the agency that the
// person keeps.
func (s *Service) signsWith(ctx context.Context, person org.PersonID) ([]signing.Certificate, error) {
	list, err := s.Signing.OfPerson(ctx, person)
	if err != nil {
		return nil, err
	}
	kept, err := s.Signing.CustodiesOf(ctx, person, s.Now())
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		c, err := s.Signing.Certificate(ctx, k.Certificate)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func (s *Service) examineCertificate(ctx context.Context, c signing.Certificate) ([]Finding, error) {
	if c.Status == signing.Revoked {
		return nil, nil // history, nobody signs with it
	}
	subject := "Chứng thư số " + commonName(c) + ", khóa ở " + keyPlace(c.KeyKind)
	out := []Finding{examineDates(c, subject, s.Now())}
	purpose, as := signing.ForPerson, "ký cá nhân"
	if c.Class == signing.ClassAgency {
		purpose, as = signing.ForAgency, "ký của cơ quan"
	}
	out = append(out, Finding{ticket.HelpPurpose, Fine, subject, "Mục đích: " + as + ".", ""})
	err := s.Signing.CheckUsable(ctx, c, purpose, s.Now(), s.Evidence)
	f, refused := fault.From(err)
	switch {
	case refused && f.Code == "signing.validity":
		return out, nil // told by its dates
	case refused:
		mend := f.Action
		if mend == "" {
			mend = mendOf(codeOf(f.Code))
		}
		return append(out, Finding{codeOf(f.Code), Broken, subject, f.Message, mend}), nil
	case err != nil:
		return nil, err
	}
	return append(out,
		Finding{ticket.HelpPath, Fine, subject, "Nối được tới tổ chức chứng thực tin cậy.", ""},
		Finding{ticket.HelpCRL, Fine, subject, "Tra được tình trạng thu hồi: còn hiệu lực.", ""},
		examineOCSP(c, subject),
		Finding{ticket.HelpRegister, Fine, subject, "Đang dùng, không bị tạm dừng.", ""}), nil
}

// examineOCSP tells whether the status can be asked on line besides the lists.
func examineOCSP(c signing.Certificate, subject string) Finding {
	leaf, err := c.Leaf()
	if err != nil || len(leaf.OCSPServer) == 0 {
		return Finding{ticket.HelpOCSP, Fine, subject, "Chứng thư số không ghi nơi tra cứu trực tuyến; dùng danh sách thu hồi.", ""}
	}
	return Finding{ticket.HelpOCSP, Fine, subject, "Nơi tra cứu trực tuyến: " + strings.Join(leaf.OCSPServer, ", ") + ".", ""}
}

func examineDates(c signing.Certificate, subject string, now time.Time) Finding {
	day := func(t time.Time) string { return t.In(zone).Format("02/01/2006") }
	switch {
	case now.Before(c.NotBefore) || now.After(c.NotAfter):
		return Finding{ticket.HelpDates, Broken, subject, "Ngoài thời hạn " + day(c.NotBefore) + " – " + day(c.NotAfter) + ".", "Đề nghị gia hạn hoặc cấp mới."}
	case c.NotAfter.Sub(now) < endsSoon:
		return Finding{ticket.HelpDates, Caution, subject, "Hết hạn ngày " + day(c.NotAfter) + ".", "Đề nghị gia hạn ngay."}
	}
	return Finding{ticket.HelpDates, Fine, subject, "Còn hạn đến " + day(c.NotAfter) + ".", ""}
}

// codeOf names the help for a refusal of the register.
func codeOf(refusal string) string {
	switch {
	case refusal == "signing.usage" || refusal == "signing.class":
		return ticket.HelpPurpose
	case refusal == "signing.chain" || refusal == "signing.weak":
		return ticket.HelpPath
	case refusal == "signing.revocation-unknown":
		return ticket.HelpCRL
	}
	return ticket.HelpRegister
}

func mendOf(code string) string {
	for _, h := range ticket.Helps() {
		if h.Code == code {
			return h.Mend
		}
	}
	return ""
}

func keyPlace(kind signing.KeyKind) string {
	switch kind {
	case signing.KeyPractice:
		return "hệ thống (khóa thực hành)"
	case signing.KeyToken:
		return "thiết bị USB"
	case signing.KeySIM:
		return "SIM"
	case signing.KeyHSM:
		return "thiết bị HSM"
	case signing.KeyRemote:
		return "dịch vụ ký từ xa"
	}
	return "thiết bị"
}

// examineStamps asks for a time-stamp over nothing in particular and holds its
// time against our clock.
func (s *Service) examineStamps(ctx context.Context) []Finding {
	const subject = "Dấu thời gian (TSA)"
	if s.Stamper == nil {
		return []Finding{{ticket.HelpTSA, Caution, subject, "Lúc ký không hỏi dấu thời gian; bằng chứng của văn bản được đóng dấu thời gian sau.", "Quản trị hệ thống khai báo máy chủ dấu thời gian nếu cần có ngay trong chữ ký."}}
	}
	patient, done := context.WithTimeout(ctx, stampAnswer)
	defer done()
	digest := sha256.Sum256([]byte("antin"))
	asked := s.Now()
	raw, err := s.Stamper.Stamp(patient, crypto.SHA256, digest[:])
	took := s.Now().Sub(asked)
	if err == nil {
		var token *tsp.Token
		if token, err = tsp.ParseToken(raw); err == nil {
			at := token.Time
			return []Finding{
				{ticket.HelpTSA, Fine, subject, answerWords(took), ""},
				examineClock(asked, took, at),
			}
		}
	}
	return []Finding{{ticket.HelpTSA, Caution, subject, "Máy chủ dấu thời gian không trả lời. Vẫn ký được; dấu thời gian được bổ sung sau.", mendOf(ticket.HelpTSA)}}
}

func answerWords(took time.Duration) string {
	if took < time.Second {
		return "Trả lời ngay."
	}
	return fmt.Sprintf("Trả lời sau %d giây.", int(took.Seconds()+0.5))
}

func examineClock(asked time.Time, took time.Duration, stamped time.Time) Finding {
	drift := asked.Sub(stamped)
	if drift.Abs() <= clockDrift+took {
		return Finding{ticket.HelpClock, Fine, "Đồng hồ máy chủ", "Khớp với giờ của máy chủ dấu thời gian.", ""}
	}
	return Finding{ticket.HelpClock, Broken, "Đồng hồ máy chủ", fmt.Sprintf("Lệch %d phút so với máy chủ dấu thời gian.", int(drift.Abs().Minutes())), "Báo quản trị hệ thống đặt lại giờ máy chủ."}
}

package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/failpoint"
	"antin/internal/fault"
	"antin/pades"
)

// Reasons of an automatic refusal; the profile has their words.
const (
	reasonBroken     = "altered"
	reasonUntrusted  = "untrusted"
	reasonExpired    = "expired"
	reasonRevoked    = "revoked"
	reasonUnsigned   = "missing"
	reasonIncomplete = "incomplete"
	reasonUnreadable = "unreadable"
)

// HandleArrived is the intake: it verifies what came and lets the rule judge.
func (s *Service) HandleArrived(ctx context.Context, e event.Event) error {
	return s.Intake(ctx, document.ID(e.Subject))
}

// Intake verifies an arrival by its own reading of the bytes. It may run again:
// a judged document stays as it is.
func (s *Service) Intake(ctx context.Context, id document.ID) error {
	d, err := s.Documents.Store.Load(ctx, id)
	if err != nil {
		return fmt.Errorf("reading the arrival: %w", err)
	}
	p, err := s.Profiles.At(d.Province, s.Now())
	if err != nil {
		return err
	}
	failpoint.Hit("intake.before-verify")
	a, err := s.assess(ctx, d, p)
	if err != nil {
		return err
	}
	failpoint.Hit("intake.verified")
	if d.Intake != nil && d.Intake.Pending {
		return s.Documents.Reverify(ctx, id, a.checks, a.verdict)
	}
	err = s.Documents.JudgeBy(ctx, id, a.checks, a.verdict, s.find(ctx, d, p, a))
	failpoint.Hit("intake.recorded")
	return err
}

// Recheck is Intake at the clerk's wish, for what waited for evidence.
func (s *Service) Recheck(ctx context.Context, by org.Actor, id document.ID) error {
	d, err := s.Documents.Get(ctx, by, id)
	if err != nil {
		return err
	}
	if err := s.Guard.Allow(ctx, by, "incoming.receive", org.OfRecipient); err != nil {
		return err
	}
	if d.State != document.Arrived && d.State != document.Held && (d.Intake == nil || !d.Intake.Pending) {
		return fault.New(fault.Conflict, "incoming.judged", "Văn bản đã có kết luận kiểm tra nên không kiểm tra lại được nữa.").
			Do("Mở lại văn bản để xem tình trạng hiện tại.")
	}
	return s.Intake(ctx, id)
}

// assessment is what the intake found out.
type assessment struct {
	checks  []document.Check
	main    *pades.Report // of the document itself, nil when it was not checked
	verdict document.Verdict
	basis   string // route of the article on legal value
	why     string
}

func (a *assessment) worsen(v document.Verdict) {
	if a.verdict.OK || a.verdict.Inconclusive && !v.Inconclusive {
		a.verdict = v
	}
}

// assess reads every file of the arrival and gives the first reason against it.
func (s *Service) assess(ctx context.Context, d *document.Document, p *profile.Profile) (*assessment, error) {
	a := &assessment{verdict: document.Verdict{OK: true}}
	if channel(d) == document.ByPaper {
		return a, nil // the paper counts; its scan is no signed document
	}
	if missing := missingData(d); missing != "" && p.Documents.IncompleteIsInvalid && channel(d) == document.ByExchange {
		a.worsen(refuse(reasonIncomplete, "Thiếu thông tin bắt buộc: "+missing+"."))
	}
	for _, f := range d.Files {
		check, report, err := s.Documents.CheckFile(ctx, f, "intake", d.ArrivedAt)
		if err != nil {
			v, broken := unreadable(f, err)
			if !broken && p.Documents.HoldWhenUnverifiable && ctx.Err() == nil {
				a.worsen(hold("Dịch vụ kiểm tra chữ ký số tạm không dùng được; hệ thống tự kiểm tra lại."))
				continue
			}
			if !broken {
				return nil, err
			}
			if err := s.alarm(ctx, d, err); err != nil {
				return nil, err
			}
			a.worsen(v)
			continue
		}
		a.checks = append(a.checks, check)
		if f.Role == document.Main {
			a.main = report
		}
		if v := s.judgeFile(ctx, d, p, f, report); !v.OK {
			a.worsen(v)
		}
	}
	a.routes(d, p)
	return a, nil
}

func channel(d *document.Document) document.Channel {
	if d.Intake == nil {
		return document.ByExchange
	}
	return d.Intake.Channel
}

func missingData(d *document.Document) string {
	var list []string
	for _, m := range []struct{ name, value string }{
		{"số, ký hiệu", d.SenderRef}, {"ngày", d.IssuedOn}, {"trích yếu", d.Subject}, {"nơi gửi", d.From},
	} {
		if strings.TrimSpace(m.value) == "" {
			list = append(list, m.name)
		}
	}
	if _, ok := d.Current(document.Main); !ok {
		list = append(list, "tệp văn bản")
	}
	return strings.Join(list, ", ")
}

// unreadable turns a file that is not there or not what was announced into a
// refusal; other errors are ours and are tried again.
func unreadable(f document.File, err error) (document.Verdict, bool) {
	var mismatch *document.MismatchError
	if errors.As(err, &mismatch) {
		return refuse(reasonBroken, "Lỗi toàn vẹn: tệp “"+f.Name+"” không đúng với bản gửi, mã băm khi gửi "+mismatch.Want+", khi nhận "+mismatch.Got+"."), true
	}
	if errors.Is(err, fs.ErrNotExist) {
		return refuse(reasonIncomplete, "Thiếu tệp “"+f.Name+"” có trong danh sách tệp của văn bản."), true
	}
	return document.Verdict{}, false
}

// alarm writes an incident when the bytes are not those that were announced
// (NA-04.2); what is missing is in the refusal.
func (s *Service) alarm(ctx context.Context, d *document.Document, found error) error {
	var mismatch *document.MismatchError
	if !errors.As(found, &mismatch) {
		return nil
	}
	return s.Documents.Altered(ctx, d, "intake", mismatch.Want, mismatch.Got)
}

func refuse(code, text string) document.Verdict {
	return document.Verdict{Reason: document.Reason{Code: code, Text: text}}
}

func hold(text string) document.Verdict {
	return document.Verdict{Inconclusive: true, Reason: document.Reason{Code: "indeterminate", Text: text}}
}

// judgeFile asks the three axes of every signature, then who signed.
func (s *Service) judgeFile(ctx context.Context, d *document.Document, p *profile.Profile, f document.File, r *pades.Report) document.Verdict {
	if !strings.HasSuffix(strings.ToLower(f.Name), ".pdf") && r.Indication == pades.Unreadable {
		return document.Verdict{OK: true} // a separate file that is no PDF goes by its hash
	}
	who := "Tệp “" + f.Name + "”: "
	switch r.Indication {
	case pades.TotalFailed, pades.Unreadable:
		return refuse(reasonOf(r), who+explain(r))
	case pades.NoSignature:
		return refuse(reasonUnsigned, who+"không có chữ ký số.")
	case pades.Indeterminate:
		return hold("Không xác định: " + who + explain(r) + outside(p, r))
	}
	if f.Role == document.Main {
		if text := contradicts(d, r); text != "" {
			return refuse(reasonBroken, who+text)
		}
	}
	person, agency := s.signers(ctx, d, r)
	if channel(d) == document.ByUpload {
		return document.Verdict{OK: true} // a document for anybody: that its signatures hold is what was asked
	}
	switch {
	case !agency:
		return refuse(reasonUnsigned, who+"thiếu chữ ký số của cơ quan gửi.")
	case f.Role == document.Main && !person && p.Documents.BothSignaturesRequired:
		return refuse(reasonUnsigned, who+"thiếu chữ ký số của người có thẩm quyền.")
	}
	return document.Verdict{OK: true}
}

// signers tells by the certificate register, never by the look, whether a
// competent person and the sending agency signed.
func (s *Service) signers(ctx context.Context, d *document.Document, r *pades.Report) (person, agency bool) {
	for _, sig := range r.Signatures {
		if sig.Certificate == nil || sig.Indication != pades.TotalPassed {
			continue
		}
		c, err := s.Signing.ByFingerprint(ctx, sig.Certificate.SHA256)
		if err != nil {
			continue // unknown: counts for nobody
		}
		switch c.Class {
		case signing.ClassPerson:
			person = true
		case signing.ClassAgency:
			a, err := s.Org.Agency(ctx, c.Agency)
			agency = agency || err == nil && a.Code == d.From
		}
	}
	return person, agency
}

// reasonOf is the first thing that the signatures have against the file; what
// the certificates have counts before mere mistrust.
func reasonOf(r *pades.Report) string {
	for _, code := range against(r) {
		if code != "" && code != reasonUntrusted {
			return code
		}
	}
	return reasonUntrusted
}

// outside names the authorities that count, when a signature is of another one
// (BG-04.2).
func outside(p *profile.Profile, r *pades.Report) string {
	for _, sig := range r.Signatures {
		if sig.SubIndication == pades.NoCertificateChain {
			return " " + p.Signing.AnchorRefusal + "."
		}
	}
	return ""
}

// Report parses the stored report of a check, for the pages.
func Report(c document.Check) (*pades.Report, error) {
	var r pades.Report
	if err := json.Unmarshal([]byte(c.Report), &r); err != nil {
		return nil, fmt.Errorf("reading the stored report: %w", err)
	}
	return &r, nil
}

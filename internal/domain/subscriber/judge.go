package subscriber

import (
	"context"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/certpath"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// judged is a certificate that passed every rule, ready to be saved.
type judged struct {
	registration Registration
	certificate  signing.Certificate
	issuer       string
	plan         Plan
	hold         *signing.Hold
	renewed      *Registration // in whose place it stands
}

func (j judged) preview() Preview {
	p := Preview{Registration: j.registration, Facts: j.certificate, Issuer: j.issuer}
	if j.hold != nil {
		p.Hold = j.hold.Message
	}
	return p
}

// bounded cuts what an authority may have written at any length.
func bounded(text string) string {
	if len(text) > 500 {
		return strings.ToValidUTF8(text[:500], "")
	}
	return text
}

// judge holds a certificate against the rules of the province, in the order in
// which an officer would: can it be read, whose is it, who issued it, for how
// long, what does it say, does its holder hold a post.
func (s *Service) judge(ctx context.Context, by org.Actor, in Incoming) (*judged, error) {
	law, err := s.law(by.Province)
	if err != nil {
		return nil, err
	}
	if err := checkSubject(law, &in); err != nil {
		return nil, err
	}
	leaf, chain, err := signing.ReadCertificateFile(in.File)
	if err != nil {
		return nil, err
	}
	c, err := s.Signing.Prepare(ctx, signing.Incoming{
		DER: leaf, Chain: chain, Class: in.Class, Person: ownerOf(in), Agency: in.Agency, KeyKind: in.KeyKind,
	})
	if err != nil {
		return nil, err
	}
	parsed, err := c.Leaf()
	if err != nil {
		return nil, err
	}
	j := &judged{certificate: c, issuer: parsed.Issuer.String(), plan: in.Plan, registration: Registration{
		Certificate: c.ID, Class: in.Class, Agency: in.Agency, Person: in.Person, System: in.System, SystemKind: in.SystemKind, Email: emailIn(parsed),
		HeadName: in.HeadName, HeadTitle: in.HeadTitle, RenewalOf: in.Renews, Minutes: in.Minutes, Title: c.Title,
		Serial: c.Serial, KeyKind: c.KeyKind, NotBefore: c.NotBefore, NotAfter: c.NotAfter,
		Province: by.Province, Rules: law.Version, By: by.Person, ByAgency: by.Agency, At: c.AddedAt,
	}}
	return j, s.judgeRules(ctx, by, law, j, parsed, chain)
}

func (s *Service) judgeRules(ctx context.Context, by org.Actor, law *profile.Profile, j *judged, leaf *x509.Certificate, chain [][]byte) error {
	if err := s.judgeIssuer(law, j, leaf, chain); err != nil {
		return err
	}
	if err := s.judgeRenewal(ctx, law, j); err != nil {
		return err
	}
	if err := judgeTerm(law, j); err != nil {
		return err
	}
	if err := s.judgeHolder(ctx, law, j, leaf); err != nil {
		return err
	}
	j.hold = s.holdOf(by, law, j)
	return nil
}

// ownerOf is the person to whom the certificate itself belongs: the officer
// responsible for a service is only written beside it.
func ownerOf(in Incoming) org.PersonID {
	if in.Class == signing.ClassPerson {
		return in.Person
	}
	return ""
}

// checkSubject wants exactly one subject (NA-03.1), and what belongs to it.
func checkSubject(law *profile.Profile, in *Incoming) error {
	in.System, in.HeadName, in.HeadTitle = strings.TrimSpace(in.System), strings.TrimSpace(in.HeadName), strings.TrimSpace(in.HeadTitle)
	in.Minutes = strings.TrimSpace(in.Minutes)
	clause := law.Clause("subscribers.register.subject_kinds")
	invalid := func(field, message, hint string) error {
		return fault.New(fault.Invalid, "registration."+field, message).Under(clause).At(field, hint)
	}
	for _, text := range []string{in.System, in.HeadName, in.HeadTitle, in.Minutes, in.Plan.Responsible, in.Plan.Note} {
		if len([]rune(text)) > maxText {
			return fault.New(fault.Invalid, "registration.long", "Nội dung ghi quá dài (tối đa 300 ký tự).")
		}
	}
	switch in.Class {
	case signing.ClassPerson:
		if in.Person == "" || in.System != "" {
			return invalid("person", "Chứng thư số cá nhân gắn với đúng một người.", "Chọn người được cấp.")
		}
	case signing.ClassAgency:
		if in.Person != "" || in.System != "" {
			return invalid("agency", "Chứng thư số cơ quan gắn với đúng một cơ quan, không ghi cá nhân hay hệ thống.", "Bỏ người và hệ thống.")
		}
		if law.Subscribers.Register.HeadRecorded && (in.HeadName == "" || in.HeadTitle == "") {
			return fault.New(fault.Invalid, "registration.head", "Chứng thư số cơ quan phải ghi họ tên và chức vụ người đứng đầu.").
				Under(law.Clause("subscribers.register.agency_head_recorded")).At("head_name", "Ghi họ tên người đứng đầu.").At("head_title", "Ghi chức vụ người đứng đầu.")
		}
	case signing.ClassService:
		if in.SystemKind == "" {
			in.SystemKind = "service"
		}
		known := slices.ContainsFunc(law.Subscribers.Register.SubjectKinds, func(c profile.Choice) bool { return c.Code == in.SystemKind })
		if in.System == "" || in.Person == "" || !known {
			return invalid("system", "Chứng thư số của thiết bị, dịch vụ, phần mềm phải ghi tên hệ thống và người chịu trách nhiệm.", "Ghi tên hệ thống.")
		}
	default:
		return invalid("class", "Chưa chọn loại chứng thư số.", "Chọn cá nhân, cơ quan hoặc thiết bị, dịch vụ, phần mềm.")
	}
	return nil
}

const maxText = 300 // characters of one field

// judgeIssuer decides by the chain alone whether the certificate is official.
func (s *Service) judgeIssuer(law *profile.Profile, j *judged, leaf *x509.Certificate, chain [][]byte) error {
	between := s.Anchors.Intermediates()
	for _, der := range chain {
		above, err := x509.ParseCertificate(der)
		if err != nil {
			return fmt.Errorf("parsing a certificate of the chain again: %w", err)
		}
		between = append(between[:len(between):len(between)], above)
	}
	path := certpath.Build(leaf, between, s.Anchors.Anchors(), s.Now())
	switch {
	case path.OK():
		j.registration.Kind = Official
		return nil
	case path.Failure != nil && path.Failure.Check == certpath.CheckSignature:
		return s.strange(law, j, forgedIssuer, "Chứng thư số mang tên nơi cấp “"+leaf.Issuer.CommonName+
			"” nhưng chữ ký không phải của nơi đó: có dấu hiệu giả mạo.", "Không dùng chứng thư số này và báo ngay cơ quan chuyên trách.")
	case path.Anchor || anchored(path, s.Anchors.Anchors()):
		return fault.New(fault.Signed, "registration.chain", "Chuỗi chứng thực của chứng thư số không hợp lệ tại thời điểm này.").
			Under(law.Clause("subscribers.outside_ca_refusal")).Do("Kiểm tra thời hạn và chuỗi chứng thực với nơi cấp.")
	}
	return s.judgeOutside(law, j)
}

// anchored reports that the path ends below one of the anchors.
func anchored(path certpath.Result, anchors []*x509.Certificate) bool {
	if len(path.Chain) == 0 {
		return false
	}
	last := path.Chain[len(path.Chain)-1]
	for _, a := range anchors {
		if a.Equal(last) {
			return true
		}
	}
	return false
}

// judgeOutside takes a certificate of another authority only where the profile
// does, and then with a plan to leave it (LD-17.1-2).
func (s *Service) judgeOutside(law *profile.Profile, j *judged) error {
	if !law.Subscribers.OutsideRecord {
		return s.strange(law, j, "registration.outside", law.Subscribers.OutsideRefusal+".",
			"Đề nghị cấp chứng thư số chuyên dùng của "+law.Signing.AnchorOwner+".")
	}
	if j.plan.Target == "" && j.plan.Responsible == "" {
		return s.strange(law, j, "registration.outside-plan", "Chứng thư số không do Ban Cơ yếu Chính phủ cấp: chỉ ghi được là loại “công cộng”, kèm kế hoạch chuyển đổi.",
			"Ghi ngày chuyển đổi và người chịu trách nhiệm, hoặc nhập chứng thư số chuyên dùng.")
	}
	if err := j.plan.check(law, s.Now()); err != nil {
		return err
	}
	j.registration.Kind, j.plan.Certificate, j.plan.At = Outside, j.certificate.ID, s.Now()
	return nil
}

// judgeTerm refuses a validity longer than the law gives (NA-09).
func judgeTerm(law *profile.Profile, j *judged) error {
	if j.registration.Kind == Outside {
		return nil
	}
	years, key, what := law.Subscribers.MaxYearsNew, "subscribers.max_years_new", "cấp mới"
	if j.registration.RenewalOf != "" {
		years, key, what = law.Subscribers.MaxYearsRenewal, "subscribers.max_years_renewal", "gia hạn"
	}
	c := j.certificate
	if years == 0 || !c.NotAfter.After(c.NotBefore.AddDate(years, 0, 0)) {
		return nil
	}
	return fault.New(fault.Invalid, "registration.term", fmt.Sprintf("Chứng thư số %s có thời hạn dài hơn %d năm.", what, years)).
		Under(law.Clause(key)).Do("Đề nghị nơi cấp kiểm tra lại thời hạn của chứng thư số.")
}

// judgeRenewal finds the certificate in whose place this one stands: of the
// same subject, and not replaced before.
func (s *Service) judgeRenewal(ctx context.Context, law *profile.Profile, j *judged) error {
	id := j.registration.RenewalOf
	if id == "" {
		return nil
	}
	old, err := s.Store.Registration(ctx, id)
	if err != nil {
		return missing(err, "registration.renews", "Không có chứng thư số được gia hạn trong danh sách.")
	}
	r := j.registration
	if old.Class != r.Class || old.Agency != r.Agency && r.Class != signing.ClassPerson || old.Person != r.Person && r.Class == signing.ClassPerson || old.System != r.System {
		return fault.New(fault.Conflict, "registration.renews-other", "Chứng thư số được gia hạn là của chủ thể khác.").
			Under(law.Clause("subscribers.register.subject_kinds")).At("renews", "Chọn chứng thư số của cùng chủ thể.")
	}
	j.renewed = &old
	return nil
}

// holdOf blocks an agency's certificate that the department has not entered.
func (s *Service) holdOf(by org.Actor, law *profile.Profile, j *judged) *signing.Hold {
	if j.registration.Class != signing.ClassAgency || !law.Subscribers.Register.DepartmentEnters || department(by) {
		return nil
	}
	return &signing.Hold{
		Certificate: j.certificate.ID, Cause: signing.CauseNotRegistered, Source: string(j.certificate.ID),
		Message: "Chứng thư số cơ quan chưa được " + law.Subscribers.AuthorisedDepartment + " ghi vào sổ, chưa dùng để ký được.",
		Clause:  law.Clause("subscribers.register.department_enters"),
	}
}

// department reports who manages subscribers for the whole province.
func department(by org.Actor) bool { return by.Has(org.SubscriberManager) || by.Has(org.Administrator) }

func (p Plan) check(law *profile.Profile, now time.Time) error {
	bad := fault.New(fault.Invalid, "plan.incomplete", "Kế hoạch chuyển đổi phải có ngày chuyển đổi và người chịu trách nhiệm.").
		Under(law.Clause("subscribers.outside_ca_record"))
	day, err := time.Parse(time.DateOnly, p.Target)
	if err != nil || day.Year() < now.Year()-5 || day.Year() > now.Year()+20 {
		return bad.At("target", "Ghi ngày chuyển đổi.")
	}
	if strings.TrimSpace(p.Responsible) == "" {
		return bad.At("responsible", "Ghi người chịu trách nhiệm.")
	}
	return nil
}

package subscriber

import (
	"context"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"strings"
	"unicode"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/vntext"
)

// subjectFacts is what the register knows of whom the certificate names; the
// template of the profile says which of it stands in which field.
type subjectFacts struct {
	holder, title, email, agency, superior, system, place string
}

// judgeHolder finds the subject, wants a post of a person (NA-02.6), and holds
// the names in the certificate against the template (Mẫu 02, Mẫu 03).
func (s *Service) judgeHolder(ctx context.Context, law *profile.Profile, j *judged, leaf *x509.Certificate) error {
	facts, err := s.facts(ctx, law, j)
	if err != nil {
		return err
	}
	fields, key := law.Subscribers.Register.PersonFields, "subscribers.register.person_certificate_fields"
	if j.registration.Class != signing.ClassPerson {
		fields, key = law.Subscribers.Register.AgencyFields, "subscribers.register.agency_certificate_fields"
	}
	j.registration.Holder = facts.holder
	if j.registration.Title == "" {
		j.registration.Title = facts.title
	}
	if name := leaf.Subject.CommonName; strange(name) {
		return fault.New(fault.Signed, "registration.lookalike", "Tên trong chứng thư số có chữ cái không phải chữ Việt (chữ trông giống nhau): "+quoted(name)+".").
			Under(law.Clause(key)).Do("Không nhận chứng thư số này; báo nơi cấp.")
	}
	if j.registration.Class == signing.ClassService {
		fields = nil // a device bears its own name
	}
	j.registration.Differences = compare(fields, leaf, facts)
	for _, d := range j.registration.Differences {
		if d.Grave {
			return fault.New(fault.Signed, "registration.subject", "Thông tin trong chứng thư số không khớp: "+d.Label+" là "+quoted(d.Have)+", cần "+quoted(d.Want)+".").
				Under(law.Clause(key)).Do("Chọn đúng chủ thể, hoặc đề nghị nơi cấp sửa thông tin.").At("file", d.Label+" không khớp.")
		}
	}
	return nil
}

func (s *Service) facts(ctx context.Context, law *profile.Profile, j *judged) (subjectFacts, error) {
	agency, err := s.Org.Agency(ctx, j.registration.Agency)
	if err != nil {
		return subjectFacts{}, err
	}
	f := subjectFacts{holder: agency.Name, agency: agency.Name, superior: agency.Superior, place: agency.Place, system: j.registration.System}
	if j.registration.Class == signing.ClassAgency {
		return f, nil
	}
	person, err := s.Org.Person(ctx, j.registration.Person)
	if err != nil {
		return f, err
	}
	post, err := s.postOf(ctx, person.ID, agency.ID)
	if errors.Is(err, errNoPost) {
		return f, fault.New(fault.Forbidden, "registration.no-post", person.Name+" không giữ chức vụ nào ở "+agency.Name+" nên chưa ghi được chứng thư số.").
			Under(law.Clause("subscribers.employment_kinds")).Do("Ghi bổ nhiệm, phân công của người này trước.").At("person", "Người này không giữ chức vụ ở cơ quan.")
	}
	if err != nil {
		return f, err
	}
	f.holder, f.title, f.email = person.Name, post.Title, person.Email
	if j.registration.Class == signing.ClassService {
		f.holder, f.title = j.registration.System, ""
	}
	return f, nil
}

var errNoPost = errors.New("subscriber: no post")

func (s *Service) postOf(ctx context.Context, person org.PersonID, agency org.AgencyID) (org.Post, error) {
	posts, err := s.Org.PostsOf(ctx, person, agency, s.Now())
	if err != nil {
		return org.Post{}, err
	}
	if len(posts) == 0 {
		return org.Post{}, errNoPost
	}
	return posts[0], nil
}

// compare lists the fields that are not as the template wants them. A field
// that the register knows nothing of is asked only to be there.
func compare(fields []profile.CertificateField, leaf *x509.Certificate, facts subjectFacts) []Difference {
	var out []Difference
	for _, f := range fields {
		have, want := valuesOf(leaf, f.Code), facts.value(f)
		if len(have) == 0 && f.Optional {
			continue
		}
		d := Difference{Field: f.Code, Label: f.Label, Want: want, Have: strings.Join(have, "; "), Grave: f.Grave}
		switch {
		case len(have) == 0:
			if d.Want == "" {
				d.Want = "có ghi"
			}
			d.Grave = f.Grave && !f.Optional
			out = append(out, d)
		case want != "" && !oneEqual(have, want):
			out = append(out, d)
		}
	}
	return out
}

func (f subjectFacts) value(field profile.CertificateField) string {
	switch field.From {
	case "holder":
		return f.holder
	case "agency":
		return f.agency
	case "superior":
		return f.superior
	case "title":
		return f.title
	case "email":
		return f.email
	case "place":
		return f.place
	case "fixed":
		return field.Value
	}
	return ""
}

func oneEqual(have []string, want string) bool {
	for _, v := range have {
		if vntext.Equal(v, want) {
			return true
		}
	}
	return false
}

var (
	oidTitle   = asn1.ObjectIdentifier{2, 5, 4, 12}
	oidEmailDN = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}
)

// valuesOf reads a field of the subject by the short name that people use.
func valuesOf(leaf *x509.Certificate, code string) []string {
	n := leaf.Subject
	switch code {
	case "CN":
		return some(n.CommonName)
	case "O":
		return n.Organization
	case "OU":
		return n.OrganizationalUnit
	case "L":
		return append(n.Locality[:len(n.Locality):len(n.Locality)], n.Province...)
	case "C":
		return n.Country
	case "T":
		return attribute(leaf, oidTitle)
	case "E":
		return some(emailIn(leaf))
	}
	return nil
}

func attribute(leaf *x509.Certificate, oid asn1.ObjectIdentifier) []string {
	var out []string
	for _, name := range leaf.Subject.Names {
		if text, ok := name.Value.(string); ok && name.Type.Equal(oid) {
			out = append(out, text)
		}
	}
	return out
}

// emailIn is the mail address in a certificate: of the extension, or of the
// subject as older ones have it.
func emailIn(leaf *x509.Certificate) string {
	if len(leaf.EmailAddresses) > 0 {
		return leaf.EmailAddresses[0]
	}
	if list := attribute(leaf, oidEmailDN); len(list) > 0 {
		return list[0]
	}
	return ""
}

func some(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// strange reports letters of a script in which nobody here is named, and marks
// that no Vietnamese letter bears: Cyrillic а and Latin ǎ look like ours.
func strange(name string) bool {
	for _, r := range name {
		if unicode.IsLetter(r) && !strings.ContainsRune(letters, unicode.ToLower(r)) && !unicode.Is(unicode.Mn, r) {
			return true
		}
		if unicode.Is(unicode.Mn, r) && !strings.ContainsRune(marks, r) {
			return true
		}
	}
	return false
}

// Letters of Vietnamese with their tones, composed, and the marks by which they
// are written apart.
const (
	letters = "abcdefghijklmnopqrstuvwxyzđ" + "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
	marks   = "\u0300\u0309\u0303\u0301\u0323\u0306\u0302\u031b"
)

func quoted(text string) string { return "“" + bounded(text) + "”" }

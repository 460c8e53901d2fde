package agent

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"
	"time"

	"antin/certpath"
	"antin/internal/platform/token"
)

// Choice is a certificate on a token, judged for what a ticket asks.
type Choice struct {
	Token       token.Token
	Certificate *x509.Certificate // nil when it cannot be read
	Fingerprint string
	Key         string // of form fields: token and certificate
	Refusal     string // why it may not sign here; empty when it may
	Items       int    // how many waiting items it may sign
}

// OK says whether it may be chosen.
func (c Choice) OK() bool { return c.Refusal == "" }

// wanted is what certificates are judged for.
type wanted struct {
	practice bool           // of the server
	items    map[string]int // fingerprint → waiting items that it may sign; nil: any certificate
	person   string
	at       time.Time
}

// choices lists the certificates of all tokens, those that may sign first.
func choices(libraries []token.Library, w wanted) []Choice {
	var all []Choice
	for _, l := range libraries {
		for _, t := range l.Tokens {
			for _, c := range t.Certificates {
				all = append(all, judge(t, c, w))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Choice) int {
		if a.OK() != b.OK() {
			if a.OK() {
				return -1
			}
			return 1
		}
		return b.Items - a.Items
	})
	return all
}

func judge(t token.Token, c token.Certificate, w wanted) Choice {
	out := Choice{Token: t, Fingerprint: c.Fingerprint(), Key: t.ID.Key() + "." + c.Fingerprint()}
	parsed, err := c.Parsed()
	if err != nil {
		out.Refusal = "Không đọc được chứng thư số này."
		return out
	}
	out.Certificate = parsed
	out.Refusal = unfit(parsed, w.practice, w.at)
	if w.items != nil {
		out.Items = w.items[out.Fingerprint]
		if out.Refusal == "" && out.Items == 0 {
			out.Refusal = "Không phải chứng thư số mà lượt ký này yêu cầu" + ofPerson(w.person) + "."
		}
	}
	return out
}

func ofPerson(name string) string {
	if name == "" {
		return ""
	}
	return " (lượt ký của " + name + ")"
}

// unfit says why a certificate signs no document at all, in the order in which
// a person can do something about it.
func unfit(c *x509.Certificate, practice bool, at time.Time) string {
	switch {
	case at.Before(c.NotBefore):
		return "Chưa đến ngày có hiệu lực (" + day(c.NotBefore) + ")."
	case at.After(c.NotAfter):
		return "Đã hết hạn từ " + day(c.NotAfter) + "; đề nghị gia hạn."
	case isPractice(c) && !practice:
		return "Chứng thư số thực hành, không dùng được với hệ thống chính thức."
	case certpath.JudgeSigner(c) != nil, onlyForLogin(c):
		return "Chỉ dùng để đăng nhập hoặc mã hóa, không có mục đích ký văn bản."
	}
	return ""
}

// onlyForLogin tells a certificate that proves who somebody is to a system, and
// says nothing of documents: neither nonRepudiation nor e-mail or documents
// among its purposes (RFC 5280, 4.2.1.3, 4.2.1.12).
func onlyForLogin(c *x509.Certificate) bool {
	if c.KeyUsage&x509.KeyUsageContentCommitment != 0 || len(c.ExtKeyUsage) == 0 || len(c.UnknownExtKeyUsage) > 0 {
		return false
	}
	return !slices.ContainsFunc(c.ExtKeyUsage, func(u x509.ExtKeyUsage) bool {
		return u == x509.ExtKeyUsageAny || u == x509.ExtKeyUsageEmailProtection
	})
}

// practiceArc begins the policies of practice authorities, in an arc that no
// real one can use.
const practiceArc = "2.999.68.2024."

func isPractice(c *x509.Certificate) bool {
	return slices.ContainsFunc(c.Policies, func(p x509.OID) bool { return strings.HasPrefix(p.String(), practiceArc) })
}

// purposeOf names what a certificate is for, in words.
func purposeOf(c *x509.Certificate) string {
	switch {
	case onlyForLogin(c) || certpath.JudgeSigner(c) != nil:
		return "đăng nhập, mã hóa"
	case c.KeyUsage&x509.KeyUsageContentCommitment != 0:
		return "ký số, chống chối bỏ"
	}
	return "ký số"
}

var titleType = asn1.ObjectIdentifier{2, 5, 4, 12}

// ownerOf names the holder: name, title, agency.
func ownerOf(c *x509.Certificate) string {
	parts := []string{c.Subject.CommonName}
	for _, a := range c.Subject.Names {
		if text, ok := a.Value.(string); ok && a.Type.Equal(titleType) && text != "" {
			parts = append(parts, text)
		}
	}
	if len(c.Subject.Organization) > 0 {
		parts = append(parts, c.Subject.Organization[0])
	}
	return strings.Join(parts, ", ")
}

// here is Vietnamese time, which has had no summer time since 1975.
func here(t time.Time) time.Time { return t.In(time.FixedZone("+07:00", 7*3600)) }

func day(t time.Time) string { return here(t).Format("02/01/2006") }

func clock(t time.Time) string { return here(t).Format("15:04:05 02/01/2006") }

// tries says in words what the token tells of its PIN.
func tries(p token.PIN) string {
	switch {
	case p.Locked:
		return "đã khóa"
	case p.LastTry:
		return "chỉ còn một lần nhập"
	case p.Low:
		return "đã có lần nhập sai"
	case !p.Set:
		return "chưa đặt mã PIN"
	case p.ToChange:
		return "phải đổi mã PIN ban đầu"
	}
	return "chưa nhập sai lần nào"
}

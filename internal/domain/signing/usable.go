package signing

import (
	"context"
	"crypto/x509"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"antin/certpath"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/revocation"
)

// Purpose is the step at which a certificate is to sign.
type Purpose string

// Purposes.
const (
	ForPerson Purpose = "person" // the competent person's signature
	ForAgency Purpose = "agency" // the agency's, which is the seal
)

// Evidence is what is at hand to judge a certificate by. Nothing is fetched
// here: who gives it keeps it fresh.
type Evidence interface {
	Anchors() []*x509.Certificate
	Intermediates() []*x509.Certificate
	// Revocation gives CRLs and OCSP responses about a certificate, in DER; none
	// is an answer, too, and leaves the certificate unknown.
	Revocation(ctx context.Context, cert, issuer *x509.Certificate) (crls, ocsps [][]byte, err error)
}

// CheckUsable says whether the certificate may sign at this step at this time:
// class, status in our register, validity, key usage, path to an anchor and
// revocation of the whole path, in this order; the refusal names the first that
// fails (LD-11.4, HD2-15.5). Who may use it is CheckHolder's question.
func (s *Service) CheckUsable(ctx context.Context, c Certificate, purpose Purpose, at time.Time, e Evidence) error {
	if err := c.checkClass(purpose); err != nil {
		return err
	}
	now, err := s.Certificate(ctx, c.ID) // the caller's copy may be older than a reported loss
	if err != nil {
		return err
	}
	if err := now.checkStatus(); err != nil {
		return err
	}
	if err := s.checkHolds(ctx, c.ID); err != nil {
		return err
	}
	if s.refusePractice && now.Practice {
		return unusable("practice.in-production", "Chứng thư số thực hành không được dùng ở chế độ chính thức.")
	}
	return s.checkEvidence(ctx, now, at, e)
}

func (c Certificate) checkClass(purpose Purpose) error {
	switch {
	case purpose == ForPerson && c.Class == ClassAgency:
		return unusable("signing.agency-certificate", "Bước này phải ký bằng chứng thư số cá nhân, không ký bằng chứng thư số cơ quan.").
			Under("NA-16.1b-2").Do("Chọn chứng thư số cá nhân của người ký.")
	case purpose == ForAgency && c.Class == ClassPerson:
		return unusable("signing.personal-certificate", "Bước này phải ký bằng chứng thư số cơ quan, không ký bằng chứng thư số cá nhân.").
			Do("Chọn chứng thư số của cơ quan.")
	case purpose == ForPerson && c.Class == ClassPerson, purpose == ForAgency && c.Class == ClassAgency:
		return nil
	default:
		return unusable("signing.class", "Loại chứng thư số này không dùng để ký văn bản.").Under("HD2-15.5")
	}
}

func (c Certificate) checkStatus() error {
	if c.Status == Active {
		return nil
	}
	if c.Status == Suspended { // named by one province only, without a procedure (HT-10.4)
		return unusable("signing.status", "Chứng thư đang tạm dừng, không dùng để ký được.").
			Do("Liên hệ người quản lý thuê bao; người giữ thiết bị vẫn phải bảo quản thiết bị.")
	}
	return unusable("signing.status", "Chứng thư số "+c.Status.label()+", không dùng để ký được.").
		Do("Liên hệ người quản lý thuê bao.")
}

func (s *Service) checkEvidence(ctx context.Context, c Certificate, at time.Time, e Evidence) error {
	leaf, err := c.Leaf()
	if err != nil {
		return err
	}
	if at.Before(leaf.NotBefore) || at.After(leaf.NotAfter) {
		return unusable("signing.validity", "Chứng thư số chưa đến hạn dùng hoặc đã hết hạn.").Do("Đề nghị gia hạn chứng thư số.")
	}
	if failure := certpath.JudgeSigner(leaf); failure != nil {
		return unusable("signing.usage", "Chứng thư số không có mục đích ký văn bản (keyUsage).")
	}
	above, err := c.Above()
	if err != nil {
		return err
	}
	path := s.memory.Paths().Build(leaf, append(above, e.Intermediates()...), e.Anchors(), at)
	if !path.OK() {
		return unusable("signing.chain", "Chứng thư số không nối được tới tổ chức chứng thực tin cậy: "+pathProblem(path)+".")
	}
	if len(path.Weak) > 0 {
		return unusable("signing.weak", "Chứng thư số dùng thuật toán không còn an toàn: "+path.Weak[0].Algorithm+".")
	}
	return s.checkRevocation(ctx, path.Chain, at, e)
}

// checkRevocation asks for every certificate of the path below the anchor.
func (s *Service) checkRevocation(ctx context.Context, chain []*x509.Certificate, at time.Time, e Evidence) error {
	for i := 0; i+1 < len(chain); i++ {
		crls, ocsps, err := e.Revocation(ctx, chain[i], chain[i+1])
		if err != nil {
			return fmt.Errorf("getting revocation data of %s: %w", chain[i].Subject, err)
		}
		name := chain[i].Subject.CommonName
		switch s.memory.Revocation().Judge(chain[i], chain[i+1], crls, ocsps, at).Verdict {
		case revocation.Good:
		case revocation.Revoked:
			return unusable("signing.revoked", "Chứng thư số “"+name+"” đã bị thu hồi.")
		default:
			return unusable("signing.revocation-unknown", "Chưa kiểm tra được tình trạng thu hồi của chứng thư số “"+name+"”.").
				Do("Cập nhật danh sách thu hồi (CRL) rồi ký lại.")
		}
	}
	return nil
}

func pathProblem(path certpath.Result) string {
	if path.Failure == nil {
		return "không tìm thấy tổ chức cấp"
	}
	word, ok := pathWords[path.Failure.Check]
	if !ok {
		word = string(path.Failure.Check)
	}
	return word + " (" + path.Failure.Certificate.Subject.CommonName + ")"
}

var pathWords = map[certpath.Check]string{
	certpath.CheckIssuer:    "không tìm thấy tổ chức cấp",
	certpath.CheckSignature: "chữ ký của tổ chức cấp không đúng",
	certpath.CheckValidity:  "ngoài thời hạn hiệu lực",
	certpath.CheckCA:        "bên cấp không phải tổ chức chứng thực",
	certpath.CheckKeyUsage:  "sai mục đích sử dụng khóa",
}

func unusable(code, message string) *fault.Fault {
	return fault.New(fault.Signed, code, message).Under("LD-11.4")
}

// CheckTitle holds the title in the certificate against the post in which its
// owner signs. Where the profile takes titles from certificates (HT-07.4) a KT.
// or TL. signature needs the very title; elsewhere the post decides, and only a
// title that contradicts it is refused (LD-11.2).
func CheckTitle(c Certificate, post org.Post, capacity org.Capacity, law *profile.Profile) error {
	fits := sameTitle(c.Title, post.Title)
	clause := law.Clause("signing.title_source")
	byCertificate := law.Signing.TitleSource == profile.TitleOfCertificate
	replacing := capacity == org.Deputy || capacity == org.ByOrder
	switch {
	case c.Title == "" && byCertificate && replacing && law.Signing.MissingTitleRefused:
		return fault.New(fault.Signed, "signing.no-title", "Chức danh không khớp chứng thư số: chứng thư số không ghi chức danh").Under(clause)
	case c.Title == "" || fits:
		return nil
	case byCertificate:
		return fault.New(fault.Signed, "signing.title", "Chức danh không khớp chứng thư số").Under(clause).
			Do("Đề nghị thay đổi thông tin chứng thư số.")
	default:
		return fault.New(fault.Signed, "signing.title", "Không đúng chức danh trên chứng thư số").Under("LD-11.2").
			Do("Đề nghị thay đổi thông tin chứng thư số.")
	}
}

func sameTitle(a, b string) bool { return plainTitle(a) == plainTitle(b) }

func plainTitle(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(s)), " "))
}

package signing

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// CertificateID is a UUIDv7 in text form.
type CertificateID string

// Class says in whose name a certificate speaks. It is set at import and
// decides what a signature counts as; the look of a signature decides nothing.
type Class string

// Classes of certificates.
const (
	ClassPerson  Class = "person"  // người có thẩm quyền, cá nhân
	ClassAgency  Class = "agency"  // cơ quan, tổ chức
	ClassService Class = "service" // a device, a service, a time-stamp authority
)

// Status of a certificate in our register; the authority's CRL is another matter.
type Status string

// Statuses. Only Active signs.
const (
	Active            Status = "active"
	Suspended         Status = "suspended"          // tạm dừng
	RevocationPending Status = "revocation-pending" // reported lost or asked to be revoked: blocked at once
	Revoked           Status = "revoked"            // final
)

// KeyKind says where the private key is.
type KeyKind string

// Kinds of keys.
const (
	KeyPractice KeyKind = "practice" // a box in our table; refused in production
	KeyToken    KeyKind = "token"
	KeySIM      KeyKind = "sim"
	KeyHSM      KeyKind = "hsm"
	KeyRemote   KeyKind = "remote"
)

// Certificate is one row of the register.
type Certificate struct {
	ID        CertificateID
	SHA256    string // of DER, hex: the fingerprint by which signatures are told apart
	DER       []byte
	Chain     [][]byte // DER of those above it, issuer first; may be empty
	Issuer    string   // SHA-256 of the issuer's name, hex
	Serial    string   // hex
	Subject   string
	Title     string // chức danh from the subject; may be empty
	Class     Class
	Person    org.PersonID // its owner when Class is person, else empty
	Agency    org.AgencyID // its owner when Class is agency; else the agency that manages it
	KeyKind   KeyKind
	Practice  bool // issued by the practice authority
	NotBefore time.Time
	NotAfter  time.Time
	Status    Status
	AddedAt   time.Time
}

// Owner is the person or the agency in whose name it signs.
func (c Certificate) Owner() string {
	if c.Class == ClassPerson {
		return string(c.Person)
	}
	return string(c.Agency)
}

// Leaf parses DER again; it was parsed once before it was stored.
func (c Certificate) Leaf() (*x509.Certificate, error) {
	leaf, err := x509.ParseCertificate(c.DER)
	if err != nil {
		return nil, fmt.Errorf("parsing the stored certificate %s: %w", c.ID, err)
	}
	return leaf, nil
}

// Above parses Chain.
func (c Certificate) Above() ([]*x509.Certificate, error) {
	list := make([]*x509.Certificate, 0, len(c.Chain))
	for _, der := range c.Chain {
		above, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("parsing the stored chain of certificate %s: %w", c.ID, err)
		}
		list = append(list, above)
	}
	return list, nil
}

// Change is one line of a certificate's history.
type Change struct {
	ID          string
	Certificate CertificateID
	Status      Status
	Actor       org.PersonID
	Reason      string
	At          time.Time
}

// mayBecome lists where a status can go; Revoked is the end.
func (s Status) mayBecome(next Status) bool {
	switch s {
	case Active:
		return next == Suspended || next == RevocationPending || next == Revoked
	case Suspended:
		return next == Active || next == RevocationPending || next == Revoked
	case RevocationPending:
		return next == Revoked
	default:
		return false
	}
}

const (
	maxCertificate = 64 << 10 // bytes; the national authority's are under 3 KiB
	maxChain       = 8
	minRSABits     = 2048
)

var oidTitle = asn1.ObjectIdentifier{2, 5, 4, 12}

// ReadCertificate parses one DER certificate from outside and fills what its
// bytes say. It refuses what can never sign: broken dates, authority
// certificates, weak keys, a key usage without signing.
func ReadCertificate(der []byte) (Certificate, *x509.Certificate, error) {
	if len(der) > maxCertificate {
		return Certificate{}, nil, fault.New(fault.TooLarge, "certificate.size", "Tệp chứng thư số lớn hơn 64 KB.")
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return Certificate{}, nil, unfit("certificate.unreadable", "Không đọc được tệp chứng thư số (cần tệp .cer, .crt dạng DER).")
	}
	if err := fitToSign(leaf); err != nil {
		return Certificate{}, nil, err
	}
	sum, issuer := sha256.Sum256(leaf.Raw), sha256.Sum256(leaf.RawIssuer)
	return Certificate{
		SHA256: hex.EncodeToString(sum[:]), DER: leaf.Raw,
		Issuer: hex.EncodeToString(issuer[:]), Serial: leaf.SerialNumber.Text(16),
		Subject: leaf.Subject.String(), Title: titleOf(leaf),
		NotBefore: leaf.NotBefore.UTC(), NotAfter: leaf.NotAfter.UTC(),
	}, leaf, nil
}

func fitToSign(leaf *x509.Certificate) error {
	switch {
	case !leaf.NotAfter.After(leaf.NotBefore):
		return unfit("certificate.dates", "Thời hạn của chứng thư số không hợp lệ.")
	case leaf.IsCA:
		return unfit("certificate.authority", "Đây là chứng thư số của tổ chức cấp chứng thư, không phải của thuê bao.")
	case leaf.KeyUsage&signing == 0:
		return unfit("certificate.usage", "Chứng thư số không có mục đích ký (keyUsage).")
	}
	switch key := leaf.PublicKey.(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() < minRSABits {
			return unfit("certificate.weak", "Khóa RSA ngắn hơn 2048 bit.")
		}
	case *ecdsa.PublicKey:
		if key.Curve.Params().BitSize < 256 {
			return unfit("certificate.weak", "Khóa ECDSA ngắn hơn 256 bit.")
		}
	default:
		return unfit("certificate.algorithm", "Chứng thư số dùng thuật toán khóa chưa được hỗ trợ.")
	}
	return nil
}

// signing is either bit by which a certificate may sign documents (RFC 5280, 4.2.1.3).
const signing = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment

func titleOf(leaf *x509.Certificate) string {
	for _, name := range leaf.Subject.Names {
		if text, ok := name.Value.(string); ok && name.Type.Equal(oidTitle) {
			return text
		}
	}
	return ""
}

// readChain parses what stands above a certificate and checks that each signed
// the one below, so that nobody's register carries strangers.
func readChain(leaf *x509.Certificate, chain [][]byte) error {
	if len(chain) > maxChain {
		return unfit("certificate.chain", "Chuỗi chứng thư số quá dài.")
	}
	below := leaf
	for _, der := range chain {
		if len(der) > maxCertificate {
			return fault.New(fault.TooLarge, "certificate.size", "Tệp chứng thư số lớn hơn 64 KB.")
		}
		above, err := x509.ParseCertificate(der)
		if err == nil {
			err = below.CheckSignatureFrom(above)
		}
		if err != nil {
			return unfit("certificate.chain", "Chuỗi chứng thư số không liên tục.")
		}
		below = above
	}
	return nil
}

func unfit(code, message string) error { return fault.New(fault.Invalid, code, message) }

package signing

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"

	"antin/cms"
	"antin/internal/fault"
)

// MaxCertificateFile bounds a file with a certificate and its chain.
const MaxCertificateFile = maxChain * maxCertificate

// ReadCertificateFile takes certificates as people have them: DER, PEM, base64
// of DER, or PKCS#7 with the chain. It gives the one of the subscriber and those
// above it, issuer first. A file with a private key is refused in words, for it
// must not leave its device; nothing of it is kept.
func ReadCertificateFile(raw []byte) (leaf []byte, chain [][]byte, err error) {
	if len(raw) > MaxCertificateFile {
		return nil, nil, fault.New(fault.TooLarge, "certificate.size", "Tệp chứng thư số lớn hơn 512 KB.")
	}
	all, err := certificatesIn(raw)
	if err != nil {
		return nil, nil, err
	}
	return sortChain(all)
}

func certificatesIn(raw []byte) ([]*x509.Certificate, error) {
	text := bytes.TrimSpace(raw)
	if bytes.HasPrefix(text, []byte("-----BEGIN ")) {
		return certificatesInPEM(text)
	}
	if der, ok := plainBase64(text); ok {
		raw = der
	}
	if c, err := x509.ParseCertificate(raw); err == nil {
		return []*x509.Certificate{c}, nil
	}
	if sd, err := cms.Parse(raw); err == nil && len(sd.Certificates) > 0 {
		return sd.Certificates, nil
	}
	return nil, fault.New(fault.Invalid, "certificate.unreadable", "Không đọc được chứng thư số trong tệp này.").
		Do("Chọn tệp .cer, .crt, .pem hoặc .p7b do nơi cấp chứng thư gửi, hoặc lấy từ thiết bị bằng ứng dụng ký tại bàn.")
}

func certificatesInPEM(text []byte) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	// Letters and chats turn the ends of lines into spaces.
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("----- "), []byte("-----\n")), []byte(" -----END"), []byte("\n-----END"))
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		switch {
		case strings.Contains(block.Type, "PRIVATE KEY"):
			return nil, fault.New(fault.Invalid, "certificate.private-key", "Tệp có khóa bí mật nên không được nhận, và không có gì của tệp được lưu lại.").
				Do("Khóa bí mật không bao giờ được rời thiết bị. Hãy coi khóa này đã lộ và báo người quản lý thuê bao.")
		case block.Type == "PKCS7":
			sd, err := cms.Parse(block.Bytes)
			if err != nil {
				return nil, unfit("certificate.unreadable", "Không đọc được tệp PKCS#7.")
			}
			all = append(all, sd.Certificates...)
		case strings.HasSuffix(block.Type, "CERTIFICATE"):
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, unfit("certificate.unreadable", "Không đọc được chứng thư số trong tệp PEM.")
			}
			all = append(all, c)
		}
		if len(all) > maxChain+1 {
			return nil, unfit("certificate.chain", "Tệp có quá nhiều chứng thư số.")
		}
	}
	return all, nil
}

// plainBase64 is the middle of a PEM file, as it comes out of cells and forms.
func plainBase64(text []byte) ([]byte, bool) {
	if len(text) == 0 || text[0] != 'M' { // a SEQUENCE in base64
		return nil, false
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	return der, err == nil
}

// sortChain finds the subscriber's certificate and puts the others in order.
func sortChain(all []*x509.Certificate) (leaf []byte, chain [][]byte, err error) {
	var subject *x509.Certificate
	for _, c := range all {
		if c.IsCA {
			continue
		}
		if subject != nil && !subject.Equal(c) {
			return nil, nil, unfit("certificate.several", "Tệp có nhiều chứng thư số của thuê bao; mỗi lần chỉ nhập một chứng thư.")
		}
		subject = c
	}
	if subject == nil {
		if len(all) > 0 {
			return nil, nil, unfit("certificate.authority", "Đây là chứng thư số của tổ chức cấp chứng thư, không phải của thuê bao.")
		}
		return nil, nil, unfit("certificate.unreadable", "Tệp không có chứng thư số nào.")
	}
	below := subject
	for range min(len(all), maxChain) {
		above := issuerAmong(below, all)
		if above == nil {
			break
		}
		chain, below = append(chain, above.Raw), above
	}
	return subject.Raw, chain, nil
}

// issuerAmong finds who signed the certificate; nil ends the chain, also at a
// certificate that signed itself.
func issuerAmong(c *x509.Certificate, all []*x509.Certificate) *x509.Certificate {
	for _, above := range all {
		if !above.Equal(c) && bytes.Equal(c.RawIssuer, above.RawSubject) && c.CheckSignatureFrom(above) == nil {
			return above
		}
	}
	return nil
}

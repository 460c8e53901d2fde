package signcmd

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"antin/certpath"
)

// PasswordVariable is the variable of the environment that a password may stand
// in.
const PasswordVariable = "ANTIN_KEY_PASSWORD"

// maxKeyFile bounds a file with a key and its chain.
const maxKeyFile = 1 << 20

// KeyFlags name the key that signs.
type KeyFlags struct {
	Key          string `required:"" placeholder:"FILE" help:"Khóa ký: tệp PKCS#12 (.p12, .pfx), hoặc khóa PEM (PKCS#8) kèm --cert."`
	Cert         string `placeholder:"FILE" help:"Chứng thư số của khóa PEM, sau đó là các chứng thư cấp trên (PEM)."`
	PasswordFile string `placeholder:"FILE" help:"Tệp chứa mật khẩu của khóa. Không có thì đọc biến ANTIN_KEY_PASSWORD, rồi hỏi trên màn hình."`
}

// signer is a key ready to sign.
type signer struct {
	key   crypto.Signer
	cert  *x509.Certificate
	chain []*x509.Certificate
}

// errPassword is a password that opens nothing.
var errPassword = refuse("Mật khẩu của khóa không đúng.")

func (f KeyFlags) open(env Environment) (*signer, error) {
	data, err := readLimited(f.Key, maxKeyFile)
	if err != nil {
		return nil, refuse("Không đọc được tệp khóa: %w", err)
	}
	if bytes.Contains(data, []byte("-----BEGIN ")) {
		return f.openPEM(data)
	}
	password, err := f.password(env)
	if err != nil {
		return nil, err
	}
	return openPKCS12(data, password)
}

func openPKCS12(data []byte, password string) (*signer, error) {
	key, cert, chain, err := pkcs12.DecodeChain(data, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return nil, errPassword
	case err != nil:
		return nil, refuse("Tệp khóa không phải PKCS#12 đọc được: %w", err)
	}
	return newSigner(key, cert, chain)
}

func newSigner(key any, cert *x509.Certificate, chain []*x509.Certificate) (*signer, error) {
	s, ok := key.(crypto.Signer)
	if !ok {
		return nil, refuse("Loại khóa %T không ký được.", key)
	}
	public, ok := s.Public().(interface{ Equal(crypto.PublicKey) bool })
	if cert == nil || !ok || !public.Equal(cert.PublicKey) {
		return nil, refuse("Khóa không phải của chứng thư số này.")
	}
	return &signer{s, cert, chain}, nil
}

func (f KeyFlags) openPEM(data []byte) (*signer, error) {
	if f.Cert == "" {
		return nil, refuse("Khóa PEM cần thêm --cert với chứng thư số của khóa.")
	}
	block, _ := pem.Decode(data)
	for block != nil && !strings.HasSuffix(block.Type, "PRIVATE KEY") {
		block, data = pem.Decode(data)
	}
	switch {
	case block == nil:
		return nil, refuse("Không có khóa riêng trong tệp PEM.")
	case block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "":
		return nil, refuse("Khóa PEM có mật khẩu chưa dùng được: đổi sang PKCS#12 bằng «openssl pkcs12 -export».")
	}
	key, err := parseKey(block.Bytes)
	if err != nil {
		return nil, refuse("Không hiểu khóa PEM: %w", err)
	}
	chain, err := readChain(f.Cert)
	if err != nil {
		return nil, err
	}
	return newSigner(key, chain[0], chain[1:])
}

func parseKey(der []byte) (any, error) {
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	return nil, err
}

func readChain(name string) ([]*x509.Certificate, error) {
	data, err := readLimited(name, maxKeyFile)
	if err != nil {
		return nil, refuse("Không đọc được tệp chứng thư: %w", err)
	}
	var chain []*x509.Certificate
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := certpath.Parse(block.Bytes)
		if err != nil {
			return nil, refuse("Không hiểu chứng thư trong %s: %w", name, err)
		}
		chain = append(chain, c)
	}
	if len(chain) == 0 {
		return nil, refuse("Không có chứng thư PEM nào trong %s.", name)
	}
	return chain, nil
}

// password asks in the order that the help names.
func (f KeyFlags) password(env Environment) (string, error) {
	if f.PasswordFile != "" {
		data, err := readLimited(f.PasswordFile, 4<<10)
		if err != nil {
			return "", refuse("Không đọc được tệp mật khẩu: %w", err)
		}
		return strings.TrimRight(string(data), "\r\n"), nil
	}
	if word, ok := env.Lookup(PasswordVariable); ok {
		return word, nil
	}
	if env.AskPassword == nil {
		return "", refuse("Cần mật khẩu của khóa: dùng --password-file hoặc biến %s.", PasswordVariable)
	}
	return env.AskPassword("Mật khẩu của khóa: ")
}

func readLimited(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s lớn hơn %d byte", name, limit)
	}
	return data, nil
}

package revocation

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"sync"
	"time"
)

// list is what counts of a CRL, whoever it is asked about. Only signers
// changes after readList.
type list struct {
	raw         *x509.RevocationList // without its entries
	unsupported string               // critical extension of an entry
	revoked     map[string]listedAs  // by serialKey

	mu      sync.Mutex
	signers map[[sha256.Size]byte]struct{} // keys that were seen to have signed it
}

type listedAs struct {
	at     time.Time
	reason int
}

var oidReason = asn1.ObjectIdentifier{2, 5, 29, 21}

func readList(der []byte) (*list, error) {
	raw, err := x509.ParseRevocationList(der)
	if err != nil {
		return nil, err
	}
	l := &list{raw: raw, revoked: make(map[string]listedAs, len(raw.RevokedCertificateEntries))}
	for _, e := range raw.RevokedCertificateEntries {
		if x := unknownToEntry(e.Extensions); x != "" && l.unsupported == "" {
			l.unsupported = x
		}
		if e.ReasonCode != reasonRemove {
			l.revoked[serialKey(e.SerialNumber)] = listedAs{e.RevocationTime, e.ReasonCode}
		}
	}
	raw.RevokedCertificateEntries = nil
	return l, nil
}

func unknownToEntry(extensions []pkix.Extension) string {
	for _, x := range extensions {
		if x.Id.Equal(oidCertificateIssuer) || x.Critical && !x.Id.Equal(oidReason) {
			return x.Id.String()
		}
	}
	return ""
}

func serialKey(n *big.Int) string { return string(append([]byte{byte(n.Sign() + 1)}, n.Bytes()...)) }

// maxSigners: a list has one signer; a second key of that name is an oddity.
const maxSigners = 4

// checkSignature asks the key, unless it is known to have signed. Only a yes is
// kept.
func (l *list) checkSignature(issuer *x509.Certificate) error {
	key := sha256.Sum256(append([]byte{byte(issuer.PublicKeyAlgorithm)}, issuer.RawSubjectPublicKeyInfo...))
	l.mu.Lock()
	_, known := l.signers[key]
	l.mu.Unlock()
	if known {
		return nil
	}
	if err := issuer.CheckSignature(l.raw.SignatureAlgorithm, l.raw.RawTBSRevocationList, l.raw.Signature); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.signers == nil || len(l.signers) >= maxSigners {
		l.signers = map[[sha256.Size]byte]struct{}{}
	}
	l.signers[key] = struct{}{}
	return nil
}

// Bounds of a Memory: the largest national list fits, and so do those of all
// authorities in use.
const (
	maxRememberedBytes = 16 << 20 // of lists as given; read they take about three times that
	maxRememberedLists = 64
)

// Memory keeps lists that were read, by the digest of their bytes, so that the
// same list is not read and verified again for each document. Times and
// purposes are judged anew each time. The zero value is ready, nil remembers
// nothing, and it may be used by many goroutines at once.
type Memory struct {
	mu    sync.Mutex
	lists map[[sha256.Size]byte]*list
	bytes int
}

func (m *Memory) read(der []byte, sum [sha256.Size]byte) (*list, error) {
	if m == nil {
		return readList(der)
	}
	m.mu.Lock()
	l := m.lists[sum]
	m.mu.Unlock()
	if l != nil {
		return l, nil
	}
	l, err := readList(bytes.Clone(der)) // what is kept points into it
	if err != nil || len(der) > maxRememberedBytes {
		return l, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lists == nil || len(m.lists) >= maxRememberedLists || m.bytes+len(der) > maxRememberedBytes {
		m.lists, m.bytes = map[[sha256.Size]byte]*list{}, 0 // what is still in use comes back
	}
	if m.lists[sum] == nil {
		m.lists[sum] = l
		m.bytes += len(der)
	}
	return m.lists[sum], nil
}

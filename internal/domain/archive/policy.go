package archive

import (
	"crypto/x509"
	"encoding/asn1"
)

var (
	oidPolicies = asn1.ObjectIdentifier{2, 5, 29, 32}
	oidCPS      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 1}
)

type policy struct{ policy, address string }

const maxPolicies = 16

// policiesOf reads the policies of a certificate with the addresses of their
// practice statements (RFC 5280, 4.2.1.4). What cannot be read is left out.
func policiesOf(cert *x509.Certificate) []policy {
	for _, x := range cert.Extensions {
		if !x.Id.Equal(oidPolicies) {
			continue
		}
		var list []struct {
			ID         asn1.ObjectIdentifier
			Qualifiers []struct {
				ID    asn1.ObjectIdentifier
				Value asn1.RawValue
			} `asn1:"optional"`
		}
		if rest, err := asn1.Unmarshal(x.Value, &list); err != nil || len(rest) > 0 || len(list) > maxPolicies {
			return nil
		}
		var out []policy
		for _, p := range list {
			found := policy{policy: p.ID.String()}
			for _, q := range p.Qualifiers {
				if q.ID.Equal(oidCPS) && q.Value.Tag == asn1.TagIA5String && len(q.Value.Bytes) <= 2048 {
					found.address = string(q.Value.Bytes)
				}
			}
			out = append(out, found)
		}
		return out
	}
	return nil
}

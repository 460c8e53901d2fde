package practice

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"slices"
	"strings"
)

const (
	organisation = "ANTIN - MÔI TRƯỜNG THỰC HÀNH"
	suffix       = " (THỰC HÀNH)"
	unitMark     = "THỰC HÀNH"
)

// Policies under 2.999 (ITU-T X.660: examples) tell who a certificate is for.
var (
	PolicyPerson = oid(2, 999, 68, 2024, 1)
	PolicyAgency = oid(2, 999, 68, 2024, 2)
	PolicyStamp  = oid(2, 999, 68, 2024, 3)
	PolicyOCSP   = oid(2, 999, 68, 2024, 4)
	PolicyCA     = oid(2, 999, 68, 2024, 9)
)

const policyArc = "2.999.68.2024."

func oid(arcs ...uint64) x509.OID {
	o, err := x509.OIDFromInts(arcs)
	if err != nil {
		panic("practice: object identifier: " + err.Error()) // written wrongly above
	}
	return o
}

// IsPractice tells whether a certificate comes from a practice infrastructure,
// this one or another of its kind. One mark is enough.
func IsPractice(c *x509.Certificate) bool {
	for _, p := range c.Policies {
		if strings.HasPrefix(p.String(), policyArc) {
			return true
		}
	}
	return marked(c.Subject) || marked(c.Issuer)
}

func marked(n pkix.Name) bool {
	return slices.Contains(n.Organization, organisation) || slices.Contains(n.OrganizationalUnit, unitMark) || strings.HasSuffix(n.CommonName, suffix)
}

// HasPolicy tells whether a certificate was issued under a policy, such as
// PolicyPerson.
func HasPolicy(c *x509.Certificate, policy x509.OID) bool {
	return slices.ContainsFunc(c.Policies, policy.Equal)
}

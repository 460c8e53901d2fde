package certpath

import (
	"bytes"
	"crypto/x509"
)

// anyPolicy of RFC 5280, 4.2.1.4.
const anyPolicy = "2.5.29.32.0"

// maxPolicies bounds what the policies of one path may grow to; real paths have
// two or three a certificate.
const maxPolicies = 512

// policies is the state of RFC 5280, 6.1.2, for an initial set of any policy.
// In place of the tree, which can be made to grow without end, it holds one
// node for each policy of the level reached (RFC 9618): whether one is left is
// all that counts here.
type policies struct {
	nodes    map[string]map[string]bool // policy → what the next level may call it; nil: none is valid
	explicit int                        // certificates until a policy is required
	mapping  int                        // until mapping is forbidden
	any      int                        // until anyPolicy is forbidden
	over     bool
}

func selfIssued(c *x509.Certificate) bool { return bytes.Equal(c.RawSubject, c.RawIssuer) }

// judgePolicies holds the path against the certificate policies. What the
// anchor requires counts as well (RFC 5937).
func judgePolicies(chain []*x509.Certificate) (*Failure, SubIndication) {
	n := len(chain) - 1
	if n == 0 {
		return nil, ""
	}
	p := &policies{nodes: map[string]map[string]bool{anyPolicy: {anyPolicy: true}}, explicit: n + 1, mapping: n + 1, any: n + 1}
	p.constrain(chain[n])
	for i := n - 1; i >= 0; i-- {
		c := chain[i]
		p.enter(c, i == 0)
		switch {
		case p.explicit == 0 && p.nodes == nil:
			return required(c)
		case i > 0 && !p.mapped(c):
			return failure(c, CheckPolicy, "a mapping of any policy"), ChainConstraints
		case p.over:
			return failure(c, CheckSearchLimit, "more certificate policies than are looked at"), ChainFailure
		}
		if i > 0 && selfIssued(c) {
			p.constrain(c)
			continue
		}
		p.explicit, p.mapping, p.any = max(p.explicit-1, 0), max(p.mapping-1, 0), max(p.any-1, 0)
		if i > 0 {
			p.constrain(c)
		} else if c.RequireExplicitPolicyZero {
			p.explicit = 0
		}
	}
	if p.explicit == 0 && p.nodes == nil {
		return required(chain[0])
	}
	return nil, ""
}

func required(c *x509.Certificate) (*Failure, SubIndication) {
	return failure(c, CheckPolicy, "a certificate policy is required and none is valid along the path"), ChainConstraints
}

// enter goes down to the certificate (RFC 5280, 6.1.3, d to e).
func (p *policies) enter(c *x509.Certificate, leaf bool) {
	if p.nodes == nil {
		return
	}
	called := map[string]bool{} // by the level above
	for _, names := range p.nodes {
		for name := range names {
			called[name] = true
		}
	}
	next := map[string]map[string]bool{}
	_, parentAny := p.nodes[anyPolicy]
	every := false
	for _, oid := range c.Policies {
		name := oid.String()
		if name == anyPolicy {
			every = true
			continue
		}
		if called[name] || parentAny {
			next[name] = map[string]bool{name: true}
		}
	}
	if every && (p.any > 0 || !leaf && selfIssued(c)) {
		for name := range called {
			if next[name] == nil {
				next[name] = map[string]bool{name: true}
			}
		}
	}
	p.keep(next)
}

func (p *policies) keep(nodes map[string]map[string]bool) {
	size := 0
	for _, names := range nodes {
		size += 1 + len(names)
	}
	p.over = p.over || size > maxPolicies
	if p.nodes = nodes; len(nodes) == 0 {
		p.nodes = nil
	}
}

// mapped applies policy mappings (RFC 5280, 6.1.4, a and b); false if one is of
// any policy.
func (p *policies) mapped(c *x509.Certificate) bool {
	seen := map[string]bool{}
	for _, m := range c.PolicyMappings {
		from, to := m.IssuerDomainPolicy.String(), m.SubjectDomainPolicy.String()
		if from == anyPolicy || to == anyPolicy {
			return false
		}
		if p.nodes == nil {
			continue
		}
		_, node := p.nodes[from]
		_, any := p.nodes[anyPolicy]
		switch {
		case p.mapping == 0:
			delete(p.nodes, from)
		case node || any:
			if !seen[from] {
				p.nodes[from] = map[string]bool{}
			}
			p.nodes[from][to] = true
		}
		seen[from] = true
	}
	if p.nodes != nil {
		p.keep(p.nodes)
	}
	return true
}

// constrain applies policyConstraints and inhibitAnyPolicy (RFC 5280, 6.1.4, i
// and j).
func (p *policies) constrain(c *x509.Certificate) {
	lower := func(to *int, value int, zero bool) {
		if (value > 0 || zero) && value < *to {
			*to = value
		}
	}
	lower(&p.explicit, c.RequireExplicitPolicy, c.RequireExplicitPolicyZero)
	lower(&p.mapping, c.InhibitPolicyMapping, c.InhibitPolicyMappingZero)
	lower(&p.any, c.InhibitAnyPolicy, c.InhibitAnyPolicyZero)
}

package pades

import (
	"crypto"

	"antin/algorithm"
	"antin/pades/internal/check"
)

// algorithms is the dated list that verdicts follow.
func (v *verification) algorithms() *algorithm.List {
	if v.options.Algorithms != nil {
		return v.options.Algorithms
	}
	return algorithm.Default()
}

// tooWeak: an algorithm that had its time would do with a proof from then; one
// that never was on the list never does (EN 319 102-1, table 6).
func tooWeak(v algorithm.Verdict) SubIndication {
	if v.Until.IsZero() {
		return CryptoConstraintsFail
	}
	return CryptoConstraintsNoPOE
}

// strength judges algorithm and key of the signature at the time by which it is
// proven to exist: a matter of trust, not of integrity.
func (v *verification) strength(s *found) check.Finding {
	f := check.Finding{Name: "strength", Result: check.Passed, Clause: "ETSI EN 319 102-1, 5.2.8.4; ETSI TS 119 312"}
	if s.subject.Signer == nil || s.subject.Cert == nil {
		return f
	}
	hash, _ := s.subject.Signer.Hash() // one that is not known is not on the list
	use := algorithm.OfSignature(s.subject.Signer.SignatureAlgorithm, hash, algorithm.KeyOf(s.subject.Cert))
	verdicts := []algorithm.Verdict{v.algorithms().Judge(use, v.proofs.of(s.valueSum()))}
	for _, hash := range s.digests() {
		verdicts = append(verdicts, v.algorithms().Judge(algorithm.OfDigest(hash), v.proofs.of(s.valueSum())))
	}
	for _, verdict := range verdicts {
		if !verdict.OK {
			f.Result, f.Sub, f.Detail = check.Indeterminate, string(tooWeak(verdict)), verdict.Why
			return f
		}
	}
	f.Detail = use.String()
	return f
}

// digests are those between the signature and the bytes of the file.
func (s *found) digests() []crypto.Hash {
	var out []crypto.Hash
	if hash, err := s.subject.Signer.Hash(); err == nil {
		out = append(out, hash)
	}
	if s.subject.Enclosed {
		out = append(out, crypto.SHA1)
	}
	return out
}

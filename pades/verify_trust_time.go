package pades

import (
	"time"

	"antin/cms"
	"antin/pades/internal/check"
)

// claimTolerance: what a signer's clock may be wrong by before it speaks
// against the signature; a time zone written wrong makes up to 14 hours.
const claimTolerance = 24 * time.Hour

// notBefore is the latest content time-stamp that passed: the signature is over
// it and so did not exist then (EN 319 122-1, 5.2.8). Zero without any.
func (v *verification) notBefore(s *found) time.Time {
	var t time.Time
	for _, st := range s.stamps {
		if st.kind == stampContent && st.passed() {
			t = latest(t, st.token.Time)
		}
	}
	return t
}

// orderOfTimes: what is signed was stamped before the signature was, and no
// time-stamp names a time at which a newer one proves it to exist already (EN
// 319 102-1, 5.5.4, step 4d).
func (v *verification) orderOfTimes(s *found, a *answer) {
	before := v.notBefore(s)
	for _, st := range s.stamps {
		late := st.judged && st.result.sub == TimestampOrder && v.proofs.of(sumOf(st.raw)).Before(v.options.At)
		early := st.kind == stampSignature && st.passed() && before.After(st.token.Time.Add(clockSkew))
		if late || early {
			a.refuse(Undecided, TimestampOrder, "the time-stamps contradict each other about %s", clock(st.token.Time))
		}
	}
	proven := v.trustedTime(s)
	claimed := claimedTime(v.file.Revisions()[s.revision], s)
	if proven != nil && claimed != nil && !s.subject.Stamp && claimed.After(proven.Add(claimTolerance)) {
		a.refuse(Undecided, SigConstraintsFailure, "signed at %s as it says, but existed at %s", clock(*claimed), clock(*proven))
	}
}

// timeFindings tell of the time-stamps and the claimed time. None of them is a
// matter of integrity, so none of them is ever failed.
func (v *verification) timeFindings(s *found, out *Signature) []check.Finding {
	var list []check.Finding
	for _, st := range s.stamps {
		if st.kind == stampDocument {
			continue
		}
		f := check.Finding{Name: "time-stamp", Result: check.Passed, Clause: "ETSI EN 319 102-1, 5.4; RFC 3161, 2.4.2", Detail: st.kind + ": " + st.result.detail}
		if !st.passed() {
			f.Result, f.Sub = check.Indeterminate, string(st.result.sub)
		}
		list = append(list, f)
	}
	if out.ClaimedTime == nil || out.TrustedTime == nil || s.subject.Stamp {
		return list
	}
	f := check.Finding{Name: "claimed-time", Result: check.Passed, Clause: "ETSI EN 319 102-1, 5.5.4, step 5"}
	if out.ClaimedTime.After(out.TrustedTime.Add(clockSkew)) {
		f.Result, f.Sub = check.Indeterminate, string(SigConstraintsFailure)
		f.Detail = "signed at " + clock(*out.ClaimedTime) + " as it says, but existed at " + clock(*out.TrustedTime)
	}
	return append(list, f)
}

// namesCertificate: the signed attributes hold a digest of the signer's
// certificate that fits (EN 319 122-1, 5.2.2).
func (s *found) namesCertificate() bool {
	return s.subject.Judged.Of(cms.CheckCertificate) == cms.Passed
}

// unnamedCertificate: where the profile asks for that attribute, a signature
// without it could be one of another certificate with the same key. That the
// bytes are those that were signed is not touched (EN 319 102-1, 5.2.8.4).
func (s *found) unnamedCertificate() string {
	if s.dict.Name("SubFilter") == "ETSI.CAdES.detached" && s.subject.Judged.Of(cms.CheckCertificate) == cms.Absent {
		return "PAdES asks for the attribute signing-certificate"
	}
	return ""
}
